//! Hours of the team: at most so many a month over all engagements, by the rule of the month.
//!
//! The limit binds the costs of a project, not what people do elsewhere. So hours of the centre's projects that would pass it
//! are refused, and hours elsewhere are stored as they are and marked: they are facts, and whoever plans the next month has
//! to see them.

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Engagement, RecordWorkHours};

use super::expense::{ProjectDays, first_of, month_after};
use super::text;

/// The code of the limit among the dated rates, in hours.
pub const LIMIT_RATE: &str = "personnel_monthly_hours";
/// Hours of the longest month, in hundredths.
const MAX_HOURS: i32 = 74_400;
const MAX_NAME: usize = 200;

/// Hours that agree with themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedHours {
    /// The month's first day.
    pub month: Date,
    /// The name of an engagement that is no project of the centre.
    pub name: Option<String>,
}

/// The limit of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursLimit {
    /// In hundredths of an hour.
    pub hundredths: i64,
    /// The law or guideline.
    pub legal_basis: String,
}

/// Checks hours by themselves.
///
/// # Errors
/// Every problem of the input.
pub fn check(input: &RecordWorkHours, today: Date) -> Result<CheckedHours, Vec<Problem>> {
    let mut problems = Vec::new();
    let month = first_of(input.month);
    if month > today {
        let (pl, en) = ("miesiąc jest z przyszłości", "the month lies in the future");
        problems.push(Problem::new("DATE_IN_FUTURE", pl, en).at(&["month"]));
    }
    if !(0..=MAX_HOURS).contains(&input.hours_hundredths) {
        let pl = "liczba godzin w miesiącu powinna być od 0 do 744";
        let en = "the hours of a month should be from 0 to 744";
        problems.push(Problem::new("HOURS_OUT_OF_RANGE", pl, en).at(&["hours"]));
    }
    let name = text::optional_line(&mut problems, &["name"], input.name.as_deref(), MAX_NAME);
    let is_own = input.engagement == Engagement::Project;
    if is_own != input.project_id.is_some() || is_own == input.name.is_some() {
        let pl = "dla projektu ośrodka podaj projekt, a dla innego zaangażowania jego nazwę – nie oba";
        let en = "for a project of the centre give the project, for anything else its name – not both";
        problems.push(Problem::new("ENGAGEMENT_UNCLEAR", pl, en).at(&["engagement"]));
    }
    if problems.is_empty() {
        Ok(CheckedHours { month, name })
    } else {
        Err(problems)
    }
}

/// Whether two engagements outside the centre's projects are the same: spelling makes no difference.
pub fn is_same_name(one: Option<&str>, other: Option<&str>) -> bool {
    one.map(text::key) == other.map(text::key)
}

/// Why hours of a month cannot be entered in the centre's project: the month is closed, or the project has no day in it.
/// Unknown days hold nobody up.
pub fn month_problems(month: Date, closed_until: Option<Date>, project: ProjectDays) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(last) = closed_until.filter(|last| month <= *last) {
        let last = last.format("%Y-%m");
        let pl = format!(
            "miesiące projektu do {last} są zamknięte; żeby zmienić godziny, otwórz najpierw zamknięty miesiąc"
        );
        let en = format!(
            "the project's months up to {last} are closed; to change hours, open the closed month again first"
        );
        problems.push(Problem::new("MONTH_CLOSED", pl, en).at(&["month"]));
    }
    let is_before = project.starts_on.is_some_and(|first| month_after(month) <= first);
    if is_before || project.ends_on.is_some_and(|last| month > last) {
        let shown = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (from, until) = (shown(project.starts_on), shown(project.ends_on));
        let pl =
            format!("miesiąc leży poza okresem projektu ({from} – {until}); sprawdź go albo okres projektu");
        let en =
            format!("the month lies outside the project's period ({from} – {until}); check it or the period");
        problems.push(Problem::new("HOURS_OUTSIDE_PROJECT", pl, en).at(&["month"]));
    }
    problems
}

