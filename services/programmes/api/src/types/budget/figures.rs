//! What a project costs per head, and what share its own money is.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Money, codes};

codes! {
    /// The money that a cost per head is of.
    pub enum CostBase {
        /// The whole value of the project.
        Total => "total", "wartość ogółem", "total value";
        /// The money of the European Union alone.
        Eu => "eu", "dofinansowanie UE", "EU funding";
    }
}

codes! {
    /// Where the money of a figure was taken from.
    pub enum MoneyOrigin {
        /// What the project states of itself.
        Stated => "stated", "kwoty podane w projekcie", "amounts stated by the project";
        /// The lines of the version in force, because the project states nothing.
        BudgetInForce => "budget_in_force", "budżet obowiązujący", "budget in force";
    }
}

codes! {
    /// How sure a figure is.
    pub enum FigureExactness {
        /// Just this much.
        Exact => "exact", "dokładnie", "exactly";
        /// This much or less: the figure is rounded up, never a point.
        AtMost => "at_most", "co najwyżej", "at most";
    }
}

/// What a project costs for each person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostPerHead {
    /// The money it is of.
    pub base: CostBase,
    /// Where the money was taken from; absent if unknown.
    pub origin: Option<MoneyOrigin>,
    /// The money; absent if unknown.
    pub money: Option<Money>,
    /// How many people; absent if unknown.
    pub heads: Option<i32>,
    /// The cost of one, to the grosz; absent if unknown.
    pub value: Option<Money>,
    /// How sure it is; absent if unknown.
    pub exactness: Option<FigureExactness>,
    /// What is not known, in the API's names: "budget", "placesTotal".
    pub missing: Vec<String>,
}

/// What share of a project its own money is. Unknown where the stated parts do not make up the stated total: the rest may be
/// anybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnContribution {
    /// Where the money was taken from; absent if unknown.
    pub origin: Option<MoneyOrigin>,
    /// The money of local government and private sources; absent if unknown.
    pub amount: Option<Money>,
    /// The sum of all sources; absent if unknown.
    pub of: Option<Money>,
    /// The share, rounded to hundredths of a percent; absent if unknown.
    pub share: Option<BasisPoints>,
    /// What is not known, in the API's names.
    pub missing: Vec<String>,
}

/// The figures of a project that its money gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetFigures {
    /// The project.
    pub project_id: ProjectId,
    /// The cost per head of the whole value.
    pub total_per_head: CostPerHead,
    /// The cost per head of the Union's money.
    pub eu_per_head: CostPerHead,
    /// The own contribution.
    pub own_contribution: OwnContribution,
}
