//! Group sessions of a project.

use wsparcie_casework_api::{GroupSession, NewSession};
use wsparcie_kernel::ids::SessionId;
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Date, Problem};

use super::enrolment::ProjectPeriod;

/// The longest subject, in characters.
const MAX_TITLE: usize = 200;
/// The length of a session, in minutes.
const MINUTES: std::ops::RangeInclusive<i32> = 15..=720;
const FIRST_DAY: Date = match Date::from_ymd_opt(2004, 1, 1) {
    Some(day) => day,
    None => Date::MIN,
};
/// Sessions are planned at most this many days ahead: a project's whole life.
const PLANNED_DAYS: u64 = 3660;

/// Checks the input of a new session and gives the session.
///
/// # Errors
/// Refused with every problem found; `DATE_OUTSIDE_PROJECT` where the project's days are known.
pub(crate) fn check(
    input: &NewSession,
    id: SessionId,
    period: ProjectPeriod,
    today: Date,
) -> Result<GroupSession, CallError> {
    let mut problems = Problems::default();
    let title = problems.keep(&["session", "title"], line(&input.title, MAX_TITLE));
    if !MINUTES.contains(&input.minutes) {
        problems.add(
            &["session", "minutes"],
            Problem::new(
                "MINUTES_OUT_OF_RANGE",
                "zajęcia trwają od 15 do 720 minut",
                "a session lasts from 15 to 720 minutes",
            ),
        );
    }
    problems.day(
        &["session", "heldOn"],
        input.held_on,
        FIRST_DAY,
        today + chrono::Days::new(PLANNED_DAYS),
    );
    if let Some(problem) = period.problem_with(input.held_on) {
        problems.add(&["session", "heldOn"], problem);
    }
    Ok(problems.finish(title.map(|title| GroupSession {
        id,
        project_id: input.project_id,
        title,
        held_on: input.held_on,
        minutes: input.minutes,
        version: 1,
    }))?)
}
