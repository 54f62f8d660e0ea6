//! The actor of a session: what was taken away is gone at the next request.

use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Actor, OrganisationKind, Principal, Role};
use wsparcie_tenants_api::{OrganisationType, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{Statements, World, new_member, new_organisation, now, random};

async fn actor_of(world: &World, user: UserId, organisation: TenantId) -> Option<Actor> {
    world
        .ask()
        .actor_of_session(now(), call(&Actor::anonymous()), user, organisation)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_session_stands_for_the_users_roles_of_this_moment_in_one_statement() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let roles = [Role::Coordinator, Role::SocialWorker];
    let member = world.add(&centre, "anna@jg", &roles).await;
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
        (
            organisation.into_uuid(),
            "update tenants.organisation set status = 'leaving' where id = $1",
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
