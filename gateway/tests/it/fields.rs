//! Every root field of the schema, asked for by those who may not.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use http::StatusCode;
use serde_json::{Value, json};
use wsparcie_gateway::{FIELD_PERMISSIONS, Requirement};
use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::{Actor, OrganisationKind, Principal, Role, permission};

use crate::support::{App, organisation};

/// The schema's types by name.
pub(crate) struct Types(BTreeMap<String, TypeKind>);

impl Types {
    pub(crate) fn read() -> Self {
        let definitions = parse_schema(wsparcie_gateway::sdl()).unwrap().definitions;
        let types = definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
            _ => None,
        });
        Self(types.collect())
    }

    pub(crate) fn root_fields(&self, root: &str) -> Vec<&FieldDefinition> {
        let Some(TypeKind::Object(object)) = self.0.get(root) else {
            panic!("no {root}")
        };
        object.fields.iter().map(|field| &field.node).collect()
    }

    /// A document that asks for one root field with valid arguments, as few as possible.
    pub(crate) fn document(&self, root: &str, field: &FieldDefinition) -> String {
        let mut arguments: Vec<String> = field
            .arguments
            .iter()
            .filter_map(|argument| self.required(&argument.node))
            .collect();
        if field
            .arguments
            .iter()
            .any(|argument| argument.node.name.node == "first")
        {
            arguments.push("first: 1".to_owned());
        }
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("({})", arguments.join(", "))
        };
        format!(
            "{} {{ {}{arguments} {{ __typename }} }}",
            root.to_lowercase(),
            field.name.node
        )
    }

    fn required(&self, input: &InputValueDefinition) -> Option<String> {
        let needed = !input.ty.node.nullable && input.default_value.is_none();
        needed.then(|| format!("{}: {}", input.name.node, self.value(&input.ty.node)))
    }

    fn value(&self, ty: &Type) -> String {
        let name = match &ty.base {
            BaseType::List(_) => return "[]".to_owned(),
            BaseType::Named(name) => name.as_str(),
        };
        match (name, self.0.get(name)) {
            ("Int", _) => "1".to_owned(),
            ("Boolean", _) => "true".to_owned(),
            ("Date", _) => "\"2020-01-01\"".to_owned(),
            (_, Some(TypeKind::Enum(values))) => values.values[0].node.value.node.to_string(),
            (_, Some(TypeKind::InputObject(object))) => {
                let fields: Vec<_> = object
                    .fields
                    .iter()
                    .filter_map(|field| self.required(&field.node))
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
            _ => "\"x\"".to_owned(),
        }
    }
}

fn requirement(root: &str, field: &FieldDefinition) -> Requirement {
    let path = format!("{root}.{}", field.name.node);
    FIELD_PERMISSIONS
        .iter()
        .find(|(name, _)| *name == path)
        .unwrap()
        .1
}

#[tokio::test]
async fn nobody_is_asked_to_sign_in_before_anything_else_happens() {
    let (app, types) = (App::start(), Types::read());
    for root in ["Query", "Mutation"] {
        for field in types.root_fields(root) {
            if requirement(root, field) == Requirement::Public {
                continue;
            }
            let answer = app.post(&[], &types.document(root, field), Value::Null).await;
            assert_eq!(
                (answer.status, answer.code()),
                (StatusCode::OK, "UNAUTHENTICATED"),
                "{}",
                answer.text
            );
            assert_eq!(answer.body["data"], json!({(field.name.node.as_str()): null}));
        }
    }
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn every_role_is_told_that_a_field_is_forbidden_without_a_call() {
    let (app, types) = (App::start(), Types::read());
    let token = app.sign_in().await;
    for role in Role::ALL {
        *app.role.lock().unwrap() = Some(*role);
        let actor = actor(*role);
        for root in ["Query", "Mutation"] {
            for field in types.root_fields(root) {
                let Requirement::Needs(resource, action) = requirement(root, field) else {
                    continue;
                };
                if permission::allows(&actor, resource, action) {
                    continue;
                }
                let before = app.calls();
                let answer = app.ask(&token, &types.document(root, field), Value::Null).await;
                assert_eq!(answer.code(), "FORBIDDEN", "{role:?} {}", answer.text);
                assert_eq!(app.calls() - before, 1, "only who is asking: {}", field.name.node);
            }
        }
    }
}

pub(crate) fn actor(role: Role) -> Actor {
    Actor {
        principal: Principal::User(wsparcie_kernel::ids::UserId::from_uuid(uuid::Uuid::from_u128(1))),
        organisation: Some(ActingOrganisation {
            id: organisation(1),
            kind: OrganisationKind::Centre,
            region: None,
        }),
        roles: vec![role],
        scopes: Vec::new(),
        standing: Standing::NORMAL,
    }
}
