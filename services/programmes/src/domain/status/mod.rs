//! Which status of a project may follow which, and when.
//!
//! Owns the table of moves and the checks of one move. It must not know SQL, the clock or rights. Casework is not stopped by a
//! status, except that nobody is nominated to a closed project.

#[cfg(test)]
mod tests;

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{MoveProject, ProjectStatus};

use super::project::period::{check_year, is_before};
use super::text;

/// Longest reason, in characters.
const MAX_REASON: usize = 2_000;
/// A project changes its status at most so often, so its history needs no pages.
pub const MAX_CHANGES: i32 = 200;

/// A move that is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The status before.
    pub from: ProjectStatus,
    /// The status after.
    pub to: ProjectStatus,
    /// Whether the move has to say why: it goes back, or ends the project before its time.
    pub needs_reason: bool,
}

const fn forward(from: ProjectStatus, to: ProjectStatus) -> Transition {
    Transition {
        from,
        to,
        needs_reason: false,
    }
}

const fn with_reason(from: ProjectStatus, to: ProjectStatus) -> Transition {
    Transition {
        from,
        to,
        needs_reason: true,
    }
}

/// Every allowed move. What is not here is refused.
pub const TRANSITIONS: &[Transition] = {
    use ProjectStatus::{Closed, Closing, InReadiness, Planned, Recruiting, Running};
    &[
        // Recruitment opens.
        forward(Planned, Recruiting),
        // Recruitment is continuous (seed 001), or the people are known already: the work begins at once.
        forward(Planned, Running),
        // The project is given up before anybody was recruited: no agreement, or one that was ended.
        with_reason(Planned, Closed),
        // There are enough people to begin with.
        forward(Recruiting, Running),
        // Recruitment is called off and will be announced anew.
        with_reason(Recruiting, Planned),
        // The agreement ends while people are still recruited.
        with_reason(Recruiting, Closing),
        // Another group is recruited while the work goes on (seed 002).
        forward(Running, Recruiting),
        // The period is over, or the work is.
        forward(Running, Closing),
        // An annex prolongs the project.
        with_reason(Closing, Running),
        // Settled, and what was created has to be kept (seed 004).
        forward(Closing, InReadiness),
        // Settled, and nothing has to be kept: no readiness duty is due.
        forward(Closing, Closed),
        // The last day of the readiness duty is over.
        forward(InReadiness, Closed),
    ]
};

/// The statuses that may come next, in the order of the table. Days and duties are looked at when the move is made.
pub fn next(from: ProjectStatus) -> Vec<ProjectStatus> {
    let allowed = TRANSITIONS.iter().filter(|transition| transition.from == from);
    allowed.map(|transition| transition.to).collect()
}

/// Whether something has to be kept ready, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// There is no readiness duty.
    None,
    /// The last day of the longest one.
    Until(Date),
    /// There is one, and nobody knows yet when it ends: the project's days are unknown.
    Unknown,
}

/// The readiness duty that a project has to end before it is closed. `until` is the last day of the longest duty, or what
/// follows from the project's own duration; absent while the project's days are unknown.
///
/// A project in readiness has a duty even if no service was written down: it came there because something has to be kept, and
/// for at least its own duration. While its days are unknown it is not closed; whoever wants to close it enters the days.
pub fn duty(status: ProjectStatus, has_duties: bool, until: Option<Date>) -> Duty {
    if !has_duties && status != ProjectStatus::InReadiness {
        return Duty::None;
    }
    until.map_or(Duty::Unknown, Duty::Until)
}

/// Where a project stands when it is to be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: ProjectStatus,
    /// Its first day, if known.
    pub starts_on: Option<Date>,
    /// Its last day, if known.
    pub ends_on: Option<Date>,
    /// The number of its last change of status; 0 if there was none.
    pub changes: i32,
    /// The latest known day of a change so far.
    pub last_on: Option<Date>,
    /// Its readiness duty.
    pub duty: Duty,
    /// The latest day that it can be in Poland now.
    pub today: Date,
}

