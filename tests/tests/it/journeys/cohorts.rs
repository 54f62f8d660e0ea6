//! Two groups of one project, as in Przasnysz: each with conditions, days and places of its own.

use serde_json::{Value, json};

use super::ground::{ask, refusals};
use super::stage::{Centre, create_project, decide, key, person, set_rules, text};
use crate::support::{Client, TestApp, Trace};

const WOMEN: &str = "grupa zaawansowana";
const OPEN: &str = "grupa początkująca";

/// A project for adults from October 2017 to the end of 2018; its id.
async fn project_of(coordinator: &Client) -> String {
    let project = create_project(
        coordinator,
        json!({
            "title": "Aktywizacja społeczno-zawodowa", "startsOn": "2017-10-01", "endsOn": "2018-12-31",
            "placesTotal": {"count": 19},
        }),
    )
    .await;
    let adults = criterion("adult", "osoba pełnoletnia", "age >= 18");
    set_rules(coordinator, &project, json!({"criteria": [adults]})).await;
    project
}

fn criterion(code: &str, label: &str, expression: &str) -> Value {
    json!({"code": code, "labelPl": label, "labelEn": label, "expression": expression})
}

/// A group; its id.
async fn group(coordinator: &Client, project: &str, group: Value) -> String {
    let input = json!({"idempotencyKey": key(), "projectId": project, "group": group});
    text(&coordinator.mutate("createGroup", "group { id }", input).await["group"]["id"])
}

/// Women from October, anybody of working age from November; their ids.
async fn two_groups(coordinator: &Client, project: &str) -> (String, String) {
    let women = json!({
        "name": WOMEN, "startsOn": {"day": "2017-10-02"}, "places": {"count": 11}, "placesMen": {"count": 0},
        "criteria": [criterion("women", "tylko kobiety", "sex == \"K\"")],
    });
    let open = json!({
        "name": OPEN, "startsOn": {"day": "2017-11-01", "precision": "MONTH"}, "endsOn": {"day": "2018-06-30"},
        "places": {"count": 2}, "criteria": [criterion("age", "od 18 do 64 lat", "age <= 64")],
    });
    (
        group(coordinator, project, women).await,
        group(coordinator, project, open).await,
    )
}

/// The payload of a nomination to a group on 2017-10-01.
async fn try_nominate(worker: &Client, person: &str, project: &str, group: &str) -> Value {
    let nomination = json!({
        "personId": person, "projectId": project, "groupId": group, "nominatedBy": "SOCIAL_WORKER",
        "nominatedOn": "2017-10-01",
    });
    let input = json!({"idempotencyKey": key(), "nomination": nomination});
    worker
        .try_mutate(
            "nominatePerson",
            "nomination { id groupId group { name } }",
            input,
        )
        .await
}

async fn nominate(worker: &Client, person: &str, project: &str, group: &str) -> String {
    let payload = try_nominate(worker, person, project, group).await;
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(payload["nomination"]["groupId"], group);
    text(&payload["nomination"]["id"])
}

/// The payload of an enrolment from a day on.
async fn try_enrol(worker: &Client, nomination: &str, starts_on: &str) -> Value {
    let input = json!({
        "idempotencyKey": key(), "nominationId": nomination, "expectedVersion": 1, "startsOn": starts_on,
    });
    let selection = "enrolment { state { code } groupId group { name } }";
    worker.try_mutate("enrolPerson", selection, input).await
}

/// Somebody of that sex, thirty years old.
async fn thirty(worker: &Client, name: &str, sex: &str) -> String {
    person(worker, (name, "Próbna"), "1987-05-05", sex).await
}

#[tokio::test]
pub(crate) async fn a_man_of_thirty_is_refused_by_the_womens_group_and_taken_by_the_other_while_it_has_places()
 {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "przasnysz", "1422021").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let project = project_of(&coordinator).await;
    let (women, open) = two_groups(&coordinator, &project).await;

    let jan = thirty(&worker, "Jan", "MALE").await;
    let to_women = nominate(&worker, &jan, &project, &women).await;
    let input = json!({"idempotencyKey": key(), "nominationId": to_women, "referenceDate": "2017-10-01"});
    let selection = "verdict { outcome { code } criteria { code ofGroup label(lang: PL) outcome { code } factsUsed { name value } } }";
    let verdict = worker.mutate("decideNomination", selection, input).await["verdict"].take();
    assert_eq!(
        verdict,
        json!({"outcome": {"code": "not_eligible"}, "criteria": [
            {"code": "adult", "ofGroup": null, "label": "osoba pełnoletnia", "outcome": {"code": "met"},
             "factsUsed": [{"name": "age", "value": "30"}]},
            {"code": "group.women", "ofGroup": WOMEN, "label": "tylko kobiety", "outcome": {"code": "not_met"},
             "factsUsed": [{"name": "sex", "value": "M"}]},
        ]})
    );
    let refused = try_enrol(&worker, &to_women, "2017-11-02").await;
    assert_eq!(refusals(&refused), ["nominationId NOT_ELIGIBLE"]);

    let to_open = nominate(&worker, &jan, &project, &open).await;
    assert_eq!(
        decide(&worker, &to_open, "2017-10-01").await["outcome"]["code"],
        "eligible"
    );
    let refused = try_enrol(&worker, &to_open, "2017-10-31").await;
    assert_eq!(refusals(&refused), ["startsOn GROUP_DATES"]);
    assert_eq!(
        try_enrol(&worker, &to_open, "2017-11-02").await["enrolment"],
        json!({"state": {"code": "enrolled"}, "groupId": open, "group": {"name": OPEN}})
    );
    for (name, sex, state) in [
        ("Ewa", "FEMALE", "enrolled"),
        ("Olaf", "MALE", "reserve_places_full"),
    ] {
        let nomination = nominate(&worker, &thirty(&worker, name, sex).await, &project, &open).await;
        decide(&worker, &nomination, "2017-10-01").await;
        let enrolled = try_enrol(&worker, &nomination, "2017-11-02").await;
        assert_eq!(enrolled["enrolment"]["state"]["code"], state, "{name}");
    }
    let told = ask(
        &coordinator,
        &project,
        "enrolmentCounts { women men reserveMen } groups { groups { name placesMen { count }
             enrolmentCounts { women men reserveWomen reserveMen } } }",
    )
    .await;
    assert_eq!(
        told,
        json!({
            "enrolmentCounts": {"women": 1, "men": 1, "reserveMen": 1},
            "groups": {"groups": [
                {"name": WOMEN, "placesMen": {"count": 0},
                 "enrolmentCounts": {"women": 0, "men": 0, "reserveWomen": 0, "reserveMen": 0}},
                {"name": OPEN, "placesMen": null,
                 "enrolmentCounts": {"women": 1, "men": 1, "reserveWomen": 0, "reserveMen": 1}},
            ]},
        })
    );
}

