//! A centre's consent to being compared, measure by measure.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Instant;

use super::ComparisonMeasure;

/// One decision of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentDecision {
    /// Its place among the decisions on this measure, from 1.
    pub number: i32,
    /// Whether the centre consents from then on.
    pub granted: bool,
    /// When.
    pub decided_at: Instant,
    /// Who: `"user:<id>"`, or the platform's own command.
    pub decided_by: String,
}

/// Where a centre stands on one measure. Without any decision it does not consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonConsent {
    /// The measure.
    pub measure: ComparisonMeasure,
    /// Whether the centre consents now.
    pub granted: bool,
    /// Every decision, the newest first.
    pub decisions: Vec<ConsentDecision>,
}

/// A decision to be taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecideConsent {
    /// The measure.
    pub measure: ComparisonMeasure,
    /// Whether the centre consents.
    pub granted: bool,
}
