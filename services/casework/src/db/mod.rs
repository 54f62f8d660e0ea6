//! SQL of the schema `casework`, and of the views it reads. The rules are in `domain`; what is sealed stays sealed here.

pub(crate) mod attendance;
pub(crate) mod cohorts;
pub(crate) mod course;
pub(crate) mod ends;
pub(crate) mod enrolments;
pub(crate) mod facts;
pub(crate) mod nominations;
pub(crate) mod outcomes;
pub(crate) mod paths;
pub(crate) mod people;
pub(crate) mod projects;
pub(crate) mod sessions;
pub(crate) mod support;
pub(crate) mod verdicts;

use uuid::Uuid;
use wsparcie_kernel::PageRequest;
use wsparcie_postgres::DbError;

/// Puts the rows of a page into the order in which it is walked: SQL gives a join's rows in no order.
fn in_walking_order<T>(rows: &mut [T], page: &PageRequest, id: impl Fn(&T) -> Uuid) {
    rows.sort_by_key(&id);
    if page.backward {
        rows.reverse();
    }
}

/// A code that the table's check lets through but the code here doesn't know.
const fn unknown_code(table: &'static str, column: &'static str) -> DbError {
    DbError::Inconsistent { table, column }
}
