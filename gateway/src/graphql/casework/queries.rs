//! Reads of the case work service.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{EnrolmentId, NominationId, PersonId, SessionId};

use super::enrolment::Enrolment;
use super::nomination::Nomination;
use super::person::{Person, PersonMatch};
use super::person_input::SearchPeopleInput;
use super::session::GroupSession;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

/// Who was found.
///
/// Permission: person:read
#[derive(SimpleObject)]
pub(crate) struct PeopleFound {
    /// The people found, the strongest reason first, at most 20.
    matches: Vec<PersonMatch>,
    /// What is wrong with the search; empty if it was made.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(crate) struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// People of the acting centre. The read is recorded in the audit trail.
    ///
    /// Permission: person:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Person>> {
        let read = async {
            let field = "Query.people";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, casework.list_people(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One person of the acting centre. The read is recorded in the audit trail.
    ///
    /// Permission: person:read
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Person> {
        let read = async {
            let scope = open(ctx, "Query.person")?;
            found(load!(scope, ids::parse::<PersonId>(&id)?)?).map(Person::from)
        };
        Some(read.await)
    }

    /// Looks for a person before a new one is entered: by PESEL, or by last name. Recorded in the audit trail.
    ///
    /// Permission: person:read
    async fn search_people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to look for.")] input: SearchPeopleInput,
    ) -> Nullable<PeopleFound> {
        let read = async {
            let scope = open(ctx, "Query.searchPeople")?;
            match ask!(scope.backend, casework.search_people(scope.call(), input.into())) {
                Ok(rows) => Ok(PeopleFound {
                    matches: rows.into_iter().map(PersonMatch::from).collect(),
                    user_errors: Vec::new(),
                }),
                Err(CallError::Refused(problems)) => Ok(PeopleFound {
                    matches: Vec::new(),
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(read.await)
    }
}

#[derive(Default)]
pub(crate) struct ParticipationQuery;

#[Object]
impl ParticipationQuery {
    /// Nominations of the acting centre, or to one of its projects.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn nominations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of a project; all projects if not given.")] project_id: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Nomination>> {
        let read = async {
            let field = "Query.nominations";
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
                casework.list_nominations(scope.call(), project, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One nomination.
    ///
    /// Permission: participation:read
    async fn nomination(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Nomination> {
        let read = async {
            let scope = open(ctx, "Query.nomination")?;
            found(load!(scope, ids::parse::<NominationId>(&id)?)?).map(Nomination::from)
        };
        Some(read.await)
    }

    /// Enrolments of the acting centre, or in one of its projects.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn enrolments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of a project; all projects if not given.")] project_id: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Enrolment>> {
        let read = async {
            let field = "Query.enrolments";
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
                casework.list_enrolments(scope.call(), project, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One enrolment.
    ///
    /// Permission: participation:read
    async fn enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Enrolment> {
        let read = async {
            let scope = open(ctx, "Query.enrolment")?;
            found(load!(scope, ids::parse::<EnrolmentId>(&id)?)?).map(Enrolment::from)
        };
        Some(read.await)
    }

    /// Group sessions of the acting centre, or of one of its projects.
    ///
    /// Permission: session:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn group_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of a project; all projects if not given.")] project_id: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<GroupSession>> {
        let read = async {
            let field = "Query.groupSessions";
            let scope = open(ctx, field)?;
            let project = project_id.map(|id| ids::parse(&id)).transpose()?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, casework.list_sessions(scope.call(), project, page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// One group session.
    ///
    /// Permission: session:read
    async fn group_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<GroupSession> {
        let read = async {
            let scope = open(ctx, "Query.groupSession")?;
            found(load!(scope, ids::parse::<SessionId>(&id)?)?).map(GroupSession::from)
        };
        Some(read.await)
    }
}
