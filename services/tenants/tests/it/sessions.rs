//! The signed-in user, the change between organisations, sign-out.

use wsparcie_kernel::ids::{ApiClientId, TenantId};
use wsparcie_kernel::{Actor, CallError, Principal, Role};
use wsparcie_tenants_api::TenantsApi;
use wsparcie_testkit::call;

use crate::support::{Statements, World, now, random};

#[tokio::test]
async fn a_user_of_two_organisations_switches_between_them_and_nowhere_else() {
    let world = World::start().await;
    let (north, south, west) = (
        world.centre("n").await,
        world.centre("s").await,
        world.centre("w").await,
    );
    let first = world.add(&north, "anna@example.pl", &[Role::Coordinator]).await;
    let second = world
        .add(&south, "anna@example.pl", &[Role::Director, Role::ProjectManager])
        .await;
    assert_eq!(first.user_id, second.user_id);

    let viewer = world.signed_in("anna@example.pl").await.unwrap();
    let places: Vec<_> = viewer.memberships.iter().map(|m| m.organisation_id).collect();
    assert_eq!(places, [north.id, south.id]);
    let anna = wsparcie_testkit::user_of(viewer.user_id, north.id, &[Role::Coordinator]);
    assert_eq!(world.ask().viewer(now(), call(&anna)).await.unwrap(), viewer);

    let there = world
        .ask()
        .switch_organisation(now(), call(&anna), south.id)
        .await
        .unwrap();
    assert_eq!((there.organisation_id, there.roles), (south.id, second.roles));
    assert!(
        world
            .trail(south.id)
            .await
            .contains(&"session.switched".to_owned())
    );

    let statements = Statements::watch();
    let foreign = world.ask().switch_organisation(now(), call(&anna), west.id).await;
    let work = statements.take();
    let absent = world
        .ask()
        .switch_organisation(now(), call(&anna), TenantId::from_uuid(random()))
        .await;
    assert_eq!((foreign, work), (absent.clone(), statements.take()));
    assert_eq!(absent, Err(CallError::NotFound));
}

#[tokio::test]
async fn a_membership_taken_away_is_not_found_when_switching() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let first = world.add(&north, "anna@example.pl", &[Role::Coordinator]).await;
    world.add(&south, "anna@example.pl", &[Role::Director]).await;
    world
        .plant(
            "update tenants.membership set active = false where id = $1",
            first.id.into_uuid(),
        )
        .await;
    let viewer = world.signed_in("anna@example.pl").await.unwrap();
    assert_eq!(viewer.memberships.len(), 1);
    let anna = wsparcie_testkit::user_of(viewer.user_id, south.id, &[Role::Director]);
    assert_eq!(
        world
            .ask()
            .switch_organisation(now(), call(&anna), north.id)
            .await,
        Err(CallError::NotFound)
    );
}

#[tokio::test]
async fn sessions_are_for_people() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let mut program = centre.admin.clone();
    program.principal = Principal::ApiClient(ApiClientId::from_uuid(random()));
    for (actor, answer) in [
        (Actor::anonymous(), CallError::Unauthenticated),
        (program, CallError::Forbidden),
    ] {
        assert_eq!(world.ask().viewer(now(), call(&actor)).await, Err(answer.clone()));
        assert_eq!(
            world
                .ask()
                .switch_organisation(now(), call(&actor), centre.id)
                .await,
            Err(answer.clone())
        );
        assert_eq!(
            world.ask().record_sign_out(now(), call(&actor)).await,
            Err(answer)
        );
    }
    let stranger = centre.somebody(Role::Coordinator);
    assert_eq!(
        world.ask().viewer(now(), call(&stranger)).await,
        Err(CallError::Unauthenticated)
    );
}

#[tokio::test]
async fn the_trail_tells_when_a_session_began_and_ended() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .ask()
        .record_sign_out(now(), call(&centre.admin))
        .await
        .unwrap();
    assert_eq!(
        world.trail(centre.id).await,
        ["member.added", "session.started", "session.ended"]
    );
}
