//! Zielona Góra's rules: eleven premises, three preferences in page order.

use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::*;
use super::{ZIELONA_GORA, day, fact, outcome, preferences, rules, text, yes, zielona_gora_person};

#[test]
fn zielona_gora_takes_residents_with_at_least_one_of_eleven_premises() {
    let rules = rules(ZIELONA_GORA);
    let on = day("2018-03-01");
    assert_eq!(
        rules
            .rules()
            .criteria
            .iter()
            .filter(|item| item.group.is_some())
            .count(),
        11
    );
    let counted: std::collections::BTreeSet<_> =
        rules.rules().premises.iter().map(Premise::counted_as).collect();
    assert_eq!(counted.len(), 11);
    for premise in &rules.rules().premises {
        let verdict = evaluate(&rules, &Facts::new(zielona_gora_person(&[&premise.code])), on);
        assert_eq!(verdict.overall, Overall::Eligible, "{}", premise.code);
    }
    assert_eq!(
        evaluate(&rules, &Facts::new(zielona_gora_person(&[])), on).overall,
        Overall::Undecided
    );
    let mut elsewhere = zielona_gora_person(&["homeless"]);
    elsewhere[0] = text(1, "residence_gmina", "0261011");
    assert_eq!(
        evaluate(&rules, &Facts::new(elsewhere), on).overall,
        Overall::NotEligible
    );
}

#[test]
fn preferences_stand_in_page_order_and_premises_under_one_letter_count_once() {
    let rules = rules(ZIELONA_GORA);
    let codes: Vec<_> = rules
        .rules()
        .preferences
        .iter()
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(codes, ["multiple_exclusion", "severe_disability", "food_aid"]);
    let of = |premises: &[&str]| {
        preferences(&evaluate(
            &rules,
            &Facts::new(zielona_gora_person(premises)),
            day("2018-03-01"),
        ))[0]
    };
    assert_eq!(of(&["homeless", "food_aid"]), Outcome::Met);
    assert_eq!(of(&["homeless"]), Outcome::Missing);
    assert_eq!(of(&["foster_care", "struggling_family"]), Outcome::Missing);
}

#[test]
fn a_count_shows_its_bounds_and_the_premises_it_counts() {
    let facts = Facts::new(zielona_gora_person(&["homeless"]));
    let verdict = evaluate(&rules(ZIELONA_GORA), &facts, day("2018-03-01"));
    let used = &verdict.preferences[0].facts;
    assert_eq!(
        (used[0].name.as_str(), &used[0].state),
        ("premise_count", &FactState::Range { min: 1, max: 11 })
    );
    assert_eq!(used.len(), 14);
    let after_the_profiles = evaluate(&rules(ZIELONA_GORA), &facts, day("2019-06-14"));
    let used = &after_the_profiles.preferences[0].facts;
    assert_eq!(used[0].state, FactState::Range { min: 1, max: 10 });
}

#[test]
fn the_third_profile_counts_only_while_it_existed() {
    let rules = rules(ZIELONA_GORA);
    let facts = Facts::new(zielona_gora_person(&["profile_iii"]));
    let at = |date| outcome(&evaluate(&rules, &facts, day(date)), "profile_iii");
    assert_eq!(
        (at("2014-05-26"), at("2014-05-27")),
        (Outcome::NotMet, Outcome::Met)
    );
    assert_eq!(
        (at("2019-06-13"), at("2019-06-14")),
        (Outcome::Met, Outcome::NotMet)
    );
}

#[test]
fn degree_or_coupled_disability_gives_the_second_preference() {
    let of = |degree: &str, coupled: Option<bool>| {
        let mut facts = zielona_gora_person(&["disability"]);
        facts.push(text(90, "disability_degree", degree));
        facts.extend(coupled.map(|value| fact(91, "coupled_disability", FactValue::Bool(value))));
        preferences(&evaluate(
            &rules(ZIELONA_GORA),
            &Facts::new(facts),
            day("2018-03-01"),
        ))[1]
    };
    assert_eq!(
        (of("severe", None), of("moderate", Some(false))),
        (Outcome::Met, Outcome::Met)
    );
    assert_eq!(
        (of("light", Some(true)), of("light", Some(false))),
        (Outcome::Met, Outcome::NotMet)
    );
    assert_eq!(
        (of("light", None), of("no such degree", Some(false))),
        (Outcome::Missing, Outcome::Missing)
    );
}

#[test]
fn the_list_of_zielona_gora_follows_preferences_then_nomination() {
    let rules = rules(ZIELONA_GORA);
    let order: Vec<String> = rules
        .rules()
        .preferences
        .iter()
        .map(|item| item.code.clone())
        .collect();
    let candidate = |id: u128, second, premises: &[&str], degree: Option<&str>| {
        let mut facts = zielona_gora_person(premises);
        facts.extend(degree.map(|degree| text(90, "disability_degree", degree)));
        let verdict = evaluate(&rules, &Facts::new(facts), day("2018-03-01"));
        Candidate::from_verdict(
            Uuid::from_u128(id),
            DateTime::from_timestamp(second, 0).unwrap(),
            &verdict,
        )
    };
    let list = rank(
        &order,
        vec![
            candidate(1, 10, &["homeless"], None),
            candidate(2, 20, &["food_aid"], None),
            candidate(3, 30, &["disability"], Some("severe")),
            candidate(4, 40, &["homeless", "art7"], None),
            candidate(5, 35, &["homeless", "art7"], None),
        ],
    );
    let ids: Vec<_> = list.iter().map(|ranked| ranked.id.as_u128()).collect();
    assert_eq!(ids, [5, 4, 3, 2, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_same_inputs_in_any_order_give_the_same_verdict(
        answers in proptest::collection::vec(proptest::option::of(proptest::option::of(any::<bool>())), 13),
        resident: bool,
    ) {
        let rules = rules(ZIELONA_GORA);
        let mut facts = vec![text(1, "residence_gmina", if resident { "0862011" } else { "0862012" })];
        for ((id, premise), answer) in (10..).zip(&rules.rules().premises).zip(&answers) {
            let recorded = answer.map(|given| given.map_or(Answer::Refused, |value| Answer::Known(FactValue::Bool(value))));
            facts.extend(recorded.map(|answer| Fact { answer, ..yes(id, &premise.fact_name()) }));
        }
        let on = day("2018-03-01");
        let verdict = evaluate(&rules, &Facts::new(facts.clone()), on);
        facts.reverse();
        prop_assert_eq!(&evaluate(&rules, &Facts::new(facts), on), &verdict);

        let any_met = answers.contains(&Some(Some(true)));
        let all_denied = answers.iter().all(|answer| *answer == Some(Some(false)));
        let expected = match (resident, any_met, all_denied) {
            (false, _, _) | (_, _, true) => Overall::NotEligible,
            (true, true, _) => Overall::Eligible,
            (true, false, false) => Overall::Undecided,
        };
        prop_assert_eq!(verdict.overall, expected);
    }
}
