//! Facts as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_casework_api as api;

use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::scalars::Date;

/// What a fact says: exactly one of the four.
#[derive(InputObject)]
pub(crate) struct FactValueInput {
    /// Yes or no.
    flag: Option<bool>,
    /// A code of a dictionary, or a TERYT code.
    code: Option<String>,
    /// A whole number, not negative, in the unit of the vocabulary.
    number: Option<i64>,
    /// True if the person refused to say.
    refused: Option<bool>,
}

/// A document behind a fact.
#[derive(InputObject)]
pub(crate) struct EvidenceInput {
    /// Kind, best a code of the dictionary "evidence_kind": "certificate", "ruling", "declaration", "interview"; 1 to 60
    /// characters. Another word is kept, but documents no criterion that asks for kinds.
    kind: String,
    /// Its number or place in the files, 1 to 200 characters.
    #[graphql(secret)]
    reference: String,
    /// The date on it.
    dated: Option<Date>,
    /// The last day it is valid.
    valid_until: Option<Date>,
}

/// A fact to be recorded.
#[derive(InputObject)]
pub(crate) struct RecordFactInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The fact.
    pub(super) fact: FactInput,
}

/// A dated fact about a person.
#[derive(InputObject)]
pub(crate) struct FactInput {
    /// The global id of the person.
    person_id: ID,
    /// The name from `recruitmentVocabulary`; derived names (age, sex, premise_count) cannot be recorded.
    name: String,
    /// What it says.
    value: FactValueInput,
    /// The first day it holds.
    valid_from: Date,
    /// The last day it holds; not given while it goes on.
    valid_to: Option<Date>,
    /// The document behind it.
    evidence: Option<EvidenceInput>,
}

impl FactInput {
    /// The fact for the service; `None` if it says nothing, or two things, which is noted.
    pub(super) fn read(self, check: &mut Check) -> Result<Option<api::NewFact>, Failure> {
        let person_id = ids::parse(&self.person_id)?;
        let value = match (
            self.value.flag,
            self.value.code,
            self.value.number,
            self.value.refused.unwrap_or(false),
        ) {
            (Some(flag), None, None, false) => api::FactValue::Flag(flag),
            (None, Some(code), None, false) => api::FactValue::Code(code),
            (None, None, Some(number), false) => api::FactValue::Number(number),
            (None, None, None, true) => api::FactValue::Refused,
            _ => {
                check.refuse(
                    "FACT_VALUE_NOT_ONE",
                    &["fact", "value"],
                    "podaj dokładnie jedno z pól: flag, code, number albo refused",
                    "give exactly one of flag, code, number and refused",
                );
                return Ok(None);
            }
        };
        Ok(Some(api::NewFact {
            person_id,
            name: self.name,
            value,
            valid_from: self.valid_from.0,
            valid_to: self.valid_to.map(|day| day.0),
            evidence: self.evidence.map(|evidence| api::Evidence {
                kind: evidence.kind,
                reference: api::Personal::new(evidence.reference),
                dated: evidence.dated.map(|day| day.0),
                valid_until: evidence.valid_until.map(|day| day.0),
            }),
        }))
    }
}
