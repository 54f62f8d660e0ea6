//! The case work service in the schema: people, facts, nominations, verdicts, enrolments, group sessions.

mod course;
mod enrolment;
mod fact;
mod fact_input;
mod mutations;
mod nomination;
mod participation_input;
mod person;
mod person_input;
mod queries;
mod session;
mod session_mutations;
mod verdict;

use async_graphql::MergedObject;

pub(crate) use enrolment::{Enrolment, EnrolmentCounts};
pub(crate) use nomination::Nomination;
pub(crate) use person::Person;
pub(crate) use session::GroupSession;

/// Reads of the case work service.
#[derive(MergedObject, Default)]
pub(crate) struct CaseworkQuery(queries::PeopleQuery, queries::ParticipationQuery);

/// Changes of the case work service.
#[derive(MergedObject, Default)]
pub(crate) struct CaseworkMutation(
    mutations::PeopleMutation,
    course::CourseMutation,
    session_mutations::SessionMutation,
);
