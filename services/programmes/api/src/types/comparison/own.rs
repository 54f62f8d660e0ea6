//! A centre's own projects side by side, nothing hidden.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::ProjectId;

use super::ComparisonRow;

/// One of the centre's own projects. The counts of people are there only for whoever may see participation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnComparisonRow {
    /// The project.
    pub project_id: ProjectId,
    /// Whether the counts of people are told; otherwise they stand as missing.
    pub people_told: bool,
    /// Whether money of the budget in force is told; otherwise it stands as missing. What the project states is told.
    pub money_told: bool,
    /// Its figures.
    pub figures: ComparisonRow,
}
