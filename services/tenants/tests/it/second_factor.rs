//! Using a second factor: each code once, and only its owner's.

use chrono::TimeDelta;
use totp_rs::{Builder, Secret as TotpSecret};
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Actor, CallResult, Clock, Principal, Role};
use wsparcie_tenants_api::{Reproof, SignInStep, SignedIn, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{PASSWORD, World, now, one, refusal, secret, twenty_at_once, wins};

/// A user with a second factor.
pub(crate) struct Equipped {
    pub(crate) user: UserId,
    pub(crate) secret: String,
    pub(crate) codes: Vec<String>,
}

/// The code that an authenticator shows, some steps from now.
pub(crate) fn code_at(world: &World, secret: &str, steps: i64) -> String {
    let totp = Builder::new()
        .with_secret(TotpSecret::try_from_base32(secret).unwrap())
        .build()
        .unwrap();
    let at = world.clock.now().timestamp() + steps * 30;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

/// Sets a second factor up. Its first code is used by that.
pub(crate) async fn set_up(world: &World, actor: &Actor) -> Equipped {
    let Principal::User(user) = actor.principal else {
        panic!("only people have a second factor")
    };
    let setup = world.ask().begin_second_factor(now(), call(actor)).await.unwrap();
    let code = code_at(world, setup.secret.expose(), 0);
    let recovery = world
        .ask()
        .confirm_second_factor(now(), call(actor), secret(&code))
        .await
        .unwrap();
    Equipped {
        user,
        secret: setup.secret.expose().to_owned(),
        codes: recovery
            .codes
            .iter()
            .map(|code| code.expose().to_owned())
            .collect(),
    }
}

/// The second step of a sign-in.
pub(crate) async fn finish(world: &World, user: UserId, code: &str) -> CallResult<SignedIn> {
    world
        .ask()
        .complete_sign_in(now(), call(&Actor::anonymous()), user, secret(code))
        .await
}

#[tokio::test]
async fn a_sign_in_takes_a_right_password_and_then_a_code() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    world.wait(TimeDelta::minutes(5));
    let wrong = world.sign_in_step("admin@jg", "a wrong password").await;
    assert_eq!(refusal(wrong), one("SIGN_IN_FAILED", ""));
    let step = world.sign_in_step("admin@jg", PASSWORD).await.unwrap();
    assert!(matches!(step, SignInStep::SecondFactor { user } if user == me.user));
    assert!(
        !world
            .trail(centre.id)
            .await
            .ends_with(&["session.started".to_owned()])
    );

    for wrong in [
        "000000",
        "",
        "not a code",
        &me.codes[0][..18],
        &"9".repeat(10_000),
    ] {
        assert_eq!(
            refusal(finish(&world, me.user, wrong).await),
            one("CODE_WRONG", "code"),
            "{wrong}"
        );
    }
    let signed_in = finish(&world, me.user, &code_at(&world, &me.secret, 0))
        .await
        .unwrap();
    assert_eq!(signed_in.viewer.user_id, me.user);
    let trail = world.trail(centre.id).await;
    assert!(trail.ends_with(&["session.refused".to_owned(), "session.started".to_owned()]));
    assert!(trail.contains(&"session.code_asked".to_owned()));
    assert!(
        world
            .refusals(centre.id)
            .await
            .contains(&("wrong_code".to_owned(), 1))
    );
}

#[tokio::test]
async fn a_code_works_once_and_not_after_a_later_one() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    let first = code_at(&world, &me.secret, 0);
    assert_eq!(
        refusal(finish(&world, me.user, &first).await),
        one("CODE_WRONG", "code"),
        "it was used to set the second factor up"
    );
    world.wait(TimeDelta::minutes(5));
    let (before, present, after) = (
        code_at(&world, &me.secret, -1),
        code_at(&world, &me.secret, 0),
        code_at(&world, &me.secret, 1),
    );
    assert!(finish(&world, me.user, &before).await.is_ok());
    assert!(finish(&world, me.user, &before).await.is_err(), "replayed");
    assert!(finish(&world, me.user, &after).await.is_ok());
    for late in [&after, &present] {
        assert_eq!(
            refusal(finish(&world, me.user, late).await),
            one("CODE_WRONG", "code")
        );
    }
    world.wait(TimeDelta::seconds(60));
    assert!(
        finish(&world, me.user, &code_at(&world, &me.secret, -2))
            .await
            .is_err()
    );
    assert!(
        finish(&world, me.user, &code_at(&world, &me.secret, 0))
            .await
            .is_ok()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_who_bring_one_code_at_once_exactly_one_gets_in() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    world.wait(TimeDelta::minutes(5));
    for code in [code_at(&world, &me.secret, 0), me.codes[3].clone()] {
        let answers = twenty_at_once(|| {
            let (service, code) = (world.ask(), secret(&code));
            async move {
                service
                    .complete_sign_in(now(), call(&Actor::anonymous()), me.user, code)
                    .await
            }
        })
        .await;
        assert_eq!(wins(&answers), 1);
        for answer in answers.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(answer), one("CODE_WRONG", "code"));
        }
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    let typed = me.codes[0].replace('-', " ").to_lowercase();
    assert!(finish(&world, me.user, &typed).await.is_ok());
    assert!(finish(&world, me.user, &me.codes[0]).await.is_err());
    let state = world
        .ask()
        .second_factor(now(), call(&centre.admin))
        .await
        .unwrap();
    assert_eq!(state.recovery_codes_left, 9);
}

