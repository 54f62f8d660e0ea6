//! People as they are typed in and looked for.

use async_graphql::{Enum, ID, InputObject};
use wsparcie_casework_api::{Identification, NewPerson, Personal, SearchPeople, UpdatePerson};
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::national;

use crate::graphql::payload::Check;
use crate::graphql::scalars::Date;

/// Sex as Polish registers record it. Answers have the code "K" or "M".
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    /// K, kobieta.
    Female,
    /// M, mężczyzna.
    Male,
}

impl From<Sex> for national::Sex {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Female => Self::Female,
            Sex::Male => Self::Male,
        }
    }
}

/// A person to be entered.
#[derive(InputObject)]
pub(crate) struct CreatePersonInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The person.
    pub(super) person: PersonInput,
}

/// A person: with a PESEL, or with birth date and sex.
#[derive(InputObject)]
pub(crate) struct PersonInput {
    /// First name or names, 1 to 100 characters.
    #[graphql(secret)]
    first_name: String,
    /// Last name, 1 to 100 characters.
    #[graphql(secret)]
    last_name: String,
    /// PESEL, 11 digits; it gives birth date and sex, which are then left out.
    #[graphql(secret)]
    pesel: Option<String>,
    /// Birth date, for people without PESEL: 1900-01-01 to today.
    #[graphql(secret)]
    birth_date: Option<Date>,
    /// Sex, for people without PESEL.
    sex: Option<Sex>,
}

impl PersonInput {
    /// The person for the service; `None` if it is not clear how they are identified, which is noted.
    pub(super) fn read(self, check: &mut Check) -> Option<NewPerson> {
        let identification = match (self.pesel, self.birth_date, self.sex) {
            (Some(pesel), None, None) => Identification::Pesel(Personal::new(pesel)),
            (None, Some(day), Some(sex)) => Identification::WithoutPesel {
                birth_date: day.0,
                sex: sex.into(),
            },
            _ => {
                check.refuse(
                    "IDENTIFICATION_NOT_CLEAR",
                    &["person", "pesel"],
                    "podaj PESEL albo datę urodzenia i płeć, jeśli osoba nie ma PESEL",
                    "give the PESEL, or birth date and sex for a person without one",
                );
                return None;
            }
        };
        Some(NewPerson {
            first_name: Personal::new(self.first_name),
            last_name: Personal::new(self.last_name),
            identification,
        })
    }
}

/// A change of a person. What is not given stays.
#[derive(InputObject)]
pub(crate) struct UpdatePersonInput {
    /// The global id of the person.
    pub(super) id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// New first name or names, 1 to 100 characters.
    #[graphql(secret)]
    first_name: Option<String>,
    /// New last name, 1 to 100 characters.
    #[graphql(secret)]
    last_name: Option<String>,
}

impl UpdatePersonInput {
    pub(super) fn read(self, id: PersonId) -> UpdatePerson {
        UpdatePerson {
            id,
            expected_version: self.expected_version,
            first_name: self.first_name.map(Personal::new),
            last_name: self.last_name.map(Personal::new),
        }
    }
}

/// Whom to look for, before a person is entered: by PESEL, or by last name.
#[derive(InputObject)]
pub(crate) struct SearchPeopleInput {
    /// PESEL, 11 digits: finds the one person who has it.
    #[graphql(secret)]
    pesel: Option<String>,
    /// Last name, whole, in any letter case.
    #[graphql(secret)]
    last_name: Option<String>,
    /// First name, whole, in any letter case; narrows a search by last name.
    #[graphql(secret)]
    first_name: Option<String>,
    /// Birth date; narrows a search by last name.
    #[graphql(secret)]
    birth_date: Option<Date>,
}

impl From<SearchPeopleInput> for SearchPeople {
    fn from(input: SearchPeopleInput) -> Self {
        Self {
            pesel: input.pesel.map(Personal::new),
            last_name: input.last_name.map(Personal::new),
            first_name: input.first_name.map(Personal::new),
            birth_date: input.birth_date.map(|day| day.0),
        }
    }
}
