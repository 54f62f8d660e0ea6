//! Lines of a project's team: what may be said of one, how many people they are, and who works more than full time.
//!
//! Pure: it knows neither SQL, dictionaries nor rights.

mod headcount;
mod load;
#[cfg(test)]
mod tests;

use wsparcie_kernel::ids::{TeamPostId, WorkerId};
use wsparcie_kernel::input::{self, Problems};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Exactness, NewTeamPost};

pub use headcount::{Line, people, posts};
pub use load::{Share, overload, peak};

/// A team has at most this many lines, so teams need no pages.
pub const MAX_LINES: i64 = 300;
const MAX_NAME: usize = 200;
const MAX_NOTE: usize = 500;
const MAX_DUTIES: usize = 40;
const POSTS: std::ops::RangeInclusive<i32> = 1..=1_000;
/// Full time and no more.
const FULL_TIME: std::ops::RangeInclusive<i32> = 1..=10_000;
/// A week has 168 hours.
const WEEKLY_HOURS: std::ops::RangeInclusive<i32> = 1..=16_800;

/// The name of a worker.
///
/// # Errors
/// What is wrong with the text, at `name`.
pub fn worker_name(name: &str) -> Result<String, Vec<Problem>> {
    input::line(name, MAX_NAME).map_err(|problem| vec![problem.at(&["name"])])
}

/// Checks a line by itself; the texts come back trimmed, the duties each once.
///
/// # Errors
/// Every problem, with paths that begin with `post`.
pub fn check(post: &NewTeamPost) -> Result<NewTeamPost, Vec<Problem>> {
    let mut problems = Problems::default();
    let note = post
        .note
        .as_deref()
        .and_then(|note| problems.keep(&["post", "note"], input::line(note, MAX_NOTE)));
    if !POSTS.contains(&post.posts.count) {
        problems.add(
            &["post", "posts"],
            Problem::new(
                "POSTS_OUT_OF_RANGE",
                "liczba etatów w wierszu powinna być od 1 do 1000",
                "the number of posts of a line should be from 1 to 1000",
            ),
        );
    }
    let is_one = post.posts.count == 1 && post.posts.exactness == Exactness::Exact;
    if post.worker_id.is_some() && !is_one {
        problems.add(
            &["post", "posts"],
            Problem::new(
                "WORKER_HOLDS_ONE_POST",
                "osoba z nazwiska zajmuje dokładnie jedno stanowisko w wierszu; dla kolejnych osób dodaj osobne wiersze",
                "a named worker holds exactly one post of a line; add lines of their own for further people",
            ),
        );
    }
    hours(&mut problems, post);
    if let (Some(from), Some(to)) = (post.valid_from, post.valid_to)
        && to < from
    {
        problems.add(&["post", "validTo"], reversed());
    }
    if post.duties.len() > MAX_DUTIES {
        problems.add(
            &["post", "duties"],
            Problem::new(
                "TOO_MANY_DUTIES",
                format!("wiersz zespołu ma najwyżej {MAX_DUTIES} obowiązków"),
                format!("a line of a team has at most {MAX_DUTIES} duties"),
            ),
        );
    }
    let mut duties: Vec<String> = Vec::new();
    for duty in &post.duties {
        if !duties.contains(duty) {
            duties.push(duty.clone());
        }
    }
    let checked = NewTeamPost {
        note,
        duties,
        ..post.clone()
    };
    problems.finish(Some(checked)).map_err(Problems::into_vec)
}