#[tokio::test]
pub(crate) async fn nobody_is_put_forward_to_a_group_that_is_closed_elsewhere_or_not_the_centres() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "przasnysz", "1422021").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let project = project_of(&coordinator).await;
    let (women, open) = two_groups(&coordinator, &project).await;
    let ewa = thirty(&worker, "Ewa", "FEMALE").await;

    let other = project_of(&coordinator).await;
    assert_eq!(
        refusals(&try_nominate(&worker, &ewa, &other, &women).await),
        ["nomination.groupId GROUP_NOT_OF_PROJECT"]
    );
    let close = json!({"idempotencyKey": key(), "id": women, "expectedVersion": 1, "closedOn": "2017-10-02"});
    coordinator
        .mutate("closeGroup", "group { closedOn }", close)
        .await;
    // The day before somebody could still join; on the day nobody can.
    let nomination = nominate(&worker, &ewa, &project, &women).await;
    decide(&worker, &nomination, "2017-10-01").await;
    assert_eq!(
        refusals(&try_enrol(&worker, &nomination, "2017-10-02").await),
        ["startsOn GROUP_CLOSED"]
    );
    let late = json!({
        "personId": ewa, "projectId": project, "groupId": women, "nominatedBy": "SELF_NOMINATION",
        "nominatedOn": "2017-10-02",
    });
    let input = json!({"idempotencyKey": key(), "nomination": late});
    let refused = worker
        .try_mutate("nominatePerson", "nomination { id }", input)
        .await;
    assert_eq!(refusals(&refused), ["nomination.groupId GROUP_CLOSED"]);

    let elsewhere = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (their_coordinator, their_worker) = (elsewhere.coordinator().await, elsewhere.social_worker().await);
    let theirs = project_of(&their_coordinator).await;
    let adam = thirty(&their_worker, "Adam", "MALE").await;
    let nomination = json!({
        "personId": adam, "projectId": theirs, "groupId": open, "nominatedBy": "SOCIAL_WORKER",
        "nominatedOn": "2017-10-01",
    });
    let input = json!({"idempotencyKey": key(), "nomination": nomination});
    let query =
        "mutation($input: NominatePersonInput!) { nominatePerson(input: $input) { nomination { id } } }";
    let answer = their_worker.ask(query, json!({"input": input})).await;
    assert_eq!(answer.code(), Some("NOT_FOUND"));
}

#[tokio::test]
pub(crate) async fn groups_of_cases_and_their_counts_cost_the_same_however_many_they_are() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "przasnysz", "1422021").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let counts = "group { name enrolmentCounts { women men } }";
    let queries = [
        format!("{{ nominations(first: 20) {{ edges {{ node {{ {counts} }} }} }} }}"),
        format!("{{ enrolments(first: 20) {{ edges {{ node {{ {counts} }} }} }} }}"),
        "{ projects(first: 20) { edges { node { groups { groups { enrolmentCounts { women } } } } } } }"
            .to_owned(),
    ];
    let mut short = Vec::new();
    for number in 1..=4 {
        let project = project_of(&coordinator).await;
        let (_, open) = two_groups(&coordinator, &project).await;
        let nomination = nominate(&worker, &thirty(&worker, "Iga", "FEMALE").await, &project, &open).await;
        decide(&worker, &nomination, "2017-10-01").await;
        assert_eq!(
            try_enrol(&worker, &nomination, "2017-11-02").await["userErrors"],
            json!([])
        );
        if number == 1 || number == 4 {
            let mut costs = Vec::new();
            for query in &queries {
                let trace = Trace::new();
                worker.traced(&trace).data(query, json!({})).await;
                costs.push(trace.statements().len());
            }
            assert!(costs.iter().all(|cost| *cost > 0), "statements are counted");
            if number == 1 {
                short = costs;
            } else {
                assert_eq!(costs, short);
            }
        }
    }
}
