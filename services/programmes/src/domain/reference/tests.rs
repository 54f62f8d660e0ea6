//! Files good and bad, what they change, and what must not be.

use proptest::prelude::*;
use wsparcie_kernel::{Date, Problem};

use super::*;

fn codes(problems: &[Problem]) -> Vec<(String, &str)> {
    problems
        .iter()
        .map(|problem| (problem.path.join("."), problem.code.as_str()))
        .collect()
}

fn refused(content: &str) -> Vec<(String, String)> {
    let problems = ReferenceFile::parse(content).unwrap_err();
    assert!(
        problems
            .iter()
            .all(|problem| !problem.message_pl.is_empty() && !problem.message_en.is_empty())
    );
    codes(&problems)
        .into_iter()
        .map(|(path, code)| (path, code.to_owned()))
        .collect()
}

fn only(content: &str) -> String {
    let mut all = refused(content);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).1
}

fn read(content: &str) -> ReferenceFile {
    ReferenceFile::parse(content).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An entry of the premises.
fn premise(code: &str, position: u32, times: &str) -> String {
    format!(
        "[[dictionary.premise]]\ncode = \"{code}\"\nposition = {position}\nlabel_pl = \"{code} pl\"\nlabel_en = \"{code} en\"\n{times}\n"
    )
}

fn rate(code: &str, amount: i64, times: &str) -> String {
    format!(
        "[[rate.{code}]]\nunit = \"grosz\"\namount = {amount}\nlabel_pl = \"a\"\nlabel_en = \"a\"\n{times}\nlegal_basis = \"b\"\n"
    )
}

#[test]
fn the_shipped_file_is_in_order() {
    let file = read(SHIPPED);
    assert_eq!(codes(&problems_of(&[], &file)), []);
    let diff = diff(&[], &file.entries, &file.sections);
    assert_eq!((diff.changes.len(), diff.unchanged), (file.entries.len(), 0));
    let minimum: Vec<(String, i64)> = file
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Rate(row) if row.code == "psu_hourly_minimum" => {
                Some((row.times.from.to_string(), row.amount))
            }
            _ => None,
        })
        .collect();
    assert_eq!(minimum.len(), 8);
    assert_eq!(minimum[0], ("2015-06-01".to_owned(), 810));
    assert_eq!(minimum[7], ("2024-06-01".to_owned(), 1220));
}

#[test]
fn a_file_loaded_again_changes_nothing() {
    let file = read(SHIPPED);
    let again = diff(&file.entries, &file.entries, &file.sections);
    assert_eq!((again.changes.len(), again.unchanged), (0, file.entries.len()));
}

#[test]
fn all_problems_of_all_rows_come_at_once_and_name_row_and_field() {
    let content = [
        premise("Zły", 1, "valid_from = 2014-01-01"),
        premise("a", 0, "valid_from = 2014-01-01\nvalid_to = 2013-12-31"),
        premise("b", 3, "valid_from = 1000-01-01"),
        rate("x", -1, "valid_from = 2014-01-01"),
        "[[holiday]]\ncode = \"h\"\nfixed = \"02-30\"\nlabel_pl = \" \"\nlabel_en = \"a\\u202Eb\"\nvalid_from = 2014-01-01\nlegal_basis = \"b\"\n".to_owned(),
    ]
    .concat();
    let mut found = refused(&content);
    found.sort();
    let found: Vec<_> = found
        .iter()
        .map(|(path, code)| (path.as_str(), code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("content.dictionary.premise.0.code", "CODE_INVALID"),
            ("content.dictionary.premise.1.position", "AMOUNT_OUT_OF_RANGE"),
            ("content.dictionary.premise.1.valid_to", "PERIOD_REVERSED"),
            ("content.dictionary.premise.2.valid_from", "DATE_OUT_OF_RANGE"),
            ("content.holiday.0.fixed", "HOLIDAY_DAY"),
            ("content.holiday.0.label_en", "CONTROL_CHARACTER"),
            ("content.holiday.0.label_pl", "REQUIRED"),
            ("content.rate.x.0.amount", "AMOUNT_OUT_OF_RANGE"),
        ]
    );
}

