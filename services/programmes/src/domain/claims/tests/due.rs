//! When a claim is due.

use proptest::prelude::*;
use wsparcie_programmes_api::{ClaimKind, RateUnit};

use super::{CLAIM_RATES, DatedRate, day, rate, rules, shipped};
use crate::domain::calendar::WorkingDays;

#[test]
fn a_claim_is_due_ten_working_days_after_its_period() {
    for (period_to, due) in [
        // Easter Monday 2018-04-02.
        ("2018-03-31", "2018-04-16"),
        // Corpus Christi 2018-05-31.
        ("2018-05-20", "2018-06-04"),
        // 2018-11-12 was a holiday once; the year after the 12th was worked.
        ("2018-10-31", "2018-11-16"),
        ("2019-10-31", "2019-11-18"),
        // Epiphany.
        ("2016-12-31", "2017-01-16"),
        // No holiday at all.
        ("2018-09-30", "2018-10-12"),
    ] {
        let due_then = rules().due(ClaimKind::Interim, day(period_to));
        assert_eq!(due_then.on, Some(day(due)), "{period_to}");
        assert_eq!(
            (due_then.count, due_then.unit),
            (Some(10), Some(RateUnit::WorkingDay))
        );
    }
}

#[test]
fn christmas_eve_is_a_holiday_since_2025() {
    let rules = shipped();
    assert_eq!(
        rules.due(ClaimKind::Interim, day("2024-12-13")).on,
        Some(day("2024-12-31"))
    );
    assert_eq!(
        rules.due(ClaimKind::Interim, day("2025-12-12")).on,
        Some(day("2025-12-31"))
    );
}

#[test]
fn the_rules_as_shipped_leave_no_day_since_2007_without_exactly_one_of_each() {
    let rules = shipped();
    for year in 2007..=2040 {
        for on in [format!("{year}-01-01"), format!("{year}-12-31")].map(|text| day(&text)) {
            for code in CLAIM_RATES {
                let holds = |rate: &&DatedRate| {
                    rate.code == code && rate.valid_from <= on && rate.valid_to.is_none_or(|last| on <= last)
                };
                assert_eq!(rules.rates.iter().filter(holds).count(), 1, "{code} {on}");
            }
            assert!(rules.due(ClaimKind::Interim, on).on.is_some(), "{on}");
            assert!(rules.due(ClaimKind::Final, on).on.is_some(), "{on}");
        }
    }
    let before = day("2006-12-31");
    assert_eq!(rules.due(ClaimKind::Interim, before).on, None);
    assert_eq!(rules.longest(day("2006-10-01"), before), None);
}

#[test]
fn the_final_claim_is_due_thirty_calendar_days_after_its_period() {
    let due = rules().due(ClaimKind::Final, day("2019-06-30"));
    assert_eq!(
        (due.on, due.count, due.unit),
        (Some(day("2019-07-30")), Some(30), Some(RateUnit::Day))
    );
    assert_eq!(due.legal_basis.as_deref(), Some("Wytyczne 2014-2020"));
}

#[test]
fn the_rates_are_those_of_the_periods_end_and_without_them_nothing_is_decided() {
    for period_to in ["2013-12-31", "2024-01-01"] {
        for kind in [ClaimKind::Advance, ClaimKind::Interim, ClaimKind::Final] {
            let due = rules().due(kind, day(period_to));
            assert_eq!(
                (due.on, due.count, due.unit, due.legal_basis),
                (None, None, None, None),
                "{period_to}"
            );
        }
        assert_eq!(rules().longest(day("2013-01-01"), day(period_to)), None);
    }
    let mut changed = rules();
    changed.rates[0].valid_to = Some(day("2018-03-30"));
    let mut later = rate("claim_due", RateUnit::WorkingDay, 25);
    later.valid_from = day("2018-03-31");
    changed.rates.push(later);
    assert_eq!(changed.due(ClaimKind::Interim, day("2018-03-30")).count, Some(10));
    assert_eq!(changed.due(ClaimKind::Interim, day("2018-03-31")).count, Some(25));
}

#[test]
fn a_deadline_that_was_kept_is_explained_by_the_release_it_was_counted_by() {
    let mut rules = rules();
    rules.rates[0].ended_by = Some(3);
    let mut newer = rate("claim_due", RateUnit::WorkingDay, 7);
    newer.introduced_by = 3;
    rules.rates.push(newer);
    rules.release = 3;
    assert_eq!(rules.due(ClaimKind::Interim, day("2018-03-31")).count, Some(7));
    let kept = rules.kept(ClaimKind::Interim, day("2018-03-31"), Some(day("2018-04-16")), 2);
    assert_eq!(
        (kept.on, kept.count, kept.release),
        (Some(day("2018-04-16")), Some(10), 2)
    );
}

proptest! {
    #[test]
    fn between_a_period_and_its_deadline_lie_ten_working_days(after in 0_u64..3_600) {
        let rules = rules();
        let period_to = day("2014-01-01") + chrono::Days::new(after);
        let due = rules.due(ClaimKind::Interim, period_to).on.unwrap();
        let mut working = WorkingDays::by(&rules.holidays);
        prop_assert!(working.is_working(due));
        let days = period_to.iter_days().skip(1).take_while(|day| *day <= due);
        prop_assert_eq!(days.filter(|day| working.is_working(*day)).count(), 10);
    }
}
