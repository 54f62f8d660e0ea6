//! An upload's life: how long it may take, and when its object is the announced file.

use chrono::TimeDelta;
use wsparcie_documents_api::{Document, DocumentState};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{CallError, Instant, Problem};

use super::digest::Sha256Digest;

/// How long a signed upload is accepted.
pub(crate) const UPLOAD_LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// How long a signed download is accepted.
pub(crate) const DOWNLOAD_LIFETIME: TimeDelta = TimeDelta::minutes(5);
/// How long after its announcement a file may be uploaded and finalised.
const WINDOW: TimeDelta = TimeDelta::hours(24);
/// When what is left of an upload is swept: long enough after the window that nothing signed or begun within it is alive.
pub(crate) const SWEEP_AFTER: TimeDelta = TimeDelta::hours(25);

/// Whether an upload signed now could still be used up within the document's window.
pub(crate) fn may_be_uploaded(document: &Document, now: Instant) -> bool {
    document.state == DocumentState::AwaitingUpload && now + UPLOAD_LIFETIME <= document.created_at + WINDOW
}

/// What finalising means for a document as it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is available already: nothing to do.
    Done,
    /// Its object is to be checked.
    Due,
}

/// Decides whether the document can be finalised from the version given.
///
/// # Errors
/// Refused with `STALE_VERSION` or `UPLOAD_EXPIRED`.
pub(crate) fn standing(
    document: &Document,
    expected_version: i64,
    now: Instant,
) -> Result<Standing, CallError> {
    if document.version != expected_version {
        return Err(stale_version());
    }
    if document.state == DocumentState::Available {
        return Ok(Standing::Done);
    }
    if now > document.created_at + WINDOW {
        return Err(CallError::refused(expired()));
    }
    Ok(Standing::Due)
}

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ObjectFacts {
    pub(crate) size_bytes: i64,
    /// The media type it was stored with, if the storage tells.
    pub(crate) media_type: Option<String>,
}

/// How the uploaded object differs from the announced file, as far as the storage tells without reading it.
pub(crate) fn visible_differences(announced: &Document, object: &ObjectFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    if object.size_bytes != announced.size_bytes {
        let (is, due) = (object.size_bytes, announced.size_bytes);
        problems.push(differs(
            &format!("ma rozmiar {is} B, a zapowiedziano {due} B"),
            &format!("its size is {is} B, announced were {due} B"),
        ));
    }
    // An absent type is no difference: the file that is kept gets the announced type.
    if object
        .media_type
        .as_ref()
        .is_some_and(|stored| !stored.eq_ignore_ascii_case(&announced.media_type))
    {
        problems.push(differs(
            "ma inny typ niż zapowiedziano",
            "its media type is not the announced one",
        ));
    }
    problems
}

/// Whether the bytes read are the announced ones.
pub(crate) fn is_announced(announced: &Document, size_bytes: i64, sha256: Sha256Digest) -> bool {
    size_bytes == announced.size_bytes && Sha256Digest::parse(&announced.sha256) == Some(sha256)
}

/// The problem of other bytes than announced.
pub(crate) fn other_bytes() -> Problem {
    differs(
        "ma inną treść (skrót SHA-256) niż zapowiedziano",
        "its bytes (SHA-256) are not the announced ones",
    )
}

/// The problem of an object that isn't there.
pub(crate) fn missing() -> Problem {
    Problem::new(
        "UPLOAD_MISSING",
        "pliku jeszcze nie przesłano; prześlij go i spróbuj ponownie",
        "the file has not been uploaded yet; upload it and try again",
    )
}

/// The problem of an announcement whose time is over.
pub(crate) fn expired() -> Problem {
    Problem::new(
        "UPLOAD_EXPIRED",
        "plik miał zostać przesłany w ciągu 24 godzin; zapowiedz go jeszcze raz, z nowym kluczem",
        "the file was to be uploaded within 24 hours; announce it once more, with a new key",
    )
}

/// The problem of asking for a file that isn't available.
pub(crate) fn not_available() -> Problem {
    Problem::new(
        "DOCUMENT_NOT_AVAILABLE",
        "pliku jeszcze nie ma; najpierw go prześlij i zatwierdź przesłanie",
        "the file is not there yet; upload it and finalise the upload first",
    )
}

fn differs(pl: &str, en: &str) -> Problem {
    Problem::new(
        "UPLOAD_DIFFERS",
        format!("przesłany plik {pl}; prześlij właściwy plik jeszcze raz"),
        format!("the uploaded file differs: {en}; upload the right file again"),
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wsparcie_documents_api::DocumentKind;
    use wsparcie_kernel::ids::{DocumentId, ProjectId};

    use super::*;

    fn document(state: DocumentState) -> Document {
        Document {
            id: DocumentId::from_uuid(Uuid::nil()),
            project_id: ProjectId::from_uuid(Uuid::nil()),
            kind: DocumentKind::Other,
            title: "t".to_owned(),
            file_name: "f.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 10,
            sha256: "ab".repeat(32),
            state,
            version: 1,
            created_at: Instant::UNIX_EPOCH,
        }
    }

    fn after(hours: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn a_file_is_uploaded_and_finalised_within_a_day() {
        let awaiting = document(DocumentState::AwaitingUpload);
        assert!(may_be_uploaded(&awaiting, after(23)));
        assert!(!may_be_uploaded(&awaiting, after(24)));
        assert_eq!(standing(&awaiting, 1, after(24)), Ok(Standing::Due));
        assert_eq!(
            standing(&awaiting, 1, after(25)),
            Err(CallError::refused(expired()))
        );
    }

    #[test]
    fn a_sweep_comes_when_nothing_signed_or_begun_is_alive() {
        assert!(SWEEP_AFTER > WINDOW + UPLOAD_LIFETIME);
    }

    #[test]
    fn an_available_document_is_done_but_only_from_its_current_version() {
        let available = document(DocumentState::Available);
        assert_eq!(standing(&available, 1, after(1000)), Ok(Standing::Done));
        assert_eq!(standing(&available, 2, after(0)), Err(stale_version()));
        assert!(!may_be_uploaded(&available, after(0)));
    }

    #[test]
    fn each_visible_difference_is_told() {
        let announced = document(DocumentState::AwaitingUpload);
        let object = |size_bytes, media_type: Option<&str>| ObjectFacts {
            size_bytes,
            media_type: media_type.map(str::to_owned),
        };
        assert!(visible_differences(&announced, &object(10, Some("Application/Pdf"))).is_empty());
        assert!(visible_differences(&announced, &object(10, None)).is_empty());
        assert_eq!(
            visible_differences(&announced, &object(11, Some("text/html"))).len(),
            2
        );
    }

    #[test]
    fn only_the_announced_bytes_are_the_announced_file() {
        let announced = document(DocumentState::AwaitingUpload);
        let same = Sha256Digest::from_bytes([0xab; 32]);
        assert!(is_announced(&announced, 10, same));
        assert!(!is_announced(&announced, 9, same));
        assert!(!is_announced(
            &announced,
            10,
            Sha256Digest::from_bytes([0xac; 32])
        ));
    }
}