#[tokio::test]
async fn a_code_of_another_user_opens_nothing() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    let (me, them) = (
        set_up(&world, &centre.admin).await,
        set_up(&world, &other.admin).await,
    );
    world.wait(TimeDelta::minutes(5));
    for code in [code_at(&world, &them.secret, 0), them.codes[0].clone()] {
        assert!(finish(&world, me.user, &code).await.is_err());
    }
    assert!(finish(&world, them.user, &them.codes[0]).await.is_ok());
    // Somebody without a second factor has no second step.
    let plain = world.add(&centre, "ola@jg", &[Role::SocialWorker]).await;
    assert!(finish(&world, plain.user_id, "000000").await.is_err());
    let nobody = UserId::from_uuid(crate::support::random());
    assert_eq!(
        refusal(finish(&world, nobody, "000000").await),
        one("SIGN_IN_FAILED", "")
    );
}

#[tokio::test]
async fn whoever_was_disabled_between_the_steps_stays_out_and_keeps_the_code() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let me = set_up(&world, &centre.admin).await;
    world
        .plant(
            "update tenants.account set status = 'disabled' where id = $1",
            me.user.into_uuid(),
        )
        .await;
    assert_eq!(
        refusal(finish(&world, me.user, &me.codes[0]).await),
        one("SIGN_IN_FAILED", "")
    );
    assert_eq!(
        world.count("select count(*) from tenants.recovery_code").await,
        10
    );
}

#[tokio::test]
async fn a_fresh_proof_takes_the_code_of_whoever_has_one_and_the_password_of_others() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let prove = async |password: Option<&str>, code: Option<&str>| {
        let proof = Reproof {
            password: password.map(secret),
            code: code.map(secret),
        };
        world.ask().prove_again(now(), call(&centre.admin), proof).await
    };
    assert!(prove(Some(PASSWORD), None).await.is_ok());
    for password in [None, Some("a wrong password")] {
        assert_eq!(
            refusal(prove(password, Some("123456")).await),
            one("PASSWORD_WRONG", "password")
        );
    }
    let me = set_up(&world, &centre.admin).await;
    world.wait(TimeDelta::minutes(5));
    let code = code_at(&world, &me.secret, 0);
    assert_eq!(
        refusal(prove(Some(PASSWORD), None).await),
        one("CODE_WRONG", "code"),
        "the password alone is not enough any more"
    );
    assert!(prove(None, Some(&code)).await.is_ok());
    assert_eq!(
        refusal(prove(None, Some(&code)).await),
        one("CODE_WRONG", "code"),
        "replayed"
    );
    assert!(
        finish(&world, me.user, &code).await.is_err(),
        "a code is used up wherever it was brought"
    );
    let trail = world.trail(centre.id).await;
    let count = |action: &str| trail.iter().filter(|act| *act == action).count();
    assert_eq!((count("session.proved"), count("session.proof_refused")), (2, 4));
}
