//! Somebody who sees everything that two authorities are shown, in every release and under every filter, and who knows how
//! the counts hang together and by which rule rows are renewed, recovers no hidden cell.
//!
//! The solver below is made for this test and shares nothing with the program: it lists every table that agrees with all
//! that was seen, by brute force, and looks at what a hidden cell can be.

use std::collections::BTreeMap;

use chrono::Datelike;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::PeopleCount;
use wsparcie_programmes_api::{
    CompareProjects, ComparisonFigure, ComparisonFilter, ComparisonRow, PeopleBySex, ProgrammesApi,
    ProjectFacts,
};
use wsparcie_testkit::{call, noon};

use super::{ended, of, people};
use crate::support::{Centre, Stage, exactly, now, titled};

/// The planned places, which everybody knows: no count is larger.
const PLACES: i64 = 16;
/// The strictest threshold of the two authorities, which the rule of renewal goes by.
const ENOUGH: i64 = 5;

/// Women and men recruited, ended, completed.
type Truth = [i64; 6];
/// Women, men and total of each: as seen, or hidden.
type Cells = [Option<i64>; 9];

const fn cells_of(t: &Truth) -> [i64; 9] {
    [
        t[0],
        t[1],
        t[0] + t[1],
        t[2],
        t[3],
        t[2] + t[3],
        t[4],
        t[5],
        t[4] + t[5],
    ]
}

/// Every count that anybody could compute: those nine, who still takes part, who dropped out.
fn all_cells_of(t: &Truth) -> [[i64; 3]; 5] {
    let triple = |women: i64, men: i64| [women, men, women + men];
    [
        triple(t[0], t[1]),
        triple(t[2], t[3]),
        triple(t[4], t[5]),
        triple(t[0] - t[2], t[1] - t[3]),
        triple(t[2] - t[4], t[3] - t[5]),
    ]
}

/// Every table that agrees with what was seen of one state.
fn candidates(seen: &Cells) -> Vec<Truth> {
    let fits = |cell: usize, value: i64| seen[cell].is_none_or(|shown| shown == value);
    let mut found = Vec::new();
    for rw in (0..=PLACES).filter(|n| fits(0, *n)) {
        for rm in (0..=PLACES).filter(|n| fits(1, *n) && fits(2, rw + n) && rw + n <= PLACES) {
            for ew in (0..=rw).filter(|n| fits(3, *n)) {
                for em in (0..=rm).filter(|n| fits(4, *n) && fits(5, ew + n)) {
                    for cw in (0..=ew).filter(|n| fits(6, *n)) {
                        for cm in (0..=em).filter(|n| fits(7, *n) && fits(8, cw + n)) {
                            found.push([rw, rm, ew, em, cw, cm]);
                        }
                    }
                }
            }
        }
    }
    found
}

/// Whether the program would have renewed one by the other: each count changes by nobody or by enough, and what counted
/// nobody may become anything.
fn may_follow(before: &Truth, after: &Truth) -> bool {
    all_cells_of(before)
        .iter()
        .zip(all_cells_of(after))
        .all(|(before, after)| {
            before[2] == 0
                || before.iter().zip(after).all(|(before, after)| {
                    let change = (after - before).abs();
                    change == 0 || change >= ENOUGH
                })
        })
}

/// Whether the states from `at` on can be completed to a history.
fn completes(states: &[Vec<Truth>], chosen: &mut Vec<Truth>, fixed: (usize, Truth)) -> bool {
    let at = chosen.len();
    if at == states.len() {
        return true;
    }
    let options: &[Truth] = if at == fixed.0 {
        std::slice::from_ref(&fixed.1)
    } else {
        &states[at]
    };
    for option in options {
        let fits_fixed = at >= fixed.0 || may_follow(option, &fixed.1);
        if fits_fixed && chosen.iter().all(|before| may_follow(before, option)) {
            chosen.push(*option);
            if completes(states, chosen, fixed) {
                return true;
            }
            chosen.pop();
        }
    }
    false
}

