//! The attacker knows the program: among all tables that would be published alike, every hidden cell stays open.
//!
//! Every table of a family (same structure, same public bounds, all small counts) is published; those that look alike
//! are put together. A family ends somewhere, which takes alternatives away and never adds any: passing is a proof for
//! the tables in it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::HashMap;

use wsparcie_disclosure::{Cell, CellId, Pattern, Standing, Table, Threshold, Triple, protect_nested};

/// Values that a cell takes among tables that look alike: the least and the greatest.
type Span = (i64, i64);

struct Family {
    name: String,
    /// The public upper bounds and the counts' ends, for the message.
    tables: Vec<Table>,
    highest: Threshold,
}

fn look(table: &Table, patterns: &[&Pattern]) -> Vec<Option<i64>> {
    patterns
        .iter()
        .flat_map(|pattern| {
            table
                .ids()
                .filter(|cell| table.standing(*cell) != Some(Standing::Derived))
                .map(|cell| pattern.shows(cell).then(|| table.value(cell).unwrap()))
        })
        .collect()
}

fn widen(spans: &mut [Span], table: &Table) {
    for (span, cell) in spans.iter_mut().zip(table.ids()) {
        let value = table.value(cell).unwrap();
        *span = (span.0.min(value), span.1.max(value));
    }
}

impl Family {
    /// Publishes every table for all thresholds and tries the attacker who sees one of these publications.
    fn leaves_everything_open(&self) -> usize {
        let cells = self.tables[0].ids().count();
        let mut public = vec![(i64::MAX, i64::MIN); cells];
        for table in &self.tables {
            widen(&mut public, table);
        }
        let published: Vec<Vec<(Threshold, Pattern)>> = self
            .tables
            .iter()
            .map(|table| protect_nested(table, self.highest).into_iter().collect())
            .collect();
        let mut hidden_cells = 0;
        for lowest in 0..published[0].len() {
            let mut alike: HashMap<Vec<Option<i64>>, Vec<Span>> = HashMap::new();
            let looks: Vec<Vec<Option<i64>>> = self
                .tables
                .iter()
                .zip(&published)
                .map(|(table, all)| look(table, &[&all[lowest].1]))
                .collect();
            for (table, look) in self.tables.iter().zip(&looks) {
                let spans = alike
                    .entry(look.clone())
                    .or_insert_with(|| vec![(i64::MAX, i64::MIN); cells]);
                widen(spans, table);
            }
            for ((table, all), look) in self.tables.iter().zip(&published).zip(&looks) {
                let (threshold, pattern) = &all[lowest];
                for cell in table.ids().filter(|cell| pattern.hides(*cell)) {
                    let (least, most) = alike[look][cell.index()];
                    let (public_least, public_most) = public[cell.index()];
                    let value = table.value(cell).unwrap();
                    let harmless = table.standing(cell) == Some(Standing::Derived)
                        && (value == 0 || value >= i64::from(threshold.people()));
                    hidden_cells += 1;
                    assert!(
                        least < most || public_least == public_most || harmless,
                        "{} from {}: cell {} of {:?} can only be {least}; seen {look:?}",
                        self.name,
                        threshold.people(),
                        cell.index(),
                        table.ids().map(|id| table.value(id).unwrap()).collect::<Vec<_>>(),
                    );
                }
            }
        }
        hidden_cells
    }
}

fn k(people: u8) -> Threshold {
    Threshold::at_least(people).unwrap()
}

/// All counts from 0 to `most` in each of `cells` places.
fn counts(cells: usize, most: u32) -> Vec<Vec<u32>> {
    (0..cells).fold(vec![Vec::new()], |all, _| {
        all.into_iter()
            .flat_map(|start| {
                (0..=most).map(move |count| {
                    let mut longer = start.clone();
                    longer.push(count);
                    longer
                })
            })
            .collect()
    })
}

/// Every way to fill rows of two sexes with at most `most` people each.
fn splits(rows: usize, most: u32) -> Vec<Vec<u32>> {
    counts(2 * rows, most)
        .into_iter()
        .filter(|of| of.chunks(2).all(|row| row[0] + row[1] <= most))
        .collect()
}

fn free(table: &mut Table, women: u32, men: u32) -> Triple {
    table
        .triple(Cell::free(women), Cell::free(men), Cell::free(women + men))
        .unwrap()
}

fn check(name: String, highest: Threshold, tables: Vec<Table>) {
    assert!(tables.len() > 1);
    let family = Family {
        name,
        tables,
        highest,
    };
    assert!(
        family.leaves_everything_open() > 0,
        "nothing was hidden, nothing is shown"
    );
}

