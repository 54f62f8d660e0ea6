//! How long readiness lasts and how it stands; what may be entered of it.

mod input;

use chrono::Days;
use proptest::prelude::*;
use wsparcie_kernel::ids::{ProjectId, ReadinessDutyId, TenantId};
use wsparcie_programmes_api::{AgreedReadiness, ReadinessState};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn readiness_lasts_as_long_as_the_project_in_months_and_in_days() {
    for (start, end, months, days, until) in [
        // Seed 004: 24 months.
        ("2017-07-01", "2019-06-30", 24, 0, "2021-06-30"),
        // The same months, but the project had a leap day: 731 days are later than 24 months.
        ("2019-07-01", "2021-06-30", 24, 0, "2023-07-01"),
        // 23 months and 16 days (15 to 30 June).
        ("2017-07-15", "2019-06-30", 23, 16, "2021-06-16"),
        // A month from the 31st ends with a shorter month.
        ("2018-01-31", "2018-02-28", 1, 0, "2018-03-31"),
        ("2016-01-31", "2016-02-28", 0, 29, "2016-03-28"),
        ("2016-01-31", "2016-02-29", 1, 0, "2016-03-31"),
        // From a leap day.
        ("2016-02-29", "2017-02-28", 12, 0, "2018-03-01"),
        ("2016-02-29", "2017-02-27", 11, 30, "2018-02-27"),
        // One day.
        ("2018-05-05", "2018-05-05", 0, 1, "2018-05-06"),
        ("2017-12-01", "2017-12-31", 1, 0, "2018-01-31"),
        // February is 28 days, but a month.
        ("2018-02-01", "2018-02-28", 1, 0, "2018-03-31"),
        // January is a month, but 31 days.
        ("2018-01-01", "2018-01-31", 1, 0, "2018-03-03"),
        // 30 months from 31 July end on 30 January, and 30 days more in March; but by 28 February it is 31 months already.
        ("2016-01-01", "2018-07-30", 30, 30, "2021-02-28"),
        ("2016-01-01", "2018-07-31", 31, 0, "2021-02-28"),
    ] {
        let owed = owed(day(start), day(end)).unwrap();
        assert_eq!(
            (owed.duration.months, owed.duration.days),
            (months, days),
            "{start} {end}"
        );
        assert_eq!(owed.until, day(until), "{start} {end}");
        assert_eq!(owed.from, day(end).succ_opt().unwrap(), "{start} {end}");
    }
    assert_eq!(owed(day("2018-01-02"), day("2018-01-01")), None);
    assert_eq!(owed(Date::MIN, Date::MAX), None);
}

proptest! {
    #[test]
    fn readiness_is_never_shorter_than_the_project(start in 0_u64..80_000, length in 0_u64..5_000) {
        let first = day("1990-01-01");
        let starts_on = first.checked_add_days(Days::new(start)).unwrap();
        let ends_on = starts_on.checked_add_days(Days::new(length)).unwrap();
        let owed = owed(starts_on, ends_on).unwrap();
        prop_assert_eq!(owed.from, ends_on.succ_opt().unwrap());
        // Neither in days…
        let owed_days = (owed.until - owed.from).num_days() + 1;
        prop_assert!(owed_days > i64::try_from(length).unwrap());
        // …nor in months and days.
        let in_months = duration(owed.from, owed.until).unwrap();
        prop_assert!((in_months.months, in_months.days) >= (owed.duration.months, owed.duration.days));
        // And it does not run away: months differ by three days at the most, times of such a length by two leap days, for one
        // is left out in 2100 and in 2200.
        prop_assert!(owed_days <= i64::try_from(length).unwrap() + 1 + 3 + 2);
    }

    #[test]
    fn whole_months_and_days_add_up_to_the_period(start in 0_u64..80_000, length in 0_u64..5_000) {
        let starts_on = day("1990-01-01").checked_add_days(Days::new(start)).unwrap();
        let ends_on = starts_on.checked_add_days(Days::new(length)).unwrap();
        let duration = duration(starts_on, ends_on).unwrap();
        prop_assert_eq!(u64::from(duration.total_days), length + 1);
        let last = last_day_of_months(starts_on, duration.months).unwrap();
        prop_assert_eq!(last.checked_add_days(Days::new(duration.days.into())).unwrap(), ends_on);
        prop_assert!(last_day_of_months(starts_on, duration.months + 1).unwrap() > ends_on);
    }

    #[test]
    fn a_project_that_ends_later_owes_no_less(start in 0_u64..40_000, length in 0_u64..3_000) {
        let starts_on = day("1990-01-01").checked_add_days(Days::new(start)).unwrap();
        let ends_on = starts_on.checked_add_days(Days::new(length)).unwrap();
        let later = owed(starts_on, ends_on.succ_opt().unwrap()).unwrap();
        prop_assert!(owed(starts_on, ends_on).unwrap().until <= later.until);
    }
}

