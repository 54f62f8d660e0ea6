//! How a person is looked for before a new one is entered, and why one was found.

use wsparcie_casework_api::{MatchReason, Person, PersonMatch, Personal, SearchPeople};
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::national::Pesel;
use wsparcie_kernel::{CallError, Date, Problem};

use super::person::{name, pesel};

/// The most people shown.
const MAX_SHOWN: usize = 20;

/// A search, checked.
pub(crate) struct Search {
    pub(crate) pesel: Option<Pesel>,
    pub(crate) last_name: Option<Personal>,
    pub(crate) first_name: Option<Personal>,
    pub(crate) birth_date: Option<Date>,
}

impl Search {
    /// Checks the input: a PESEL or a last name must be there.
    ///
    /// # Errors
    /// Refused with every problem found.
    pub(crate) fn check(input: &SearchPeople, today: Date) -> Result<Self, CallError> {
        let mut problems = Problems::default();
        if input.pesel.is_none() && input.last_name.is_none() {
            problems.add(
                &["lastName"],
                Problem::new(
                    "SEARCH_EMPTY",
                    "podaj PESEL albo nazwisko",
                    "enter a PESEL or a last name",
                ),
            );
        }
        let pesel = input
            .pesel
            .as_ref()
            .and_then(|typed| problems.keep(&["pesel"], pesel(typed, today)));
        let last_name = input
            .last_name
            .as_ref()
            .and_then(|typed| name(&mut problems, &["lastName"], typed));
        let first_name = input
            .first_name
            .as_ref()
            .and_then(|typed| name(&mut problems, &["firstName"], typed));
        Ok(problems.finish(Some(Self {
            pesel,
            last_name,
            first_name,
            birth_date: input.birth_date,
        }))?)
    }

    /// What was looked by, for the audit trail: names of fields, no values.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        let given = [
            (self.pesel.is_some(), "pesel"),
            (self.last_name.is_some(), "last_name"),
            (self.first_name.is_some(), "first_name"),
            (self.birth_date.is_some(), "birth_date"),
        ];
        given
            .into_iter()
            .filter_map(|(given, field)| given.then_some(field))
            .collect()
    }

    /// The people found among candidates (same PESEL, or same names), the strongest reason first.
    pub(crate) fn matches(&self, candidates: Vec<Person>) -> Vec<PersonMatch> {
        let mut found: Vec<PersonMatch> = candidates
            .into_iter()
            .filter_map(|person| self.reason(&person).map(|reason| PersonMatch { person, reason }))
            .collect();
        // Reasons are declared from the strongest to the weakest.
        found.sort_by_key(|found| (found.reason, found.person.id));
        found.truncate(MAX_SHOWN);
        found
    }

    fn reason(&self, person: &Person) -> Option<MatchReason> {
        let same_pesel = |pesel: &Pesel| {
            person
                .pesel
                .as_ref()
                .is_some_and(|known| known.expose() == pesel.expose())
        };
        if self.pesel.as_ref().is_some_and(same_pesel) {
            return Some(MatchReason::Pesel);
        }
        self.last_name.as_ref()?;
        if self
            .birth_date
            .is_some_and(|birth_date| birth_date != person.birth_date)
        {
            return None;
        }
        Some(match (&self.first_name, self.birth_date) {
            (Some(_), Some(_)) => MatchReason::NameAndBirthDate,
            (Some(_), None) => MatchReason::FullName,
            (None, _) => MatchReason::LastName,
        })
    }
}
