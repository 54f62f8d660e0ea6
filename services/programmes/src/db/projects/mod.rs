//! SQL of `programmes.project` and `programmes.project_budget_part`. The rules are in `domain::project`.

mod read;
mod row;
mod write;

use uuid::Uuid;
use wsparcie_kernel::PageRequest;

pub(crate) use read::{count, find, find_all, find_editions, list, lock_version};
pub(crate) use write::{NUMBER_TAKEN, insert, update};

/// Puts the rows of a page into the order in which it is walked: SQL gives a join's rows in no order.
pub(crate) fn in_walking_order<T>(rows: &mut [T], page: &PageRequest, id: impl Fn(&T) -> Uuid) {
    rows.sort_by_key(&id);
    if page.backward {
        rows.reverse();
    }
}
