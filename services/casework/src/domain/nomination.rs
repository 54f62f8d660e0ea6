//! Putting people forward to projects.

use wsparcie_casework_api::NewNomination;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{CallError, Date, Problem};

/// Before Poland's first projects of the European Social Fund (2004).
const FIRST_DAY: Date = match Date::from_ymd_opt(2004, 1, 1) {
    Some(day) => day,
    None => Date::MIN,
};

/// Checks the input of a new nomination.
///
/// # Errors
/// Refused if the day is in the future or before there were projects.
pub(crate) fn check(input: &NewNomination, today: Date) -> Result<(), CallError> {
    let mut problems = Problems::default();
    problems.day(
        &["nomination", "nominatedOn"],
        input.nominated_on,
        FIRST_DAY,
        today,
    );
    Ok(problems.finish(Some(()))?)
}

/// Checks the day on which age and facts are looked at: up to a year ahead, because recruitment is prepared.
///
/// # Errors
/// Refused if the day is out of that range.
pub(crate) fn check_reference_date(day: Date, today: Date) -> Result<(), CallError> {
    let mut problems = Problems::default();
    problems.day(&["referenceDate"], day, FIRST_DAY, today + chrono::Days::new(366));
    Ok(problems.finish(Some(()))?)
}

/// Checks that the project recruits on a day. Of a day that nobody gave nothing is decided.
///
/// # Errors
/// `NOT_RECRUITING` before the first day or after the last one.
pub(crate) fn check_recruiting(
    opens_on: Option<Date>,
    closes_on: Option<Date>,
    day: Date,
) -> Result<(), CallError> {
    let (pl, en) = match (opens_on, closes_on) {
        (Some(first), _) if day < first => (
            format!("rekrutacja zaczyna się {first}; podaj dzień od tej daty albo popraw zasady rekrutacji"),
            format!(
                "recruitment opens on {first}; enter a day from then on, or change the recruitment terms"
            ),
        ),
        (_, Some(last)) if day > last => (
            format!(
                "rekrutacja skończyła się {last}; podaj dzień do tej daty albo przedłuż ją w zasadach rekrutacji"
            ),
            format!(
                "recruitment closed on {last}; enter a day until then, or prolong it in the recruitment terms"
            ),
        ),
        _ => return Ok(()),
    };
    let problem = Problem::new("NOT_RECRUITING", pl, en)
        .by_rule("pierwszy dzień rekrutacji ≤ dzień zgłoszenia ≤ ostatni dzień rekrutacji");
    Err(CallError::refused(problem.at(&["nomination", "nominatedOn"])))
}

/// The refusal of a second open nomination.
pub(crate) fn already_nominated() -> CallError {
    refused(
        &["nomination", "personId"],
        "ALREADY_NOMINATED",
        "ta osoba jest już zgłoszona do tego projektu albo tej grupy; rozpatrz to zgłoszenie",
        "this person is already nominated to this project or this group; decide that nomination",
    )
}

/// The refusal of a nomination to a project that is over and settled.
pub(crate) fn project_closed() -> CallError {
    refused(
        &["nomination", "projectId"],
        "PROJECT_CLOSED",
        "projekt jest zamknięty; nie można już do niego zgłaszać osób",
        "the project is closed; nobody can be nominated to it any more",
    )
}

/// The refusal of a nomination of someone who takes part already.
pub(crate) fn already_enrolled_person() -> CallError {
    refused(
        &["nomination", "personId"],
        "ALREADY_ENROLLED",
        "ta osoba uczestniczy już w tym projekcie albo jest na jego liście rezerwowej",
        "this person takes part in this project already, or is on its reserve list",
    )
}

/// The refusal to decide or enrol a nomination that led to an enrolment.
pub(crate) fn already_enrolled() -> CallError {
    refused(
        &["nominationId"],
        "ALREADY_ENROLLED",
        "z tego zgłoszenia osoba została już przyjęta do projektu albo wpisana na listę rezerwową",
        "from this nomination the person is enrolled already, or on the reserve list",
    )
}

/// The refusal to decide by rules that nobody has entered.
pub(crate) fn no_rules() -> CallError {
    refused(
        &["nominationId"],
        "NO_RECRUITMENT_RULES",
        "projekt nie ma zasad rekrutacji; wpisz je, a potem rozpatrz zgłoszenie",
        "the project has no recruitment rules; enter them, then decide the nomination",
    )
}

fn refused(path: &[&str], code: &str, pl: &str, en: &str) -> CallError {
    CallError::refused(Problem::new(code, pl, en).at(path))
}
