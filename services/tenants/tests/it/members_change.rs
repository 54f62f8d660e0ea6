//! Changing users' roles, and that somebody always remains to do it.

use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_tenants_api::{Member, TenantsApi, UpdateMember};
use wsparcie_testkit::call;

use crate::support::{Centre, Statements, World, now, one, random, refusal};

fn change(member: &Member, roles: Option<&[Role]>, active: Option<bool>) -> UpdateMember {
    UpdateMember {
        id: member.id,
        expected_version: member.version,
        roles: roles.map(<[Role]>::to_vec),
        active,
    }
}

async fn update(world: &World, centre: &Centre, input: UpdateMember) -> Result<Member, CallError> {
    world.ask().update_member(now(), call(&centre.admin), input).await
}

async fn first_member(world: &World, centre: &Centre) -> Member {
    let page = world
        .ask()
        .list_members(now(), call(&centre.admin), PageRequest::first(1))
        .await
        .unwrap();
    page.edges[0].node.clone()
}

#[tokio::test]
async fn an_administrator_changes_roles_and_dismisses() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let roles = [Role::Director, Role::Director, Role::Specialist];
    let changed = update(&world, &centre, change(&anna, Some(&roles), None))
        .await
        .unwrap();
    assert_eq!(
        (changed.roles.as_slice(), changed.active, changed.version),
        (&roles[1..], true, 2)
    );
    let dismissed = update(&world, &centre, change(&changed, None, Some(false)))
        .await
        .unwrap();
    assert_eq!((dismissed.active, dismissed.version), (false, 3));
    assert!(world.signed_in("anna@jg").await.is_err());
    update(&world, &centre, change(&dismissed, None, Some(true)))
        .await
        .unwrap();
    assert!(world.signed_in("anna@jg").await.is_ok());
    let updates = world
        .trail(centre.id)
        .await
        .into_iter()
        .filter(|action| action == "member.updated")
        .count();
    assert_eq!(updates, 3);

    let stale = update(&world, &centre, change(&anna, None, Some(false))).await;
    assert_eq!(refusal(stale), one("STALE_VERSION", "expectedVersion"));
    let wrong = update(
        &world,
        &centre,
        change(&anna, Some(&[Role::RegionalAnalyst]), None),
    )
    .await;
    assert_eq!(refusal(wrong), one("ROLE_NOT_IN_ORGANISATION", "roles"));
    let director = call(&centre.somebody(Role::Director));
    let forbidden = world
        .ask()
        .update_member(now(), director, change(&anna, None, Some(false)))
        .await;
    assert_eq!(forbidden, Err(CallError::Forbidden));
}

#[tokio::test]
async fn another_centres_member_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let theirs = world.add(&south, "ewa@s", &[Role::Coordinator]).await;
    let statements = Statements::watch();
    let foreign = update(&world, &north, change(&theirs, None, Some(false))).await;
    let work = statements.take();
    let nobody = Member {
        id: MembershipId::from_uuid(random()),
        ..theirs
    };
    let absent = update(&world, &north, change(&nobody, None, Some(false))).await;
    assert_eq!((foreign, work), (absent.clone(), statements.take()));
    assert_eq!(absent, Err(CallError::NotFound));
    assert!(world.signed_in("ewa@s").await.is_ok());
}

#[tokio::test]
async fn the_last_active_administrator_stays() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let admin = first_member(&world, &centre).await;
    let dismissed_admin = world.add(&centre, "ewa@jg", &[Role::Administrator]).await;
    update(&world, &centre, change(&dismissed_admin, None, Some(false)))
        .await
        .unwrap();

    // A request that was let through just before she was dismissed.
    let former = wsparcie_testkit::user_of(dismissed_admin.user_id, centre.id, &[Role::Administrator]);
    for input in [
        change(&admin, None, Some(false)),
        change(&admin, Some(&[Role::Director]), None),
    ] {
        let answer = world.ask().update_member(now(), call(&former), input).await;
        assert_eq!(refusal(answer), one("LAST_ADMINISTRATOR", ""));
    }
    let own = update(&world, &centre, change(&admin, None, Some(false))).await;
    assert_eq!(refusal(own), one("LAST_ADMINISTRATOR", ""));
    world.add(&centre, "ola@jg", &[Role::Administrator]).await;
    update(&world, &centre, change(&admin, None, Some(false)))
        .await
        .unwrap();
}

#[tokio::test]
async fn nobody_changes_their_own_roles() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let admin = first_member(&world, &centre).await;
    for roles in [
        [Role::Administrator, Role::SocialWorker].as_slice(),
        &[Role::Director],
    ] {
        let answer = update(&world, &centre, change(&admin, Some(roles), None)).await;
        assert_eq!(refusal(answer), one("OWN_ROLES", "roles"), "{roles:?}");
    }
    let same = change(&admin, Some(&[Role::Administrator]), None);
    assert_eq!(update(&world, &centre, same).await, Ok(admin.clone()));

    let other = world.add(&centre, "ewa@jg", &[Role::Administrator]).await;
    let ewa = wsparcie_testkit::user_of(other.user_id, centre.id, &[Role::Administrator]);
    let roles = [Role::SocialWorker, Role::Administrator];
    let changed = world
        .ask()
        .update_member(now(), call(&ewa), change(&admin, Some(&roles), None))
        .await
        .unwrap();
    assert_eq!(changed.roles, roles);
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_version_and_trail_as_they_are() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let trail = world.trail(centre.id).await;
    for input in [
        change(&anna, None, None),
        change(&anna, None, Some(true)),
        change(&anna, Some(&[Role::Coordinator, Role::Coordinator]), Some(true)),
    ] {
        assert_eq!(update(&world, &centre, input).await, Ok(anna.clone()));
    }
    assert_eq!(world.trail(centre.id).await, trail);
    let stale = Member { version: 7, ..anna };
    let answer = update(&world, &centre, change(&stale, None, None)).await;
    assert_eq!(refusal(answer), one("STALE_VERSION", "expectedVersion"));
}

#[tokio::test]
async fn the_last_operator_stays_too() {
    let world = World::start().await;
    let operators = world
        .ask()
        .list_members(now(), call(&world.operator), PageRequest::first(2))
        .await
        .unwrap();
    let last = change(&operators.edges[0].node, None, Some(false));
    let answer = world
        .ask()
        .update_member(now(), call(&world.operator), last)
        .await;
    assert_eq!(refusal(answer), one("LAST_ADMINISTRATOR", ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_administrators_dismissed_at_once_leave_one() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let mut admins = vec![first_member(&world, &centre).await];
    for n in 1..20 {
        admins.push(
            world
                .add(&centre, &format!("admin{n}@jg"), &[Role::Administrator])
                .await,
        );
    }
    let tasks: Vec<_> = admins
        .iter()
        .map(|admin| {
            let (service, call, input) = (world.ask(), call(&centre.admin), change(admin, None, Some(false)));
            tokio::spawn(async move { service.update_member(now(), call, input).await })
        })
        .collect();
    let mut stayed = 0;
    for task in tasks {
        if let refused @ Err(_) = task.await.unwrap() {
            assert_eq!(refusal(refused), one("LAST_ADMINISTRATOR", ""));
            stayed += 1;
        }
    }
    assert_eq!(stayed, 1);
}
