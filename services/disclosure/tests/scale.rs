//! A country in one table: rows of 33 cells, with what is left of each, places, and a margin over every column.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::{Duration, Instant};

use wsparcie_disclosure::{Cell, Table, Threshold, Triple, protect_nested};

const MEASURES: usize = 11;

/// Counts that look like projects': the same at every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % (u64::from(most) + 1)).unwrap()
    }
}

fn row(table: &mut Table, dice: &mut Dice) -> Vec<Triple> {
    let (women, men) = (5 + dice.up_to(60), dice.up_to(50));
    let places = women + men + dice.up_to(20);
    let recruited = table
        .triple(
            Cell::free(women),
            Cell::free(men),
            Cell::free(women + men).planned(places),
        )
        .unwrap();
    let mut row = vec![recruited];
    let mut among = |table: &mut Table, dice: &mut Dice, of: [u32; 2], larger: Triple| {
        let [women, men] = of.map(|most| dice.up_to(most));
        let triple = table
            .triple(Cell::free(women), Cell::free(men), Cell::free(women + men))
            .unwrap();
        table.triple_at_most(triple, larger).unwrap();
        row.push(triple);
        (triple, [women, men])
    };
    let (completed, who) = among(table, dice, [women, men], recruited);
    let (dropped, _) = among(
        table,
        dice,
        [(women - who[0]).min(7), (men - who[1]).min(7)],
        recruited,
    );
    among(table, dice, who, completed);
    among(table, dice, who, completed);
    for _ in 5..MEASURES {
        among(table, dice, [women, men], recruited);
    }
    table.difference(recruited, &[completed, dropped]).unwrap();
    row
}

fn country(rows: usize) -> (Table, Vec<Vec<Triple>>) {
    let (mut table, mut dice) = (Table::new(), Dice(4));
    let rows: Vec<Vec<Triple>> = (0..rows).map(|_| row(&mut table, &mut dice)).collect();
    for measure in 0..MEASURES {
        let column: Vec<Triple> = rows.iter().map(|row| row[measure]).collect();
        table.margin(&column).unwrap();
    }
    (table, rows)
}

/// Fewer rows than a country has, for the time that tests have; all is linear in them. `WSPARCIE_ROWS` asks for more.
fn row_count() -> usize {
    std::env::var("WSPARCIE_ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(30)
}

#[test]
fn many_rows_are_protected_in_time() {
    let count = row_count();
    let (table, rows) = country(count);
    let start = Instant::now();
    let patterns = protect_nested(&table, Threshold::DEFAULT);
    let took = start.elapsed();
    let pattern = &patterns[&Threshold::DEFAULT];
    let cells = rows.iter().flatten().flat_map(|triple| triple.cells());
    let (mut hidden, mut all) = (0, 0);
    for cell in cells {
        all += 1;
        hidden += usize::from(pattern.hides(cell));
    }
    let margins = table.ids().skip(table.ids().count() - 3 * MEASURES);
    let margins_shown = margins.filter(|cell| pattern.shows(*cell)).count();
    println!(
        "{took:?}: {hidden} of {all} cells hidden, {margins_shown} of {} margins shown",
        3 * MEASURES
    );
    assert_eq!(all, count * 33);
    assert!(pattern.exposed().is_empty());
    // Many times what it takes, for busy machines; a square instead of a line would be far beyond.
    assert!(took < Duration::from_mins(2), "{took:?}");
}
