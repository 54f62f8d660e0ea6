//! Offered services.

use wsparcie_kernel::ids::{OfferedServiceId, ProjectId};
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_programmes_api::{
    Exactness, NewOfferedService, OfferedService, Partner, PartnerRole, PlannedQuantity, ProgrammesApi,
    ProjectFacts, ServiceFacts, ServiceProvider, SetOwnEntry, UpdateOfferedService, WithdrawOfferedService,
};
use wsparcie_testkit::Statements;

use super::service_rules::set as set_rules;
use super::{add as add_post, of_2018, posts, stage};
use crate::support::{Centre, nothing, now, refusal, titled};

pub(super) fn service(kind: &str) -> ServiceFacts {
    ServiceFacts {
        kind: kind.to_owned(),
        category: None,
        description: None,
        unit: None,
        quantity: None,
        per_what: None,
        provider: None,
    }
}

pub(super) async fn add(
    centre: &Centre,
    project_id: ProjectId,
    facts: ServiceFacts,
) -> CallResult<OfferedService> {
    let input = NewOfferedService { project_id, facts };
    centre
        .service
        .clone()
        .add_offered_service(now(), centre.call(), input)
        .await
}

async fn offered(centre: &Centre, projects: &[ProjectId]) -> Vec<OfferedService> {
    let service = centre.service.clone();
    service
        .offered_services_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_service_keeps_what_is_known_and_nothing_else() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(of_2018("Asystent aktywności")).await.id;
    let assistants = add_post(&centre, posts(project, "assistant", 3)).await.unwrap();
    let facts = ServiceFacts {
        unit: Some("hour".to_owned()),
        quantity: Some(PlannedQuantity {
            thousandths: 3_000,
            to_thousandths: Some(4_000),
            exactness: Exactness::Exact,
        }),
        per_what: Some("tygodniowo na uczestnika".to_owned()),
        provider: Some(ServiceProvider::TeamPost(assistants.id)),
        ..service("assistant")
    };
    let assistant = add(&centre, project, facts.clone()).await.unwrap();
    assert_eq!(assistant.category.code, "social");
    assert_eq!(assistant.unit.as_ref().unwrap().label_pl, "godzina");
    assert_eq!(
        (assistant.quantity, &assistant.provider),
        (facts.quantity, &facts.provider)
    );
    let bare = add(&centre, project, service("psychological_support"))
        .await
        .unwrap();
    assert_eq!(
        (bare.quantity, bare.provider.clone(), bare.unit.clone()),
        (None, None, None)
    );
    // Ids of one instant stand in any order.
    let mut both = [assistant, bare];
    both.sort_by_key(|service| service.id.into_uuid());
    assert_eq!(offered(&centre, &[project]).await, both);
}

#[tokio::test]
async fn providers_are_the_projects_own_posts_and_partners_or_firms() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let partner = Partner {
        role: PartnerRole::Lead,
        name: "Stowarzyszenie PROREW w Kielcach".to_owned(),
        details: None,
    };
    let project = ProjectFacts {
        partners: vec![partner],
        ..of_2018("a")
    };
    let project = centre.created(project).await.id;
    let other = centre.created(of_2018("b")).await.id;
    let elsewhere = add_post(&centre, posts(other, "assistant", 3)).await.unwrap();
    let by = |provider| ServiceFacts {
        provider: Some(provider),
        ..service("carer_training")
    };
    let prorew = ServiceProvider::Partner("Stowarzyszenie PROREW w Kielcach".to_owned());
    assert_eq!(
        add(&centre, project, by(prorew.clone())).await.unwrap().provider,
        Some(prorew.clone())
    );
    assert_eq!(
        refusal(add(&centre, other, by(prorew)).await),
        ["PROVIDER_UNKNOWN"]
    );
    let post = ServiceProvider::TeamPost(elsewhere.id);
    assert_eq!(
        refusal(add(&centre, project, by(post)).await),
        ["PROVIDER_UNKNOWN"]
    );
    let firm = |name: Option<&str>, nip: Option<&str>| {
        by(ServiceProvider::Firm {
            name: name.map(str::to_owned),
            nip: nip.map(str::to_owned),
        })
    };
    let known = add(&centre, project, firm(Some("Szkoła"), Some("897-181-16-33")))
        .await
        .unwrap();
    let kept = ServiceProvider::Firm {
        name: Some("Szkoła".to_owned()),
        nip: Some("8971811633".to_owned()),
    };
    assert_eq!(known.provider, Some(kept));
    assert!(add(&centre, project, firm(None, None)).await.is_ok());
    assert_eq!(
        refusal(add(&centre, project, firm(None, Some("8971811634"))).await),
        ["NIP_CHECKSUM"]
    );
}

