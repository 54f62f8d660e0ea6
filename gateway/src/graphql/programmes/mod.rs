//! The programmes service in the schema: programme trees, projects, recruitment rules, the comparison.

mod agreements;
mod budget;
mod budgets;
mod claims;
mod comparison;
mod expenses;
mod facts;
mod facts_input;
mod indicators;
mod mutations;
mod partner_input;
mod programme;
mod project;
mod queries;
mod readiness;
mod recruitment;
mod recruitment_input;
mod reference;
mod reference_mutations;
mod reference_queries;
mod team;
mod terms;

pub(crate) use agreements::AgreementsMutation;
pub(crate) use budgets::{BudgetVersion, BudgetsMutation, BudgetsQuery};
pub(crate) use claims::{Claim, ClaimsMutation, ClaimsQuery};
pub(crate) use comparison::{ComparisonMutation, ComparisonQuery, ComparisonRelease};
pub(crate) use expenses::{Expense, ExpensesMutation, ExpensesQuery};
pub(crate) use indicators::{IndicatorsMutation, IndicatorsQuery};
pub(crate) use mutations::ProgrammesMutation;
pub(crate) use programme::Programme;
pub(crate) use project::Project;
pub(crate) use queries::ProgrammesQuery;
pub(crate) use readiness::ReadinessMutation;
pub(crate) use reference_mutations::ReferenceMutation;
pub(crate) use reference_queries::ReferenceQuery;
pub(crate) use team::{ParticipantGroup, PlanMutation, TeamMutation, TeamQuery, Worker};
