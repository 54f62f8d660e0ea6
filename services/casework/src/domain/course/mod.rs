//! What becomes of a participation: which end, support and outcome can be recorded, and what an event tells of them.

mod outcome;
mod refusals;

use wsparcie_casework_api::{EndParticipation, Ending, NewSupport, Personal};
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Date, Problem};

pub(crate) use outcome::{OutcomeDraft, check_outcome};
pub(crate) use refusals::{already_ended, stale_end, taken_back_already, too_many};
use refusals::{malformed_code, not_ended, not_offered};

use super::enrolment::ProjectPeriod;

/// The most entries of support, and of outcomes, of one participation.
pub(crate) const MAX_ENTRIES: i32 = 500;
/// The dictionary of situations after leaving.
pub(crate) const SITUATIONS: &str = "situation_after";
/// The dictionary of social effects.
pub(crate) const SOCIAL_EFFECTS: &str = "social_effect";
/// The longest reason or note, in characters.
const MAX_NOTE: usize = 500;
/// The longest kind of evidence, in characters.
const MAX_KIND: usize = 60;

/// A participation as far as what becomes of it is concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub(crate) on_place: bool,
    pub(crate) starts_on: Date,
    pub(crate) ended_on: Option<Date>,
    /// The last day that recorded support names.
    pub(crate) supported_until: Option<Date>,
    /// Whether a situation after leaving is recorded.
    pub(crate) has_situation: bool,
    pub(crate) project: ProjectPeriod,
}

/// Checks an end, and gives its reason.
///
/// # Errors
/// Refused with every problem found.
pub(crate) fn check_end(
    input: &EndParticipation,
    course: &Course,
    today: Date,
) -> Result<Option<Personal>, CallError> {
    let mut problems = Problems::default();
    participates(&mut problems, course);
    if course.ended_on.is_some() {
        problems.add(&["enrolmentId"], already_ended());
    }
    problems.day(
        &["endedOn"],
        input.ended_on,
        course.starts_on,
        today.max(course.starts_on),
    );
    if let Some(problem) = course.project.problem_with(input.ended_on) {
        problems.add(&["endedOn"], problem);
    }
    if let Some(until) = course.supported_until.filter(|until| input.ended_on < *until) {
        problems.add(
            &["endedOn"],
            Problem::new(
                "SUPPORT_OUTSIDE_PARTICIPATION",
                format!("zapisano wsparcie do {until}; udział nie może skończyć się wcześniej"),
                format!("support is recorded until {until}; the participation cannot end before"),
            )
            .by_rule("wsparcie mieści się w okresie udziału w projekcie"),
        );
    }
    let reason = note(&mut problems, &["reason"], input.reason.as_ref());
    if input.ending == Ending::Early && input.reason.is_none() {
        problems.add(
            &["reason"],
            Problem::new(
                "REQUIRED",
                "podaj, dlaczego udział został przerwany",
                "say why the participation was broken off",
            ),
        );
    }
    Ok(problems.finish(Some(reason))?)
}

/// Whether an end can be taken back.
///
/// # Errors
/// `NOT_ENDED` or `SITUATION_RECORDED`.
pub(crate) fn check_take_back_end(course: &Course) -> Result<(), CallError> {
    if course.ended_on.is_none() {
        return Err(CallError::refused(not_ended().at(&["enrolmentId"])));
    }
    if course.has_situation {
        return Err(CallError::refused(
            Problem::new(
                "SITUATION_RECORDED",
                "zapisano sytuację po zakończeniu udziału; najpierw wycofaj ten zapis",
                "a situation after leaving is recorded; take that back first",
            )
            .at(&["enrolmentId"])
            .by_rule("udział niezakończony nie ma sytuacji po zakończeniu"),
        ));
    }
    Ok(())
}

/// Checks the reason for taking something back.
///
/// # Errors
/// Refused at `reason`.
pub(crate) fn check_reason(reason: &Personal) -> Result<Personal, CallError> {
    line(reason.expose(), MAX_NOTE)
        .map(Personal::new)
        .map_err(|problem| CallError::refused(problem.at(&["reason"])))
}

/// What support of one kind and category may stand on.
pub(crate) struct Services {
    /// Kind and category of what the project offers, in the order of both.
    pub(crate) offered: Vec<(String, String)>,
    /// Whether the dictionary has the kind, in the category, on the first day.
    pub(crate) in_dictionary: bool,
}

/// Checks support, and gives its note. `services` are those of its kind and category.
///
/// # Errors
/// Refused with every problem found.
pub(crate) fn check_support(
    input: &NewSupport,
    course: &Course,
    services: &Services,
    today: Date,
) -> Result<Option<Personal>, CallError> {
    let mut problems = Problems::default();
    participates(&mut problems, course);
    let is_asked =
        |(kind, category): &(String, String)| *kind == input.kind && category == input.category.code();
    if !is_code(&input.kind, MAX_KIND) {
        problems.add(&["kind"], malformed_code());
    } else if !services.in_dictionary && !services.offered.iter().any(is_asked) {
        problems.add(&["kind"], not_offered(input.category, &services.offered));
    }
    let last = course.ended_on.unwrap_or(today).min(today).max(course.starts_on);
    inside(&mut problems, "startsOn", input.starts_on, course.starts_on, last);
    if let Some(ends_on) = input.ends_on {
        let first = input.starts_on.max(course.starts_on);
        inside(&mut problems, "endsOn", ends_on, first, last.max(first));
    }
    let note = note(&mut problems, &["note"], input.note.as_ref());
    Ok(problems.finish(Some(note))?)
}

fn note(problems: &mut Problems, field: &[&str], text: Option<&Personal>) -> Option<Personal> {
    text.and_then(|text| problems.keep(field, line(text.expose(), MAX_NOTE)))
        .map(Personal::new)
}

fn inside(problems: &mut Problems, field: &str, day: Date, first: Date, last: Date) {
    if day < first || day > last {
        problems.add(
            &[field],
            Problem::new(
                "SUPPORT_OUTSIDE_PARTICIPATION",
                format!("wsparcie mieści się w okresie udziału; podaj dzień od {first} do {last}"),
                format!("support lies within the participation; enter a day from {first} to {last}"),
            )
            .by_rule("wsparcie mieści się w okresie udziału w projekcie"),
        );
    }
}

fn participates(problems: &mut Problems, course: &Course) {
    if !course.on_place {
        problems.add(
            &["enrolmentId"],
            Problem::new(
                "ON_RESERVE",
                "ta osoba jest na liście rezerwowej, a nie wśród uczestników",
                "this person is on the reserve list, not a participant",
            ),
        );
    }
}

fn is_code(text: &str, max: usize) -> bool {
    text.len() <= max
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests;
