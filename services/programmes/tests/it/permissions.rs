//! Every call asks the one table of permissions before anything else.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Actor, CallError, CallResult, PageRequest, Role};
use wsparcie_programmes_api::{
    EndOwnEntry, LoadReference, NewProject, ProgrammesApi, RecruitmentRules, SetOwnEntry, SetRecruitment,
    UpdateProject,
};
use wsparcie_testkit::{authority_analyst, call, user};

use crate::support::{Stage, nothing, now, titled};

/// Each call with what it needs, and what it answers.
async fn answers(stage: &Stage, actor: &Actor) -> Vec<(Resource, Action, CallResult<()>)> {
    let (service, page) = (|| stage.service.clone(), PageRequest::first(1));
    let id = ProjectId::from_uuid(nothing());
    let facts = titled("");
    let rules = RecruitmentRules {
        criteria: Vec::new(),
        groups: Vec::new(),
        preferences: Vec::new(),
    };
    let set = SetRecruitment {
        project_id: id,
        expected_version: 0,
        rules,
        terms: None,
    };
    let update = UpdateProject {
        id,
        expected_version: 1,
        facts: facts.clone(),
        stated: Vec::new(),
    };
    let call = || call(actor);
    vec![
        (
            Resource::Programme,
            Action::Read,
            service()
                .list_programmes(now(), call(), None, page)
                .await
                .map(|_| ()),
        ),
        (
            Resource::Programme,
            Action::Read,
            service()
                .programmes_by_id(now(), call(), Vec::new())
                .await
                .map(|_| ()),
        ),
        (
            Resource::Programme,
            Action::Read,
            service()
                .parse_project_number(now(), call(), String::new())
                .await
                .map(|_| ()),
        ),
        (
            Resource::Project,
            Action::Read,
            service().list_projects(now(), call(), page).await.map(|_| ()),
        ),
        (
            Resource::Project,
            Action::Read,
            service()
                .projects_by_id(now(), call(), vec![id])
                .await
                .map(|_| ()),
        ),
        (
            Resource::Project,
            Action::Create,
            service()
                .create_project(now(), call(), NewProject { facts })
                .await
                .map(|_| ()),
        ),
        (
            Resource::Project,
            Action::Update,
            service().update_project(now(), call(), update).await.map(|_| ()),
        ),
        (
            Resource::Recruitment,
            Action::Read,
            service()
                .recruitments_by_project(now(), call(), vec![id])
                .await
                .map(|_| ()),
        ),
        (
            Resource::Recruitment,
            Action::Update,
            service().set_recruitment(now(), call(), set).await.map(|_| ()),
        ),
        (
            Resource::Recruitment,
            Action::Read,
            service().list_facts_vocabulary(now(), call()).await.map(|_| ()),
        ),
        (
            Resource::Comparison,
            Action::Read,
            service().compare_projects(now(), call(), page).await.map(|_| ()),
        ),
    ]
}

/// The same for reference data.
async fn reference_answers(stage: &Stage, actor: &Actor) -> Vec<(Resource, Action, CallResult<()>)> {
    let (service, page) = (|| stage.service.clone(), PageRequest::first(1));
    let call = || call(actor);
    let day = "2024-01-01".parse().unwrap();
    let set = SetOwnEntry {
        dictionary: String::new(),
        code: String::new(),
        position: 0,
        label_pl: String::new(),
        label_en: String::new(),
        valid_from: day,
        valid_to: None,
        expected_version: 0,
    };
    let end = EndOwnEntry {
        dictionary: String::new(),
        code: String::new(),
        valid_from: day,
        last_day: day,
        expected_version: 0,
    };
    let load = LoadReference {
        content: String::new(),
        expected_release: 0,
        label: String::new(),
    };
    let (national, own) = (Resource::ReferenceData, Resource::OwnReferenceData);
    let (read, update) = (Action::Read, Action::Update);
    vec![
        (
            national,
            read,
            service()
                .dictionary(now(), call(), String::new(), day, None)
                .await
                .map(|_| ()),
        ),
        (
            national,
            read,
            service().rates(now(), call(), day, None).await.map(|_| ()),
        ),
        (
            national,
            read,
            service().holidays(now(), call(), 2018).await.map(|_| ()),
        ),
        (
            national,
            read,
            service()
                .list_reference_releases(now(), call(), page)
                .await
                .map(|_| ()),
        ),
        (
            national,
            update,
            service()
                .preview_reference(now(), call(), String::new())
                .await
                .map(|_| ()),
        ),
        (
            national,
            update,
            service().load_reference(now(), call(), load).await.map(|_| ()),
        ),
        (
            own,
            update,
            service().set_own_entry(now(), call(), set).await.map(|_| ()),
        ),
        (
            own,
            update,
            service().end_own_entry(now(), call(), end).await.map(|_| ()),
        ),
    ]
}

#[tokio::test]
async fn what_the_table_does_not_allow_is_refused_before_the_input_is_looked_at() {
    let stage = Stage::start().await;
    let tenant = stage.test.centre("MOPS").await;
    for role in Role::ALL {
        let actor = if *role == Role::RegionalAnalyst {
            authority_analyst(tenant, "00")
        } else {
            user(tenant, *role)
        };
        let mut all = answers(&stage, &actor).await;
        all.extend(reference_answers(&stage, &actor).await);
        for (resource, action, answer) in all {
            let forbidden = answer == Err(CallError::Forbidden);
            let allowed = permission::allows(&actor, resource, action);
            assert_eq!(
                forbidden, !allowed,
                "{role:?} {resource:?} {action:?}: {answer:?}"
            );
        }
    }
    let mut all = answers(&stage, &Actor::anonymous()).await;
    all.extend(reference_answers(&stage, &Actor::anonymous()).await);
    for (resource, action, answer) in all {
        assert_eq!(answer, Err(CallError::Unauthenticated), "{resource:?} {action:?}");
    }
}
