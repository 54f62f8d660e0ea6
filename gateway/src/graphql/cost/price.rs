//! The price of a document, found without executing it.
//!
//! Recursion follows the document's nesting, which the guard bounds (fragments included). Each selection is visited once:
//! fragments remember their price. Sums saturate.

use std::collections::HashMap;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet, VariableDefinition,
};
use async_graphql::{Name, Positioned, Value as Constant, Variables};
use async_graphql_value::Value;
use wsparcie_kernel::page::MAX_PAGE_SIZE;

use super::elements::{elements, written_elements};
use super::tariff::{MUTATIONS, QUERY, Rows, Tariff};
use super::{INPUT_ELEMENT, INTROSPECTION, LEAST, SIGN_IN_FIELDS, UNPAGED_ROWS};

/// What the selected operation costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Priced {
    /// Points.
    pub(crate) requested: u64,
    /// How often the operation signs somebody in.
    pub(crate) sign_ins: usize,
    /// What root fields cost besides the fields of their answer, by response key; and whether the answer's fields are
    /// counted at all.
    pub(super) roots: HashMap<String, RootPrice>,
    /// Selections looked at, so that tests can show the work to be linear.
    pub(super) visits: usize,
}

/// A root field's price apart from what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RootPrice {
    pub(super) extra: u64,
    pub(super) flat: bool,
}

/// Prices the operation that would be executed. A document without that operation costs the least; executing it fails.
pub(crate) fn price(
    tariff: &Tariff,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Priced {
    let operation = match &document.operations {
        DocumentOperations::Single(operation) => Some(operation),
        DocumentOperations::Multiple(operations) => match operation_name {
            Some(name) => operations.get(name),
            None => operations.values().next().filter(|_| operations.len() == 1),
        },
    };
    let Some(operation) = operation else {
        return Priced {
            requested: LEAST,
            ..Priced::default()
        };
    };
    let root = match operation.node.ty {
        OperationType::Mutation => MUTATIONS,
        _ => QUERY,
    };
    let mut visitor = Visitor {
        tariff,
        document,
        operation: &operation.node,
        variables,
        fragments: HashMap::new(),
        elements: HashMap::new(),
        visits: 0,
    };
    let total = visitor.selection(&operation.node.selection_set.node, root).once;
    let mut priced = Priced {
        requested: total.max(LEAST),
        ..Priced::default()
    };
    visitor.roots(&operation.node.selection_set.node, root, &mut priced);
    priced.visits = visitor.visits;
    priced
}

/// A selection's price: what counts once, and what counts once a row where the selection is that of a connection.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    once: u64,
    each_row: u64,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.once = self.once.saturating_add(other.once);
        self.each_row = self.each_row.saturating_add(other.each_row);
    }

    const fn times(self, rows: u64) -> u64 {
        self.once.saturating_add(self.each_row.saturating_mul(rows))
    }
}

struct Visitor<'a> {
    tariff: &'a Tariff,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    /// Prices of fragments already visited. Their type is their own, so the price is the same wherever they are spread.
    fragments: HashMap<&'a str, Cost>,
    /// Elements of lists inside variables already counted.
    elements: HashMap<&'a str, u64>,
    visits: usize,
}

