//! Versions of a budget: their terms, tasks and lines.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{AgreementId, BudgetId, BudgetLineId, BudgetTaskId, ProjectId};
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Date, Money, codes};

use crate::types::project::BudgetPart;

codes! {
    /// Where a version of a budget stands.
    pub enum BudgetState {
        /// Being prepared: it changes, and nothing is held against it.
        Draft => "draft", "robocza", "draft";
        /// The version that expenses are held against.
        InForce => "in_force", "obowiązująca", "in force";
        /// A later version took its place.
        Superseded => "superseded", "zastąpiona", "superseded";
    }
}

codes! {
    /// What happens to an expense that would spend more on a line than the line has.
    pub enum OverSpending {
        /// It is refused.
        Refuse => "refuse", "odmawiaj", "refuse";
        /// It is stored and flagged.
        Flag => "flag", "zaznaczaj", "flag";
    }
}

codes! {
    /// What a line is, beside its amount.
    pub enum BudgetFlag {
        /// Cross-financing.
        CrossFinancing => "cross_financing", "cross-financing", "cross-financing";
        /// Środki trwałe.
        FixedAssets => "fixed_assets", "środki trwałe", "fixed assets";
        /// Personel projektu.
        Personnel => "personnel", "personel", "personnel";
        /// Usługi zlecone.
        Outsourced => "outsourced", "usługi zlecone", "outsourced services";
        /// Wkład własny.
        OwnContribution => "own_contribution", "wkład własny", "own contribution";
        /// Koszty pośrednie; every other line is a direct cost.
        Indirect => "indirect", "koszty pośrednie", "indirect costs";
    }
}

/// What a version agrees beside its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetTerms {
    /// What happens to an expense over a line's amount.
    pub over_spending: OverSpending,
    /// The agreed rate of indirect costs, of direct costs, 0 to 100 %; absent: unknown.
    pub indirect_rate: Option<BasisPoints>,
    /// The least share of the whole that the call or the agreement asks as own contribution, 0 to 100 %; absent: unknown.
    pub own_share: Option<BasisPoints>,
    /// The version of the agreement that it belongs to.
    pub agreement_id: Option<AgreementId>,
}

/// One version of a project's budget, without its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetVersion {
    /// Id.
    pub id: BudgetId,
    /// The project.
    pub project_id: ProjectId,
    /// 0 is the agreement's own budget, 1… those of its annexes.
    pub number: i32,
    /// Where it stands.
    pub state: BudgetState,
    /// The first day on which it holds; absent while it is a draft.
    pub in_force_from: Option<Date>,
    /// What it agrees beside its lines.
    pub terms: BudgetTerms,
    /// The release of reference data that its ceilings were looked up in when it came into force.
    pub reference_release: Option<i64>,
    /// Version of the record, for conflict-safe updates.
    pub version: i64,
}

/// A line as a version has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Id: the same in all versions.
    pub id: BudgetLineId,
    /// Its number in the task, 1 to 9999.
    pub number: i32,
    /// What is paid for.
    pub name: String,
    /// What is counted: "godzina", "osoba", "komplet".
    pub unit: String,
    /// What one unit costs; never negative.
    pub unit_cost: Money,
    /// How many units, in thousandths: 1 to 1 000 000 000.
    pub quantity_thousandths: i64,
    /// The line's amount as stated; it may differ from unit cost × quantity, and then the difference is shown.
    pub amount: Money,
    /// Where the money comes from, one part a source at most, each more than zero; in the order of the sources.
    pub sources: Vec<BudgetPart>,
    /// What the line is, in the order of the flags.
    pub flags: Vec<BudgetFlag>,
}

/// A task as a version has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetTask {
    /// Id: the same in all versions.
    pub id: BudgetTaskId,
    /// Its number in the version, 1 to 999.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// Its lines, by number.
    pub lines: Vec<BudgetLine>,
}

/// The tasks and lines of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetContent {
    /// The version.
    pub budget_id: BudgetId,
    /// Its tasks, by number.
    pub tasks: Vec<BudgetTask>,
}
