//! What a version adds up to, where it differs, which ceilings it keeps.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_programmes_api as api;

use super::version::{SourceAmount, by_source};
use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::Date;

/// What a task adds up to.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
struct BudgetTaskSum {
    /// The global id of the task.
    task_id: ID,
    /// The sum of its lines.
    amount: Money,
    /// The sums of its lines' sources, in the order of the sources; sources that give nothing are left out.
    sources: Vec<SourceAmount>,
}

/// What the lines with a flag add up to.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
struct BudgetFlagSum {
    /// The flag.
    flag: Term,
    /// The sum of the lines.
    amount: Money,
    /// How many lines.
    lines: i32,
}

/// What a version adds up to, to the grosz.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
pub(crate) struct BudgetSums {
    /// The sum of all lines.
    total: Money,
    /// The sum of the lines that are not flagged as indirect costs.
    direct: Money,
    /// By task, in the order of the tasks.
    by_task: Vec<BudgetTaskSum>,
    /// By source, in the order of the sources; sources that give nothing are left out.
    by_source: Vec<SourceAmount>,
    /// By flag: every flag.
    by_flag: Vec<BudgetFlagSum>,
}

impl From<api::BudgetSums> for BudgetSums {
    fn from(row: api::BudgetSums) -> Self {
        let task = |sum: api::TaskSum| BudgetTaskSum {
            task_id: sum.task_id.global(),
            amount: sum.amount.into(),
            sources: by_source(sum.sources),
        };
        let flag = |sum: api::FlagSum| BudgetFlagSum {
            flag: sum.flag.into(),
            amount: sum.amount.into(),
            lines: sum.lines,
        };
        Self {
            total: row.total.into(),
            direct: row.direct.into(),
            by_task: row.by_task.into_iter().map(task).collect(),
            by_source: by_source(row.by_source),
            by_flag: row.by_flag.into_iter().map(flag).collect(),
        }
    }
}

/// A place where two amounts that should be one differ.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
pub(crate) struct BudgetDifference {
    /// What does not add up.
    place: Term,
    /// The number of the task; null if it concerns the whole.
    task_number: Option<i32>,
    /// The global id of the line; null if it concerns the whole.
    line_id: Option<ID>,
    /// The line's number in the task; null if it concerns the whole.
    line_number: Option<i32>,
    /// The source; null if it concerns no single one.
    source: Option<Term>,
    /// What stands in the version.
    has: Money,
    /// What it is held against: unit cost × quantity, the sum of the sources, what is spent on the line already, or the stated
    /// amount.
    should: Money,
    /// `has` less `should`.
    difference: Money,
    /// Unit cost × quantity to a thousandth of a grosz, where that is no whole grosz: "4.99500". Rounded once, half up.
    exact_product: Option<String>,
    /// Whether the version cannot come into force because of it.
    blocking: bool,
}

impl From<api::BudgetDifference> for BudgetDifference {
    fn from(row: api::BudgetDifference) -> Self {
        Self {
            place: row.place.into(),
            task_number: row.task_number,
            line_id: row.line_id.map(GlobalId::global),
            line_number: row.line_number,
            source: row.source.map(Into::into),
            has: row.has.into(),
            should: row.should.into(),
            difference: row.difference.into(),
            exact_product: row.exact_product,
            blocking: row.blocking,
        }
    }
}

/// A ceiling, or a required share, held against a version. The verdict is by exact amounts, the percentages are rounded.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct BudgetCheck {
    /// The rule's code: "indirect_costs_table".
    rule: String,
    #[graphql(skip)]
    labels: Label,
    #[graphql(skip)]
    base_labels: Label,
    #[graphql(skip)]
    why: Option<Label>,
    /// The law, guideline or agreement behind it; null where the rule itself is not known.
    legal_basis: Option<String>,
    /// What the share is of, in money.
    base: Money,
    /// The ceiling, or the required share, in percent: "20.00"; null if unknown.
    limit: Option<String>,
    /// The ceiling in money, rounded down; a required share, rounded up. Null if unknown, and for a rule about rates.
    limit_amount: Option<Money>,
    /// The share that the version has, in percent; null where there is none.
    actual: Option<String>,
    /// What the version has, in money; null for a rule about rates.
    actual_amount: Option<Money>,
    /// Whether it is kept, exceeded (of a required share: not reached), or cannot be told.
    verdict: Term,
    /// What is not known, in the API's names: "indirectRate", "programme", "startsOn", "rates".
    missing: Vec<String>,
    /// The day whose rules were looked up: the project's first, else the version's; null if unknown.
    on: Option<Date>,
    /// The number of the release of reference data that they were looked up in.
    release: Option<i64>,
}

#[ComplexObject]
impl BudgetCheck {
    /// The rule in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }

    /// What the share is of, in words.
    async fn base_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.base_labels.text(ctx, lang)
    }

    /// Why it cannot be told, in words; null if it can.
    async fn reason(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> Option<&str> {
        self.why.as_ref().map(|why| why.text(ctx, lang))
    }
}

impl From<api::BudgetCheck> for BudgetCheck {
    fn from(row: api::BudgetCheck) -> Self {
        Self {
            rule: row.rule,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            base_labels: Label {
                pl: row.base_label_pl,
                en: row.base_label_en,
            },
            why: row.why_pl.zip(row.why_en).map(|(pl, en)| Label { pl, en }),
            legal_basis: row.legal_basis,
            base: row.base.into(),
            limit: row.limit.map(|limit| limit.to_string()),
            limit_amount: row.limit_amount.map(Into::into),
            actual: row.actual.map(|actual| actual.to_string()),
            actual_amount: row.actual_amount.map(Into::into),
            verdict: row.verdict.into(),
            missing: row.missing,
            on: row.on.map(Into::into),
            release: row.release,
        }
    }
}
