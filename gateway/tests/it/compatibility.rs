//! A change of the schema that breaks a client has an entry in CHANGELOG.md.
//!
//! `gateway/schema.published.graphql` is the schema that clients were last promised. Whoever removes or narrows something says so
//! in the section "Unreleased", in a line with `**breaking**` and the place in backquotes, such as `Query.project`. A release
//! copies `schema.graphql` over the published one.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, InputValueDefinition, Type, TypeKind, TypeSystemDefinition};

/// What stands at a place of the schema: its type as written, and whether leaving it out is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Type(&'static str),
    Output(String),
    Input { written: String, is_required: bool },
    Value,
}

fn places(sdl: &str) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    let mut put = |path: String, place: Place| {
        places.insert(path, place);
    };
    for definition in parse_schema(sdl).expect("the schema is GraphQL").definitions {
        let TypeSystemDefinition::Type(definition) = definition else {
            continue;
        };
        let name = definition.node.name.node.to_string();
        let (kind, fields) = match definition.node.kind {
            TypeKind::Scalar => ("scalar", vec![]),
            TypeKind::Object(object) => ("object", object.fields),
            TypeKind::Interface(interface) => ("interface", interface.fields),
            TypeKind::Union(union) => {
                for member in union.members {
                    put(format!("{name}.{}", member.node), Place::Value);
                }
                ("union", vec![])
            }
            TypeKind::Enum(values) => {
                for value in values.values {
                    put(format!("{name}.{}", value.node.value.node), Place::Value);
                }
                ("enum", vec![])
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    put(
                        format!("{name}.{}", field.node.name.node),
                        input_place(&field.node),
                    );
                }
                ("input", vec![])
            }
        };
        for field in fields {
            let path = format!("{name}.{}", field.node.name.node);
            for argument in &field.node.arguments {
                put(
                    format!("{path}({}:)", argument.node.name.node),
                    input_place(&argument.node),
                );
            }
            put(path, Place::Output(field.node.ty.node.to_string()));
        }
        put(name, Place::Type(kind));
    }
    places
}

fn input_place(input: &InputValueDefinition) -> Place {
    Place::Input {
        written: input.ty.node.to_string(),
        is_required: !input.ty.node.nullable && input.default_value.is_none(),
    }
}

/// Whether a client that reads `old` can read `new`: the same type, or one that is null in fewer places.
fn still_reads(old: &str, new: &str) -> bool {
    fn narrower(old: &Type, new: &Type) -> bool {
        (old.nullable || !new.nullable)
            && match (&old.base, &new.base) {
                (BaseType::Named(old), BaseType::Named(new)) => old == new,
                (BaseType::List(old), BaseType::List(new)) => narrower(old, new),
                _ => false,
            }
    }
    let parse = |text: &str| Type::new(text).expect("a type");
    narrower(&parse(old), &parse(new))
}

/// The places at which a client of the old schema would notice the new one.
fn broken(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (places(old), places(new));
    let mut broken: Vec<String> = old
        .iter()
        .filter(|(path, before)| match (before, new.get(*path)) {
            (_, None) => true,
            (Place::Output(before), Some(Place::Output(after))) => !still_reads(before, after),
            // What may be sent is read the other way round: the new type must take all that the old one took.
            (Place::Input { written: before, .. }, Some(Place::Input { written: after, .. })) => {
                !still_reads(after, before)
            }
            (before, Some(after)) => *before != after,
        })
        .map(|(path, _)| path.clone())
        .collect();
    let owner = |path: &str| path.split(['.', '(']).next().unwrap_or_default().to_owned();
    broken.extend(new.iter().filter_map(|(path, place)| {
        let field = path.split('(').next().unwrap_or_default();
        let is_new_demand = matches!(
            place,
            Place::Input {
                is_required: true,
                ..
            }
        ) && !old.contains_key(path)
            && old.contains_key(&owner(path))
            && (!path.contains('(') || old.contains_key(field));
        is_new_demand.then(|| path.clone())
    }));
    broken
}

#[test]
fn what_breaks_a_client_is_in_the_changelog() {
    let published = include_str!("../../schema.published.graphql");
    let changelog = include_str!("../../../CHANGELOG.md");
    let unreleased = changelog
        .split("\n## ")
        .find(|part| part.starts_with("Unreleased"))
        .unwrap_or_default();
    let announced: Vec<&str> = unreleased
        .lines()
        .filter(|line| line.contains("**breaking**"))
        .collect();
    let silent: Vec<String> = broken(published, &wsparcie_gateway::sdl())
        .into_iter()
        .filter(|path| !announced.iter().any(|line| line.contains(&format!("`{path}`"))))
        .collect();
    assert!(
        silent.is_empty(),
        "add a **breaking** line for each of these to CHANGELOG.md: {silent:#?}"
    );
}

#[test]
fn each_kind_of_break_is_found() {
    let old = "type Query { a(x: Int, y: Int! = 1): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }";
    for (new, expected) in [
        (
            "type Query { b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.a",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1): String b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.a",
        ),
        (
            "type Query { a(y: Int! = 1): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.a(x:)",
        ),
        (
            "type Query { a(x: Int!, y: Int! = 1): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.a(x:)",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1, z: Int!): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.a(z:)",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1): String! b: [Int]! } enum E { ONE TWO } input I { p: Int q: Int! }",
            "Query.b",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1): String! b: [Int!]! } enum E { ONE } input I { p: Int q: Int! }",
            "E.TWO",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! r: Int! }",
            "I.r",
        ),
        (
            "type Query { a(x: Int, y: Int! = 1): String! b: [Int!]! } input I { p: Int q: Int! }",
            "E",
        ),
    ] {
        assert!(
            broken(old, new).contains(&expected.to_owned()),
            "{expected}: {:?}",
            broken(old, new)
        );
    }
    for harmless in [
        "type Query { a(x: Int, y: Int! = 1, z: Int): String! b: [Int!]! c: Int } enum E { ONE TWO THREE } input I { p: Int q: Int r: Int }",
        "type Query { a(x: Int, y: Int = 1): String! b: [Int!]! } enum E { ONE TWO } input I { p: Int q: Int! } input J { x: Int! }",
    ] {
        assert_eq!(broken(old, harmless), Vec::<String>::new(), "{harmless}");
    }
}
