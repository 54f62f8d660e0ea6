//! All problems of one input, each at the place of its field.

use crate::Date;
use crate::problem::{CallError, Problem};

/// What is wrong with an input. A person who fills in a form wants to know all of it at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Keeps a problem, at its own path below `field`.
    pub fn add(&mut self, field: &[&str], mut problem: Problem) {
        problem
            .path
            .splice(0..0, field.iter().map(|part| (*part).to_owned()));
        self.0.push(problem);
    }

    /// Takes the value, or keeps the problem with the field.
    pub fn keep<T, P: Into<Problem>>(&mut self, field: &[&str], outcome: Result<T, P>) -> Option<T> {
        outcome.map_err(|problem| self.add(field, problem.into())).ok()
    }

    /// Takes the value of a part of the input, or keeps its problems with the part's name in front.
    pub fn keep_part<T>(&mut self, part: &[&str], outcome: Result<T, Self>) -> Option<T> {
        outcome
            .map_err(|problems| problems.0.into_iter().for_each(|problem| self.add(part, problem)))
            .ok()
    }

    /// Keeps a problem if the day lies outside the period; both ends belong to it.
    pub fn day(&mut self, field: &[&str], day: Date, first: Date, last: Date) {
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

    /// The whole value if nothing was wrong with any part of it.
    ///
    /// # Errors
    /// All problems kept.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }

    /// The problems, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }

    /// Where each problem is and its code, for tests: `("member.login", "REQUIRED")`.
    pub fn codes(&self) -> Vec<(String, &str)> {
        self.0
            .iter()
            .map(|problem| (problem.path.join("."), problem.code.as_str()))
            .collect()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl From<Problems> for CallError {
    fn from(problems: Problems) -> Self {
        Self::Refused(problems.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_of_a_part_stand_under_its_name_in_the_order_found() {
        let required = || Problem::new("REQUIRED", "pl", "en");
        let mut part = Problems::default();
        part.keep::<(), _>(&["login"], Err(required()));
        let mut whole = Problems::default();
        whole.keep::<(), _>(&["name"], Err(required()));
        whole.keep_part::<()>(&["firstMember"], part.finish(None));
        let found = whole.finish(Some(())).unwrap_err();
        assert_eq!(
            found.codes(),
            [
                ("name".to_owned(), "REQUIRED"),
                ("firstMember.login".to_owned(), "REQUIRED")
            ]
        );
    }
}
