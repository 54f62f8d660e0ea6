//! A project as the schema shows it.

use async_graphql::{Context, ID, MergedObject, Object, SimpleObject};
use wsparcie_programmes_api as api;

use super::budget::{Budget, ProjectPlaces};
use super::programme::{Programme, ProjectNumber};
use super::recruitment::Recruitment;
use crate::graphql::Nullable;
use crate::graphql::casework::EnrolmentCounts;
use crate::graphql::codes::Term;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::documents::Document;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::{CountsOf, RecruitmentOf};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;
use crate::services::ask;

/// A partner of a project.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
struct Partner {
    /// Whether it leads or not.
    role: Term,
    /// Its name.
    name: String,
}

/// A note about what a source says, or does not say, of one field.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
struct SourceNote {
    /// Whether something is unknown, contradictory or open to another reading.
    kind: Term,
    /// The field it speaks of, in the API's name: "budget".
    field: String,
    /// The note, in Polish.
    text: String,
}

/// A project of the acting centre. What its source does not say is null, never zero.
///
/// Permission for all fields, unless they name another: project:read
#[derive(MergedObject)]
pub(crate) struct Project(ProjectFacts);

impl Project {
    /// The global id, as the interface `Node` asks for it: in the shape that `Object` gives to resolvers.
    #[expect(clippy::unused_async, reason = "the interface awaits it")]
    pub(crate) async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
        Ok(self.0.0.id.global())
    }
}

impl From<api::Project> for Project {
    fn from(row: api::Project) -> Self {
        Self(ProjectFacts(row))
    }
}

/// What is known of the project itself.
struct ProjectFacts(api::Project);

#[Object]
impl ProjectFacts {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.facts.title
    }

    /// The edition, where the undertaking runs in several: "2014-2015".
    async fn edition(&self) -> Option<&str> {
        self.0.facts.edition.as_deref()
    }

    /// What links the editions of one undertaking: its name, "INTEGRA".
    async fn undertaking(&self) -> Option<&str> {
        self.0.facts.undertaking.as_deref()
    }

    /// The project number in its parts; null if unknown.
    async fn number(&self) -> Option<ProjectNumber> {
        self.0.number.clone().map(Into::into)
    }

    /// The deepest known level of the programme tree; null if unknown.
    ///
    /// Permission: programme:read
    async fn programme(&self, ctx: &Context<'_>) -> Nullable<Programme> {
        let id = self.0.facts.programme_id?;
        let read = async {
            let scope = open(ctx, "Project.programme")?;
            Ok(load!(scope, id)?.map(Programme::from))
        };
        read.await.transpose()
    }

    /// How the project was chosen; null if unknown.
    async fn mode(&self) -> Option<Term> {
        self.0.facts.mode.map(Into::into)
    }

    /// The first day; null if unknown.
    async fn starts_on(&self) -> Option<Date> {
        self.0.facts.starts_on.map(Into::into)
    }

    /// The last day; null if unknown.
    async fn ends_on(&self) -> Option<Date> {
        self.0.facts.ends_on.map(Into::into)
    }

    /// The first day of recruitment; null if unknown.
    async fn recruitment_from(&self) -> Option<Date> {
        self.0.facts.recruitment_from.map(Into::into)
    }

    /// The last day of recruitment; null if unknown.
    async fn recruitment_until(&self) -> Option<Date> {
        self.0.facts.recruitment_until.map(Into::into)
    }

    /// Places in all and by sex, in people.
    async fn places(&self) -> ProjectPlaces {
        let facts = &self.0.facts;
        ProjectPlaces::new(facts.places_total, facts.places_women, facts.places_men)
    }

    /// The budget; null if nothing is known of it.
    async fn budget(&self) -> Option<Budget> {
        Budget::of(&self.0.facts)
    }

    /// Partners, the centre itself among them where it is one.
    async fn partners(&self) -> Vec<Partner> {
        let partner = |row: &api::Partner| Partner {
            role: row.role.into(),
            name: row.name.clone(),
        };
        self.0.facts.partners.iter().map(partner).collect()
    }

    /// What the source does not say, or says in two ways.
    async fn source_notes(&self) -> Vec<SourceNote> {
        let note = |row: &api::SourceNote| SourceNote {
            kind: row.kind.into(),
            field: row.field.clone(),
            text: row.text.clone(),
        };
        self.0.facts.source_notes.iter().map(note).collect()
    }

    /// The area: TERYT code of a gmina (7 digits), powiat (4) or voivodeship (2); null if unknown.
    async fn area(&self) -> Option<&str> {
        self.0.facts.area.as_deref()
    }

    /// Version, for `expectedVersion` of updates.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The current recruitment rules; null if there are none yet.
    ///
    /// Permission: recruitment:read
    async fn recruitment(&self, ctx: &Context<'_>) -> Nullable<Recruitment> {
        let read = async {
            let scope = open(ctx, "Project.recruitment")?;
            Ok(load!(scope, RecruitmentOf(self.0.id))?.map(Recruitment::from))
        };
        read.await.transpose()
    }

    /// How many people take part.
    ///
    /// Permission: participation:read
    async fn enrolment_counts(&self, ctx: &Context<'_>) -> Nullable<EnrolmentCounts> {
        let read = async {
            let scope = open(ctx, "Project.enrolmentCounts")?;
            Ok(load!(scope, CountsOf(self.0.id))?.map(EnrolmentCounts::from))
        };
        read.await.transpose()
    }

    /// Documents of the project.
    ///
    /// Permission: document:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Document>> {
        let read = async {
            let field = "Project.documents";
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
                documents.list_documents(scope.call(), Some(self.0.id), page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}
