//! Prices of documents on a small schema, and what must hold for ours.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use async_graphql::parser::parse_query;
use async_graphql::{Value, Variables, value};
use serde_json::json;

use super::tariff::{MUTATIONS, Rows};
use super::{HASHING_FIELDS, Priced, SIGN_IN_FIELDS, Tariff, actual, price};

const SMALL: &str = "
    type Query { me: Person people(first: Int, last: Int): PersonConnection defaulted(first: Int = 7): PersonConnection
                 some(ids: [ID!]!): [Person] found: [Person!] tags: [Tag!] }
    type Mutation { change(input: Input!): Payload signIn(login: String): Payload completeSignIn: Payload }
    input Input { marks: [Int!] }
    type Payload { done: Boolean }
    type Tag { name: String }
    type Person { id: ID name: String cases(first: Int, last: Int): CaseConnection }
    type PersonConnection { edges: [PersonEdge!]! pageInfo: PageInfo! totalCount: Int }
    type PersonEdge { cursor: String node: Person }
    type CaseConnection { edges: [CaseEdge!]! pageInfo: PageInfo! }
    type CaseEdge { node: Case }
    type Case { id: ID }
    type PageInfo { endCursor: String }";

fn priced_with(query: &str, variables: serde_json::Value) -> Priced {
    let document = parse_query(query).unwrap();
    price(
        &Tariff::of(SMALL),
        &document,
        None,
        &Variables::from_json(variables),
    )
}

fn requested(query: &str) -> u64 {
    priced_with(query, json!({})).requested
}

#[test]
fn a_point_is_a_field_of_a_row_and_lists_multiply() {
    assert_eq!(requested("{ __typename }"), 1);
    assert_eq!(requested("{ me { id name } }"), 3);
    assert_eq!(
        requested("{ people(first: 10) { edges { cursor node { id } } } }"),
        2 + 10 * 3
    );
    assert_eq!(
        requested("{ people(last: 10) { edges { node { cases(first: 20) { edges { node { id } } } } } } }"),
        2 + 10 * (1 + 2 + 20 * 2)
    );
    assert_eq!(
        requested("{ people(first: 10) { totalCount pageInfo { endCursor } edges { cursor } } }"),
        1 + 1 + 2 + 1 + 10,
        "what stands beside the rows counts once"
    );
}

#[test]
fn sizes_come_from_variables_and_defaults_and_a_wrong_size_is_the_largest_page() {
    let query = "query($n: Int = 4) { people(first: $n) { edges { cursor } } }";
    let rows = |variables| priced_with(query, variables).requested - 2;
    assert_eq!(rows(json!({"n": 30})), 30);
    assert_eq!(rows(json!({})), 4);
    assert_eq!(rows(json!({"n": 5_000_000})), 100);
    assert_eq!(rows(json!({"n": -1})), 100);
    assert_eq!(rows(json!({"n": "viele"})), 100);
    assert_eq!(rows(json!({"n": null})), 1);
    assert_eq!(requested("{ defaulted { edges { cursor } } }"), 2 + 7);
    assert_eq!(requested("{ people { edges { cursor } } }"), 2 + 1);
    assert_eq!(
        requested("{ people(first: 3, last: 60) { edges { cursor } } }"),
        2 + 60
    );
}

#[test]
fn lists_without_pages_count_by_their_argument_or_once_or_as_ten_rows_above_pages() {
    assert_eq!(
        requested("{ some(ids: [\"a\", \"b\", \"c\"]) { id name } }"),
        1 + 3 * 2
    );
    let by_variable = priced_with(
        "query($i: [ID!]!) { some(ids: $i) { id } }",
        json!({"i": ["a", "b"]}),
    );
    assert_eq!(by_variable.requested, 1 + 2);
    assert_eq!(requested("{ tags { name } }"), 1 + 1);
    assert_eq!(
        requested("{ found { cases(first: 100) { edges { node { id } } } } }"),
        1 + 10 * (2 + 100 * 2)
    );
}

#[test]
fn mutations_hashes_and_introspection_have_a_price_of_their_own() {
    assert_eq!(requested("mutation { change(input: {}) { done } }"), 11 + 1);
    let marks = "mutation($i: Input!) { change(input: $i) { done } }";
    assert_eq!(
        priced_with(marks, json!({"i": {"marks": [1, 2, 3]}})).requested,
        11 + 1 + 3
    );
    assert_eq!(
        requested("mutation { change(input: {marks: [1, 2]}) { done } }"),
        11 + 1 + 2
    );
    assert_eq!(requested("mutation { signIn { done } }"), 111 + 1);
    assert_eq!(requested("{ __schema { types { name fields { name } } } }"), 500);
}

#[test]
fn what_is_skipped_costs_nothing_and_what_stands_in_fragments_does() {
    let query =
        "query($no: Boolean!) { me { id name @include(if: $no) ... on Person @skip(if: true) { name } } }";
    assert_eq!(priced_with(query, json!({"no": false})).requested, 2);
    assert_eq!(priced_with(query, json!({"no": true})).requested, 3);
    let spread = "{ people(first: 10) { ...P } } fragment P on PersonConnection { edges { ...E } }
                  fragment E on PersonEdge { cursor node { ...N } } fragment N on Person { id name }";
    assert_eq!(requested(spread), 2 + 10 * (1 + 1 + 2));
}

