//! What the gateway and the links measure, given to telemetry under labels of closed sets.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use wsparcie_gateway::{
    BucketKind, Charge, ChargeListener, FIELD_PERMISSIONS, Gateway, RefusalListener, RootFieldListener,
};
use wsparcie_postgres::jobs::{Backlog, Runner};
use wsparcie_telemetry::{
    Label, LabelSet, RootKind, observe_backlog, observe_gates, record_bucket, record_call, record_charge,
    record_refusal, record_root_field, record_served,
};

/// How often the age of what waits is looked up.
const BACKLOG_EVERY: Duration = Duration::from_secs(5);

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

/// Counts every request that this process serves to another.
pub(crate) fn count_served() {
    wsparcie_rpc::listen_served(|service, method, outcome, took| {
        record_served(
            &Label::literal(service),
            &Label::request_name(method),
            &Label::literal(outcome),
            took.as_secs_f64(),
        );
    });
}

/// Records how full buckets are when they are charged, and which of them refuse; of whose buckets they are, nothing.
pub(crate) fn charge_listener() -> ChargeListener {
    Arc::new(|charge| {
        let Charge::Answered {
            client,
            organisation,
            refused_by,
        } = charge
        else {
            record_charge(&Label::literal("UNAVAILABLE"));
            return;
        };
        record_bucket(&Label::literal("client"), client);
        record_bucket(&Label::literal("organisation"), organisation);
        record_charge(&Label::literal(match refused_by {
            None => "OK",
            Some(BucketKind::Client) => "REFUSED_BY_CLIENT",
            Some(BucketKind::Organisation) => "REFUSED_BY_ORGANISATION",
        }));
    })
}

/// Counts requests that were refused before anything was executed.
pub(crate) fn refusal_listener() -> RefusalListener {
    Arc::new(|code| record_refusal(&Label::literal(code)))
}

/// Tells with every export of metrics how many requests the gateway works on, and how many wait.
pub(crate) fn report_load(gateway: &Gateway) {
    let gateway = gateway.clone();
    observe_gates(move || {
        let load = gateway.load();
        [("entrance", load.entrance), ("work", load.work)]
            .into_iter()
            .flat_map(|(gate, load)| {
                [
                    (gate, "in_use", load.in_use),
                    (gate, "waiting", load.waiting),
                    (gate, "max_in_use", load.places),
                    (gate, "max_waiting", load.queue),
                ]
            })
            .collect()
    });
}

/// Tells with every export of metrics how long events and jobs of all centres wait, until `stop`; in the process that relays.
pub(crate) async fn report_backlog(runner: Arc<Runner>, stop: CancellationToken) {
    // While the database does not answer nothing is known, and nothing is told.
    let known: Arc<Mutex<Option<Backlog>>> = Arc::default();
    observe_backlog({
        let known = Arc::clone(&known);
        move || {
            let backlog = *known.lock().unwrap_or_else(PoisonError::into_inner);
            let ages = backlog.map(|backlog| [("event", backlog.event), ("job", backlog.job)]);
            ages.into_iter()
                .flatten()
                .map(|(queue, age)| (queue, age.as_seconds_f64()))
                .collect()
        }
    });
    while !stop.is_cancelled() {
        let backlog = match runner.backlog().await {
            Ok(Some(backlog)) => Some(backlog),
            Ok(None) => return,
            Err(_unavailable) => None,
        };
        *known.lock().unwrap_or_else(PoisonError::into_inner) = backlog;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(BACKLOG_EVERY) => {}
        }
    }
}
