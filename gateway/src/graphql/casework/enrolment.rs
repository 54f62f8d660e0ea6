//! Enrolments as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_casework_api as api;

use super::course::{Outcome, ParticipationEnd, PathGap, Support};
use super::person::Person;
use crate::graphql::Nullable;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::{AttendanceOf, EndOf, OutcomesOf, PathGapsOf, SupportOf};
use crate::graphql::permissions::open;
use crate::graphql::programmes::{ParticipantGroup, Project};
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

/// A person's participation in a project, on a place or on the reserve list.
///
/// Permission for all fields, unless they name another: participation:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Enrolment {
    #[graphql(skip)]
    row: api::Enrolment,
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The global id of the nomination it came from.
    nomination_id: ID,
    /// The global id of the person.
    person_id: ID,
    /// The global id of the project.
    project_id: ID,
    /// The global id of the group (cohort) of the project; null if the person is in none.
    group_id: Option<ID>,
    /// On a place, or on the reserve list and why.
    state: Term,
    /// The first day of participation.
    starts_on: Date,
}

#[ComplexObject]
impl Enrolment {
    /// The person.
    ///
    /// Permission: person:read
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        let read = async {
            let scope = open(ctx, "Enrolment.person")?;
            Ok(load!(scope, self.row.person_id)?.map(Person::from))
        };
        read.await.transpose()
    }

    /// The project.
    ///
    /// Permission: project:read
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Enrolment.project")?;
            Ok(load!(scope, self.row.project_id)?.map(Project::from))
        };
        read.await.transpose()
    }

    /// The group (cohort) of the project; null if the person is in none.
    ///
    /// Permission: project:read
    async fn group(&self, ctx: &Context<'_>) -> Nullable<ParticipantGroup> {
        let read = async {
            let scope = open(ctx, "Enrolment.group")?;
            let Some(group) = self.row.group_id else {
                return Ok(None);
            };
            Ok(load!(scope, group)?.map(ParticipantGroup::from))
        };
        read.await.transpose()
    }

    /// How much of the group sessions the person attended.
    ///
    /// Permission: session:read
    async fn attendance(&self, ctx: &Context<'_>) -> Nullable<AttendanceSum> {
        let read = async {
            let scope = open(ctx, "Enrolment.attendance")?;
            Ok(load!(scope, AttendanceOf(self.row.id))?.map(AttendanceSum::from))
        };
        read.await.transpose()
    }

    /// The end; null while the participation goes on. Recorded in the audit trail.
    ///
    /// Permission: participation:read
    async fn ending(&self, ctx: &Context<'_>) -> Nullable<ParticipationEnd> {
        let read = async {
            let scope = open(ctx, "Enrolment.ending")?;
            Ok(load!(scope, EndOf(self.row.id))?.map(ParticipationEnd::from))
        };
        read.await.transpose()
    }

    /// The support received, in the order of recording, at most 500 entries, those taken back included. Recorded in the
    /// audit trail.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn support(&self, ctx: &Context<'_>) -> Nullable<Vec<Support>> {
        let read = async {
            let scope = open(ctx, "Enrolment.support")?;
            let rows = load!(scope, SupportOf(self.row.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Support::from).collect())
        };
        Some(read.await)
    }

    /// What the path lacks by the project's rules for services, as they are now; empty if it keeps them all. Support that
    /// stands counts. On the reserve list there is no path yet. Recorded in the audit trail.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn path_gaps(&self, ctx: &Context<'_>) -> Nullable<Vec<PathGap>> {
        let read = async {
            let scope = open(ctx, "Enrolment.pathGaps")?;
            let rows = load!(scope, PathGapsOf(self.row.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(PathGap::from).collect())
        };
        Some(read.await)
    }

    /// The outcomes, in the order of recording, at most 500, those taken back included. Recorded in the audit trail.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn outcomes(&self, ctx: &Context<'_>) -> Nullable<Vec<Outcome>> {
        let read = async {
            let scope = open(ctx, "Enrolment.outcomes")?;
            let rows = load!(scope, OutcomesOf(self.row.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Outcome::from).collect())
        };
        Some(read.await)
    }
}

impl From<api::Enrolment> for Enrolment {
    fn from(row: api::Enrolment) -> Self {
        Self {
            id: row.id.global(),
            nomination_id: row.nomination_id.global(),
            person_id: row.person_id.global(),
            project_id: row.project_id.global(),
            group_id: row.group_id.map(GlobalId::global),
            state: row.state.into(),
            starts_on: row.starts_on.into(),
            row,
        }
    }
}

/// What a participation adds up to.
///
/// Permission for all fields: session:read
#[derive(SimpleObject)]
pub(crate) struct AttendanceSum {
    /// Sessions attended.
    sessions: i64,
    /// Minutes attended.
    minutes: i64,
}

impl From<api::AttendanceSum> for AttendanceSum {
    fn from(row: api::AttendanceSum) -> Self {
        Self {
            sessions: row.sessions,
            minutes: row.minutes,
        }
    }
}

/// How many people take part in a project, or in a group of one.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct EnrolmentCounts {
    /// Women on places.
    women: i64,
    /// Men on places.
    men: i64,
    /// Women on the reserve list.
    reserve_women: i64,
    /// Men on the reserve list.
    reserve_men: i64,
}

impl From<api::GroupEnrolmentCounts> for EnrolmentCounts {
    fn from(row: api::GroupEnrolmentCounts) -> Self {
        Self {
            women: row.women,
            men: row.men,
            reserve_women: row.reserve_women,
            reserve_men: row.reserve_men,
        }
    }
}

impl From<api::EnrolmentCounts> for EnrolmentCounts {
    fn from(row: api::EnrolmentCounts) -> Self {
        Self {
            women: row.women,
            men: row.men,
            reserve_women: row.reserve_women,
            reserve_men: row.reserve_men,
        }
    }
}
