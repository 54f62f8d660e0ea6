//! The guard's tests: what it refuses, what it lets pass, what it costs, and whether the parser behind it agrees.

mod bad_bodies;
mod bad_documents;
mod bad_syntax;
mod differential;
mod generate;
mod parsed;
mod properties;
mod soups;
mod survival;
mod valid_documents;
mod weigh;

use super::document::{self, Checked, Work};
use super::{GuardCode, GuardError, Limits};

fn check(text: &str) -> Result<Checked, GuardError> {
    document::check(text, None, &Limits::default())
}

fn refusal(text: &str) -> GuardError {
    check(text).expect_err("the document should be refused")
}

fn code(text: &str) -> GuardCode {
    refusal(text).code
}

/// The outcome and the work, also of a refused document.
fn counted(text: &str) -> (Result<Checked, GuardError>, Work) {
    let mut work = Work::default();
    let outcome = document::check_counting(text, None, &Limits::default(), &mut work);
    (outcome, work)
}

/// The line and the column that a refusal names.
fn place(error: GuardError) -> (usize, usize) {
    let place = error.location().unwrap();
    (place.line, place.column)
}
