//! Groups of a project: what may be said of one, and their places together beside the project's.
//!
//! Pure. Whether a condition can be read is the rules engine's.

use chrono::Datelike;
use wsparcie_kernel::input::{self, Problems};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{
    CriterionGroup, DatePrecision, Exactness, GroupDay, GroupFacts, Places, RecruitmentRules,
};

use super::recruitment;
use super::team::{Days, outside, reversed};

/// A project has at most this many groups, so they need no pages.
pub const MAX_GROUPS: i64 = 200;
const MAX_NAME: usize = 200;
const MAX_NOTE: usize = 1_000;
const PLACES: std::ops::RangeInclusive<i32> = 1..=1_000_000;
/// Of one sex there may be none.
const PLACES_OF_SEX: std::ops::RangeInclusive<i32> = 0..=1_000_000;

/// The criteria of a group as rules, for the checks that those have; nothing but criteria in them.
pub fn as_rules(facts: &GroupFacts) -> RecruitmentRules {
    RecruitmentRules {
        criteria: facts.criteria.clone(),
        groups: Vec::<CriterionGroup>::new(),
        preferences: Vec::new(),
    }
}

/// Puts problems of rules under the group's own criteria.
pub fn of_group(problems: Vec<Problem>) -> Vec<Problem> {
    let moved = problems.into_iter().map(|mut problem| {
        if let Some(first) = problem.path.first_mut() {
            "group".clone_into(first);
        }
        problem
    });
    moved.collect()
}

/// Checks a group by itself and beside the project's days; texts come back trimmed, days of a month alone at its edge.
///
/// # Errors
/// Every problem, with paths that begin with `group`.
pub fn check(facts: &GroupFacts, project: Days) -> Result<GroupFacts, Vec<Problem>> {
    let mut problems = Problems::default();
    let name = problems.keep(&["group", "name"], input::line(&facts.name, MAX_NAME));
    let note = facts
        .note
        .as_deref()
        .and_then(|note| problems.keep(&["group", "note"], input::line(note, MAX_NOTE)));
    if facts.places.is_some_and(|places| !PLACES.contains(&places.count)) {
        let (pl, en) = (
            "liczba miejsc powinna być od 1 do 1 000 000",
            "the number of places should be from 1 to 1,000,000",
        );
        problems.add(&["group", "places"], Problem::new("PLACES_OUT_OF_RANGE", pl, en));
    }
    for (field, places) in [
        ("placesWomen", facts.places_women),
        ("placesMen", facts.places_men),
    ] {
        if places.is_some_and(|places| !PLACES_OF_SEX.contains(&places.count)) {
            let (pl, en) = (
                "liczba miejsc powinna być od 0 do 1 000 000",
                "the number of places should be from 0 to 1,000,000",
            );
            problems.add(&["group", field], Problem::new("PLACES_OUT_OF_RANGE", pl, en));
        }
    }
    if exceed_total(facts) {
        let (pl, en) = (
            "miejsc dla kobiet i mężczyzn jest razem więcej niż wszystkich miejsc w grupie; popraw liczby",
            "places for women and men together exceed the group's; correct the numbers",
        );
        problems.add(&["group", "places"], Problem::new("PLACES_EXCEED_TOTAL", pl, en));
    }
    let starts_on = facts.starts_on.map(|start| at_edge(start, first_of_month));
    let ends_on = facts.ends_on.map(|end| at_edge(end, last_of_month));
    if let (Some(start), Some(end)) = (starts_on, ends_on)
        && end.day < start.day
    {
        problems.add(&["group", "endsOn"], reversed());
    }
    for (field, given) in [("startsOn", starts_on), ("endsOn", ends_on)] {
        if given.is_some_and(|given| leaves(given, project)) {
            problems.add(&["group", field], outside());
        }
    }
    for problem in of_group(recruitment::limits(&as_rules(facts))) {
        problems.add(&[], problem);
    }
    if facts.criteria.iter().any(|criterion| criterion.group.is_some()) {
        let (pl, en) = (
            "warunki grupy są wszystkie wymagane; alternatywę zapisz w jednym warunku",
            "all conditions of a group are required; write an alternative in one condition",
        );
        problems.add(&["group", "criteria"], Problem::new("GROUP_UNKNOWN", pl, en));
    }
    let checked = name.map(|name| GroupFacts {
        name,
        starts_on,
        ends_on,
        note,
        ..facts.clone()
    });
    problems.finish(checked).map_err(Problems::into_vec)
}

/// Whether the places by sex cannot fit into all, which they can only fail to where all are an exact number.
fn exceed_total(facts: &GroupFacts) -> bool {
    let at_least = |places: Option<Places>| places.map_or(0, |places| i64::from(places.count));
    facts.places.is_some_and(|total| {
        total.exactness == Exactness::Exact
            && at_least(facts.places_women) + at_least(facts.places_men) > i64::from(total.count)
    })
}

/// Whether the project runs on none of the days that are meant. Of a month alone one day in it is enough.
fn leaves(given: GroupDay, project: Days) -> bool {
    let (first, last) = (possible(given, first_of_month), possible(given, last_of_month));
    project.0.is_some_and(|start| last < start) || project.1.is_some_and(|end| first > end)
}

fn at_edge(given: GroupDay, edge: fn(Date) -> Date) -> GroupDay {
    GroupDay {
        day: possible(given, edge),
        ..given
    }
}

/// The day itself, or the edge of its month if the month alone is known.
fn possible(given: GroupDay, edge: fn(Date) -> Date) -> Date {
    match given.precision {
        DatePrecision::Day => given.day,
        DatePrecision::Month => edge(given.day),
    }
}

