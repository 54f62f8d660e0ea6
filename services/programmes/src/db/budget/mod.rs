//! SQL of budgets in versions. The rules are in `domain::budget`.

mod basis;
mod lines;
mod read;
mod write;

pub(crate) use basis::{agreement_is_of, figures, held, known_rates};
pub(crate) use lines::{line_in_force, lock_line, lock_lines, with_expenses};
pub(crate) use read::{by_ids, by_projects, contents, find, in_force, last_number, lock};
pub(crate) use write::{DRAFT_EXISTS, insert, insert_content, put_in_force, replace, supersede};
