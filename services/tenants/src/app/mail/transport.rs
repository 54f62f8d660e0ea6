//! How a letter leaves: by SMTP, or as a file in a folder.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;
use wsparcie_kernel::Instant;

use super::Letter;
use crate::MailConfig;

/// The sender of letters that are only written to a folder.
const FOLDER_SENDER: &str = "Wsparcie <no-reply@wsparcie.invalid>";
/// The longest that a relay may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a letter did not leave. The code goes into the log; nothing else may, for a relay repeats addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// Trying later may help.
    Later(&'static str),
    /// It will never leave.
    Never(&'static str),
}

/// Sends one letter.
pub(super) async fn send(
    config: &MailConfig,
    public_url: &str,
    id: Uuid,
    letter: &Letter,
    now: Instant,
) -> Result<(), Failure> {
    match config {
        MailConfig::Folder(folder) => {
            // Lines as they are: somebody reads these files and copies the link.
            let message = message(FOLDER_SENDER, public_url, id, letter, now, true)?;
            let (folder, bytes) = (folder.clone(), message.formatted());
            let written = tokio::task::spawn_blocking(move || write(&folder, id, &bytes)).await;
            match written {
                Ok(Ok(())) => Ok(()),
                _ => Err(Failure::Later("MAIL_FOLDER")),
            }
        }
        MailConfig::Smtp { url, from } => {
            let message = message(from, public_url, id, letter, now, false)?;
            let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
                .map_err(|_| Failure::Later("MAIL_RELAY_URL"))?
                .timeout(Some(PATIENCE))
                .build();
            match relay.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(Failure::Never("MAIL_REJECTED")),
                Err(_) => Err(Failure::Later("MAIL_RELAY")),
            }
        }
    }
}

fn message(
    from: &str,
    public_url: &str,
    id: Uuid,
    letter: &Letter,
    now: Instant,
    as_it_is: bool,
) -> Result<Message, Failure> {
    let from: Mailbox = from.parse().map_err(|_| Failure::Later("MAIL_SENDER"))?;
    let to: Mailbox = letter.to.parse().map_err(|_| Failure::Never("MAIL_ADDRESS"))?;
    let body = if as_it_is {
        let lines = letter.body.replace('\n', "\r\n").into_bytes();
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::EightBit)
    } else {
        Body::new(letter.body.clone())
    };
    // The same id at every attempt: whoever gets a letter twice can tell.
    let host = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let host = host.split([':', '/']).next().unwrap_or(host);
    Message::builder()
        .from(from)
        .to(to)
        .date(SystemTime::from(now))
        .message_id(Some(format!("<{id}@{host}>")))
        .subject(letter.subject.clone())
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body))
        .map_err(|_| Failure::Never("MAIL_MESSAGE"))
}

/// Writes a letter whole or not at all, for the owner's eyes only: whoever can read it can use its link.
fn write(folder: &Path, id: Uuid, bytes: &[u8]) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let unfinished: PathBuf = folder.join(format!(".{id}.unfinished"));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, folder.join(format!("{id}.eml")))
}
