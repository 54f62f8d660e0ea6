//! The boundaries of effectiveness.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_casework_api::{Ended, Profile};
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::national::Sex;

use super::*;
use crate::domain::indicator::Results;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The rule of 2014-20.
#[expect(clippy::unnecessary_wraps, reason = "the rule of a day may be unknown")]
fn ninety(_: Date) -> Option<u64> {
    Some(90)
}

fn ended(on: &str) -> Participant {
    Participant {
        enrolment_id: EnrolmentId::from_uuid(Uuid::nil()),
        project_id: ProjectId::from_uuid(Uuid::nil()),
        sex: Sex::Female,
        starts_on: day("2016-01-01"),
        ended: Some(Ended {
            on: day(on),
            ending: Ending::AsPlanned,
        }),
        vocational: true,
        social_effect_on: None,
        employment_effect_on: None,
        profile: Profile::default(),
        results: Results::default(),
    }
}

fn employment(people: &[Participant], as_of: &str) -> (i64, i64, i64, Option<i64>) {
    let tally = tally(people, day(as_of), None, ninety);
    let rate = tally
        .rates
        .iter()
        .find(|rate| rate.kind == EffectKind::Employment && rate.group == EffectGroup::All)
        .unwrap();
    (rate.numerator, rate.denominator, rate.pending, rate.rate)
}

fn working(on: &str) -> Participant {
    Participant {
        employment_effect_on: Some(day(on)),
        ..ended("2018-06-30")
    }
}

#[test]
fn of_450_who_ended_and_400_with_vocational_services_50_jobs_are_twelve_and_a_half_percent() {
    let mut people = Vec::new();
    for number in 0..450 {
        let mut one = ended("2018-06-30");
        one.vocational = number < 400;
        one.employment_effect_on = (number < 50).then(|| day("2018-08-01"));
        // Jobs of people without a vocational service are in neither number.
        if number >= 440 {
            one.employment_effect_on = Some(day("2018-08-01"));
        }
        people.push(one);
    }
    assert_eq!(employment(&people, "2018-12-31"), (50, 400, 0, Some(1250)));
    let social = tally(&people, day("2018-12-31"), None, ninety);
    assert_eq!((social.rates[0].numerator, social.rates[0].denominator), (0, 450));
}

#[test]
fn the_ninetieth_day_counts_and_the_ninety_first_does_not() {
    // 2018-06-30 and 90 days: 2018-09-28.
    assert_eq!(
        employment(&[working("2018-09-28")], "2018-12-31"),
        (1, 1, 0, Some(10_000))
    );
    assert_eq!(
        employment(&[working("2018-09-29")], "2018-12-31"),
        (0, 1, 0, Some(0))
    );
}

#[test]
fn who_has_no_job_is_pending_on_the_ninetieth_day_and_a_failure_after_it() {
    let jobless = [ended("2018-06-30")];
    assert_eq!(employment(&jobless, "2018-06-30"), (0, 0, 1, None));
    assert_eq!(employment(&jobless, "2018-09-28"), (0, 0, 1, None));
    assert_eq!(employment(&jobless, "2018-09-29"), (0, 1, 0, Some(0)));
}

#[test]
fn who_found_a_job_is_entered_the_day_it_starts_and_not_before() {
    let people = [working("2018-07-15")];
    assert_eq!(employment(&people, "2018-07-14"), (0, 0, 1, None));
    assert_eq!(employment(&people, "2018-07-15"), (1, 1, 0, Some(10_000)));
}

#[test]
fn leap_years_move_the_last_day() {
    // 90 days after 2015-12-01 and 2016-12-01: 2016-02-29 and 2017-03-01.
    let one = |end: &str, job: &str| Participant {
        employment_effect_on: Some(day(job)),
        ..ended(end)
    };
    assert_eq!(employment(&[one("2015-12-01", "2016-02-29")], "2017-12-31").0, 1);
    assert_eq!(employment(&[one("2015-12-01", "2016-03-01")], "2017-12-31").0, 0);
    assert_eq!(employment(&[one("2016-12-01", "2017-03-01")], "2017-12-31").0, 1);
    assert_eq!(employment(&[one("2016-12-01", "2017-03-02")], "2017-12-31").0, 0);
}

#[test]
fn breaking_off_for_a_job_is_an_end_and_breaking_off_otherwise_is_none() {
    let with = |ending| Participant {
        ended: Some(Ended {
            on: day("2018-06-30"),
            ending,
        }),
        ..ended("2018-06-30")
    };
    assert_eq!(
        employment(&[with(Ending::ForWork)], "2018-12-31"),
        (0, 1, 0, Some(0))
    );
    let early = [with(Ending::Early)];
    assert_eq!(employment(&early, "2018-12-31"), (0, 0, 0, None));
    assert_eq!(tally(&early, day("2018-12-31"), None, ninety).broke_off, 1);
    assert_eq!(
        tally(&early, day("2018-06-29"), None, ninety).broke_off,
        0,
        "not ended yet"
    );
}

