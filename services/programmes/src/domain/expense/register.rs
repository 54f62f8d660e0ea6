//! The register of expenses as a table for people.

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{BudgetSource, Expense, ExpenseSum};
use wsparcie_tabular::{Cell, Column, ColumnKind, Table};

use super::months::first_of;

/// A file has at most this many rows.
pub const MAX_REGISTER_ROWS: i64 = 20_000;
/// A file has at most this many bytes: in base64 well under what one answer between processes may hold (16 MiB).
pub const MAX_REGISTER_BYTES: usize = 8 * 1024 * 1024;

/// A row of the register with the names of its task and line as the budget had them.
#[derive(Debug, Clone)]
pub struct RegisterRow {
    /// The row.
    pub expense: Expense,
    /// Number and name of the task.
    pub task: String,
    /// Number and name of the line.
    pub line: String,
    /// The number of the document that it corrects.
    pub corrects_number: Option<String>,
}

/// Checks the months of an export and gives the first day of the first and of the last one.
///
/// # Errors
/// `PERIOD_REVERSED`.
pub fn check_period(from: Date, until: Date) -> Result<(Date, Date), Problem> {
    let (first, last) = (first_of(from), first_of(until));
    if first > last {
        let pl = "okres nie może kończyć się przed swoim początkiem; sprawdź obie daty";
        let en = "a period cannot end before it starts; check both dates";
        return Err(Problem::new("PERIOD_REVERSED", pl, en).at(&["until"]));
    }
    Ok((first, last))
}

/// What the file is called: `rejestr-wydatkow-2018-01-2018-03.csv`.
pub fn file_name(first: Date, last: Date, extension: &str) -> String {
    format!(
        "rejestr-wydatkow-{}-{}.{extension}",
        first.format("%Y-%m"),
        last.format("%Y-%m")
    )
}

/// What rows add up to; `None` where it would not fit.
pub fn sum_of(rows: &[RegisterRow]) -> Option<ExpenseSum> {
    let mut sum = ExpenseSum::default();
    for row in rows {
        let amounts = &row.expense.entry.amounts;
        sum.amount = sum.amount.checked_add(amounts.amount)?;
        sum.vat = sum.vat.checked_add(amounts.vat)?;
        sum.recoverable_vat = sum
            .recoverable_vat
            .checked_add(amounts.recoverable_vat.unwrap_or_default())?;
        sum.eligible = sum.eligible.checked_add(amounts.eligible)?;
        sum.rows += 1;
    }
    Some(sum)
}

/// The table: one row a row of the register, corrections signed, and the sum below.
pub fn table(project_title: &str, rows: &[RegisterRow], sum: &ExpenseSum) -> Table {
    let columns = COLUMNS.iter().map(|(header, kind)| Column::new(*header, *kind));
    let mut table = Table::new("Rejestr wydatków", columns.collect());
    table.rows = (1_i64..)
        .zip(rows)
        .map(|(number, row)| cells(number, row))
        .collect();
    let mut total = vec![Cell::Empty; COLUMNS.len()];
    total[1] = Cell::Text("Razem".to_owned());
    total[AMOUNT] = Cell::Money(sum.amount);
    total[AMOUNT + 1] = Cell::Money(sum.vat);
    total[AMOUNT + 3] = Cell::Money(sum.recoverable_vat);
    total[AMOUNT + 4] = Cell::Money(sum.eligible);
    for (at, source) in BudgetSource::ALL.iter().enumerate() {
        let parts = rows.iter().flat_map(|row| &row.expense.entry.sources);
        let of_source = parts
            .filter(|part| part.source == *source)
            .map(|part| part.amount);
        total[SOURCES + at] = wsparcie_kernel::Money::sum(of_source).map_or(Cell::Empty, Cell::Money);
    }
    table.total = Some(total);
    table.about = vec![
        ("Projekt".to_owned(), project_title.to_owned()),
        ("Wiersze".to_owned(), sum.rows.to_string()),
    ];
    table
}

/// Where the first amount stands, and the first source.
const AMOUNT: usize = 11;
const SOURCES: usize = 16;

const COLUMNS: [(&str, ColumnKind); 22] = [
    ("Lp.", ColumnKind::Integer),
    ("Miesiąc księgowy", ColumnKind::Text),
    ("Rodzaj", ColumnKind::Text),
    ("Numer dokumentu", ColumnKind::Text),
    ("Data dokumentu", ColumnKind::Date),
    ("Data zapłaty", ColumnKind::Date),
    ("Kontrahent", ColumnKind::LongText),
    ("NIP lub numer zagraniczny", ColumnKind::Text),
    ("Zadanie", ColumnKind::LongText),
    ("Pozycja budżetu", ColumnKind::LongText),
    ("Opis", ColumnKind::LongText),
    ("Kwota brutto (zł)", ColumnKind::Money),
    ("VAT (zł)", ColumnKind::Money),
    ("VAT do odzyskania", ColumnKind::Text),
    ("VAT do odzyskania (zł)", ColumnKind::Money),
    ("Kwota kwalifikowalna (zł)", ColumnKind::Money),
    ("UE (zł)", ColumnKind::Money),
    ("Budżet państwa (zł)", ColumnKind::Money),
    ("Samorząd (zł)", ColumnKind::Money),
    ("Środki prywatne (zł)", ColumnKind::Money),
    ("Koryguje dokument", ColumnKind::Text),
    ("Uwagi", ColumnKind::LongText),
];

fn cells(number: i64, row: &RegisterRow) -> Vec<Cell> {
    let expense = &row.expense;
    let entry = &expense.entry;
    let amounts = &entry.amounts;
    let tax_number = entry
        .contractor
        .nip
        .as_ref()
        .or(entry.contractor.foreign_id.as_ref());
    let kind = expense.correction.map_or("wpis", |kind| kind.label_pl());
    let mut cells = vec![
        Cell::Integer(number),
        Cell::Text(entry.month.format("%Y-%m").to_string()),
        Cell::Text(kind.to_owned()),
        Cell::Text(entry.document_number.clone()),
        Cell::Date(entry.document_date),
        Cell::Date(entry.paid_on),
        Cell::Text(entry.contractor.name.clone()),
        Cell::text_or_empty(tax_number.cloned()),
        Cell::Text(row.task.clone()),
        Cell::Text(row.line.clone()),
        Cell::text_or_empty(entry.description.clone()),
        Cell::Money(amounts.amount),
        Cell::Money(amounts.vat),
        Cell::Text(amounts.vat_recoverable.label_pl().to_owned()),
        amounts.recoverable_vat.map_or(Cell::Empty, Cell::Money),
        Cell::Money(amounts.eligible),
    ];
    for source in BudgetSource::ALL {
        let part = entry.sources.iter().find(|part| part.source == *source);
        cells.push(part.map_or(Cell::Empty, |part| Cell::Money(part.amount)));
    }
    cells.push(Cell::text_or_empty(row.corrects_number.clone()));
    cells.push(Cell::Text(remarks(expense)));
    cells
}

fn remarks(expense: &Expense) -> String {
    let mut words: Vec<String> = expense
        .flags
        .iter()
        .map(|flag| flag.label_pl().to_owned())
        .collect();
    if let Some(over) = expense.overspent_by {
        words.push(format!("przekroczenie pozycji: {over} zł"));
    }
    words.extend(expense.reason.clone());
    words.join("; ")
}
