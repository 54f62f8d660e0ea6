//! Words instead of ids: names, addresses, codes and logins of another centre say as little as those that nobody has.

use serde_json::{Value, json};

use super::actor::{Actor, Expected};
use super::canaries;
use super::exchange::{self, Asked, difference};
use super::tenant::{DAY, DICTIONARY, key};
use super::world::World;

/// One question: who may ask it, and with which variables for a word.
struct Question {
    field: &'static str,
    document: &'static str,
    variables: fn(&str) -> Value,
    /// The word that the foreign centre has.
    foreign: String,
    /// A word of the same make that nobody has.
    nobodys: String,
    /// What the answer holds for both.
    answer: fn(&Value) -> bool,
}

/// Asks every question with both words as everybody who may.
pub(super) async fn check(world: &World) -> Vec<String> {
    let mut problems = Vec::new();
    for question in questions(world).await {
        let actors = world.actors.iter();
        for actor in actors.filter(|actor| actor.expected(question.field) == Expected::Allowed) {
            problems.extend(ask(actor, &question).await);
        }
    }
    problems
}

async fn questions(world: &World) -> Vec<Question> {
    let foreign = &world.foreign;
    let data = "{ people(first: 1) { edges { node { lastName } } } }";
    let people = foreign.worker.as_ref().unwrap().data(data, json!({})).await;
    let last_name = people["people"]["edges"][0]["node"]["lastName"].as_str().unwrap();
    let town = foreign.name_of("town").unwrap();
    let code = foreign.name_of("code").unwrap();
    vec![
        Question {
            field: "Query.searchPeople",
            document: "query($input: SearchPeopleInput!) { searchPeople(input: $input) { matches { person { id } } userErrors { code } } }",
            variables: |name| json!({"input": {"lastName": name}}),
            foreign: last_name.to_owned(),
            nobodys: backwards(last_name),
            answer: |body| body["data"]["searchPeople"]["matches"] == json!([]),
        },
        Question {
            field: "Query.responsibleForAddress",
            document: "query($town: String!, $street: String, $on: Date!) {
                responsibleForAddress(town: $town, street: $street, houseNumber: \"7\", on: $on) { id } }",
            variables: |town| json!({"town": town, "street": canaries::STREET, "on": DAY}),
            foreign: town.to_owned(),
            nobodys: backwards(town),
            answer: |body| body.get("errors").is_none() && body["data"]["responsibleForAddress"].is_null(),
        },
        Question {
            field: "Mutation.endOwnDictionaryEntry",
            document: "mutation($input: EndOwnDictionaryEntryInput!) { endOwnDictionaryEntry(input: $input) { entry { code } userErrors { code } } }",
            variables: |code| {
                json!({"input": {
                    "idempotencyKey": key(), "dictionary": DICTIONARY, "code": code, "validFrom": "2025-01-01", "lastDay": DAY,
                    "expectedVersion": 1,
                }})
            },
            foreign: code.to_owned(),
            nobodys: format!("x{code}"),
            answer: |body| body["errors"][0]["extensions"]["code"] == "NOT_FOUND",
        },
        Question {
            field: "Mutation.requestPasswordReset",
            document: "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { requested userErrors { code } } }",
            variables: |login| json!({"input": {"login": login}}),
            foreign: foreign.admin_login.clone(),
            nobodys: format!("x{}", foreign.admin_login),
            answer: |body| {
                body["data"]["requestPasswordReset"] == json!({"requested": true, "userErrors": []})
            },
        },
    ]
}

fn backwards(word: &str) -> String {
    word.chars().rev().collect()
}

async fn ask(actor: &Actor, question: &Question) -> Vec<String> {
    let says = |text: &str| format!("{} as {}: {text}", question.field, actor.name);
    let mut answers = Vec::new();
    for word in [&question.foreign, &question.nobodys] {
        let variables = (question.variables)(word);
        let exchange = exchange::send(&actor.client(), question.document, &variables).await;
        answers.push(Asked {
            exchange,
            sent: Vec::new(),
        });
    }
    let mut problems = Vec::new();
    if !(question.answer)(&answers[0].exchange.body()) {
        problems.push(says(&answers[0].exchange.text));
    }
    problems.extend(difference(&answers[0], &answers[1]).map(|text| says(&text)));
    problems
}
