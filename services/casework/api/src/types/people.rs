//! People: who they are, and how they are looked for. What is personal prints as `***`.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Date, Instant, codes};

/// A text about a person: travels and is stored, never printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// Wraps a text.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for whoever may see it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A person known to a centre.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// First name or names.
    pub first_name: Personal,
    /// Last name.
    pub last_name: Personal,
    /// PESEL; absent for people without one.
    pub pesel: Option<Personal>,
    /// Birth date, from the PESEL where there is one.
    pub birth_date: Date,
    /// Sex, from the PESEL where there is one.
    pub sex: Sex,
    /// Version, for conflict-safe updates.
    pub version: i64,
    /// When the person was entered.
    pub created_at: Instant,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({}, ***)", self.id.into_uuid())
    }
}

/// How a person is identified.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identification {
    /// By PESEL, which gives birth date and sex.
    Pesel(Personal),
    /// Without PESEL: birth date and sex as typed.
    WithoutPesel {
        /// Birth date, from 1900-01-01 to today.
        birth_date: Date,
        /// Sex.
        sex: Sex,
    },
}

impl fmt::Debug for Identification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pesel(_) => "Pesel(***)",
            Self::WithoutPesel { .. } => "WithoutPesel(***)",
        })
    }
}

/// A person to be entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewPerson {
    /// First name or names, 1 to 100 characters.
    pub first_name: Personal,
    /// Last name, 1 to 100 characters.
    pub last_name: Personal,
    /// How the person is identified.
    pub identification: Identification,
}

/// A change of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdatePerson {
    /// The person.
    pub id: PersonId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// New first name, if it changes.
    pub first_name: Option<Personal>,
    /// New last name, if it changes.
    pub last_name: Option<Personal>,
}

/// What to look for before a person is entered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SearchPeople {
    /// PESEL: finds the one person who has it.
    pub pesel: Option<Personal>,
    /// Last name, whole, in any letter case.
    pub last_name: Option<Personal>,
    /// First name, whole, in any letter case; narrows a search by last name.
    pub first_name: Option<Personal>,
    /// Birth date; narrows a search by last name.
    pub birth_date: Option<Date>,
}

codes! {
    /// Why a person was found.
    pub enum MatchReason {
        /// The same PESEL.
        Pesel => "pesel", "ten sam PESEL", "same PESEL";
        /// The same first and last name and birth date.
        NameAndBirthDate => "name_and_birth_date", "to samo imię, nazwisko i data urodzenia", "same name and birth date";
        /// The same first and last name.
        FullName => "full_name", "to samo imię i nazwisko", "same full name";
        /// The same last name.
        LastName => "last_name", "to samo nazwisko", "same last name";
    }
}

/// A person found, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMatch {
    /// The person.
    pub person: Person,
    /// The strongest reason.
    pub reason: MatchReason,
}
