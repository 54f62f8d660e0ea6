//! A project's agreement with its annexes, its status, and the other editions of its undertaking.

mod agreement;
mod input;
mod mutations;
mod status;

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

pub(crate) use agreement::{Agreement, AgreementDifference};
pub(crate) use mutations::AgreementsMutation;
use status::StatusChange;

use super::project::Project;
use crate::graphql::Nullable;
use crate::graphql::codes::{Term, terms};
use crate::graphql::failure::Failure;
use crate::graphql::loaders::{AgreementsOf, EditionsOf, StatusChangesOf};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

/// A project's agreement, status and editions.
pub(super) struct ProjectAgreements {
    id: ProjectId,
    status: api::ProjectStatus,
    next: Vec<api::ProjectStatus>,
    starts_on: Option<wsparcie_kernel::Date>,
    ends_on: Option<wsparcie_kernel::Date>,
}

impl ProjectAgreements {
    pub(super) fn of(row: &api::Project) -> Self {
        Self {
            id: row.id,
            status: row.status,
            next: row.next_statuses.clone(),
            starts_on: row.facts.starts_on,
            ends_on: row.facts.ends_on,
        }
    }
}

#[Object]
impl ProjectAgreements {
    /// How far the project has come.
    async fn status(&self) -> Term {
        self.status.into()
    }

    /// The statuses that `moveProject` may take it to now. Days and duties are looked at when it is moved.
    async fn next_statuses(&self) -> Vec<Term> {
        terms(&self.next)
    }

    /// How it came to its status, oldest change first, at most 200.
    ///
    /// Permission: agreement:read
    async fn status_history(&self, ctx: &Context<'_>) -> Nullable<Vec<StatusChange>> {
        let read = async {
            let scope = open(ctx, "Project.statusHistory")?;
            let rows = load!(scope, StatusChangesOf(self.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// The versions of its agreement: the original and its annexes, by number, at most 100.
    ///
    /// Permission: agreement:read
    async fn agreements(&self, ctx: &Context<'_>) -> Nullable<Vec<Agreement>> {
        let read = async {
            let scope = open(ctx, "Project.agreements")?;
            let rows = load!(scope, AgreementsOf(self.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Agreement::from).collect())
        };
        Some(read.await)
    }

    /// Where its agreement, as annexes have changed it, says other days than the project does. Empty if nothing differs, or no
    /// version says a day.
    ///
    /// Permission: agreement:read
    async fn agreement_differences(&self, ctx: &Context<'_>) -> Nullable<Vec<AgreementDifference>> {
        let read = async {
            let scope = open(ctx, "Project.agreementDifferences")?;
            let rows = load!(scope, AgreementsOf(self.id))?.unwrap_or_default();
            let found = api::Agreement::differences(&rows, self.starts_on, self.ends_on);
            Ok(found.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// The version of its agreement in force on a day; null if none is, or none is known. An original whose first day is unknown
    /// counts from its signature; if that is unknown too, on every day until its last.
    ///
    /// Permission: agreement:read
    async fn agreement_on(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day.")] date: Date,
    ) -> Nullable<Agreement> {
        let read = async {
            let scope = open(ctx, "Project.agreementOn")?;
            let rows = load!(scope, AgreementsOf(self.id))?.unwrap_or_default();
            let found = api::Agreement::in_force_on(&rows, date.0).cloned();
            Ok::<_, Failure>(found.map(Agreement::from))
        };
        read.await.transpose()
    }

    /// The other projects of the same undertaking of this centre, at most 50: by first day (unknown last), then edition.
    ///
    /// Permission: project:read
    async fn editions(&self, ctx: &Context<'_>) -> Nullable<Vec<Project>> {
        let read = async {
            let scope = open(ctx, "Project.editions")?;
            let Some(row) = load!(scope, EditionsOf(self.id))? else {
                return Ok(Vec::new());
            };
            let mut found = scope
                .loaders
                .load_many(row.editions.iter().copied())
                .await
                .map_err(Failure::from)?;
            let in_order = row.editions.iter().filter_map(|id| found.remove(id));
            Ok(in_order.map(Project::from).collect())
        };
        Some(read.await)
    }
}
