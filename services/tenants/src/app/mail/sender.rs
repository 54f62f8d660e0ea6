//! Sends what waits. Any number of processes may do it at once: a claim gives each mail to one of them.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Actor, Call, CallResult, Instant};
use wsparcie_postgres::audit::Act;

use super::transport::{self, Failure};
use super::{Content, Letter, address, open, password_reset, seal};
use crate::app::{Tenants, links};
use crate::db;
use crate::db::mails::{DueMail, MailKind};
use crate::domain::link;

/// How often an idle sender looks for mails.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a claim lasts: longer than a relay may take for all its answers.
const CLAIM: TimeDelta = TimeDelta::minutes(5);
/// The most mails of one round.
const AT_ONCE: usize = 50;
/// A mail that could not be sent for so long is given up.
const PATIENCE: TimeDelta = TimeDelta::days(1);
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(15);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// Sends until told to stop; a mail begun is finished. Failures of the database are waited out.
pub(crate) async fn run(tenants: &Tenants, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let pause = match send_once(tenants).await {
            Ok(0) => PAUSE,
            Ok(_) => Duration::ZERO,
            Err(_) => PAUSE * 4,
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Sends the mails that are due, and gives how many it looked at.
pub(crate) async fn send_once(tenants: &Tenants) -> CallResult<usize> {
    for done in 0..AT_ONCE {
        let now = tenants.clock.now();
        let claimed = {
            let mut identity = tenants.db.identity_conn().await?;
            db::mails::claim(identity.conn(), now, now + CLAIM).await?
        };
        let Some(mail) = claimed else { return Ok(done) };
        handle(tenants, &mail, now).await?;
    }
    Ok(AT_ONCE)
}

async fn handle(tenants: &Tenants, mail: &DueMail, now: Instant) -> CallResult<()> {
    let letter = match open(tenants, mail.id, &mail.sealed) {
        Some(Content::Letter(letter)) => Some(letter),
        Some(Content::PasswordResetRequest { login, request_id }) => {
            answer_request(tenants, mail.id, &login, request_id, now).await?
        }
        None => return settle(tenants, mail, Err(Failure::Never("MAIL_SEALED")), now).await,
    };
    let Some(letter) = letter else {
        let mut identity = tenants.db.identity_conn().await?;
        return Ok(db::mails::delete(identity.conn(), mail.id).await?);
    };
    let config = &tenants.config;
    let sent = transport::send(&config.mail, &config.public_url, mail.id, &letter, now).await;
    settle(tenants, mail, sent, now).await
}

/// Forgets, postpones or gives up.
async fn settle(
    tenants: &Tenants,
    mail: &DueMail,
    sent: Result<(), Failure>,
    now: Instant,
) -> CallResult<()> {
    let mut identity = tenants.db.identity_conn().await?;
    let (code, give_up) = match sent {
        Ok(()) => return Ok(db::mails::delete(identity.conn(), mail.id).await?),
        Err(Failure::Never(code)) => (code, true),
        Err(Failure::Later(code)) => (code, now - mail.created_at >= PATIENCE),
    };
    if give_up {
        tracing::error!(
            error.code = code,
            attempt = mail.attempts,
            "a mail could not be sent and was given up"
        );
        return Ok(db::mails::bury(identity.conn(), mail.id, now).await?);
    }
    tracing::warn!(
        error.code = code,
        attempt = mail.attempts,
        "a mail could not be sent yet"
    );
    Ok(db::mails::postpone(identity.conn(), mail.id, now + wait(mail.attempts)).await?)
}

/// Doubles with every attempt.
fn wait(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

/// Makes the link that somebody asked for and puts the letter in the request's place; `None` if nobody has this login,
/// mails don't reach them, or they have had enough of them.
async fn answer_request(
    tenants: &Tenants,
    id: Uuid,
    login: &str,
    request_id: Uuid,
    now: Instant,
) -> CallResult<Option<Letter>> {
    let owner = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::owner(identity.conn(), None, Some(login)).await?
    };
    let Some(owner) = owner.filter(|owner| owner.enabled) else {
        return Ok(None);
    };
    let (Some(address), Some(trail)) = (address(owner.email.as_deref(), &owner.login), owner.trail) else {
        return Ok(None);
    };
    let mut tx = tenants.db.begin(trail).await?;
    let mut identity = tenants.db.begin_identity().await?;
    db::accounts::lock(&mut identity, owner.id).await?;
    let recent = db::links::recent(&mut identity, owner.id, now).await?;
    let too_soon = recent
        .newest
        .is_some_and(|newest| now - newest < link::BETWEEN_PASSWORD_MAILS);
    if too_soon || recent.open >= link::OPEN_PASSWORD_LINKS {
        return Ok(None);
    }
    let token = links::new_token(tenants)?;
    let letter = password_reset(&address, &link::password(&tenants.config.public_url, &token));
    let digest = links::digest(tenants, links::PASSWORD, &token)?;
    db::links::insert(&mut identity, owner.id, &digest, now, now + link::PASSWORD_LINK).await?;
    let content = Content::Letter(letter);
    let sealed = seal(tenants, id, &content)?;
    db::mails::answer(&mut identity, id, MailKind::PasswordReset, &sealed).await?;
    let act = Act::on("password.reset_requested", "account", UserId::into_uuid(owner.id));
    let call = Call::new(Actor::anonymous(), request_id);
    tenants.record(&mut tx, &call, act, now).await?;
    tx.commit().await?;
    identity.commit().await?;
    match content {
        Content::Letter(letter) => Ok(Some(letter)),
        Content::PasswordResetRequest { .. } => Ok(None),
    }
}
