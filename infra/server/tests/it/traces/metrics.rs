//! Which metrics must have been sent, and which labels they may have.

use std::collections::BTreeSet;

use wsparcie_testkit::Collector;

/// Rate, errors and duration of fields and calls; buckets, gates and pools.
pub(super) fn metrics_are_there(collector: &Collector) {
    let has = |metric: &str, label: &str, wanted: &[&str]| {
        let found = collector.labels(metric, label);
        for value in wanted {
            assert!(found.contains(*value), "{metric} {label}={value}: {found:?}");
        }
    };
    let fields = "wsparcie.graphql.root_field.duration";
    has(
        fields,
        "graphql.root_field",
        &["finaliseUpload", "people", "signIn"],
    );
    has(fields, "graphql.operation_kind", &["query", "mutation"]);
    has(fields, "outcome", &["OK"]);
    let calls = "wsparcie.call.duration";
    has(
        calls,
        "rpc.service",
        &["tenants", "programmes", "casework", "documents"],
    );
    has(calls, "rpc.method", &["finalise_upload", "list_people"]);
    has(calls, "outcome", &["OK"]);
    has("wsparcie.bucket.fullness", "bucket", &["client", "organisation"]);
    has("wsparcie.bucket.charges", "outcome", &["OK"]);
    has("wsparcie.gateway.refusals", "error.code", &["UNAUTHENTICATED"]);
    has("wsparcie.gateway.requests", "gate", &["entrance", "work"]);
    has(
        "wsparcie.gateway.requests",
        "state",
        &["in_use", "waiting", "max_in_use", "max_waiting"],
    );
    has("wsparcie.backlog.age", "queue", &["event", "job"]);
    has("wsparcie.pool.connections", "state", &["open", "idle", "max"]);
    for point in collector.points() {
        for (label, value) in &point.labels {
            let known = [
                "graphql.root_field",
                "graphql.operation_kind",
                "outcome",
                "rpc.service",
                "rpc.method",
                "db.pool",
                "state",
                "gate",
                "bucket",
                "error.code",
                "queue",
            ];
            assert!(known.contains(&label.as_str()), "{label} of {}", point.metric);
            // Codes and names out of the source; an organisation's id has far more digits.
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            assert!(
                digits <= 2 && value.len() <= 60,
                "{label}={value} of {}",
                point.metric
            );
        }
    }
}

pub(super) fn pools(collector: &Collector, process: &str) -> BTreeSet<String> {
    let points = collector.points().into_iter();
    points
        .filter(|point| point.process == process && point.metric == "wsparcie.pool.connections")
        .filter_map(|mut point| point.labels.remove("db.pool"))
        .collect()
}

pub(super) fn set<const N: usize>(texts: [&str; N]) -> BTreeSet<String> {
    texts.into_iter().map(str::to_owned).collect()
}
