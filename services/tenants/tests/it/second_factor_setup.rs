//! Setting up, renewing and losing a second factor.

use wsparcie_kernel::{Actor, CallError, Role};
use wsparcie_tenants_api::{SignInStep, TenantsApi};
use wsparcie_testkit::call;

use crate::second_factor::{code_at, finish, set_up};
use crate::support::{PASSWORD, World, now, one, refusal, secret};

#[tokio::test]
async fn a_second_factor_is_in_force_only_after_its_first_right_code() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = call(&centre.admin);
    assert_eq!(
        refusal(
            world
                .ask()
                .confirm_second_factor(now(), me.clone(), secret("123456"))
                .await
        ),
        one("SECOND_FACTOR_MISSING", "")
    );
    let abandoned = world.ask().begin_second_factor(now(), me.clone()).await.unwrap();
    let setup = world.ask().begin_second_factor(now(), me.clone()).await.unwrap();
    assert_ne!(abandoned.secret.expose(), setup.secret.expose());
    assert!(
        setup
            .uri
            .expose()
            .starts_with("otpauth://totp/Wsparcie:admin%40jg?")
    );
    // Not in force yet: the password is enough.
    assert!(world.signed_in("admin@jg").await.is_ok());

    for wrong in [
        code_at(&world, abandoned.secret.expose(), 0),
        code_at(&world, setup.secret.expose(), 2),
        String::new(),
        "12345a".to_owned(),
    ] {
        let answer = world
            .ask()
            .confirm_second_factor(now(), me.clone(), secret(&wrong))
            .await;
        assert_eq!(refusal(answer), one("CODE_WRONG", "code"), "{wrong}");
    }
    let code = code_at(&world, setup.secret.expose(), 0);
    let codes = world
        .ask()
        .confirm_second_factor(now(), me.clone(), secret(&code))
        .await
        .unwrap()
        .codes;
    assert_eq!(codes.len(), 10);
    let shape = |code: &str| code.len() == 19 && code.split('-').all(|group| group.len() == 4);
    assert!(codes.iter().all(|code| shape(code.expose())));

    let state = world.ask().second_factor(now(), me.clone()).await.unwrap();
    assert_eq!((state.recovery_codes_left, state.due), (10, false));
    assert!(state.since.is_some());
    assert!(matches!(
        world.sign_in_step("admin@jg", PASSWORD).await.unwrap(),
        SignInStep::SecondFactor { .. }
    ));
    for again in [
        world
            .ask()
            .begin_second_factor(now(), me.clone())
            .await
            .map(|_| ()),
        world
            .ask()
            .confirm_second_factor(now(), me, secret(&code))
            .await
            .map(|_| ()),
    ] {
        assert_eq!(refusal(again), one("SECOND_FACTOR_EXISTS", ""));
    }
}

#[tokio::test]
async fn neither_the_secret_nor_a_recovery_code_can_be_read_in_the_database() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    let leaks = "select count(*) from (select f::text as row from tenants.second_factor f
                 union all select c::text from tenants.recovery_code c
                 union all select e::text from platform.audit_event e) rows where row like $1";
    let mut admin = world.db.admin().await;
    for text in [
        me.secret.clone(),
        me.codes[0].clone(),
        me.codes[0].replace('-', ""),
    ] {
        let found: i64 = sqlx::query_scalar(leaks)
            .bind(format!("%{text}%"))
            .fetch_one(&mut admin)
            .await
            .unwrap();
        assert_eq!(found, 0);
    }
    let digests = world
        .count("select count(distinct digest) from tenants.recovery_code")
        .await;
    assert_eq!(digests, 10);
}

#[tokio::test]
async fn renewed_recovery_codes_replace_the_old_ones() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    let new = world
        .ask()
        .renew_recovery_codes(now(), call(&centre.admin))
        .await
        .unwrap()
        .codes;
    assert_eq!(new.len(), 10);
    assert_eq!(
        refusal(finish(&world, me.user, &me.codes[0]).await),
        one("CODE_WRONG", "code")
    );
    assert!(finish(&world, me.user, new[0].expose()).await.is_ok());
    let somebody = world.add(&centre, "ola@jg", &[Role::SocialWorker]).await;
    let ola = wsparcie_testkit::user_of(somebody.user_id, centre.id, &[Role::SocialWorker]);
    let answer = world.ask().renew_recovery_codes(now(), call(&ola)).await;
    assert_eq!(refusal(answer), one("SECOND_FACTOR_MISSING", ""));
}

#[tokio::test]
async fn the_operator_removes_a_lost_second_factor_and_everyone_concerned_hears_of_it() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    world.add(&other, "admin@jg", &[Role::Coordinator]).await;
    let me = set_up(&world, &centre.admin).await;
    for (actor, error) in [
        (&centre.admin, CallError::Forbidden),
        (&Actor::anonymous(), CallError::Unauthenticated),
    ] {
        let answer = world
            .ask()
            .reset_second_factor(now(), call(actor), "admin@jg".to_owned())
            .await;
        assert_eq!(answer.unwrap_err(), error);
    }
    for nobody in ["nobody@jg", "аdmin@jg"] {
        let answer = world
            .ask()
            .reset_second_factor(now(), call(&world.operator), nobody.to_owned())
            .await;
        assert_eq!(answer.unwrap_err(), CallError::NotFound);
    }
    let user = world
        .ask()
        .reset_second_factor(now(), call(&world.operator), " ADMIN@jg".to_owned())
        .await
        .unwrap();
    assert_eq!(user, me.user);
    assert!(world.signed_in("admin@jg").await.is_ok());
    assert_eq!(world.count("select count(*) from tenants.recovery_code").await, 0);
    let platform = world.operator.tenant().unwrap();
    for tenant in [platform, centre.id, other.id] {
        let trail = world.trail(tenant).await;
        assert_eq!(
            trail.iter().filter(|act| *act == "second_factor.reset").count(),
            1
        );
    }
    // A new one can be set up.
    set_up(&world, &centre.admin).await;
}

#[tokio::test]
async fn where_everyone_needs_one_it_is_due_until_it_is_set_up() {
    let mut world = World::start().await;
    let centre = world.centre("jg").await;
    world.demand_second_factors();
    let SignInStep::SignedIn(signed_in) = world.sign_in_step("admin@jg", PASSWORD).await.unwrap() else {
        panic!("there is no second factor yet")
    };
    assert!(signed_in.second_factor_due);
    let me = call(&centre.admin);
    assert!(world.ask().second_factor(now(), me.clone()).await.unwrap().due);
    let mine = set_up(&world, &centre.admin).await;
    assert!(!world.ask().second_factor(now(), me).await.unwrap().due);
    world.wait(chrono::TimeDelta::seconds(30));
    let code = code_at(&world, &mine.secret, 0);
    assert!(!finish(&world, mine.user, &code).await.unwrap().second_factor_due);
}
