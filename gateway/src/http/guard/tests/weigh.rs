//! How many tokens a syntax tree was made of, so that a string or a comment that the guard and the parser end at
//! different places shows even if their fields agree.

use std::convert::Infallible;

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    Type,
};
use async_graphql::{Name, Positioned, Value};

/// Tokens of a document, as a range: the tree does not tell whether `query` stood before an operation without a name,
/// and it forgets all but one of an object's members of the same name.
pub(super) fn tokens(document: &ExecutableDocument) -> std::ops::RangeInclusive<usize> {
    let mut scale = Scale::default();
    let operations: usize = document
        .operations
        .iter()
        .map(|(name, it)| scale.operation(name, &it.node))
        .sum();
    let fragments: usize = document
        .fragments
        .values()
        .map(|it| 4 + scale.directives(&it.node.directives) + scale.set(&it.node.selection_set.node))
        .sum();
    let least = operations + fragments;
    let most = if scale.objects {
        usize::MAX
    } else {
        least + usize::from(scale.perhaps_query)
    };
    least..=most
}

#[derive(Default)]
struct Scale {
    objects: bool,
    perhaps_query: bool,
}

impl Scale {
    fn operation(&mut self, name: Option<&Name>, operation: &OperationDefinition) -> usize {
        let bare = name.is_none()
            && operation.ty == OperationType::Query
            && operation.variable_definitions.is_empty()
            && operation.directives.is_empty();
        self.perhaps_query |= bare;
        let variables: usize = operation
            .variable_definitions
            .iter()
            .map(|it| {
                let default = it.node.default_value.as_ref().map(|it| 1 + self.value(&it.node));
                3 + of_type(&it.node.var_type.node)
                    + default.unwrap_or(0)
                    + self.directives(&it.node.directives)
            })
            .sum();
        usize::from(!bare)
            + usize::from(name.is_some())
            + brackets(operation.variable_definitions.is_empty())
            + variables
            + self.directives(&operation.directives)
            + self.set(&operation.selection_set.node)
    }

    fn set(&mut self, set: &SelectionSet) -> usize {
        let inside: usize = set.items.iter().map(|it| self.selection(&it.node)).sum();
        brackets(set.items.is_empty()) + inside
    }

    fn selection(&mut self, selection: &Selection) -> usize {
        match selection {
            Selection::Field(field) => {
                let field = &field.node;
                1 + 2 * usize::from(field.alias.is_some())
                    + self.arguments(
                        field
                            .arguments
                            .iter()
                            .map(|(_, it)| it.node.clone().into_const_with(variable)),
                    )
                    + self.directives(&field.directives)
                    + self.set(&field.selection_set.node)
            }
            Selection::FragmentSpread(spread) => 2 + self.directives(&spread.node.directives),
            Selection::InlineFragment(inline) => {
                1 + 2 * usize::from(inline.node.type_condition.is_some())
                    + self.directives(&inline.node.directives)
                    + self.set(&inline.node.selection_set.node)
            }
        }
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> usize {
        directives
            .iter()
            .map(|it| {
                2 + self.arguments(
                    it.node
                        .arguments
                        .iter()
                        .map(|(_, it)| it.node.clone().into_const_with(variable)),
                )
            })
            .sum()
    }

    fn arguments(&mut self, values: impl ExactSizeIterator<Item = Result<Value, Infallible>>) -> usize {
        let none = values.len() == 0;
        let inside: usize = values.flatten().map(|value| 2 + self.value(&value)).sum();
        brackets(none) + inside
    }

    fn value(&mut self, value: &Value) -> usize {
        match value {
            Value::List(items) => 2 + items.iter().map(|it| self.value(it)).sum::<usize>(),
            Value::Object(members) => {
                self.objects = true;
                2 + members.values().map(|it| 2 + self.value(it)).sum::<usize>()
            }
            _ => 1,
        }
    }
}

/// Stands in for a variable, whose type async-graphql does not export: an empty list has two tokens as well.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the signature that `into_const_with` asks for"
)]
fn variable(_: Name) -> Result<Value, Infallible> {
    Ok(Value::List(Vec::new()))
}

const fn brackets(is_empty: bool) -> usize {
    if is_empty { 0 } else { 2 }
}

fn of_type(of: &Type) -> usize {
    let base = match &of.base {
        BaseType::Named(_) => 1,
        BaseType::List(inner) => 2 + of_type(inner),
    };
    base + usize::from(!of.nullable)
}
