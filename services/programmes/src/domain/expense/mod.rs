//! Expenses: what may be entered, what a correction books, when a line is over-spent, which months are closed.
//!
//! Pure rules. It must not know SQL, the clock or other people's rows: what they have to be told (the line's standing, the
//! project's days, today) is handed in.

mod amounts;
mod correction;
mod dates;
mod document;
mod entry;
mod line;
mod months;
mod register;

#[cfg(test)]
mod tests;

pub use amounts::{Amounts, Split};
pub use correction::{CheckedCorrection, Current, corrected};
pub use dates::{PaymentRule, ProjectDays, flags_of};
pub use document::{DocumentKey, KnownDocument, KnownDocuments, document_key, earlier, name_key};
pub use entry::{CheckedEntry, check};
pub use line::LinePosition;
pub use months::{
    Bounds, check_closing, check_not_too_early, check_open, check_reopening, first_of, month_after,
};
pub use register::{
    MAX_REGISTER_BYTES, MAX_REGISTER_ROWS, RegisterRow, check_period, file_name, sum_of, table,
};
