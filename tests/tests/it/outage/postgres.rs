//! PostgreSQL crashes under load: what was acknowledged is there, and nothing is there by half.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::Row;
use tokio_util::sync::CancellationToken;

use super::{Checkout, health, platform_on, ready_again, told};
use crate::journeys::stage::{Centre, key};
use crate::support::{Client, TestApp};

const CRASHES: usize = 3;
const WRITERS: usize = 4;
/// The gateway's own deadline of 10 s, and a little for a busy machine.
const DEADLINE: Duration = Duration::from_secs(11);

const PERSON: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code } } }";
const PROJECT: &str = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } userErrors { code } } }";

/// A create that was acknowledged: the request, and the id it was answered with.
struct Acknowledged {
    query: &'static str,
    input: Value,
    id: String,
}

/// The id in the answer to a create, if it was acknowledged; else the code of the error.
fn outcome(body: &Value) -> Result<String, String> {
    let field = if body["data"]["createPerson"].is_null() {
        "createProject"
    } else {
        "createPerson"
    };
    let payload = &body["data"][field];
    let thing = if field == "createPerson" {
        &payload["person"]
    } else {
        &payload["project"]
    };
    if let Some(id) = thing["id"].as_str() {
        return Ok(id.to_owned());
    }
    let code = body["errors"][0]["extensions"]["code"].as_str();
    Err(code
        .unwrap_or_else(|| panic!("neither done nor a typed failure: {body}"))
        .to_owned())
}

/// Creates people and projects until told to stop. What fails is sent again under the same key until it is acknowledged.
async fn write(
    client: Client,
    writer: usize,
    stop: CancellationToken,
) -> (Vec<Acknowledged>, BTreeSet<String>) {
    let (mut acknowledged, mut failures) = (Vec::new(), BTreeSet::new());
    for number in 0.. {
        if stop.is_cancelled() {
            break;
        }
        let name = format!("Osoba {writer} {number}");
        let (query, input) = if number % 2 == 0 {
            let person =
                json!({"firstName": "Kolejna", "lastName": name, "birthDate": "1990-05-05", "sex": "MALE"});
            (PERSON, json!({"idempotencyKey": key(), "person": person}))
        } else {
            (
                PROJECT,
                json!({"idempotencyKey": key(), "project": {"title": name}}),
            )
        };
        let id = loop {
            let before = Instant::now();
            let answer = client.ask(query, json!({"input": input})).await;
            assert!(before.elapsed() < DEADLINE, "{:?}", before.elapsed());
            match outcome(&answer.body) {
                Ok(id) => break id,
                Err(code) => failures.insert(code),
            };
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        acknowledged.push(Acknowledged { query, input, id });
    }
    (acknowledged, failures)
}

/// Every acknowledged create is there, under its id, once and whole.
async fn all_is_there(app: &TestApp, client: &Client, acknowledged: &[Acknowledged]) {
    let ids: BTreeSet<&str> = acknowledged.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), acknowledged.len(), "each create has an id of its own");
    for id in &ids {
        let found = client
            .data("query($id: ID!) { node(id: $id) { id } }", json!({"id": id}))
            .await;
        assert_eq!(found["node"]["id"], *id);
    }
    for one in acknowledged {
        let answer = client.ask(one.query, json!({"input": one.input})).await;
        assert_eq!(
            outcome(&answer.body),
            Ok(one.id.clone()),
            "a repetition is answered with what was made"
        );
    }

    let mut admin = app.test.admin().await;
    let counts = "select (select count(*) from casework.person) as people,
         (select count(*) from programmes.project) as projects,
         (select count(*) from programmes.project_comparison) as compared,
         (select count(*) from platform.audit_event where action = 'person.created') as people_told,
         (select count(*) from platform.audit_event where action = 'project.created') as projects_told,
         (select count(*) from platform.idempotency where result_id is null) as unfinished";
    let row = sqlx::query(counts).fetch_one(&mut admin).await.unwrap();
    let count = |name: &str| usize::try_from(row.get::<i64, _>(name)).unwrap();
    let people = acknowledged.iter().filter(|one| one.query == PERSON).count();
    let projects = acknowledged.len() - people;
    assert_eq!((count("people"), count("people_told")), (people, people));
    assert_eq!(
        (count("projects"), count("compared"), count("projects_told")),
        (projects, projects, projects)
    );
    assert_eq!(count("unfinished"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_lost_when_postgresql_crashes_under_load() {
    let checkout = Checkout::new();
    let stack = checkout.start().await;
    let app = platform_on(&stack).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;

    let stop = CancellationToken::new();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| tokio::spawn(write(coordinator.clone(), number, stop.clone())))
        .collect();
    for crash in 0..CRASHES {
        tokio::time::sleep(Duration::from_millis(700)).await;
        stack.postgres().stop_immediate().await.unwrap();

        let asked = json!({"query": "{ projects(first: 1) { totalCount } }"});
        let told = told(&coordinator, &asked).await;
        assert_eq!((told.status, told.code.as_str()), (503, "UNAVAILABLE"));
        assert!(
            told.retry_after.is_some() && told.took < Duration::from_secs(5),
            "{:?}",
            told.took
        );
        assert_eq!(
            (health(&app, "live").await, health(&app, "ready").await),
            (200, 503)
        );

        stack.postgres().start().await.unwrap();
        let took = ready_again(&app).await;
        let back = Instant::now();
        while coordinator.post(asked.to_string()).await.code().is_some() {
            assert!(
                took + back.elapsed() < super::RECOVERY,
                "requests are answered again, after crash {crash}"
            );
        }
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.cancel();

    let (mut acknowledged, mut failures) = (Vec::new(), BTreeSet::new());
    for writer in writers {
        let (done, failed) = writer.await.unwrap();
        assert!(done.len() > CRASHES, "a writer got on");
        acknowledged.extend(done);
        failures.extend(failed);
    }
    let typed = ["UNAVAILABLE", "DEADLINE_EXCEEDED"];
    assert!(
        failures.iter().all(|code| typed.contains(&code.as_str())),
        "{failures:?}"
    );
    all_is_there(&app, &coordinator, &acknowledged).await;

    // Background work goes on as well, and the trail is whole.
    app.settle().await;
    assert_eq!(crate::journeys::faults(&app, &centre.id).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_behind_a_lock_is_told_by_its_deadline_and_does_nothing_later() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let mut admin = app.test.admin().await;
    sqlx::raw_sql("begin; lock table casework.person in access exclusive mode")
        .execute(&mut admin)
        .await
        .unwrap();

    let person =
        json!({"firstName": "Późna", "lastName": "Osoba", "birthDate": "1990-05-05", "sex": "FEMALE"});
    let input = json!({"idempotencyKey": key(), "person": person});
    let told = told(
        &coordinator,
        &json!({"query": PERSON, "variables": {"input": input}}),
    )
    .await;
    assert_eq!(told.code, "DEADLINE_EXCEEDED");
    assert!(told.took < DEADLINE, "{:?}", told.took);
    coordinator
        .data("{ projects(first: 1) { totalCount } }", json!({}))
        .await;

    sqlx::raw_sql("rollback").execute(&mut admin).await.unwrap();
    let people = coordinator
        .data("{ people(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(people["people"]["totalCount"], 0);
    let answer = coordinator.ask(PERSON, json!({"input": input})).await;
    assert!(
        outcome(&answer.body).is_ok(),
        "the same key does it now: {}",
        answer.body
    );
}
