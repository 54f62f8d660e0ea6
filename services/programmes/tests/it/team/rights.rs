//! Every call of team, services and groups asks the table of permissions first.

use wsparcie_kernel::ids::{GroupId, OfferedServiceId, ProjectId, TeamPostId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Actor, CallError, CallResult, PageRequest, Role};
use wsparcie_programmes_api::{
    CloseGroup, EndTeamPost, GroupFacts, NewGroup, NewOfferedService, NewWorker, ProgrammesApi, ServiceFacts,
    SetServiceRules, UpdateGroup, UpdateOfferedService, WithdrawOfferedService,
};
use wsparcie_testkit::{authority_analyst, call, user};

use super::posts;
use crate::support::{Stage, nothing, now};

type Answers = Vec<(Resource, Action, CallResult<()>)>;

async fn team(stage: &Stage, actor: &Actor) -> Answers {
    let service = || stage.service.clone();
    let call = || call(actor);
    let project = ProjectId::from_uuid(nothing());
    let end = EndTeamPost {
        id: TeamPostId::from_uuid(nothing()),
        expected_version: 1,
        last_day: "2018-01-01".parse().unwrap(),
    };
    let nobody = NewWorker { name: String::new() };
    let read = |answer: CallResult<()>| (Resource::Team, Action::Read, answer);
    let update = |answer: CallResult<()>| (Resource::Team, Action::Update, answer);
    let page = PageRequest::first(1);
    vec![
        read(service().list_workers(now(), call(), page).await.map(drop)),
        read(service().workers_by_id(now(), call(), Vec::new()).await.map(drop)),
        read(
            service()
                .teams_by_project(now(), call(), vec![project])
                .await
                .map(drop),
        ),
        read(
            service()
                .team_posts_by_id(now(), call(), Vec::new())
                .await
                .map(drop),
        ),
        update(service().create_worker(now(), call(), nobody).await.map(drop)),
        update(
            service()
                .add_team_post(now(), call(), posts(project, "a", 1))
                .await
                .map(drop),
        ),
        update(service().end_team_post(now(), call(), end).await.map(drop)),
    ]
}

#[expect(
    clippy::too_many_lines,
    reason = "one call after another, each of the rights on its own line"
)]
async fn plan(stage: &Stage, actor: &Actor) -> Answers {
    let service = || stage.service.clone();
    let call = || call(actor);
    let project_id = ProjectId::from_uuid(nothing());
    let (id, group) = (
        OfferedServiceId::from_uuid(nothing()),
        GroupId::from_uuid(nothing()),
    );
    let facts = ServiceFacts {
        kind: String::new(),
        category: None,
        description: None,
        unit: None,
        quantity: None,
        per_what: None,
        provider: None,
    };
    let of_group = GroupFacts {
        name: String::new(),
        starts_on: None,
        ends_on: None,
        places: None,
        places_women: None,
        places_men: None,
        criteria: Vec::new(),
        note: None,
    };
    let expected_version = 1;
    let change = UpdateOfferedService {
        id,
        expected_version,
        facts: facts.clone(),
    };
    let new = NewOfferedService { project_id, facts };
    let withdrawal = WithdrawOfferedService { id, expected_version };
    let rules = SetServiceRules {
        project_id,
        expected_version,
        rules: Vec::new(),
    };
    let create = NewGroup {
        project_id,
        facts: of_group.clone(),
    };
    let alter = UpdateGroup {
        id: group,
        expected_version,
        facts: of_group,
    };
    let close = CloseGroup {
        id: group,
        expected_version,
        closed_on: "2018-01-01".parse().unwrap(),
    };
    let projects = vec![project_id];
    let read = |answer: CallResult<()>| (Resource::Project, Action::Read, answer);
    let update = |answer: CallResult<()>| (Resource::Project, Action::Update, answer);
    vec![
        read(
            service()
                .offered_services_by_project(now(), call(), projects.clone())
                .await
                .map(drop),
        ),
        read(
            service()
                .offered_services_by_id(now(), call(), vec![id])
                .await
                .map(drop),
        ),
        read(
            service()
                .service_rules_by_project(now(), call(), projects.clone())
                .await
                .map(drop),
        ),
        read(
            service()
                .groups_by_project(now(), call(), projects)
                .await
                .map(drop),
        ),
        read(service().groups_by_id(now(), call(), vec![group]).await.map(drop)),
        update(service().add_offered_service(now(), call(), new).await.map(drop)),
        update(
            service()
                .update_offered_service(now(), call(), change)
                .await
                .map(drop),
        ),
        update(
            service()
                .withdraw_offered_service(now(), call(), withdrawal)
                .await
                .map(drop),
        ),
        update(service().set_service_rules(now(), call(), rules).await.map(drop)),
        update(service().create_group(now(), call(), create).await.map(drop)),
        update(service().update_group(now(), call(), alter).await.map(drop)),
        update(service().close_group(now(), call(), close).await.map(drop)),
    ]
}

#[tokio::test]
async fn who_may_not_is_refused_before_the_input_is_looked_at() {
    let stage = Stage::start().await;
    let tenant = stage.test.centre("MOPS").await;
    for role in Role::ALL {
        let actor = if *role == Role::RegionalAnalyst {
            authority_analyst(tenant, "00")
        } else {
            user(tenant, *role)
        };
        let answers = team(&stage, &actor)
            .await
            .into_iter()
            .chain(plan(&stage, &actor).await);
        for (resource, action, answer) in answers {
            let forbidden = answer == Err(CallError::Forbidden);
            let allowed = permission::allows(&actor, resource, action);
            assert_eq!(
                forbidden, !allowed,
                "{role:?} {resource:?} {action:?}: {answer:?}"
            );
        }
    }
    let nobody = Actor::anonymous();
    let answers = team(&stage, &nobody)
        .await
        .into_iter()
        .chain(plan(&stage, &nobody).await);
    for (resource, action, answer) in answers {
        assert_eq!(answer, Err(CallError::Unauthenticated), "{resource:?} {action:?}");
    }
}
