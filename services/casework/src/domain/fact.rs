//! Dated facts about a person: what can be recorded, and how it is kept.

use serde::{Deserialize, Serialize};
use wsparcie_casework_api::{Evidence, Fact, FactValue, NewFact, Personal};
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Date, Instant, Problem};

use super::rules::Recordable;

/// The most facts of one person.
pub(crate) const MAX_FACTS: i32 = 500;
/// The longest kind of evidence, in characters.
const MAX_KIND: usize = 60;
/// The longest reference of a document, in characters.
const MAX_REFERENCE: usize = 200;
/// The longest name, in characters: names come from a dictionary, but are typed.
const MAX_FACT_NAME: usize = 60;
/// Nothing that matters to a living person began before.
const FIRST_DAY: Date = match Date::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => Date::MIN,
};
/// How far ahead a fact may begin: people bring rulings that start next month.
const AHEAD_DAYS: u64 = 366;
/// How far ahead a fact or a document may end.
const LAST_DAY: Date = match Date::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => Date::MAX,
};

/// A fact to be recorded, checked.
pub(crate) struct FactDraft {
    pub(crate) payload: Payload,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
}

/// What is sealed of a fact, as one. Stored: fields are only added, with a default.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) name: String,
    pub(crate) value: FactValue,
    pub(crate) evidence: Option<Evidence>,
}

impl FactDraft {
    /// Checks the input against what can be recorded.
    ///
    /// # Errors
    /// Refused with every problem found. No message repeats the value.
    pub(crate) fn check(input: &NewFact, recordable: &Recordable, today: Date) -> Result<Self, CallError> {
        let mut problems = Problems::default();
        let name = problems.keep(&["name"], line(&input.name, MAX_FACT_NAME));
        if let Some(name) = &name {
            problems.keep(&[], recordable.check(name, &input.value));
        }
        problems.day(
            &["validFrom"],
            input.valid_from,
            FIRST_DAY,
            today + chrono::Days::new(AHEAD_DAYS),
        );
        if let Some(valid_to) = input.valid_to {
            problems.day(&["validTo"], valid_to, input.valid_from.max(FIRST_DAY), LAST_DAY);
        }
        let evidence = input
            .evidence
            .as_ref()
            .map(|given| evidence(&mut problems, given, today));
        let draft = name.map(|name| Self {
            payload: Payload {
                name,
                value: input.value.clone(),
                evidence: evidence.flatten(),
            },
            valid_from: input.valid_from,
            valid_to: input.valid_to,
        });
        let mut whole = Problems::default();
        let draft = whole.keep_part(&["fact"], problems.finish(draft));
        Ok(whole.finish(draft)?)
    }

    /// The fact as it is answered.
    pub(crate) fn into_fact(self, id: FactId, person_id: PersonId, recorded_at: Instant) -> Fact {
        self.payload
            .into_fact(id, person_id, (self.valid_from, self.valid_to), recorded_at)
    }
}

impl Payload {
    /// The fact with what stands in clear beside it.
    pub(crate) fn into_fact(
        self,
        id: FactId,
        person_id: PersonId,
        (valid_from, valid_to): (Date, Option<Date>),
        recorded_at: Instant,
    ) -> Fact {
        Fact {
            id,
            person_id,
            name: self.name,
            value: self.value,
            valid_from,
            valid_to,
            evidence: self.evidence,
            recorded_at,
        }
    }
}

fn evidence(problems: &mut Problems, given: &Evidence, today: Date) -> Option<Evidence> {
    let kind = problems.keep(&["evidence", "kind"], line(&given.kind, MAX_KIND));
    let reference = problems.keep(
        &["evidence", "reference"],
        line(given.reference.expose(), MAX_REFERENCE),
    );
    if let Some(dated) = given.dated {
        problems.day(&["evidence", "dated"], dated, FIRST_DAY, today);
    }
    if let Some(valid_until) = given.valid_until {
        problems.day(
            &["evidence", "validUntil"],
            valid_until,
            given.dated.unwrap_or(FIRST_DAY),
            LAST_DAY,
        );
    }
    kind.zip(reference).map(|(kind, reference)| Evidence {
        kind,
        reference: Personal::new(reference),
        dated: given.dated,
        valid_until: given.valid_until,
    })
}

/// The refusal of one fact too many.
pub(crate) fn too_many() -> CallError {
    CallError::refused(
        Problem::new(
            "TOO_MANY_FACTS",
            format!("ta osoba ma już {MAX_FACTS} faktów; więcej nie można zapisać"),
            format!("this person has {MAX_FACTS} facts already; no more can be recorded"),
        )
        .at(&["fact", "personId"]),
    )
}

#[cfg(test)]
#[path = "fact_tests.rs"]
mod tests;
