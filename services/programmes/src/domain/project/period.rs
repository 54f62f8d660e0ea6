//! When a project runs and when it recruits.

use chrono::{Datelike, TimeDelta};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::ProjectFacts;

/// Years that a project can have to do with: from Poland's first year of the European Social Fund to well after the
/// eligible spending of 2021-27. Anything else is a typing error.
const YEARS: std::ops::RangeInclusive<i32> = 2004..=2040;
/// Recruitment may begin this long before the project; a date further off is a typing error.
const RECRUITMENT_LEAD: TimeDelta = TimeDelta::days(731);

pub(super) fn check(problems: &mut Vec<Problem>, facts: &ProjectFacts) {
    let dates = [
        ("startsOn", facts.starts_on),
        ("endsOn", facts.ends_on),
        ("recruitmentFrom", facts.recruitment_from),
        ("recruitmentUntil", facts.recruitment_until),
    ];
    for (field, day) in dates {
        check_year(problems, &["project", field], day);
    }
    if is_before(facts.ends_on, facts.starts_on) {
        let pl = "projekt nie może kończyć się przed swoim początkiem; sprawdź obie daty";
        let en = "a project cannot end before it starts; check both dates";
        problems.push(Problem::new("PERIOD_REVERSED", pl, en).at(&["project", "endsOn"]));
    }
    if is_before(facts.recruitment_until, facts.recruitment_from) {
        let pl = "rekrutacja nie może kończyć się przed swoim początkiem; sprawdź obie daty";
        let en = "recruitment cannot end before it starts; check both dates";
        problems.push(Problem::new("RECRUITMENT_REVERSED", pl, en).at(&["project", "recruitmentUntil"]));
    }
    for (field, day) in [
        ("recruitmentFrom", facts.recruitment_from),
        ("recruitmentUntil", facts.recruitment_until),
    ] {
        if is_before(facts.ends_on, day) {
            let pl = "rekrutacja nie może trwać po końcu projektu; sprawdź daty";
            let en = "recruitment cannot go on after the project's end; check the dates";
            problems.push(Problem::new("RECRUITMENT_AFTER_END", pl, en).at(&["project", field]));
        }
    }
    let earliest = facts
        .starts_on
        .and_then(|start| start.checked_sub_signed(RECRUITMENT_LEAD));
    if is_before(facts.recruitment_from, earliest) {
        let pl = "rekrutacja zaczyna się ponad dwa lata przed projektem; sprawdź daty";
        let en = "recruitment starts more than two years before the project; check the dates";
        problems.push(Problem::new("RECRUITMENT_TOO_EARLY", pl, en).at(&["project", "recruitmentFrom"]));
    }
}

/// Refuses a day of a year that no project has to do with.
pub(in crate::domain) fn check_year(problems: &mut Vec<Problem>, path: &[&str], day: Option<Date>) {
    if day.is_some_and(|day| !YEARS.contains(&day.year())) {
        let (first, last) = (YEARS.start(), YEARS.end());
        let pl = format!("rok powinien być od {first} do {last}; sprawdź datę");
        let en = format!("the year should be from {first} to {last}; check the date");
        problems.push(Problem::new("DATE_OUT_OF_RANGE", pl, en).at(path));
    }
}

/// Whether both days are known and the first lies before the second.
pub(in crate::domain) fn is_before(day: Option<Date>, other: Option<Date>) -> bool {
    matches!((day, other), (Some(day), Some(other)) if day < other)
}
