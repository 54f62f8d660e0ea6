//! The status of an organisation: set by the operator, felt by everybody there with their next request.

use wsparcie_kernel::actor::Standing;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Actor, CallError, CallResult, Role, Scope};
use wsparcie_tenants_api::OrganisationStatus::{self, Active, Leaving, Suspended};
use wsparcie_tenants_api::{
    NewApiClient, Organisation, SessionOf, SetOrganisationStatus, SignInMethod, TenantsApi, api_key,
};
use wsparcie_testkit::call;

use crate::support::{Centre, Statements, World, now, once, one, random, refusal};

fn to(id: TenantId, expected_version: i64, status: OrganisationStatus) -> SetOrganisationStatus {
    SetOrganisationStatus {
        id,
        expected_version,
        status,
        reason: "umowa wygasła 28 lutego".to_owned(),
    }
}

async fn set(world: &World, input: SetOrganisationStatus) -> CallResult<Organisation> {
    world
        .ask()
        .set_organisation_status(now(), call(&world.operator), input)
        .await
}

async fn standing(world: &World, centre: &Centre) -> Option<Standing> {
    let wsparcie_kernel::Principal::User(user) = centre.admin.principal else {
        panic!("the administrator is a user")
    };
    let session = SessionOf {
        user,
        organisation: centre.id,
        method: SignInMethod::Password,
    };
    let actor = world
        .ask()
        .actor_of_session(now(), call(&Actor::anonymous()), session)
        .await;
    actor.unwrap().map(|actor| actor.standing)
}

async fn key(world: &World, centre: &Centre) -> Vec<u8> {
    let input = NewApiClient {
        name: "eksport".to_owned(),
        scopes: vec![Scope::ProjectsRead],
        expires_on: "2026-12-31".parse().unwrap(),
    };
    let made = world
        .ask()
        .create_api_client(now(), call(&centre.admin), input)
        .await;
    api_key::digest(made.unwrap().key.unwrap().expose()).to_vec()
}

#[tokio::test]
async fn a_status_is_felt_with_the_next_request() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("zg").await);
    let key = key(&world, &centre).await;
    let read_only = Standing {
        read_only: true,
        ..Standing::NORMAL
    };
    let steps = [
        (1, Suspended, None, false, false),
        (2, Leaving, Some(read_only), false, true),
        (3, Active, Some(Standing::NORMAL), true, true),
        (4, Leaving, Some(read_only), false, true),
        (5, Active, Some(Standing::NORMAL), true, true),
    ];
    for (version, status, wanted, key_works, signs_in) in steps {
        let changed = set(&world, to(centre.id, version, status)).await.unwrap();
        assert_eq!((changed.status, changed.version), (status, version + 1));
        assert_eq!(standing(&world, &centre).await, wanted, "{status:?}");
        let actor = world
            .ask()
            .actor_of_key(now(), call(&Actor::anonymous()), key.clone())
            .await;
        assert_eq!(actor.unwrap().is_some(), key_works, "{status:?}");
        assert_eq!(world.signed_in("admin@jg").await.is_ok(), signs_in, "{status:?}");
        let viewer = world.ask().viewer(now(), call(&centre.admin)).await;
        assert_eq!(viewer.is_ok(), signs_in, "{status:?}");
        assert_eq!(standing(&world, &other).await, Some(Standing::NORMAL));
    }
    let kept: String =
        sqlx::query_scalar("select status_reason from tenants.organisation where status_reason is not null")
            .fetch_one(&mut world.db.admin().await)
            .await
            .unwrap();
    assert_eq!(kept, "umowa wygasła 28 lutego");
}

#[tokio::test]
async fn both_trails_tell_of_a_change_and_a_repetition_is_none() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let request = || {
        let call = once(&world.operator, "klucz", "a");
        world
            .ask()
            .set_organisation_status(now(), call, to(centre.id, 1, Suspended))
    };
    let (first, second) = tokio::join!(request(), request());
    assert_eq!(first.unwrap(), second.unwrap());
    set(&world, to(centre.id, 2, Active)).await.unwrap();
    assert_eq!(
        request().await.unwrap().status,
        Active,
        "a late repetition does not suspend it again"
    );
    for trail in [centre.id, world.operator.tenant().unwrap()] {
        let told = world.trail(trail).await;
        let changes = told
            .iter()
            .filter(|action| *action == "organisation.status_changed");
        assert_eq!(changes.count(), 2, "{told:?}");
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_is_refused_and_changes_nothing() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let same = set(&world, to(centre.id, 1, Active)).await;
    assert_eq!(refusal(same), one("STATUS_UNCHANGED", "status"));
    let stale = set(&world, to(centre.id, 9, Suspended)).await;
    assert_eq!(refusal(stale), one("STALE_VERSION", "expectedVersion"));
    let short = SetOrganisationStatus {
        reason: " za mało ".to_owned(),
        ..to(centre.id, 1, Suspended)
    };
    assert_eq!(
        refusal(set(&world, short).await),
        one("REASON_TOO_SHORT", "reason")
    );
    let platform = set(&world, to(world.operator.tenant().unwrap(), 1, Suspended)).await;
    assert_eq!(refusal(platform), one("ORGANISATION_TYPE_PLATFORM", "id"));
    set(&world, to(centre.id, 1, Leaving)).await.unwrap();
    let suspended = set(&world, to(centre.id, 2, Suspended)).await;
    assert_eq!(refusal(suspended), one("STATUS_TRANSITION", "status"));
    let absent = set(&world, to(TenantId::from_uuid(random()), 1, Suspended)).await;
    assert_eq!(absent, Err(CallError::NotFound));
    assert_eq!(
        world
            .count("select count(*) from platform.audit_event where action = 'organisation.status_changed'")
            .await,
        2
    );
}

#[tokio::test]
async fn nobody_but_the_operator_sets_a_status_whichever_the_organisation() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    for actor in [north.admin.clone(), north.somebody(Role::Director)] {
        let mut answers = Vec::new();
        for id in [north.id, south.id, TenantId::from_uuid(random())] {
            let statements = Statements::watch();
            let answer = world
                .ask()
                .set_organisation_status(now(), call(&actor), to(id, 1, Suspended))
                .await;
            answers.push((answer, statements.take()));
        }
        assert!(
            answers
                .iter()
                .all(|answer| *answer == (Err(CallError::Forbidden), 0))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_operators_at_once_one_wins() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let tasks = [Suspended, Leaving].map(|status| {
        let (service, call) = (world.ask(), call(&world.operator));
        let input = to(centre.id, 1, status);
        tokio::spawn(async move { service.set_organisation_status(now(), call, input).await })
    });
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            refused => assert_eq!(refusal(refused), one("STALE_VERSION", "expectedVersion")),
        }
    }
    assert_eq!(won, 1);
}
