//! A payment claim as the schema shows it.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_programmes_api as api;

use super::contents::{ClaimContents, ClaimSubmission};
use crate::graphql::Nullable;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::{ContentsOf, HistoryOf, SubmissionOf};
use crate::graphql::permissions::open;
use crate::graphql::programmes::Project;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::scope::{found, load};

/// When a claim is due, and by which rule.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimDue {
    /// The last day for submitting it; null if undecided.
    on: Option<Date>,
    /// Whether nothing can be said, because the rates of the period are not known.
    undecided: bool,
    /// How many days after the period's end, in `unit`; null if not known.
    count: Option<i64>,
    /// Working days (Polish public holidays left out) or calendar days; null if not known.
    unit: Option<Term>,
    /// The guideline behind it; null if not known.
    legal_basis: Option<String>,
    /// The release of reference data that it was counted by: the newest one until the claim is submitted.
    release: i64,
}

impl From<api::ClaimDue> for ClaimDue {
    fn from(due: api::ClaimDue) -> Self {
        Self {
            on: due.on.map(Into::into),
            undecided: due.on.is_none(),
            count: due.count,
            unit: due.unit.map(Into::into),
            legal_basis: due.legal_basis,
            release: due.release,
        }
    }
}

/// What the authority took off.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimCorrection {
    /// The global id of the expense; null if it is taken off the whole.
    expense_id: Option<ID>,
    /// How much.
    amount: Money,
    /// Why.
    reason: String,
}

/// One step of a claim's history.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimEvent {
    /// 1, 2, 3…
    number: i32,
    /// Where it came from; null for the first step.
    from: Option<Term>,
    /// Where it came to.
    to: Term,
    /// The day on which it happened.
    on: Date,
    /// When it was recorded.
    recorded_at: DateTime,
    /// Who recorded it: "user", "api_client" or "system".
    principal_kind: String,
    /// The id of whoever recorded it, as in the audit trail.
    principal_id: String,
    /// The authority's remarks, or why the claim was withdrawn; null for other steps.
    reason: Option<String>,
    /// Until when the remarks had to be answered; null for other steps.
    answer_by: Option<Date>,
}

impl From<api::ClaimEvent> for ClaimEvent {
    fn from(event: api::ClaimEvent) -> Self {
        Self {
            number: event.number,
            from: event.from.map(Into::into),
            to: event.to.into(),
            on: event.on.into(),
            recorded_at: DateTime(event.recorded_at),
            principal_kind: event.principal_kind,
            principal_id: event.principal_id,
            reason: event.reason,
            answer_by: event.answer_by.map(Into::into),
        }
    }
}

/// A payment claim (wniosek o płatność) of a project.
pub(crate) struct Claim(api::Claim);

impl From<api::Claim> for Claim {
    fn from(row: api::Claim) -> Self {
        Self(row)
    }
}

/// A payment claim (wniosek o płatność) of a project.
///
/// Permission for all fields, unless they name another: claim:read
#[Object]
impl Claim {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// 1, 2, 3… within the project, withdrawn claims included.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it asks for.
    async fn kind(&self) -> Term {
        self.0.kind.into()
    }

    /// The first day of its period.
    async fn period_from(&self) -> Date {
        self.0.period_from.into()
    }

    /// The last day of its period.
    async fn period_to(&self) -> Date {
        self.0.period_to.into()
    }

    /// How far it has come.
    async fn state(&self) -> Term {
        self.0.state.into()
    }

    /// More words; null if there are none.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The advance that it asks for; null if it asks for none.
    async fn advance_requested(&self) -> Option<Money> {
        self.0.advance_requested.map(Into::into)
    }

    /// How much of advances received before it settles.
    async fn advance_settled(&self) -> Money {
        self.0.advance_settled.into()
    }

    /// The last day for submitting it; null if undecided (see `due`).
    async fn due_on(&self) -> Option<Date> {
        self.0.due.on.map(Into::into)
    }

    /// When it is due, and by which rule.
    async fn due(&self) -> ClaimDue {
        self.0.due.clone().into()
    }

    /// Whether it was late on a day: due before it, and not submitted by then. Null if undecided.
    async fn overdue(&self, #[graphql(desc = "The day.")] on: Date) -> Option<bool> {
        self.0.overdue(on.0)
    }

    /// The day of its first submission; null before.
    async fn first_submitted_on(&self) -> Option<Date> {
        self.0.first_submitted_on.map(Into::into)
    }

    /// The day of its newest submission; null before the first.
    async fn submitted_on(&self) -> Option<Date> {
        self.0.submitted_on.map(Into::into)
    }

    /// Until when remarks have to be answered; null unless it is questioned.
    async fn answer_by(&self) -> Option<Date> {
        self.0.answer_by.map(Into::into)
    }

    /// What its newest submission claimed as eligible; null before the first.
    async fn claimed(&self) -> Option<Money> {
        self.0.claimed.map(Into::into)
    }

    /// What was approved of it; null before.
    async fn approved(&self) -> Option<Money> {
        self.0.approved.map(Into::into)
    }

    /// How much of advances was approved as settled; null before.
    async fn approved_advance(&self) -> Option<Money> {
        self.0.approved_advance.map(Into::into)
    }

    /// `claimed` less `approved`; null before the approval.
    async fn difference(&self) -> Option<Money> {
        self.0.difference().map(Into::into)
    }

    /// What of `difference` no correction explains; null before the approval.
    async fn unexplained(&self) -> Option<Money> {
        self.0.unexplained().map(Into::into)
    }

    /// What the authority took off, and why.
    async fn corrections(&self) -> Vec<ClaimCorrection> {
        let correction = |row: &api::ClaimCorrection| ClaimCorrection {
            expense_id: row.expense_id.map(GlobalId::global),
            amount: row.amount.into(),
            reason: row.reason.clone(),
        };
        self.0.corrections.iter().map(correction).collect()
    }

    /// Version, for `expectedVersion` of changes.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The project.
    ///
    /// Permission: project:read
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Claim.project")?;
            found(load!(scope, self.0.project_id)?).map(Project::from)
        };
        Some(read.await)
    }

    /// What it says: while it is with the authority or approved, as it was submitted; otherwise as it is now.
    ///
    /// Permission: claim:read
    #[graphql(complexity = "20 + child_complexity")]
    async fn contents(&self, ctx: &Context<'_>) -> Nullable<ClaimContents> {
        let read = async {
            let scope = open(ctx, "Claim.contents")?;
            if matches!(
                self.0.state,
                api::ClaimState::Submitted | api::ClaimState::Approved
            ) {
                let submitted = found(load!(scope, SubmissionOf(self.0.id))?)?;
                return Ok(submitted.contents.into());
            }
            found(load!(scope, ContentsOf(self.0.id))?).map(ClaimContents::from)
        };
        Some(read.await)
    }

    /// Its newest submission, frozen, with what has changed since; null before the first.
    ///
    /// Permission: claim:read
    #[graphql(complexity = "20 + child_complexity")]
    async fn submission(&self, ctx: &Context<'_>) -> Nullable<ClaimSubmission> {
        let read = async {
            let scope = open(ctx, "Claim.submission")?;
            Ok(load!(scope, SubmissionOf(self.0.id))?.map(ClaimSubmission::from))
        };
        read.await.transpose()
    }

    /// Every state that it came into, oldest first.
    ///
    /// Permission: claim:read
    async fn history(&self, ctx: &Context<'_>) -> Nullable<Vec<ClaimEvent>> {
        let read = async {
            let scope = open(ctx, "Claim.history")?;
            let rows = load!(scope, HistoryOf(self.0.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }
}
