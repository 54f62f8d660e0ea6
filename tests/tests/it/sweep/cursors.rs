//! Cursors belong to one list of one organisation.

use serde_json::json;

use super::actor::{Actor, Expected};
use super::exchange::{self, Asked, difference};
use super::sdl::{Field, Sdl};
use super::tenant::Tenant;
use super::world::World;
use crate::support::Client;

/// A cursor of the right length that nobody signed.
const FORGED: &str = "AZqx1Q3Xf0K8pTqUu0l4GQ3Xf0K8pTqUu0l4GQ3Xf0K";

/// Asks for each list behind its own cursor, behind the foreign centre's, behind another list's and behind a forged one.
pub(super) async fn check(world: &World, sdl: &Sdl) -> Vec<String> {
    let mut problems = Vec::new();
    for full_name in sdl.root_fields() {
        let field = sdl.root_field(&full_name);
        if !field.arguments.iter().any(|argument| argument.name == "after") {
            continue;
        }
        let theirs = required(field, &world.foreign);
        let first = format!("{{ {}({theirs}first: 1) {{ edges {{ cursor }} }} }}", field.name);
        let foreign = foreign_cursor(world, &field.name, &first).await;
        for actor in world
            .actors
            .iter()
            .filter(|actor| actor.expected(&full_name) == Expected::Allowed)
        {
            let own = required(field, world.home_of(actor));
            problems.extend(ask(actor, &field.name, &own, &foreign).await);
        }
    }
    problems
}

/// What a list of somebody's has to be asked for beside its page.
fn required(field: &Field, whose: &Tenant) -> String {
    let required = field.arguments.iter().filter(|argument| argument.is_required());
    let written = required.map(|argument| match argument.name.as_str() {
        "month" => "month: \"2025-02-01\", ".to_owned(),
        "projectId" => format!("projectId: {:?}, ", whose.id("Project").unwrap_or_default()),
        "code" => "code: \"WLASNY_0\", undecided: true, asOf: \"2025-06-30\", ".to_owned(),
        other => panic!("{}: say here what to ask for in `{other}`", field.name),
    });
    written.collect()
}

/// The foreign centre's cursor of the same list, or of another where it does not have that list.
async fn foreign_cursor(world: &World, name: &str, first: &str) -> String {
    let members = "{ members(first: 1) { edges { cursor } } }";
    let (client, name, query): (&Client, _, _) = match name {
        "members" | "apiClients" | "auditEvents" | "invitations" | "accessReviews" | "breakGlassAccesses"
        | "referenceReleases" => (&world.foreign.admin, name, first),
        "organisations" | "projectComparison" | "comparisonReleases" | "programmes" => {
            (&world.foreign.admin, "members", members)
        }
        _ => (world.foreign.worker.as_ref().unwrap(), name, first),
    };
    let data = client.data(query, json!({})).await;
    let cursor = data[name]["edges"][0]["cursor"].as_str();
    cursor
        .unwrap_or_else(|| panic!("the foreign centre's list {name} is empty: {data}"))
        .to_owned()
}

async fn ask(actor: &Actor, name: &str, required: &str, foreign: &str) -> Vec<String> {
    let client = actor.client();
    let says = |what: &str| format!("{name} as {}: {what}", actor.name);
    let mut problems = Vec::new();
    let behind = format!(
        "query($after: String!) {{ {name}({required}first: 1, after: $after) {{ edges {{ cursor }} }} }}"
    );
    let before = format!(
        "query($after: String!) {{ {name}({required}last: 1, before: $after) {{ edges {{ cursor }} }} }}"
    );
    let first = format!("{{ {name}({required}first: 1) {{ edges {{ cursor }} }} }}");
    let own = exchange::send(&client, &first, &json!({})).await.body();
    let own = own["data"][name]["edges"][0]["cursor"]
        .as_str()
        .map(str::to_owned);
    for query in [&behind, &before] {
        let ask = async |cursor: &str| {
            let exchange = exchange::send(&client, query, &json!({"after": cursor})).await;
            Asked {
                exchange,
                sent: Vec::new(),
            }
        };
        if let Some(own) = &own {
            let answer = ask(own).await;
            problems.extend(
                answer
                    .exchange
                    .failure(name)
                    .map(|text| says(&format!("the own cursor: {text}"))),
            );
        }
        let forged = ask(FORGED).await;
        for (whose, answer) in [("foreign", ask(foreign).await), ("forged", ask(FORGED).await)] {
            if answer.exchange.code().as_deref() != Some("INVALID_CURSOR") {
                problems.push(says(&format!("the {whose} cursor gave {}", answer.exchange.text)));
            }
            if answer.exchange.statements != actor.authentication {
                problems.push(says(&format!(
                    "SQL for the {whose} cursor: {:?}",
                    answer.exchange.statements
                )));
            }
            problems.extend(
                difference(&answer, &forged).map(|text| says(&format!("the {whose} cursor: {text}"))),
            );
        }
    }
    problems
}
