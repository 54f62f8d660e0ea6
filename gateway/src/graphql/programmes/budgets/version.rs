//! A version of a budget with its tasks and lines.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_kernel::ids::{AgreementId, BudgetId};
use wsparcie_programmes_api as api;

use super::diff::BudgetDiff;
use super::findings::{BudgetCheck, BudgetDifference, BudgetSums};
use crate::graphql::Nullable;
use crate::graphql::codes::{Term, terms};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::loaders::{ContentOf, FindingsOf};
use crate::graphql::permissions::open;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{found, load};

/// Money of one source.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject)]
pub(crate) struct SourceAmount {
    /// Where the money comes from.
    source: Term,
    /// How much.
    amount: Money,
}

impl From<api::BudgetPart> for SourceAmount {
    fn from(part: api::BudgetPart) -> Self {
        Self {
            source: part.source.into(),
            amount: part.amount.into(),
        }
    }
}

/// Parts by source, in the order of the sources.
pub(super) fn by_source(parts: Vec<api::BudgetPart>) -> Vec<SourceAmount> {
    parts.into_iter().map(Into::into).collect()
}

/// A line of a budget as a version has it.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
pub(crate) struct BudgetLine {
    /// The global id: the same in all versions. `node` does not open it: it is read with its version.
    id: ID,
    /// Its number in the task.
    number: i32,
    /// What is paid for.
    name: String,
    /// What is counted: "godzina".
    unit: String,
    /// What one unit costs.
    unit_cost: Money,
    /// How many units, with three decimals: "2.500".
    quantity: String,
    /// The line's amount as stated. Where it differs from unit cost × quantity, or from its sources, `differences` says so.
    amount: Money,
    /// Where the money comes from, in the order of the sources.
    sources: Vec<SourceAmount>,
    /// What the line is.
    flags: Vec<Term>,
}

impl From<api::BudgetLine> for BudgetLine {
    fn from(row: api::BudgetLine) -> Self {
        let thousandths = row.quantity_thousandths;
        Self {
            id: row.id.global(),
            number: row.number,
            name: row.name,
            unit: row.unit,
            unit_cost: row.unit_cost.into(),
            quantity: format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000),
            amount: row.amount.into(),
            sources: by_source(row.sources),
            flags: terms(&row.flags),
        }
    }
}

/// A task of a budget as a version has it.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
pub(crate) struct BudgetTask {
    /// The global id: the same in all versions. `node` does not open it: it is read with its version.
    id: ID,
    /// Its number in the version.
    number: i32,
    /// Its name.
    name: String,
    /// Its lines, by number; at most 200 in a version.
    lines: Vec<BudgetLine>,
}

impl From<api::BudgetTask> for BudgetTask {
    fn from(row: api::BudgetTask) -> Self {
        Self {
            id: row.id.global(),
            number: row.number,
            name: row.name,
            lines: row.lines.into_iter().map(Into::into).collect(),
        }
    }
}

/// One version of a project's budget: that of the agreement (number 0) or of an annex (1 and above).
///
/// Permission for all fields: budget:read
pub(crate) struct BudgetVersion(api::BudgetVersion);

impl From<api::BudgetVersion> for BudgetVersion {
    fn from(row: api::BudgetVersion) -> Self {
        Self(row)
    }
}

/// One version of a project's budget: that of the agreement (number 0) or of an annex (1 and above).
///
/// Permission for all fields: budget:read
#[Object]
impl BudgetVersion {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The global id of the project.
    async fn project_id(&self) -> ID {
        self.0.project_id.global()
    }

    /// 0 is the agreement's own budget, 1 and above those of its annexes.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Whether it is a draft, in force or superseded.
    async fn state(&self) -> Term {
        self.0.state.into()
    }

    /// The first day on which it holds; null while it is a draft.
    async fn in_force_from(&self) -> Option<Date> {
        self.0.in_force_from.map(Into::into)
    }

    /// What happens to an expense that would spend more on a line than the line has: refused or flagged.
    async fn over_spending(&self) -> Term {
        self.0.terms.over_spending.into()
    }

    /// The agreed rate of indirect costs, in percent of direct costs: "20.00"; null if unknown.
    async fn indirect_rate(&self) -> Option<String> {
        self.0.terms.indirect_rate.map(|rate| rate.to_string())
    }

    /// The least own contribution that is asked, in percent of the whole: "15.00"; null if unknown.
    async fn own_share(&self) -> Option<String> {
        self.0.terms.own_share.map(|share| share.to_string())
    }

    /// The global id of the version of the agreement that it belongs to; null if it is not linked.
    async fn agreement_id(&self) -> Option<ID> {
        self.0.terms.agreement_id.map(AgreementId::global)
    }

    /// Version of the record, for `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Its tasks with their lines, by number; at most 50.
    ///
    /// Permission: budget:read
    async fn tasks(&self, ctx: &Context<'_>) -> Nullable<Vec<BudgetTask>> {
        let read = async {
            let scope = open(ctx, "BudgetVersion.tasks")?;
            let content = found(load!(scope, ContentOf(self.0.id))?)?;
            Ok(content.tasks.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// What it adds up to, to the grosz.
    ///
    /// Permission: budget:read
    async fn sums(&self, ctx: &Context<'_>) -> Nullable<BudgetSums> {
        let read = async {
            let scope = open(ctx, "BudgetVersion.sums")?;
            let findings = found(load!(scope, FindingsOf(self.0.id))?)?;
            Ok(findings.sums.into())
        };
        Some(read.await)
    }

    /// Every place where amounts that should be one differ; empty if it adds up. What blocks has to be put right before
    /// `putBudgetInForce`.
    ///
    /// Permission: budget:read
    async fn differences(&self, ctx: &Context<'_>) -> Nullable<Vec<BudgetDifference>> {
        let read = async {
            let scope = open(ctx, "BudgetVersion.differences")?;
            let findings = found(load!(scope, FindingsOf(self.0.id))?)?;
            Ok(findings.differences.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// Ceilings and required shares. Warnings: they do not keep a version from coming into force.
    ///
    /// Permission: budget:read
    async fn checks(&self, ctx: &Context<'_>) -> Nullable<Vec<BudgetCheck>> {
        let read = async {
            let scope = open(ctx, "BudgetVersion.checks")?;
            let findings = found(load!(scope, FindingsOf(self.0.id))?)?;
            Ok(findings.checks.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// How it differs from another version of the same project's budget, line by line.
    ///
    /// Permission: budget:read
    async fn diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the version to hold it against: the earlier one, as a rule.")]
        against: ID,
    ) -> Nullable<BudgetDiff> {
        let read = async {
            let scope = open(ctx, "BudgetVersion.diff")?;
            let pair = api::BudgetPair {
                budget: self.0.id,
                against: ids::parse::<BudgetId>(&against)?,
            };
            found(load!(scope, pair)?).map(BudgetDiff::from)
        };
        Some(read.await)
    }
}
