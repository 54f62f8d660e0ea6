//! Personal data planted wherever a careless line could put it.

use std::fmt;

use tracing::{debug, error, info, info_span, trace, warn};
use wsparcie_telemetry::LogFormat;

use crate::support::lines_of;

/// A name that a test person bears.
pub(crate) const CANARY: &str = "Kanarkowska";
/// Her PESEL, with a valid date and no meaning.
pub(crate) const PESEL: &str = "90010112345";
const TARGET: &str = "wsparcie_casework::app";

#[derive(Debug)]
struct Careless;

impl fmt::Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "duplicate key value: ({CANARY}, {PESEL}) already exists")
    }
}

impl std::error::Error for Careless {}

#[tracing::instrument(target = "wsparcie_casework::app", err)]
fn careless_function(name: &str, pesel: &str) -> Result<(), Careless> {
    Err(Careless)
}

/// Every way of leaking that we could think of.
pub(crate) fn leak() {
    let name = CANARY.to_owned();
    let error: &(dyn std::error::Error + 'static) = &Careless;
    let _ = careless_function(CANARY, PESEL);
    let span = info_span!(target: TARGET, "safe.span.name", name, person = ?name, otel.name = %name,
        otel.status_description = %name, job.kind = %format!("{name} {PESEL}"), count = PESEL.parse::<u64>().unwrap(),
        late = tracing::field::Empty);
    span.record("late", name.as_str());
    let _entered = span.enter();
    // Fields off the list, and listed fields with values that do not fit.
    info!(target: TARGET, name, who = %name, pesel = PESEL, url = %format!("/people?name={name}"), "fields");
    info!(target: TARGET, { http.route = %format!("/people/{PESEL}"), tenant.id = PESEL, error.code = %format!("{name} "),
        duration_ms = 90_010_112_345_u64, cache.hit = %name }, "shapes");
    // Errors, in every manner of recording them.
    error!(target: TARGET, error, "an error value");
    error!(target: TARGET, error = %Careless, err = ?Careless, error.message = %Careless, "an error text");
    error!(target: TARGET, { exception.message = %Careless, otel.status_description = %name }, "an exception");
    // Messages built from values.
    info!(target: TARGET, "person {name} failed");
    info!(target: TARGET, "{}: failed", name);
    info!(target: TARGET, "{PESEL}");
    info!(target: TARGET, "{}", Careless);
    info!(target: TARGET, message = name.as_str());
    info!(target: TARGET, message = %format!("hello {name} {PESEL}"));
    // Other crates, at every level.
    let summary = format!("select '{name}'");
    let sql = format!("insert into person values ('{name}', {PESEL})");
    warn!(target: "sqlx::query", summary, db.statement = sql, rows_affected = 1, "slow statement: {name}");
    debug!(target: "sqlx::query", summary, db.statement = sql, "{name}");
    error!(target: "sqlx::postgres::notice", message = %name, count = 1);
    warn!(target: "sqlx::pool", error = %Careless, job.kind = "Kanarkowska", "pool: {name}");
    trace!(target: "hyper::proto", headers = ?name, "read {name}");
    warn!(target: "hyper::proto", "connection error: {name}");
    error!(target: "aws_smithy_runtime", response = %name, "{name}");
    let foreign =
        info_span!(target: "async_graphql::graphql", "parse", source = %name, error.code = "Kanarkowska");
    foreign.in_scope(|| info!(target: TARGET, "inside a foreign span"));
    let call = info_span!(target: "tarpc::client", "RPC", otel.name = %format!("{name} {PESEL}"), rpc.deadline = %name);
    call.in_scope(|| info!(target: TARGET, "inside a call"));
    tracing::Span::current().record("late", PESEL);
}

#[test]
fn personal_data_turn_up_in_no_line_of_either_format() {
    for format in [LogFormat::Json, LogFormat::Human] {
        let text = lines_of(format, "trace", leak);
        assert!(!text.contains(CANARY), "{text}");
        assert!(!text.contains(PESEL), "{text}");
        assert!(
            !text.contains("insert into") && !text.contains("select"),
            "{text}"
        );
        assert!(
            text.contains("an error value") && text.contains("inside a foreign span"),
            "{text}"
        );
        assert!(
            text.contains("message withheld") && text.contains("a dependency reported a problem"),
            "{text}"
        );
    }
}

#[test]
fn no_filter_brings_back_what_is_hidden() {
    for filter in [
        "trace",
        "sqlx=trace,sqlx::query=trace,hyper=trace,info",
        "sqlx::query=trace",
    ] {
        let text = lines_of(LogFormat::Json, filter, leak);
        assert!(!text.contains("sqlx::query"), "{text}");
        assert!(!text.contains(CANARY) && !text.contains(PESEL), "{text}");
    }
}

#[test]
fn a_panic_is_reported_without_its_message() {
    let text = lines_of(LogFormat::Json, "info", || {
        wsparcie_telemetry::install_panic_hook();
        let outcome = std::panic::catch_unwind(|| {
            let parsed = CANARY
                .parse::<u32>()
                .map_err(|error| format!("{CANARY}: {error}"));
            parsed.unwrap()
        });
        let _ = std::panic::take_hook();
        assert!(outcome.is_err());
    });
    assert!(
        text.contains("a thread panicked") && text.contains("canary.rs:"),
        "{text}"
    );
    assert!(!text.contains(CANARY), "{text}");
}
