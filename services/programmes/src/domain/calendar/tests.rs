//! Easter against known dates and another algorithm; holidays and working days by the shipped rules.

use proptest::prelude::*;

use super::*;
use crate::domain::reference::shipped_holidays;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn easter_falls_on_its_known_days() {
    for known in [
        "1818-03-22",
        "1900-04-15",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2010-04-04",
        "2011-04-24",
        "2014-04-20",
        "2015-04-05",
        "2016-03-27",
        "2017-04-16",
        "2018-04-01",
        "2019-04-21",
        "2020-04-12",
        "2021-04-04",
        "2022-04-17",
        "2023-04-09",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
        "2285-03-22",
    ] {
        let known = day(known);
        assert_eq!(easter_sunday(known.year()), Some(known));
    }
    assert_eq!(easter_sunday(1582), None);
    assert_eq!(easter_sunday(i32::MIN), None);
    assert_eq!(easter_sunday(i32::MAX), None);
}

/// Gauss's way with Lichtenberg's repair, which has nothing in common with the anonymous one but its result.
#[expect(
    clippy::many_single_char_names,
    reason = "the names of the published algorithm"
)]
fn by_gauss(year: i32) -> Date {
    let k = year / 100;
    let m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
    let s = 2 - (3 * k + 3) / 4;
    let a = year % 19;
    let d = (19 * a + m) % 30;
    let r = (d + a / 11) / 29;
    let og = 21 + d - r;
    let sz = 7 - (year + year / 4 + s).rem_euclid(7);
    let oe = 7 - (og - sz).rem_euclid(7);
    let march = Date::from_ymd_opt(year, 3, 1).unwrap();
    march + TimeDelta::days(i64::from(og + oe - 1))
}

#[test]
fn both_algorithms_agree_for_every_year_of_the_calendar_up_to_4099() {
    for year in 1583..=4099 {
        assert_eq!(easter_sunday(year), Some(by_gauss(year)), "{year}");
    }
}

proptest! {
    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april(year in 1583_i32..200_000) {
        let easter = easter_sunday(year).unwrap();
        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        let (first, last) = (Date::from_ymd_opt(year, 3, 22).unwrap(), Date::from_ymd_opt(year, 4, 25).unwrap());
        prop_assert!((first..=last).contains(&easter));
    }

    #[test]
    fn corpus_christi_is_a_thursday_and_the_second_day_of_easter_a_monday(year in 2007_i32..2200) {
        let rules = shipped_holidays();
        let on = |code: &str| {
            rules.iter().find(|rule| rule.code == code).and_then(|rule| rule.day_in(year)).unwrap().weekday()
        };
        prop_assert_eq!(on("corpus_christi"), Weekday::Thu);
        prop_assert_eq!(on("easter_monday"), Weekday::Mon);
        prop_assert_eq!(on("pentecost"), Weekday::Sun);
    }

    #[test]
    fn so_many_working_days_lie_between_and_the_last_of_them_is_one(offset in 0_u64..8000, count in 1_u32..60) {
        let rules = shipped_holidays();
        let mut days = WorkingDays::by(&rules);
        let start = day("2007-01-01") + Days::new(offset);
        let end = days.after(start, count).unwrap();
        prop_assert!(days.is_working(end));
        let worked = start.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| days.is_working(*day)).count();
        prop_assert_eq!(worked, usize::try_from(count).unwrap());
    }
}

fn codes(year: i32) -> Vec<String> {
    let rules = shipped_holidays();
    holidays_of(year, &rules)
        .into_iter()
        .map(|(_, rule)| rule.code.clone())
        .collect()
}

#[test]
fn the_holidays_of_2018_are_those_of_the_calendar_with_the_one_of_that_year() {
    let rules = shipped_holidays();
    let days: Vec<String> = holidays_of(2018, &rules)
        .into_iter()
        .map(|(day, _)| day.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2018-01-01",
            "2018-01-06",
            "2018-04-01",
            "2018-04-02",
            "2018-05-01",
            "2018-05-03",
            "2018-05-20",
            "2018-05-31",
            "2018-08-15",
            "2018-11-01",
            "2018-11-11",
            "2018-11-12",
            "2018-12-25",
            "2018-12-26"
        ]
    );
    assert!(!codes(2017).contains(&"independence_centenary".to_owned()));
    assert!(!codes(2019).contains(&"independence_centenary".to_owned()));
}

#[test]
fn epiphany_begins_in_2011_and_christmas_eve_in_2025() {
    let has = |year, code: &str| codes(year).contains(&code.to_owned());
    assert!(!has(2010, "epiphany") && has(2011, "epiphany"));
    assert!(!has(2024, "christmas_eve") && has(2025, "christmas_eve") && has(2026, "christmas_eve"));
}

#[test]
fn a_claim_for_a_period_to_the_end_of_march_2018_is_due_on_16_april() {
    let rules = shipped_holidays();
    assert_eq!(
        WorkingDays::by(&rules).after(day("2018-03-31"), 10),
        Some(day("2018-04-16"))
    );
    // Without Easter Monday it would be a working day earlier: Friday.
    assert_eq!(
        WorkingDays::by(&[]).after(day("2018-03-31"), 10),
        Some(day("2018-04-13"))
    );
}

#[test]
fn christmas_eve_of_2025_is_no_working_day_that_of_2024_is() {
    let rules = shipped_holidays();
    let mut days = WorkingDays::by(&rules);
    assert!(days.is_working(day("2024-12-24")));
    assert!(!days.is_working(day("2025-12-24")));
    assert_eq!(days.after(day("2025-12-23"), 1), Some(day("2025-12-29")));
}

#[test]
fn no_working_days_and_the_end_of_the_calendar_give_no_day() {
    let rules: Vec<HolidayRule> = (1..=12_u32)
        .flat_map(|month| (1..=31_u32).map(move |day| (month, day)))
        .map(|(month, day)| HolidayRule {
            falls: Falls::Fixed { month, day },
            ..shipped_holidays().remove(0)
        })
        .collect();
    assert_eq!(WorkingDays::by(&rules).after(day("2018-03-31"), 1), None);
    assert_eq!(WorkingDays::by(&[]).after(Date::MAX, 1), None);
    assert_eq!(
        WorkingDays::by(&rules).after(day("2018-03-31"), 0),
        Some(day("2018-03-31"))
    );
}

#[test]
fn the_29th_of_february_is_a_holiday_in_leap_years_only() {
    let falls = Falls::Fixed { month: 2, day: 29 };
    assert_eq!(falls.in_year(2023), None);
    assert_eq!(falls.in_year(2024), Some(day("2024-02-29")));
}
