//! Tables for people as files: CSV and XLSX, safe to open in a spreadsheet.
//!
//! It owns the form of a file: separators, number formats, what a text may hold, how large a file may be. It must not know
//! what a table is about, the clock or any storage: the caller gives the title, the cells and the time, and gets bytes.
//!
//! - CSV: `;`, UTF-8 with BOM, CRLF, decimal comma, days as `yyyy-MM-dd`; [`Table::csv`].
//! - XLSX: typed cells, a frozen header, Polish number formats; the same input gives the same bytes; [`Table::xlsx`].
//! - No text ever becomes a formula in either ([`text::is_formula_like`]), and characters that nobody sees are left out.

mod csv_file;
mod table;
pub mod text;
mod xlsx_file;

pub use table::{Cell, Column, ColumnKind, MAX_CELL_UNITS, MAX_COLUMNS, MAX_ROWS, Table, TableProblem};

/// The media type of [`Table::csv`].
pub const CSV_MEDIA_TYPE: &str = "text/csv; charset=utf-8";
/// The media type of [`Table::xlsx`].
pub const XLSX_MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
