//! Age in completed years.

use chrono::{Datelike, NaiveDate};

/// Completed years of a person born on `birth`, on the day `on`.
///
/// A year is reached at the start of the birthday; who was born on 29 February reaches it on 28 February in common
/// years. `None` when `on` is before the birth, and for spans that no `u16` holds.
///
/// Source: the ESF monitoring guidelines count age on the accession day.
pub fn completed_years(birth: NaiveDate, on: NaiveDate) -> Option<u16> {
    if on < birth {
        return None;
    }
    let birthday = if (birth.month(), birth.day()) == (2, 29) && !on.leap_year() {
        (2, 28)
    } else {
        (birth.month(), birth.day())
    };
    let is_reached_this_year = (on.month(), on.day()) >= birthday;
    let years = on.year() - birth.year() - i32::from(!is_reached_this_year);
    u16::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_year_is_reached_at_the_start_of_the_birthday() {
        for (birth, on, years) in [
            ("2002-10-01", "2017-10-01", Some(15)),
            ("2002-10-02", "2017-10-01", Some(14)),
            ("2002-09-30", "2017-10-01", Some(15)),
            ("1944-05-14", "1944-05-14", Some(0)),
            ("1944-05-14", "1945-05-13", Some(0)),
            ("1944-05-14", "1945-05-14", Some(1)),
            ("1944-05-14", "1944-05-13", None),
            ("1999-12-31", "2000-01-01", Some(0)),
            ("1900-01-01", "2026-01-01", Some(126)),
        ] {
            assert_eq!(completed_years(day(birth), day(on)), years, "{birth} on {on}");
        }
    }

    #[test]
    fn born_on_29_february_reaches_the_year_on_28_february_in_common_years() {
        for (on, years) in [
            ("2004-02-29", 0),
            ("2005-02-27", 0),
            ("2005-02-28", 1),
            ("2005-03-01", 1),
            ("2008-02-28", 3),
            ("2008-02-29", 4),
            ("2100-02-28", 96),
            ("2104-02-28", 99),
        ] {
            assert_eq!(completed_years(day("2004-02-29"), day(on)), Some(years), "{on}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_overflow() {
        assert_eq!(completed_years(NaiveDate::MIN, NaiveDate::MAX), None);
        assert_eq!(completed_years(NaiveDate::MAX, NaiveDate::MIN), None);
    }

    proptest! {
        #[test]
        fn age_never_falls_and_grows_by_one_at_most(birth in 0..60_000_u64, after in 0..50_000_u64) {
            let epoch = day("1880-01-01");
            let birth = epoch + Days::new(birth);
            let on = birth + Days::new(after);
            let today = completed_years(birth, on);
            let tomorrow = completed_years(birth, on + Days::new(1));
            prop_assert!(today.is_some());
            prop_assert!(tomorrow == today || tomorrow == today.map(|years| years + 1));
        }

        #[test]
        fn the_later_born_is_never_older(birth in 0..60_000_u64, later in 0..20_000_u64, after in 0..30_000_u64) {
            let older = day("1880-01-01") + Days::new(birth);
            let younger = older + Days::new(later);
            let on = younger + Days::new(after);
            prop_assert!(completed_years(older, on) >= completed_years(younger, on));
        }

        #[test]
        fn nobody_has_an_age_before_birth(birth in 1..60_000_u64, before in 1..60_000_u64) {
            let birth = day("1880-01-01") + Days::new(birth);
            prop_assert_eq!(completed_years(birth, birth - Days::new(before)), None);
        }
    }
}
