//! The counter of SQL statements.

use http::{HeaderMap, HeaderValue};
use tracing::{Level, debug, info_span, warn};
use wsparcie_telemetry::{StatementCounter, set_remote_parent};

use crate::support::{build, config};

#[test]
fn statements_are_counted_although_no_line_shows_them() {
    let (mut settings, lines) = config("off");
    settings.count_statements = true;
    let (dispatch, _guard) = build(settings);
    tracing::dispatcher::with_default(&dispatch, || {
        // As sqlx does: it asks first, then writes.
        assert!(tracing::enabled!(target: "sqlx::query", Level::DEBUG));
        let trace_id = "1bf7651916cd43dd8448eb211c80319c";
        let mut headers = HeaderMap::new();
        let parent = format!("00-{trace_id}-b7ad6b7169203331-01");
        headers.insert("traceparent", HeaderValue::try_from(parent).unwrap());
        let request = info_span!(target: "wsparcie_gateway", "request");
        set_remote_parent(&request, &headers);
        let before = StatementCounter::count();
        request.in_scope(|| {
            debug!(target: "sqlx::query", summary = "select 1", db.statement = "");
            let text = "\n\nselect id from person where id = $1\n";
            warn!(target: "sqlx::query", summary = "select id from person …", db.statement = text, "slow statement");
            debug!(target: "sqlx::pool", "not a statement");
        });
        debug!(target: "sqlx::query", summary = "select 2", db.statement = "");
        assert!(StatementCounter::count() >= before + 3);
        assert_eq!(StatementCounter::count_in_trace(trace_id), 2);
        let texts = StatementCounter::texts_in_trace(trace_id);
        assert_eq!(texts, ["select 1", "select id from person where id = $1"]);
        assert!(StatementCounter::texts().contains(&"select 2".to_owned()));
    });
    assert_eq!(lines.text(), "");
}

#[test]
fn without_counting_sqlx_does_not_even_format_its_statements() {
    let (settings, _lines) = config("trace");
    let (dispatch, _guard) = build(settings);
    tracing::dispatcher::with_default(&dispatch, || {
        assert!(!tracing::enabled!(target: "sqlx::query", Level::DEBUG));
        assert!(!tracing::enabled!(target: "sqlx::query", Level::WARN));
        assert!(!tracing::enabled!(target: "hyper::proto", Level::DEBUG));
        assert!(info_span!(target: "hyper::proto", "foreign").is_disabled());
        assert!(!info_span!(target: "wsparcie_casework", "own").is_disabled());
        assert!(tracing::enabled!(target: "wsparcie_casework", Level::TRACE));
    });
}
