//! Reads of workers.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::WorkerId;

use super::types::Worker;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct TeamQuery;

#[Object]
impl TeamQuery {
    /// Workers of the acting centre.
    ///
    /// Permission: team:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn workers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Worker>> {
        let read = async {
            let field = "Query.workers";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, programmes.list_workers(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One worker of the acting centre.
    ///
    /// Permission: team:read
    async fn worker(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Worker> {
        let read = async {
            let scope = open(ctx, "Query.worker")?;
            found(load!(scope, ids::parse::<WorkerId>(&id)?)?).map(Worker::from)
        };
        Some(read.await)
    }
}
