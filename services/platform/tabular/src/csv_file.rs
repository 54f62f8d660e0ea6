//! The table as CSV.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::table::{Cell, Table};
use crate::text;

/// Spreadsheets read a file without it as the code page of the computer, and lose every Polish letter.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The bytes, cells separated by `;` as Polish spreadsheets expect. Text that others would split into cells is escaped for that.
/// `None` if the writer failed, which writing to memory does not.
pub(crate) fn write(table: &Table) -> Option<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(BOM.to_vec());
    let headers = table.columns.iter().map(|column| text::escaped(&column.header));
    writer.write_record(headers).ok()?;
    for row in table.all_rows() {
        writer.write_record(row.iter().map(shown)).ok()?;
    }
    writer.into_inner().ok()
}

/// A cell in CSV. Numbers are not escaped: a minus before digits is a number, which is what it is meant to be.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Note(text) => text::escaped(text),
        Cell::Integer(number) => number.to_string(),
        Cell::Money(amount) => amount.to_string().replace('.', ","),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Percent(hundredths) => format!("{}%", decimal(*hundredths).replace('.', ",")),
        Cell::Empty => String::new(),
    }
}

/// A number of hundredths as a decimal number: -5 is `-0.05`.
pub(crate) fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let digits = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", digits / 100, digits % 100)
}