#[test]
fn a_row_without_a_field_with_a_foreign_one_or_with_a_day_in_quotes_or_an_instant_is_refused() {
    assert_eq!(
        only("[[dictionary.premise]]\nvalid_from = 2014-01-01\n"),
        "REFERENCE_ENTRY_FORM"
    );
    assert_eq!(
        only(&premise(
            "a",
            1,
            "valid_from = 2014-01-01\nvalid_till = 2015-01-01"
        )),
        "REFERENCE_ENTRY_FORM"
    );
    assert_eq!(
        only(&premise("a", 1, "valid_from = \"2014-01-01\"")),
        "DATE_OUT_OF_RANGE"
    );
    assert_eq!(
        only(&premise("a", 1, "valid_from = 2014-01-01T00:00:00Z")),
        "DATE_OUT_OF_RANGE"
    );
    assert_eq!(
        only(&rate("x", 1, "valid_from = 2014-01-01").replace("grosz", "euro")),
        "REFERENCE_VALUE_UNKNOWN"
    );
}

#[test]
fn an_unknown_dictionary_or_section_and_an_empty_file_are_refused() {
    let unknown = premise("a", 1, "valid_from = 2014-01-01").replace("premise", "premises");
    assert_eq!(only(&unknown), "REFERENCE_DICTIONARY_UNKNOWN");
    for content in [
        "rates = 1",
        "dictionary = 1",
        "[dictionary]\npremise = 1",
        "[[programme.2030-2036.X]]\ncode = \"X\"",
        "legal_note = 1",
    ] {
        assert_eq!(only(content), "REFERENCE_SECTION_UNKNOWN", "{content}");
    }
    assert_eq!(only(""), "REFERENCE_FILE_EMPTY");
    assert_eq!(only("legal_note = \"a\""), "REFERENCE_FILE_EMPTY");
    assert_eq!(only("[[dictionary.premise]\n"), "REFERENCE_FILE_SYNTAX");
    assert_eq!(only("a = 1\na = 2"), "REFERENCE_FILE_SYNTAX");
}

#[test]
fn a_file_of_two_mebibytes_is_refused_unread() {
    assert_eq!(only(&"#".repeat(2 * 1024 * 1024)), "REFERENCE_FILE_TOO_LARGE");
    assert_eq!(only(&"#".repeat(MAX_BYTES)), "REFERENCE_FILE_EMPTY");
}

#[test]
fn files_that_nest_without_end_are_refused_without_harm() {
    let half = MAX_BYTES / 2;
    for content in [
        format!("a = {}", "[".repeat(half)),
        format!("a = {}", "{a=".repeat(half / 3)),
        format!("{}b = 1", "a.".repeat(half)),
        format!("[{}b]", "a.".repeat(half / 2)),
        format!("holiday = {}{}", "[".repeat(half / 2), "]".repeat(half / 2)),
        format!("a = {}", "[\n".repeat(half / 2)),
        format!("{}\n", "[[a.b]]\n".repeat(half / 8)),
        format!("a = \"\"\"{}", "\\".repeat(half)),
    ] {
        assert!(ReferenceFile::parse(&content).is_err());
    }
}

#[test]
fn more_rows_than_a_file_may_have_are_refused_and_not_each_problem_is_told() {
    let row = "[[holiday]]\ncode=\"a\"\nfixed=\"01-01\"\nlabel_pl=\"a\"\nlabel_en=\"a\"\nvalid_from=2014-01-01\nlegal_basis=\"b\"\n";
    assert_eq!(only(&row.repeat(MAX_ENTRIES + 1)), "REFERENCE_TOO_MANY_ENTRIES");
    let wrong = refused(&"[[holiday]]\ncode=1\n".repeat(500));
    assert_eq!(wrong.len(), 101);
    assert_eq!(wrong[100].1, "REFERENCE_MORE_PROBLEMS");
}

