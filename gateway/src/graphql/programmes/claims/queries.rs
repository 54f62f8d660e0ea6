//! Reads of claims and of what is due.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::ClaimId;

use super::claim::Claim;
use super::deadlines::Deadlines;
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct ClaimsQuery;

#[Object]
impl ClaimsQuery {
    /// One payment claim of the acting centre.
    ///
    /// Permission: claim:read
    async fn claim(&self, ctx: &Context<'_>, #[graphql(desc = "The global id.")] id: ID) -> Nullable<Claim> {
        let read = async {
            let scope = open(ctx, "Query.claim")?;
            found(load!(scope, ids::parse::<ClaimId>(&id)?)?).map(Claim::from)
        };
        Some(read.await)
    }

    /// What is due at the acting centre until a day: claims to be submitted or answered, checks of readiness, open breaches,
    /// ends of readiness. Claims stand in it only for who may read them. Coordinators, project managers and chief accountants
    /// get a letter about it seven days before and once it is over.
    ///
    /// Permission: readiness:read
    async fn deadlines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last day to look at: today at the earliest, ten years ahead at the latest.")]
        until: Date,
    ) -> Nullable<Deadlines> {
        let read = async {
            let scope = open(ctx, "Query.deadlines")?;
            Ok(ask!(scope.backend, programmes.deadlines(scope.call(), until.0))?.into())
        };
        Some(read.await)
    }
}
