//! The schema's conventions for reads: pages, cursors, ids, loaders, permissions.

use serde_json::{Value, json};
use wsparcie_kernel::Role;

use crate::projects::app;

#[tokio::test]
async fn a_page_has_to_be_asked_for_with_a_size_from_1_to_100() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    for arguments in [
        "",
        "(first: 0)",
        "(first: -1)",
        "(first: 101)",
        "(first: 1000000)",
        "(first: 1, last: 1)",
        "(last: 0)",
        "(first: 9007199254740993)",
    ] {
        let answer = app
            .ask(
                &token,
                &format!("{{ projects{arguments} {{ edges {{ cursor }} }} }}"),
                Value::Null,
            )
            .await;
        assert_eq!(answer.code(), "BAD_PAGE", "{arguments} {}", answer.text);
        assert_eq!(answer.body["data"], json!({"projects": null}));
    }
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_request_costs_its_rows_times_their_fields_and_too_much_at_once_is_refused_before_any_call() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    let list = |alias: usize, rows: usize| {
        format!(
            "a{alias}: projects(first: {rows}) {{ edges {{ node {{ title edition startsOn endsOn }} }} }}"
        )
    };
    let many = |count: usize, rows: usize| {
        let lists: Vec<_> = (0..count).map(|alias| list(alias, rows)).collect();
        format!("{{ {} }}", lists.join(" "))
    };
    // A row is five fields: 502 a list of 100 with its edges.
    for (document, is_refused) in [
        (many(9, 100), false),
        (many(10, 100), true),
        (many(19, 10), false),
    ] {
        asked.lock().unwrap().clear();
        let answer = app.ask(&token, &document, Value::Null).await;
        assert_eq!(
            answer.body["errors"][0]["extensions"]["code"] == "TOO_COSTLY",
            is_refused,
            "{}",
            answer.text
        );
        assert_eq!(asked.lock().unwrap().is_empty(), is_refused);
    }
    // The size may come by a variable.
    let by_variable =
        many(10, 1)
            .replace("first: 1", "first: $rows")
            .replacen('{', "query($rows: Int!) {", 1);
    let answer = app.ask(&token, &by_variable, json!({"rows": 100})).await;
    assert_eq!(answer.code(), "TOO_COSTLY", "{}", answer.text);
}

#[tokio::test]
async fn a_list_is_walked_by_its_own_cursors_only() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let walk = "query($after: String) { projects(first: 2, after: $after) {
        edges { cursor node { title } } pageInfo { hasNextPage endCursor } } }";
    let first = app.ask(&token, walk, Value::Null).await;
    let end = &first.body["data"]["projects"]["pageInfo"]["endCursor"];
    let second = app.ask(&token, walk, json!({"after": end})).await;
    assert_eq!(
        second.body["data"]["projects"]["edges"][0]["node"]["title"], "Projekt 3",
        "{}",
        second.text
    );
    let documents = "query($after: String) { documents(first: 2, after: $after) { edges { cursor } } }";
    assert_eq!(
        app.ask(&token, documents, json!({"after": end})).await.code(),
        "INVALID_CURSOR"
    );
    for forged in ["", "AAAA", "eyJpZCI6MX0", &"A".repeat(43)] {
        assert_eq!(
            app.ask(&token, walk, json!({"after": forged})).await.code(),
            "INVALID_CURSOR",
            "{forged}"
        );
    }
}

#[tokio::test]
async fn a_list_is_counted_only_if_the_count_is_asked_for() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    for (fields, counted) in [("edges { cursor }", false), ("totalCount", true), ("...F", true)] {
        let query = format!(
            "{{ projects(first: 1) {{ {fields} }} }} {}",
            if fields == "...F" {
                "fragment F on ProjectConnection { totalCount }"
            } else {
                ""
            }
        );
        app.ask(&token, &query, Value::Null).await;
        let last = asked.lock().unwrap().pop().unwrap();
        assert_eq!(last.counted, counted, "{fields}");
    }
}

#[tokio::test]
async fn a_hundred_edges_are_one_call() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    let answer = app
        .ask(&token, "{ projects(first: 100) { edges { node { programme { code name(lang: EN) period { code label(lang: PL) } } } } } }", Value::Null)
        .await;
    let programme = &answer.body["data"]["projects"]["edges"][5]["node"]["programme"];
    assert_eq!(programme["name"], "Programme", "{}", answer.text);
    assert_eq!(
        programme["period"],
        json!({"code": "2014-2020", "label": "2014-2020"})
    );
    assert_eq!(asked.lock().unwrap().len(), 2, "the page and one batch");
}

#[tokio::test]
async fn ids_are_checked_for_their_type_and_what_is_unseen_is_not_found() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let listed = app
        .ask(
            &token,
            "{ projects(first: 1) { edges { node { id programme { id } } } } }",
            Value::Null,
        )
        .await;
    let node = &listed.body["data"]["projects"]["edges"][0]["node"];
    let by_id = "query($id: ID!) { project(id: $id) { title } }";
    assert_eq!(
        app.ask(&token, by_id, json!({"id": node["id"]})).await.body["data"]["project"]["title"],
        "Projekt 1"
    );
    let any = "query($id: ID!) { node(id: $id) { id __typename ... on Project { title } } }";
    let answer = app.ask(&token, any, json!({"id": node["id"]})).await;
    assert_eq!(
        answer.body["data"]["node"],
        json!({"id": node["id"], "__typename": "Project", "title": "Projekt 1"})
    );

    assert_eq!(
        app.ask(&token, by_id, json!({"id": node["programme"]["id"]}))
            .await
            .code(),
        "BAD_INPUT"
    );
    for bad in ["", "x", "UHJvamVjdDox", "1"] {
        assert_eq!(
            app.ask(&token, by_id, json!({"id": bad})).await.code(),
            "BAD_INPUT",
            "{bad}"
        );
        assert_eq!(
            app.ask(&token, any, json!({"id": bad})).await.code(),
            "BAD_INPUT",
            "{bad}"
        );
    }
    // "Project:00000000-0000-0000-0000-000000000063"
    let unseen = json!({"id": "UHJvamVjdDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwNjM"});
    for query in [by_id, any] {
        let answer = app.ask(&token, query, unseen.clone()).await;
        assert_eq!(answer.code(), "NOT_FOUND", "{}", answer.text);
    }
}

#[tokio::test]
async fn a_forbidden_field_costs_no_call() {
    let (app, _) = app();
    let anonymous = app
        .post(
            &[],
            "{ projects(first: 1) { totalCount } people(first: 1) { totalCount } viewer { id } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        anonymous.body["data"],
        json!({"projects": null, "people": null, "viewer": null})
    );
    assert_eq!(anonymous.code(), "UNAUTHENTICATED");
    assert_eq!(app.calls(), 0);

    let token = app.sign_in().await;
    *app.role.lock().unwrap() = Some(Role::Operator);
    let before = app.calls();
    let answer = app
        .ask(
            &token,
            "{ people(first: 1) { totalCount } project(id: \"x\") { id } }",
            Value::Null,
        )
        .await;
    assert_eq!(answer.code(), "FORBIDDEN");
    assert_eq!(app.calls() - before, 1, "only who is asking");
}
