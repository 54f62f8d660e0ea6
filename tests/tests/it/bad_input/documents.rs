//! Documents that would bring a parser, a validator or an executor down. All are refused before who asks is looked at.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{ask, is_alive, post, send, stage};
use crate::support::TestApp;

/// Far above what any of these takes, far below what one that exploded would.
const PATIENCE: Duration = Duration::from_secs(3);

fn nested(open: &str, inner: &str, close: &str, times: usize) -> String {
    format!("{}{inner}{}", open.repeat(times), close.repeat(times))
}

/// Fragments that each spread the next twice: 2²⁶ fields out of a kilobyte.
fn doubling() -> String {
    let mut document = "{ ...F0 }".to_owned();
    for number in 0..26 {
        let next = number + 1;
        write!(
            document,
            " fragment F{number} on Query {{ ...F{next} ...F{next} }}"
        )
        .unwrap();
    }
    document + " fragment F26 on Query { __typename }"
}

#[tokio::test]
async fn documents_that_explode_are_refused_before_the_parser_and_without_a_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let lists = format!("{{ project(id: {}) {{ id }} }}", nested("[", "1", "]", 1_500));
    let objects = format!("{{ project(id: {}) {{ id }} }}", nested("{a:", "1", "}", 1_500));
    let selections = nested("{a", "", "}", 1_500);
    let types = format!("query($a: {}) {{ __typename }}", nested("[", "Int", "]", 1_500));
    let aliases = format!("{{ {} }}", "a: __typename ".repeat(50_000));
    let short_aliases = format!("{{ viewer {{ {} }} }}", "a:id ".repeat(1_300));
    let few_aliases = format!("{{ viewer {{ {} }} }}", "a:id ".repeat(61));
    let roots = format!("{{ {} }}", "__typename ".repeat(21));
    let mutations = format!("mutation {{ {} }}", "signOut { signedOut } ".repeat(11));
    let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(21));
    let deep = format!(
        "{{ node(id: 1) {} }}",
        nested(
            "{ ... on Project { documents { edges { node { project ",
            "{ id }",
            "} } } } }",
            4
        )
    );
    let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned();
    let text = format!("{{ project(id: \"{}\") {{ id }} }}", "x".repeat(40_000));
    let cases = [
        ("1,500 lists", lists, "BRACKETS_TOO_DEEP"),
        ("1,500 objects", objects, "BRACKETS_TOO_DEEP"),
        ("1,500 selections", selections, "BRACKETS_TOO_DEEP"),
        ("a type of 1,500 lists", types, "BRACKETS_TOO_DEEP"),
        ("fragments doubling 26 times", doubling(), "TOO_MANY_FIELDS"),
        ("fragments in a circle", cycle, "FRAGMENT_CYCLE"),
        ("50,000 aliases", aliases, "DOCUMENT_TOO_LARGE"),
        ("aliases in few bytes", short_aliases, "TOO_MANY_ALIASES"),
        ("61 aliases", few_aliases, "TOO_MANY_ALIASES"),
        ("21 root fields", roots, "TOO_MANY_ROOT_FIELDS"),
        ("11 mutations", mutations, "TOO_MANY_ROOT_FIELDS"),
        ("21 directives", directives, "TOO_MANY_DIRECTIVES"),
        ("fields too deep", deep, "SELECTION_TOO_DEEP"),
        ("40,000 characters", text, "DOCUMENT_TOO_LARGE"),
        ("nothing", " ".to_owned(), "QUERY_MISSING"),
        (
            "a fragment alone",
            "fragment A on Query { __typename }".to_owned(),
            "OPERATION_MISSING",
        ),
        ("no GraphQL", "SELECT * FROM person".to_owned(), "GRAPHQL_SYNTAX"),
        ("half a document", "{ viewer { login".to_owned(), "GRAPHQL_SYNTAX"),
    ];
    for (what, document, code) in cases {
        let before = Instant::now();
        let reply = send(ask(&operator, &document)).await;
        assert_eq!(
            reply.told(),
            (400, code),
            "{what}: {:.300}",
            reply.body.to_string()
        );
        assert_eq!(reply.statements, [""; 0], "{what}");
        assert!(before.elapsed() < PATIENCE, "{what}: {:?}", before.elapsed());
    }
    is_alive(&app, &operator).await;
}

#[tokio::test]
async fn variables_that_explode_are_refused_before_they_are_read() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let with = |variables: &str| {
        format!(r#"{{"query": "query($id: ID!) {{ project(id: $id) {{ id }} }}", "variables": {variables}}}"#)
    };
    let cases = [
        (
            "1,500 lists",
            with(&format!("{{\"id\": {}}}", nested("[", "1", "]", 1_500))),
            "JSON_TOO_DEEP",
        ),
        (
            "1,500 objects",
            with(&nested("{\"id\":", "1", "}", 1_500)),
            "JSON_TOO_DEEP",
        ),
        (
            "100,000 open brackets",
            format!("{{\"a\": {}", "[".repeat(100_000)),
            "JSON_TOO_DEEP",
        ),
        (
            "100,000 numbers",
            with(&format!("{{\"id\": [{}1]}}", "1,".repeat(100_000))),
            "TOO_MANY_JSON_TOKENS",
        ),
        (
            "an unpaired surrogate",
            with(r#"{"id": "\ud800"}"#),
            "UNPAIRED_SURROGATE",
        ),
        (
            "the other half of a pair",
            with(r#"{"id": "\udc00\ud800"}"#),
            "UNPAIRED_SURROGATE",
        ),
        (
            "an unpaired surrogate in the document",
            r#"{"query": "{ project(id: \"\ud83d\") { id } }"}"#.to_owned(),
            "UNPAIRED_SURROGATE",
        ),
        ("a zero character", with(r#"{"id": "\u0000"}"#), "NUL_CHARACTER"),
        ("variables as a list", with("[1]"), "VARIABLES_NOT_AN_OBJECT"),
    ];
    for (what, body, code) in cases {
        let before = Instant::now();
        let reply = send(post(&operator, body)).await;
        assert_eq!(
            reply.told(),
            (400, code),
            "{what}: {:.300}",
            reply.body.to_string()
        );
        assert_eq!(reply.statements, [""; 0], "{what}");
        assert!(before.elapsed() < PATIENCE, "{what}: {:?}", before.elapsed());
    }
    let reply = send(post(&operator, b"{\"query\": \"\xff\xfe\"}".to_vec())).await;
    assert_eq!((reply.told(), reply.statements.len()), ((400, "INVALID_UTF8"), 0));
    // A surrogate pair is a character like any other.
    let reply = send(post(&operator, with(r#"{"id": "\ud83d\ude00"}"#))).await;
    assert_eq!(
        reply.told(),
        (200, "FORBIDDEN"),
        "the operator reads no projects; {}",
        json!(reply.statements)
    );
    is_alive(&app, &operator).await;
}
