//! Places in their two columns: how many, and how sure that is.

use wsparcie_postgres::DbError;
use wsparcie_programmes_api::{Exactness, Places};

/// Reads the pair; both columns are null where the number is unknown.
pub(super) fn read(
    count: Option<i32>,
    exactness: Option<&str>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<Places>, DbError> {
    match (count, exactness) {
        (None, None) => Ok(None),
        (Some(count), Some(code)) => {
            let exactness = Exactness::parse(code).ok_or(DbError::Inconsistent { table, column })?;
            Ok(Some(Places { count, exactness }))
        }
        _ => Err(DbError::Inconsistent { table, column }),
    }
}

/// The columns of places that may be unknown.
pub(super) fn columns(places: Option<Places>) -> (Option<i32>, Option<&'static str>) {
    (
        places.map(|places| places.count),
        places.map(|places| places.exactness.code()),
    )
}