/// Ends of February are rare among days drawn at random: so each first day of four years, with every length of four years.
#[test]
fn no_day_more_shortens_what_a_project_owes() {
    for first in day("2015-03-01").iter_days().take(1461) {
        let ends = first.iter_days().take(1461);
        let owed: Vec<_> = ends.map(|last| owed(first, last).unwrap().until).collect();
        assert!(owed.is_sorted(), "from {first}");
    }
}

fn duty(agreed: Option<&str>) -> ReadinessDuty {
    ReadinessDuty {
        id: ReadinessDutyId::from_uuid(TenantId::from_uuid(uuid::Uuid::nil()).into_uuid()),
        project_id: project(),
        service_id: None,
        service: "AOON".to_owned(),
        source_note: None,
        agreed: agreed.map(|until| AgreedReadiness {
            until: day(until),
            reason: "umowa".to_owned(),
            legal_basis: "§ 5 umowy".to_owned(),
        }),
        from: None,
        until: None,
        checks: Vec::new(),
        breaches: Vec::new(),
        version: 1,
    }
}

fn project() -> ProjectId {
    ProjectId::from_uuid(uuid::Uuid::nil())
}

#[test]
fn a_longer_time_that_was_agreed_counts_and_a_shorter_one_does_not() {
    let (start, end) = (Some(day("2017-07-01")), Some(day("2019-06-30")));
    let whole = readiness(project(), start, end, vec![duty(None), duty(Some("2022-06-30"))]);
    assert_eq!(whole.duties[0].until, Some(day("2021-06-30")));
    assert_eq!(whole.duties[1].until, Some(day("2022-06-30")));
    assert_eq!(
        (whole.until, whole.basis),
        (Some(day("2022-06-30")), Some(ReadinessBasis::Agreed))
    );
    // An annex prolonged the project after the agreement: what follows from the project is later now.
    let shorter = readiness(project(), start, end, vec![duty(Some("2020-01-01"))]);
    assert_eq!(
        (shorter.until, shorter.basis),
        (Some(day("2021-06-30")), Some(ReadinessBasis::Duration))
    );
}

#[test]
fn of_an_unknown_period_nothing_is_decided() {
    let whole = readiness(project(), Some(day("2017-07-01")), None, vec![duty(None)]);
    assert_eq!((whole.from, whole.until, whole.basis), (None, None, None));
    assert_eq!(whole.state_on(day("2020-01-01")), ReadinessState::Undecided);
}

#[test]
fn an_agreed_day_decides_nothing_while_the_projects_period_is_unknown() {
    for (start, end) in [
        (None, None),
        (Some(day("2017-07-01")), None),
        (None, Some(day("2019-06-30"))),
    ] {
        let whole = readiness(project(), start, end, vec![duty(Some("2019-07-01"))]);
        assert_eq!(
            (whole.until, whole.basis, whole.duties[0].until),
            (None, None, None)
        );
        assert_eq!(whole.state_on(day("2020-01-01")), ReadinessState::Undecided);
    }
}

#[test]
fn how_it_stands_follows_from_the_day() {
    let (start, end) = (Some(day("2017-07-01")), Some(day("2019-06-30")));
    let none = readiness(project(), start, end, Vec::new());
    assert_eq!(none.state_on(day("2020-01-01")), ReadinessState::None);
    let whole = readiness(project(), start, end, vec![duty(None)]);
    for (on, state) in [
        ("2019-06-30", ReadinessState::Upcoming),
        ("2019-07-01", ReadinessState::Running),
        ("2021-06-30", ReadinessState::Running),
        ("2021-07-01", ReadinessState::Ended),
    ] {
        assert_eq!(whole.state_on(day(on)), state, "{on}");
    }
}
