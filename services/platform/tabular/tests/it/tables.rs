//! Tables that tests write: any texts, any numbers.

use proptest::prelude::*;
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_tabular::{Cell, Column, ColumnKind, Table};

/// A fixed time of creation.
pub(crate) fn created() -> Instant {
    Instant::from_timestamp(1_530_000_000, 0).unwrap()
}

/// A table of one row with these cells.
pub(crate) fn row_of(cells: Vec<Cell>) -> Table {
    let columns = (0..cells.len()).map(|at| Column::new(format!("k{at}"), ColumnKind::Text));
    let mut table = Table::new("Rejestr", columns.collect());
    table.rows.push(cells);
    table
}

/// Texts that tell on a writer: formulas, separators, quotes, controls, Polish letters.
pub(crate) fn nasty_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \t\"'„]{0,3}[=+@＝＋－＠-][^\u{0}]{0,12}",
        "[;,\"\r\n\t a-zżółć=+@-]{0,20}",
        "_x00[0-9A-F]{2}_?",
        any::<String>(),
    ]
}

/// Any cell that a file holds exactly.
pub(crate) fn cell() -> impl Strategy<Value = Cell> {
    const LIMIT: i64 = 99_999_999_999_999;
    prop_oneof![
        4 => nasty_text().prop_map(Cell::Text),
        1 => nasty_text().prop_map(Cell::Note),
        1 => (-LIMIT..=LIMIT).prop_map(Cell::Integer),
        2 => (-LIMIT..=LIMIT).prop_map(|grosz| Cell::Money(Money::from_grosz(grosz))),
        1 => (-1_000_000_i64..1_000_000).prop_map(Cell::Percent),
        // 1950 to 2114.
        1 => (711_858..771_858_i32).prop_map(|day| Cell::Date(Date::from_num_days_from_ce_opt(day).unwrap())),
        1 => Just(Cell::Empty),
    ]
}

/// Any table of up to five columns and eight rows.
pub(crate) fn table() -> impl Strategy<Value = Table> {
    (1..5_usize, nasty_text())
        .prop_flat_map(|(width, title)| {
            let headers = proptest::collection::vec(nasty_text(), width);
            let rows = proptest::collection::vec(proptest::collection::vec(cell(), width), 0..8);
            let total = proptest::option::of(proptest::collection::vec(cell(), width));
            (Just(title), headers, rows, total)
        })
        .prop_map(|(title, headers, rows, total)| {
            let columns = headers
                .into_iter()
                .map(|header| Column::new(header, ColumnKind::Text));
            Table {
                rows,
                total,
                ..Table::new(title, columns.collect())
            }
        })
}
