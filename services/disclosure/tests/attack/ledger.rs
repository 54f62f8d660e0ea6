//! Publishes projects release by release as the comparison does: the ledger's earlier states and margins are part of each
//! new table, rows wait for enough people, filters get margins of their own.

use wsparcie_disclosure::{
    Carried, Cell, PublishedRow, RowValues, Seen, Table, Threshold, Told, Triple, audit, may_refresh, protect,
};

/// The projects of each filter; all of them first.
pub(crate) const FILTERS: [&[usize]; 3] = [&[0, 1, 2, 3], &[0, 1], &[1, 2, 3]];

/// What is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    Everything,
    SmallCellsOnly,
    MarginsForced,
    NoWaiting,
}

/// A row as outsiders see it. Its version stands for the as-of that is printed beside it.
#[derive(Debug, Clone)]
pub(crate) struct PublicRow {
    pub(crate) project: usize,
    pub(crate) version: usize,
    pub(crate) seen: [Option<i64>; 3],
}

/// One release under one filter.
#[derive(Debug, Clone)]
pub(crate) struct Publication {
    pub(crate) rows: Vec<PublicRow>,
    pub(crate) margin: [Option<i64>; 3],
}

struct Version {
    counts: [u32; 2],
    seen: [Option<i64>; 3],
    told: PublishedRow,
}

/// Publishes every time of a story under every filter.
pub(crate) fn publish(story: &[[[u32; 2]; 3]; 4], threshold: Threshold, guard: Guard) -> Vec<Publication> {
    let mut versions: Vec<Vec<Version>> = (0..story.len()).map(|_| Vec::new()).collect();
    let mut publications: Vec<Publication> = Vec::new();
    for time in 0..3 {
        let mut table = Table::new();
        let earlier: Vec<Vec<Triple>> = versions
            .iter()
            .map(|versions| {
                versions
                    .iter()
                    .map(|version| repeat(&mut table, version))
                    .collect()
            })
            .collect();
        for publication in &publications {
            repeat_margin(&mut table, publication, &earlier);
        }
        let rows: Vec<(Triple, bool)> = story
            .iter()
            .zip(&versions)
            .zip(&earlier)
            .map(|((project, versions), earlier)| {
                let counts = project[time];
                match decide(versions, counts, threshold, guard) {
                    None => (*earlier.last().unwrap(), false),
                    Some(carried) => (renew(&mut table, counts, &carried), true),
                }
            })
            .collect();
        let margins: Vec<Triple> = FILTERS
            .iter()
            .map(|filter| {
                let rows: Vec<Triple> = filter.iter().map(|project| rows[*project].0).collect();
                table.margin(&rows).unwrap()
            })
            .collect();
        let pattern = protect(&table, threshold);
        // Once a protection is off, the next release finds hidden cells given away.
        assert!(guard != Guard::Everything || pattern.exposed().is_empty());
        let told = audit(&table, &pattern);
        let small = i64::from(threshold.people());
        let see = |triple: Triple, is_margin: bool| {
            triple.cells().map(|cell| {
                let value = table.value(cell).unwrap();
                let shown = match guard {
                    Guard::SmallCellsOnly if !is_margin => value == 0 || value >= small,
                    Guard::MarginsForced if is_margin => true,
                    _ => pattern.shows(cell),
                };
                shown.then_some(value)
            })
        };
        for (project, (row, is_new)) in rows.iter().enumerate() {
            if *is_new {
                let counts = story[project][time];
                versions[project].push(Version {
                    counts,
                    seen: see(*row, false),
                    told: published(*row, counts, &told),
                });
            }
        }
        for (filter, margin) in FILTERS.iter().zip(&margins) {
            publications.push(Publication {
                rows: filter
                    .iter()
                    .map(|project| PublicRow {
                        project: *project,
                        version: versions[*project].len() - 1,
                        seen: versions[*project].last().unwrap().seen,
                    })
                    .collect(),
                margin: see(*margin, true),
            });
        }
    }
    publications
}

fn published(row: Triple, [women, men]: [u32; 2], told: &[Told]) -> PublishedRow {
    let seen = row.cells().map(|cell| {
        let told = told.iter().find(|told| told.cell == cell);
        told.filter(|told| !told.interval.is_known())
            .map_or(Seen::Shown, |told| Seen::Hidden(told.interval))
    });
    PublishedRow {
        values: RowValues::new().growing(women, men),
        seen: seen.to_vec(),
    }
}

/// Whether a row is published anew, and with what for the earlier states' sake. It is decided by the row alone, as if there
/// were no margins.
fn decide(versions: &[Version], counts: [u32; 2], threshold: Threshold, guard: Guard) -> Option<Carried> {
    if versions.last().is_some_and(|last| last.counts == counts) {
        return None;
    }
    if guard == Guard::NoWaiting {
        return Some(Carried::default());
    }
    let earlier: Vec<PublishedRow> = versions.iter().map(|version| version.told.clone()).collect();
    let carried = Carried::of(&earlier);
    let mut table = Table::new();
    let row = renew(&mut table, counts, &carried);
    let told = audit(&table, &protect(&table, threshold));
    may_refresh(&earlier, &published(row, counts, &told), threshold).then_some(carried)
}

fn renew(table: &mut Table, [women, men]: [u32; 2], carried: &Carried) -> Triple {
    let people = [women, men, women + men];
    let mut index = 0..3;
    let [women, men, total] = people.map(|people| carried.cell(index.next().unwrap(), people));
    let triple = table.triple(women, men, total).unwrap();
    for ((index, cell), people) in triple.cells().into_iter().enumerate().zip(people) {
        if let Some(least) = carried.floor(index, people) {
            table.floor(cell, least).unwrap();
        }
    }
    triple
}

/// A state that was published stays what it was.
fn repeat(table: &mut Table, version: &Version) -> Triple {
    let [women, men] = version.counts;
    let mut seen = version.seen.iter();
    let mut cell = |people: u32| match seen.next() {
        Some(Some(_)) => Cell::shown(people),
        _ => Cell::hidden(people),
    };
    let (women_cell, men_cell, total) = (cell(women), cell(men), cell(women + men));
    table.triple(women_cell, men_cell, total).unwrap()
}

/// A margin that was published ties the states it added up for ever.
fn repeat_margin(table: &mut Table, publication: &Publication, earlier: &[Vec<Triple>]) {
    for (index, shown) in publication.margin.iter().enumerate() {
        let Some(shown) = shown else { continue };
        let total = table.cell(Cell::shown(u32::try_from(*shown).unwrap()));
        let parts: Vec<_> = publication
            .rows
            .iter()
            .map(|row| earlier[row.project][row.version].cells()[index])
            .collect();
        table.sum(total, &parts).unwrap();
    }
}
