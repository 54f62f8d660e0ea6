//! Who may be marked on the attendance list of a session.

use std::collections::{BTreeMap, BTreeSet};

use wsparcie_casework_api::{Enrolment, EnrolmentState, GroupSession, RecordAttendance};
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{CallError, Date, Problem};

/// The most marks of one call.
const MAX_MARKS: usize = 100;

/// Checks the input by itself: 1 to 100 marks, one a person.
///
/// # Errors
/// Refused with every problem found.
pub(crate) fn check_input(input: &RecordAttendance) -> Result<(), CallError> {
    let mut problems = Problems::default();
    if input.marks.is_empty() {
        problems.add(
            &["marks"],
            Problem::new(
                "REQUIRED",
                "zaznacz co najmniej jedną osobę",
                "mark at least one person",
            ),
        );
    }
    if input.marks.len() > MAX_MARKS {
        problems.add(
            &["marks"],
            Problem::new(
                "TOO_MANY_MARKS",
                format!("naraz można zapisać najwyżej {MAX_MARKS} osób; podziel listę"),
                format!("at most {MAX_MARKS} people at once; split the list"),
            ),
        );
        return Ok(problems.finish(Some(()))?);
    }
    let mut seen = BTreeSet::new();
    for (at, mark) in input.marks.iter().enumerate() {
        if !seen.insert(mark.enrolment_id) {
            problems.add(
                &["marks", &at.to_string(), "enrolmentId"],
                Problem::new(
                    "REPEATED",
                    "ta osoba jest na liście dwa razy",
                    "this person is on the list twice",
                ),
            );
        }
    }
    Ok(problems.finish(Some(()))?)
}

/// Checks the marks against the session and the enrolments they name. `enrolments` are those that exist.
///
/// # Errors
/// [`CallError::NotFound`] if a mark names an enrolment that isn't there; otherwise refused with every problem found.
pub(crate) fn check_marks(
    input: &RecordAttendance,
    session: &GroupSession,
    enrolments: &[Enrolment],
    today: Date,
) -> Result<(), CallError> {
    let by_id: BTreeMap<EnrolmentId, &Enrolment> = enrolments.iter().map(|known| (known.id, known)).collect();
    let mut problems = Problems::default();
    if session.held_on > today {
        problems.add(
            &["sessionId"],
            Problem::new(
                "SESSION_NOT_HELD_YET",
                format!(
                    "zajęcia są dopiero {}; obecność zapisuje się od tego dnia",
                    session.held_on
                ),
                format!(
                    "the session is on {}; attendance is recorded from that day",
                    session.held_on
                ),
            ),
        );
    }
    for (at, mark) in input.marks.iter().enumerate() {
        let enrolment = by_id.get(&mark.enrolment_id).ok_or(CallError::NotFound)?;
        if let Some(problem) = problem_with(enrolment, session) {
            problems.add(&["marks", &at.to_string(), "enrolmentId"], problem);
        }
    }
    Ok(problems.finish(Some(()))?)
}

fn problem_with(enrolment: &Enrolment, session: &GroupSession) -> Option<Problem> {
    if enrolment.project_id != session.project_id {
        return Some(Problem::new(
            "ENROLMENT_NOT_IN_PROJECT",
            "ta osoba uczestniczy w innym projekcie niż zajęcia",
            "this person takes part in another project than the session's",
        ));
    }
    if enrolment.state != EnrolmentState::Enrolled {
        return Some(Problem::new(
            "ON_RESERVE",
            "ta osoba jest na liście rezerwowej, a nie wśród uczestników",
            "this person is on the reserve list, not a participant",
        ));
    }
    (enrolment.starts_on > session.held_on).then(|| {
        Problem::new(
            "NOT_YET_PARTICIPATING",
            format!(
                "udział tej osoby zaczyna się {}, po zajęciach",
                enrolment.starts_on
            ),
            format!(
                "this person's participation starts on {}, after the session",
                enrolment.starts_on
            ),
        )
        .by_rule("wsparcie mieści się w okresie udziału w projekcie")
    })
}
