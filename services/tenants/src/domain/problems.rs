//! All problems of one input, each under the name of its field.

use wsparcie_kernel::{CallError, Problem};

/// What is wrong with an input. A person who fills in a form wants to know all of it at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// Takes the value, or keeps the problem under the field's name.
    pub(crate) fn keep<T, P: Into<Problem>>(&mut self, field: &str, outcome: Result<T, P>) -> Option<T> {
        outcome
            .map_err(|problem| self.0.push(problem.into().at(&[field])))
            .ok()
    }

    /// Takes the value of a part of the input, or keeps its problems with the part's name in front.
    pub(crate) fn keep_part<T>(&mut self, part: &str, outcome: Result<T, Self>) -> Option<T> {
        outcome
            .map_err(|problems| {
                self.0.extend(problems.0.into_iter().map(|mut problem| {
                    problem.path.insert(0, part.to_owned());
                    problem
                }));
            })
            .ok()
    }

    /// The whole value if nothing was wrong with any part of it.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }

    #[cfg(test)]
    pub(crate) fn codes(&self) -> Vec<(String, &str)> {
        self.0
            .iter()
            .map(|problem| (problem.path.join("."), problem.code.as_str()))
            .collect()
    }
}

impl From<Problems> for CallError {
    fn from(problems: Problems) -> Self {
        Self::Refused(problems.0)
    }
}
