//! Dated facts about people, and the documents behind them.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_kernel::{Date, Instant};

use super::people::Personal;

/// What a fact says. Unknown is the absence of a fact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A code of a dictionary, or a TERYT code.
    Code(String),
    /// A whole number, not negative, in the unit of the vocabulary.
    Number(i64),
    /// The person refused to say: neither yes nor no.
    Refused,
}

impl fmt::Debug for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactValue(***)")
    }
}

/// A document behind a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Kind, best a code of the dictionary `evidence_kind`: `"certificate"`, `"ruling"`, `"declaration"`, `"interview"`; 1 to 60
    /// characters. Another word is kept, but documents no criterion that asks for kinds.
    pub kind: String,
    /// Its number or place in the files, 1 to 200 characters.
    pub reference: Personal,
    /// The date on it.
    pub dated: Option<Date>,
    /// The last day it is valid.
    pub valid_until: Option<Date>,
}

/// A dated fact about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Id.
    pub id: FactId,
    /// Whose.
    pub person_id: PersonId,
    /// The vocabulary's name: `"premise.homeless"`, `"disability_degree"`.
    pub name: String,
    /// What it says.
    pub value: FactValue,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last day it holds; absent while it goes on.
    pub valid_to: Option<Date>,
    /// The document behind it.
    pub evidence: Option<Evidence>,
    /// When it was recorded. A later record for the same day wins.
    pub recorded_at: Instant,
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fact({}, ***)", self.id.into_uuid())
    }
}

/// A fact to be recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewFact {
    /// Whose.
    pub person_id: PersonId,
    /// The vocabulary's name; derived names (`age`, `sex`, `premise_count`) cannot be recorded.
    pub name: String,
    /// What it says.
    pub value: FactValue,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last day it holds.
    pub valid_to: Option<Date>,
    /// The document behind it.
    pub evidence: Option<Evidence>,
}
