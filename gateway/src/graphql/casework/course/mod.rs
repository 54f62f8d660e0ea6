//! What becomes of a participation, in the schema: ends, support, outcomes.

mod input;
mod mutations;
mod path;
mod types;

pub(super) use mutations::CourseMutation;
pub(super) use path::PathGap;
pub(super) use types::{Outcome, ParticipationEnd, Support};
