//! A trace as a tree of spans.

use std::collections::BTreeSet;

use wsparcie_testkit::SentSpan;

use super::CLIENT;

/// Every span but the outermost hangs on another one of the trace, and the outermost on `parent`.
pub(super) fn hang_together(spans: &[SentSpan], parent: &str) {
    let ids: BTreeSet<&str> = spans.iter().map(|span| span.id.as_str()).collect();
    let outermost: Vec<_> = spans
        .iter()
        .filter(|span| !ids.contains(span.parent.as_str()))
        .collect();
    assert_eq!(outermost.len(), 1, "{outermost:#?}");
    assert_eq!(
        (outermost[0].name.as_str(), outermost[0].parent.trim_matches('0')),
        ("http.request", parent.trim_matches('0'))
    );
}

#[test]
fn a_span_that_hangs_on_nothing_is_found() {
    let span = |name: &str, id: &str, parent: &str| SentSpan {
        process: "wsparcie".to_owned(),
        name: name.to_owned(),
        trace: "t".to_owned(),
        id: id.to_owned(),
        parent: parent.to_owned(),
        attributes: std::collections::BTreeMap::new(),
    };
    let whole = [
        span("http.request", "a", CLIENT),
        span("rpc.call", "b", "a"),
        span("db.begin", "c", "b"),
    ];
    hang_together(&whole, CLIENT);
    let names: Vec<_> = chain(&whole, "db.begin")
        .iter()
        .map(|span| span.name.as_str())
        .collect();
    assert_eq!(names, ["http.request", "rpc.call", "db.begin"]);
    let orphaned = [whole[0].clone(), whole[2].clone()];
    assert!(std::panic::catch_unwind(|| hang_together(&orphaned, CLIENT)).is_err());
    assert!(std::panic::catch_unwind(|| hang_together(&whole, "")).is_err());
    assert!(
        std::panic::catch_unwind(|| passes(&chain(&orphaned, "db.begin"), &[("wsparcie", "rpc.call")]))
            .is_err()
    );
}

/// The first span of this name with all that it hangs on, outermost first.
pub(super) fn chain<'a>(spans: &'a [SentSpan], name: &str) -> Vec<&'a SentSpan> {
    let leaf = spans.iter().find(|span| span.name == name);
    let mut chain = vec![leaf.unwrap_or_else(|| panic!("no {name} in {spans:#?}"))];
    while let Some(parent) = spans
        .iter()
        .find(|span| Some(&span.id) == chain.last().map(|span| &span.parent))
    {
        chain.push(parent);
        assert!(chain.len() < 50, "a trace is a tree");
    }
    chain.reverse();
    chain
}

/// Asserts that the chain passes these (process, span) in this order; others may stand between.
pub(super) fn passes(chain: &[&SentSpan], wanted: &[(&str, &str)]) {
    let mut stations = chain.iter();
    for (process, name) in wanted {
        assert!(
            stations.any(|span| span.process == *process && span.name == *name),
            "{process} {name} in its place of {chain:#?}"
        );
    }
}

pub(super) fn attribute<'a>(chain: &'a [&SentSpan], span: &str, attribute: &str) -> &'a str {
    let found = chain.iter().find(|one| one.name == span);
    found
        .and_then(|span| span.attributes.get(attribute))
        .map_or("", String::as_str)
}
