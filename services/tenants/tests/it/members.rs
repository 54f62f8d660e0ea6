//! Adding and reading users.

use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_tenants_api::{Secret, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{Statements, World, new_member, now, once, one, random, refusal};

#[tokio::test]
async fn a_new_user_and_a_known_one_are_added_alike() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let statements = Statements::watch();
    let hashes = world.hashing.total();
    let new = world.add(&north, "anna@example.pl", &[Role::Coordinator]).await;
    let work = (statements.take(), world.hashing.total() - hashes);

    let mut known = new_member("Anna@Example.pl", &[Role::Coordinator]);
    known.full_name = "Anna Inaczej".to_owned();
    let hashes = world.hashing.total();
    statements.take();
    let known = world
        .ask()
        .add_member(now(), call(&south.admin), known)
        .await
        .unwrap();
    assert_eq!((statements.take(), world.hashing.total() - hashes), work);
    assert_eq!(
        (known.login.as_str(), known.full_name.as_str()),
        ("anna@example.pl", "Anna Inaczej")
    );
    assert_eq!((known.active, known.version), (true, 1));
    assert_eq!(known.user_id, new.user_id);
}

/// A login that somebody registered in advance, with a password of their own, opens nobody's centre to them.
#[tokio::test]
async fn a_login_is_added_elsewhere_only_with_its_owners_password() {
    let world = World::start().await;
    let (attacker, victim) = (world.centre("n").await, world.centre("s").await);
    let mut squatted = new_member("nowa@victim.pl", &[Role::Specialist]);
    squatted.password = Secret::new("the attacker's password".to_owned());
    world
        .ask()
        .add_member(now(), call(&attacker.admin), squatted)
        .await
        .unwrap();

    let worker = new_member("nowa@victim.pl", &[Role::SocialWorker]);
    let refused = world
        .ask()
        .add_member(now(), call(&victim.admin), worker.clone())
        .await;
    assert_eq!(refusal(refused), one("LOGIN_TAKEN", "login"));
    let viewer = world
        .sign_in("nowa@victim.pl", "the attacker's password")
        .await
        .unwrap();
    assert_eq!(
        viewer.memberships.len(),
        1,
        "the victim's centre is not among them"
    );

    let mut founding = crate::support::new_organisation("unused@victim.pl");
    founding.first_member = Some(new_member("nowa@victim.pl", &[Role::Administrator]));
    let refused = world
        .ask()
        .create_organisation(now(), call(&world.operator), founding)
        .await;
    assert_eq!(refusal(refused), one("LOGIN_TAKEN", "firstMember.login"));
}

#[tokio::test]
async fn bad_input_is_refused_all_at_once_and_stores_nothing() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let mut input = new_member("łukasz", &[Role::Operator]);
    input.full_name = "x".repeat(201);
    input.password = Secret::new("za krótkie".to_owned());
    let answer = world.ask().add_member(now(), call(&centre.admin), input).await;
    let wanted = [
        ("LOGIN_CHARACTER", "login"),
        ("TOO_LONG", "fullName"),
        ("PASSWORD_TOO_SHORT", "password"),
        ("ROLE_NOT_IN_ORGANISATION", "roles"),
    ];
    assert_eq!(
        refusal(answer),
        wanted.map(|(code, path)| (code.to_owned(), path.to_owned()))
    );
    let none = world
        .ask()
        .add_member(now(), call(&centre.admin), new_member("anna@jg", &[]))
        .await;
    assert_eq!(refusal(none), one("ROLES_EMPTY", "roles"));
    assert_eq!(
        world.count("select count(*) from tenants.account").await,
        2,
        "the operator and the administrator"
    );
}

#[tokio::test]
async fn a_member_is_not_added_twice() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let add = || {
        world.ask().add_member(
            now(),
            call(&centre.admin),
            new_member("ADMIN@jg", &[Role::Director]),
        )
    };
    assert_eq!(refusal(add().await), one("MEMBER_EXISTS", "login"));
    let key = |input| once(&centre.admin, "k", input);
    let new = new_member("anna@jg", &[Role::Director]);
    let (first, second) = tokio::join!(
        world.ask().add_member(now(), key("i"), new.clone()),
        world.ask().add_member(now(), key("i"), new.clone())
    );
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(
        refusal(world.ask().add_member(now(), key("j"), new).await),
        one("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
    );
    let added = world
        .trail(centre.id)
        .await
        .into_iter()
        .filter(|action| action == "member.added")
        .count();
    assert_eq!(added, 2, "the administrator and Anna");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_centres_at_once_add_one_new_login_to_one_account() {
    let world = World::start().await;
    let mut tasks = Vec::new();
    for n in 0..10 {
        let centre = world.centre(&format!("c{n}")).await;
        let (service, call) = (world.ask(), call(&centre.admin));
        let input = new_member("anna@example.pl", &[Role::Coordinator]);
        tasks.push(async move { service.add_member(now(), call, input).await });
    }
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut users = Vec::new();
    for task in tasks {
        users.push(task.await.unwrap().unwrap().user_id);
    }
    users.dedup();
    assert_eq!(users.len(), 1);
    assert_eq!(
        world
            .signed_in("anna@example.pl")
            .await
            .unwrap()
            .memberships
            .len(),
        10
    );
}

#[tokio::test]
async fn members_are_listed_for_their_own_administrators_and_the_reading_is_recorded() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let anna = world.add(&north, "anna@n", &[Role::Coordinator]).await;
    let foreign = world.add(&south, "ewa@s", &[Role::Coordinator]).await;

    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(10)
    };
    let members = world
        .ask()
        .list_members(now(), call(&north.admin), page)
        .await
        .unwrap();
    let logins: Vec<_> = members
        .edges
        .iter()
        .map(|edge| edge.node.login.as_str())
        .collect();
    assert_eq!(
        (logins, members.total_count),
        (vec!["admin@n", "anna@n"], Some(2))
    );

    let statements = Statements::watch();
    let ids = vec![foreign.id, anna.id, MembershipId::from_uuid(random())];
    let seen = world
        .ask()
        .members_by_id(now(), call(&north.admin), ids)
        .await
        .unwrap();
    assert_eq!(seen, [anna]);
    statements.take();
    let foreign = world
        .ask()
        .members_by_id(now(), call(&north.admin), vec![foreign.id])
        .await;
    let work = statements.take();
    let absent = world
        .ask()
        .members_by_id(now(), call(&north.admin), vec![MembershipId::from_uuid(random())])
        .await;
    assert_eq!((foreign, work), (absent, statements.take()));

    let reads = "select count(*) from platform.audit_event where action = 'member.read'";
    assert_eq!(world.count(reads).await, 3);
    for role in [Role::Coordinator, Role::SocialWorker, Role::ChiefAccountant] {
        let somebody = call(&north.somebody(role));
        let answer = world
            .ask()
            .list_members(now(), somebody, PageRequest::first(1))
            .await;
        assert_eq!(answer, Err(CallError::Forbidden), "{role:?}");
    }
}