#[tokio::test]
async fn a_centres_own_kind_of_service_needs_its_category() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(of_2018("a")).await.id;
    assert_eq!(
        refusal(add(&centre, project, service("pottery")).await),
        ["CODE_UNKNOWN", "CATEGORY_NEEDED"]
    );
    let entry = SetOwnEntry {
        dictionary: "service_kind".to_owned(),
        code: "pottery".to_owned(),
        position: 1,
        label_pl: "ceramika".to_owned(),
        label_en: "pottery".to_owned(),
        valid_from: "2018-01-01".parse().unwrap(),
        valid_to: None,
        expected_version: 0,
    };
    let administrator = wsparcie_testkit::user(centre.tenant, wsparcie_kernel::Role::Administrator);
    let call = wsparcie_testkit::call(&administrator);
    centre
        .service
        .clone()
        .set_own_entry(now(), call, entry)
        .await
        .unwrap();
    assert_eq!(
        refusal(add(&centre, project, service("pottery")).await),
        ["CATEGORY_NEEDED"]
    );
    let social = ServiceFacts {
        category: Some("social".to_owned()),
        ..service("pottery")
    };
    assert_eq!(
        add(&centre, project, social).await.unwrap().kind.label_pl,
        "ceramika"
    );
}

#[tokio::test]
async fn a_service_is_changed_by_version_and_withdrawn_once() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(of_2018("a")).await.id;
    let id = add(&centre, project, service("course")).await.unwrap().id;
    let update = async |expected_version| {
        let input = UpdateOfferedService {
            id,
            expected_version,
            facts: service("school"),
        };
        centre
            .service
            .clone()
            .update_offered_service(now(), centre.call(), input)
            .await
    };
    let withdraw = async |expected_version| {
        let input = WithdrawOfferedService { id, expected_version };
        centre
            .service
            .clone()
            .withdraw_offered_service(now(), centre.call(), input)
            .await
    };
    assert_eq!(update(1).await.unwrap().kind.code, "school");
    assert_eq!(refusal(update(1).await), ["STALE_VERSION"]);
    assert_eq!(refusal(withdraw(1).await), ["STALE_VERSION"]);
    assert!(withdraw(2).await.unwrap().withdrawn_at.is_some());
    assert_eq!(refusal(withdraw(3).await), ["SERVICE_WITHDRAWN"]);
    assert_eq!(refusal(update(3).await), ["SERVICE_WITHDRAWN"]);
    assert_eq!(
        stage
            .number("select count(*) from programmes_published.offered_service")
            .await,
        0
    );
    assert_eq!(
        stage
            .number("select count(*) from platform.audit_event where action like 'offered_service.%'")
            .await,
        3
    );
}

#[tokio::test]
async fn another_centres_services_and_rules_are_like_none() {
    let stage = stage().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    let id = add(&north, project, service("course")).await.unwrap().id;
    let mut answers = Vec::new();
    let statements = Statements::watch();
    for (project, id) in [
        (project, id),
        (
            ProjectId::from_uuid(nothing()),
            OfferedServiceId::from_uuid(nothing()),
        ),
    ] {
        statements.take();
        let update = UpdateOfferedService {
            id,
            expected_version: 1,
            facts: service("school"),
        };
        let withdrawal = WithdrawOfferedService {
            id,
            expected_version: 1,
        };
        let call = || south.call();
        let service_of = || south.service.clone();
        let refused = [
            add(&south, project, service("course")).await.map(|_| ()),
            service_of()
                .update_offered_service(now(), call(), update)
                .await
                .map(|_| ()),
            service_of()
                .withdraw_offered_service(now(), call(), withdrawal)
                .await
                .map(|_| ()),
            set_rules(&south, project, 0, Vec::new()).await.map(|_| ()),
        ];
        assert!(refused.iter().all(|answer| *answer == Err(CallError::NotFound)));
        assert_eq!(offered(&south, &[project]).await, []);
        answers.push(statements.take());
    }
    assert_eq!(answers[0], answers[1]);
}
