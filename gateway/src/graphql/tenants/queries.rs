//! Reads of the tenants service.

use async_graphql::{Context, ID, Object};

use wsparcie_tenants_api::SignInMethod;

use super::types::{ApiClient, AuditEvent, Member, Organisation};
use super::viewer::Viewer;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The signed-in user with all memberships. API clients have none.
    ///
    /// Permission: signed in
    async fn viewer(&self, ctx: &Context<'_>) -> Nullable<Viewer> {
        let read = async {
            let scope = open(ctx, "Query.viewer")?;
            let mut row = ask!(scope.backend, tenants.viewer(scope.call()))?;
            // An organisation's own provider speaks for that organisation only.
            let session = scope.identity.session.as_ref().map(|(session, _)| session);
            if session.is_some_and(|session| session.method == SignInMethod::Provider) {
                row.memberships
                    .retain(|place| Some(place.organisation_id) == scope.actor().tenant());
            }
            Ok(Viewer::acting_for(row, scope.actor().tenant()))
        };
        Some(read.await)
    }

    /// An organisation: the acting one, or any for the operator.
    ///
    /// Permission: organisation:read
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id; the acting organisation if not given.")] id: Option<ID>,
    ) -> Nullable<Organisation> {
        let read = async {
            let scope = open(ctx, "Query.organisation")?;
            let id = match id {
                Some(id) => ids::parse(&id)?,
                None => scope.actor().tenant().ok_or_else(Failure::unauthenticated)?,
            };
            found(load!(scope, id)?).map(Organisation::from)
        };
        Some(read.await)
    }

    /// All organisations of the instance.
    ///
    /// Permission: organisations:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Organisation>> {
        let read = async {
            let field = "Query.organisations";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_organisations(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// Users of the acting organisation.
    ///
    /// Permission: member:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Member>> {
        let read = async {
            let field = "Query.members";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_members(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// API clients of the acting organisation, revoked ones among them.
    ///
    /// Permission: api_client:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn api_clients(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<ApiClient>> {
        let read = async {
            let field = "Query.apiClients";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_api_clients(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// The audit trail of the acting organisation, oldest first; `last` gives the newest.
    ///
    /// Permission: audit_trail:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<AuditEvent>> {
        let read = async {
            let field = "Query.auditEvents";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_audit_events(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}
