//! New passwords: which do, and by which ways one gets one.

use chrono::TimeDelta;
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Actor, CallResult, Role};
use wsparcie_tenants_api::{ChangePassword, ResetPassword, TenantsApi};
use wsparcie_testkit::{call, user_of};

use crate::support::{
    PASSWORD, Statements, World, new_member, now, one, refusal, secret, twenty_at_once, wins,
};

const NEW: &str = "poprawny koń bateria zszywka";

async fn ask_for_link(world: &World, login: &str) {
    world
        .ask()
        .request_password_reset(now(), call(&Actor::anonymous()), login.to_owned())
        .await
        .unwrap();
}

async fn reset(world: &World, token: &str, password: &str) -> CallResult<UserId> {
    let input = ResetPassword {
        token: secret(token),
        password: secret(password),
    };
    world
        .ask()
        .reset_password(now(), call(&Actor::anonymous()), input)
        .await
}

async fn change(world: &World, actor: &Actor, current: &str, new: &str) -> CallResult<()> {
    let input = ChangePassword {
        current: secret(current),
        new: secret(new),
    };
    world.ask().change_password(now(), call(actor), input).await
}

#[tokio::test]
async fn every_way_to_a_new_password_refuses_short_long_and_known_ones() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    ask_for_link(&world, "anna@mops.example").await;
    let token = world.letter().await.token("password");
    let long = "zażółć ".repeat(200);
    for (password, code) in [
        ("za krótkie", "PASSWORD_TOO_SHORT"),
        (long.as_str(), "PASSWORD_TOO_LONG"),
        ("Hasło2026!!!!!!", "PASSWORD_BREACHED"),
        ("qwertyuiop123", "PASSWORD_BREACHED"),
    ] {
        let mut member = new_member("ola@jg", &[Role::Coordinator]);
        member.password = secret(password);
        let added = world.ask().add_member(now(), call(&centre.admin), member).await;
        assert_eq!(refusal(added), one(code, "password"), "{password}");
        let changed = change(&world, &centre.admin, PASSWORD, password).await;
        assert_eq!(refusal(changed), one(code, "new"));
        assert_eq!(
            refusal(reset(&world, &token, password).await),
            one(code, "password")
        );
    }
    let mut member = new_member("ola.nowak@jg", &[Role::Coordinator]);
    member.password = secret("Ola.Nowak@jg!!");
    let added = world.ask().add_member(now(), call(&centre.admin), member).await;
    assert_eq!(refusal(added), one("PASSWORD_BREACHED", "password"));
    // The link outlived the refusals.
    assert!(reset(&world, &token, NEW).await.is_ok());
}

#[tokio::test]
async fn a_user_changes_the_password_by_the_present_one() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    assert_eq!(
        refusal(change(&world, &centre.admin, "a wrong password", NEW).await),
        one("PASSWORD_WRONG", "current")
    );
    change(&world, &centre.admin, PASSWORD, NEW).await.unwrap();
    assert!(world.sign_in("admin@jg", PASSWORD).await.is_err());
    assert!(world.sign_in("admin@jg", NEW).await.is_ok());
    let trail = world.trail(centre.id).await;
    for action in ["password.change_refused", "password.changed"] {
        assert!(trail.iter().any(|act| act == action), "{action}");
    }
}

#[tokio::test]
async fn a_request_is_the_same_answer_and_work_whoever_has_the_login() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    let disabled = world.add(&centre, "ewa@mops.example", &[Role::Coordinator]).await;
    world
        .plant(
            "update tenants.account set status = 'disabled' where id = $1",
            disabled.user_id.into_uuid(),
        )
        .await;
    let statements = Statements::watch();
    let mut seen = Vec::new();
    for login in [
        "anna@mops.example",
        "nobody@mops.example",
        "ewa@mops.example",
        "admin@jg",
        "аnna@mops.example",
        "",
    ] {
        statements.take();
        let hashes = world.hashing.total();
        ask_for_link(&world, login).await;
        seen.push((statements.take(), world.hashing.total() - hashes));
    }
    drop(statements);
    assert!(seen.iter().all(|work| *work == (1, 0)), "{seen:?}");
    let letters = world.letters().await;
    assert_eq!(letters.len(), 1, "only who can be reached gets a letter");
    assert!(letters[0].text.contains("To: anna@mops.example"));
    assert_eq!(world.count("select count(*) from tenants.mail").await, 0);
}