/// Whether a month is over its limit after an entry. `others` are the hours of all other engagements, `before` what the same
/// engagement had. An entry that lowers its hours is never refused. Without a known rule nothing is over.
///
/// # Errors
/// `WORKER_HOURS_OVER_LIMIT`, where hours of the centre's own project pass it.
pub fn over_limit(
    engagement: Engagement,
    others: i64,
    before: i64,
    hours: i64,
    limit: Option<&HoursLimit>,
) -> Result<bool, Problem> {
    let Some(limit) = limit else { return Ok(false) };
    let is_over = others.saturating_add(hours) > limit.hundredths;
    if is_over && engagement == Engagement::Project && hours > before {
        let left = (limit.hundredths - others).max(0);
        let (left, most) = (shown(left), shown(limit.hundredths));
        let pl = format!(
            "pracownik przekroczyłby limit {most} godzin w miesiącu we wszystkich zaangażowaniach; zostało {left}"
        );
        let en = format!(
            "the worker would pass the limit of {most} hours a month over all engagements; {left} are left"
        );
        return Err(Problem::new("WORKER_HOURS_OVER_LIMIT", pl, en)
            .at(&["hours"])
            .by_rule(limit.legal_basis.clone()));
    }
    Ok(is_over)
}

fn shown(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit() -> HoursLimit {
        HoursLimit {
            hundredths: 27_600,
            legal_basis: "wytyczne".to_owned(),
        }
    }

    #[test]
    fn hours_belong_to_open_months_that_the_project_has_a_day_in() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let project = ProjectDays {
            starts_on: Some(day("2017-01-31")),
            ends_on: Some(day("2018-06-01")),
        };
        let codes = |month: &str, closed: Option<&str>| {
            let problems = month_problems(day(month), closed.map(day), project);
            let codes = problems.into_iter().map(|problem| problem.code);
            codes.collect::<Vec<_>>()
        };
        for inside in ["2017-01-01", "2018-06-01"] {
            assert_eq!(codes(inside, None), Vec::<String>::new());
        }
        for outside in ["2016-12-01", "2018-07-01"] {
            assert_eq!(codes(outside, None), ["HOURS_OUTSIDE_PROJECT"]);
        }
        assert_eq!(codes("2017-03-01", Some("2017-03-01")), ["MONTH_CLOSED"]);
        assert_eq!(codes("2017-04-01", Some("2017-03-01")), Vec::<String>::new());
        assert_eq!(
            codes("2016-12-01", Some("2017-03-01")),
            ["MONTH_CLOSED", "HOURS_OUTSIDE_PROJECT"]
        );
        assert_eq!(
            month_problems(day("1999-01-01"), None, ProjectDays::default()),
            []
        );
    }

    #[test]
    fn the_limit_itself_may_be_reached_and_not_passed_by_the_centres_project() {
        let own = |hours| over_limit(Engagement::Project, 16_000, 0, hours, Some(&limit()));
        assert_eq!(own(11_600), Ok(false));
        let refused = own(11_601).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.rule.as_deref()),
            ("WORKER_HOURS_OVER_LIMIT", Some("wytyczne"))
        );
        assert!(refused.message_pl.contains("276.00") && refused.message_pl.contains("116.00"));
    }

    #[test]
    fn hours_elsewhere_are_kept_and_marked() {
        for engagement in [Engagement::OtherProject, Engagement::OtherEmployer] {
            assert_eq!(
                over_limit(engagement, 20_000, 0, 10_000, Some(&limit())),
                Ok(true)
            );
        }
    }

    #[test]
    fn fewer_hours_than_before_are_never_refused() {
        assert_eq!(
            over_limit(Engagement::Project, 27_600, 5_000, 4_000, Some(&limit())),
            Ok(true)
        );
    }

    #[test]
    fn an_engagement_is_the_same_however_its_name_is_written() {
        assert!(is_same_name(Some("Obcy projekt"), Some("obcy  projekt")));
        assert!(is_same_name(None, None));
        assert!(!is_same_name(Some("Obcy projekt"), Some("Obcy projekt 2")));
        assert!(!is_same_name(Some("Obcy projekt"), None));
    }

    #[test]
    fn without_a_rule_nothing_is_over() {
        assert_eq!(
            over_limit(Engagement::Project, 70_000, 0, 10_000, None),
            Ok(false)
        );
    }
}
