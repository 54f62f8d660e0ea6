//! When two entries are the same document.

use wsparcie_kernel::ids::ExpenseId;
use wsparcie_kernel::national::Nip;
use wsparcie_programmes_api::Contractor;

use super::entry::{MAX_NUMBER, check_contractor};
use crate::domain::text;

/// How the key of a contractor without a tax number begins.
const BY_NAME: &str = "name:";
/// Longest part of a key, in characters: some letters become several in capitals.
const MAX_KEY: usize = 200;

/// What makes two entries the same document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKey {
    /// The contractor: NIP, foreign number, or the name where there is neither.
    pub contractor: String,
    /// The contractor's name, as [`name_key`] has it.
    pub name: String,
    /// The number as all its spellings have it: without blanks, in capitals, strokes and dashes as "/" and "-".
    pub number: String,
}

impl DocumentKey {
    /// Whether the document may be the other one: the number is the same, and so is the contractor. Two tax numbers tell
    /// contractors apart. Where one entry or both lack it, the names have to do: the same invoice is entered once with and
    /// once without a NIP easily.
    fn may_be(&self, other: &Self) -> bool {
        let has_tax_number = |key: &Self| !key.contractor.starts_with(BY_NAME);
        let is_same_contractor = if has_tax_number(self) && has_tax_number(other) {
            self.contractor == other.contractor
        } else {
            self.name == other.name
        };
        self.number == other.number && is_same_contractor
    }
}

/// A document that stands in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDocument {
    /// The entry that began it.
    pub entry: ExpenseId,
    /// Its key.
    pub key: DocumentKey,
}

/// The documents of one number that stand in the centre's registers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownDocuments {
    /// In the project's register.
    pub here: Vec<KnownDocument>,
    /// In other projects' registers.
    pub elsewhere: Vec<KnownDocument>,
}

/// The document of the register that this one is or may be; where it may be several, the one with the same contractor's key.
pub fn earlier<'a>(key: &DocumentKey, known: &'a [KnownDocument]) -> Option<&'a KnownDocument> {
    let mut possible = known.iter().filter(|document| key.may_be(&document.key));
    let exact = |document: &&KnownDocument| document.key.contractor == key.contractor;
    known
        .iter()
        .filter(|document| key.may_be(&document.key))
        .find(exact)
        .or_else(|| possible.next())
}

/// The key of a document that is looked for.
///
/// # Errors
/// What is wrong with the contractor or the number.
pub fn document_key(
    contractor: &Contractor,
    number: &str,
) -> Result<DocumentKey, Vec<wsparcie_kernel::Problem>> {
    let mut problems = Vec::new();
    let number = text::line(&mut problems, &["documentNumber"], number, MAX_NUMBER);
    let (name, nip, foreign_id) = check_contractor(&mut problems, contractor);
    if problems.is_empty() {
        Ok(key_of(&name, nip.as_ref(), foreign_id.as_deref(), &number))
    } else {
        Err(problems)
    }
}

/// A contractor's name by its letters and digits alone, in capitals; a name that has none stays as it is.
pub fn name_key(name: &str) -> String {
    let whole = text::key(name);
    let letters: String = whole.chars().filter(|c| c.is_alphanumeric()).collect();
    let kept = if letters.is_empty() { whole } else { letters };
    kept.chars().take(MAX_KEY).collect()
}

pub(super) fn key_of(name: &str, nip: Option<&Nip>, foreign_id: Option<&str>, number: &str) -> DocumentKey {
    let cut = |key: String, max: usize| -> String { key.chars().take(max).collect() };
    let name = name_key(name);
    let contractor = match (nip, foreign_id) {
        (Some(nip), _) => format!("nip:{}", nip.as_str()),
        (None, Some(id)) => format!("id:{}", cut(text::key(id), MAX_KEY)),
        (None, None) => format!("{BY_NAME}{name}"),
    };
    DocumentKey {
        contractor,
        name,
        number: cut(text::key(number), MAX_NUMBER),
    }
}
