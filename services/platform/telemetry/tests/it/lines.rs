//! The content of log lines.

use http::{HeaderMap, HeaderValue};
use tracing::{debug, error, info, info_span, warn};
use wsparcie_kernel::CallError;
use wsparcie_telemetry::{
    LogFormat, Telemetry, TelemetryError, current_trace_id, inject_current, set_remote_parent,
};

use crate::support::{config, json_lines, lines_of};

const REQUEST: &str = "0190d3c4-7b1a-7c3e-8f00-0123456789ab";
const TARGET: &str = "wsparcie_casework::app";

#[test]
fn a_line_inside_a_span_carries_the_trace_and_the_request() {
    let mut seen = None;
    let lines = json_lines(|| {
        let request = info_span!(target: TARGET, "request", request.id = %REQUEST, http.route = "/graphql");
        request.in_scope(|| {
            seen = current_trace_id();
            let inner = info_span!(target: TARGET, "db.person.find");
            inner.in_scope(|| info!(target: TARGET, { db.rows = 3_u64, duration_ms = 1.5 }, "people read"));
        });
    });
    let trace_id = seen.unwrap();
    assert!(trace_id.len() == 32 && trace_id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let [line] = lines.as_slice() else {
        panic!("one line expected: {lines:?}")
    };
    assert_eq!(line["trace_id"], trace_id);
    assert_eq!(line["request_id"], REQUEST);
    assert_eq!(line["http.route"], "/graphql");
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["target"], TARGET);
    assert_eq!(line["message"], "people read");
    assert_eq!(line["span"], "db.person.find");
    assert_eq!(line["db.rows"], 3);
    assert_eq!(line["duration_ms"], 1.5);
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_line_that_names_its_span_carries_its_trace() {
    let lines = json_lines(|| {
        let request = info_span!(target: TARGET, parent: None, "request", request.id = %REQUEST);
        info!(target: TARGET, parent: &request, "later");
    });
    assert_eq!(lines[0]["trace_id"].as_str().unwrap().len(), 32);
    assert_eq!(lines[0]["request_id"], REQUEST);
}

#[test]
fn outside_a_span_there_is_no_trace() {
    let lines = json_lines(|| {
        assert_eq!(current_trace_id(), None);
        info!(target: TARGET, "alone");
    });
    assert!(lines[0].get("trace_id").is_none());
}

#[test]
fn a_field_recorded_later_is_shown() {
    let lines = json_lines(|| {
        let span = info_span!(target: TARGET, "request", http.status_code = tracing::field::Empty);
        span.record("http.status_code", 404_u64);
        span.in_scope(|| info!(target: TARGET, "answered"));
    });
    assert_eq!(lines[0]["http.status_code"], 404);
}

#[test]
fn an_error_of_ours_is_shown_by_its_code() {
    let lines = json_lines(|| {
        let failure = CallError::NotFound;
        error!(target: TARGET, error = &failure as &dyn std::error::Error, "call failed");
    });
    assert_eq!(lines[0]["error.code"], "NOT_FOUND");
}

#[test]
fn the_filter_chooses_our_lines() {
    let text = lines_of(LogFormat::Json, "warn,wsparcie_casework=debug", || {
        debug!(target: TARGET, "shown");
        info!(target: "wsparcie_tenants", "hidden");
        warn!(target: "wsparcie_tenants", "warned");
    });
    assert!(text.contains("shown") && text.contains("warned") && !text.contains("hidden"));
}

#[test]
fn a_terminal_line_is_readable() {
    let text = lines_of(LogFormat::Human, "info", || {
        let request = info_span!(target: TARGET, "request", request.id = %REQUEST);
        request.in_scope(|| info!(target: TARGET, count = 2, "done"));
    });
    assert!(
        text.contains(" INFO wsparcie_casework::app: done count=2 request_id="),
        "{text}"
    );
}

#[test]
fn a_trace_continues_across_processes() {
    let mut headers = HeaderMap::new();
    let incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    headers.insert("traceparent", HeaderValue::from_static(incoming));
    headers.insert("tracestate", HeaderValue::from_static("who=kanarek"));
    let mut outgoing = HeaderMap::new();
    let lines = json_lines(|| {
        let request = info_span!(target: TARGET, "request");
        set_remote_parent(&request, &headers);
        request.in_scope(|| {
            assert_eq!(
                current_trace_id().as_deref(),
                Some("0af7651916cd43dd8448eb211c80319c")
            );
            inject_current(&mut outgoing);
            info!(target: TARGET, "inside");
        });
    });
    assert_eq!(lines[0]["trace_id"], "0af7651916cd43dd8448eb211c80319c");
    let passed_on = outgoing["traceparent"].to_str().unwrap();
    assert!(passed_on.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && passed_on != incoming);
    assert!(outgoing.get("tracestate").is_none());
}

#[test]
fn a_malformed_or_doubled_traceparent_starts_a_new_trace() {
    let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    for values in [
        vec!["kanarek"],
        vec![good, good],
        vec!["00-00000000000000000000000000000000-b7ad6b7169203331-01"],
    ] {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("traceparent", HeaderValue::from_static(value));
        }
        json_lines(|| {
            let request = info_span!(target: TARGET, "request");
            set_remote_parent(&request, &headers);
            request.in_scope(|| {
                let trace_id = current_trace_id().unwrap();
                assert_ne!(trace_id, "0af7651916cd43dd8448eb211c80319c");
                assert_ne!(trace_id, "00000000000000000000000000000000");
            });
        });
    }
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let (bad_filter, _) = config("wsparcie=loud");
    assert_eq!(Telemetry::build(bad_filter).unwrap_err(), TelemetryError::Filter);
    let (mut bad_endpoint, _) = config("info");
    bad_endpoint.otlp_endpoint = Some("https://collector.example".to_owned());
    assert_eq!(
        Telemetry::build(bad_endpoint).unwrap_err(),
        TelemetryError::TlsUnsupported
    );
}
