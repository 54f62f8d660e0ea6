//! Sign-in by password: who gets in, and that a failure tells nothing.

use std::sync::Arc;

use chrono::TimeDelta;
use wsparcie_kernel::{Actor, Role};
use wsparcie_tenants::{Argon2id, SystemSecrets, TenantsService};
use wsparcie_tenants_api::{Secret, SignIn, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{PASSWORD, Statements, World, new_member, now, one, refusal};

const DISABLE: &str = "update tenants.account set status = 'disabled' where id = $1";

#[tokio::test]
async fn a_user_signs_in_whatever_the_capitals_and_spaces_of_the_login() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let viewer = world.signed_in("  ADMIN@jg ").await.unwrap();
    assert_eq!(
        (viewer.login.as_str(), viewer.full_name.as_str()),
        ("admin@jg", "Osoba admin@jg")
    );
    assert_eq!(viewer.memberships.len(), 1);
    assert_eq!(viewer.memberships[0].organisation_id, centre.id);
    assert_eq!(viewer.memberships[0].roles, [Role::Administrator]);
    // The password typed letter by letter with combining marks is the same password.
    let decomposed = "zaz\u{307}o\u{301}łc\u{301} ge\u{328}s\u{301}la\u{328} jaz\u{301}n\u{301}";
    assert!(world.sign_in("admin@jg", decomposed).await.is_ok());
}

#[tokio::test]
async fn unknown_disabled_and_wrong_are_one_answer_and_one_amount_of_work() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let disabled = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    world.plant(DISABLE, disabled.user_id.into_uuid()).await;
    let dismissed = world.add(&centre, "ewa@jg", &[Role::Coordinator]).await;
    world
        .plant(
            "update tenants.membership set active = false where id = $1",
            dismissed.id.into_uuid(),
        )
        .await;

    let statements = Statements::watch();
    let mut seen = Vec::new();
    for (login, password) in [
        ("nobody@jg", PASSWORD),
        ("admin@jg", "a wrong password"),
        ("anna@jg", PASSWORD),
        ("ewa@jg", PASSWORD),
        ("nobody@jg", ""),
        // The first letter is a Cyrillic one.
        ("аdmin@jg", PASSWORD),
        ("", PASSWORD),
    ] {
        let hashes = world.hashing.total();
        statements.take();
        let answer = world.sign_in(login, password).await;
        seen.push((
            answer.unwrap_err(),
            statements.take(),
            world.hashing.total() - hashes,
        ));
    }
    drop(statements);
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    assert!(seen[0].1 >= 2, "statements are counted: {seen:?}");
    assert_eq!(seen[0].2, 1);
    assert_eq!(refusal::<()>(Err(seen.remove(0).0)), one("SIGN_IN_FAILED", ""));

    let refusals = |trail: Vec<String>| trail.iter().filter(|action| *action == "session.refused").count();
    assert_eq!(refusals(world.trail(centre.id).await), 3);
    // Those that nobody has are counted: one row a minute for all of them.
    let platform = world.operator.tenant().unwrap();
    assert_eq!(refusals(world.trail(platform).await), 1);
}

#[tokio::test]
async fn strangers_fill_one_row_of_the_trail_a_minute_which_says_how_many_they_were() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let platform = world.operator.tenant().unwrap();
    let throttled = async |login: &str| {
        world
            .ask()
            .record_refused_attempt(now(), call(&Actor::anonymous()), login.to_owned())
            .await
            .unwrap();
    };
    for round in 0..3 {
        for n in 0..5 {
            let login = format!("nobody{round}-{n}@jg");
            assert!(world.sign_in(&login, PASSWORD).await.is_err());
            throttled(&login).await;
            throttled("admin@jg").await;
        }
        world.wait(TimeDelta::seconds(61));
    }
    assert_eq!(
        world.refusals(platform).await,
        [
            ("unknown_login".to_owned(), 1),
            ("unknown_login".to_owned(), 10),
            ("unknown_login".to_owned(), 10),
        ]
    );
    assert_eq!(
        world.refusals(centre.id).await,
        [
            ("throttled".to_owned(), 1),
            ("throttled".to_owned(), 5),
            ("throttled".to_owned(), 5),
        ]
    );
}