#[test]
fn an_end_for_which_no_rule_is_known_is_in_no_figure() {
    let tally = tally(&[ended("2025-06-30")], day("2026-06-30"), None, |_| None);
    assert_eq!(tally.without_rule, 1);
    assert!(
        tally
            .rates
            .iter()
            .all(|rate| (rate.denominator, rate.pending) == (0, 0))
    );
}

fn call() -> EffectivenessThresholds {
    EffectivenessThresholds {
        project_id: ProjectId::from_uuid(Uuid::nil()),
        social: Some(3400),
        employment: Some(2200),
        disability_social: Some(3400),
        disability_employment: Some(1200),
        source: "regulamin konkursu".to_owned(),
        version: 1,
    }
}

#[test]
fn people_with_a_severe_or_coupled_disability_have_thresholds_of_their_own() {
    let with = |disabled: Known<bool>, job: bool| Participant {
        employment_effect_on: job.then(|| day("2018-07-15")),
        profile: Profile {
            severe_or_coupled_disability: disabled,
            ..Profile::default()
        },
        ..ended("2018-06-30")
    };
    let mut people: Vec<_> = (0..100)
        .map(|number| with(Known::Known(true), number < 12))
        .collect();
    people.extend((0..100).map(|number| with(Known::Known(false), number < 21)));
    people.push(with(Known::Refused, true));
    let tally = tally(&people, day("2018-12-31"), Some(&call()), ninety);
    let of = |group| {
        let found = tally
            .rates
            .iter()
            .find(|rate| rate.kind == EffectKind::Employment && rate.group == group)
            .unwrap();
        (found.numerator, found.denominator, found.threshold, found.met)
    };
    assert_eq!(of(EffectGroup::Disability), (12, 100, Some(1200), Some(true)));
    assert_eq!(of(EffectGroup::General), (21, 100, Some(2200), Some(false)));
    assert_eq!(of(EffectGroup::All), (34, 201, None, None));
    assert_eq!(tally.group_unknown, 1);
}

#[test]
fn a_threshold_is_reached_exactly_or_not_at_all() {
    // One in three is 33.33…: it misses 33.34 % and reaches 33.33 %.
    let people = [working("2018-07-15"), ended("2018-06-30"), ended("2018-06-30")];
    let met = |employment| {
        let set = EffectivenessThresholds {
            employment: Some(employment),
            disability_employment: None,
            ..call()
        };
        let tally = tally(&people, day("2018-12-31"), Some(&set), ninety);
        let all = tally
            .rates
            .iter()
            .find(|rate| rate.kind == EffectKind::Employment && rate.group == EffectGroup::All);
        all.unwrap().met
    };
    assert_eq!((met(3333), met(3334)), (Some(true), Some(false)));
}

prop_compose! {
    fn anybody()(
        end in proptest::option::of((0_u64..400, 0_usize..3)),
        vocational: bool,
        social in proptest::option::of(0_u64..600),
        job in proptest::option::of(0_u64..600),
        group in 0_u8..3,
    ) -> Participant {
        let after = |days: u64| day("2016-01-01") + chrono::Days::new(days);
        Participant {
            ended: end.map(|(on, how)| Ended { on: after(on), ending: Ending::ALL[how] }),
            vocational,
            social_effect_on: social.map(after),
            employment_effect_on: job.map(after),
            profile: Profile {
                severe_or_coupled_disability: match group {
                    0 => Known::Unknown,
                    1 => Known::Known(true),
                    _ => Known::Known(false),
                },
                ..Profile::default()
            },
            ..ended("2016-01-01")
        }
    }
}

proptest! {
    #[test]
    fn everybody_who_ended_stands_in_one_place_and_groups_never_exceed_all(
        people in proptest::collection::vec(anybody(), 0..60),
        days in 0_u64..700,
    ) {
        let as_of = day("2016-01-01") + chrono::Days::new(days);
        let tally = tally(&people, as_of, None, ninety);
        let ended = people
            .iter()
            .filter(|one| one.ended.is_some_and(|end| end.on <= as_of && end.ending != Ending::Early))
            .count();
        for kind in EffectKind::ALL {
            let of = |group| *tally.rates.iter().find(|rate| rate.kind == *kind && rate.group == group).unwrap();
            let (all, general, disabled) = (of(EffectGroup::All), of(EffectGroup::General), of(EffectGroup::Disability));
            prop_assert!(all.numerator <= all.denominator);
            prop_assert!(general.numerator + disabled.numerator <= all.numerator);
            prop_assert!(general.denominator + disabled.denominator <= all.denominator);
            if *kind == EffectKind::Social {
                prop_assert_eq!(all.denominator + all.pending, i64::try_from(ended).unwrap());
            }
        }
    }

    #[test]
    fn nobody_who_is_entered_ever_leaves_the_denominator(
        people in proptest::collection::vec(anybody(), 0..40),
        days in 0_u64..600,
        more in 0_u64..200,
    ) {
        let first = day("2016-01-01") + chrono::Days::new(days);
        let then = first + chrono::Days::new(more);
        let (before, after) = (tally(&people, first, None, ninety), tally(&people, then, None, ninety));
        for (before, after) in before.rates.iter().zip(&after.rates) {
            prop_assert!(before.denominator <= after.denominator);
            prop_assert!(before.numerator <= after.numerator);
        }
    }
}
