//! A frozen release, and what is read of it.

use async_graphql::{Context, ID, InputObject, Object};
use wsparcie_programmes_api as api;

use super::super::indicators::FundingPeriod;
use super::row::ComparisonRow;
use super::summary::FigureSummary;
use crate::graphql::Nullable;
use crate::graphql::codes::{Label, Language, Term, input_enums};
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids::GlobalId;
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::services::ask;

input_enums! {
    /// What regions compare, and what a centre consents to one by one. Answers have the code in lower case.
    ComparisonMeasure for api::ComparisonMeasure {
        /// Koszt na miejsce uczestnika: of the whole value, and of the Union's money.
        CostPerPlace,
        /// Udział wkładu własnego.
        OwnContribution,
        /// Rekrutacja wobec miejsc, by sex.
        Recruitment,
        /// Ukończenie i przerwanie udziału: one cannot be told without the other.
        Completion,
        /// Efektywność społeczna.
        SocialEffectiveness,
        /// Efektywność zatrudnieniowa.
        EmploymentEffectiveness,
        /// Struktura usług, by category.
        ServicesMix,
    }

    /// The form of an exported file.
    ExportFormat for api::ExportFormat {
        /// CSV: semicolons, UTF-8 with BOM, CRLF.
        Csv,
        /// XLSX.
        Xlsx,
    }
}

/// Which projects of a release. What is not given does not narrow.
#[derive(InputObject, Default)]
pub(crate) struct ComparisonFilterInput {
    /// The code of a level of the programme tree, at any level: "RPSW", "9.2.1".
    programme: Option<String>,
    /// The funding period.
    period: Option<FundingPeriod>,
    /// The kind of centre: "MOPS".
    centre_kind: Option<String>,
    /// The voivodeship, TERYT code of 2 digits.
    voivodeship: Option<String>,
}

impl From<ComparisonFilterInput> for api::ComparisonFilter {
    fn from(filter: ComparisonFilterInput) -> Self {
        Self {
            programme: filter.programme,
            period: filter.period.map(Into::into),
            centre_kind: filter.centre_kind,
            voivodeship: filter.voivodeship,
        }
    }
}

/// The measures asked for, in the contract's words; all if none is named.
pub(super) fn measures(asked: Option<Vec<ComparisonMeasure>>) -> Vec<api::ComparisonMeasure> {
    asked.unwrap_or_default().into_iter().map(Into::into).collect()
}

pub(crate) struct ComparisonRelease(api::ComparisonRelease);

impl From<api::ComparisonRelease> for ComparisonRelease {
    fn from(release: api::ComparisonRelease) -> Self {
        Self(release)
    }
}

/// A frozen release of the comparison: the ledger's entry of what the authority was shown. The same id gives the same
/// figures ever after, but for measures whose consent a centre revokes. The figures that it is made of follow changes of people
/// within 60 seconds, those of money and places at once; a release waits for what is on its way when it is asked for.
///
/// Permission for all fields: comparison:read
#[Object]
impl ComparisonRelease {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its number among the authority's own, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Being prepared, frozen, or failed.
    async fn state(&self) -> Term {
        self.0.state.into()
    }

    /// The voivodeship it covers, TERYT code of 2 digits; "00": the country.
    async fn voivodeship(&self) -> &str {
        &self.0.voivodeship
    }

    /// Counts of fewer people than this are not shown.
    async fn threshold(&self) -> i32 {
        i32::from(self.0.threshold)
    }

    /// The version of the definitions that its figures follow.
    async fn definition_version(&self) -> i32 {
        self.0.definition
    }

    /// The definitions.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The language; that of `Accept-Language` if not given, Polish if that names neither."
        )]
        lang: Option<Language>,
    ) -> String {
        let label = Label {
            pl: self.0.definition_pl.clone(),
            en: self.0.definition_en.clone(),
        };
        label.text(ctx, lang).to_owned()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        self.0.requested_at.into()
    }

    /// The instant it was frozen at; null while it is being prepared.
    async fn as_of(&self) -> Option<DateTime> {
        self.0.as_of.map(Into::into)
    }

    /// How many projects it holds; null while it is being prepared.
    async fn project_count(&self) -> Option<i32> {
        self.0.projects
    }

    /// SHA-256 over a secret of the release and what was published, in hexadecimal: two equal ones are of the same release,
    /// unchanged. Null while it is being prepared.
    async fn hash(&self) -> Option<&str> {
        self.0.hash.as_deref()
    }

    /// Why it could not be frozen, a code for the operator: EVENTS_DEAD (records of a centre of the region could not be
    /// counted), EVENTS_MISSING (people who take part were never counted), or what went wrong. Null unless its state is failed; another release can then be asked for.
    async fn failure(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }
}

/// Projects of one release side by side.
pub(crate) struct Comparison {
    pub(super) release: api::ComparisonRelease,
    pub(super) filter: api::ComparisonFilter,
    pub(super) measures: Vec<api::ComparisonMeasure>,
}

impl Comparison {
    fn asked(&self) -> api::CompareProjects {
        api::CompareProjects {
            release: Some(self.release.id),
            filter: self.filter.clone(),
            measures: self.measures.clone(),
        }
    }
}

/// Projects of one release side by side. Every figure follows from cells that the release shows, so no filter tells more.
///
/// Permission for all fields: comparison:read
#[Object]
impl Comparison {
    /// The release that the figures are of.
    async fn release(&self) -> ComparisonRelease {
        self.release.clone().into()
    }

    /// What the projects asked for add up to, figure by figure, with those that are missing by name.
    #[graphql(complexity = "60 * child_complexity + 1")]
    async fn summaries(&self, ctx: &Context<'_>) -> Nullable<Vec<FigureSummary>> {
        let read = async {
            let scope = open(ctx, "Query.comparison")?;
            let rows = ask!(
                scope.backend,
                programmes.compare_summary(scope.call(), self.asked())
            )?;
            Ok(rows.into_iter().map(FigureSummary::from).collect())
        };
        Some(read.await)
    }

    /// The projects asked for, by name of centre, title and edition: there is no other order.
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<ComparisonRow>> {
        let read = async {
            let scope = open(ctx, "Query.comparison")?;
            let field = "Comparison.projects";
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(
                scope.backend,
                programmes.compare_rows(scope.call(), self.asked(), page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}
