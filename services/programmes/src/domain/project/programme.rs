//! Whether a project's number and its place in a programme tree speak of the same programme.

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::ProgrammeLevel;

use crate::domain::number::ProjectNumber;

/// Where in a programme tree a project stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammePlace {
    /// The code of the tree's root: the programme's abbreviation, `"RPSW"`.
    pub programme_code: String,
    /// The level.
    pub level: ProgrammeLevel,
    /// The level's own code: `"9.2.1"`.
    pub code: String,
}

/// What is wrong if the number belongs elsewhere: to another programme, or to another measure of it. Priorities are not
/// compared, because 2007-13 wrote them in Roman numbers.
pub fn mismatch(number: &ProjectNumber, place: &ProgrammePlace) -> Option<Problem> {
    let in_number = match place.level {
        ProgrammeLevel::Measure => Some(number.measure()),
        ProgrammeLevel::Submeasure => number.submeasure(),
        _ => None,
    };
    let same_programme = number.programme().code() == place.programme_code;
    let same_level = in_number.as_ref().is_none_or(|code| *code == place.code);
    if same_programme && same_level {
        return None;
    }
    let written = in_number.map_or_else(String::new, |code| format!(" {code}"));
    let programme = number.programme().code();
    let (tree, code) = (&place.programme_code, &place.code);
    Some(
        Problem::new(
            "PROGRAMME_MISMATCH",
            format!("numer projektu należy do {programme}{written}, a wskazano {tree} {code}; popraw numer albo program"),
            format!("the project number belongs to {programme}{written}, yet {tree} {code} was chosen; correct the number or the programme"),
        )
        .at(&["project", "programmeId"]),
    )
}
