//! What a project shows of its team, services and groups.

use async_graphql::{Context, Object};
use wsparcie_kernel::Locale;
use wsparcie_kernel::ids::ProjectId;

use super::groups::ProjectGroups;
use super::offered::{OfferedService, ServiceRules};
use super::types::Team;
use crate::graphql::Nullable;
use crate::graphql::loaders::{GroupsOf, ServiceRulesOf, ServicesOf, TeamOf};
use crate::graphql::permissions::open;
use crate::graphql::scope::{Scope, load};

/// The language of a request's texts.
pub(super) fn locale(ctx: &Context<'_>) -> Locale {
    Scope::of(ctx).map_or(Locale::Pl, |scope| scope.locale)
}

/// The part of a project that is its team, services and groups.
pub(crate) struct ProjectTeam(pub(crate) ProjectId);

#[Object]
impl ProjectTeam {
    /// The team; null if nothing is known of it.
    ///
    /// Permission: team:read
    async fn team(&self, ctx: &Context<'_>) -> Nullable<Team> {
        let read = async {
            let scope = open(ctx, "Project.team")?;
            Ok(load!(scope, TeamOf(self.0))?.map(Team::from))
        };
        read.await.transpose()
    }

    /// What the project offers, those services among it that it offers no longer; empty if nothing is known.
    ///
    /// Permission: project:read
    async fn offered_services(&self, ctx: &Context<'_>) -> Nullable<Vec<OfferedService>> {
        let read = async {
            let scope = open(ctx, "Project.offeredServices")?;
            let rows = load!(scope, ServicesOf(self.0))?.unwrap_or_default();
            Ok(rows.into_iter().map(OfferedService::from).collect())
        };
        Some(read.await)
    }

    /// What every participant's path must hold; null if there are no such rules yet.
    ///
    /// Permission: project:read
    async fn service_rules(&self, ctx: &Context<'_>) -> Nullable<ServiceRules> {
        let read = async {
            let scope = open(ctx, "Project.serviceRules")?;
            Ok(load!(scope, ServiceRulesOf(self.0))?.map(ServiceRules::from))
        };
        read.await.transpose()
    }

    /// The groups beside the project's places; null if there are none.
    ///
    /// Permission: project:read
    async fn groups(&self, ctx: &Context<'_>) -> Nullable<ProjectGroups> {
        let read = async {
            let scope = open(ctx, "Project.groups")?;
            Ok(load!(scope, GroupsOf(self.0))?.map(ProjectGroups::from))
        };
        read.await.transpose()
    }
}
