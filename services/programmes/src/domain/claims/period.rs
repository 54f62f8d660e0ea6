//! The period of a claim: within the project, no longer than its rate says, over no other claim's; and a final claim is the
//! only one and the last.

use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{ClaimDraft, ClaimKind};

use super::due::DeadlineRules;
use super::input::day;

/// The rule behind what is refused of final claims.
const FINAL_RULE: &str = "wniosek końcowy: jeden w projekcie, ostatni, do ostatniego dnia projektu";

/// Another claim of the project that was not withdrawn.
#[derive(Debug, Clone, Copy)]
pub struct Other {
    /// Its number.
    pub number: i32,
    /// What it asks for.
    pub kind: ClaimKind,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

/// What a draft is checked against.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The project's first day, if it is known.
    pub starts_on: Option<Date>,
    /// Its last day, if it is known.
    pub ends_on: Option<Date>,
    /// The other claims.
    pub others: &'a [Other],
    /// How long a period may be.
    pub rules: &'a DeadlineRules,
    /// Whether the claim was submitted before: its kind and period stay then, whatever became of the project since, so they are
    /// not asked again to be the only final claim's and the last.
    pub was_submitted: bool,
}

/// Notes what is wrong with the period, and with a final claim's place among the others.
pub(super) fn check_period(problems: &mut Problems, draft: &ClaimDraft, around: &Surroundings<'_>) {
    let (from, to) = (draft.period_from, draft.period_to);
    day(problems, &["claim", "periodFrom"], from);
    day(problems, &["claim", "periodTo"], to);
    if to < from {
        problems.add(
            &["claim", "periodTo"],
            Problem::new(
                "PERIOD_REVERSED",
                "okres wniosku kończy się przed początkiem; zamień daty",
                "the claim's period ends before it begins; swap the days",
            ),
        );
        return;
    }
    check_within(problems, (from, to), (around.starts_on, around.ends_on));
    if let Some((last, months, basis)) = around.rules.longest(from, to)
        && last < to
    {
        problems.add(
            &["claim", "periodTo"],
            Problem::new(
                "CLAIM_PERIOD_TOO_LONG",
                format!("okres wniosku trwa najwyżej {months} mies., tu do {last}; skróć go"),
                format!("a claim's period is at most {months} months, here until {last}; shorten it"),
            )
            .by_rule(basis),
        );
    }
    for other in around
        .others
        .iter()
        .filter(|other| other.from <= to && from <= other.to)
    {
        let (number, first, last) = (other.number, other.from, other.to);
        problems.add(
            &["claim", "periodFrom"],
            Problem::new(
                "CLAIM_PERIOD_OVERLAP",
                format!("okres nachodzi na wniosek nr {number} ({first} – {last}); popraw daty"),
                format!("the period overlaps claim no. {number} ({first} – {last}); correct the days"),
            ),
        );
    }
    if !around.was_submitted {
        check_final(problems, draft, around);
    }
}

/// Notes each end of the period that lies outside the project. A day of the project that is not known bounds nothing.
fn check_within(
    problems: &mut Problems,
    (from, to): (Date, Date),
    (starts, ends): (Option<Date>, Option<Date>),
) {
    let known = |day: Option<Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let is_outside =
        |day: Date| starts.is_some_and(|starts| day < starts) || ends.is_some_and(|ends| ends < day);
    for (field, _) in [("periodFrom", from), ("periodTo", to)]
        .into_iter()
        .filter(|(_, day)| is_outside(*day))
    {
        let (starts, ends) = (known(starts), known(ends));
        problems.add(
            &["claim", field],
            Problem::new(
                "CLAIM_OUTSIDE_PROJECT",
                format!("projekt trwa od {starts} do {ends}; okres wniosku musi się w tym mieścić"),
                format!("the project runs from {starts} to {ends}; the claim's period must lie in it"),
            ),
        );
    }
}

/// Notes a second final claim, a claim after the final one, and a final one that ends before the project. Periods that overlap
/// are told as such.
fn check_final(problems: &mut Problems, draft: &ClaimDraft, around: &Surroundings<'_>) {
    let is_final = draft.kind == ClaimKind::Final;
    for other in around.others {
        let (number, from, to) = (other.number, other.from, other.to);
        let problem = match (is_final, other.kind == ClaimKind::Final) {
            (true, true) => (
                "kind",
                Problem::new(
                    "CLAIM_FINAL_TWICE",
                    format!(
                        "wniosek nr {number} jest już końcowy, a projekt ma jeden taki; wybierz inny rodzaj albo wycofaj tamten"
                    ),
                    format!(
                        "claim no. {number} is the final one, and a project has one; choose another kind, or withdraw that one"
                    ),
                ),
            ),
            (true, false) if draft.period_to < from => (
                "kind",
                Problem::new(
                    "CLAIM_AFTER_FINAL",
                    format!(
                        "wniosek końcowy jest ostatni, a okres wniosku nr {number} zaczyna się po nim ({from}); popraw rodzaj albo okres"
                    ),
                    format!(
                        "the final claim is the last, and the period of claim no. {number} begins after it ({from}); correct kind or period"
                    ),
                ),
            ),
            (false, true) if to < draft.period_from => (
                "periodFrom",
                Problem::new(
                    "CLAIM_AFTER_FINAL",
                    format!(
                        "wniosek nr {number} jest końcowy i obejmuje czas do {to}; żaden wniosek nie zaczyna się po nim"
                    ),
                    format!("claim no. {number} is the final one, until {to}; no claim begins after it"),
                ),
            ),
            _ => continue,
        };
        problems.add(&["claim", problem.0], problem.1.by_rule(FINAL_RULE));
    }
    // A period that goes beyond the project is told already.
    if let Some(ends) = around.ends_on
        && draft.period_to < ends
        && let Some(problem) = final_end(draft.kind, draft.period_to, around.ends_on)
    {
        problems.add(&["claim", "periodTo"], problem);
    }
}

/// What is wrong with the end of a final claim: it is not the project's last day. While that day is unknown, nothing.
pub(super) fn final_end(kind: ClaimKind, period_to: Date, ends_on: Option<Date>) -> Option<Problem> {
    let ends = ends_on.filter(|ends| kind == ClaimKind::Final && *ends != period_to)?;
    let problem = Problem::new(
        "CLAIM_FINAL_NOT_LAST_DAY",
        format!(
            "wniosek końcowy obejmuje czas do ostatniego dnia projektu ({ends}); popraw koniec okresu albo rodzaj wniosku"
        ),
        format!(
            "a final claim runs until the project's last day ({ends}); correct its period's end, or its kind"
        ),
    );
    Some(problem.by_rule(FINAL_RULE))
}
