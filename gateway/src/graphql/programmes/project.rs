//! A project as the schema shows it.

use async_graphql::{Context, ID, MergedObject, Object};
use wsparcie_programmes_api as api;

use super::agreements::ProjectAgreements;
use super::budget::{Budget, ProjectPlaces};
use super::budgets::ProjectBudgets;
use super::claims::ProjectClaims;
use super::expenses::ProjectExpenses;
use super::facts::{Partner, ProjectParty, SourceNote};
use super::indicators::ProjectIndicators;
use super::programme::{Programme, ProjectNumber};
use super::readiness::ProjectReadiness;
use super::recruitment::Recruitment;
use super::team::ProjectTeam;
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

/// A project of the acting centre. What its source does not say is null, never zero.
///
/// Permission for all fields, unless they name another: project:read
#[derive(MergedObject)]
pub(crate) struct Project(
    ProjectFacts,
    ProjectAgreements,
    ProjectBudgets,
    ProjectExpenses,
    ProjectTeam,
    ProjectIndicators,
    ProjectClaims,
    ProjectReadiness,
);

impl Project {
    /// The global id, as the interface `Node` asks for it: in the shape that `Object` gives to resolvers.
    #[expect(clippy::unused_async, reason = "the interface awaits it")]
    pub(crate) async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
        Ok(self.0.0.id.global())
    }
}

impl From<api::Project> for Project {
    fn from(row: api::Project) -> Self {
        let agreements = ProjectAgreements::of(&row);
        let budgets = ProjectBudgets(row.id);
        let expenses = ProjectExpenses(row.id);
        let team = ProjectTeam(row.id);
        let indicators = ProjectIndicators(row.id);
        let claims = ProjectClaims(row.id);
        let readiness = ProjectReadiness(row.id);
        Self(
            ProjectFacts(row),
            agreements,
            budgets,
            expenses,
            team,
            indicators,
            claims,
            readiness,
        )
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
        self.0.facts.partners.iter().map(Partner::from).collect()
    }

    /// Who signed for the project: usually the gmina; null if unknown.
    async fn beneficiary(&self) -> Option<ProjectParty> {
        self.0.facts.beneficiary.clone().map(Into::into)
    }

    /// Who carries it out: usually the centre; null if unknown.
    async fn implementer(&self) -> Option<ProjectParty> {
        self.0.facts.implementer.clone().map(Into::into)
    }

    /// The main goal in the words of the source; null if it tells none.
    async fn main_goal(&self) -> Option<&str> {
        self.0.facts.main_goal.as_deref()
    }

    /// The specific goals, in the order and the words of the source; empty if it tells none.
    async fn specific_goals(&self) -> &[String] {
        &self.0.facts.specific_goals
    }

    /// Whom the project is for, in the order and the words of the source; empty if it does not say. Who may take part is
    /// decided by `recruitment`, not by these texts.
    async fn target_groups(&self) -> &[String] {
        &self.0.facts.target_groups
    }

    /// Where figures come from, what the source does not say, gives as a bound, or says in two ways.
    async fn source_notes(
        &self,
        #[graphql(
            desc = "Only notes on this figure, in the API's name (\"placesTotal\"), or on the group it belongs to: `period`, `places`, `recruitment`, `goals`. All if not given, none for a name that no note can have."
        )]
        field: Option<String>,
    ) -> Vec<SourceNote> {
        let notes = self.0.facts.source_notes.iter();
        let wanted = |note: &&api::SourceNote| field.as_deref().is_none_or(|field| note.speaks_of(field));
        notes.filter(wanted).map(SourceNote::from).collect()
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
