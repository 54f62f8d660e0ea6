//! What holds for the whole schema.

use std::collections::BTreeSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition};
use async_graphql::{Name, Positioned};

use super::{FIELD_PERMISSIONS, sdl};

/// Types that the specification defines and describes itself.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

type Description = Option<Positioned<String>>;

/// The schema's definitions: path and description of each type, field, argument, input field and enum value.
fn definitions() -> Vec<(String, Description)> {
    let mut found = Vec::new();
    for definition in parse_schema(sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else {
            continue;
        };
        let ty = ty.node;
        let name = ty.name.node.to_string();
        found.push((name.clone(), ty.description));
        let mut fields = |fields: Vec<Positioned<FieldDefinition>>| {
            for field in fields {
                let path = format!("{name}.{}", field.node.name.node);
                for argument in field.node.arguments {
                    found.push((
                        format!("{path}({})", argument.node.name.node),
                        argument.node.description,
                    ));
                }
                found.push((path, field.node.description));
            }
        };
        match ty.kind {
            TypeKind::Object(object) => fields(object.fields),
            TypeKind::Interface(interface) => fields(interface.fields),
            TypeKind::InputObject(input) => found.extend(input.fields.into_iter().map(
                |field: Positioned<InputValueDefinition>| {
                    (format!("{name}.{}", field.node.name.node), field.node.description)
                },
            )),
            TypeKind::Enum(values) => found.extend(values.values.into_iter().map(|value| {
                (
                    format!("{name}.{}", value.node.value.node),
                    value.node.description,
                )
            })),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    found
}

fn root_fields(definitions: &[(String, Description)]) -> BTreeSet<&str> {
    let paths = definitions.iter().map(|(path, _)| path.as_str());
    paths
        .filter(|path| (path.starts_with("Query.") || path.starts_with("Mutation.")) && !path.contains('('))
        .collect()
}

#[test]
fn everything_in_the_schema_is_described() {
    let bare: Vec<_> = definitions()
        .into_iter()
        .filter(|(path, description)| {
            !BUILT_IN.contains(&path.as_str())
                && description
                    .as_ref()
                    .is_none_or(|text| text.node.trim().is_empty())
        })
        .map(|(path, _)| path)
        .collect();
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn every_root_field_has_a_permission_and_every_permission_a_field() {
    let definitions = definitions();
    let listed: BTreeSet<_> = FIELD_PERMISSIONS.iter().map(|(field, _)| *field).collect();
    assert_eq!(listed.len(), FIELD_PERMISSIONS.len(), "a field is listed twice");
    let missing: Vec<_> = root_fields(&definitions)
        .into_iter()
        .filter(|field| !listed.contains(field))
        .collect();
    assert!(missing.is_empty(), "without a permission: {missing:#?}");
    let paths: BTreeSet<_> = definitions.iter().map(|(path, _)| path.as_str()).collect();
    let stray: Vec<_> = listed
        .into_iter()
        .filter(|field| !paths.contains(field))
        .collect();
    assert!(stray.is_empty(), "permissions of no field: {stray:#?}");
}

#[test]
fn every_permission_stands_in_the_description_of_its_field() {
    let definitions = definitions();
    for (field, requirement) in FIELD_PERMISSIONS {
        let (_, description) = definitions.iter().find(|(path, _)| path == field).unwrap();
        let text = &description.as_ref().unwrap().node;
        assert!(
            text.contains(&format!("Permission: {}", requirement.describe())),
            "{field}: {text}"
        );
    }
}

#[test]
fn every_object_says_who_may_see_it() {
    let objects = parse_schema(sdl())
        .unwrap()
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) if matches!(ty.node.kind, TypeKind::Object(_)) => Some(ty.node),
            _ => None,
        });
    for object in objects {
        let text = object.description.map(|text| text.node).unwrap_or_default();
        assert!(text.contains("Permission"), "{}: {text}", object.name.node);
    }
}

/// Mutations of sessions and proofs, which are told apart by what they consume, links that are made anew each time, and a preview,
/// which writes nothing.
const WITHOUT_A_KEY: [&str; 20] = [
    "signIn",
    "completeSignIn",
    "signOut",
    "switchOrganisation",
    "proveAgain",
    "revokeSession",
    "revokeAllSessions",
    "endMemberSessions",
    "beginSecondFactor",
    "confirmSecondFactor",
    "renewRecoveryCodes",
    "resetSecondFactor",
    "changePassword",
    "requestPasswordReset",
    "resetPassword",
    "acceptInvitation",
    "issueDownloadLink",
    "previewReferenceData",
    // These write nothing but their own line of the audit trail.
    "exportComparison",
    "exportExpenseRegister",
];

/// Updates by another name: each sets something of one thing under its version, so a repeat changes nothing and is told
/// `STALE_VERSION` with the thing as it is.
const UPDATES: [&str; 1] = ["editBudget"];

#[test]
fn creates_and_transitions_take_an_idempotency_key_and_updates_a_version() {
    let inputs: BTreeSet<_> = definitions().into_iter().map(|(path, _)| path).collect();
    let has = |path: String| inputs.contains(&path);
    for (field, _) in FIELD_PERMISSIONS
        .iter()
        .filter(|(field, _)| field.starts_with("Mutation."))
    {
        let verb = &field["Mutation.".len()..];
        if WITHOUT_A_KEY.contains(&verb) {
            continue;
        }
        let input = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
        let once = has(format!("{input}.idempotencyKey"));
        let is_update = verb.starts_with("update") || UPDATES.contains(&verb);
        assert!(
            once || (is_update && has(format!("{input}.expectedVersion"))),
            "{verb}"
        );
    }
}

#[test]
fn root_fields_are_nullable_so_that_one_failure_does_not_erase_the_others() {
    for definition in parse_schema(sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else {
            continue;
        };
        let is_root = ty.node.name.node == Name::new("Query") || ty.node.name.node == Name::new("Mutation");
        if let (true, TypeKind::Object(object)) = (is_root, ty.node.kind) {
            for field in object.fields {
                assert!(field.node.ty.node.nullable, "{}", field.node.name.node);
            }
        }
    }
}
