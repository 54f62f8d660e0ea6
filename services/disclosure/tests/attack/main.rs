//! The attack of issue 4: from everything that was published, over all releases and filters, nothing hidden is recovered.
//!
//! The solver in `solver` shares no code with the library and is given published cells only. `ledger` publishes a few
//! projects three times under three filters; the attacker puts together every one, two and three of these nine
//! publications. The last tests switch one protection off each and expect the same attacker to succeed.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ledger;
mod solver;

use ledger::{FILTERS, Guard, Publication, publish};
use solver::Puzzle;
use wsparcie_disclosure::Threshold;

/// What the attacker found.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// A hidden cell's value: project, version, cell.
    Value(usize, usize, usize, i64),
    /// That exactly so few people came or left: project, cell.
    Change(usize, usize, i64),
}

/// Puts publications together and looks for hidden cells and small changes.
fn attack(publications: &[&Publication], k: i64) -> Vec<Found> {
    let mut puzzle = Puzzle::default();
    let mut versions = std::collections::BTreeMap::new();
    for publication in publications {
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for row in &publication.rows {
            let cells = *versions.entry((row.project, row.version)).or_insert_with(|| {
                let cells = row.seen.map(|seen| puzzle.unknown(seen));
                puzzle.equation(&[(cells[0], 1), (cells[1], 1), (cells[2], -1)]);
                cells
            });
            for (column, cell) in columns.iter_mut().zip(cells) {
                column.push((cell, 1));
            }
        }
        for (mut column, margin) in columns.into_iter().zip(publication.margin) {
            if margin.is_some() {
                column.push((puzzle.unknown(margin), -1));
                puzzle.equation(&column);
            }
        }
    }
    let mut found = Vec::new();
    for ((project, version), cells) in &versions {
        for (index, cell) in cells.iter().enumerate() {
            if puzzle.was_hidden(*cell)
                && let Some(value) = puzzle.only_value(*cell)
            {
                found.push(Found::Value(*project, *version, index, value));
            }
        }
    }
    let all: Vec<_> = versions.iter().collect();
    for (first, ((project, _), before)) in all.iter().enumerate() {
        for ((other, _), after) in all
            .iter()
            .skip(first + 1)
            .filter(|((other, _), _)| other == project)
        {
            assert_eq!(other, project);
            for index in 0..3 {
                let change = puzzle.difference(after[index], before[index]);
                if let Some(change) = puzzle.only_value(change)
                    && change != 0
                    && change.abs() < k
                {
                    found.push(Found::Change(*project, index, change));
                }
            }
        }
    }
    found
}

/// Every single one, pair and triple.
fn every_few(publications: &[Publication]) -> Vec<Vec<&Publication>> {
    let mut sets: Vec<Vec<&Publication>> = Vec::new();
    for (one, first) in publications.iter().enumerate() {
        sets.push(vec![first]);
        for (two, second) in publications.iter().enumerate().skip(one + 1) {
            sets.push(vec![first, second]);
            for third in publications.iter().skip(two + 1) {
                sets.push(vec![first, second, third]);
            }
        }
    }
    sets
}

fn attack_all(publications: &[Publication], k: i64) -> Vec<Found> {
    every_few(publications)
        .iter()
        .flat_map(|set| attack(set, k))
        .collect()
}

/// Women and men of four projects at three times.
type Story = [[[u32; 2]; 3]; 4];

const STORY: Story = [
    [[3, 20], [8, 25], [14, 30]],
    [[12, 9], [12, 9], [18, 9]],
    [[30, 2], [31, 2], [36, 2]],
    [[0, 0], [2, 2], [9, 11]],
];

/// Other stories, the same at every run; most changes are 0 or large enough, so that rows are replaced.
fn stories(count: u64) -> Vec<Story> {
    let mut state = 20_261_122_u64;
    let mut dice = move |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % (most + 1)).unwrap()
    };
    (0..count)
        .map(|_| {
            let mut story = Story::default();
            for project in &mut story {
                let mut now = [dice(12), dice(12)];
                for state in project {
                    *state = now;
                    for sex in &mut now {
                        *sex += [0, 0, 2, 5, 7, 11][usize::try_from(dice(5)).unwrap()];
                    }
                }
            }
            story
        })
        .collect()
}

#[test]
fn nothing_hidden_is_recovered_from_any_releases_and_filters() {
    let (mut hidden, mut shown_margins, mut replaced) = (0, 0, 0);
    for story in stories(7).into_iter().chain([STORY]) {
        for people in [3, 5] {
            let threshold = Threshold::at_least(people).unwrap();
            let publications = publish(&story, threshold, Guard::Everything);
            assert_eq!(publications.len(), 3 * FILTERS.len());
            let found = attack_all(&publications, i64::from(people));
            assert_eq!(found, [], "{story:?} at {people}: {publications:#?}");
            for publication in &publications {
                shown_margins += publication.margin.iter().flatten().count();
                for row in &publication.rows {
                    hidden += row.seen.iter().filter(|seen| seen.is_none()).count();
                    replaced += usize::from(row.version > 0);
                }
            }
        }
    }
    // What was attacked is worth attacking: much is hidden, and much is shown beside it.
    assert!(
        hidden > 150 && shown_margins > 60 && replaced > 60,
        "{hidden} {shown_margins} {replaced}"
    );
}

#[test]
fn the_attacker_succeeds_where_only_small_cells_are_hidden() {
    let publications = publish(&STORY, Threshold::DEFAULT, Guard::SmallCellsOnly);
    assert!(attack(&[&publications[0]], 5).contains(&Found::Value(0, 0, 0, 3)));
}

#[test]
fn the_attacker_succeeds_where_a_margin_is_forced_out() {
    let publications = publish(&STORY, Threshold::DEFAULT, Guard::MarginsForced);
    let alone = attack(&[&publications[1]], 5);
    assert!(alone.contains(&Found::Value(0, 0, 0, 3)), "{alone:?}");
}

#[test]
fn the_attacker_succeeds_where_rows_are_replaced_after_any_change() {
    let mut moved = STORY;
    moved[1] = [[12, 9], [13, 9], [13, 9]];
    let found = attack_all(&publish(&moved, Threshold::DEFAULT, Guard::NoWaiting), 5);
    assert!(found.contains(&Found::Change(1, 0, 1)), "{found:?}");
}