#[test]
fn a_repeated_row_and_overlapping_days_are_refused_naming_both() {
    let twice = premise("a", 1, "valid_from = 2014-01-01").repeat(2);
    assert_eq!(codes(&problems_of(&[], &read(&twice)))[0].1, "REFERENCE_REPEATED");
    let overlap = premise("a", 1, "valid_from = 2014-01-01\nvalid_to = 2015-01-01")
        + &premise("a", 1, "valid_from = 2015-01-01");
    let problems = problems_of(&[], &read(&overlap));
    assert_eq!(problems[0].code, "REFERENCE_OVERLAP");
    assert!(problems[0].message_pl.contains("2014-01-01…2015-01-01"));
    assert!(problems[0].message_pl.contains("2015-01-01…"));
    let beside = overlap.replace("valid_to = 2015-01-01", "valid_to = 2014-12-31");
    assert_eq!(codes(&problems_of(&[], &read(&beside))), []);
}

#[test]
fn a_diff_tells_added_changed_ended_and_leaves_other_sections_alone() {
    let known = read(
        &[
            premise("a", 1, "valid_from = 2014-01-01"),
            premise("b", 2, "valid_from = 2014-01-01"),
            rate("x", 1, "valid_from = 2014-01-01\nvalid_to = 2014-12-31"),
            rate("x", 2, "valid_from = 2015-01-01"),
            rate("y", 2, "valid_from = 2015-01-01"),
        ]
        .concat(),
    );
    let file = read(
        &[
            premise("a", 1, "valid_from = 2014-01-01\nvalid_to = 2023-12-31"),
            premise("b", 2, "valid_from = 2014-01-01"),
            premise("c", 3, "valid_from = 2014-01-01"),
            rate("x", 3, "valid_from = 2016-01-01"),
        ]
        .concat(),
    );
    assert_eq!(codes(&problems_of(&known.entries, &file)), []);
    let diff = diff(&known.entries, &file.entries, &file.sections);
    assert_eq!(diff.unchanged, 1);
    let shown: Vec<_> = diff
        .changes
        .iter()
        .map(Change::shown)
        .map(|change| format!("{} {} {}", change.kind.code(), change.section, change.code))
        .collect();
    assert_eq!(
        shown,
        [
            "changed dictionary.premise a",
            "added dictionary.premise c",
            "ended rate.x x",
            "ended rate.x x",
            "added rate.x x"
        ]
    );
    let changed = diff.changes[0].shown();
    assert!(changed.before.unwrap().starts_with("2014-01-01…;"));
    assert!(changed.after.unwrap().starts_with("2014-01-01…2023-12-31;"));
}

#[test]
fn a_code_of_a_dictionary_is_never_lost_but_may_get_other_days() {
    let known = read(&premise("a", 1, "valid_from = 2014-01-01"));
    let without = read("dictionary.premise = []");
    assert_eq!(
        codes(&problems_of(&known.entries, &without))[0].1,
        "REFERENCE_CODE_REMOVED"
    );
    let moved = read(&premise("a", 1, "valid_from = 2015-01-01"));
    assert_eq!(codes(&problems_of(&known.entries, &moved)), []);
    let known_rate = read(&rate("x", 1, "valid_from = 2014-01-01"));
    assert_eq!(codes(&problems_of(&known_rate.entries, &read("rate.x = []"))), []);
}

#[test]
fn premises_that_make_no_vocabulary_are_refused() {
    let many: String = (0..41)
        .map(|i| premise(&format!("p{i}"), i + 1, "valid_from = 2014-01-01"))
        .collect();
    assert_eq!(
        codes(&problems_of(&[], &read(&many)))[0].1,
        "REFERENCE_VOCABULARY"
    );
    // One premise with many times is one code.
    let times: String = (0..60)
        .map(|i| {
            premise(
                "p",
                1,
                &format!("valid_from = {}-01-01\nvalid_to = {}-12-31", 1990 + i, 1990 + i),
            )
        })
        .collect();
    assert_eq!(codes(&problems_of(&[], &read(&times))), []);
}

