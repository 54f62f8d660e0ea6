//! What is recorded about one person: dated answers with their evidence.
//!
//! Values are personal data, often of a special category: no `Debug` here prints them.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The recorded fact from which `age` is computed; conditions name `age`, not the date.
pub const BIRTH_DATE: &str = "birth_date";

/// A recorded value. `Debug` shows its type only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A code or an identifier.
    Text(String),
    /// A calendar day.
    Date(NaiveDate),
}

impl fmt::Debug for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool(_) => "Bool(..)",
            Self::Int(_) => "Int(..)",
            Self::Text(_) => "Text(..)",
            Self::Date(_) => "Date(..)",
        })
    }
}

/// What the person, or a document, answered. A fact that nobody asked about has no answer at all.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The value is known.
    Known(FactValue),
    /// „Odmowa podania informacji": not a no.
    Refused,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(..)")
    }
}

/// What a fact stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Code of the kind: a certificate, a ruling, a statement, an interview.
    pub kind: String,
    /// The document, if it is on file.
    pub document_id: Option<Uuid>,
    /// The day it was made.
    pub dated_on: Option<NaiveDate>,
}

/// One dated fact about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its id, so that a verdict can point to it.
    pub id: Uuid,
    /// Its name in the vocabulary, or [`BIRTH_DATE`].
    pub name: String,
    /// The answer.
    pub answer: Answer,
    /// First day on which it holds; `None`: always has.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it holds; `None`: no end known.
    pub valid_to: Option<NaiveDate>,
    /// What it stands on, if anything was shown.
    pub evidence: Option<Evidence>,
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fact")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Facts about one person, history included, in a fixed order. Names outside a rule's vocabulary do no harm.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Fact>")]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// Takes facts in any order.
    pub fn new(mut facts: Vec<Fact>) -> Self {
        facts.sort_by(|a, b| (&a.name, a.valid_from, a.id).cmp(&(&b.name, b.valid_from, b.id)));
        Self(facts)
    }

    /// The facts with this name, oldest first.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Fact> {
        self.0.iter().filter(move |fact| fact.name == name)
    }

    /// The facts whose name the test accepts, in the fixed order.
    pub(super) fn matching<'a>(
        &'a self,
        accept: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Fact> {
        self.0.iter().filter(move |fact| accept(&fact.name))
    }
}

impl From<Vec<Fact>> for Facts {
    fn from(facts: Vec<Fact>) -> Self {
        Self::new(facts)
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(id: u128, name: &str) -> Fact {
        Fact {
            id: Uuid::from_u128(id),
            name: name.to_owned(),
            answer: Answer::Known(FactValue::Text("alkoholizm".to_owned())),
            valid_from: None,
            valid_to: None,
            evidence: None,
        }
    }

    #[test]
    fn the_order_in_which_facts_arrive_does_not_matter() {
        let forth = Facts::new(vec![fact(1, "age"), fact(2, "sex"), fact(3, "sex")]);
        let back = Facts::new(vec![fact(3, "sex"), fact(2, "sex"), fact(1, "age")]);
        assert_eq!(forth, back);
        let text = serde_json::to_string(&forth).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), forth);
    }

    #[test]
    fn debug_output_holds_no_personal_data() {
        let facts = Facts::new(vec![fact(1, "premise.addiction")]);
        for text in [
            format!("{facts:?}"),
            format!("{:?}", facts.0),
            format!("{:?}", facts.0[0].answer),
        ] {
            assert!(
                !text.contains("alkoholizm") && !text.contains("addiction"),
                "{text}"
            );
        }
        assert_eq!(format!("{:?}", FactValue::Int(44)), "Int(..)");
    }
}
