//! Reads of the programmes service.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId};

use super::programme::{Programme, ProjectNumber};
use super::project::Project;
use super::recruitment::VocabularyTerm;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

/// What a text was read as.
///
/// Permission: signed in
#[derive(SimpleObject)]
pub(crate) struct ParsedProjectNumber {
    /// The number in its parts; null if the text is no project number.
    number: Option<ProjectNumber>,
    /// What is wrong with the text; empty if it is a project number.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(crate) struct ProgrammesQuery;

#[Object]
impl ProgrammesQuery {
    /// Levels of programme trees: the programmes themselves, or the levels right below one.
    ///
    /// Permission: programme:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the level above; the roots if not given.")] parent_id: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Programme>> {
        let read = async {
            let field = "Query.programmes";
            let scope = open(ctx, field)?;
            let parent = parent_id.map(|id| ids::parse(&id)).transpose()?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(
                scope.backend,
                programmes.list_programmes(scope.call(), parent, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One level of a programme tree.
    ///
    /// Permission: programme:read
    async fn programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Programme> {
        let read = async {
            let scope = open(ctx, "Query.programme")?;
            found(load!(scope, ids::parse::<ProgrammeId>(&id)?)?).map(Programme::from)
        };
        Some(read.await)
    }

    /// Reads a project number into its parts. Stores nothing.
    ///
    /// Permission: signed in
    async fn parse_project_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number as written, with or without leading zeros.")] text: String,
    ) -> Nullable<ParsedProjectNumber> {
        let read = async {
            let scope = open(ctx, "Query.parseProjectNumber")?;
            match ask!(scope.backend, programmes.parse_project_number(scope.call(), text)) {
                Ok(number) => Ok(ParsedProjectNumber {
                    number: Some(number.into()),
                    user_errors: Vec::new(),
                }),
                Err(CallError::Refused(problems)) => Ok(ParsedProjectNumber {
                    number: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(read.await)
    }

    /// Projects of the acting centre.
    ///
    /// Permission: project:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Project>> {
        let read = async {
            let field = "Query.projects";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, programmes.list_projects(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One project of the acting centre.
    ///
    /// Permission: project:read
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Query.project")?;
            found(load!(scope, ids::parse::<ProjectId>(&id)?)?).map(Project::from)
        };
        Some(read.await)
    }

    /// The words that recruitment conditions may use, and that facts are recorded under.
    ///
    /// Permission: recruitment:read
    async fn recruitment_vocabulary(&self, ctx: &Context<'_>) -> Nullable<Vec<VocabularyTerm>> {
        let read = async {
            let scope = open(ctx, "Query.recruitmentVocabulary")?;
            let rows = ask!(scope.backend, programmes.list_facts_vocabulary(scope.call()))?;
            Ok(rows.into_iter().map(VocabularyTerm::from).collect())
        };
        Some(read.await)
    }
}
