//! SQL of reference data: releases and the rows that they brought.

pub(crate) mod known;
pub(crate) mod own;
pub(crate) mod read;
pub(crate) mod releases;
pub(crate) mod write;

use wsparcie_postgres::DbError;

use crate::domain::calendar::Falls;

/// When a stored holiday falls.
fn falls(month: Option<i16>, day: Option<i16>, offset: Option<i16>) -> Result<Falls, DbError> {
    let number = |value: i16| u32::try_from(value).ok();
    let falls = match (month.and_then(number), day.and_then(number), offset) {
        (Some(month), Some(day), None) => Some(Falls::Fixed { month, day }),
        (None, None, Some(offset)) => Some(Falls::Easter {
            offset: offset.into(),
        }),
        _ => None,
    };
    falls.ok_or(DbError::Inconsistent {
        table: "programmes.holiday",
        column: "month",
    })
}
