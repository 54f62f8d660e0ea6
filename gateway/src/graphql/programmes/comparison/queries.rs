//! Reads of the comparison.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::{ComparisonReleaseId, ProjectId};
use wsparcie_programmes_api as api;

use super::ComparedProject;
use super::consent::ComparisonConsent;
use super::own::OwnComparisonRow;
use super::release::{Comparison, ComparisonFilterInput, ComparisonMeasure, ComparisonRelease, measures};
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct ComparisonQuery;

#[Object]
impl ComparisonQuery {
    /// Projects of the authority's region side by side: places against enrolled people by sex, of the newest release.
    ///
    /// Permission: comparison:read
    #[graphql(
        complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)",
        deprecation = "Since 2026-11-22, removed after 2027-05-22: use `comparison`, which has all measures."
    )]
    async fn project_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<ComparedProject>> {
        let read = async {
            let field = "Query.projectComparison";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, programmes.compare_projects(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// Projects of a frozen release side by side, with what they add up to. Not found before the first release.
    ///
    /// Permission: comparison:read
    async fn comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of a release; the newest frozen one if not given.")]
        release_id: Option<ID>,
        #[graphql(desc = "Which of its projects; all if not given.")] filter: Option<ComparisonFilterInput>,
        #[graphql(desc = "Which measures the summaries are of; all if not given.")] measures: Option<
            Vec<ComparisonMeasure>,
        >,
    ) -> Nullable<Comparison> {
        let read = async {
            let scope = open(ctx, "Query.comparison")?;
            let release = match release_id {
                Some(id) => load!(scope, ids::parse::<ComparisonReleaseId>(&id)?)?,
                None => ask!(scope.backend, programmes.newest_comparison_release(scope.call()))?,
            };
            Ok(Comparison {
                release: found(release)?,
                filter: filter.map(api::ComparisonFilter::from).unwrap_or_default(),
                measures: self::measures(measures),
            })
        };
        Some(read.await)
    }

    /// The authority's releases, oldest first.
    ///
    /// Permission: comparison:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn comparison_releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<ComparisonRelease>> {
        let read = async {
            let field = "Query.comparisonReleases";
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
                programmes.list_comparison_releases(scope.call(), page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One release of the authority.
    ///
    /// Permission: comparison:read
    async fn comparison_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<ComparisonRelease> {
        let read = async {
            let scope = open(ctx, "Query.comparisonRelease")?;
            found(load!(scope, ids::parse::<ComparisonReleaseId>(&id)?)?).map(ComparisonRelease::from)
        };
        Some(read.await)
    }

    /// Where the centre stands on each measure of the comparison, with every decision.
    ///
    /// Permission: comparison_consent:read
    #[graphql(complexity = "7 * child_complexity + 1")]
    async fn comparison_consents(&self, ctx: &Context<'_>) -> Nullable<Vec<ComparisonConsent>> {
        let read = async {
            let scope = open(ctx, "Query.comparisonConsents")?;
            let rows = ask!(scope.backend, programmes.list_comparison_consents(scope.call()))?;
            Ok(rows.into_iter().map(ComparisonConsent::from).collect())
        };
        Some(read.await)
    }

    /// The centre's own projects side by side in the order asked for, nothing hidden. One that is not the centre's fails
    /// the whole.
    ///
    /// Permission: project:read; counts of people also need participation:read
    #[graphql(complexity = "project_ids.len() * child_complexity + 1")]
    async fn own_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global ids of the projects, at most 100.")] project_ids: Vec<ID>,
    ) -> Nullable<Vec<OwnComparisonRow>> {
        let read = async {
            let scope = open(ctx, "Query.ownComparison")?;
            let projects = project_ids
                .iter()
                .map(ids::parse::<ProjectId>)
                .collect::<Result<Vec<_>, _>>()?;
            let rows = ask!(scope.backend, programmes.own_comparison(scope.call(), projects))?;
            Ok(rows.into_iter().map(OwnComparisonRow::from).collect())
        };
        Some(read.await)
    }
}
