//! Mails: sealed while they wait, sent once, tried again, given up after a day.

mod relay;
mod reminders;

use chrono::TimeDelta;
use sqlx::Connection;
use tokio_util::sync::CancellationToken;
use wsparcie_tenants::{MailConfig, TenantsConfig, TenantsService};

use self::relay::Relay;
use crate::invitations::invite;
use crate::support::{World, secret};

fn by_smtp(world: &World, port: u16) -> TenantsService {
    world.configured(TenantsConfig {
        mail: MailConfig::Smtp {
            url: secret(&format!("smtp://127.0.0.1:{port}")),
            from: "Wsparcie <no-reply@wsparcie.example>".to_owned(),
        },
        ..world.place.config()
    })
}

const WAITING: &str = "select count(*) from tenants.mail where died_at is null";

#[tokio::test]
async fn a_mail_in_the_folder_is_whole_and_for_its_owner_only() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    invite(&world, &centre, "anna@mops.example").await;
    let letter = world.letter().await;
    assert_eq!(letter.mode, 0o600);
    assert!(letter.text.contains("From: Wsparcie <no-reply@wsparcie.invalid>"));
    assert!(letter.text.contains("Auto-Submitted: auto-generated"));
    assert!(letter.text.contains("Date: Mon, 02 Mar 2026 12:00:00 +0000"));
    assert!(letter.text.contains("@wsparcie.example>"), "the message's id");
    assert_eq!(world.count("select count(*) from tenants.mail").await, 0);
    assert_eq!(std::fs::read_dir(world.place.mails()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_waiting_mail_tells_nobody_who_reads_the_table_anything() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    invite(&world, &centre, "anna@mops.example").await;
    let readable = "select count(*) from tenants.mail
                    where encode(sealed, 'escape') like '%anna%' or encode(sealed, 'escape') like '%invitation%'";
    assert_eq!(world.count(readable).await, 0);
    assert_eq!(world.count(WAITING).await, 1);
    // Whoever invites can write mails and read none.
    let mut requests = sqlx::PgConnection::connect(&world.db.login("app_rw"))
        .await
        .unwrap();
    let read = sqlx::query("select id from tenants.mail")
        .execute(&mut requests)
        .await;
    assert!(read.is_err());
}

#[tokio::test]
async fn a_mail_reaches_a_real_relay_once_however_many_send() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let relay = Relay::start(Vec::new()).await;
    let service = by_smtp(&world, relay.port);
    for n in 0..6 {
        invite(&world, &centre, &format!("anna{n}@mops.example")).await;
    }
    let (a, b, c) = tokio::join!(
        service.send_mails_once(),
        service.send_mails_once(),
        service.send_mails_once()
    );
    assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 6);
    let mut sent = relay.taken();
    sent.sort_by(|left, right| left.to.cmp(&right.to));
    let to: Vec<_> = sent.iter().map(|mail| mail.to.clone()).collect();
    let expected: Vec<_> = (0..6).map(|n| format!("<anna{n}@mops.example>")).collect();
    assert_eq!(to, expected);
    assert_eq!(sent[0].from, "<no-reply@wsparcie.example>");
    assert!(sent[0].data.contains("Subject: Zaproszenie do systemu Wsparcie"));
    assert_eq!(world.count("select count(*) from tenants.mail").await, 0);
}

#[tokio::test]
async fn a_relay_that_refuses_for_now_is_asked_again_later_and_later() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let relay = Relay::start(vec!["451 try later", "451 try later"]).await;
    let service = by_smtp(&world, relay.port);
    invite(&world, &centre, "anna@mops.example").await;
    assert_eq!(service.send_mails_once().await.unwrap(), 1);
    for (seconds, looked_at) in [(14, 0), (2, 1), (29, 0), (2, 1), (60, 0)] {
        world.wait(TimeDelta::seconds(seconds));
        assert_eq!(service.send_mails_once().await.unwrap(), looked_at, "{seconds}");
    }
    assert_eq!(relay.taken().len(), 1);
    assert_eq!(world.count("select count(*) from tenants.mail").await, 0);
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_given_up_without_its_text() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let relay = Relay::start(vec!["550 no such mailbox"]).await;
    let service = by_smtp(&world, relay.port);
    invite(&world, &centre, "anna@mops.example").await;
    assert_eq!(service.send_mails_once().await.unwrap(), 1);
    let dead = "select count(*) from tenants.mail where died_at is not null and sealed is null";
    assert_eq!(world.count(dead).await, 1, "refused for good");

    // A port where nobody listens: tried for a day.
    drop(relay);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let service = by_smtp(&world, port);
    invite(&world, &centre, "ola@mops.example").await;
    for _ in 0..24 {
        service.send_mails_once().await.unwrap();
        assert_eq!(world.count(WAITING).await, 1);
        world.wait(TimeDelta::hours(1));
    }
    service.send_mails_once().await.unwrap();
    assert_eq!(world.count(dead).await, 2);
    assert_eq!(service.send_mails_once().await.unwrap(), 0);
}

#[tokio::test]
async fn a_mail_whose_sender_was_lost_comes_back() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    invite(&world, &centre, "anna@mops.example").await;
    // Claimed by a process that is gone.
    let claim = "update tenants.mail set due_at = due_at + interval '5 minutes', attempts = 1 where id <> $1";
    world.plant(claim, crate::support::random()).await;
    assert!(world.letters().await.is_empty());
    world.wait(TimeDelta::minutes(5));
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn the_loop_sends_until_it_is_told_to_stop() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let (service, stop) = (world.ask(), stop.clone());
        async move { service.run_mails(stop).await }
    });
    invite(&world, &centre, "anna@mops.example").await;
    let sent = async {
        while world.count(WAITING).await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), sent)
        .await
        .expect("the mail is sent");
    stop.cancel();
    running.await.unwrap();
    assert_eq!(world.letters().await.len(), 1);
}
