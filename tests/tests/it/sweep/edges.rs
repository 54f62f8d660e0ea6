//! Edges that open something their parent does not: allowed and forbidden as their own rows say.

use serde_json::{Value, json};
use wsparcie_gateway::FIELD_PERMISSIONS;

use super::actor::{Actor, Expected};
use super::cells::node_field;
use super::exchange;
use super::sdl::Sdl;
use super::world::World;

/// Asks for each edge of the own centre's things as everybody who may see the thing itself.
pub(super) async fn check(world: &World, sdl: &Sdl) -> Vec<String> {
    let mut problems = Vec::new();
    for (edge, _) in FIELD_PERMISSIONS {
        let Some((parent, name)) = edge.split_once('.') else {
            continue;
        };
        let Some(field) = sdl
            .find(parent)
            .and_then(|ty| ty.fields.iter().find(|field| field.name == name))
        else {
            problems.push(format!("{edge} has a row of permissions, and no field"));
            continue;
        };
        if matches!(parent, "Query" | "Mutation") {
            // The sweep's own.
            continue;
        }
        // A participant group cannot be fetched alone: the way to it is its project.
        let (node, before, behind) = match parent {
            "ParticipantGroup" => ("Project", "groups { groups { ", " } }"),
            own => (own, "", ""),
        };
        let Some(decides) = node_field(node) else {
            problems.push(format!(
                "{edge}: the sweep does not know how to come to its parent"
            ));
            continue;
        };
        // What edges ask for: so many rows, a day, a base of costs, or another thing of the parent's kind (here itself).
        let arguments = [
            ("first", "(first: 5)"),
            ("date", "(date: \"2025-01-01\")"),
            ("base", "(base: TOTAL)"),
            ("against", "(against: $id)"),
        ];
        let asks_for = |name: &str| field.arguments.iter().any(|argument| argument.name == name);
        let arguments = arguments.iter().find(|(name, _)| asks_for(name));
        let arguments = arguments.map_or("", |(_, written)| written);
        let query = format!(
            "query($id: ID!) {{ node(id: $id) {{ ... on {node} {{ id {before}{name}{arguments} {{ __typename }}{behind} }} }} }}"
        );
        for actor in world
            .actors
            .iter()
            .filter(|actor| actor.expected(decides) == Expected::Allowed)
        {
            let home = world.home_of(actor);
            let id = if parent == "Programme" {
                Some(world.programme.clone())
            } else {
                home.id(node)
            };
            let Some(id) = id else { continue };
            problems.extend(ask(actor, edge, &query, &json!({"id": id})).await);
        }
    }
    problems
}

async fn ask(actor: &Actor, edge: &str, query: &str, variables: &Value) -> Option<String> {
    let answer = exchange::send(&actor.client(), query, variables).await;
    let body = answer.body();
    let problem = match actor.expected(edge) {
        Expected::Allowed => body.get("errors").is_some(),
        Expected::Forbidden => {
            body["data"]["node"]["id"].is_null() || answer.code().as_deref() != Some("FORBIDDEN")
        }
        Expected::Unauthenticated => true,
    };
    problem.then(|| {
        format!(
            "{edge} as {}, {:?} expected: {}",
            actor.name,
            actor.expected(edge),
            answer.text
        )
    })
}