#[tokio::test]
async fn a_throttled_attempt_costs_the_same_for_a_known_and_an_unknown_login() {
    let world = World::start().await;
    world.centre("jg").await;
    let statements = Statements::watch();
    let mut seen = Vec::new();
    for login in ["admin@jg", "nobody@jg", "аdmin@jg", "admin@jg", "nobody@jg"] {
        statements.take();
        let answer = world
            .ask()
            .record_refused_attempt(now(), call(&Actor::anonymous()), login.to_owned())
            .await;
        seen.push((answer, statements.take(), world.hashing.total()));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    assert!(seen[0].0.is_ok() && seen[0].1 >= 2, "{seen:?}");
}

#[tokio::test]
async fn the_trail_of_a_refused_sign_in_holds_no_login_and_no_password() {
    let world = World::start().await;
    let _refused = world.sign_in("somebody@else.example", "my secret password").await;
    let leaks = "select count(*) from platform.audit_event e
                 where e::text like '%somebody%' or e::text like '%secret%'";
    assert_eq!(world.count(leaks).await, 0);
}

#[tokio::test]
async fn a_password_that_nobody_can_have_is_refused_before_any_sql_or_hash() {
    let world = World::start().await;
    world.centre("jg").await;
    let hashes = world.hashing.total();
    let megabyte = "x".repeat(1_000_000);
    let statements = Statements::watch();
    for (login, password) in [("admin@jg", megabyte.as_str()), ("nobody@jg", megabyte.as_str())] {
        assert_eq!(
            refusal(world.sign_in(login, password).await),
            one("SIGN_IN_FAILED", "")
        );
    }
    assert_eq!((statements.take(), world.hashing.total() - hashes), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_sign_ins_at_once_never_run_more_than_four_hashes_at_once() {
    let world = World::start().await;
    world.centre("jg").await;
    let before = world.hashing.total();
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let service = world.ask();
            let login = if n % 2 == 0 {
                "admin@jg".to_owned()
            } else {
                format!("nobody{n}@jg")
            };
            let input = SignIn {
                login,
                password: Secret::new(PASSWORD.to_owned()),
            };
            tokio::spawn(async move {
                service
                    .sign_in(now(), call(&Actor::anonymous()), input)
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut inside = 0;
    for task in tasks {
        inside += usize::from(task.await.unwrap());
    }
    assert_eq!(inside, 10);
    assert_eq!(world.hashing.total() - before, 20);
    assert!(
        (2..=4).contains(&world.hashing.most()),
        "{}",
        world.hashing.most()
    );
}

#[tokio::test]
async fn the_real_hash_lets_in_and_keeps_out() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let service = TenantsService::with(
        world.db.db.clone(),
        world.clock.clone(),
        Arc::new(wsparcie_kernel::SystemIds),
        world.keyring.clone(),
        world.place.config(),
        Arc::new(SystemSecrets),
        Arc::new(Argon2id),
    );
    let member = new_member("ola@jg", &[Role::SocialWorker]);
    service
        .clone()
        .add_member(now(), call(&centre.admin), member)
        .await
        .unwrap();
    for (login, password, inside) in [
        ("ola@jg", PASSWORD, true),
        ("ola@jg", "zazolc gesla jazn", false),
        ("nobody@jg", PASSWORD, false),
    ] {
        let input = SignIn {
            login: login.to_owned(),
            password: Secret::new(password.to_owned()),
        };
        let answer = service
            .clone()
            .sign_in(now(), call(&Actor::anonymous()), input)
            .await;
        assert_eq!(answer.is_ok(), inside, "{login}");
    }
}
