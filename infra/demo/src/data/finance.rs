//! Claims and readiness: what the pages say of readiness, and the claims and checks made up beside them.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;

use super::values::Code;

/// A service that a page promises to keep ready after the project's end.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct KeptService {
    pub(crate) service: String,
    pub(crate) source_note: Option<String>,
}

/// A payment claim, made up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    /// The project's code.
    pub(crate) project: String,
    pub(crate) kind: Code,
    pub(crate) period_from: Date,
    pub(crate) period_to: Date,
    pub(crate) note: String,
    /// When it was submitted; absent: it is a draft.
    pub(crate) submitted_on: Option<Date>,
}

/// A check of a service that is kept, made up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadinessCheck {
    /// The project's code; the check is of its first service.
    pub(crate) project: String,
    pub(crate) planned_on: Date,
    pub(crate) done_on: Date,
    pub(crate) done_by: String,
    pub(crate) outcome: Code,
    /// Where the paper is.
    pub(crate) evidence: String,
}
