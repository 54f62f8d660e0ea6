//! Mails: written in the transaction of what they are about, sealed; sent afterwards, by whoever is free.
//!
//! It knows what letters say and how they leave. Why one is sent is the business of its writer.

mod letters;
mod reminder_letter;
mod reminders;
mod sender;
mod transport;

use serde::{Deserialize, Serialize};

use uuid::Uuid;
use wsparcie_kernel::{CallResult, Instant};
use wsparcie_keys::KeyId;

pub(crate) use self::letters::{Letter, invitation, password_reset};
pub use self::reminders::REMINDER_JOB;
pub(crate) use self::reminders::take_in;
pub(crate) use self::sender::{run, send_once};
use super::{Tenants, keys_failed};
use crate::db;
use crate::db::mails::{Connection, MailKind};
use crate::domain::invitation;

/// What a row of waiting mail holds.
#[derive(Serialize, Deserialize)]
enum Content {
    /// A letter ready to go.
    Letter(Letter),
    /// A login that somebody typed to get a new password.
    PasswordResetRequest {
        /// As it was typed, in small letters.
        login: String,
        /// The HTTP request it came with; stands in the audit trail.
        request_id: Uuid,
    },
}

/// Puts a letter among the waiting mails, in the transaction of `conn`.
pub(crate) async fn enqueue(
    tenants: &Tenants,
    conn: &mut Connection,
    kind: MailKind,
    letter: Letter,
    now: Instant,
) -> CallResult<()> {
    let id = tenants.ids.next(now);
    let sealed = seal(tenants, id, &Content::Letter(letter))?;
    Ok(db::mails::insert(conn, id, kind, &sealed, now).await?)
}

/// Notes that somebody asked for a new password. What is done and how long it takes depends on nothing but this row: the
/// account, if there is one, is looked up when the mail is about to be sent.
pub(crate) async fn enqueue_password_request(
    tenants: &Tenants,
    conn: &mut Connection,
    login: &str,
    request_id: Uuid,
    now: Instant,
) -> CallResult<()> {
    let id = tenants.ids.next(now);
    let content = Content::PasswordResetRequest {
        login: login.to_owned(),
        request_id,
    };
    let sealed = seal(tenants, id, &content)?;
    Ok(db::mails::insert_request(conn, id, &sealed, now).await?)
}

fn seal(tenants: &Tenants, id: Uuid, content: &Content) -> CallResult<Vec<u8>> {
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(content).map_err(|_| wsparcie_kernel::CallError::Internal)?,
    );
    let sealed = tenants
        .keyring
        .seal_for(KeyId::Instance, &context(id), &plain)
        .map_err(|error| keys_failed(&error))?;
    Ok(sealed.as_bytes().to_vec())
}

fn open(tenants: &Tenants, id: Uuid, sealed: &[u8]) -> Option<Content> {
    let plain = tenants
        .keyring
        .open_for(KeyId::Instance, &context(id), sealed)
        .ok()?;
    serde_json::from_slice(&plain).ok()
}

/// Where mails to somebody go: their e-mail address, or their login if it is one.
fn address(email: Option<&str>, login: &str) -> Option<String> {
    let login = || invitation::is_address(login).then_some(login);
    email.or_else(login).map(str::to_owned)
}

fn context(id: Uuid) -> String {
    format!("mail:{id}")
}
