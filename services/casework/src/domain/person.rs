//! Who a person is: names, and PESEL or birth date and sex.

use wsparcie_casework_api::{Identification, NewPerson, Personal, UpdatePerson};
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::national::{Pesel, Sex};
use wsparcie_kernel::{CallError, Date, Problem};

/// The longest first or last name, in characters.
const MAX_NAME: usize = 100;
/// Nobody alive was born before.
const FIRST_BIRTH: Date = match Date::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => Date::MIN,
};

/// A person to be entered, checked.
pub(crate) struct PersonDraft {
    pub(crate) first_name: Personal,
    pub(crate) last_name: Personal,
    pub(crate) pesel: Option<Pesel>,
    pub(crate) birth_date: Date,
    pub(crate) sex: Sex,
}

impl PersonDraft {
    /// Checks the input of a new person.
    ///
    /// # Errors
    /// Refused with every problem found. No message repeats what was typed.
    pub(crate) fn check(input: &NewPerson, today: Date) -> Result<Self, CallError> {
        let mut problems = Problems::default();
        let first_name = name(&mut problems, &["person", "firstName"], &input.first_name);
        let last_name = name(&mut problems, &["person", "lastName"], &input.last_name);
        let identity = match &input.identification {
            Identification::Pesel(typed) => problems
                .keep(&["person", "pesel"], pesel(typed, today))
                .map(|pesel| (pesel.birth_date(), pesel.sex(), Some(pesel))),
            Identification::WithoutPesel { birth_date, sex } => {
                problems.day(&["person", "birthDate"], *birth_date, FIRST_BIRTH, today);
                Some((*birth_date, *sex, None))
            }
        };
        let draft = first_name.zip(last_name).zip(identity).map(
            |((first_name, last_name), (birth_date, sex, pesel))| Self {
                first_name,
                last_name,
                pesel,
                birth_date,
                sex,
            },
        );
        Ok(problems.finish(draft)?)
    }
}

/// A change of a person's names, checked.
pub(crate) struct NameChange {
    pub(crate) first_name: Option<Personal>,
    pub(crate) last_name: Option<Personal>,
}

impl NameChange {
    /// Checks the input of a change.
    ///
    /// # Errors
    /// Refused with every problem found.
    pub(crate) fn check(input: &UpdatePerson) -> Result<Self, CallError> {
        let mut problems = Problems::default();
        let first_name = input
            .first_name
            .as_ref()
            .and_then(|typed| name(&mut problems, &["firstName"], typed));
        let last_name = input
            .last_name
            .as_ref()
            .and_then(|typed| name(&mut problems, &["lastName"], typed));
        if input.first_name.is_none() && input.last_name.is_none() {
            problems.add(
                &[],
                Problem::new(
                    "NOTHING_TO_CHANGE",
                    "podaj imię albo nazwisko do zmiany",
                    "give a name to change",
                ),
            );
        }
        Ok(problems.finish(Some(Self {
            first_name,
            last_name,
        }))?)
    }

    /// The fields that change, for the audit trail.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        let names = [
            (self.first_name.is_some(), "first_name"),
            (self.last_name.is_some(), "last_name"),
        ];
        names
            .into_iter()
            .filter_map(|(changes, field)| changes.then_some(field))
            .collect()
    }
}

/// Reads a PESEL of someone who can be alive today.
pub(crate) fn pesel(typed: &Personal, today: Date) -> Result<Pesel, Problem> {
    let pesel = Pesel::parse(typed.expose())?;
    if pesel.birth_date() < FIRST_BIRTH || pesel.birth_date() > today {
        return Err(Problem::new(
            "PESEL_BIRTH_DATE_IMPOSSIBLE",
            "data urodzenia w numerze PESEL jest przyszła albo sprzed 1900 roku; sprawdź numer z dokumentem",
            "the birth date in the PESEL is in the future or before 1900; compare the number with the document",
        ));
    }
    Ok(pesel)
}

/// The refusal of a PESEL that the centre already has. It doesn't say whose it is.
pub(crate) fn pesel_taken() -> CallError {
    CallError::refused(
        Problem::new(
            "PESEL_TAKEN",
            "osoba z tym numerem PESEL jest już w ośrodku; wyszukaj ją po numerze zamiast wpisywać drugi raz",
            "the centre already has a person with this PESEL; search by the number instead of entering the person again",
        )
        .at(&["person", "pesel"])
        .by_rule("jedna osoba = jeden zapis"),
    )
}

/// The refusal to enter anybody before the centre has accepted the agreement on processing people's data.
pub(crate) fn agreement_needed() -> Problem {
    Problem::new(
        "AGREEMENT_NEEDED",
        "ośrodek nie zaakceptował obowiązującej umowy powierzenia przetwarzania danych; poproś dyrektora albo administratora ośrodka, aby ją przeczytał i zaakceptował",
        "the centre has not accepted the processing agreement in force; ask its director or administrator to read and accept it",
    )
    .by_rule("art. 28 RODO")
}

/// Reads a name.
pub(crate) fn name(problems: &mut Problems, field: &[&str], typed: &Personal) -> Option<Personal> {
    problems
        .keep(field, line(typed.expose(), MAX_NAME))
        .map(Personal::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(first: &str, last: &str, identification: Identification) -> NewPerson {
        NewPerson {
            first_name: Personal::new(first.to_owned()),
            last_name: Personal::new(last.to_owned()),
            identification,
        }
    }

    fn by_pesel(digits: &str) -> Identification {
        Identification::Pesel(Personal::new(digits.to_owned()))
    }

    fn problems(input: &NewPerson) -> Vec<(String, String)> {
        match PersonDraft::check(input, "2026-11-22".parse().unwrap()).map(|_| ()) {
            Err(CallError::Refused(problems)) => problems
                .into_iter()
                .map(|problem| (problem.path.join("."), problem.code))
                .collect(),
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    #[test]
    fn a_pesel_gives_birth_date_and_sex() {
        let draft = PersonDraft::check(
            &new("Anna", "Nowak", by_pesel("02270803624")),
            "2026-11-22".parse().unwrap(),
        );
        let draft = draft.map_err(|_| ()).ok().unwrap();
        assert_eq!(
            (draft.birth_date.to_string().as_str(), draft.sex),
            ("2002-07-08", Sex::Female)
        );
    }

    #[test]
    fn every_problem_of_a_new_person_is_told_at_once() {
        let found = problems(&new("", &"x".repeat(101), by_pesel("02270803625")));
        let pairs: Vec<_> = found
            .iter()
            .map(|(path, code)| (path.as_str(), code.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("person.firstName", "REQUIRED"),
                ("person.lastName", "TOO_LONG"),
                ("person.pesel", "PESEL_CHECKSUM")
            ]
        );
    }

    #[test]
    fn nobody_was_born_tomorrow_or_before_1900() {
        for day in ["2026-11-23", "1899-12-31"] {
            let typed = Identification::WithoutPesel {
                birth_date: day.parse().unwrap(),
                sex: Sex::Male,
            };
            assert_eq!(problems(&new("Jan", "Nowak", typed))[0].1, "DATE_OUT_OF_RANGE");
        }
    }
}
