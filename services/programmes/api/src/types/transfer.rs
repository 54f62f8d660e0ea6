//! Money that came in for a project or was given back, how it is settled, and what is planned to come.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::{ClaimId, ForecastId, ProjectId, TransferId};
use wsparcie_kernel::{Date, Money, Problem};

codes! {
    /// What a transfer is.
    pub enum TransferKind {
        /// An advance came in.
        Advance => "advance", "zaliczka", "advance";
        /// Expenses paid before were reimbursed.
        Reimbursement => "reimbursement", "refundacja", "reimbursement";
        /// Money was given back.
        Return => "return", "zwrot", "return";
        /// Interest was given back.
        Interest => "interest", "zwrot odsetek", "interest given back";
    }
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Id.
    pub id: TransferId,
    /// The project.
    pub project_id: ProjectId,
    /// What it is.
    pub kind: TransferKind,
    /// The day.
    pub on: Date,
    /// How much, always more than zero: the kind says which way.
    pub amount: Money,
    /// The claim that it belongs to.
    pub claim_id: Option<ClaimId>,
    /// The transfer's title.
    pub title: String,
    /// When it was cancelled as a mistake; it counts nowhere then.
    pub cancelled_on: Option<Date>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A transfer to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTransfer {
    /// The project.
    pub project_id: ProjectId,
    /// What it is.
    pub kind: TransferKind,
    /// The day.
    pub on: Date,
    /// How much.
    pub amount: Money,
    /// The claim that it belongs to.
    pub claim_id: Option<ClaimId>,
    /// Its title.
    pub title: String,
}

/// A transfer that was recorded by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelTransfer {
    /// The transfer.
    pub id: TransferId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// Why.
    pub reason: String,
}

/// A project's money, to the grosz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The project.
    pub project_id: ProjectId,
    /// Advances that came in.
    pub advances: Money,
    /// Reimbursements that came in.
    pub reimbursed: Money,
    /// Money given back, without interest.
    pub returned: Money,
    /// Interest given back.
    pub interest: Money,
    /// Eligible expenses, corrections included.
    pub spent: Money,
    /// What submitted claims claim and no authority has decided on.
    pub awaiting: Money,
    /// What approved claims were approved for.
    pub approved: Money,
    /// How much of the advances approved claims settled.
    pub advance_settled: Money,
    /// What cannot be right: more settled and given back than came in, more reimbursed than was approved. Transfers are facts of
    /// a bank and come in any order, so they are kept; a transfer that is missing or wrong is behind each warning.
    pub warnings: Vec<Problem>,
}

impl Settlement {
    /// Advances and reimbursements.
    pub fn received(&self) -> Option<Money> {
        self.advances.checked_add(self.reimbursed)
    }

    /// Advances that are neither settled nor given back.
    pub fn advance_left(&self) -> Option<Money> {
        self.advances
            .checked_sub(self.returned)?
            .checked_sub(self.advance_settled)
    }

    /// Eligible expenses that no approved claim holds.
    pub fn unsettled(&self) -> Option<Money> {
        self.spent.checked_sub(self.approved)
    }
}

/// What is planned for a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedQuarter {
    /// The quarter's first day.
    pub quarter: Date,
    /// What is planned to come in.
    pub amount: Money,
}

/// A quarter, planned and actual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastQuarter {
    /// The quarter's first day.
    pub quarter: Date,
    /// What is planned; absent if the forecast doesn't speak of the quarter.
    pub planned: Option<Money>,
    /// What came in: advances and reimbursements.
    pub received: Money,
}

impl ForecastQuarter {
    /// What came in less what was planned.
    pub fn difference(&self) -> Option<Money> {
        self.received.checked_sub(self.planned?)
    }
}

/// A project's forecast of payments, beside what came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// The project.
    pub project_id: ProjectId,
    /// The id of the version; absent if nothing was planned.
    pub id: Option<ForecastId>,
    /// 1, 2, 3…; 0 if nothing was planned.
    pub version: i64,
    /// More words.
    pub note: Option<String>,
    /// The quarters that are planned or in which money came in, in their order.
    pub quarters: Vec<ForecastQuarter>,
}

/// A new forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetForecast {
    /// The project.
    pub project_id: ProjectId,
    /// The version that the change is based on; 0 if there is none yet.
    pub expected_version: i64,
    /// More words.
    pub note: Option<String>,
    /// All quarters from now on.
    pub quarters: Vec<PlannedQuarter>,
}
