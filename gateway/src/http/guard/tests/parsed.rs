//! What async-graphql's parser sees in a document, counted naively over its syntax tree, to compare with the guard.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned};

use super::super::{GuardCode, Limits, OperationKind, document};
use super::weigh;

/// Who accepts a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    Both,
    GuardOnly,
    ParserOnly,
    Neither,
}

/// Limits that leave only syntax to disagree about.
fn lenient() -> Limits {
    Limits {
        selection_depth: 1_000,
        introspection_depth: 1_000,
        aliases: 1_000_000,
        directives: 1_000_000,
        root_fields: 1_000_000,
        mutation_fields: 1_000_000,
        expanded_fields: 1_000_000,
        expanded_tokens: 10_000_000,
        ..Limits::default()
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    root_fields: Vec<String>,
    root_occurrences: usize,
    fields: usize,
    aliases: usize,
    directives: usize,
    depth: usize,
}

/// Asks both. Panics if both accept the text and see different things in it: the parser's reading is what is executed,
/// so whatever the guard does not see is not bounded.
pub(super) fn compare(text: &str) -> Agreement {
    let limits = lenient();
    let guard = document::check(text, None, &limits);
    let Ok(parsed) = parse_query(text) else {
        let selection = |error: &super::GuardError| error.code == GuardCode::OperationNameRequired;
        return match guard {
            Err(error) if !selection(&error) => Agreement::Neither,
            _ => Agreement::GuardOnly,
        };
    };
    let operations: Vec<_> = parsed.operations.iter().collect();
    match &guard {
        Ok(_) => assert_eq!(operations.len(), 1, "the guard sees one operation in {text:?}"),
        Err(error) if error.code == GuardCode::OperationNameRequired => {
            assert!(
                operations.len() > 1,
                "the guard sees several operations in {text:?}"
            );
        }
        Err(_) => return Agreement::ParserOnly,
    }
    for (name, operation) in operations {
        let name = name.map(Name::as_str);
        let checked = document::check(text, name, &limits)
            .unwrap_or_else(|error| panic!("the guard does not see {name:?} in {text:?}: {error}"));
        let kind = match operation.node.ty {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        };
        assert_eq!(
            (checked.operation_kind, checked.operation_name.as_deref()),
            (kind, name),
            "{text:?}"
        );
        let weight = weigh::tokens(&parsed);
        assert!(
            weight.contains(&checked.tokens),
            "{} tokens, not {weight:?}: {text:?}",
            checked.tokens
        );
        let guarded = Counts {
            root_fields: checked.root_fields,
            root_occurrences: checked.expanded_root_fields,
            fields: checked.expanded_fields,
            aliases: checked.expanded_aliases,
            directives: checked.expanded_directives,
            depth: checked.selection_depth.max(checked.introspection_depth),
        };
        assert_eq!(guarded, count(&parsed, &operation.node), "{text:?}");
    }
    Agreement::Both
}

fn count(document: &ExecutableDocument, operation: &OperationDefinition) -> Counts {
    let on_variables: usize = operation
        .variable_definitions
        .iter()
        .map(|it| it.node.directives.len())
        .sum();
    let mut counts = Counts {
        directives: operation.directives.len() + on_variables,
        ..Counts::default()
    };
    add(&mut counts, &document.fragments, &operation.selection_set.node, 0);
    counts
}

fn add(
    counts: &mut Counts,
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
    set: &SelectionSet,
    depth: usize,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                let name = field.name.node.to_string();
                counts.fields += 1;
                counts.aliases += usize::from(field.alias.is_some());
                counts.directives += field.directives.len();
                counts.depth = counts.depth.max(depth + 1);
                if depth == 0 {
                    counts.root_occurrences += 1;
                    if !counts.root_fields.contains(&name) {
                        counts.root_fields.push(name);
                    }
                }
                add(counts, fragments, &field.selection_set.node, depth + 1);
            }
            Selection::InlineFragment(inline) => {
                counts.directives += inline.node.directives.len();
                add(counts, fragments, &inline.node.selection_set.node, depth);
            }
            Selection::FragmentSpread(spread) => {
                let fragment = &fragments[&spread.node.fragment_name.node].node;
                counts.directives += spread.node.directives.len() + fragment.directives.len();
                add(counts, fragments, &fragment.selection_set.node, depth);
            }
        }
    }
}
