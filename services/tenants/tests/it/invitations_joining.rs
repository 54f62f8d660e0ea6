//! Joining by an invitation's link: once, in time, and an existing login only with its own password.

use chrono::TimeDelta;
use wsparcie_kernel::{Actor, CallResult, Role};
use wsparcie_tenants_api::{AcceptInvitation, TenantsApi};
use wsparcie_testkit::call;

use crate::invitations::{invite, revoke};
use crate::support::{PASSWORD, World, now, one, refusal, secret, twenty_at_once, wins};

const ANNA: &str = "anna@mops.example";
const NEW: &str = "poprawny koń bateria zszywka";

async fn accept(world: &World, token: &str, password: &str) -> CallResult<()> {
    let input = AcceptInvitation {
        token: secret(token),
        password: secret(password),
    };
    world
        .ask()
        .accept_invitation(now(), call(&Actor::anonymous()), input)
        .await
}

#[tokio::test]
async fn a_new_user_sees_what_the_link_is_for_and_joins_with_a_password_of_their_own() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    invite(&world, &centre, ANNA).await;
    let token = world.letter().await.token("invitation");
    let preview = world
        .ask()
        .preview_invitation(now(), call(&Actor::anonymous()), secret(&token))
        .await
        .unwrap();
    assert_eq!(preview.login, ANNA);
    assert_eq!(preview.full_name, "Anna Nowak");
    assert_eq!(preview.organisation_name, "Miejski Ośrodek Pomocy Społecznej jg");

    assert_eq!(
        refusal(accept(&world, &token, "za krótkie").await),
        one("PASSWORD_TOO_SHORT", "password")
    );
    accept(&world, &token, NEW).await.unwrap();
    let viewer = world.sign_in(ANNA, NEW).await.unwrap();
    assert_eq!(viewer.memberships.len(), 1);
    assert_eq!(viewer.memberships[0].roles, [Role::Coordinator]);
    for _ in 0..2 {
        assert_eq!(
            refusal(accept(&world, &token, NEW).await),
            one("LINK_INVALID", "token")
        );
    }
    let trail = world.trail(centre.id).await;
    for action in ["invitation.previewed", "member.added", "invitation.accepted"] {
        assert!(trail.iter().any(|act| act == action), "{action}");
    }
    // The mailbox is proved: a new password can go there.
    world
        .ask()
        .request_password_reset(now(), call(&Actor::anonymous()), ANNA.to_owned())
        .await
        .unwrap();
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn an_existing_login_joins_with_its_own_password_only() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    world.add(&centre, ANNA, &[Role::Director]).await;
    invite(&world, &other, ANNA).await;
    let token = world.letter().await.token("invitation");
    for wrong in [NEW, "", "short"] {
        assert_eq!(
            refusal(accept(&world, &token, wrong).await),
            one("SIGN_IN_FAILED", "")
        );
    }
    accept(&world, &token, PASSWORD).await.unwrap();
    let viewer = world.sign_in(ANNA, PASSWORD).await.unwrap();
    assert_eq!(viewer.memberships.len(), 2);
}

#[tokio::test]
async fn a_link_dies_of_ten_wrong_passwords() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    world.add(&centre, ANNA, &[Role::Director]).await;
    invite(&world, &other, ANNA).await;
    let token = world.letter().await.token("invitation");
    for _ in 0..10 {
        assert_eq!(
            refusal(accept(&world, &token, NEW).await),
            one("SIGN_IN_FAILED", "")
        );
    }
    for password in [NEW, PASSWORD] {
        assert_eq!(
            refusal(accept(&world, &token, password).await),
            one("LINK_INVALID", "token")
        );
    }
    // A new one can be sent at once.
    invite(&world, &other, ANNA).await;
}

#[tokio::test]
async fn a_disabled_account_does_not_join() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    let anna = world.add(&centre, ANNA, &[Role::Director]).await;
    world
        .plant(
            "update tenants.account set status = 'disabled' where id = $1",
            anna.user_id.into_uuid(),
        )
        .await;
    invite(&world, &other, ANNA).await;
    let token = world.letter().await.token("invitation");
    assert_eq!(
        refusal(accept(&world, &token, PASSWORD).await),
        one("SIGN_IN_FAILED", "")
    );
}

#[tokio::test]
async fn expired_revoked_unknown_and_suspended_are_one_answer() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let revoked = invite(&world, &centre, ANNA).await;
    let first = world.letter().await.token("invitation");
    revoke(&world, &centre, &revoked).await.unwrap();
    invite(&world, &centre, ANNA).await;
    let second = world.letter().await.token("invitation");
    world.wait(TimeDelta::days(7));
    invite(&world, &centre, ANNA).await;
    let third = world.letter().await.token("invitation");
    world
        .plant(
            "update tenants.organisation set status = 'suspended' where id = $1",
            centre.id.into_uuid(),
        )
        .await;
    let unknown = "0".repeat(64);
    let mut answers = Vec::new();
    for token in [
        &first,
        &second,
        &third,
        &unknown,
        &String::new(),
        &"x".repeat(100_000),
    ] {
        answers.push(accept(&world, token, NEW).await.unwrap_err());
        let preview = world
            .ask()
            .preview_invitation(now(), call(&Actor::anonymous()), secret(token))
            .await;
        answers.push(preview.unwrap_err());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(
        refusal::<()>(Err(answers.remove(0))),
        one("LINK_INVALID", "token")
    );
    let accounts = "select count(*) from tenants.account where login = 'anna@mops.example'";
    assert_eq!(world.count(accounts).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_who_use_one_invitation_at_once_exactly_one_joins() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    invite(&world, &centre, ANNA).await;
    let token = world.letter().await.token("invitation");
    let answers = twenty_at_once(|| {
        let service = world.ask();
        let input = AcceptInvitation {
            token: secret(&token),
            password: secret(NEW),
        };
        async move {
            service
                .accept_invitation(now(), call(&Actor::anonymous()), input)
                .await
        }
    })
    .await;
    assert_eq!(wins(&answers), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(answer), one("LINK_INVALID", "token"));
    }
    let members = "select count(*) from tenants.membership where login = 'anna@mops.example'";
    assert_eq!(world.count(members).await, 1);
}