#[tokio::test]
async fn an_account_gets_one_mail_in_five_minutes() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    for (minutes, letters) in [(0, 1), (4, 0), (2, 1), (6, 1), (6, 0), (30, 1)] {
        world.wait(TimeDelta::minutes(minutes));
        ask_for_link(&world, "anna@mops.example").await;
        ask_for_link(&world, "Anna@MOPS.example").await;
        assert_eq!(world.letters().await.len(), letters, "{minutes}");
    }
}

#[tokio::test]
async fn a_link_sets_the_password_once_within_half_an_hour_and_ends_the_others() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let member = world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    ask_for_link(&world, "anna@mops.example").await;
    let expired = world.letter().await.token("password");
    assert_eq!(expired.len(), 64);
    world.wait(TimeDelta::minutes(29));
    ask_for_link(&world, "anna@mops.example").await;
    let first = world.letter().await.token("password");
    world.wait(TimeDelta::minutes(6));
    ask_for_link(&world, "anna@mops.example").await;
    let second = world.letter().await.token("password");
    let unknown = "0".repeat(64);
    for token in [
        expired.as_str(),
        "",
        "not a token",
        unknown.as_str(),
        &second[1..],
    ] {
        assert_eq!(
            refusal(reset(&world, token, NEW).await),
            one("LINK_INVALID", "token"),
            "{token}"
        );
    }
    assert_eq!(reset(&world, &second, NEW).await.unwrap(), member.user_id);
    for token in [first, second] {
        let again = reset(&world, &token, "żyrafa w kapeluszu").await;
        assert_eq!(refusal(again), one("LINK_INVALID", "token"));
    }
    assert!(world.sign_in("anna@mops.example", PASSWORD).await.is_err());
    assert!(world.sign_in("anna@mops.example", NEW).await.is_ok());
    let trail = world.trail(centre.id).await;
    for action in ["password.reset_requested", "password.reset"] {
        assert!(trail.iter().any(|act| act == action), "{action}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_who_use_one_link_at_once_exactly_one_sets_the_password() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    ask_for_link(&world, "anna@mops.example").await;
    let token = world.letter().await.token("password");
    let answers = twenty_at_once(|| {
        let service = world.ask();
        let input = ResetPassword {
            token: secret(&token),
            password: secret(NEW),
        };
        async move {
            service
                .reset_password(now(), call(&Actor::anonymous()), input)
                .await
        }
    })
    .await;
    assert_eq!(wins(&answers), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(answer), one("LINK_INVALID", "token"));
    }
}

#[tokio::test]
async fn a_changed_password_or_a_disabled_account_ends_a_link() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = world
        .add(&centre, "anna@mops.example", &[Role::Coordinator])
        .await;
    ask_for_link(&world, "anna@mops.example").await;
    let token = world.letter().await.token("password");
    let actor = user_of(anna.user_id, centre.id, &[Role::Coordinator]);
    change(&world, &actor, PASSWORD, NEW).await.unwrap();
    assert!(reset(&world, &token, PASSWORD).await.is_err());

    ask_for_link(&world, "anna@mops.example").await;
    let token = world.letter().await.token("password");
    world
        .plant(
            "update tenants.account set status = 'disabled' where id = $1",
            anna.user_id.into_uuid(),
        )
        .await;
    assert_eq!(
        refusal(reset(&world, &token, PASSWORD).await),
        one("LINK_INVALID", "token")
    );
}
