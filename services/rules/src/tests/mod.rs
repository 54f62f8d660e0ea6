//! Tests of the whole engine; what one file can show alone stands beside it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;

mod cases;
mod guard;
mod hostile;
mod jelenia_gora;
mod logic;
mod rule_sets;
mod vocabulary_page;
mod zielona_gora;

const JELENIA_GORA: &str = include_str!("../../testdata/seed_000_jelenia_gora.toml");
const ZIELONA_GORA: &str = include_str!("../../testdata/seed_001_zielona_gora.toml");

fn rules(text: &str) -> CheckedRules {
    CheckedRules::check(toml::from_str(text).unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn fact(id: u128, name: &str, value: FactValue) -> Fact {
    Fact {
        id: Uuid::from_u128(id),
        name: name.to_owned(),
        answer: Answer::Known(value),
        valid_from: None,
        valid_to: None,
        evidence: None,
    }
}

fn yes(id: u128, name: &str) -> Fact {
    fact(id, name, FactValue::Bool(true))
}

fn text(id: u128, name: &str, value: &str) -> Fact {
    fact(id, name, FactValue::Text(value.to_owned()))
}

fn with_evidence(fact: Fact, kind: &str) -> Fact {
    let evidence = Evidence {
        kind: kind.to_owned(),
        document_id: None,
        dated_on: None,
    };
    Fact {
        evidence: Some(evidence),
        ..fact
    }
}

fn jelenia_gora_person(birth: &str) -> Vec<Fact> {
    vec![
        fact(1, BIRTH_DATE, FactValue::Date(day(birth))),
        yes(2, "centre_client"),
        text(3, "labour_status", "inactive"),
        with_evidence(yes(4, "premise.art7"), "interview"),
    ]
}

fn zielona_gora_person(premises: &[&str]) -> Vec<Fact> {
    let mut facts = vec![text(1, "residence_gmina", "0862011")];
    facts.extend(
        (10..)
            .zip(premises)
            .map(|(id, code)| yes(id, &format!("premise.{code}"))),
    );
    facts
}

fn outcome(verdict: &Verdict, code: &str) -> Outcome {
    verdict
        .criteria
        .iter()
        .find(|item| item.code == code)
        .unwrap()
        .outcome
}

fn preferences(verdict: &Verdict) -> Vec<Outcome> {
    verdict.preferences.iter().map(|item| item.outcome).collect()
}
