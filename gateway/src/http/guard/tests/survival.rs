//! Whatever the guard lets pass at its deepest, async-graphql parses, validates and executes on a 2 MiB stack, the size
//! that tokio gives its workers, in a debug build.

use std::fmt::Write as _;

use async_graphql::{EmptyMutation, EmptySubscription, Json, Object, Schema};
use serde_json::Value;

use super::super::GuardCode;
use super::{check, code};

struct Node;

#[Object]
impl Node {
    async fn a(&self, x: Option<Json<Value>>) -> Self {
        drop(x);
        Self
    }

    async fn leaf(&self) -> i32 {
        1
    }
}

/// Executes on a worker's stack and returns the errors' messages.
fn execute(text: String) -> Vec<String> {
    check(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let worker = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let schema = Schema::build(Node, EmptyMutation, EmptySubscription).finish();
        let response = runtime.block_on(schema.execute(text));
        response.errors.into_iter().map(|error| error.message).collect()
    };
    std::thread::Builder::new()
        .stack_size(2 * 1024 * 1024)
        .spawn(worker)
        .unwrap()
        .join()
        .unwrap()
}

#[test]
fn the_deepest_literals_execute() {
    for (open, close) in [("[", "]"), ("{x:", "}"), ("{x:[", "]}")] {
        let levels = if open.len() == 4 { 26 } else { 52 };
        let literal = format!("{}1{}", open.repeat(levels), close.repeat(levels));
        let text = format!(
            "{}leaf b:a(x:{literal}){{leaf}}{}",
            "{a".repeat(10) + "{",
            "}".repeat(11)
        );
        assert_eq!(execute(text), [""; 0]);
    }
}

#[test]
fn the_deepest_selections_execute() {
    assert_eq!(
        execute(format!("{}{{leaf{}", "{a".repeat(11), "}".repeat(12))),
        [""; 0]
    );
    assert_eq!(
        execute(format!("{}leaf{}", "{...".repeat(31) + "{", "}".repeat(32))),
        [""; 0]
    );
    let typed = "{...on Node".repeat(20) + &"{a".repeat(11) + "{leaf";
    assert_eq!(execute(typed + &"}".repeat(32)), [""; 0]);
}

#[test]
fn the_longest_chain_of_fragments_executes() {
    let mut text = String::from("{...F0}");
    for level in 0..19 {
        let next = level + 1;
        let body = if level < 11 {
            format!("a{{...F{next}}}")
        } else {
            format!("...F{next}")
        };
        write!(text, "fragment F{level} on Node{{{body}}}").unwrap();
    }
    assert_eq!(execute(text.clone() + "fragment F19 on Node{leaf}"), [""; 0]);
    assert_eq!(
        code(&(text + "fragment F19 on Node{...{leaf}}")),
        GuardCode::NestingTooDeep
    );
}

#[test]
fn the_deepest_introspection_executes() {
    let text = format!(
        "{{__schema{{types{{fields{{type{}{{name{}",
        "{ofType".repeat(11),
        "}".repeat(16)
    );
    assert_eq!(execute(text), [""; 0]);
}
