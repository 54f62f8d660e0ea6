//! Transfers, settlement and forecast as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_kernel::{Locale, Problem};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;
use crate::graphql::programmes::team::ProjectWarning;
use crate::graphql::scalars::Date;
use crate::graphql::scope::Scope;

/// Money that came in for a project, or was given back.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
pub(crate) struct Transfer {
    /// The global id.
    id: ID,
    /// What it is; also says which way the money went.
    kind: Term,
    /// The day.
    on: Date,
    /// How much, always more than zero.
    amount: Money,
    /// The global id of the claim that it belongs to; null if it belongs to none.
    claim_id: Option<ID>,
    /// The transfer's title.
    title: String,
    /// When it was cancelled as a mistake: it counts nowhere then. Null if it stands.
    cancelled_on: Option<Date>,
    /// Why it was cancelled.
    cancel_reason: Option<String>,
    /// Version, for `expectedVersion` of changes.
    version: i64,
}

impl From<api::Transfer> for Transfer {
    fn from(row: api::Transfer) -> Self {
        Self {
            id: row.id.global(),
            kind: row.kind.into(),
            on: row.on.into(),
            amount: row.amount.into(),
            claim_id: row.claim_id.map(GlobalId::global),
            title: row.title,
            cancelled_on: row.cancelled_on.map(Into::into),
            cancel_reason: row.cancel_reason,
            version: row.version,
        }
    }
}

/// A project's money, exact to the grosz. A sum that does not fit is null.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Settlement {
    /// Advances and reimbursements that came in.
    received: Option<Money>,
    /// Advances that came in.
    advances: Money,
    /// Reimbursements that came in.
    reimbursed: Money,
    /// Money given back, without interest.
    returned: Money,
    /// Interest given back.
    interest: Money,
    /// Eligible expenses, corrections included.
    spent: Money,
    /// What submitted claims claim and no authority has decided on.
    awaiting: Money,
    /// What approved claims were approved for.
    approved: Money,
    /// How much of the advances approved claims settled.
    advance_settled: Money,
    /// Advances that are neither settled nor given back; negative if more was settled or given back than was recorded as received
    /// (see `warnings`).
    advance_left: Option<Money>,
    /// Eligible expenses that no approved claim holds.
    unsettled: Option<Money>,
    #[graphql(skip)]
    doubtful: Vec<Problem>,
}

#[ComplexObject]
impl Settlement {
    /// What cannot be right and has to be looked after: more of advances settled and given back than came in
    /// (`ADVANCE_OVERDRAWN`), more reimbursed for a claim or the project than was approved (`REIMBURSED_OVER_APPROVED`).
    async fn warnings(&self, ctx: &Context<'_>) -> Vec<ProjectWarning> {
        let locale = Scope::of(ctx).map_or(Locale::Pl, |scope| scope.locale);
        ProjectWarning::all(self.doubtful.clone(), locale)
    }
}

impl From<api::Settlement> for Settlement {
    fn from(row: api::Settlement) -> Self {
        Self {
            received: row.received().map(Into::into),
            advances: row.advances.into(),
            reimbursed: row.reimbursed.into(),
            returned: row.returned.into(),
            interest: row.interest.into(),
            spent: row.spent.into(),
            awaiting: row.awaiting.into(),
            approved: row.approved.into(),
            advance_settled: row.advance_settled.into(),
            advance_left: row.advance_left().map(Into::into),
            unsettled: row.unsettled().map(Into::into),
            doubtful: row.warnings,
        }
    }
}

/// A quarter, planned and actual.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ForecastQuarter {
    /// The quarter's first day.
    quarter: Date,
    /// What is planned to come in; null if the forecast does not speak of the quarter.
    planned: Option<Money>,
    /// What came in: advances and reimbursements.
    received: Money,
    /// `received` less `planned`; null where nothing is planned.
    difference: Option<Money>,
}

/// A project's forecast of payments, beside what came in.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
pub(crate) struct Forecast {
    /// The version, for `expectedVersion` of `setForecast`; 0 if nothing was planned.
    version: i64,
    /// More words; null if there are none.
    note: Option<String>,
    /// The quarters that are planned or in which money came in, in their order.
    quarters: Vec<ForecastQuarter>,
}

impl From<api::Forecast> for Forecast {
    fn from(row: api::Forecast) -> Self {
        let quarter = |row: api::ForecastQuarter| ForecastQuarter {
            quarter: row.quarter.into(),
            planned: row.planned.map(Into::into),
            received: row.received.into(),
            difference: row.difference().map(Into::into),
        };
        Self {
            version: row.version,
            note: row.note,
            quarters: row.quarters.into_iter().map(quarter).collect(),
        }
    }
}
