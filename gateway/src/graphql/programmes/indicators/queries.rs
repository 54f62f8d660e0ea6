//! Reads of indicators.

#![expect(
    clippy::too_many_arguments,
    reason = "the arguments of a field are those that its callers give"
)]

use std::collections::HashMap;

use async_graphql::{Context, ID, Object};
use wsparcie_casework_api as casework;
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::{Edge, Page};
use wsparcie_programmes_api as api;

use super::input::{FundingPeriod, SexFilter};
use super::types::IndicatorDefinition;
use crate::graphql::Nullable;
use crate::graphql::casework::Enrolment;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::programmes::recruitment::VocabularyTerm;
use crate::graphql::scalars::Date;
use crate::services::ask;

#[derive(Default)]
pub(crate) struct IndicatorsQuery;

#[Object]
impl IndicatorsQuery {
    /// The indicators of a funding period's dictionary that hold on a day, in reading order. Of 2007-2013 there are none: no
    /// source gives a national list, and projects of that period have indicators of their own.
    ///
    /// Permission: reference_data:read
    #[graphql(complexity = "30 * child_complexity + 1")]
    async fn indicator_dictionary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The funding period.")] period: FundingPeriod,
        #[graphql(desc = "The day of the event; never just today.")] on: Date,
        #[graphql(desc = "As known at this release; at the newest if not given.")] release: Option<i64>,
    ) -> Nullable<Vec<IndicatorDefinition>> {
        let read = async {
            let scope = open(ctx, "Query.indicatorDictionary")?;
            let rows = ask!(
                scope.backend,
                programmes.indicator_dictionary(scope.call(), period.into(), on.0, release)
            )?;
            Ok(rows.into_iter().map(IndicatorDefinition::from).collect())
        };
        Some(read.await)
    }

    /// What the condition of an indicator may speak of: the person on the day of accession, and what became of the
    /// participation.
    ///
    /// Permission: indicator:read
    #[graphql(complexity = "30 * child_complexity + 1")]
    async fn indicator_vocabulary(&self, ctx: &Context<'_>) -> Nullable<Vec<VocabularyTerm>> {
        let read = async {
            let scope = open(ctx, "Query.indicatorVocabulary")?;
            let rows = ask!(scope.backend, programmes.indicator_vocabulary(scope.call()))?;
            Ok(rows.into_iter().map(VocabularyTerm::from).collect())
        };
        Some(read.await)
    }

    /// The participations behind the value of a project's indicator, or those that it leaves open. The read is recorded in
    /// the audit trail.
    ///
    /// Permission: participation:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn indicator_participants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the project.")] project_id: ID,
        #[graphql(desc = "The indicator's code in the project.")] code: String,
        #[graphql(desc = "Of one sex; both if not given.")] sex: Option<SexFilter>,
        #[graphql(desc = "Those left open instead of those counted.")] undecided: Option<bool>,
        #[graphql(desc = "The day; today if not given.")] as_of: Option<Date>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Enrolment>> {
        let read = async {
            let field = "Query.indicatorParticipants";
            let scope = open(ctx, field)?;
            let input = api::IndicatorParticipants {
                project_id: ids::parse(&project_id)?,
                code,
                sex: sex.map(Into::into),
                undecided: undecided.unwrap_or(false),
                as_of: as_of.map(|day| day.0),
            };
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let refs = ask!(
                scope.backend,
                programmes.indicator_participants(scope.call(), input, page)
            )?;
            let wanted: Vec<EnrolmentId> = refs.edges.iter().map(|edge| edge.node.enrolment_id).collect();
            let rows = ask!(scope.backend, casework.enrolments_by_id(scope.call(), wanted))?;
            Ok(Connection::new(scope, field, joined(refs, rows)))
        };
        Some(read.await)
    }
}

/// The page with the enrolments in place of their ids. One that casework does not show is left out.
fn joined(refs: Page<api::ParticipationRef>, rows: Vec<casework::Enrolment>) -> Page<casework::Enrolment> {
    let mut by_id: HashMap<EnrolmentId, casework::Enrolment> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let edges = refs.edges.into_iter().filter_map(|edge| {
        let node = by_id.remove(&edge.node.enrolment_id)?;
        Some(Edge {
            cursor: edge.cursor,
            node,
        })
    });
    Page {
        edges: edges.collect(),
        has_next_page: refs.has_next_page,
        has_previous_page: refs.has_previous_page,
        total_count: refs.total_count,
    }
}
