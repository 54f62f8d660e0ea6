//! Counting by the conditions that the platform comes with.

mod conditions;
mod few;
mod properties;
mod results;
mod values;

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_casework_api::{Known, Profile};
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::national::Sex;

use super::*;
use crate::domain::reference::{Entry, ReferenceFile, SHIPPED};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The conditions of the shipped dictionaries, by code.
fn shipped() -> BTreeMap<String, wsparcie_rules::Condition> {
    let file = ReferenceFile::parse(SHIPPED).unwrap();
    let rows = file.entries.into_iter().filter_map(|entry| match entry {
        Entry::Indicator(row) => Some((row.code, check_condition(&row.condition?).unwrap())),
        _ => None,
    });
    rows.collect()
}

/// The rule of results.
#[expect(clippy::unnecessary_wraps, reason = "the rule of a day may be unknown")]
fn four_weeks(_: Date) -> Option<u64> {
    Some(28)
}

/// A registered unemployed woman of 30 with secondary education, of whom every question was answered with no.
fn woman() -> Participant {
    Participant {
        enrolment_id: EnrolmentId::from_uuid(Uuid::nil()),
        project_id: ProjectId::from_uuid(Uuid::nil()),
        sex: Sex::Female,
        starts_on: day("2018-01-10"),
        ended: None,
        vocational: false,
        social_effect_on: None,
        employment_effect_on: None,
        profile: Profile {
            age: Known::Known(30),
            labour_status: Known::Known("unemployed_registered".to_owned()),
            unemployed_months: Known::Known(7),
            education: Known::Known("isced_3".to_owned()),
            in_education_or_training: Known::Known(false),
            has_disability: Known::Known(false),
            severe_or_coupled_disability: Known::Known(false),
            foreign_origin_or_minority: Known::Known(false),
            foreign_origin: Known::Known(false),
            minority: Known::Known(false),
            third_country_national: Known::Known(false),
            homeless_or_housing_excluded: Known::Known(false),
            other_disadvantage: Known::Known(false),
            rural_area: Known::Known(true),
        },
        results: Results::default(),
    }
}

fn with(change: impl FnOnce(&mut Profile)) -> Participant {
    let mut one = woman();
    change(&mut one.profile);
    one
}

fn standing_on(code: &str, one: &Participant, as_of: &str) -> Standing {
    Counter::new(day(as_of), four_weeks).standing(&shipped()[code], one)
}

fn standing(code: &str, one: &Participant) -> Standing {
    standing_on(code, one, "2019-12-31")
}

#[test]
fn the_dictionaries_hold_every_indicator_of_both_periods_once() {
    let codes: Vec<String> = shipped().into_keys().collect();
    let mut expected: Vec<String> = (1..=11).chain(15..=19).map(|n| format!("CO{n:02}")).collect();
    expected.extend((1..=5).map(|n| format!("CR{n:02}")));
    expected.extend((1..=17).map(|n| format!("EECO{n:02}")));
    expected.extend((1..=4).map(|n| format!("EECR{n:02}")));
    expected.push("POPRAWA_SYTUACJI".to_owned());
    assert_eq!(codes, expected);
}

#[test]
fn an_output_counts_from_the_day_of_accession() {
    assert_eq!(standing_on("CO01", &woman(), "2018-01-09"), Standing::Not);
    assert_eq!(standing_on("CO01", &woman(), "2018-01-10"), Standing::Counted);
}

#[test]
fn long_term_unemployment_depends_on_age_in_one_period_and_not_in_the_other() {
    let months = |age: i64, months: i64| {
        with(|profile| {
            profile.age = Known::Known(age);
            profile.unemployed_months = Known::Known(months);
        })
    };
    let cases = [
        (24, 6, Standing::Not, Standing::Not),
        (24, 7, Standing::Counted, Standing::Not),
        (25, 12, Standing::Not, Standing::Not),
        (25, 13, Standing::Counted, Standing::Counted),
    ];
    for (age, long, first, second) in cases {
        let one = months(age, long);
        assert_eq!(
            (standing("CO02", &one), standing("EECO03", &one)),
            (first, second),
            "{age}, {long}"
        );
    }
    let unasked = with(|profile| profile.unemployed_months = Known::Unknown);
    assert_eq!(standing("CO02", &unasked), Standing::Undecided);
    let employed = with(|profile| {
        profile.labour_status = Known::Known("employed".to_owned());
        profile.unemployed_months = Known::Unknown;
    });
    assert_eq!(
        standing("CO02", &employed),
        Standing::Not,
        "the status alone decides"
    );
}

#[test]
fn ages_are_bounded_as_each_period_has_it() {
    let aged = |years| with(|profile| profile.age = Known::Known(years));
    for (code, within, outside) in [
        ("CO06", 24, 25),
        ("CO07", 55, 54),
        ("EECO06", 17, 18),
        ("EECO07", 18, 17),
        ("EECO07", 29, 30),
        ("EECO08", 55, 54),
    ] {
        assert_eq!(standing(code, &aged(within)), Standing::Counted, "{code}");
        assert_eq!(standing(code, &aged(outside)), Standing::Not, "{code}");
    }
}

#[test]
fn what_nobody_asked_or_was_refused_is_left_open_and_never_a_no() {
    for answer in [Known::Unknown, Known::Refused] {
        let one = with(|profile| profile.other_disadvantage = answer.clone());
        assert_eq!(standing("CO17", &one), Standing::Undecided);
    }
    let standings = Counter::new(day("2019-12-31"), four_weeks).standings(
        &[&shipped()["CO17"]],
        &[
            with(|profile| profile.other_disadvantage = Known::Unknown),
            with(|profile| profile.other_disadvantage = Known::Known(true)),
            woman(),
        ],
    );
    let count = standings.counts()[0];
    assert_eq!(
        (count.women, count.men, count.total(), count.undecided),
        (1, 0, 1, 1)
    );
}

#[test]
fn whose_required_data_are_missing_counts_nowhere_and_is_told_as_missing() {
    let one = with(|profile| profile.education = Known::Unknown);
    for code in ["EECO01", "CO01", "CO19", "EECO10"] {
        assert_eq!(standing(code, &one), Standing::Undecided, "{code}");
    }
    assert_eq!(
        standing("CO05", &one),
        Standing::Not,
        "what is known to be a no stays one"
    );
    assert_eq!(standing("EECO01", &woman()), Standing::Counted);
}
