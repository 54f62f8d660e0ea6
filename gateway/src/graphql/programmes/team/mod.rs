//! Team, offered services and groups of a project in the schema.

mod decimal;
mod groups;
mod groups_input;
mod input;
mod mutations;
mod offered;
mod offered_input;
mod plan_mutations;
mod project;
mod queries;
mod types;

pub(crate) use groups::ParticipantGroup;
pub(crate) use mutations::TeamMutation;
pub(crate) use plan_mutations::PlanMutation;
pub(crate) use project::ProjectTeam;
pub(crate) use queries::TeamQuery;
pub(crate) use types::{ProjectWarning, Worker};
