//! What the gateway and the links measure, given to telemetry under labels of closed sets.

use std::sync::Arc;
use std::time::Duration;

use wsparcie_gateway::{FIELD_PERMISSIONS, RootFieldListener};
use wsparcie_telemetry::{Label, LabelSet, RootKind, record_call, record_root_field};

/// Codes under which a root field's failures are counted; any other is `other`. Refusals that a user can act on are answers.
const OUTCOMES: [&str; 12] = [
    "OK",
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "NOT_FOUND",
    "BAD_INPUT",
    "BAD_PAGE",
    "SECOND_FACTOR_DUE",
    "STEP_UP_DUE",
    "ORGANISATION_LEAVING",
    "UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "INTERNAL",
];

/// Counts every root field with its outcome and duration.
pub(crate) fn root_field_listener() -> RootFieldListener {
    let roots = FIELD_PERMISSIONS.iter().filter_map(|(field, _)| {
        field
            .strip_prefix("Query.")
            .or_else(|| field.strip_prefix("Mutation."))
    });
    let (fields, outcomes) = (LabelSet::new(roots), LabelSet::new(OUTCOMES));
    Arc::new(move |is_mutation, field, outcome, took: Duration| {
        let kind = if is_mutation {
            RootKind::Mutation
        } else {
            RootKind::Query
        };
        record_root_field(
            kind,
            &fields.get(field),
            &outcomes.get(outcome),
            took.as_secs_f64(),
        );
    })
}

/// Counts every call to a service with its outcome and duration.
pub(crate) fn count_calls() {
    wsparcie_rpc::listen(|service, method, outcome, took| {
        record_call(
            &Label::literal(service),
            &Label::literal(method),
            &Label::literal(outcome),
            took.as_secs_f64(),
        );
    });
}
