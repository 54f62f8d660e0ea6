//! The facts of every vocabulary: names, types and meanings.

mod monitoring;

use super::premise::Premise;
use super::vocabulary::{AGE, FactDef, FactType, PREMISE_COUNT, Sensitivity};

pub use monitoring::EDUCATION_LEVELS;

/// A premise as a fact.
pub(super) fn premise(row: &Premise) -> FactDef {
    FactDef {
        name: row.fact_name(),
        fact_type: FactType::Boolean,
        meaning_pl: row.label_pl.clone(),
        meaning_en: row.label_en.clone(),
        unit: None,
        sensitivity: Sensitivity::Special,
        derived: false,
    }
}

fn fact(
    name: &str,
    fact_type: FactType,
    sensitivity: Sensitivity,
    meaning_pl: &str,
    meaning_en: &str,
) -> FactDef {
    FactDef {
        name: name.to_owned(),
        fact_type,
        meaning_pl: meaning_pl.to_owned(),
        meaning_en: meaning_en.to_owned(),
        unit: None,
        sensitivity,
        derived: false,
    }
}

fn in_unit(definition: FactDef, unit: &str) -> FactDef {
    FactDef {
        unit: Some(unit.to_owned()),
        ..definition
    }
}

fn derived(definition: FactDef, unit: &str) -> FactDef {
    FactDef {
        derived: true,
        ..in_unit(definition, unit)
    }
}

fn codes(list: &[&str]) -> FactType {
    FactType::Code(list.iter().map(|code| (*code).to_owned()).collect())
}

/// The facts that every vocabulary has.
pub(super) fn builtin(labour_statuses: Vec<String>) -> Vec<FactDef> {
    use FactType::{Boolean, Integer, Text};
    use Sensitivity::{Personal, Special};
    let degrees = codes(&["none", "light", "moderate", "severe", "no_degree_under_16"]);
    let age_pl = "wiek w ukończonych latach w dniu odniesienia";
    let count_pl = "liczba różnych spełnionych przesłanek; dopóki są nieustalone, tylko granica dolna";
    let count_en = "how many distinct premises are met; a lower bound while some are undecided";
    let coupled_pl = "niepełnosprawność sprzężona (co najmniej dwie)";
    let gmina_pl = "gmina zamieszkania, kod TERYT (7 cyfr)";
    let mut facts = vec![
        derived(
            fact(
                AGE,
                Integer,
                Personal,
                age_pl,
                "age in completed years on the reference date",
            ),
            "years",
        ),
        fact(
            "sex",
            codes(&["K", "M"]),
            Personal,
            "płeć (K, M)",
            "sex (K female, M male)",
        ),
        fact(
            "residence_gmina",
            Text,
            Personal,
            gmina_pl,
            "municipality of residence, TERYT code (7 digits)",
        ),
        fact(
            "labour_status",
            FactType::Code(labour_statuses),
            Personal,
            "status na rynku pracy",
            "labour-market status",
        ),
        fact(
            "uses_social_assistance",
            Boolean,
            Special,
            "korzysta ze świadczeń pomocy społecznej",
            "receives social assistance benefits",
        ),
        fact(
            "centre_client",
            Boolean,
            Personal,
            "jest klientem ośrodka",
            "is a client of the centre",
        ),
        fact(
            "disability_degree",
            degrees,
            Special,
            "stopień niepełnosprawności",
            "degree of disability",
        ),
        fact(
            "coupled_disability",
            Boolean,
            Special,
            coupled_pl,
            "coupled disability (at least two)",
        ),
        derived(
            fact(PREMISE_COUNT, Integer, Special, count_pl, count_en),
            "premises",
        ),
        fact(
            "willing_to_cooperate",
            Boolean,
            Personal,
            "wyraża chęć współpracy",
            "declares willingness to cooperate",
        ),
        fact(
            "wants_to_participate",
            Boolean,
            Personal,
            "chce wziąć udział w projekcie",
            "wants to join the project",
        ),
        fact(
            "shares_household_with_participant",
            Boolean,
            Personal,
            "mieszka we wspólnym gospodarstwie z uczestnikiem (otoczenie)",
            "shares a household with a participant (environment)",
        ),
    ];
    facts.extend(monitoring::facts());
    facts
}
