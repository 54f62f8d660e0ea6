//! The use cases: who may, in which order, what is told.

pub(crate) mod comparison;
pub(crate) mod programmes;
pub(crate) mod projects;
pub(crate) mod recruitment;

use std::sync::Arc;

use wsparcie_kernel::{CallError, Clock, IdSource, Problem};
use wsparcie_postgres::Db;

use crate::domain::comparison::SmallCells;

/// What the use cases work with.
pub(crate) struct Programmes {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) small_cells: SmallCells,
}

/// Most ids of one call.
const MAX_IDS: usize = 200;

/// Refuses more ids than a call may ask for.
fn check_id_count(count: usize) -> Result<(), CallError> {
    if count <= MAX_IDS {
        return Ok(());
    }
    let pl = format!("można zapytać najwyżej o {MAX_IDS} pozycji naraz");
    let en = format!("at most {MAX_IDS} items can be asked for at once");
    Err(CallError::refused(Problem::new("TOO_MANY_IDS", pl, en)))
}
