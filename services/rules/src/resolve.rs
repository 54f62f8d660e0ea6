//! Facts as they stood on the reference date, derived ones included.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::national::completed_years;

use super::facts::{Answer, BIRTH_DATE, Evidence, Fact, FactValue, Facts};
use super::kleene::Kleene;
use super::vocabulary::{AGE, FactDef, FactType, PREMISE_COUNT, Vocabulary};

/// What is known of a fact on the reference date. Only `Known` and `NotInForce` decide anything by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactState {
    /// The value.
    Known(FactValue),
    /// A derived number that is only known within bounds, both included.
    Range {
        /// The least it can be.
        min: i64,
        /// The most it can be.
        max: i64,
    },
    /// Nobody has established it.
    Unknown,
    /// The person refused to say: not a no.
    Refused,
    /// It was known, but what was recorded no longer holds.
    Expired,
    /// Two records that start on the same day contradict each other.
    Conflicting,
    /// What was recorded is not a value that this fact can have.
    Unusable,
    /// The premise does not exist on the reference date, so nobody meets it.
    NotInForce,
}

/// A fact as a verdict used it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUse {
    /// The name in the vocabulary.
    pub name: String,
    /// What was known.
    pub state: FactState,
    /// The record it comes from.
    pub fact_id: Option<Uuid>,
    /// What the record stands on.
    pub evidence: Option<Evidence>,
}

impl std::fmt::Debug for FactUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FactUse")
            .field("fact_id", &self.fact_id)
            .finish_non_exhaustive()
    }
}

/// Every fact of a vocabulary with its state.
pub(super) struct Resolved<'v> {
    vocabulary: &'v Vocabulary,
    uses: BTreeMap<String, FactUse>,
}

impl<'v> Resolved<'v> {
    /// Reads the facts as they stood on that day.
    pub(super) fn on(day: NaiveDate, facts: &Facts, vocabulary: &'v Vocabulary) -> Self {
        let recorded = vocabulary.facts().filter(|definition| !definition.derived);
        let mut uses: BTreeMap<_, _> = recorded
            .map(|definition| (definition.name.clone(), read(day, facts, definition)))
            .chain([(AGE.to_owned(), age(day, facts))])
            .collect();
        for premise in vocabulary
            .premises()
            .iter()
            .filter(|premise| !premise.in_force(day))
        {
            if let Some(used) = uses.get_mut(&premise.fact_name()) {
                used.state = FactState::NotInForce;
            }
        }
        Self { vocabulary, uses }.with_premise_count()
    }

    /// Facts whose states are given; one whose value it cannot have is unusable.
    pub(super) fn given(
        vocabulary: &'v Vocabulary,
        states: impl IntoIterator<Item = (String, FactState)>,
    ) -> Self {
        let uses = states.into_iter().map(|(name, state)| {
            let fits = match (&state, vocabulary.find(&name)) {
                (FactState::Known(value), Some(known)) => fits(value, &known.fact_type),
                _ => true,
            };
            let state = if fits { state } else { FactState::Unusable };
            let use_of = used(&name, state, None);
            (name, use_of)
        });
        Self {
            vocabulary,
            uses: uses.collect(),
        }
    }

    /// The same facts, forgetting every record without evidence of one of these kinds.
    pub(super) fn documented_by(&self, kinds: &[String]) -> Self {
        let mut uses = self.uses.clone();
        for used in uses.values_mut() {
            let documented = used
                .evidence
                .as_ref()
                .is_some_and(|evidence| kinds.contains(&evidence.kind));
            if !documented && used.state != FactState::NotInForce {
                used.state = FactState::Unknown;
            }
        }
        Self {
            vocabulary: self.vocabulary,
            uses,
        }
        .with_premise_count()
    }

    pub(super) fn state(&self, name: &str) -> &FactState {
        self.uses
            .get(name)
            .map_or(&FactState::Unknown, |used| &used.state)
    }

    /// A yes-or-no fact.
    pub(super) fn truth(&self, name: &str) -> Kleene {
        match self.state(name) {
            FactState::Known(FactValue::Bool(value)) => (*value).into(),
            FactState::NotInForce => Kleene::False,
            _ => Kleene::Unknown,
        }
    }

    /// The numbers to try, if one of these facts is known only within bounds.
    pub(super) fn undecided_range(&self, names: &[String]) -> Option<RangeInclusive<i64>> {
        names.iter().find_map(|name| match self.state(name) {
            FactState::Range { min, max } => Some(*min..=*max),
            _ => None,
        })
    }

