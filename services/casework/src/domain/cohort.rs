//! A participant group (cohort) of a project that a person is nominated to: its days and when it is closed.
//!
//! Called a cohort here, because a group of the rules is one of conditions. Its conditions join the project's in `rules`.

use wsparcie_kernel::ids::GroupId;
use wsparcie_kernel::{CallError, Date, Problem};
use wsparcie_programmes_api::RecruitmentRules;

use super::rules::PlaceLimits;

/// A cohort as programmes publishes it.
pub(crate) struct Cohort {
    pub(crate) id: GroupId,
    /// Another wording, other days or places are another version.
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) period: CohortPeriod,
    pub(crate) places: PlaceLimits,
    /// Its conditions as rules, and nothing but conditions in them.
    pub(crate) rules: RecruitmentRules,
}

/// The days of a cohort, as far as they are known; of a month alone its edge.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
pub(crate) struct CohortPeriod {
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    /// From this day nobody new joins.
    pub(crate) closed_on: Option<Date>,
}

/// Checks the first day of participation against the cohort's days.
///
/// # Errors
/// `GROUP_DATES` outside its days, `GROUP_CLOSED` from the day on that it is closed.
pub(crate) fn check_start(period: CohortPeriod, starts_on: Date) -> Result<(), CallError> {
    let too_early = period.starts_on.is_some_and(|first| starts_on < first);
    let too_late = period.ends_on.is_some_and(|last| starts_on > last);
    if too_early || too_late {
        let shown = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (first, last) = (shown(period.starts_on), shown(period.ends_on));
        let problem = Problem::new(
            "GROUP_DATES",
            format!("grupa trwa od {first} do {last}; podaj dzień z tego okresu"),
            format!("the group runs from {first} to {last}; enter a day of that period"),
        );
        let problem = problem.by_rule("początek grupy ≤ pierwszy dzień udziału ≤ koniec grupy");
        return Err(CallError::refused(problem.at(&["startsOn"])));
    }
    check_open(period.closed_on, starts_on, &["startsOn"])
}

/// Checks that a cohort is not closed yet on a day: one of before may be entered late.
///
/// # Errors
/// `GROUP_CLOSED`.
pub(crate) fn check_open(closed_on: Option<Date>, day: Date, path: &[&str]) -> Result<(), CallError> {
    let Some(closed_on) = closed_on.filter(|closed_on| day >= *closed_on) else {
        return Ok(());
    };
    let problem = Problem::new(
        "GROUP_CLOSED",
        format!("grupa jest zamknięta: od {closed_on} nikt już do niej nie dołącza; wybierz inną grupę"),
        format!("the group is closed: nobody joins it from {closed_on} on; choose another group"),
    );
    Err(CallError::refused(problem.at(path)))
}

/// The refusal of a group that belongs to another project of the centre.
pub(crate) fn of_another_project() -> CallError {
    let problem = Problem::new(
        "GROUP_NOT_OF_PROJECT",
        "ta grupa należy do innego projektu; wybierz grupę tego projektu",
        "this group belongs to another project; choose a group of this one",
    );
    CallError::refused(problem.at(&["nomination", "groupId"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn code(outcome: Result<(), CallError>) -> Option<String> {
        match outcome {
            Err(CallError::Refused(problems)) => problems.into_iter().next().map(|problem| problem.code),
            _ => None,
        }
    }

    #[test]
    fn who_joins_joins_within_the_days_of_the_group_and_before_it_is_closed() {
        let period = CohortPeriod {
            starts_on: Some(day("2010-04-27")),
            ends_on: Some(day("2010-09-30")),
            closed_on: Some(day("2010-06-01")),
        };
        for (on, expected) in [
            ("2010-04-26", Some("GROUP_DATES")),
            ("2010-04-27", None),
            ("2010-05-31", None),
            ("2010-06-01", Some("GROUP_CLOSED")),
            ("2010-09-30", Some("GROUP_CLOSED")),
            ("2010-10-01", Some("GROUP_DATES")),
        ] {
            assert_eq!(code(check_start(period, day(on))).as_deref(), expected, "{on}");
        }
        let unknown = CohortPeriod::default();
        assert_eq!(code(check_start(unknown, day("1999-01-01"))), None);
    }
}
