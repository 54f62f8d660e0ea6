//! Reads of reference data.

use async_graphql::{Context, Object};

use super::reference::{DictionaryEntry, Holiday, Rate, ReferenceRelease};
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::services::ask;

#[derive(Default)]
pub(crate) struct ReferenceQuery;

#[Object]
impl ReferenceQuery {
    /// The entries of a dictionary that hold on a day, in reading order: the national ones and, for a centre, its own as
    /// they are known now. A code that both have is the national one's.
    ///
    /// Permission: reference_data:read
    #[graphql(complexity = "50 * child_complexity + 1")]
    async fn dictionary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dictionary: \"premise\", \"labour_status\", \"service_kind\".")] name: String,
        #[graphql(desc = "The day of the event; never just today.")] on: Date,
        #[graphql(desc = "National entries as known at this release; at the newest if not given.")]
        release: Option<i64>,
    ) -> Nullable<Vec<DictionaryEntry>> {
        let read = async {
            let scope = open(ctx, "Query.dictionary")?;
            let rows = ask!(
                scope.backend,
                programmes.dictionary(scope.call(), name, on.0, release)
            )?;
            Ok(rows.into_iter().map(DictionaryEntry::from).collect())
        };
        Some(read.await)
    }

    /// The rates, limits and thresholds that hold on a day, by code.
    ///
    /// Permission: reference_data:read
    #[graphql(complexity = "50 * child_complexity + 1")]
    async fn rates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day of the event.")] on: Date,
        #[graphql(desc = "As known at this release; at the newest if not given.")] release: Option<i64>,
    ) -> Nullable<Vec<Rate>> {
        let read = async {
            let scope = open(ctx, "Query.rates")?;
            let rows = ask!(scope.backend, programmes.rates(scope.call(), on.0, release))?;
            Ok(rows.into_iter().map(Rate::from).collect())
        };
        Some(read.await)
    }

    /// The public holidays of a year, in the order of the calendar.
    ///
    /// Permission: reference_data:read
    #[graphql(complexity = "15 * child_complexity + 1")]
    async fn holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, four digits.")] year: i32,
    ) -> Nullable<Vec<Holiday>> {
        let read = async {
            let scope = open(ctx, "Query.holidays")?;
            let rows = ask!(scope.backend, programmes.holidays(scope.call(), year))?;
            Ok(rows.into_iter().map(Holiday::from).collect())
        };
        Some(read.await)
    }

    /// Releases of national reference data, oldest first.
    ///
    /// Permission: reference_data:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn reference_releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<ReferenceRelease>> {
        let read = async {
            let field = "Query.referenceReleases";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(
                scope.backend,
                programmes.list_reference_releases(scope.call(), page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}
