//! Reviews of everybody's access to an organisation.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::{AccessReviewId, AccessReviewItemId};
use wsparcie_tenants_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::{Term, input_enums, terms};
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::services::ask;

input_enums! {
    /// What is decided about somebody's access. Answers have the code in lower case.
    AccessDecision for api::AccessDecision {
        /// It is still needed.
        Confirmed,
        /// It is taken away: the membership ends, or the client's keys are revoked.
        Removed,
    }
}

/// A review of everybody's access, as it was when the review began.
///
/// Permission for all fields: access_review:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct AccessReview {
    #[graphql(skip)]
    key: AccessReviewId,
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// When it began.
    started_at: DateTime,
    /// The global id of the user who began it.
    started_by: ID,
    /// When the last item was decided; null while any is open.
    completed_at: Option<DateTime>,
    /// How many items it has.
    items_total: i64,
    /// How many of them are undecided.
    items_open: i64,
}

impl From<api::AccessReview> for AccessReview {
    fn from(row: api::AccessReview) -> Self {
        Self {
            key: row.id,
            id: row.id.global(),
            started_at: row.started_at.into(),
            started_by: ids::encode("User", row.started_by.into_uuid()),
            completed_at: row.completed_at.map(Into::into),
            items_total: row.items_total,
            items_open: row.items_open,
        }
    }
}

#[ComplexObject]
impl AccessReview {
    /// Whose access is reviewed: one item for each user and each program.
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<AccessReviewItem>> {
        let read = async {
            let scope = open(ctx, "Query.accessReviews")?;
            // Cursors of one review lead nowhere in another.
            let list = format!("AccessReview.items/{}", self.key);
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, &list)?;
            let rows = ask!(
                scope.backend,
                tenants.list_access_review_items(scope.call(), self.key, page)
            )?;
            Ok(Connection::new(scope, &list, rows))
        };
        Some(read.await)
    }
}

/// One user's or program's access within a review.
///
/// Permission for all fields: access_review:read
#[derive(SimpleObject)]
pub(crate) struct AccessReviewItem {
    /// The global id, for `decideAccess`.
    id: ID,
    /// The global id of the member or the API client who has the access.
    holder_id: ID,
    /// The user's name, or what the program is for.
    name: String,
    /// The roles at the beginning of the review; of a user.
    roles: Vec<Term>,
    /// The scopes at the beginning of the review; of a program.
    scopes: Vec<Term>,
    /// When the access was last used before the review; null if never, as far as is known.
    last_used_at: Option<DateTime>,
    /// The decision; null while it is open.
    decision: Option<Term>,
    /// The global id of the user who decided. Nobody decides on their own access.
    decided_by: Option<ID>,
    /// When.
    decided_at: Option<DateTime>,
}

impl From<api::AccessReviewItem> for AccessReviewItem {
    fn from(row: api::AccessReviewItem) -> Self {
        Self {
            id: row.id.global(),
            holder_id: match row.holder {
                api::AccessHolder::Member(id) => id.global(),
                api::AccessHolder::ApiClient(id) => id.global(),
            },
            name: row.name,
            roles: terms(&row.roles),
            scopes: terms(&row.scopes),
            last_used_at: row.last_used_at.map(Into::into),
            decision: row.decision.map(Into::into),
            decided_by: row.decided_by.map(|user| ids::encode("User", user.into_uuid())),
            decided_at: row.decided_at.map(Into::into),
        }
    }
}

/// A review to be begun.
#[derive(InputObject)]
pub(crate) struct StartAccessReviewInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
}

/// A decision on somebody's access. Decided once.
#[derive(InputObject)]
pub(crate) struct DecideAccessInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the item.
    item_id: ID,
    /// Confirm or remove.
    decision: AccessDecision,
}

payloads! {
    /// What became of `startAccessReview`.
    ///
    /// Permission: access_review:create
    StartAccessReviewPayload {
        /// The review; null if it was refused.
        access_review: AccessReview
    }

    /// What became of `decideAccess`.
    ///
    /// Permission: access_review:decide
    DecideAccessPayload {
        /// The item as it is now; null if the decision was refused.
        item: AccessReviewItem
    }
}

#[derive(Default)]
pub(crate) struct AccessReviewQuery;

#[Object]
impl AccessReviewQuery {
    /// Access reviews of the acting organisation.
    ///
    /// Permission: access_review:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn access_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<AccessReview>> {
        let read = async {
            let field = "Query.accessReviews";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_access_reviews(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}

#[derive(Default)]
pub(crate) struct AccessReviewMutation;

#[Object]
impl AccessReviewMutation {
    /// Begins a review of everybody's access; refused while one is undecided.
    ///
    /// Permission: access_review:create
    async fn start_access_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: StartAccessReviewInput,
    ) -> Nullable<StartAccessReviewPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.startAccessReview")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.start_access_review(call)),
                Err(refused) => Err(refused),
            };
            StartAccessReviewPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Confirms or removes somebody's access. Removing needs a proof of the last 15 minutes.
    ///
    /// Permission: access_review:decide
    async fn decide_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecideAccessInput,
    ) -> Nullable<DecideAccessPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.decideAccess")?;
            if input.decision == AccessDecision::Removed {
                scope.recently_proved()?;
            }
            let id: AccessReviewItemId = ids::parse(&input.item_id)?;
            let decide = api::DecideAccess {
                id,
                decision: input.decision.into(),
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.decide_access(call, decide)),
                Err(refused) => Err(refused),
            };
            DecideAccessPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
