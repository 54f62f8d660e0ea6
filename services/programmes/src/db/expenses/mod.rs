//! SQL of expenses and of the months they are settled in. The rules are in `domain::expense`.

mod find;
mod lock;
mod months;
mod register;
mod row;
mod sums;
mod write;

pub(crate) use find::{corrections, count, documents, find_all, list_ids, split_left};
pub(crate) use lock::{LockedProject, budget_of, lock_number, lock_project, payment_rule, spent_on};
pub(crate) use months::{close, closed_months, closed_until, first_month, lock_for_closing, reopen};
pub(crate) use register::{project_title, register};
pub(crate) use sums::{by_project, standings};
pub(crate) use write::{NewRow, begin_document, forget_document, insert, insert_sources, next_part};
