//! What is written is read back, by the readers that others use.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test should stop where something is not as it must be"
)]

mod csv_files;
mod tables;
mod xlsx_files;
