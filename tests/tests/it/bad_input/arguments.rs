//! Arguments that no field takes: no statement beyond that which finds out who asks.

use serde_json::{Value, json};

use super::{ask, cost_of_knowing_who_asks, is_alive, post, send, stage};
use crate::support::{Client, TestApp};

/// The lists of the root, with somebody who may read each.
const LISTS: [&str; 8] = [
    "projects",
    "programmes",
    "people",
    "nominations",
    "enrolments",
    "groupSessions",
    "documents",
    "projects",
];

#[tokio::test]
async fn a_list_is_given_in_pages_of_1_to_100() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let who = cost_of_knowing_who_asks(&coordinator).await;
    for list in LISTS {
        for arguments in [
            "",
            "(first: 0)",
            "(first: -1)",
            "(first: 101)",
            "(first: 1000000)",
            "(last: 0)",
            "(last: 1000000)",
            "(first: 1, last: 1)",
            "(first: null)",
            "(first: 9223372036854775807)",
            "(first: -9223372036854775808)",
        ] {
            let reply = send(ask(
                &coordinator,
                &format!("{{ {list}{arguments} {{ edges {{ cursor }} }} }}"),
            ))
            .await;
            assert_eq!(
                reply.told(),
                (200, "BAD_PAGE"),
                "{list}{arguments}: {}",
                reply.body
            );
            assert_eq!(reply.statements.len(), who, "{list}{arguments}");
        }
        for arguments in [
            "(first: 1.5)",
            "(first: \"1\")",
            "(first: 99999999999999999999)",
            "(first: 1, size: 2)",
        ] {
            let reply = send(ask(
                &coordinator,
                &format!("{{ {list}{arguments} {{ edges {{ cursor }} }} }}"),
            ))
            .await;
            assert_eq!(
                reply.told(),
                (400, "GRAPHQL_VALIDATION_FAILED"),
                "{list}{arguments}: {}",
                reply.body
            );
        }
        let reply = send(ask(
            &coordinator,
            &format!("{{ {list}(first: 100) {{ edges {{ cursor }} }} }}"),
        ))
        .await;
        assert!(reply.body.get("errors").is_none(), "{list}: {}", reply.body);
    }
    is_alive(&app, &coordinator).await;
}

async fn cursor(client: &Client, list: &str) -> String {
    let data = client
        .data(
            &format!("{{ {list}(first: 1) {{ edges {{ cursor }} }} }}"),
            json!({}),
        )
        .await;
    stage::text(&data[list]["edges"][0]["cursor"])
}

