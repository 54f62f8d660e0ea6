//! What the schema's definitions say of each field's price. Read once from the schema's text.

use std::collections::{BTreeSet, HashMap};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use async_graphql::{Positioned, Value as Constant};

use super::{HASHING, HASHING_FIELDS, INTROSPECTION, MUTATION};

/// Names of the root types.
pub(super) const QUERY: &str = "Query";
pub(super) const MUTATIONS: &str = "Mutation";

/// The prices of a schema.
#[derive(Debug, Default)]
pub(crate) struct Tariff {
    types: HashMap<String, HashMap<String, FieldPrice>>,
}

/// What one field's definition says.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldPrice {
    /// The type behind lists and `!`.
    pub(super) returns: String,
    /// The price of the field itself, apart from its selection.
    pub(super) own: u64,
    pub(super) rows: Rows,
}

/// How often a field's selection counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Rows {
    /// Once.
    #[default]
    One,
    /// As often as `first` or `last` says; the defaults are the schema's. `edges_only`: the field returns a connection, and
    /// only its edges repeat.
    Page { defaults: Vec<u64>, edges_only: bool },
    /// As often as this argument has elements.
    Elements(String),
    /// A list without pages, with pages below it.
    Unpaged,
}

impl Tariff {
    /// Reads the prices from a schema's text. A text that cannot be read prices every field at one point; a test holds that
    /// ours can be read.
    pub(crate) fn of(sdl: &str) -> Self {
        let Ok(document) = parse_schema(sdl) else {
            return Self::default();
        };
        let mut fields: HashMap<String, Vec<FieldDefinition>> = HashMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(ty) = definition else {
                continue;
            };
            let of_type = match ty.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => continue,
            };
            let of_type = of_type
                .into_iter()
                .map(|field: Positioned<_>| field.node)
                .collect();
            fields.insert(ty.node.name.node.to_string(), of_type);
        }
        let above_pages = above_pages(&fields);
        let types = fields
            .iter()
            .map(|(ty, definitions)| {
                let prices = definitions.iter().map(|field| {
                    (
                        field.name.node.to_string(),
                        field_price(ty, field, &fields, &above_pages),
                    )
                });
                (ty.clone(), prices.collect())
            })
            .collect();
        Self { types }
    }

    /// The price of a field; one point for a field that the schema does not have (the validator refuses it).
    pub(super) fn field(&self, ty: &str, name: &str) -> FieldPrice {
        if ty == QUERY && (name == "__schema" || name == "__type") {
            return FieldPrice {
                own: INTROSPECTION,
                ..FieldPrice::default()
            };
        }
        let known = self.types.get(ty).and_then(|fields| fields.get(name));
        known.cloned().unwrap_or_else(|| FieldPrice {
            own: 1,
            ..FieldPrice::default()
        })
    }

    #[cfg(test)]
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str, &FieldPrice)> {
        self.types.iter().flat_map(|(ty, fields)| {
            fields
                .iter()
                .map(move |(name, price)| (ty.as_str(), name.as_str(), price))
        })
    }
}

fn field_price(
    ty: &str,
    field: &FieldDefinition,
    fields: &HashMap<String, Vec<FieldDefinition>>,
    above_pages: &BTreeSet<String>,
) -> FieldPrice {
    let name = field.name.node.as_str();
    let returns = named(&field.ty.node).to_owned();
    let base = if ty == MUTATIONS { 1 + MUTATION } else { 1 };
    let hashing = (ty == MUTATIONS && HASHING_FIELDS.contains(&name)) || name == "signIn";
    let is_list = matches!(field.ty.node.base, BaseType::List(_));
    let rows = if is_page(field) {
        let defaults = ["first", "last"].iter().filter_map(|page| {
            let argument = field.arguments.iter().find(|one| one.node.name.node == *page)?;
            match &argument.node.default_value.as_ref()?.node {
                Constant::Number(number) => number.as_u64(),
                _ => None,
            }
        });
        let edges_only = fields
            .get(&returns)
            .is_some_and(|of_type| of_type.iter().any(|one| one.name.node == "edges"));
        Rows::Page {
            defaults: defaults.collect(),
            edges_only,
        }
    } else if let (true, Some(list)) = (is_list, list_argument(field)) {
        Rows::Elements(list)
    } else if is_list && name != "edges" && above_pages.contains(&returns) {
        Rows::Unpaged
    } else {
        Rows::One
    };
    FieldPrice {
        returns,
        own: if hashing { base + HASHING } else { base },
        rows,
    }
}

fn is_page(field: &FieldDefinition) -> bool {
    field
        .arguments
        .iter()
        .any(|argument| ["first", "last"].contains(&argument.node.name.node.as_str()))
}

fn list_argument(field: &FieldDefinition) -> Option<String> {
    let list = field
        .arguments
        .iter()
        .find(|argument| matches!(argument.node.ty.node.base, BaseType::List(_)))?;
    Some(list.node.name.node.to_string())
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

/// The types from which a page can be reached.
fn above_pages(fields: &HashMap<String, Vec<FieldDefinition>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let more: Vec<String> = fields
            .iter()
            .filter(|(ty, definitions)| {
                !found.contains(*ty)
                    && definitions
                        .iter()
                        .any(|field| is_page(field) || found.contains(named(&field.ty.node)))
            })
            .map(|(ty, _)| ty.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}
