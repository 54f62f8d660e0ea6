//! XLSX, read back with calamine.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use proptest::prelude::*;
use wsparcie_kernel::{Instant, Money};
use wsparcie_tabular::text::clean;
use wsparcie_tabular::{Cell, Column, ColumnKind, Table};

use crate::tables::{created, row_of, table};

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

/// The first sheet, row by row; short rows are filled up by the reader.
fn read(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut workbook = open(bytes);
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The day of a cell; empty if it is none.
fn day_of(cell: &Data) -> String {
    let Data::DateTime(day) = cell else {
        return String::new();
    };
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn cells_are_typed_and_a_formula_stays_a_text() {
    let bytes = row_of(vec![
        Cell::Text("=HYPERLINK(\"http://x\")".into()),
        Cell::Money(Money::from_grosz(99_999_999_999_999)),
        Cell::Date("2018-03-31".parse().unwrap()),
        Cell::Percent(8_500),
        Cell::Integer(19),
        Cell::Text("0012".into()),
    ])
    .xlsx(created())
    .unwrap();
    let rows = read(bytes.clone());
    assert_eq!(rows[1][0], Data::String("=HYPERLINK(\"http://x\")".into()));
    assert_eq!(rows[1][1], Data::Float(999_999_999_999.99));
    assert_eq!(day_of(&rows[1][2]), "2018-03-31");
    assert_eq!(rows[1][3], Data::Float(0.85));
    assert_eq!(rows[1][4], Data::Float(19.0));
    assert_eq!(rows[1][5], Data::String("0012".into()));
    let formulas = open(bytes).worksheet_formula("Rejestr").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty));
}

#[test]
fn equal_tables_give_equal_bytes_at_any_time_of_day() {
    let table = row_of(vec![Cell::Text("a".into()), Cell::Money(Money::from_grosz(5))]);
    assert_eq!(table.xlsx(created()), table.xlsx(created()));
    let later = Instant::from_timestamp(1_600_000_000, 0).unwrap();
    assert_ne!(
        table.xlsx(created()),
        table.xlsx(later),
        "the time of creation stands in the file"
    );
}

#[test]
fn an_amount_that_a_cell_would_round_stands_as_text() {
    let bytes = row_of(vec![
        Cell::Money(Money::from_grosz(i64::MAX)),
        Cell::Integer(i64::MIN),
        Cell::Date("1899-12-31".parse().unwrap()),
    ])
    .xlsx(created())
    .unwrap();
    let rows = read(bytes);
    assert_eq!(rows[1][0], Data::String("92233720368547758.07".into()));
    assert_eq!(rows[1][1], Data::String(i64::MIN.to_string()));
    assert_eq!(rows[1][2], Data::String("1899-12-31".into()));
}

#[test]
fn what_the_table_stands_on_is_a_second_sheet_and_any_title_names_the_first() {
    for (title, name) in [
        ("Rejestr wydatków", "Rejestr wydatków"),
        ("a/b:c*d?[e]\\f", "a b c d  e  f"),
        ("'", "Tabela"),
        ("history", "Tabela"),
        (&*"ż".repeat(60), &*"ż".repeat(31)),
        ("Informacje", "Informacje"),
    ] {
        let mut table = Table::new(title, vec![Column::new("k", ColumnKind::Money)]);
        table.about.push(("Wydanie".into(), "=1".into()));
        let mut workbook = open(table.xlsx(created()).unwrap());
        assert_eq!(workbook.sheet_names()[0], name);
        let about = workbook.worksheet_range_at(1).unwrap().unwrap();
        assert_eq!(about.get((0, 1)), Some(&Data::String("=1".into())));
    }
}

/// Whether the reader gave the amount back, to the grosz.
fn is_grosz(read: &Data, grosz: i64) -> bool {
    let text = Money::from_grosz(grosz).to_string();
    read.as_f64() == text.parse().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_cell_of_a_workbook_comes_back_and_none_is_a_formula(table in table()) {
        let bytes = table.xlsx(created()).unwrap();
        let mut workbook = open(bytes);
        let range = workbook.worksheet_range_at(0).unwrap().unwrap();
        let name = workbook.sheet_names()[0].clone();
        let formulas = workbook.worksheet_formula(&name).unwrap();
        prop_assert!(formulas.rows().flatten().all(String::is_empty));
        let rows = table.rows.iter().chain(table.total.iter());
        for (at, cells) in (1_u32..).zip(rows) {
            for (column, cell) in (0_u32..).zip(cells) {
                let read = range.get_value((at, column)).cloned().unwrap_or_default();
                match cell {
                    Cell::Text(text) | Cell::Note(text) => {
                        prop_assert_eq!(read.as_string().unwrap_or_default(), clean(text));
                    }
                    Cell::Money(amount) => prop_assert!(is_grosz(&read, amount.grosz()), "{:?} {}", read, amount),
                    Cell::Integer(number) => prop_assert_eq!(read.as_i64(), Some(*number)),
                    Cell::Date(day) => prop_assert_eq!(day_of(&read), day.to_string()),
                    Cell::Percent(hundredths) => {
                        prop_assert_eq!(read.as_f64(), format!("{hundredths}e-4").parse().ok());
                    }
                    Cell::Empty => prop_assert_eq!(read, Data::Empty),
                }
            }
        }
    }
}
