//! Counts what lists hold in a mutation's input. Recursion follows the nesting of values, which the guard bounds.

use async_graphql::{Name, Value as Constant};
use async_graphql_value::Value;

/// Elements of all lists inside a value.
pub(super) fn elements(value: &Constant) -> u64 {
    match value {
        Constant::List(items) => items.iter().fold(0, |sum: u64, item| {
            sum.saturating_add(1).saturating_add(elements(item))
        }),
        Constant::Object(members) => members
            .values()
            .fold(0, |sum: u64, member| sum.saturating_add(elements(member))),
        _ => 0,
    }
}

/// The same of a value as written, wherever variables stand in it; `variable` tells what each holds.
pub(super) fn written_elements<'a>(value: &'a Value, variable: &mut impl FnMut(&'a Name) -> u64) -> u64 {
    match value {
        Value::Variable(name) => variable(name),
        Value::List(items) => items.iter().fold(0, |sum: u64, item| {
            sum.saturating_add(1)
                .saturating_add(written_elements(item, variable))
        }),
        Value::Object(members) => members.values().fold(0, |sum: u64, member| {
            sum.saturating_add(written_elements(member, variable))
        }),
        _ => 0,
    }
}
