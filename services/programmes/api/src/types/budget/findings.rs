//! What a version of a budget adds up to, where it differs, and which ceilings it keeps.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{BudgetId, BudgetLineId, BudgetTaskId};
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Date, Money, codes};

use super::version::BudgetFlag;
use crate::types::project::{BudgetPart, BudgetSource};

codes! {
    /// What does not add up.
    pub enum DifferencePlace {
        /// A line's amount and its unit cost × quantity.
        LineProduct => "line_product", "kwota pozycji a koszt jednostkowy × ilość", "line amount and unit cost × quantity";
        /// A line's amount and the sum of its sources.
        LineSources => "line_sources", "kwota pozycji a suma źródeł", "line amount and the sum of its sources";
        /// A line's amount and what is spent on it already, where that is more.
        LineSpent => "line_spent", "kwota pozycji a to, co już wydano", "line amount and what is spent already";
        /// The version's total and the total of the agreement it is linked to.
        AgreementTotal => "agreement_total", "suma budżetu a kwota umowy", "budget total and the agreement's total";
        /// The version's total and the project's stated total.
        ProjectTotal => "project_total", "suma budżetu a kwota projektu", "budget total and the project's total";
        /// The version's sum of a source and the project's stated part.
        ProjectSource => "project_source", "suma źródła a kwota źródła w projekcie", "sum of a source and the project's part";
    }
}

codes! {
    /// Whether a ceiling is kept.
    pub enum CheckVerdict {
        /// It is kept.
        Ok => "ok", "zachowany", "kept";
        /// It is not kept: more than a ceiling, or less than a required share.
        Exceeded => "exceeded", "przekroczony", "exceeded";
        /// It cannot be told; `missing` says what is not known.
        Undecided => "undecided", "nierozstrzygnięty", "undecided";
    }
}

/// What a task adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskSum {
    /// The task.
    pub task_id: BudgetTaskId,
    /// The sum of its lines' amounts.
    pub amount: Money,
    /// The sums of its lines' sources, in the order of the sources; sources that give nothing are left out.
    pub sources: Vec<BudgetPart>,
}

/// What the lines with a flag add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagSum {
    /// The flag.
    pub flag: BudgetFlag,
    /// The sum of the lines' amounts.
    pub amount: Money,
    /// How many lines.
    pub lines: i32,
}

/// What a version adds up to, to the grosz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetSums {
    /// The sum of all lines' amounts.
    pub total: Money,
    /// Lines that are not flagged as indirect costs.
    pub direct: Money,
    /// By task, in the order of the tasks.
    pub by_task: Vec<TaskSum>,
    /// By source, in the order of the sources; sources that give nothing are left out.
    pub by_source: Vec<BudgetPart>,
    /// By flag, every flag, in the order of the flags.
    pub by_flag: Vec<FlagSum>,
}

/// A place where two amounts that should be one differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetDifference {
    /// What does not add up.
    pub place: DifferencePlace,
    /// The task, of a line.
    pub task_number: Option<i32>,
    /// The line.
    pub line_id: Option<BudgetLineId>,
    /// The line's number.
    pub line_number: Option<i32>,
    /// The source.
    pub source: Option<BudgetSource>,
    /// What stands in the version: the line's amount, the version's total, its sum of the source.
    pub has: Money,
    /// What it is held against: the product, the sum of the sources, what is spent, the stated amount.
    pub should: Money,
    /// `has` less `should`.
    pub difference: Money,
    /// Unit cost × quantity to a thousandth of a grosz, where that is no whole grosz: "4.99500".
    pub exact_product: Option<String>,
    /// Whether the version cannot come into force because of it. Stated amounts that contradict themselves block nothing, nor
    /// does what is spent where the version only flags over-spending.
    pub blocking: bool,
}

/// A ceiling, or a required share, held against a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetCheck {
    /// The rule's code: `indirect_costs_table`.
    pub rule: String,
    /// The rule in Polish.
    pub label_pl: String,
    /// The rule in English.
    pub label_en: String,
    /// The law, guideline or agreement behind it; absent where the rule itself is not known.
    pub legal_basis: Option<String>,
    /// What the share is of, in Polish.
    pub base_label_pl: String,
    /// What the share is of, in English.
    pub base_label_en: String,
    /// How much that is.
    pub base: Money,
    /// The ceiling, or the required share; absent if unknown.
    pub limit: Option<BasisPoints>,
    /// The ceiling in money, rounded down; a required share, rounded up.
    pub limit_amount: Option<Money>,
    /// The share that the version has, rounded; the verdict is by the exact amounts. Absent where there is no share.
    pub actual: Option<BasisPoints>,
    /// What the version has; absent for a rule about rates.
    pub actual_amount: Option<Money>,
    /// Whether it is kept.
    pub verdict: CheckVerdict,
    /// What is not known, in the API's names: "indirectRate", "programme", "startsOn".
    pub missing: Vec<String>,
    /// Why it is undecided, in Polish.
    pub why_pl: Option<String>,
    /// Why it is undecided, in English.
    pub why_en: Option<String>,
    /// The day whose rules were looked up.
    pub on: Option<Date>,
    /// The release of reference data they were looked up in.
    pub release: Option<i64>,
}

/// All that can be reckoned of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetFindings {
    /// The version.
    pub budget_id: BudgetId,
    /// What it adds up to.
    pub sums: BudgetSums,
    /// Where it does not add up.
    pub differences: Vec<BudgetDifference>,
    /// Which ceilings it keeps.
    pub checks: Vec<BudgetCheck>,
}
