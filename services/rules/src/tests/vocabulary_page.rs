//! docs/vocabulary.md is what the code says.

use super::super::*;
use super::ZIELONA_GORA;
use crate::vocabulary_page::page;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/vocabulary.md");

/// The vocabulary with the premises and statuses that the platform starts with.
fn vocabulary() -> Vocabulary {
    let rules: RuleSet = toml::from_str(ZIELONA_GORA).unwrap();
    Vocabulary::new(&rules.premises, &rules.labour_statuses).unwrap()
}

/// `UPDATE_VOCABULARY=1 cargo test -p wsparcie-rules vocabulary_page` writes the page anew.
#[test]
fn vocabulary_page_is_what_the_code_says() {
    let page = page(&vocabulary());
    if std::env::var_os("UPDATE_VOCABULARY").is_some() {
        std::fs::write(PATH, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PATH).unwrap(), page);
}

#[test]
fn every_fact_that_indicators_ask_for_is_there_with_its_type() {
    let vocabulary = vocabulary();
    let facts = [
        (
            "education",
            FactType::Code(EDUCATION_LEVELS.map(str::to_owned).to_vec()),
            Sensitivity::Personal,
        ),
        ("unemployed_months", FactType::Integer, Sensitivity::Personal),
        (
            "in_education_or_training",
            FactType::Boolean,
            Sensitivity::Personal,
        ),
        ("rural_area", FactType::Boolean, Sensitivity::Personal),
        ("took_part_before", FactType::Boolean, Sensitivity::Personal),
        ("has_disability", FactType::Boolean, Sensitivity::Special),
        ("third_country_national", FactType::Boolean, Sensitivity::Special),
        (
            "foreign_origin_or_minority",
            FactType::Boolean,
            Sensitivity::Special,
        ),
        ("foreign_origin", FactType::Boolean, Sensitivity::Special),
        ("minority", FactType::Boolean, Sensitivity::Special),
        (
            "homeless_or_housing_excluded",
            FactType::Boolean,
            Sensitivity::Special,
        ),
        ("other_disadvantage", FactType::Boolean, Sensitivity::Special),
        ("premise.food_aid", FactType::Boolean, Sensitivity::Special),
    ];
    for (name, fact_type, sensitivity) in facts {
        let found = vocabulary.find(name).unwrap();
        assert_eq!(
            (&found.fact_type, found.sensitivity),
            (&fact_type, sensitivity),
            "{name}"
        );
        assert!(!found.derived, "{name} is recorded");
    }
}

#[test]
fn the_long_term_unemployed_are_a_condition_of_data_and_follow_the_period() {
    let vocabulary = vocabulary();
    for condition in [
        "labour_status.startsWith(\"unemployed\")",
        "unemployed_months > 12 || (age < 25 && unemployed_months > 6)",
        "education in [\"isced_0\", \"isced_1\", \"isced_2\"]",
    ] {
        let outcome = Condition::check(condition, &vocabulary);
        // Functions on texts are not part of the language of conditions.
        assert_eq!(
            outcome.is_ok(),
            !condition.contains("startsWith"),
            "{condition}: {outcome:?}"
        );
    }
    assert!(Condition::check("education == \"isced_9\"", &vocabulary).is_err());
}
