//! A table as a value: columns, rows, and the limits that every file has to keep.

use wsparcie_kernel::{Date, Instant, Money};

use crate::{csv_file, text, xlsx_file};

/// A table has at most this many columns.
pub const MAX_COLUMNS: usize = 200;
/// A table has at most this many rows, the total aside: well under a spreadsheet's limit, and memory stays bounded.
pub const MAX_ROWS: usize = 100_000;
/// A cell holds at most this many UTF-16 units; a spreadsheet holds 32 767.
pub const MAX_CELL_UNITS: usize = 32_000;

/// What a column holds, mostly: its width, alignment and number format follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Short texts: numbers of documents, names.
    Text,
    /// Long texts: descriptions.
    LongText,
    /// Whole numbers.
    Integer,
    /// Amounts in zloty.
    Money,
    /// Days.
    Date,
    /// Shares.
    Percent,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
}

impl Column {
    /// A column.
    pub fn new(header: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            header: header.into(),
            kind,
        }
    }
}

/// One cell. It need not be of its column's kind: a note stands where a number is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text, never read as a formula or a number.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An amount in zloty, exact to the grosz.
    Money(Money),
    /// A day.
    Date(Date),
    /// A share in hundredths of a percent: 85.00 % is 8500.
    Percent(i64),
    /// Nothing.
    Empty,
    /// A remark in place of a value: „brak danych", „ukryte".
    Note(String),
}

impl Cell {
    /// A text, or nothing.
    pub fn text_or_empty(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// A day, or nothing.
    pub fn date_or_empty(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }
}

/// A table for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The title: the name of the sheet and of the document. It does not stand in the CSV.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, set apart in XLSX; as long as the columns.
    pub total: Option<Vec<Cell>>,
    /// What the table stands on (release, definition, as of when), as pairs of name and value: a second sheet in XLSX. The
    /// CSV leaves it out, so that programs read only rows there.
    pub about: Vec<(String, String)>,
}

/// Why a table is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableProblem {
    /// No columns, or more than [`MAX_COLUMNS`].
    #[error("a table has 1 to {MAX_COLUMNS} columns")]
    Columns,
    /// More than [`MAX_ROWS`].
    #[error("a table has at most {MAX_ROWS} rows")]
    TooManyRows,
    /// A row is shorter or longer than the columns. Rows count from 0; the total comes last.
    #[error("row {row} is not as long as the columns")]
    RowWidth {
        /// Which row.
        row: usize,
    },
    /// A text is longer than [`MAX_CELL_UNITS`].
    #[error("row {row}, column {column}: the text is too long for a cell")]
    CellTooLong {
        /// Which row.
        row: usize,
        /// Which column, from 0.
        column: usize,
    },
    /// The file could not be written: a defect of ours.
    #[error("the file could not be written")]
    Unwritable,
}

impl Table {
    /// A table without rows, a total or words about it.
    pub fn new(title: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            title: title.into(),
            columns,
            rows: Vec::new(),
            total: None,
            about: Vec::new(),
        }
    }

    /// The table as CSV: `;`, UTF-8 with BOM, CRLF, decimal comma, `yyyy-MM-dd`; the total is the last row.
    ///
    /// # Errors
    /// [`TableProblem`] names the first limit that the table breaks.
    pub fn csv(&self) -> Result<Vec<u8>, TableProblem> {
        self.check()?;
        csv_file::write(self).ok_or(TableProblem::Unwritable)
    }

    /// The table as an XLSX workbook. `created_at` stands in its properties, so equal tables give equal bytes.
    ///
    /// # Errors
    /// [`TableProblem`] names the first limit that the table breaks.
    pub fn xlsx(&self, created_at: Instant) -> Result<Vec<u8>, TableProblem> {
        self.check()?;
        xlsx_file::write(self, created_at).map_err(|_| TableProblem::Unwritable)
    }

    /// All rows, the total last.
    pub(crate) fn all_rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.rows.iter().chain(self.total.iter())
    }

    fn check(&self) -> Result<(), TableProblem> {
        if self.columns.is_empty() || self.columns.len() > MAX_COLUMNS {
            return Err(TableProblem::Columns);
        }
        if self.rows.len() > MAX_ROWS {
            return Err(TableProblem::TooManyRows);
        }
        for (column, head) in self.columns.iter().enumerate() {
            check_text(&head.header, 0, column)?;
        }
        for (row, cells) in self.all_rows().enumerate() {
            if cells.len() != self.columns.len() {
                return Err(TableProblem::RowWidth { row });
            }
            for (column, cell) in cells.iter().enumerate() {
                if let Cell::Text(text) | Cell::Note(text) = cell {
                    check_text(text, row, column)?;
                }
            }
        }
        for (row, (name, value)) in self.about.iter().enumerate() {
            check_text(name, row, 0)?;
            check_text(value, row, 1)?;
        }
        Ok(())
    }
}

fn check_text(text: &str, row: usize, column: usize) -> Result<(), TableProblem> {
    if text::units(text) > MAX_CELL_UNITS {
        return Err(TableProblem::CellTooLong { row, column });
    }
    Ok(())
}