#[test]
fn one_triple_without_bounds() {
    let tables = (0..=30_u32)
        .flat_map(|total| (0..=total).map(move |women| (women, total - women)))
        .map(|(women, men)| {
            let mut table = Table::new();
            free(&mut table, women, men);
            table
        })
        .collect();
    check("one triple".into(), k(9), tables);
}

#[test]
fn one_triple_within_planned_places() {
    for places in counts(3, 3) {
        // 0 stands for no bound; 2, 5, 9 places otherwise.
        let bound = |index: usize| [None, Some(2), Some(5), Some(9)][places[index] as usize];
        let (women_most, men_most) = (bound(0).unwrap_or(24), bound(1).unwrap_or(24));
        let total_most = bound(2).unwrap_or(24);
        let tables = (0..=total_most)
            .flat_map(|total| (0..=total).map(move |women| (women, total - women)))
            .filter(|(women, men)| *women <= women_most && *men <= men_most)
            .map(|(women, men)| {
                let mut table = Table::new();
                table
                    .triple(
                        Cell::free(women).maybe_planned(bound(0)),
                        Cell::free(men).maybe_planned(bound(1)),
                        Cell::free(women + men).maybe_planned(bound(2)),
                    )
                    .unwrap();
                table
            })
            .collect();
        check(
            format!("places {:?}", [bound(0), bound(1), bound(2)]),
            k(6),
            tables,
        );
    }
}

#[test]
fn those_who_ended_are_among_those_recruited() {
    let tables = splits(2, 12)
        .into_iter()
        .filter(|of| of[2] <= of[0] && of[3] <= of[1])
        .map(|of| {
            let mut table = Table::new();
            let recruited = free(&mut table, of[0], of[1]);
            let ended = free(&mut table, of[2], of[3]);
            table.triple_at_most(ended, recruited).unwrap();
            table
        })
        .collect();
    check("ended of recruited".into(), k(5), tables);
}

#[test]
fn those_still_taking_part_are_what_is_left() {
    let tables = splits(2, 12)
        .into_iter()
        .filter(|of| of[2] <= of[0] && of[3] <= of[1])
        .map(|of| {
            let mut table = Table::new();
            let recruited = free(&mut table, of[0], of[1]);
            let ended = free(&mut table, of[2], of[3]);
            table.difference(recruited, &[ended]).unwrap();
            table
        })
        .collect();
    check("recruited less ended".into(), k(5), tables);
}

#[test]
fn places_bound_two_linked_triples() {
    let tables = counts(4, 8)
        .into_iter()
        .filter(|of| of[2] <= of[0] && of[3] <= of[1] && of[0] <= 6)
        .map(|of| {
            let mut table = Table::new();
            let recruited = table
                .triple(
                    Cell::free(of[0]).planned(6),
                    Cell::free(of[1]).planned(8),
                    Cell::free(of[0] + of[1]).planned(14),
                )
                .unwrap();
            let ended = free(&mut table, of[2], of[3]);
            table.difference(recruited, &[ended]).unwrap();
            table
        })
        .collect();
    check("places and what is left".into(), k(4), tables);
}

fn rows(of: &[u32]) -> (Table, Vec<Triple>) {
    let mut table = Table::new();
    let rows = of.chunks(2).map(|row| free(&mut table, row[0], row[1])).collect();
    (table, rows)
}

#[test]
fn three_rows_with_a_margin() {
    let tables = splits(3, 5)
        .into_iter()
        .map(|of| {
            let (mut table, rows) = rows(&of);
            table.margin(&rows).unwrap();
            table
        })
        .collect();
    check("three rows and a margin".into(), k(3), tables);
}

#[test]
fn two_rows_with_a_margin() {
    let tables = splits(2, 9)
        .into_iter()
        .map(|of| {
            let (mut table, rows) = rows(&of);
            table.margin(&rows).unwrap();
            table
        })
        .collect();
    check("two rows and a margin".into(), k(5), tables);
}

#[test]
fn three_rows_with_two_overlapping_filters() {
    let tables = splits(3, 4)
        .into_iter()
        .map(|of| {
            let (mut table, rows) = rows(&of);
            table.margin(&rows).unwrap();
            table.margin(&rows[..2]).unwrap();
            table.margin(&rows[1..]).unwrap();
            table
        })
        .collect();
    check("filters".into(), k(3), tables);
}

/// Cells are told apart by their place only, so the harness above needs them in one order.
#[test]
fn cells_are_numbered_in_the_order_of_adding() {
    let (table, rows) = rows(&[1, 2]);
    let ids: Vec<CellId> = table.ids().collect();
    assert_eq!(rows[0].cells().to_vec(), ids);
}