fn first_of_month(day: Date) -> Date {
    day.with_day(1).unwrap_or(day)
}

fn last_of_month(day: Date) -> Date {
    let next = first_of_month(day).checked_add_months(chrono::Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// The groups' places together: a minimum if one is; `None` if one is unknown or there is none.
pub fn places_together(groups: &[Option<Places>]) -> Option<Places> {
    let known: Option<Vec<Places>> = groups.iter().copied().collect();
    let known = known.filter(|known| !known.is_empty())?;
    let is_exact = known.iter().all(|places| places.exactness == Exactness::Exact);
    let count = known.iter().map(|places| i64::from(places.count)).sum::<i64>();
    Some(Places {
        count: i32::try_from(count).unwrap_or(i32::MAX),
        exactness: if is_exact {
            Exactness::Exact
        } else {
            Exactness::Minimum
        },
    })
}

/// The project's places less the groups' together; `None` unless both are exact.
pub fn difference(project: Option<Places>, groups: Option<Places>) -> Option<i64> {
    let exact = |places: Places| (places.exactness == Exactness::Exact).then(|| i64::from(places.count));
    Some(exact(project?)? - exact(groups?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[expect(clippy::unnecessary_wraps, reason = "the field it fills may be unknown")]
    fn on(text: &str, precision: DatePrecision) -> Option<GroupDay> {
        Some(GroupDay {
            day: day(text),
            precision,
        })
    }

    fn group(starts_on: Option<GroupDay>, ends_on: Option<GroupDay>) -> GroupFacts {
        GroupFacts {
            name: "grupa zaawansowana".to_owned(),
            starts_on,
            ends_on,
            places: None,
            places_women: None,
            places_men: None,
            criteria: Vec::new(),
            note: None,
        }
    }

    const YEAR: (&str, &str) = ("2010-01-01", "2010-12-31");

    fn codes(facts: &GroupFacts, project: (&str, &str)) -> Vec<String> {
        let project = (Some(day(project.0)), Some(day(project.1)));
        let problems = check(facts, project).err().unwrap_or_default();
        let said = |problem: Problem| format!("{} {}", problem.path.join("."), problem.code);
        problems.into_iter().map(said).collect()
    }

    #[test]
    fn the_groups_of_przasnysz_lie_in_their_year_to_the_day_or_the_month() {
        use DatePrecision::{Day, Month};
        let first = group(on("2010-04-27", Day), on("2010-09-30", Day));
        assert_eq!(codes(&first, YEAR), [""; 0]);
        let second = check(
            &group(on("2010-07-15", Month), on("2010-12-05", Month)),
            (None, None),
        )
        .unwrap();
        assert_eq!(second.starts_on.unwrap().day, day("2010-07-01"));
        assert_eq!(second.ends_on.unwrap().day, day("2010-12-31"));
        assert_eq!(codes(&second, YEAR), [""; 0]);
        // A month in which the project still runs or runs already is inside.
        assert_eq!(codes(&second, ("2010-07-20", "2010-12-10")), [""; 0]);
        assert_eq!(
            codes(&second, ("2010-08-01", "2010-12-10")),
            ["group.startsOn DATE_OUTSIDE_PROJECT"]
        );
        assert_eq!(
            codes(&second, ("2010-07-01", "2010-11-30")),
            ["group.endsOn DATE_OUTSIDE_PROJECT"]
        );
        assert_eq!(codes(&first, ("2010-04-28", "2010-09-29")).len(), 2);
        assert_eq!(
            codes(&group(on("2010-09-30", Day), on("2010-04-27", Day)), YEAR),
            ["group.endsOn PERIOD_REVERSED"]
        );
    }

    #[test]
    fn places_by_sex_fit_into_the_groups_unless_those_are_a_minimum() {
        let places = |count, exactness| Some(Places { count, exactness });
        let of_sexes = |total, women, men| GroupFacts {
            places: total,
            places_women: places(women, Exactness::Exact),
            places_men: places(men, Exactness::Exact),
            ..group(None, None)
        };
        let ten = places(10, Exactness::Exact);
        assert_eq!(codes(&of_sexes(ten, 10, 0), YEAR), [""; 0]);
        assert_eq!(
            codes(&of_sexes(ten, 6, 5), YEAR),
            ["group.places PLACES_EXCEED_TOTAL"]
        );
        assert_eq!(
            codes(&of_sexes(places(10, Exactness::Minimum), 6, 5), YEAR),
            [""; 0]
        );
        assert_eq!(
            codes(&of_sexes(None, 6, -1), YEAR),
            ["group.placesMen PLACES_OUT_OF_RANGE"]
        );
    }

    #[test]
    fn places_of_groups_are_shown_beside_the_projects_and_never_made_to_agree() {
        let places = |count, exactness| Some(Places { count, exactness });
        let (eleven, eight) = (places(11, Exactness::Exact), places(8, Exactness::Exact));
        let together = places_together(&[eleven, eight]);
        assert_eq!(together, places(19, Exactness::Exact));
        assert_eq!(difference(places(19, Exactness::Exact), together), Some(0));
        assert_eq!(difference(places(20, Exactness::Exact), together), Some(1));
        assert_eq!(difference(places(60, Exactness::Minimum), together), None);
        assert_eq!(places_together(&[eleven, None]), None);
        assert_eq!(places_together(&[]), None);
        let some = places_together(&[eleven, places(8, Exactness::Minimum)]);
        assert_eq!(some, places(19, Exactness::Minimum));
    }
}