#[tokio::test]
async fn a_cursor_that_is_forged_or_foreign_opens_no_page() {
    let app = TestApp::start().await;
    let north = stage::Centre::found(&app, "polnoc", "0261011").await;
    let south = stage::Centre::found(&app, "poludnie", "0862011").await;
    let (ours, theirs) = (north.coordinator().await, south.coordinator().await);
    for coordinator in [&ours, &theirs] {
        stage::project(coordinator, "Projekt").await;
    }
    let own = cursor(&ours, "projects").await;
    let foreign = cursor(&theirs, "projects").await;
    let other_list = cursor(&ours, "programmes").await;
    let mut forged = own.clone().into_bytes();
    let last = forged.len() - 2;
    forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
    let mut moved = own.clone().into_bytes();
    moved[3] = if moved[3] == b'A' { b'B' } else { b'A' };
    let who = cost_of_knowing_who_asks(&ours).await;
    let long = "A".repeat(20_000);
    let [forged, moved] = [forged, moved].map(|bytes| String::from_utf8(bytes).unwrap());
    for (what, cursor) in [
        ("of another centre", foreign.as_str()),
        ("of another list", &other_list),
        ("with another signature", &forged),
        ("with another position", &moved),
        ("cut", &own[..own.len() - 4]),
        ("empty", ""),
        ("no base64", "ż!"),
        ("long", &long),
    ] {
        for argument in ["first: 1, after", "last: 1, before"] {
            let query = format!("query($c: String) {{ projects({argument}: $c) {{ edges {{ cursor }} }} }}");
            let reply = send(post(
                &ours,
                json!({"query": query, "variables": {"c": cursor}}).to_string(),
            ))
            .await;
            assert_eq!(reply.told(), (200, "INVALID_CURSOR"), "{what}: {}", reply.body);
            assert_eq!(
                (reply.statements.len(), &reply.body["data"]["projects"]),
                (who, &Value::Null),
                "{what}"
            );
        }
    }
    let after = ours
        .data(
            "query($c: String) { projects(first: 1, after: $c) { edges { cursor } } }",
            json!({"c": own}),
        )
        .await;
    assert_eq!(after["projects"]["edges"], json!([]));
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_told_as_such() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let who = cost_of_knowing_who_asks(&coordinator).await;
    let mutation = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } userErrors { code } } }";
    for (what, project) in [
        ("an unknown mode", json!({"title": "P", "mode": "SECRET"})),
        (
            "a mode in lower case",
            json!({"title": "P", "mode": "competitive"}),
        ),
        (
            "an unknown source",
            json!({"title": "P", "budget": [{"source": "LOTTERY", "amount": {"amount": "1.00"}}]}),
        ),
        (
            "an unknown currency",
            json!({"title": "P", "budgetTotal": {"amount": "1.00", "currency": "EUR"}}),
        ),
        ("an unknown field", json!({"title": "P", "colour": "red"})),
        ("no title", json!({"mode": "COMPETITIVE"})),
        ("a title that is a number", json!({"title": 7})),
        (
            "a day that is none",
            json!({"title": "P", "startsOn": "2017-02-29"}),
        ),
        (
            "a day of a year too far",
            json!({"title": "P", "startsOn": "99999-01-01"}),
        ),
        (
            "an instant for a day",
            json!({"title": "P", "startsOn": "2017-02-01T00:00:00Z"}),
        ),
        (
            "half a place",
            json!({"title": "P", "placesTotal": {"count": 0.5}}),
        ),
    ] {
        let body =
            json!({"query": mutation, "variables": {"input": {"idempotencyKey": "k", "project": project}}});
        let reply = send(post(&coordinator, body.to_string())).await;
        let (status, code) = reply.told();
        let typed = matches!(
            (status, code),
            (400, "GRAPHQL_VALIDATION_FAILED") | (200, "BAD_INPUT")
        );
        assert!(typed, "{what}: {}", reply.body);
        assert!(reply.statements.len() <= who, "{what}: {:?}", reply.statements);
    }
    let literal = r#"mutation { createProject(input: {idempotencyKey: "k", project: {title: "P", mode: SECRET}}) { project { id } } }"#;
    assert_eq!(
        send(ask(&coordinator, literal)).await.told(),
        (400, "GRAPHQL_VALIDATION_FAILED")
    );
    assert_eq!(
        coordinator
            .data("{ projects(first: 1) { totalCount } }", json!({}))
            .await["projects"]["totalCount"],
        0
    );
}

#[tokio::test]
async fn an_id_that_is_none_and_an_id_of_another_kind_are_told_as_such() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let who = cost_of_knowing_who_asks(&coordinator).await;
    let long = "A".repeat(20_000);
    for id in [
        "",
        "1",
        "ż",
        "../../etc/passwd",
        "' or 1=1 --",
        &long,
        centre.id.as_str(),
    ] {
        for field in [
            "project",
            "person",
            "nomination",
            "enrolment",
            "groupSession",
            "document",
            "programme",
        ] {
            let query = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            let reply = send(post(
                &coordinator,
                json!({"query": query, "variables": {"id": id}}).to_string(),
            ))
            .await;
            assert_eq!(
                reply.told(),
                (200, "BAD_INPUT"),
                "{field}({id:.40}): {}",
                reply.body
            );
            assert_eq!(reply.statements.len(), who, "{field}");
        }
    }
}
