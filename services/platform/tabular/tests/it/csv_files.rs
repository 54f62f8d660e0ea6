//! CSV, read back with the `csv` crate.

use proptest::prelude::*;
use wsparcie_kernel::Money;
use wsparcie_tabular::text::{clean, is_formula_like, unescaped};
use wsparcie_tabular::{Cell, Column, ColumnKind, MAX_CELL_UNITS, Table, TableProblem};

use crate::tables::{row_of, table};

fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a BOM");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text);
    let rows = reader.records().map(|record| record.unwrap());
    rows.map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_csv_is_what_polish_spreadsheets_read() {
    let mut table = Table::new(
        "Rejestr",
        vec![
            Column::new("Numer dokumentu", ColumnKind::Text),
            Column::new("Kwota", ColumnKind::Money),
            Column::new("Data", ColumnKind::Date),
            Column::new("Udział", ColumnKind::Percent),
        ],
    );
    table.rows.push(vec![
        Cell::Text("FV 1;2018".into()),
        Cell::Money(Money::from_grosz(-12_345_605)),
        Cell::Date("2018-03-31".parse().unwrap()),
        Cell::Percent(8_500),
    ]);
    table.total = Some(vec![
        Cell::Note("brak danych".into()),
        Cell::Money(Money::from_grosz(5)),
        Cell::Empty,
        Cell::Percent(-5),
    ]);
    let text = String::from_utf8(table.csv().unwrap()).unwrap();
    assert_eq!(
        text,
        "\u{feff}Numer dokumentu;Kwota;Data;Udział\r\n\
         \"FV 1;2018\";-123456,05;2018-03-31;85,00%\r\n\
         brak danych;0,05;;-0,05%\r\n"
    );
}

#[test]
fn a_table_beyond_the_limits_is_refused() {
    assert_eq!(Table::new("t", Vec::new()).csv(), Err(TableProblem::Columns));
    let mut short = row_of(vec![Cell::Empty, Cell::Empty]);
    short.rows.push(vec![Cell::Empty]);
    assert_eq!(short.csv(), Err(TableProblem::RowWidth { row: 1 }));
    let long = row_of(vec![Cell::Text("ż".repeat(MAX_CELL_UNITS + 1))]);
    assert_eq!(long.csv(), Err(TableProblem::CellTooLong { row: 0, column: 0 }));
    assert!(row_of(vec![Cell::Text("ż".repeat(MAX_CELL_UNITS))]).csv().is_ok());
}

proptest! {
    #[test]
    fn no_text_of_a_csv_is_a_formula_and_every_cell_comes_back(table in table()) {
        let read = read(&table.csv().unwrap());
        prop_assert_eq!(read.len(), 1 + table.rows.len() + usize::from(table.total.is_some()));
        let rows = table.rows.iter().chain(table.total.iter());
        for (cells, shown) in rows.zip(&read[1..]) {
            prop_assert_eq!(cells.len(), shown.len());
            for (cell, shown) in cells.iter().zip(shown) {
                match cell {
                    Cell::Text(text) | Cell::Note(text) => {
                        prop_assert!(!is_formula_like(shown) || shown.starts_with('\''), "{:?}", shown);
                        prop_assert!(!shown.chars().any(char::is_control));
                        prop_assert_eq!(unescaped(shown), clean(text));
                    }
                    Cell::Money(amount) => prop_assert_eq!(shown.replace(',', "."), amount.to_string()),
                    Cell::Integer(number) => prop_assert_eq!(shown, &number.to_string()),
                    Cell::Date(day) => prop_assert_eq!(shown, &day.to_string()),
                    Cell::Percent(_) => prop_assert!(shown.ends_with('%')),
                    Cell::Empty => prop_assert_eq!(shown, ""),
                }
            }
        }
    }
}