/// Whether a cell of a state can be something else than what it is. The truth stands first and is one witness; another is
/// looked for among everything.
fn stays_open(states: &[Vec<Truth>], state: usize, cell: usize) -> bool {
    let truth = cells_of(&states[state][0])[cell];
    let others = states[state]
        .iter()
        .filter(|option| cells_of(option)[cell] != truth);
    others
        .into_iter()
        .any(|option| completes(states, &mut Vec::new(), (state, *option)))
}

/// All that was seen of each project: its states by day.
#[derive(Default)]
struct Notebook(BTreeMap<String, BTreeMap<Date, Cells>>);

impl Notebook {
    fn note(&mut self, row: &ComparisonRow) {
        let day = row.people_as_of.unwrap();
        let state = self
            .0
            .entry(row.title.clone())
            .or_default()
            .entry(day)
            .or_default();
        let triples = [row.recruited, row.ended, row.completed];
        let shown = |counts: PeopleBySex| [counts.women, counts.men, counts.total].map(PeopleCount::shown);
        for (at, value) in triples.into_iter().flat_map(shown).enumerate() {
            if let Some(value) = value {
                assert!(
                    state[at].is_none_or(|known| known == value),
                    "one state, two values"
                );
                state[at] = Some(value);
            }
        }
        // Rates tell their parts.
        for (rates, some, whole) in [(&row.completion, 6, 3), (&row.drop_out, usize::MAX, 3)] {
            for (offset, told) in [&rates.women, &rates.men, &rates.total].into_iter().enumerate() {
                let Some(rate) = told.shown() else { continue };
                state[whole + offset] = Some(rate.denominator);
                if some == usize::MAX {
                    state[6 + offset] = Some(rate.denominator - rate.numerator);
                } else {
                    state[some + offset] = Some(rate.numerator);
                }
            }
        }
    }

    /// What was seen of each state, and every table that agrees with it, those near the truth first: the order alone, so
    /// that a second witness is found soon.
    fn states(&self, title: &str, history: &[Truth; 3]) -> (Vec<Cells>, Vec<Vec<Truth>>) {
        let of_project = &self.0[title];
        let seen: Vec<Cells> = of_project.values().copied().collect();
        let sorted = of_project.iter().map(|(day, cells)| {
            let truth = history[usize::try_from(day.day0()).unwrap()];
            let mut tables = candidates(cells);
            assert!(tables.contains(&truth), "{title}: what is shown is not the truth");
            let distance = |t: &Truth| t.iter().zip(truth).map(|(a, b)| (a - b).abs()).sum::<i64>();
            tables.sort_by_key(distance);
            tables
        });
        (seen, sorted.collect())
    }
}

async fn plant(stage: &Stage, centre: &Centre, project: ProjectId, t: Truth) {
    let groups = [
        people(t[0] - t[2], t[1] - t[3]),
        ended(t[4], t[5], "as_planned"),
        ended(t[2] - t[4], t[3] - t[5], "early"),
    ];
    stage.people(centre, project, &groups).await;
}

/// Three rounds of counts for each project.
const HISTORIES: [(&str, &str, [Truth; 3]); 4] = [
    (
        "mixed",
        "0261011",
        [[4, 6, 0, 0, 0, 0], [9, 6, 0, 0, 0, 0], [9, 6, 9, 6, 2, 6]],
    ),
    (
        "few men",
        "0261011",
        [[10, 1, 0, 0, 0, 0], [10, 2, 0, 0, 0, 0], [10, 6, 5, 6, 5, 1]],
    ),
    (
        "far away",
        "0862011",
        [[6, 6, 6, 6, 1, 6], [6, 6, 6, 6, 6, 6], [6, 6, 6, 6, 6, 1]],
    ),
    (
        "one sex",
        "0261011",
        [[10, 0, 0, 0, 0, 0], [10, 0, 5, 0, 5, 0], [10, 0, 10, 0, 5, 0]],
    ),
];

