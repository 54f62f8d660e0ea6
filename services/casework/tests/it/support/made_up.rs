//! People, rules and documents that nobody has.

use serde_json::{Value, json};
use wsparcie_casework_api::{Evidence, Identification, NewPerson, Personal};
use wsparcie_kernel::national::Sex;

use super::day;

pub(crate) fn personal(text: &str) -> Personal {
    Personal::new(text.to_owned())
}

pub(crate) fn by_pesel(first: &str, last: &str, pesel: &str) -> NewPerson {
    NewPerson {
        first_name: personal(first),
        last_name: personal(last),
        identification: Identification::Pesel(personal(pesel)),
    }
}

pub(crate) fn by_birth(first: &str, last: &str, birth: &str, sex: Sex) -> NewPerson {
    NewPerson {
        first_name: personal(first),
        last_name: personal(last),
        identification: Identification::WithoutPesel {
            birth_date: day(birth),
            sex,
        },
    }
}

/// A valid PESEL of somebody born in the 20th century; serials of one day and sex differ.
pub(crate) fn pesel(birth: &str, serial: u32, sex: Sex) -> String {
    let date: String = birth.replace('-', "").chars().skip(2).collect();
    let last = (serial % 5) * 2 + u32::from(sex == Sex::Male);
    let ten = format!("{date}{:03}{last}", serial / 5);
    let weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
    let sum: u32 = ten
        .chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    format!("{ten}{}", (10 - sum % 10) % 10)
}

pub(crate) fn interview(reference: &str) -> Evidence {
    Evidence {
        kind: "interview".to_owned(),
        reference: personal(reference),
        dated: Some(day("2017-09-01")),
        valid_until: None,
    }
}

/// Rules with one condition.
pub(crate) fn only(expression: &str) -> Value {
    json!({"criteria": [{
        "code": "only", "label_pl": "warunek", "label_en": "condition", "legal_basis": null,
        "expression": expression, "group": null, "evidence_kinds": [],
    }], "groups": [], "preferences": []})
}

/// The rules of seed 000, as programmes stores them.
pub(crate) fn jelenia_gora() -> Value {
    stored(include_str!(
        "../../../../rules/testdata/seed_000_jelenia_gora.toml"
    ))
}

/// The rules of seed 001, as programmes stores them.
pub(crate) fn zielona_gora() -> Value {
    stored(include_str!(
        "../../../../rules/testdata/seed_001_zielona_gora.toml"
    ))
}

/// The engine's own form with what the contract leaves out dropped and what it asks for added.
fn stored(text: &str) -> Value {
    let mut rules: Value = toml::from_str(text).unwrap();
    for criterion in rules["criteria"].as_array_mut().unwrap() {
        let criterion = criterion.as_object_mut().unwrap();
        criterion.remove("other_reading");
        criterion.entry("evidence_kinds").or_insert_with(|| json!([]));
    }
    let list = |name: &str| rules.get(name).cloned().unwrap_or_else(|| json!([]));
    json!({"criteria": list("criteria"), "groups": list("groups"), "preferences": list("preferences")})
}
