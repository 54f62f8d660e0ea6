//! Where a document stands in a register: once, each of its parts on a line of its own.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, CallResult, Problem};
use wsparcie_postgres::TenantTx;

use crate::db::expenses as db;
use crate::domain::expense::{CheckedEntry, DocumentKey, earlier};

/// The place of an entry.
pub(super) struct Place {
    /// The key that it stands under.
    pub(super) key: DocumentKey,
    /// Which part of the document it is; 0 is the first.
    pub(super) part: i32,
    /// Whether the document stands in another project's register as well. One invoice may be shared by projects; whether each
    /// has only its share is for people to look at.
    pub(super) is_elsewhere: bool,
}

/// Under which key the entry stands in the register and which part of its document it is: the first, or, where it names the
/// entry that began the document, the next under that one's key, on a line that has none yet. Whoever else enters this number
/// waits.
pub(super) async fn place(
    tx: &mut TenantTx,
    project: ProjectId,
    checked: &CheckedEntry,
    problems: &mut Vec<Problem>,
) -> CallResult<Place> {
    db::lock_number(tx, &checked.key.number).await?;
    let known = db::documents(tx, project, &checked.key.number).await?;
    let mut place = Place {
        key: checked.key.clone(),
        part: 0,
        is_elsewhere: earlier(&checked.key, &known.elsewhere).is_some(),
    };
    match (earlier(&checked.key, &known.here), checked.part_of) {
        (None, None) => {}
        (Some(_), None) => problems.push(repeated()),
        (Some(earlier), Some(named)) if earlier.entry == named => {
            let (part, is_on_line) = db::next_part(tx, project, &earlier.key, checked.line_id).await?;
            if is_on_line {
                problems.push(repeated_on_line());
            }
            place.key = earlier.key.clone();
            place.part = part;
        }
        (_, Some(named)) => {
            // An entry that this centre does not have is not found; one that it has is another document's.
            if db::find_all(tx, &[named.into_uuid()]).await?.is_empty() {
                return Err(CallError::NotFound);
            }
            problems.push(other_document());
        }
    }
    Ok(place)
}

fn other_document() -> Problem {
    let pl = "wskazany wpis nie zaczyna tego dokumentu (inny kontrahent, numer albo projekt, lub został odwrócony); \
              wskaż pierwszy wpis dokumentu";
    let en = "the entry named does not begin this document (another contractor, number or project, or it was reversed); \
              name the document's first entry";
    Problem::new("PART_OF_OTHER_DOCUMENT", pl, en).at(&["partOf"])
}

fn repeated_on_line() -> Problem {
    let pl = "część tego dokumentu już stoi na tej pozycji; wybierz inną pozycję albo skoryguj wpis, który na niej jest";
    let en =
        "a part of this document stands on this line already; choose another line or correct the entry on it";
    Problem::new("DOCUMENT_PART_REPEATED", pl, en).at(&["lineId"])
}

/// The document stands in the register already.
pub(super) fn repeated() -> Problem {
    let pl = "dokument o tym numerze od tego kontrahenta już jest w rejestrze projektu (wpis w polu „earlier”); jeśli \
              to dalsza część tego dokumentu, na inną pozycję, wskaż ten wpis w „partOf”; jeśli to inny kontrahent o tej \
              nazwie, podaj NIP obu";
    let en = "a document of this contractor with this number is in the project's register already (see \"earlier\"); if \
              this is another part of it, on another line, name that entry in \"partOf\"; if it is another contractor of \
              that name, give the tax numbers of both";
    Problem::new("DOCUMENT_REPEATED", pl, en).at(&["documentNumber"])
}
