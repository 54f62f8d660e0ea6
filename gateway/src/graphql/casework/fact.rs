//! Dated facts as the schema shows them.

use async_graphql::{ID, SimpleObject};
use wsparcie_casework_api as api;

use crate::graphql::ids::{self, GlobalId};
use crate::graphql::scalars::{Date, DateTime};

/// What a fact says: one of a flag, a code, a number, or a refusal. Unknown is the absence of a fact.
///
/// Permission for all fields: person:read
#[derive(SimpleObject)]
pub(crate) struct FactValue {
    /// Yes or no; null if the fact is not of that kind.
    flag: Option<bool>,
    /// A code of a dictionary or a TERYT code; null if the fact is not of that kind.
    code: Option<String>,
    /// A whole number in the unit of the vocabulary; null if the fact is not of that kind.
    number: Option<i64>,
    /// Whether the person refused to say, which is neither yes nor no.
    refused: bool,
}

impl From<api::FactValue> for FactValue {
    fn from(value: api::FactValue) -> Self {
        let nothing = Self {
            flag: None,
            code: None,
            number: None,
            refused: false,
        };
        match value {
            api::FactValue::Flag(flag) => Self {
                flag: Some(flag),
                ..nothing
            },
            api::FactValue::Code(code) => Self {
                code: Some(code),
                ..nothing
            },
            api::FactValue::Number(number) => Self {
                number: Some(number),
                ..nothing
            },
            api::FactValue::Refused => Self {
                refused: true,
                ..nothing
            },
        }
    }
}

/// A document behind a fact.
///
/// Permission for all fields: person:read
#[derive(SimpleObject)]
pub(crate) struct Evidence {
    /// Kind, as a code of the dictionary "evidence_kind" ("certificate", "ruling", "declaration", "interview") or as it was
    /// entered.
    kind: String,
    /// Its number or place in the files.
    reference: String,
    /// The date on it; null if unknown.
    dated: Option<Date>,
    /// The last day it is valid; null if it does not expire.
    valid_until: Option<Date>,
}

/// A dated fact about a person. A later record for the same day wins.
///
/// Permission for all fields: person:read
#[derive(SimpleObject)]
pub(crate) struct Fact {
    /// The global id.
    id: ID,
    /// The global id of the person.
    person_id: ID,
    /// The name from `recruitmentVocabulary`: "premise.homeless".
    name: String,
    /// What it says.
    value: FactValue,
    /// The first day it holds.
    valid_from: Date,
    /// The last day it holds; null while it goes on.
    valid_to: Option<Date>,
    /// The document behind it; null if there is none.
    evidence: Option<Evidence>,
    /// When it was recorded.
    recorded_at: DateTime,
}

impl From<api::Fact> for Fact {
    fn from(row: api::Fact) -> Self {
        Self {
            id: ids::encode("Fact", row.id.into_uuid()),
            person_id: row.person_id.global(),
            name: row.name,
            value: row.value.into(),
            valid_from: row.valid_from.into(),
            valid_to: row.valid_to.map(Into::into),
            evidence: row.evidence.map(|evidence| Evidence {
                kind: evidence.kind,
                reference: evidence.reference.expose().to_owned(),
                dated: evidence.dated.map(Into::into),
                valid_until: evidence.valid_until.map(Into::into),
            }),
            recorded_at: row.recorded_at.into(),
        }
    }
}
