//! A centre's consents.

use async_graphql::SimpleObject;
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::scalars::DateTime;

/// One decision of the centre. Never changed.
///
/// Permission: comparison_consent:read
#[derive(SimpleObject)]
pub(crate) struct ConsentDecision {
    /// Its place among the decisions on this measure, from 1.
    number: i32,
    /// Whether the centre consents from then on.
    granted: bool,
    /// When.
    decided_at: DateTime,
    /// Who, as the audit trail names them: "user:" and the account's id.
    decided_by: String,
}

/// Where the centre stands on one measure. Without any decision it does not consent.
///
/// Permission: comparison_consent:read
#[derive(SimpleObject)]
pub(crate) struct ComparisonConsent {
    /// The measure.
    measure: Term,
    /// Whether the centre consents now.
    granted: bool,
    /// Every decision, the newest first.
    decisions: Vec<ConsentDecision>,
}

impl From<api::ComparisonConsent> for ComparisonConsent {
    fn from(consent: api::ComparisonConsent) -> Self {
        let decision = |decision: api::ConsentDecision| ConsentDecision {
            number: decision.number,
            granted: decision.granted,
            decided_at: decision.decided_at.into(),
            decided_by: decision.decided_by,
        };
        Self {
            measure: consent.measure.into(),
            granted: consent.granted,
            decisions: consent.decisions.into_iter().map(decision).collect(),
        }
    }
}
