//! The use cases: who may, in which order, what is told.

pub(crate) mod agreements;
pub(crate) mod budget;
pub(crate) mod claims;
pub(crate) mod comparison;
pub(crate) mod deadlines;
pub(crate) mod expenses;
pub(crate) mod groups;
pub(crate) mod indicators;
pub(crate) mod offered;
pub(crate) mod programmes;
pub(crate) mod projects;
pub(crate) mod readiness;
pub(crate) mod recruitment;
pub(crate) mod reference;
pub(crate) mod service_rules;
pub(crate) mod status;
pub(crate) mod team;
pub(crate) mod transfers;
pub(crate) mod work_hours;

use std::sync::Arc;

use tokio::sync::Semaphore;
use wsparcie_kernel::{Clock, IdSource};
use wsparcie_postgres::Db;

use crate::domain::comparison::SmallCells;

/// What the use cases work with.
pub(crate) struct Programmes {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) small_cells: SmallCells,
    /// Turns at counting indicators.
    pub(crate) counting: Arc<Semaphore>,
}
