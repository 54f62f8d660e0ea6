//! A centre's own projects side by side.

use async_graphql::{Context, ID, Object};
use wsparcie_programmes_api as api;

use super::super::Project;
use super::row::ComparisonRow;
use crate::graphql::Nullable;
use crate::graphql::ids::GlobalId;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};

/// One of the centre's own projects beside others, nothing hidden.
pub(crate) struct OwnComparisonRow(api::OwnComparisonRow);

impl From<api::OwnComparisonRow> for OwnComparisonRow {
    fn from(row: api::OwnComparisonRow) -> Self {
        Self(row)
    }
}

/// One of the centre's own projects beside others, nothing hidden.
///
/// Permission for all fields: project:read
#[Object]
impl OwnComparisonRow {
    /// The project's global id.
    async fn project_id(&self) -> ID {
        self.0.project_id.global()
    }

    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Query.project")?;
            found(load!(scope, self.0.project_id)?).map(Project::from)
        };
        Some(read.await)
    }

    /// Whether counts of people are told, which needs participation:read; otherwise they stand as no data.
    async fn people_told(&self) -> bool {
        self.0.people_told
    }

    /// Whether money of the budget in force is told, which needs budget:read; otherwise it stands as no data. What the project
    /// states of itself is told.
    async fn money_told(&self) -> bool {
        self.0.money_told
    }

    /// Its figures, as of now: people within 60 seconds of what is recorded, money and places at once.
    async fn figures(&self) -> ComparisonRow {
        self.0.figures.clone().into()
    }
}