#[test]
fn signing_in_is_counted_through_aliases_and_fragments() {
    let count = |query: &str| priced_with(query, json!({})).sign_ins;
    assert_eq!(count("{ me { id } }"), 0);
    assert_eq!(
        count("mutation { a: signIn { done } ...B } fragment B on Mutation { b: completeSignIn { done } }"),
        2
    );
    assert_eq!(
        count("mutation { a: signIn { done } b: signIn @skip(if: true) { done } }"),
        1
    );
}

#[test]
fn the_work_is_linear_in_the_document_although_the_price_is_exponential() {
    let chain = |length: usize| {
        let mut text = "{ me { ...F0 } }".to_owned();
        for n in 0..length {
            write!(text, " fragment F{n} on Person {{ ...F{m} ...F{m} }}", m = n + 1).unwrap();
        }
        write!(text, " fragment F{length} on Person {{ id }}").unwrap();
        priced_with(&text, json!({}))
    };
    let (short, long) = (chain(20), chain(40));
    assert_eq!(short.requested, 1 + (1 << 20));
    assert_eq!(long.requested, 1 + (1 << 40));
    assert_eq!((short.visits, long.visits), (2 + 20 * 2 + 1, 2 + 40 * 2 + 1));
    assert_eq!(chain(80).requested, u64::MAX, "sums stay at the edge");
}

#[test]
fn only_the_operation_that_would_run_is_priced() {
    let document =
        parse_query("query A { me { id } } query B { people(first: 100) { edges { cursor } } }").unwrap();
    let of = |name| price(&Tariff::of(SMALL), &document, name, &Variables::default()).requested;
    assert_eq!(
        (of(Some("A")), of(Some("B")), of(Some("C")), of(None)),
        (2, 102, 1, 1)
    );
}

#[test]
fn a_full_page_costs_what_was_asked_and_an_empty_one_gives_its_rows_back() {
    let priced = priced_with("{ people(first: 2) { edges { cursor node { id } } } }", json!({}));
    let row = value!({"cursor": "a", "node": {"id": "1"}});
    let full = value!({"people": {"edges": [row.clone(), row]}});
    assert_eq!((priced.requested, actual(&priced, &full)), (8, 8));
    assert_eq!(actual(&priced, &value!({"people": {"edges": []}})), 2);
    assert_eq!(actual(&priced, &value!({"people": null})), 1);
    assert_eq!(actual(&priced, &Value::Null), 1);
    let priced = priced_with("mutation { x: signIn { done } }", json!({}));
    assert_eq!(actual(&priced, &value!({"x": {"done": true}})), priced.requested);
    let priced = priced_with("{ s: __schema { types { name } } }", json!({}));
    assert_eq!(
        actual(&priced, &value!({"s": {"types": [{"name": "A"}, {"name": "B"}]}})),
        500
    );
}

#[test]
fn our_schema_can_be_read_and_every_connection_is_asked_for_by_pages() {
    let tariff = Tariff::of(&crate::graphql::sdl());
    let (mut pages, mut changes) = (0, BTreeSet::new());
    for (ty, name, price) in tariff.fields() {
        if price.returns.ends_with("Connection") {
            assert!(
                matches!(price.rows, Rows::Page { edges_only: true, .. }),
                "{ty}.{name} returns a connection and has no first or last"
            );
            pages += 1;
        }
        if ty == MUTATIONS {
            assert!(price.own > 10, "{name}");
            changes.insert(name);
        }
    }
    assert!(pages >= 12, "{pages}");
    let unknown: Vec<_> = HASHING_FIELDS
        .iter()
        .chain(&SIGN_IN_FIELDS)
        .filter(|name| !changes.contains(*name))
        .collect();
    assert!(unknown.is_empty(), "priced, and not in the schema: {unknown:?}");
    for signing in ["signIn", "createOrganisation", "addMember"] {
        assert!(tariff.field(MUTATIONS, signing).own > 100, "{signing}");
    }
}

#[test]
fn a_list_costs_the_same_as_a_whole_variable_inside_the_input_and_as_written() {
    let marks: Vec<_> = (0..50).collect();
    let inside = "mutation($m: [Int!]) { change(input: {marks: $m}) { done } }";
    let whole = "mutation($i: Input!) { change(input: $i) { done } }";
    let literal = format!("mutation {{ change(input: {{marks: {marks:?}}}) {{ done }} }}");
    let defaulted = format!("mutation($m: [Int!] = {marks:?}) {{ change(input: {{marks: $m}}) {{ done }} }}");
    let expected = priced_with(&literal, json!({}));
    for (document, variables) in [
        (inside, json!({"m": marks})),
        (whole, json!({"i": {"marks": marks}})),
        (&defaulted, json!({})),
    ] {
        let priced = priced_with(document, variables);
        assert_eq!(
            (priced.requested, priced.roots),
            (expected.requested, expected.roots.clone()),
            "{document}"
        );
    }
}
