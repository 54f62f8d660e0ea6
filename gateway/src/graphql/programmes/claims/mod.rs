//! Payment claims, transfers, forecasts, and the work list of what is due.

mod claim;
mod contents;
mod deadlines;
mod input;
mod loading;
mod mutations;
mod project;
mod queries;
mod transfer_mutations;
mod transfers;

use async_graphql::MergedObject;

pub(crate) use claim::Claim;
pub(crate) use project::ProjectClaims;
pub(crate) use queries::ClaimsQuery;

/// Changes of claims, transfers and forecasts.
#[derive(MergedObject, Default)]
pub(crate) struct ClaimsMutation(mutations::ClaimMutation, transfer_mutations::TransferMutation);
