//! Nominations as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_casework_api as api;

use super::person::Person;
use super::verdict::Verdict;
use crate::graphql::Nullable;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::VerdictOf;
use crate::graphql::permissions::open;
use crate::graphql::programmes::{ParticipantGroup, Project};
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

/// A nomination of a person to a project.
///
/// Permission for all fields, unless they name another: participation:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Nomination {
    #[graphql(skip)]
    row: api::Nomination,
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The global id of the person put forward.
    person_id: ID,
    /// The global id of the project.
    project_id: ID,
    /// The global id of the group (cohort) of the project; null if the nomination is to none.
    group_id: Option<ID>,
    /// By whom the person was put forward.
    nominated_by: Term,
    /// The day of the nomination.
    nominated_on: Date,
    /// Where it stands.
    state: Term,
    /// Version, for `expectedVersion` of `enrolPerson`.
    version: i64,
}

#[ComplexObject]
impl Nomination {
    /// The person put forward.
    ///
    /// Permission: person:read
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        let read = async {
            let scope = open(ctx, "Nomination.person")?;
            Ok(load!(scope, self.row.person_id)?.map(Person::from))
        };
        read.await.transpose()
    }

    /// The project.
    ///
    /// Permission: project:read
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Nomination.project")?;
            Ok(load!(scope, self.row.project_id)?.map(Project::from))
        };
        read.await.transpose()
    }

    /// The group (cohort) of the project; null if the nomination is to none.
    ///
    /// Permission: project:read
    async fn group(&self, ctx: &Context<'_>) -> Nullable<ParticipantGroup> {
        let read = async {
            let scope = open(ctx, "Nomination.group")?;
            let Some(group) = self.row.group_id else {
                return Ok(None);
            };
            Ok(load!(scope, group)?.map(ParticipantGroup::from))
        };
        read.await.transpose()
    }

    /// The newest verdict; null while there is none.
    ///
    /// Permission: participation:read
    async fn verdict(&self, ctx: &Context<'_>) -> Nullable<Verdict> {
        let read = async {
            let scope = open(ctx, "Nomination.verdict")?;
            Ok(load!(scope, VerdictOf(self.row.id))?.map(Verdict::from))
        };
        read.await.transpose()
    }
}

impl From<api::Nomination> for Nomination {
    fn from(row: api::Nomination) -> Self {
        Self {
            id: row.id.global(),
            person_id: row.person_id.global(),
            project_id: row.project_id.global(),
            group_id: row.group_id.map(GlobalId::global),
            nominated_by: row.nominated_by.into(),
            nominated_on: row.nominated_on.into(),
            state: row.state.into(),
            version: row.version,
            row,
        }
    }
}
