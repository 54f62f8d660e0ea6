//! The table as an XLSX workbook.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use wsparcie_kernel::{Date, Instant};

use crate::csv_file::decimal;
use crate::table::{Cell, ColumnKind, Table};
use crate::text;

/// A number beyond this has more digits than a cell keeps (15), and stands as a text instead of losing some.
const MAX_EXACT: u64 = 999_999_999_999_999;
/// The longest name of a sheet, in UTF-16 units.
const MAX_SHEET_NAME: usize = 31;

/// How the cells of a table look.
struct Looks {
    plain: Format,
    guarded: Format,
    integer: Format,
    money: Format,
    date: Format,
    percent: Format,
    note: Format,
}

impl Looks {
    /// The looks of rows, or, with `bold` and a line above, of the total.
    fn new(is_total: bool) -> Self {
        let base = || {
            let format = Format::new().set_align(FormatAlign::Top);
            if is_total {
                format.set_bold().set_border_top(FormatBorder::Thin)
            } else {
                format
            }
        };
        Self {
            plain: base(),
            // Excel then keeps the text a text when somebody edits the cell, too.
            guarded: base().set_quote_prefix(),
            integer: base().set_num_format("#,##0"),
            // The locale of the reader puts the separators: „1 234,56 zł" in Polish.
            money: base().set_num_format("#,##0.00\\ [$zł-415]"),
            date: base().set_num_format("yyyy\\-mm\\-dd"),
            percent: base().set_num_format("0.00%"),
            note: base()
                .set_italic()
                .set_align(FormatAlign::Right)
                .set_quote_prefix(),
        }
    }
}

/// The workbook's bytes.
pub(crate) fn write(table: &Table, created_at: Instant) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(created_at.timestamp())?;
    let properties = DocProperties::new()
        .set_title(text::clean(&table.title))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let main_name = sheet_name(&table.title);
    let sheet = workbook.add_worksheet();
    sheet.set_name(&main_name)?;
    write_table(sheet, table)?;
    if !table.about.is_empty() {
        let sheet = workbook.add_worksheet();
        let name = if main_name == "Informacje" {
            "Informacje (2)"
        } else {
            "Informacje"
        };
        sheet.set_name(name)?;
        write_about(sheet, &table.about)?;
    }
    workbook.save_to_buffer()
}

fn write_table(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin);
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, width(column.kind, &column.header))?;
        sheet.write_string_with_format(0, at, text::clean(&column.header), &header)?;
    }
    let (rows, total) = (Looks::new(false), Looks::new(true));
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    for (at, row) in (0_u32..).zip(table.all_rows()) {
        let looks = if at == last { &total } else { &rows };
        for (column, cell) in (0_u16..).zip(row) {
            write_cell(sheet, at + 1, column, cell, looks)?;
        }
    }
    Ok(())
}

fn write_about(sheet: &mut Worksheet, about: &[(String, String)]) -> Result<(), XlsxError> {
    let (name_look, value_look) = (Format::new().set_bold(), Format::new().set_quote_prefix());
    sheet.set_column_width(0, 30)?;
    sheet.set_column_width(1, 80)?;
    for (at, (name, value)) in (0_u32..).zip(about) {
        sheet.write_string_with_format(at, 0, text::clean(name), &name_look)?;
        sheet.write_string_with_format(at, 1, text::clean(value), &value_look)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &looks.plain)?,
        Cell::Text(content) => {
            let look = if text::is_formula_like(content) {
                &looks.guarded
            } else {
                &looks.plain
            };
            sheet.write_string_with_format(row, column, text::clean(content), look)?
        }
        Cell::Note(content) => {
            sheet.write_string_with_format(row, column, text::clean(content), &looks.note)?
        }
        Cell::Integer(number) => number_or_text(
            sheet,
            (row, column),
            number.unsigned_abs(),
            &number.to_string(),
            &looks.integer,
        )?,
        Cell::Money(amount) => number_or_text(
            sheet,
            (row, column),
            amount.grosz().unsigned_abs(),
            &decimal(amount.grosz()),
            &looks.money,
        )?,
        Cell::Percent(hundredths) => number_or_text(
            sheet,
            (row, column),
            hundredths.unsigned_abs(),
            &format!("{hundredths}e-4"),
            &looks.percent,
        )?,
        Cell::Date(day) => match serial_day(*day) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &looks.date)?,
            None => sheet.write_string_with_format(row, column, day.to_string(), &looks.plain)?,
        },
    };
    Ok(())
}

/// A number whose digits a cell keeps, else its text. The text is read, not divided: that gives the nearest number, which
/// shows the same digits again.
fn number_or_text<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    digits: u64,
    shown: &str,
    look: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    match shown.parse::<f64>() {
        Ok(number) if digits <= MAX_EXACT => sheet.write_number_with_format(row, column, number, look),
        _ => sheet.write_string_with_format(row, column, shown, look),
    }
}

/// A day that a spreadsheet can count; `None` before 1900-03-01, where its calendar is wrong, and after the year 9999.
fn serial_day(day: Date) -> Option<ExcelDateTime> {
    let (year, month, of_month) = parts(day)?;
    if (year, month) < (1900, 3) {
        return None;
    }
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

/// The parts of a day in the types that the writer takes.
fn parts(day: Date) -> Option<(u16, u8, u8)> {
    let text = day.format("%Y-%m-%d").to_string();
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let of_month = parts.next()?.parse().ok()?;
    Some((year, month, of_month))
}

/// Characters a column needs for what it mostly holds, and for its header on two lines.
fn width(kind: ColumnKind, header: &str) -> f64 {
    let own = match kind {
        ColumnKind::Text => 18_u8,
        ColumnKind::LongText => 48,
        ColumnKind::Integer => 10,
        ColumnKind::Money => 17,
        ColumnKind::Date => 12,
        ColumnKind::Percent => 11,
    };
    let header = u8::try_from(header.chars().count().div_ceil(2).min(40)).unwrap_or(40);
    f64::from(own.max(header + 2))
}

/// The title as a sheet may be called.
fn sheet_name(title: &str) -> String {
    let mut units = 0;
    let name: String = text::clean(title)
        .chars()
        .map(|c| {
            if matches!(c, '*' | '?' | ':' | '[' | ']' | '\\' | '/') {
                ' '
            } else {
                c
            }
        })
        .take_while(|c| {
            units += c.len_utf16();
            units <= MAX_SHEET_NAME
        })
        .collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    // "History" is Excel's own.
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        "Tabela".to_owned()
    } else {
        name.to_owned()
    }
}