#[tokio::test]
async fn everything_shown_together_recovers_no_hidden_cell() {
    let stage = Stage::start().await;
    let mut projects = Vec::new();
    for (title, teryt, history) in HISTORIES {
        let centre = stage.centre_in(&format!("MOPS {title}"), teryt).await;
        centre.consent().await;
        let facts = ProjectFacts {
            places_total: exactly(i32::try_from(PLACES).unwrap()),
            ..titled(title)
        };
        let project = centre.created(facts).await.id;
        projects.push((centre, project, history));
    }
    let (region, country) = (stage.authority("02").await, stage.authority("00").await);
    stage.threshold(&country, 3).await;
    let mut notebook = Notebook::default();
    let mut releases = Vec::new();
    for round in 0..3 {
        stage.clock.set(noon(&format!("2026-04-0{}", round + 1)));
        for (centre, project, history) in &projects {
            plant(&stage, centre, *project, history[round]).await;
        }
        for authority in [&region, &country] {
            releases.push((authority, stage.release(authority).await));
        }
    }
    // Every release is read again at the end, whole and under filters.
    for (authority, release) in &releases {
        for voivodeship in [None, Some("02"), Some("08")] {
            let filter = ComparisonFilter {
                voivodeship: voivodeship.map(str::to_owned),
                ..ComparisonFilter::default()
            };
            let input = CompareProjects {
                filter,
                ..of(release)
            };
            let rows = stage.rows(authority, &input).await;
            for row in rows.iter() {
                notebook.note(row);
            }
            let summaries = stage
                .service
                .clone()
                .compare_summary(now(), call(authority), input)
                .await;
            for summary in summaries.unwrap() {
                only_what_was_shown(&rows, &summary);
            }
        }
    }

    let (mut hidden, mut shown, mut recovered_with_help) = (0, 0, 0);
    for (title, _, history) in HISTORIES {
        let (seen, states) = notebook.states(title, &history);
        for (state, cells) in seen.iter().enumerate() {
            assert!(
                !states[state].is_empty(),
                "{title}: what is shown contradicts itself"
            );
            for (cell, value) in cells.iter().enumerate() {
                if value.is_some() {
                    shown += 1;
                    continue;
                }
                hidden += 1;
                assert!(
                    stays_open(&states, state, cell),
                    "{title}, state {state}: cell {cell} is recovered; {seen:?}"
                );
            }
        }
        recovered_with_help += helped(&states, &seen);
    }
    assert!(
        hidden > 10 && shown > 10,
        "{hidden} hidden, {shown} shown: the fixture tries nothing"
    );
    // Armed: with one hidden cell given away, the same solver recovers others.
    assert!(recovered_with_help > 0);
}

/// How many hidden cells fall when one hidden cell of the same state is told.
fn helped(states: &[Vec<Truth>], seen: &[Cells]) -> usize {
    let mut fallen = 0;
    for (tables, seen) in states.iter().zip(seen) {
        let truth = cells_of(&tables[0]);
        let hidden: Vec<usize> = (0..9).filter(|cell| seen[*cell].is_none()).collect();
        for told in &hidden {
            let left: Vec<[i64; 9]> = tables
                .iter()
                .map(cells_of)
                .filter(|cells| cells[*told] == truth[*told])
                .collect();
            let others = hidden.iter().filter(|cell| *cell != told);
            fallen += others
                .filter(|cell| left.iter().all(|cells| cells[**cell] == truth[**cell]))
                .count();
        }
    }
    fallen
}

/// A summary follows from the rows that are shown beside it: whoever has the rows learns nothing from it.
fn only_what_was_shown(rows: &[ComparisonRow], summary: &wsparcie_programmes_api::FigureSummary) {
    if summary.figure != ComparisonFigure::CompletionRate || summary.sex.is_some() {
        return;
    }
    let told: Vec<_> = rows
        .iter()
        .filter_map(|row| row.completion.total.shown())
        .collect();
    assert_eq!(summary.included, i64::try_from(told.len()).unwrap());
    let (some, whole) = told.iter().fold((0, 0), |(some, whole), rate| {
        (some + rate.numerator, whole + rate.denominator)
    });
    let expected = (whole > 0).then(|| (20_000 * some + whole) / (2 * whole));
    assert_eq!(summary.weighted_mean, expected);
    assert_eq!(summary.missing.len() + told.len(), rows.len());
}
