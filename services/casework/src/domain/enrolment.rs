//! From an eligible nomination to a place or the reserve list.

use wsparcie_casework_api::VerdictOutcome;
use wsparcie_kernel::{CallError, Date, Problem};

/// The days of a project, as far as they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ProjectPeriod {
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
}

impl ProjectPeriod {
    /// What is wrong with a day of participation, if anything. What is unknown bounds nothing.
    pub(crate) fn problem_with(self, day: Date) -> Option<Problem> {
        let too_early = self.starts_on.is_some_and(|first| day < first);
        let too_late = self.ends_on.is_some_and(|last| day > last);
        if !too_early && !too_late {
            return None;
        }
        let shown = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (first, last) = (shown(self.starts_on), shown(self.ends_on));
        let problem = Problem::new(
            "DATE_OUTSIDE_PROJECT",
            format!("projekt trwa od {first} do {last}; podaj dzień z tego okresu"),
            format!("the project runs from {first} to {last}; enter a day of that period"),
        );
        Some(problem.by_rule("początek projektu ≤ udział ≤ koniec projektu"))
    }
}

/// Whether the newest verdict of a nomination lets the person in.
///
/// # Errors
/// `NOT_DECIDED` without a verdict, `NOT_ELIGIBLE` with another outcome than eligible.
pub(crate) fn check_verdict(newest: Option<VerdictOutcome>) -> Result<(), CallError> {
    let problem = match newest {
        Some(VerdictOutcome::Eligible) => return Ok(()),
        None => Problem::new(
            "NOT_DECIDED",
            "zgłoszenie nie jest rozpatrzone; najpierw sprawdź, czy osoba się kwalifikuje",
            "the nomination is not decided; first find out whether the person is eligible",
        ),
        Some(VerdictOutcome::NotEligible) => Problem::new(
            "NOT_ELIGIBLE",
            "ostatnia decyzja: nie kwalifikuje się; przyjąć można tylko osobę, która się kwalifikuje",
            "the newest verdict: not eligible; only an eligible person can be enrolled",
        ),
        Some(VerdictOutcome::Undecided) => Problem::new(
            "NOT_ELIGIBLE",
            "ostatnia decyzja: nierozstrzygnięte; uzupełnij brakujące fakty i rozpatrz zgłoszenie jeszcze raz",
            "the newest verdict: undecided; record the missing facts and decide the nomination again",
        ),
    };
    Err(CallError::refused(problem.at(&["nominationId"])))
}

/// Whether the verdict still speaks of what is known now, by the rules in force now.
///
/// # Errors
/// `VERDICT_OUTDATED` if facts were recorded after it or the project's rules, or its group's, are another version.
pub(crate) fn check_current(has_later_facts: bool, same_rules: bool) -> Result<(), CallError> {
    if same_rules && !has_later_facts {
        return Ok(());
    }
    let problem = Problem::new(
        "VERDICT_OUTDATED",
        "po tej decyzji zmieniły się zasady rekrutacji lub grupa albo zapisano nowe fakty; rozpatrz zgłoszenie jeszcze raz",
        "after this verdict the recruitment rules or the group changed or new facts were recorded; decide the nomination again",
    );
    Err(CallError::refused(problem.at(&["nominationId"])))
}

/// Checks the first day of participation against the project's days.
///
/// # Errors
/// Refused with `DATE_OUTSIDE_PROJECT`.
pub(crate) fn check_start(period: ProjectPeriod, starts_on: Date) -> Result<(), CallError> {
    match period.problem_with(starts_on) {
        None => Ok(()),
        Some(problem) => Err(CallError::refused(problem.at(&["startsOn"]))),
    }
}
