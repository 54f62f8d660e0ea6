//! Reads of the documents service.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::DocumentId;

use super::types::Document;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct DocumentsQuery;

#[Object]
impl DocumentsQuery {
    /// Documents of the acting centre, or of one of its projects.
    ///
    /// Permission: document:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of a project; all projects if not given.")] project_id: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Document>> {
        let read = async {
            let field = "Query.documents";
            let scope = open(ctx, field)?;
            let project = project_id.map(|id| ids::parse(&id)).transpose()?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(
                scope.backend,
                documents.list_documents(scope.call(), project, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One document of the acting centre.
    ///
    /// Permission: document:read
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Document> {
        let read = async {
            let scope = open(ctx, "Query.document")?;
            found(load!(scope, ids::parse::<DocumentId>(&id)?)?).map(Document::from)
        };
        Some(read.await)
    }
}
