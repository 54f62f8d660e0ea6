//! Jelenia Góra's rules: the age rule with its two readings, the six groups.

use uuid::Uuid;

use super::super::*;
use super::{JELENIA_GORA, day, fact, jelenia_gora_person, outcome, rules};

#[test]
fn born_on_2002_10_01_is_old_enough_for_jelenia_gora_on_2017_10_01_and_a_day_younger_is_not() {
    let rules = rules(JELENIA_GORA);
    let on = day("2017-10-01");
    let old_enough = evaluate(&rules, &Facts::new(jelenia_gora_person("2002-10-01")), on);
    assert_eq!(
        (old_enough.overall, outcome(&old_enough, "age")),
        (Overall::Eligible, Outcome::Met)
    );
    let younger = evaluate(&rules, &Facts::new(jelenia_gora_person("2002-10-02")), on);
    assert_eq!(
        (younger.overall, outcome(&younger, "age")),
        (Overall::NotEligible, Outcome::NotMet)
    );
    let a_day_later = evaluate(
        &rules,
        &Facts::new(jelenia_gora_person("2002-10-02")),
        day("2017-10-02"),
    );
    assert_eq!(a_day_later.overall, Overall::Eligible);
}

#[test]
fn the_other_reading_of_the_age_rule_is_shown_beside_the_verdict() {
    let at = |birth| {
        let verdict = evaluate(
            &rules(JELENIA_GORA),
            &Facts::new(jelenia_gora_person(birth)),
            day("2017-10-01"),
        );
        let age = verdict
            .criteria
            .iter()
            .find(|item| item.code == "age")
            .unwrap()
            .clone();
        (verdict.overall, age.other_reading.unwrap().outcome)
    };
    assert_eq!(at("2002-10-01"), (Overall::Eligible, Outcome::NotMet));
    assert_eq!(at("2001-10-01"), (Overall::Eligible, Outcome::Met));
}

#[test]
fn each_criterion_shows_the_fact_the_evidence_and_the_law() {
    let verdict = evaluate(
        &rules(JELENIA_GORA),
        &Facts::new(jelenia_gora_person("1990-01-01")),
        day("2017-10-01"),
    );
    let item = verdict
        .criteria
        .iter()
        .find(|item| item.code == "social_assistance")
        .unwrap();
    assert_eq!(
        item.legal_basis.as_deref(),
        Some("art. 7 ustawy o pomocy społecznej")
    );
    assert_eq!(
        (item.outcome, item.evidence),
        (Outcome::Met, EvidenceStatus::Complete)
    );
    let names: Vec<_> = item.facts.iter().map(|used| used.name.as_str()).collect();
    assert_eq!(names, ["uses_social_assistance", "premise.art7"]);
    assert_eq!(item.facts[0].state, FactState::Unknown);
    assert_eq!(item.facts[1].state, FactState::Known(FactValue::Bool(true)));
    assert_eq!(item.facts[1].fact_id, Some(Uuid::from_u128(4)));
    assert_eq!(item.facts[1].evidence.as_ref().unwrap().kind, "interview");
    let age = verdict.criteria.iter().find(|item| item.code == "age").unwrap();
    assert_eq!(age.facts[0].state, FactState::Known(FactValue::Int(27)));
    assert_eq!(age.facts[0].fact_id, Some(Uuid::from_u128(1)));
    let status = verdict
        .criteria
        .iter()
        .find(|item| item.code == "labour_status")
        .unwrap();
    assert_eq!(
        (status.outcome, status.evidence),
        (Outcome::Met, EvidenceStatus::Incomplete)
    );
}

#[test]
fn undecided_and_refused_facts_are_missing_and_never_a_no() {
    let rules = rules(JELENIA_GORA);
    let on = day("2017-10-01");
    let nothing = evaluate(&rules, &Facts::default(), on);
    assert_eq!(nothing.overall, Overall::Undecided);
    assert!(
        nothing
            .criteria
            .iter()
            .all(|item| item.outcome == Outcome::Missing)
    );
    let mut facts = jelenia_gora_person("1990-01-01");
    facts[3].answer = Answer::Refused;
    let refused = evaluate(&rules, &Facts::new(facts), on);
    assert_eq!(refused.overall, Overall::Undecided);
    assert_eq!(refused.groups[0].outcome, Outcome::Missing);
}

#[test]
fn one_failed_condition_decides_even_if_the_rest_is_unknown() {
    let facts = Facts::new(vec![fact(1, "centre_client", FactValue::Bool(false))]);
    assert_eq!(
        evaluate(&rules(JELENIA_GORA), &facts, day("2017-10-01")).overall,
        Overall::NotEligible
    );
}

#[test]
fn all_six_groups_denied_means_not_eligible() {
    let mut facts = jelenia_gora_person("1990-01-01");
    facts.pop();
    let codes = [
        "art7",
        "art1_2",
        "foster_care",
        "struggling_family",
        "disability",
        "family_disabled_child",
        "dependent",
    ];
    let no = |(id, code): (u128, &str)| fact(id, &format!("premise.{code}"), FactValue::Bool(false));
    facts.extend((10..).zip(codes).map(no));
    let rules = rules(JELENIA_GORA);
    let open = evaluate(&rules, &Facts::new(facts.clone()), day("2017-10-01"));
    assert_eq!((open.overall, open.groups[0].missing), (Overall::Undecided, 1));
    facts.push(fact(40, "uses_social_assistance", FactValue::Bool(false)));
    assert_eq!(
        evaluate(&rules, &Facts::new(facts), day("2017-10-01")).overall,
        Overall::NotEligible
    );
}
