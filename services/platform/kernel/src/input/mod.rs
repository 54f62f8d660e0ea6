//! What every form needs: single lines of text, and all problems of one input at once.

mod problems;
mod text;

pub use problems::Problems;
pub use text::{is_invisible, line};

use crate::problem::{CallError, Problem};

/// The most ids that one batch call may name.
pub const MAX_IDS: usize = 200;

/// Refuses a batch of more ids than one call takes.
///
/// # Errors
/// Refused with `TOO_MANY_IDS`.
pub fn check_id_count(count: usize) -> Result<(), CallError> {
    if count <= MAX_IDS {
        return Ok(());
    }
    Err(CallError::refused(Problem::new(
        "TOO_MANY_IDS",
        format!("jedno zapytanie może wymienić najwyżej {MAX_IDS} identyfikatorów; podziel je"),
        format!("one call may name at most {MAX_IDS} ids; split it"),
    )))
}
