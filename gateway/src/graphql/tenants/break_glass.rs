//! Case data opened in an emergency, and the look into it afterwards.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::BreakGlassId;
use wsparcie_tenants_api as api;

use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::load;
use crate::services::ask;

/// Case data opened for reading in an emergency, for three hours.
///
/// Permission for all fields: break_glass:read, and one's own.
#[derive(SimpleObject)]
pub(crate) struct BreakGlass {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The global id of the user who opened them.
    user_id: ID,
    /// The user's name.
    user_name: String,
    /// Why.
    reason: String,
    /// From when.
    opened_at: DateTime,
    /// Until when: three hours later.
    expires_at: DateTime,
    /// When somebody else looked into it; null while it waits.
    reviewed_at: Option<DateTime>,
    /// The global id of the user who did.
    reviewed_by: Option<ID>,
    /// What they found.
    review_note: Option<String>,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::BreakGlass> for BreakGlass {
    fn from(row: api::BreakGlass) -> Self {
        Self {
            id: row.id.global(),
            user_id: ids::encode("User", row.user.into_uuid()),
            user_name: row.user_name,
            reason: row.reason,
            opened_at: row.opened_at.into(),
            expires_at: row.expires_at.into(),
            reviewed_at: row.reviewed_at.map(Into::into),
            reviewed_by: row.reviewed_by.map(|user| ids::encode("User", user.into_uuid())),
            review_note: row.review_note,
            version: row.version,
        }
    }
}

/// An emergency.
#[derive(InputObject)]
pub(crate) struct BreakGlassInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// Why, 20 to 500 characters. Somebody else reads it afterwards.
    reason: String,
}

/// The look into an emergency.
#[derive(InputObject)]
pub(crate) struct ReviewBreakGlassInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the emergency.
    id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// What was found, 1 to 500 characters.
    note: String,
}

payloads! {
    /// What became of `breakGlass`.
    ///
    /// Permission: break_glass:create
    BreakGlassPayload {
        /// The emergency; null if it was refused.
        access: BreakGlass
    }

    /// What became of `reviewBreakGlass`.
    ///
    /// Permission: break_glass:decide
    ReviewBreakGlassPayload {
        /// The emergency as it is now, also after a conflict of versions; null if the review was refused otherwise.
        access: BreakGlass
    }
}

#[derive(Default)]
pub(crate) struct BreakGlassQuery;

#[Object]
impl BreakGlassQuery {
    /// Emergencies in which case data of the acting organisation were opened.
    ///
    /// Permission: break_glass:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn break_glass_accesses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<BreakGlass>> {
        let read = async {
            let field = "Query.breakGlassAccesses";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_break_glass(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}

#[derive(Default)]
pub(crate) struct BreakGlassMutation;

#[Object]
impl BreakGlassMutation {
    /// Opens case data for reading for three hours, whatever one's role. Each use is reviewed by somebody else.
    ///
    /// Permission: break_glass:create, proved within 15 minutes
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why.")] input: BreakGlassInput,
    ) -> Nullable<BreakGlassPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.breakGlass")?;
            let emergency = api::NewBreakGlass { reason: input.reason };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.break_glass(call, emergency)),
                Err(refused) => Err(refused),
            };
            BreakGlassPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Closes the look into an emergency. Nobody reviews their own.
    ///
    /// Permission: break_glass:decide
    async fn review_break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was found.")] input: ReviewBreakGlassInput,
    ) -> Nullable<ReviewBreakGlassPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.reviewBreakGlass")?;
            let id: BreakGlassId = ids::parse(&input.id)?;
            let review = api::ReviewBreakGlass {
                id,
                expected_version: input.expected_version,
                note: input.note,
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.review_break_glass(call, review)),
                Err(refused) => Err(refused),
            };
            ReviewBreakGlassPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
