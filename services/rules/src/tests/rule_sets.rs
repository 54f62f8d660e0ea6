//! Rule sets and verdicts as data: checked, stored, repeated, read as of a day.

use super::super::*;
use super::{JELENIA_GORA, ZIELONA_GORA, day, fact, jelenia_gora_person, rules, text};

#[test]
fn history_expiry_and_contradictions_are_read_as_of_the_day() {
    let rules = rules(ZIELONA_GORA);
    let dated = |id, value, from: &str, to: Option<&str>| Fact {
        valid_from: Some(day(from)),
        valid_to: to.map(day),
        ..fact(id, "premise.homeless", FactValue::Bool(value))
    };
    let state = |facts: &[Fact], on: &str| {
        let verdict = evaluate(&rules, &Facts::new(facts.to_vec()), day(on));
        verdict
            .criteria
            .iter()
            .find(|item| item.code == "homeless")
            .unwrap()
            .facts[0]
            .state
            .clone()
    };
    let history = [
        dated(1, true, "2017-01-01", Some("2017-12-31")),
        dated(2, false, "2017-06-01", Some("2017-08-31")),
    ];
    assert_eq!(state(&history, "2016-12-31"), FactState::Unknown);
    assert_eq!(
        state(&history, "2017-05-31"),
        FactState::Known(FactValue::Bool(true))
    );
    assert_eq!(
        state(&history, "2017-06-01"),
        FactState::Known(FactValue::Bool(false))
    );
    assert_eq!(
        state(&history, "2017-09-01"),
        FactState::Known(FactValue::Bool(true))
    );
    assert_eq!(state(&history, "2018-01-01"), FactState::Expired);
    let contradicting = [
        dated(1, true, "2017-01-01", None),
        dated(2, false, "2017-01-01", None),
    ];
    assert_eq!(state(&contradicting, "2017-01-01"), FactState::Conflicting);
    assert_eq!(
        state(&[text(1, "premise.homeless", "tak")], "2017-01-01"),
        FactState::Unusable
    );
}

#[test]
fn a_verdict_survives_its_way_through_json_and_is_repeated_exactly() {
    let facts = Facts::new(jelenia_gora_person("2002-10-01"));
    let on = day("2017-10-01");
    let verdict = evaluate(&rules(JELENIA_GORA), &facts, on);
    let text = serde_json::to_string(&verdict).unwrap();
    assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
    assert!(text.contains("\"NOT_MET\"") && text.contains("\"ELIGIBLE\""));
    let stored_rules = serde_json::to_string(rules(JELENIA_GORA).rules()).unwrap();
    let stored_facts = serde_json::to_string(&facts).unwrap();
    let again = CheckedRules::check(serde_json::from_str(&stored_rules).unwrap()).unwrap();
    assert_eq!(
        evaluate(&again, &serde_json::from_str(&stored_facts).unwrap(), on),
        verdict
    );
    assert!(!format!("{verdict:?}").contains("art7"));
}

#[test]
fn the_digest_changes_with_what_can_matter_and_with_nothing_else() {
    let rules = rules(JELENIA_GORA);
    let on = day("2017-10-01");
    let digest = |facts: Vec<Fact>, on| evaluate(&rules, &Facts::new(facts), on).inputs_digest;
    let base = digest(jelenia_gora_person("2002-10-01"), on);
    assert_eq!(base.len(), 64);
    assert_ne!(base, digest(jelenia_gora_person("2002-10-02"), on));
    assert_ne!(base, digest(jelenia_gora_person("2002-10-01"), day("2017-10-02")));
    let mut more = jelenia_gora_person("2002-10-01");
    more.push(text(77, "shoe_size", "41"));
    assert_eq!(base, digest(more, on));
}

#[test]
fn a_rule_set_with_mistakes_names_all_of_them() {
    let mut set: RuleSet = toml::from_str(ZIELONA_GORA).unwrap();
    set.criteria[0].expression = "residence == '0862011'".to_owned();
    set.criteria[1].group = Some("nowhere".to_owned());
    set.criteria[2].code = set.criteria[3].code.clone();
    set.groups[0].at_least = 0;
    set.preferences[0].expression = "premise_count + 1".to_owned();
    let problems = CheckedRules::check(set).unwrap_err();
    let mut codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
    codes.sort_unstable();
    let expected = [
        "CODE_REPEATED",
        "CONDITION_OPERATOR_NOT_ALLOWED",
        "CONDITION_UNKNOWN_FACT",
        "GROUP_SIZE",
        "GROUP_UNKNOWN",
    ];
    assert_eq!(codes, expected);
    let unknown = problems
        .iter()
        .find(|problem| problem.code == "CONDITION_UNKNOWN_FACT")
        .unwrap();
    assert_eq!(
        (unknown.path.join("."), unknown.position),
        ("criteria.residence.expression".to_owned(), Some(0))
    );
}

#[test]
fn empty_and_oversized_rule_sets_are_refused() {
    let mut set: RuleSet = toml::from_str(JELENIA_GORA).unwrap();
    let criterion = set.criteria[0].clone();
    set.criteria = Vec::new();
    set.groups = Vec::new();
    let codes = |set: RuleSet| -> Vec<String> {
        CheckedRules::check(set)
            .unwrap_err()
            .into_iter()
            .map(|problem| problem.code)
            .collect()
    };
    assert_eq!(codes(set.clone()), ["RULES_EMPTY"]);
    set.criteria = vec![criterion; 10_000];
    assert!(codes(set.clone()).contains(&"RULES_TOO_MANY".to_owned()));
    set.premises[0].code = "Art. 7".to_owned();
    assert_eq!(codes(set), ["CODE_INVALID"]);
}

#[test]
fn codes_and_labels_that_people_could_not_use_are_refused() {
    let mut set: RuleSet = toml::from_str(JELENIA_GORA).unwrap();
    set.criteria[0].code = "Klient MOPS".to_owned();
    set.criteria[1].label_pl = " ".to_owned();
    let problems = CheckedRules::check(set).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["CODE_INVALID", "LABEL_INVALID"]);
}

#[test]
fn debug_output_of_a_verdict_tells_nothing_about_the_person() {
    let verdict = evaluate(&rules(ZIELONA_GORA), &Facts::default(), day("2018-03-01"));
    for text in [
        format!("{verdict:?}"),
        format!("{:?}", verdict.criteria),
        format!("{:?}", verdict.preferences),
    ] {
        assert!(!text.contains("Missing") && !text.contains("Unknown"), "{text}");
    }
}

#[test]
fn an_interview_is_told_which_facts_it_has_to_establish() {
    let needed = rules(JELENIA_GORA).facts_needed();
    assert!(needed.contains(BIRTH_DATE) && needed.contains("premise.dependent"));
    assert!(!needed.contains("age") && !needed.contains("sex"));
    assert_eq!(rules(ZIELONA_GORA).facts_needed().len(), 13 + 3);
}
