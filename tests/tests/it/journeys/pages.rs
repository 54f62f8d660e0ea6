//! A long page costs as many statements as a short one.

use serde_json::{Value, json};

use super::stage::{
    Centre, candidate, create_project, decide, enrol, key, nominate, project, rules, set_rules,
};
use crate::support::{Client, TestApp, Trace};

/// How many SQL statements the query takes, and how many rows its only list gave.
async fn cost(client: &Client, query: &str, list: &str) -> (usize, usize) {
    let trace = Trace::new();
    let data = client.traced(&trace).data(query, json!({})).await;
    let statements = trace.statements();
    assert!(!statements.is_empty(), "statements are counted");
    (statements.len(), data[list]["edges"].as_array().unwrap().len())
}

#[tokio::test]
pub(crate) async fn twenty_projects_with_rules_and_counts_cost_as_much_as_two() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let programmes = coordinator
        .data("{ programmes(first: 100) { edges { node { id } } } }", json!({}))
        .await;
    let programmes = programmes["programmes"]["edges"].as_array().unwrap().clone();
    let add = async |number: usize| {
        let programme = &programmes[number % programmes.len()]["node"]["id"];
        let input = json!({"title": format!("Projekt {number}"), "programmeId": programme, "placesTotal": {"count": 10}});
        let project = create_project(&coordinator, input).await;
        set_rules(&coordinator, &project, rules()).await;
    };
    let query = "{ projects(first: 20) { edges { node {
        title programme { code path { code } } recruitment { criteria { code } } enrolmentCounts { women men }
    } } } }";

    for number in 0..2 {
        add(number).await;
    }
    let (short, rows) = cost(&coordinator, query, "projects").await;
    assert_eq!(rows, 2);
    for number in 2..20 {
        add(number).await;
    }
    let (long, rows) = cost(&coordinator, query, "projects").await;
    assert_eq!((rows, long), (20, short));
}

#[tokio::test]
pub(crate) async fn lists_of_cases_cost_the_same_however_long_they_are() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let queries = [
        (
            "people",
            "{ people(first: 20) { edges { node { lastName facts { name } } } } }",
        ),
        (
            "nominations",
            "{ nominations(first: 20) { edges { node { person { lastName facts { name } } project { title } verdict { outcome { code } } } } } }",
        ),
        (
            "enrolments",
            "{ enrolments(first: 20) { edges { node { person { lastName } project { title } attendance { minutes } } } } }",
        ),
        (
            "groupSessions",
            "{ groupSessions(first: 20) { edges { node { project { title } attendance { participant } } } } }",
        ),
    ];
    let mut short = Vec::new();
    for number in 0..6 {
        let project = project(&coordinator, &format!("Projekt {number}")).await;
        set_rules(&coordinator, &project, rules()).await;
        take_part(&worker, &project, number).await;
        if number == 1 {
            for (list, query) in queries {
                short.push(cost(&worker, query, list).await);
            }
        }
    }
    for ((list, query), (statements, rows)) in queries.into_iter().zip(short) {
        assert_eq!(rows, 2, "{list}");
        assert_eq!(cost(&worker, query, list).await, (statements, 6), "{list}");
    }
}

/// One person enrolled in the project and present at its session.
async fn take_part(worker: &Client, project: &str, number: usize) {
    let names = ("Osoba", format!("Numer {number}"));
    let person = candidate(worker, (names.0, &names.1), "1990-05-05", "FEMALE").await;
    let nomination = nominate(worker, &person, project).await;
    decide(worker, &nomination, "2017-10-01").await;
    let enrolment: Value = enrol(worker, &nomination).await;
    let session = json!({"projectId": project, "title": "Trening", "heldOn": "2017-10-18", "minutes": 90});
    let input = json!({"idempotencyKey": key(), "session": session});
    let session = worker
        .mutate("createGroupSession", "groupSession { id version }", input)
        .await["groupSession"]
        .clone();
    let input = json!({
        "idempotencyKey": key(), "sessionId": session["id"], "expectedVersion": session["version"],
        "marks": [{"enrolmentId": enrolment["id"], "presence": "PRESENT"}],
    });
    worker
        .mutate("recordAttendance", "groupSession { version }", input)
        .await;
}
