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

/// What a spreadsheet makes of the file if it separates cells by another character.
fn read_by(delimiter: u8, bytes: &[u8]) -> Vec<String> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a BOM");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    let rows = reader.records().map(|record| record.unwrap());
    rows.flat_map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Whether a cell begins with a formula, behind blanks and quotes too; an apostrophe makes it a text.
fn is_live(cell: &str) -> bool {
    cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"')
        .starts_with(['=', '+', '-', '@'])
}

#[test]
fn a_contractor_is_no_formula_where_commas_separate() {
    let table = row_of(vec![
        Cell::Text("FV 1;2018".into()),
        Cell::Text("Firma,=1+1,x".into()),
        Cell::Text("Firma \"Nowa\",\"=2+2\"".into()),
    ]);
    let bytes = table.csv().unwrap();
    let cells = read_by(b',', &bytes);
    assert!(cells.iter().any(|cell| cell.starts_with("'=1+1")), "{cells:?}");
    assert!(!cells.iter().any(|cell| is_live(cell)), "{cells:?}");
    assert_eq!(unescaped(&read(&bytes)[1][1]), "Firma,=1+1,x");
}

proptest! {
    #[test]
    fn no_separator_makes_a_text_a_formula(
        rows in prop::collection::vec(
            [r#"[a1 ,;|"'=+@\t\r\n-]{0,12}"#, r#"[a1 ,;|"'=+@\t\r\n-]{0,12}"#, r#"[a,;|"=]{0,6}"#],
            1..4,
        ),
    ) {
        let mut table = Table::new("t", (0..3).map(|n| Column::new(format!("k{n}"), ColumnKind::Text)).collect());
        table.rows = rows.iter().map(|row| row.iter().map(|text| Cell::Text(text.clone())).collect()).collect();
        let bytes = table.csv().unwrap();
        for delimiter in [b',', b';', b'|', b'\t'] {
            for cell in read_by(delimiter, &bytes) {
                prop_assert!(!is_live(&cell), "{:?} by {:?}", cell, char::from(delimiter));
            }
        }
        for (row, texts) in read(&bytes).iter().skip(1).zip(&rows) {
            for (shown, text) in row.iter().zip(texts) {
                prop_assert_eq!(unescaped(shown), clean(text));
            }
        }
    }
}
