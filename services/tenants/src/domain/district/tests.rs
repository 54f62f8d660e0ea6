//! What a rule is, in words and in days.

use wsparcie_kernel::ids::DistrictRuleId;

use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn input() -> NewDistrictRule {
    NewDistrictRule {
        town: "Jelenia  Góra".to_owned(),
        street: Some("ul. Długa".to_owned()),
        from_number: Some("1".to_owned()),
        to_number: Some("21 A".to_owned()),
        parity: HouseParity::Odd,
        worker: MembershipId::from_uuid(uuid::Uuid::nil()),
        valid_from: date("2026-01-01"),
        valid_to: None,
    }
}

fn rule(input: &NewDistrictRule, worker: &str) -> DistrictRule {
    let id = DistrictRuleId::from_uuid(uuid::Uuid::nil());
    RuleDraft::parse(input).unwrap().into_rule(id, worker.to_owned())
}

#[test]
fn all_that_is_wrong_with_a_rule_is_told_at_once() {
    let wrong = NewDistrictRule {
        town: " ".to_owned(),
        street: Some("ul.".to_owned()),
        from_number: Some("12/3".to_owned()),
        to_number: Some("12ł".to_owned()),
        valid_from: date("1889-01-01"),
        valid_to: Some(date("1888-12-31")),
        ..input()
    };
    let found = RuleDraft::parse(&wrong).unwrap_err();
    let wanted = [
        ("town", "REQUIRED"),
        ("street", "STREET_NAME"),
        ("fromNumber", "HOUSE_NUMBER_FLAT"),
        ("toNumber", "HOUSE_NUMBER_LETTER"),
        ("validFrom", "DATE_OUT_OF_RANGE"),
        ("validTo", "DATE_OUT_OF_RANGE"),
        ("validTo", "PERIOD_REVERSED"),
    ];
    assert_eq!(found.codes(), wanted.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn a_refused_overlap_names_both_rules_in_words() {
    let village = NewDistrictRule {
        town: "Staniszów".to_owned(),
        street: None,
        from_number: None,
        to_number: None,
        parity: HouseParity::All,
        valid_to: Some(date("2026-06-30")),
        ..input()
    };
    let problem = overlap(&rule(&input(), "Anna Nowak"), &rule(&village, "Ewa Lis"));
    assert_eq!(problem.code, "DISTRICT_OVERLAP");
    for words in [
        "Jelenia Góra, ul. Długa, numery nieparzyste od 1 do 21a, od 2026-01-01 bez końca, Anna Nowak",
        "Staniszów, wszystkie numery, od 2026-01-01 do 2026-06-30, Ewa Lis",
    ] {
        assert!(problem.message_pl.contains(words), "{}", problem.message_pl);
    }
    for words in [
        "Jelenia Góra, ul. Długa, odd numbers from 1 to 21a, from 2026-01-01 on, Anna Nowak",
        "Staniszów, all numbers, from 2026-01-01 to 2026-06-30, Ewa Lis",
    ] {
        assert!(problem.message_en.contains(words), "{}", problem.message_en);
    }
}

#[test]
fn an_end_only_comes_earlier() {
    let mut open = rule(&input(), "Anna Nowak");
    let code = |rule: &DistrictRule, last| ended(rule, date(last)).map_err(|problem| problem.code);
    assert_eq!(code(&open, "2026-01-01"), Ok(()));
    assert_eq!(code(&open, "2025-12-31"), Err("PERIOD_REVERSED".to_owned()));
    assert_eq!(code(&open, "2200-01-01"), Err("DATE_OUT_OF_RANGE".to_owned()));
    open.valid_to = Some(date("2026-03-31"));
    assert_eq!(code(&open, "2026-03-31"), Ok(()));
    assert_eq!(code(&open, "2026-04-01"), Err("DISTRICT_END_LATER".to_owned()));
}

#[test]
fn a_question_needs_a_house_number_and_a_day_that_can_be() {
    let question = AddressQuestion {
        town: "Jelenia Góra".to_owned(),
        street: Some("Długa".to_owned()),
        house_number: "x".to_owned(),
        on: Date::MAX,
    };
    let found = Question::parse(&question).unwrap_err();
    let wanted = [("houseNumber", "HOUSE_NUMBER_FORM"), ("on", "DATE_OUT_OF_RANGE")];
    assert_eq!(found.codes(), wanted.map(|(path, code)| (path.to_owned(), code)));
}
