//! The use cases: who may, in which order, what is told.

pub(crate) mod comparison;
pub(crate) mod programmes;
pub(crate) mod projects;
pub(crate) mod recruitment;
pub(crate) mod reference;

use std::sync::Arc;

use wsparcie_kernel::{Clock, IdSource};
use wsparcie_postgres::Db;

use crate::domain::comparison::SmallCells;

/// What the use cases work with.
pub(crate) struct Programmes {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) small_cells: SmallCells,
}
