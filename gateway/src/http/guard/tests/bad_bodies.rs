//! Bodies that are refused before or while their JSON is read.

use super::super::json::Scan;
use super::super::{Envelope, GuardCode as C, Limits, Part, check_body};

fn code(body: impl AsRef<[u8]>) -> C {
    check_body(body.as_ref(), &Limits::default())
        .expect_err("the body should be refused")
        .code
}

fn envelope(body: &str) -> Envelope {
    check_body(body.as_bytes(), &Limits::default())
        .expect("the body should pass")
        .envelope
}

#[test]
fn a_complete_request_is_taken_apart() {
    let body = r#" {"query": "query A($x: Int) { a(x: $x) }", "operationName": "A", "variables": {"x": 1, "ł": "😀 \ud83d\ude00"},
        "extensions": {"trace": [true, null, -1.5e3]}, "unknown": {}} "#;
    let request = check_body(body.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(request.envelope.operation_name.as_deref(), Some("A"));
    assert_eq!(request.envelope.variables["x"], 1);
    assert_eq!(request.envelope.variables["ł"], "😀 😀");
    assert_eq!(request.envelope.extensions["trace"][2], -1500.0);
    assert_eq!(request.checked.root_fields, ["a"]);
}

#[test]
fn null_members_count_as_absent() {
    let body = envelope(r#"{"query": "{a}", "operationName": null, "variables": null, "extensions": null}"#);
    assert!(body.variables.is_empty() && body.extensions.is_empty() && body.operation_name.is_none());
}

#[test]
fn a_body_over_one_mebibyte_is_refused_and_one_of_exactly_that_size_is_not() {
    let frame = r#"{"query":"{a}","variables":{"x":""}}"#;
    let filled = |bytes: usize| frame.replace(r#""x":"""#, &format!(r#""x":"{}""#, "x".repeat(bytes)));
    let room = 1024 * 1024 - frame.len();
    assert_eq!(
        envelope(&filled(room)).variables["x"].as_str().unwrap().len(),
        room
    );
    assert_eq!(code(filled(room + 1)), C::BodyTooLarge);
    assert_eq!(C::BodyTooLarge.http_status(), 413);
}

#[test]
fn a_body_that_is_no_json_object_is_refused_with_the_reason() {
    assert_eq!(code(""), C::InvalidJson);
    assert_eq!(code("query=%7Ba%7D"), C::InvalidJson);
    assert_eq!(code(r#"{"query": "{a}""#), C::InvalidJson);
    assert_eq!(code(r#"{"query": "{a}"} {}"#), C::InvalidJson);
    assert_eq!(code(r#"{"query": "\x"}"#), C::InvalidJson);
    assert_eq!(code(r#"{"query": "\u12"}"#), C::InvalidJson);
    assert_eq!(code(r#"{"query": "\"#), C::InvalidJson);
    assert_eq!(code("{\"query\": \"a\nb\"}"), C::InvalidJson);
    assert_eq!(
        code(r#"{"query": "{a}", "variables": {"x": 1e999}}"#),
        C::InvalidJson
    );
    assert_eq!(code(r#""{a}""#), C::RequestNotAnObject);
    assert_eq!(code("7"), C::RequestNotAnObject);
    assert_eq!(code(b"{\"query\": \"\xff\"}"), C::InvalidUtf8);
    assert_eq!(code(b"{\"query\": \"\xed\xa0\x80\"}"), C::InvalidUtf8);
}

#[test]
fn a_batch_is_refused_before_it_is_read() {
    assert_eq!(code(r#"[{"query": "{a}"}]"#), C::BatchNotSupported);
    assert_eq!(code(" \r\n\t[]"), C::BatchNotSupported);
    assert_eq!(code("[".repeat(1_000_000)), C::BatchNotSupported);
}

#[test]
fn members_of_the_wrong_type_are_named() {
    assert_eq!(code("{}"), C::QueryMissing);
    assert_eq!(code(r#"{"query": null}"#), C::QueryMissing);
    assert_eq!(code(r#"{"query": " \n"}"#), C::QueryMissing);
    assert_eq!(code(r#"{"query": ["{a}"]}"#), C::QueryNotAString);
    assert_eq!(
        code(r#"{"query": "{a}", "operationName": 1}"#),
        C::OperationNameNotAString
    );
    assert_eq!(
        code(r#"{"query": "{a}", "variables": []}"#),
        C::VariablesNotAnObject
    );
    assert_eq!(
        code(r#"{"query": "{a}", "variables": "{}"}"#),
        C::VariablesNotAnObject
    );
    assert_eq!(
        code(r#"{"query": "{a}", "extensions": false}"#),
        C::ExtensionsNotAnObject
    );
}

#[test]
fn half_a_surrogate_pair_is_refused_in_every_string() {
    for half in [
        r"\ud800",
        r"\uDBFF\u0041",
        r"\udc00",
        r"\ud83d\ud83d",
        r"\ud83dx",
        r"\ud83d\n",
        r"\udfff\ud800",
    ] {
        assert_eq!(
            code(format!(r#"{{"query": "{{a}}{half}"}}"#)),
            C::UnpairedSurrogate,
            "{half}"
        );
        assert_eq!(
            code(format!(
                r#"{{"query": "{{a}}", "variables": {{"x": ["{half}"]}}}}"#
            )),
            C::UnpairedSurrogate
        );
        assert_eq!(
            code(format!(r#"{{"query": "{{a}}", "variables": {{"{half}": 1}}}}"#)),
            C::UnpairedSurrogate
        );
    }
    // A backslash that is itself escaped begins nothing.
    assert_eq!(
        envelope(r#"{"query": "{a}", "variables": {"x": "\\ud800"}}"#).variables["x"],
        r"\ud800"
    );
}

#[test]
fn the_character_that_postgresql_cannot_store_is_refused() {
    assert_eq!(
        code(r#"{"query": "{a}", "variables": {"x": "a\u0000"}}"#),
        C::NulCharacter
    );
    assert_eq!(code(r#"{"query": "{a}\u0000"}"#), C::NulCharacter);
    assert_eq!(
        code("{\"query\": \"{a}\", \"variables\": {\"x\": \"\0\"}}"),
        C::NulCharacter
    );
    assert_eq!(code(r#"{"query": "{a(x: \"\\u0000\")}"}"#), C::NulCharacter);
}

#[test]
fn a_key_given_twice_is_refused_at_every_level() {
    assert_eq!(
        code(r#"{"query": "{a}", "query": "mutation {b}"}"#),
        C::DuplicateKey
    );
    assert_eq!(
        code(r#"{"query": "{a}", "\u0071uery": "mutation {b}"}"#),
        C::DuplicateKey
    );
    assert_eq!(
        code(r#"{"query": "{a}", "variables": {"x": [{"y": 1, "y": 1}]}}"#),
        C::DuplicateKey
    );
}

#[test]
fn brackets_of_the_body_are_bounded_and_those_in_strings_do_not_count() {
    let nested = |levels: usize| {
        format!(
            r#"{{"query": "{{a}}", "variables": {{"x": {}{}}}}}"#,
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    assert!(check_body(nested(62).as_bytes(), &Limits::default()).is_ok());
    assert_eq!(code(nested(63)), C::JsonTooDeep);
    assert_eq!(code(nested(1_500)), C::JsonTooDeep);
    assert_eq!(code(r#"{"a":"#.repeat(100_000)), C::JsonTooDeep);
    let text = format!(
        r#"{{"query": "{{a}}", "variables": {{"x": "\"{}"}}}}"#,
        "[{".repeat(1_000)
    );
    assert!(check_body(text.as_bytes(), &Limits::default()).is_ok());
}

#[test]
fn a_body_of_very_many_small_values_is_refused() {
    let body = format!(
        r#"{{"query": "{{a}}", "variables": {{"x": [{}1]}}}}"#,
        "1,".repeat(400_000)
    );
    assert_eq!(code(body), C::TooManyJsonTokens);
}

#[test]
fn the_scan_turns_once_a_byte_at_most_whatever_the_body() {
    let limits = Limits {
        json_tokens: usize::MAX,
        bracket_depth: usize::MAX,
        ..Limits::default()
    };
    for piece in [
        "[",
        "{\"a\":",
        "\"",
        "\\",
        "\\u00e9",
        "\\ud83d\\ude00",
        "1,",
        " ",
        "ż",
        "\"\\\"",
        "\"\",",
        "\n",
    ] {
        let body = piece.repeat(1024 * 1024 / piece.len());
        let mut scan = Scan::new(body.as_bytes(), &limits);
        let _ = scan.run();
        assert!(scan.steps <= body.len(), "{piece:?} took {} turns", scan.steps);
    }
}

#[test]
fn a_problem_in_the_body_names_its_line_and_is_no_location_of_the_document() {
    let body = "{\"query\": \"{a}\",\n  \"variables\": {\"x\": \"\\ud800\"}}";
    let error = check_body(body.as_bytes(), &Limits::default()).unwrap_err();
    let (part, place) = error.place.unwrap();
    assert_eq!((part, place.line, place.column), (Part::Body, 2, 23));
    assert_eq!(error.location(), None);
}

#[test]
fn url_parameters_are_read_within_the_same_limits() {
    let limits = Limits::default();
    let read = |query, variables| Envelope::from_parameters(query, Some(""), variables, None, &limits);
    let good = read(Some("{a}"), Some(r#"{"x": 1}"#)).unwrap();
    assert_eq!(
        (good.operation_name, good.variables["x"].clone()),
        (None, 1.into())
    );
    assert!(read(Some("{a}"), Some("")).unwrap().variables.is_empty());
    assert_eq!(read(None, None).unwrap_err().code, C::QueryMissing);
    assert_eq!(
        read(Some("{a}"), Some("[]")).unwrap_err().code,
        C::VariablesNotAnObject
    );
    assert_eq!(
        read(Some("{a}"), Some(r#"{"x": "\u0000"}"#)).unwrap_err().code,
        C::NulCharacter
    );
    assert_eq!(
        read(Some(&"x".repeat(1024 * 1024 + 1)), None).unwrap_err().code,
        C::BodyTooLarge
    );
}

#[test]
fn nothing_of_a_person_reaches_debug_output() {
    let body = r#"{"query": "{a(x: \"Kowalska\")}", "variables": {"pesel": "44051401359"}}"#;
    let shown = format!("{:?}", check_body(body.as_bytes(), &Limits::default()).unwrap());
    assert!(
        !shown.contains("Kowalska") && !shown.contains("44051401359") && !shown.contains("pesel"),
        "{shown}"
    );
}
