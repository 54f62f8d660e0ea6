//! Documents that have to pass, however odd they look.

use super::super::{Limits, OperationKind, document};
use super::check;
use super::parsed::{Agreement, compare};

/// What graphql-js 16 sends, nine `ofType` deep.
const INTROSPECTION: &str = r"query IntrospectionQuery { __schema { description
  queryType { name kind } mutationType { name kind } subscriptionType { name kind }
  types { ...FullType }
  directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue }
    type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

/// Each with its root fields. Both the guard and async-graphql's parser accept all of them.
const TRICKY: &[(&str, &[&str])] = &[
    ("{a}", &["a"]),
    ("\u{feff}{a}", &["a"]),
    ("{a\u{feff}b}", &["a", "b"]),
    (",,{,a,,b,},", &["a", "b"]),
    ("query{a}", &["a"]),
    ("query query{query:fragment}", &["fragment"]),
    (
        "{on on:on fragment mutation true null}",
        &["on", "fragment", "mutation", "true", "null"],
    ),
    ("{_ __a A1_}", &["_", "__a", "A1_"]),
    ("mutation M{b:a(x:1)}", &["a"]),
    ("subscription{a}", &["a"]),
    ("# } {\n{a # { ( [ \" \"\"\"\nb}#", &["a", "b"]),
    ("#c\r{a #c\r\nb #\u{2028}d\n}", &["a", "b"]),
    (r#"{a(x:"}{#\"\\")b}"#, &["a", "b"]),
    (r#"{a(x:"\\")b(y:"\\\"")}"#, &["a", "b"]),
    (r#"{a(x:"",y:"")b}"#, &["a", "b"]),
    (r#"{a(x:["""""" "" """""" ""])b}"#, &["a", "b"]),
    (r#"{a(x:"""\""""""b:1)}"#, &["a"]),
    (r#"{a(x:"""\""" " "" \ \\ \\""" {""")b}"#, &["a", "b"]),
    (r#"{a(x:""""q"""y:"}")b}"#, &["a", "b"]),
    ("{a(x:\"\"\"\r\n  {\r # }\n\\u00zz\"\"\")b}", &["a", "b"]),
    ("{a(x:\"żółć 😀 \u{2028} \u{feff} \\u0142 \t \u{7f}\")}", &["a"]),
    ("{a(x:[-0,0,-1.5e+10,1E5,0.1,7,[],{},[[{y:[{}]}]]])}", &["a"]),
    ("{a(x:[1-2\"s\"\"t\"$v ENUM true false null nul tru])}", &["a"]),
    ("query A($a:Int=1$b:[[Int!]!]!={} $c:String@x(y:1)@z){a}", &["a"]),
    (
        "query A($ a : Int = {x: [1, {y: null}]}) @ x { a @ skip ( if : $ a ) }",
        &["a"],
    ),
    (
        "{...{a ...@include(if:true){b}... on T{c}...on\u{feff},\n T@x{d}}}",
        &["a", "b", "c", "d"],
    ),
    (
        "{...on_ a}fragment on_ on T{b ...onT}fragment onT on T@x{c a}",
        &["b", "c", "a"],
    ),
    (
        "{... # c\nF ... # c\non T{a}}fragment # c\nF # c\non T # c\n{b}",
        &["b", "a"],
    ),
    (
        "fragment F on T{...G ...G}{...F ...G z}fragment G on T{a{b}}",
        &["a", "z"],
    ),
];

#[test]
fn tricky_documents_pass_and_the_parser_agrees_about_them() {
    for (text, root_fields) in TRICKY {
        let checked = check(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(checked.root_fields, *root_fields, "{text}");
        assert_eq!(compare(text), Agreement::Both, "{text}");
    }
}

#[test]
fn documents_of_the_newer_specification_pass_although_the_parser_refuses_them_later() {
    for text in [
        "{a(x:\"\\uD83D\\uDE00 \\u{1F600}\")}",
        "query($a:Int=1@x){a}",
        "query($a: [ Int ] !){a}",
    ] {
        assert!(check(text).is_ok(), "{text}");
        assert_eq!(compare(text), Agreement::GuardOnly, "{text}");
    }
}

#[test]
fn the_introspection_query_of_the_usual_tools_passes() {
    let checked = check(INTROSPECTION).unwrap();
    assert!(checked.introspects);
    assert_eq!(checked.root_fields, ["__schema"]);
    assert_eq!((checked.selection_depth, checked.introspection_depth), (0, 15));
    assert_eq!(compare(INTROSPECTION), Agreement::Both);
}

#[test]
fn the_counts_of_a_document_are_those_of_its_selected_operation() {
    let text = "query A($v: Int @x) @y { k: a { ...F l: b @z } __typename } mutation B { c }
        fragment F on T { m: d { e } ... @x { n: __typename } }";
    let checked = document::check(text, Some("A"), &Limits::default()).unwrap();
    assert_eq!(checked.operation_kind, OperationKind::Query);
    assert_eq!(checked.operation_name.as_deref(), Some("A"));
    assert_eq!(checked.root_fields, ["a", "__typename"]);
    assert_eq!((checked.expanded_fields, checked.expanded_root_fields), (6, 2));
    assert_eq!((checked.expanded_aliases, checked.expanded_directives), (4, 4));
    assert_eq!((checked.selection_depth, checked.introspection_depth), (3, 0));
    assert_eq!(checked.tokens, 52);
    assert_eq!(checked.work.tokens, checked.tokens);
}

#[test]
fn limits_are_configured_one_by_one() {
    let limits: Limits = serde_json::from_str(r#"{"aliases": 1}"#).unwrap();
    assert_eq!((limits.aliases, limits.tokens), (1, 4_000));
    assert!(serde_json::from_str::<Limits>(r#"{"alias": 1}"#).is_err());
}
