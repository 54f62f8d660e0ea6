//! Which argument, and which variable, a complaint of the validator is about.
//!
//! async-graphql names the place inside an argument in its message (`"input.birthDate"`) and where the argument's name stands
//! in the document, and not the variable behind it. Here both become data, and the message says them in both languages.

use async_graphql::ServerError;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::Value;

const COMPLAINT: &str = "Invalid value for argument \"";

/// What is wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The argument and the fields and indices inside it.
    pub(super) path: Vec<String>,
    /// The variable that the value came from, without `$`.
    pub(super) variable: Option<String>,
    pub(super) message_en: String,
    pub(super) message_pl: String,
}

/// Reads a complaint about an argument's value; `None` if it is about something else.
pub(super) fn wrong_value(error: &ServerError, query: &str) -> Option<Wrong> {
    let rest = error.message.strip_prefix(COMPLAINT)?;
    let (place, reason) = rest.split_once('"')?;
    let reason = reason.trim_start_matches(", ");
    let path: Vec<String> = place.split('.').map(str::to_owned).collect();
    let document = parse_query(query).ok()?;
    let variable = error
        .locations
        .first()
        .and_then(|position| variable_at(&document, *position, &path));
    let named = |word: &str| {
        variable
            .as_ref()
            .map_or_else(String::new, |name| format!(" ({word} ${name})"))
    };
    Some(Wrong {
        message_en: format!("invalid value of argument {place}{}: {reason}", named("variable")),
        message_pl: format!(
            "nieprawidłowa wartość argumentu {place}{}; {}",
            named("zmienna"),
            in_polish(reason)
        ),
        path,
        variable,
    })
}

/// async-graphql's four wordings of what is wrong with a value, in Polish; another one stays as it is.
fn in_polish(reason: &str) -> String {
    let mut parts = reason.split('"');
    let wording = parts.next().unwrap_or_default().trim();
    let names: Vec<&str> = parts.step_by(2).collect();
    match (wording, names.as_slice()) {
        ("expected type", [ty, ..]) => format!("oczekiwany typ {ty}"),
        ("enumeration type", [ty, value, ..]) => format!("{ty} nie ma wartości {value}"),
        ("field", [field, ty, ..]) => format!("brakuje wymaganego pola {field} typu {ty}"),
        ("unknown field", [field, ty, ..]) => format!("{ty} nie ma pola {field}"),
        _ => reason.to_owned(),
    }
}

/// The variable of the argument whose name stands at this position: the argument's own value, or the one inside an input
/// object that the path leads to.
fn variable_at(document: &ExecutableDocument, position: Pos, path: &[String]) -> Option<String> {
    let operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.node.selection_set.node);
    let mut sets: Vec<&SelectionSet> = operations.chain(fragments).collect();
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let found = argument_at(&field.node.arguments, position);
                    if let Some(value) = found {
                        return variable_in(value, path.get(1..).unwrap_or_default());
                    }
                    sets.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => sets.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    None
}

fn argument_at(arguments: &[(Positioned<Name>, Positioned<Value>)], position: Pos) -> Option<&Value> {
    arguments
        .iter()
        .find(|(name, _)| name.pos == position)
        .map(|(_, value)| &value.node)
}

fn variable_in(value: &Value, path: &[String]) -> Option<String> {
    let mut value = value;
    for step in path {
        value = match value {
            Value::Variable(_) => break,
            Value::Object(members) => members.get(step.as_str())?,
            Value::List(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match value {
        Value::Variable(name) => Some(name.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(message: &str, query: &str, position: Pos) -> Option<Wrong> {
        wrong_value(&ServerError::new(message, Some(position)), query)
    }

    #[test]
    fn a_wrong_value_names_its_place_and_its_variable() {
        let query = "mutation($i: In!, $d: Date) { a(input: $i) { x } b(input: {day: $d}) { x } }";
        let at = |text: &str| Pos {
            line: 1,
            column: query.find(text).unwrap() + 1,
        };
        let message = "Invalid value for argument \"input.days.0\", expected type \"Date\"";
        let wrong = explained(message, query, at("input: $i")).unwrap();
        assert_eq!(wrong.path, ["input", "days", "0"]);
        assert_eq!(wrong.variable.as_deref(), Some("i"));
        assert!(wrong.message_en.contains("$i") && wrong.message_pl.contains("zmienna $i"));
        let message = "Invalid value for argument \"input.day\", expected type \"Date\"";
        let wrong = explained(message, query, at("input: {day")).unwrap();
        assert_eq!(wrong.variable.as_deref(), Some("d"));
        assert_eq!(
            wrong.message_pl,
            "nieprawidłowa wartość argumentu input.day (zmienna $d); oczekiwany typ Date"
        );
    }

    #[test]
    fn what_is_wrong_with_a_value_is_told_in_polish() {
        for (reason, told) in [
            (r#"expected type "Date""#, "oczekiwany typ Date"),
            (
                r#"enumeration type "Currency" does not contain the value "EUR""#,
                "Currency nie ma wartości EUR",
            ),
            (
                r#"field "amount" of type "String!" is required but not provided"#,
                "brakuje wymaganego pola amount typu String!",
            ),
            (
                r#"unknown field "vat" of type "MoneyInput""#,
                "MoneyInput nie ma pola vat",
            ),
            ("something new", "something new"),
        ] {
            assert_eq!(in_polish(reason), told);
        }
    }

    #[test]
    fn other_complaints_stay_as_they_are() {
        assert_eq!(
            explained("Unknown field \"x\"", "{ x }", Pos { line: 1, column: 3 }),
            None
        );
    }
}
