//! The regional comparison in the schema: releases, their figures, consents of centres, a centre's own view.

mod compared;
mod consent;
mod figures;
mod mutations;
mod own;
mod queries;
mod release;
mod row;
mod summary;

pub(crate) use compared::ComparedProject;
pub(crate) use mutations::ComparisonMutation;
pub(crate) use queries::ComparisonQuery;
pub(crate) use release::ComparisonRelease;
