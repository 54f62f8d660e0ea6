//! The guard against async-graphql's parser: whatever both accept, both must read alike.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::parsed::{Agreement, compare};
use super::{generate, soups};

/// Compares so many random texts and returns how many both accept. The seed is fixed: a failure repeats itself.
fn compared(cases: u32, texts: impl Strategy<Value = String>) -> usize {
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases,
            failure_persistence: None,
            ..Config::default()
        },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let both = std::cell::Cell::new(0);
    runner
        .run(&texts, |text| {
            if compare(&text) == Agreement::Both {
                both.set(both.get() + 1);
            }
            Ok(())
        })
        .unwrap();
    both.get()
}

/// `GUARD_CASES` asks for a longer search.
fn cases(default: u32) -> u32 {
    std::env::var("GUARD_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(default)
}

#[test]
fn valid_documents_are_accepted_by_both_and_read_alike() {
    let cases = cases(600);
    let both = compared(cases, generate::valid());
    assert_eq!(both, cases as usize);
}

#[test]
fn damaged_documents_that_both_accept_are_read_alike() {
    let cases = cases(1_500);
    let both = compared(cases, soups::mutated());
    assert!(
        both > cases as usize / 20,
        "only {both} of {cases} were accepted by both"
    );
}

#[test]
fn soups_of_quotes_comments_and_spreads_that_both_accept_are_read_alike() {
    let cases = cases(4_000);
    let both = compared(cases, soups::framed_soup());
    assert!(
        both > cases as usize / 50,
        "only {both} of {cases} were accepted by both"
    );
}

#[test]
fn every_short_string_of_quotes_and_backslashes_is_read_alike() {
    // All 4^7 middles: every way in which quotes, backslashes, comments and line ends can stand side by side.
    let letters = ['"', '\\', '#', '\n'];
    let mut both = 0;
    for number in 0..4_usize.pow(7) {
        let middle: String = (0..7)
            .map(|place| letters[number / 4_usize.pow(place) % 4])
            .collect();
        if compare(&format!("{{a(x:[{middle}])b}}")) == Agreement::Both {
            both += 1;
        }
    }
    assert!(both > 100, "only {both}");
}

#[test]
fn every_short_block_string_of_quotes_and_backslashes_is_read_alike() {
    let letters = ['"', '\\', ' '];
    let mut both = 0;
    for number in 0..3_usize.pow(8) {
        let middle: String = (0..8)
            .map(|place| letters[number / 3_usize.pow(place) % 3])
            .collect();
        both += usize::from(compare(&format!("{{a(x:[\"\"\"{middle}\"\"\"])b}}")) == Agreement::Both);
    }
    assert!(both > 1_000, "only {both}");
}

#[test]
fn every_short_row_of_selections_is_read_alike() {
    let pieces = ["a", " ", "on", "...", "{a}", "{", "}", ":", "#\n"];
    let tails = ["}", "}fragment on on T{c}fragment a on a{d}fragment aon on T{e}"];
    let mut both = 0;
    for number in 0..9_usize.pow(5) {
        let middle: String = (0..5)
            .map(|place| pieces[number / 9_usize.pow(place) % 9])
            .collect();
        for tail in tails {
            both += usize::from(compare(&format!("{{{middle}{tail}")) == Agreement::Both);
        }
    }
    assert!(both > 300, "only {both}");
}