/// Checks a move, and gives its reason trimmed.
///
/// # Errors
/// Every problem, with paths of the input.
pub fn check(standing: &Standing, to: &MoveProject) -> Result<Option<String>, Vec<Problem>> {
    let mut problems = Vec::new();
    let reason = text::optional_line(&mut problems, &["reason"], to.reason.as_deref(), MAX_REASON);
    let mut moves = TRANSITIONS.iter();
    match moves.find(|one| one.from == standing.status && one.to == to.to) {
        None => problems.push(not_allowed(standing.status)),
        Some(transition) if transition.needs_reason && to.reason.is_none() => {
            let pl = "podaj powód: ta zmiana cofa projekt albo kończy go przed czasem";
            let en = "give the reason: this move takes the project back or ends it before its time";
            problems.push(Problem::new("STATUS_REASON_MISSING", pl, en).at(&["reason"]));
        }
        Some(_) => {}
    }
    check_day(&mut problems, standing, to.on);
    check_project_days(&mut problems, standing, to);
    if to.to == ProjectStatus::Closed {
        // Who does not know the day moves the project today.
        problems.extend(open_duty(standing.duty, to.on.unwrap_or(standing.today)));
    }
    if standing.changes >= MAX_CHANGES {
        let pl = format!("status projektu zmieniono już {MAX_CHANGES} razy; więcej zmian nie można zapisać");
        let en =
            format!("the project's status has changed {MAX_CHANGES} times; no more changes can be recorded");
        problems.push(Problem::new("STATUS_CHANGES_TOO_MANY", pl, en).at(&["to"]));
    }
    if problems.is_empty() {
        Ok(reason)
    } else {
        Err(problems)
    }
}

fn not_allowed(from: ProjectStatus) -> Problem {
    let next = next(from);
    let list = |label: fn(ProjectStatus) -> &'static str| {
        let labels: Vec<_> = next.iter().map(|status| label(*status)).collect();
        labels.join(", ")
    };
    let (pl, en) = if next.is_empty() {
        (
            "zamkniętego projektu nie można już przenieść do innego statusu".to_owned(),
            "a closed project cannot be moved to another status any more".to_owned(),
        )
    } else {
        (
            format!(
                "ze statusu „{}” można przejść do: {}",
                from.label_pl(),
                list(ProjectStatus::label_pl)
            ),
            format!(
                "from \"{}\" a project can go on to: {}",
                from.label_en(),
                list(ProjectStatus::label_en)
            ),
        )
    };
    Problem::new("PROJECT_STATUS_TRANSITION", pl, en).at(&["to"])
}

/// The refusal to close a project before the last day of its readiness duty is over.
fn open_duty(duty: Duty, day: Date) -> Option<Problem> {
    let (pl, en) = match duty {
        Duty::Until(until) if day <= until => (
            format!("projekt ma obowiązek utrzymania trwałości do {until} włącznie; zamknij go po tym dniu"),
            format!("the project has a readiness duty up to and including {until}; close it after that day"),
        ),
        Duty::Unknown => (
            "projekt ma obowiązek utrzymania trwałości, a jego koniec nie jest znany; uzupełnij okres realizacji projektu".to_owned(),
            "the project has a readiness duty whose end is unknown; enter the project's period".to_owned(),
        ),
        _ => return None,
    };
    Some(Problem::new("READINESS_DUTY_OPEN", pl, en).at(&["to"]))
}

/// A history goes forward and does not know the future.
fn check_day(problems: &mut Vec<Problem>, standing: &Standing, on: Option<Date>) {
    check_year(problems, &["on"], on);
    if is_before(Some(standing.today), on) {
        let pl = "zmiana statusu nie może mieć daty z przyszłości";
        let en = "a change of status cannot have a day in the future";
        problems.push(Problem::new("STATUS_DAY_IN_FUTURE", pl, en).at(&["on"]));
    }
    if let Some(last) = standing.last_on.filter(|last| is_before(on, Some(*last))) {
        let pl = format!("poprzednia zmiana statusu jest z {last}; podaj ten dzień lub późniejszy");
        let en = format!("the last change of status is of {last}; give that day or a later one");
        problems.push(Problem::new("STATUS_DAY_BEFORE_LAST", pl, en).at(&["on"]));
    }
}

/// The work does not begin before the project's first day, and nothing is kept ready before its last day is over.
fn check_project_days(problems: &mut Vec<Problem>, standing: &Standing, to: &MoveProject) {
    if to.to == ProjectStatus::Running && is_before(to.on, standing.starts_on) {
        let pl = "realizacja nie może zacząć się przed pierwszym dniem projektu; sprawdź obie daty";
        let en = "the work cannot begin before the project's first day; check both dates";
        problems.push(Problem::new("PROJECT_NOT_STARTED", pl, en).at(&["on"]));
    }
    let over = standing.ends_on.and_then(|last| last.succ_opt());
    if to.to == ProjectStatus::InReadiness && is_before(Some(to.on.unwrap_or(standing.today)), over) {
        let pl = "okres trwałości zaczyna się po ostatnim dniu projektu; sprawdź obie daty";
        let en = "readiness begins after the project's last day; check both dates";
        problems.push(Problem::new("PROJECT_NOT_ENDED", pl, en).at(&["on"]));
    }
}
