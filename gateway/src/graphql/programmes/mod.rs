//! The programmes service in the schema: programme trees, projects, recruitment rules, the comparison.

mod budget;
mod comparison;
mod facts_input;
mod mutations;
mod programme;
mod project;
mod queries;
mod recruitment;
mod recruitment_input;
mod reference;
mod reference_mutations;
mod reference_queries;

pub(crate) use mutations::ProgrammesMutation;
pub(crate) use programme::Programme;
pub(crate) use project::Project;
pub(crate) use queries::ProgrammesQuery;
pub(crate) use reference_mutations::ReferenceMutation;
pub(crate) use reference_queries::ReferenceQuery;
