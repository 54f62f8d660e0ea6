//! A centre's own entries by themselves and beside others.

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{EndOwnEntry, SetOwnEntry};

use super::Times;
use super::own::{MAX_OWN_ENTRIES, OwnDraft, check_beside, check_end};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn codes(problems: &[Problem]) -> Vec<(String, &str)> {
    problems
        .iter()
        .map(|problem| (problem.path.join("."), problem.code.as_str()))
        .collect()
}

fn own(code: &str) -> SetOwnEntry {
    SetOwnEntry {
        dictionary: "service_kind".to_owned(),
        code: code.to_owned(),
        position: 1,
        label_pl: "a".to_owned(),
        label_en: "a".to_owned(),
        valid_from: day("2024-01-01"),
        valid_to: None,
        expected_version: 0,
    }
}

#[test]
fn a_centre_adds_to_its_own_dictionaries_only_and_hears_everything_at_once() {
    assert!(OwnDraft::check(&own("hippotherapy")).is_ok());
    let bad = SetOwnEntry {
        dictionary: "premise".to_owned(),
        code: "Ż".to_owned(),
        position: 0,
        label_pl: String::new(),
        label_en: "a\nb".to_owned(),
        valid_from: day("2024-01-01"),
        valid_to: Some(day("2023-01-01")),
        expected_version: 0,
    };
    let mut found = codes(&OwnDraft::check(&bad).unwrap_err())
        .into_iter()
        .map(|(path, code)| format!("{path} {code}"))
        .collect::<Vec<_>>();
    found.sort();
    assert_eq!(
        found,
        [
            "code CODE_INVALID",
            "dictionary DICTIONARY_NOT_OPEN",
            "labelEn CONTROL_CHARACTER",
            "labelPl REQUIRED",
            "position AMOUNT_OUT_OF_RANGE",
            "validTo PERIOD_REVERSED"
        ]
    );
    let end = EndOwnEntry {
        dictionary: "service_kind".to_owned(),
        code: "a".to_owned(),
        valid_from: day("2024-01-01"),
        last_day: day("2023-12-31"),
        expected_version: 1,
    };
    assert_eq!(check_end(&end).unwrap_err()[0].code, "PERIOD_REVERSED");
}

#[test]
fn an_own_entry_may_touch_neither_its_neighbours_nor_a_national_one() {
    let times = |from: &str, to: Option<&str>| Times {
        from: day(from),
        to: to.map(day),
    };
    let new = times("2024-01-01", Some("2024-12-31"));
    let check = |others: &[Times], national: &[Times], entries| {
        check_beside(new, "a", others, national, entries).map_err(|problems| {
            problems
                .into_iter()
                .map(|problem| problem.code)
                .collect::<Vec<_>>()
        })
    };
    let (before, after) = (times("2020-01-01", Some("2023-12-31")), times("2025-01-01", None));
    assert_eq!(check(&[before, after], &[before, after], 0), Ok(()));
    assert_eq!(
        check(&[times("2024-12-31", None)], &[], 0),
        Err(vec!["ENTRY_OVERLAP".to_owned()])
    );
    assert_eq!(
        check(&[], &[times("2020-01-01", Some("2024-01-01"))], MAX_OWN_ENTRIES),
        Err(vec![
            "CODE_IS_NATIONAL".to_owned(),
            "OWN_ENTRIES_TOO_MANY".to_owned()
        ])
    );
}