    /// The facts to show for these names; a count of premises is shown with the premises it counts.
    pub(super) fn uses_of(&self, names: &[String]) -> Vec<FactUse> {
        let mut shown: Vec<&str> = Vec::new();
        let premises: Vec<String> = self
            .vocabulary
            .premises()
            .iter()
            .map(super::Premise::fact_name)
            .collect();
        for name in names {
            shown.push(name);
            if name == PREMISE_COUNT {
                shown.extend(premises.iter().map(String::as_str));
            }
        }
        let mut uses: Vec<FactUse> = Vec::new();
        for used in shown.iter().filter_map(|name| self.uses.get(*name)) {
            if !uses.iter().any(|known| known.name == used.name) {
                uses.push(used.clone());
            }
        }
        uses
    }

    fn with_premise_count(mut self) -> Self {
        let mut counted: BTreeMap<&str, Kleene> = BTreeMap::new();
        for premise in self.vocabulary.premises() {
            let met = counted.entry(premise.counted_as()).or_insert(Kleene::False);
            *met = met.or(self.truth(&premise.fact_name()));
        }
        let how_many =
            |value| i64::try_from(counted.values().filter(|met| **met == value).count()).unwrap_or(0);
        let min = how_many(Kleene::True);
        let max = min + how_many(Kleene::Unknown);
        let state = if min == max {
            FactState::Known(FactValue::Int(min))
        } else {
            FactState::Range { min, max }
        };
        self.uses
            .insert(PREMISE_COUNT.to_owned(), used(PREMISE_COUNT, state, None));
        self
    }
}

/// The record that holds on the day: of those in force, the one that began last.
fn read(day: NaiveDate, facts: &Facts, definition: &FactDef) -> FactUse {
    let name = definition.name.as_str();
    match in_force(day, facts, name) {
        Err(state) => used(name, state, None),
        Ok(fact) => {
            let state = match &fact.answer {
                Answer::Refused => FactState::Refused,
                Answer::Known(value) if fits(value, &definition.fact_type) => FactState::Known(value.clone()),
                Answer::Known(_) => FactState::Unusable,
            };
            used(name, state, Some(fact))
        }
    }
}

fn age(day: NaiveDate, facts: &Facts) -> FactUse {
    match in_force(day, facts, BIRTH_DATE) {
        Err(state) => used(AGE, state, None),
        Ok(fact) => {
            let state = match &fact.answer {
                Answer::Refused => FactState::Refused,
                Answer::Known(FactValue::Date(birth)) => match completed_years(*birth, day) {
                    Some(years) => FactState::Known(FactValue::Int(i64::from(years))),
                    None => FactState::Unusable,
                },
                Answer::Known(_) => FactState::Unusable,
            };
            used(AGE, state, Some(fact))
        }
    }
}

fn in_force<'a>(day: NaiveDate, facts: &'a Facts, name: &'a str) -> Result<&'a Fact, FactState> {
    let begun: Vec<&Fact> = facts
        .named(name)
        .filter(|fact| fact.valid_from.is_none_or(|from| from <= day))
        .collect();
    let holding = begun
        .iter()
        .copied()
        .filter(|fact| fact.valid_to.is_none_or(|to| day <= to));
    let Some(latest) = holding.clone().map(|fact| fact.valid_from).max() else {
        return Err(if begun.is_empty() {
            FactState::Unknown
        } else {
            FactState::Expired
        });
    };
    let mut candidates = holding.filter(|fact| fact.valid_from == latest);
    match candidates.next() {
        None => Err(FactState::Unknown),
        Some(first) if candidates.all(|other| other.answer == first.answer) => Ok(first),
        Some(_) => Err(FactState::Conflicting),
    }
}

fn fits(value: &FactValue, fact_type: &FactType) -> bool {
    match (value, fact_type) {
        (FactValue::Bool(_), FactType::Boolean)
        | (FactValue::Int(_), FactType::Integer)
        | (FactValue::Text(_), FactType::Text) => true,
        (FactValue::Text(code), FactType::Code(codes)) => codes.contains(code),
        _ => false,
    }
}

fn used(name: &str, state: FactState, fact: Option<&Fact>) -> FactUse {
    FactUse {
        name: name.to_owned(),
        state,
        fact_id: fact.map(|fact| fact.id),
        evidence: fact.and_then(|fact| fact.evidence.clone()),
    }
}