fn level(code: &str, level: &str, parent: Option<&str>) -> String {
    let parent = parent
        .map(|code| format!("parent = \"{code}\"\n"))
        .unwrap_or_default();
    format!(
        "[[programme.2021-2027.FEXX]]\ncode = \"{code}\"\nlevel = \"{level}\"\n{parent}name_pl = \"a\"\nname_en = \"a\"\nvalid_from = 2021-01-01\nlegal_basis = \"b\"\n"
    )
}

#[test]
fn a_tree_has_one_root_and_every_level_stands_below_a_higher_one() {
    let root = level("FEXX", "programme", None);
    let good = root.clone() + &level("7.1", "measure", Some("7")) + &level("7", "priority", Some("FEXX"));
    let good = read(&good);
    assert_eq!(codes(&problems_of(&[], &good)), []);
    for bad in [
        level("7", "priority", None),
        root.clone() + &level("7", "priority", Some("8")),
        root.clone() + &level("7", "priority", Some("7")),
        root.clone() + &level("7", "programme", None),
        root.clone() + &level("7", "priority", Some("FEXX")) + &level("8", "priority", Some("7")),
    ] {
        assert_eq!(
            codes(&problems_of(&[], &read(&bad)))[0].1,
            "REFERENCE_TREE",
            "{bad}"
        );
    }
    // A level does not move, and is not lost.
    let moved = root.clone() + &level("7.1", "measure", Some("FEXX")) + &level("7", "priority", Some("FEXX"));
    assert_eq!(
        codes(&problems_of(&good.entries, &read(&moved)))[0].1,
        "REFERENCE_TREE"
    );
    assert_eq!(codes(&problems_of(&good.entries, &read(&root))).len(), 2);
}

fn times_strategy() -> impl Strategy<Value = Times> {
    (0_i64..200, proptest::option::of(0_i64..60)).prop_map(|(start, length)| {
        let from = day("2020-01-01") + chrono::TimeDelta::days(start);
        Times {
            from,
            to: length.map(|days| from + chrono::TimeDelta::days(days)),
        }
    })
}

proptest! {
    #[test]
    fn two_times_overlap_just_if_they_share_a_day(one in times_strategy(), other in times_strategy()) {
        let holds = |times: Times, day: Date| times.from <= day && times.to.is_none_or(|last| day <= last);
        let shared = day("2020-01-01").iter_days().take(400).any(|day| holds(one, day) && holds(other, day));
        prop_assert_eq!(one.overlap(other), shared);
        prop_assert_eq!(other.overlap(one), shared);
    }

    #[test]
    fn no_text_makes_reading_panic(content in "[a-z\\[\\]{}.=\"0-9\\n# _-]{0,300}") {
        let _ = ReferenceFile::parse(&content);
    }

    #[test]
    fn applying_a_diff_gives_the_file(known in proptest::collection::btree_map("[a-c]", 1_i64..4, 0..3),
                                      given in proptest::collection::btree_map("[a-c]", 1_i64..4, 1..3)) {
        let file = |rates: &std::collections::BTreeMap<String, i64>| {
            rates.iter().map(|(code, amount)| rate(code, *amount, "valid_from = 2014-01-01")).collect::<String>()
        };
        let entries = |text: &str| ReferenceFile::parse(text).map(|file| file.entries).unwrap_or_default();
        let before = entries(&file(&known));
        let after = ReferenceFile::parse(&file(&given)).unwrap();
        let diff = diff(&before, &after.entries, &after.sections);
        let mut state: std::collections::BTreeMap<Key, Entry> = before.iter().map(|e| (e.key(), e.clone())).collect();
        for change in diff.changes {
            match change {
                Change::Added(entry) | Change::Changed { after: entry, .. } => state.insert(entry.key(), entry),
                Change::Ended(entry) => state.remove(&entry.key()),
            };
        }
        for entry in &after.entries {
            prop_assert_eq!(state.get(&entry.key()), Some(entry));
        }
        let untouched = before.iter().filter(|entry| !after.sections.contains(&entry.key().section));
        prop_assert_eq!(state.len(), after.entries.len() + untouched.count());
    }
}