impl<'a> Visitor<'a> {
    fn selection(&mut self, set: &'a SelectionSet, ty: &str) -> Cost {
        let mut sum = Cost::default();
        for selection in &set.items {
            self.visits += 1;
            if self.is_skipped(&selection.node) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => sum.add(self.field(&field.node, ty)),
                Selection::InlineFragment(inline) => {
                    let inner = inline.node.type_condition.as_ref();
                    let inner = inner.map_or(ty, |condition| condition.node.on.node.as_str());
                    sum.add(self.selection(&inline.node.selection_set.node, inner));
                }
                Selection::FragmentSpread(spread) => {
                    sum.add(self.fragment(spread.node.fragment_name.node.as_str()));
                }
            }
        }
        sum
    }

    fn fragment(&mut self, name: &'a str) -> Cost {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Cost::default();
        };
        // The guard has refused cycles; should one come through, it ends here.
        self.fragments.insert(name, Cost::default());
        let ty = fragment.node.type_condition.node.on.node.as_str();
        let cost = self.selection(&fragment.node.selection_set.node, ty);
        self.fragments.insert(name, cost);
        cost
    }

    fn field(&mut self, field: &'a Field, ty: &str) -> Cost {
        let name = field.name.node.as_str();
        let price = self.tariff.field(ty, name);
        let inner = self.selection(&field.selection_set.node, &price.returns);
        if price.own >= INTROSPECTION && name.starts_with("__") {
            return Cost {
                once: price.own,
                each_row: 0,
            };
        }
        // A connection's edges are counted here and repeated by the field that asks for the connection.
        if name == "edges" {
            return Cost {
                once: price.own,
                each_row: inner.times(1),
            };
        }
        let selection = match &price.rows {
            Rows::One => inner.times(1),
            Rows::Unpaged => inner.times(1).saturating_mul(UNPAGED_ROWS),
            Rows::Elements(argument) => {
                let elements = self.argument_elements(field, argument);
                inner.times(1).saturating_mul(elements.max(1))
            }
            Rows::Page { defaults, edges_only } => {
                let rows = self.page(field, defaults);
                if *edges_only {
                    inner.times(rows)
                } else {
                    inner.times(1).saturating_mul(rows)
                }
            }
        };
        let input = if ty == MUTATIONS { self.input(field) } else { 0 };
        Cost {
            once: price.own.saturating_add(selection).saturating_add(input),
            each_row: 0,
        }
    }

    /// The rows that a page asks for. A size that is none counts as the largest page; the resolver refuses it anyway.
    fn page(&self, field: &'a Field, defaults: &[u64]) -> u64 {
        let largest = u64::from(MAX_PAGE_SIZE);
        let asked = ["first", "last"].iter().filter_map(|name| {
            let value = field.get_argument(name)?;
            match self.constant(&value.node) {
                None | Some(Constant::Null) => None,
                Some(Constant::Number(number)) => Some(number.as_u64().unwrap_or(largest)),
                Some(_) => Some(largest),
            }
        });
        let rows = asked.max().or(defaults.iter().copied().max()).unwrap_or(1);
        rows.clamp(1, largest)
    }

    /// A value that is a number, a text or a variable, with the variable's value or default in its place.
    fn constant(&self, value: &'a Value) -> Option<Constant> {
        match value {
            Value::Variable(name) => self.variable(name).cloned(),
            Value::Number(number) => Some(Constant::Number(number.clone())),
            Value::Null => Some(Constant::Null),
            Value::Boolean(value) => Some(Constant::Boolean(*value)),
            _ => Some(Constant::Enum(Name::new("other"))),
        }
    }

    fn variable(&self, name: &Name) -> Option<&Constant> {
        let default = || {
            let definitions: &[Positioned<VariableDefinition>] = &self.operation.variable_definitions;
            let definition = definitions.iter().find(|one| one.node.name.node == *name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        };
        self.variables.get(name).or_else(default)
    }

    fn argument_elements(&self, field: &'a Field, argument: &str) -> u64 {
        let elements = match field.get_argument(argument).map(|value| &value.node) {
            Some(Value::List(elements)) => elements.len(),
            Some(Value::Variable(name)) => match self.variable(name) {
                Some(Constant::List(elements)) => elements.len(),
                _ => 1,
            },
            _ => 1,
        };
        u64::try_from(elements).unwrap_or(u64::MAX)
    }

    /// What the elements of lists in a mutation's input cost.
    fn input(&mut self, field: &'a Field) -> u64 {
        let mut sum: u64 = 0;
        for (_, value) in &field.arguments {
            let elements = written_elements(&value.node, &mut |name| self.variable_elements(name));
            sum = sum.saturating_add(elements.saturating_mul(INPUT_ELEMENT));
        }
        sum
    }

    fn variable_elements(&mut self, name: &'a Name) -> u64 {
        if let Some(known) = self.elements.get(name.as_str()) {
            return *known;
        }
        let elements = self.variable(name).map_or(0, elements);
        self.elements.insert(name.as_str(), elements);
        elements
    }

    /// Whether `@skip` or `@include` leaves the selection out.
    fn is_skipped(&self, selection: &'a Selection) -> bool {
        let directives = match selection {
            Selection::Field(field) => &field.node.directives,
            Selection::FragmentSpread(spread) => &spread.node.directives,
            Selection::InlineFragment(inline) => &inline.node.directives,
        };
        directives.iter().any(|directive| {
            let left_out_if = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let condition = directive.node.get_argument("if").map(|value| &value.node);
            condition.and_then(|value| self.constant(value)) == Some(Constant::Boolean(left_out_if))
        })
    }

    /// Notes the root fields, fragments expanded: the guard bounds how many there are.
    fn roots(&self, set: &'a SelectionSet, root: &str, priced: &mut Priced) {
        for selection in &set.items {
            if self.is_skipped(&selection.node) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.name.node.as_str();
                    if SIGN_IN_FIELDS.contains(&name) {
                        priced.sign_ins += 1;
                    }
                    let flat = name == "__schema" || name == "__type";
                    let own = self.tariff.field(root, name).own.saturating_sub(1);
                    let input = if root == MUTATIONS {
                        field.arguments.iter().fold(0_u64, |sum, (_, value)| {
                            let mut known =
                                |name: &Name| self.elements.get(name.as_str()).copied().unwrap_or(0);
                            let elements = written_elements(&value.node, &mut known);
                            sum.saturating_add(elements.saturating_mul(INPUT_ELEMENT))
                        })
                    } else {
                        0
                    };
                    let extra = own.saturating_add(input);
                    let key = field.response_key().node.to_string();
                    priced.roots.insert(key, RootPrice { extra, flat });
                }
                Selection::InlineFragment(inline) => {
                    self.roots(&inline.node.selection_set.node, root, priced);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.roots(&fragment.node.selection_set.node, root, priced);
                    }
                }
            }
        }
    }
}
