//! All problems of one input, each at the place of its field.

use wsparcie_kernel::{CallError, Date, Problem};

use super::MAX_IDS;

/// What is wrong with an input. A person who fills in a form wants to know all of it at once.
#[derive(Debug)]
pub(crate) struct Problems {
    /// What stands in front of every field's name, where the input is a part of a larger one.
    prefix: &'static [&'static str],
    found: Vec<Problem>,
}

impl Problems {
    /// Nothing wrong yet; fields lie under `prefix`.
    pub(crate) const fn under(prefix: &'static [&'static str]) -> Self {
        Self { prefix, found: Vec::new() }
    }

    /// Keeps a problem with a field.
    pub(crate) fn add(&mut self, field: &[&str], problem: Problem) {
        let path: Vec<&str> = self.prefix.iter().copied().chain(field.iter().copied()).collect();
        self.found.push(problem.at(&path));
    }

    /// Takes the value, or keeps the problem with the field.
    pub(crate) fn keep<T, P: Into<Problem>>(&mut self, field: &[&str], outcome: Result<T, P>) -> Option<T> {
        outcome.map_err(|problem| self.add(field, problem.into())).ok()
    }

    /// Keeps a problem if the day lies outside the period; both ends belong to it.
    pub(crate) fn day(&mut self, field: &[&str], day: Date, first: Date, last: Date) {
        if day < first || day > last {
            self.add(
                field,
                Problem::new(
                    "DATE_OUT_OF_RANGE",
                    format!("podaj dzień od {first} do {last}"),
                    format!("enter a day from {first} to {last}"),
                ),
            );
        }
    }

    /// The value if nothing was wrong with any part of it.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, CallError> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(CallError::Refused(self.found)),
        }
    }
}

/// Refuses a batch of more ids than one call takes.
pub(crate) fn check_id_count(count: usize) -> Result<(), CallError> {
    if count <= MAX_IDS {
        return Ok(());
    }
    Err(CallError::refused(Problem::new(
        "TOO_MANY_IDS",
        format!("jedno zapytanie może wymienić najwyżej {MAX_IDS} identyfikatorów; podziel je"),
        format!("one call may name at most {MAX_IDS} ids; split it"),
    )))
}