fn hours(problems: &mut Problems, post: &NewTeamPost) {
    if post.full_time_bp.is_some() && post.weekly_hours_hundredths.is_some() {
        problems.add(
            &["post", "weeklyHours"],
            Problem::new(
                "HOURS_OR_SHARE",
                "podaj wymiar jako część etatu albo jako godziny tygodniowo, nie oba naraz",
                "give the share of full time or the hours a week, not both",
            ),
        );
    }
    if post.full_time_bp.is_some_and(|share| !FULL_TIME.contains(&share)) {
        problems.add(
            &["post", "fullTimeShare"],
            Problem::new(
                "SHARE_OUT_OF_RANGE",
                "część etatu jest większa od 0 i najwyżej 1",
                "the share of full time is more than 0 and at most 1",
            ),
        );
    }
    if post
        .weekly_hours_hundredths
        .is_some_and(|hours| !WEEKLY_HOURS.contains(&hours))
    {
        problems.add(
            &["post", "weeklyHours"],
            Problem::new(
                "HOURS_OUT_OF_RANGE",
                "godzin w tygodniu jest więcej niż 0 i najwyżej 168",
                "the hours a week are more than 0 and at most 168",
            ),
        );
    }
}

pub(crate) fn reversed() -> Problem {
    Problem::new(
        "PERIOD_REVERSED",
        "koniec nie może być przed początkiem; sprawdź obie daty",
        "the end cannot be before the start; check both dates",
    )
}

/// A period both ends of which belong to it; absent ends are open.
pub type Days = (Option<Date>, Option<Date>);

/// Whether two periods have a day in common.
pub fn overlap(one: Days, other: Days) -> bool {
    let starts_by = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    starts_by(one.0, other.1) && starts_by(other.0, one.1)
}

/// The problem at the end of a period that leaves the project's, as far as that is known.
pub fn outside_project(days: Days, project: Days, from_path: &[&str], to_path: &[&str]) -> Vec<Problem> {
    let before =
        |day: Option<Date>, limit: Option<Date>| day.zip(limit).is_some_and(|(day, limit)| day < limit);
    let mut problems = Vec::new();
    if before(days.0, project.0) || before(project.1, days.0) {
        problems.push(outside().at(from_path));
    }
    if before(days.1, project.0) || before(project.1, days.1) {
        problems.push(outside().at(to_path));
    }
    problems
}

pub(crate) fn outside() -> Problem {
    Problem::new(
        "DATE_OUTSIDE_PROJECT",
        "ten dzień wypada poza okresem projektu; podaj dzień od początku do końca projektu",
        "this day lies outside the project's period; give a day from its start to its end",
    )
}

/// A line that is stored already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its id.
    pub id: TeamPostId,
    /// Who holds it.
    pub worker: Option<WorkerId>,
    /// Code of the position.
    pub position: String,
    /// When.
    pub days: Days,
    /// Whose people it may be among.
    pub among: Option<TeamPostId>,
}

/// Checks a line beside the other lines of its project.
///
/// # Errors
/// `POST_OVERLAP`, `AMONG_UNKNOWN` or `AMONG_CHAIN`, with paths that begin with `post`.
pub fn check_beside(post: &NewTeamPost, others: &[Other]) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    let days = (post.valid_from, post.valid_to);
    let is_same = |other: &&Other| {
        other.worker == post.worker_id && other.position == post.position && overlap(other.days, days)
    };
    if post.worker_id.is_some() && others.iter().any(|other| is_same(&other)) {
        problems.add(
            &["post", "workerId"],
            Problem::new(
                "POST_OVERLAP",
                "ta osoba zajmuje już to stanowisko w części tego okresu; zakończ tamten wiersz albo zmień daty",
                "this worker holds this position in part of that time already; end that line or change the dates",
            ),
        );
    }
    if let Some(among) = post.among {
        match others.iter().find(|other| other.id == among) {
            None => problems.add(
                &["post", "amongId"],
                Problem::new(
                    "AMONG_UNKNOWN",
                    "wskaż wiersz zespołu tego samego projektu",
                    "name a line of the team of the same project",
                ),
            ),
            Some(other) if other.among.is_some() => problems.add(
                &["post", "amongId"],
                Problem::new(
                    "AMONG_CHAIN",
                    "tamten wiersz sam może być wśród osób innego wiersza; wskaż tamten inny wiersz",
                    "that line may itself be among the people of another; name that other line",
                ),
            ),
            Some(_) => {}
        }
    }
    problems.finish(Some(())).map_err(Problems::into_vec)
}
