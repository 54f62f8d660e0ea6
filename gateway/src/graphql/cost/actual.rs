//! The price of an answer: its fields, counted in one walk with an explicit stack.

use async_graphql::Value;

use super::LEAST;
use super::price::Priced;

/// What a request turned out to cost. Fields that are null count, fields that were not reached do not. Without data nothing
/// was executed, and only the least is charged.
pub(crate) fn actual(priced: &Priced, data: &Value) -> u64 {
    let Value::Object(roots) = data else {
        return LEAST;
    };
    let mut sum = 0_u64;
    let mut stack = Vec::new();
    for (key, value) in roots {
        let root = priced.roots.get(key.as_str()).copied().unwrap_or_default();
        sum = sum.saturating_add(1).saturating_add(root.extra);
        if !root.flat {
            stack.push(value);
        }
    }
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(members) => {
                sum = sum.saturating_add(u64::try_from(members.len()).unwrap_or(u64::MAX));
                stack.extend(members.values());
            }
            Value::List(items) => stack.extend(items),
            _ => {}
        }
    }
    sum.max(LEAST)
}
