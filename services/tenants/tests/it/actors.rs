//! The actor of a session: what was taken away is gone at the next request.

use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Actor, Clock, Instant, OrganisationKind, Principal, Role};
use wsparcie_tenants_api::{OrganisationType, SessionOf, SignInMethod, TenantsApi};
use wsparcie_testkit::call;

use crate::providers::{set, settings};
use crate::support::{Statements, World, new_member, new_organisation, now, random};

async fn actor_of(world: &World, user: UserId, organisation: TenantId) -> Option<Actor> {
    actor_by(world, user, organisation, SignInMethod::Password).await
}

async fn actor_by(
    world: &World,
    user: UserId,
    organisation: TenantId,
    method: SignInMethod,
) -> Option<Actor> {
    let session = SessionOf {
        user,
        organisation,
        method,
    };
    world
        .ask()
        .actor_of_session(now(), call(&Actor::anonymous()), session)
        .await
        .unwrap()
}

async fn last_use(world: &World) -> Option<Instant> {
    sqlx::query_scalar("select last_used_at from tenants.membership where login = 'anna@jg'")
        .fetch_one(&mut world.db.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_session_stands_for_the_users_roles_of_this_moment_in_one_statement() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let roles = [Role::Coordinator, Role::SocialWorker];
    let member = world.add(&centre, "anna@jg", &roles).await;
    actor_of(&world, member.user_id, centre.id).await;
    let statements = Statements::watch();
    let actor = actor_of(&world, member.user_id, centre.id).await;
    assert_eq!(statements.take(), 1);
    assert_eq!(
        actor,
        Some(Actor {
            principal: Principal::User(member.user_id),
            organisation: Some(ActingOrganisation {
                id: centre.id,
                kind: OrganisationKind::Centre,
                region: None
            }),
            roles: roles.to_vec(),
            scopes: Vec::new(),
            standing: Standing::NORMAL,
        })
    );
}

#[tokio::test]
async fn a_session_ends_with_the_account_the_membership_or_the_organisation() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let (user, organisation) = (member.user_id, centre.id);
    for (id, off, on) in [
        (
            user.into_uuid(),
            "update tenants.account set status = 'disabled' where id = $1",
            "update tenants.account set status = 'active' where id = $1",
        ),
        (
            member.id.into_uuid(),
            "update tenants.membership set active = false where id = $1",
            "update tenants.membership set active = true where id = $1",
        ),
        (
            organisation.into_uuid(),
            "update tenants.organisation set status = 'suspended' where id = $1",
            "update tenants.organisation set status = 'active' where id = $1",
        ),
    ] {
        world.plant(off, id).await;
        assert_eq!(actor_of(&world, user, organisation).await, None, "{off}");
        world.plant(on, id).await;
        assert!(actor_of(&world, user, organisation).await.is_some(), "{on}");
    }
    assert_eq!(actor_of(&world, user, TenantId::from_uuid(random())).await, None);
    assert_eq!(
        actor_of(&world, UserId::from_uuid(random()), organisation).await,
        None
    );
    assert_eq!(
        actor_of(&world, user, world.operator.tenant().unwrap()).await,
        None
    );
}

#[tokio::test]
async fn an_analyst_compares_what_the_authority_may() {
    let world = World::start().await;
    for (organisation_type, teryt, login) in [
        (OrganisationType::MarshalsOffice, "02", "analityk@ds"),
        (OrganisationType::Rops, "26", "analityk@sw"),
        (OrganisationType::Ministry, "00", "analityk@kraj"),
    ] {
        let mut input = new_organisation(login);
        input.organisation_type = organisation_type;
        input.teryt = teryt.to_owned();
        input.first_member = Some(new_member(login, &[Role::Administrator, Role::RegionalAnalyst]));
        let authority = world
            .ask()
            .create_organisation(now(), call(&world.operator), input)
            .await
            .unwrap();
        let viewer = world.signed_in(login).await.unwrap();
        let actor = actor_of(&world, viewer.user_id, authority.id).await.unwrap();
        let acting = actor.organisation.unwrap();
        assert_eq!(
            (acting.kind, acting.region.as_deref()),
            (OrganisationKind::Authority, Some(teryt))
        );
    }
}

#[tokio::test]
async fn a_second_factor_is_due_of_those_who_sign_in_by_password_and_have_none() {
    let mut world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let user = member.user_id;
    let due = async |world: &World, method| {
        let actor = actor_by(world, user, centre.id, method).await.unwrap();
        actor.standing.second_factor_due
    };
    assert!(!due(&world, SignInMethod::Password).await, "nobody demands one");
    set(&world, settings(centre.id)).await.unwrap();
    world.demand_second_factors();
    assert!(due(&world, SignInMethod::Password).await);
    assert!(!due(&world, SignInMethod::Provider).await);
    world
        .plant(
            "insert into tenants.second_factor (account_id, secret_sealed, last_step, created_at)
             values ($1, decode(repeat('00', 60), 'hex'), 0, now())",
            user.into_uuid(),
        )
        .await;
    assert!(
        due(&world, SignInMethod::Password).await,
        "one that was never confirmed is none"
    );
    world
        .plant(
            "update tenants.second_factor set confirmed_at = now() where account_id = $1",
            user.into_uuid(),
        )
        .await;
    assert!(!due(&world, SignInMethod::Password).await);
}

#[tokio::test]
async fn the_last_use_is_known_to_within_five_minutes_and_most_requests_write_nothing() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    assert_eq!(last_use(&world).await, None);
    let start = world.clock.now();
    for (minutes, noted) in [(0, 0), (4, 0), (5, 0), (6, 6), (11, 6), (20, 20)] {
        world.clock.set(start + chrono::TimeDelta::minutes(minutes));
        let statements = Statements::watch();
        actor_of(&world, member.user_id, centre.id).await.unwrap();
        let writes = statements.take() > 1;
        assert_eq!(
            last_use(&world).await,
            Some(start + chrono::TimeDelta::minutes(noted)),
            "after {minutes} minutes"
        );
        assert_eq!(writes, minutes == noted, "after {minutes} minutes");
    }
    let version = "select version from tenants.membership where login = 'anna@jg'";
    assert_eq!(world.count(version).await, 1, "a use is no change of the member");
}

#[tokio::test]
async fn a_membership_that_somebody_changes_holds_up_no_request() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let mut changing = world.db.db.begin(centre.id).await.unwrap();
    sqlx::query("select from tenants.membership where id = $1 for update")
        .bind(member.id.into_uuid())
        .execute(changing.conn())
        .await
        .unwrap();
    let answer = actor_of(&world, member.user_id, centre.id);
    let actor = tokio::time::timeout(std::time::Duration::from_secs(5), answer).await;
    assert!(actor.expect("the request does not wait").is_some());
    assert_eq!(last_use(&world).await, None);
    changing.commit().await.unwrap();
    actor_of(&world, member.user_id, centre.id).await.unwrap();
    assert!(last_use(&world).await.is_some());
}

#[tokio::test]
async fn a_session_begun_at_a_provider_ends_when_the_provider_is_turned_off() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    set(&world, settings(centre.id)).await.unwrap();
    let actor = async |method| actor_by(&world, member.user_id, centre.id, method).await;
    assert!(actor(SignInMethod::Provider).await.is_some());
    let mut off = settings(centre.id);
    (off.enabled, off.expected_version) = (false, Some(1));
    set(&world, off).await.unwrap();
    assert!(actor(SignInMethod::Provider).await.is_none());
    assert!(actor(SignInMethod::Password).await.is_some());
}
