//! What was entered wrongly of a participation is taken back, told with its reason, and counted no more.

use serde_json::{Value, json};

use super::ground::{ask, load_reference, refusals};
use super::stage::{Centre, create_project, key, participant, rules, set_rules};
use crate::support::{Client, TestApp};

const COURSE: &str = "query($id: ID!) { enrolment(id: $id) { ending { id endedOn ending { code } }
    support { kind takenBack { reason } } } }";

async fn course(client: &Client, enrolment: &str) -> Value {
    client.data(COURSE, json!({"id": enrolment})).await["enrolment"].take()
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
#[tokio::test]
pub(crate) async fn support_and_an_end_that_were_entered_wrongly_are_taken_back_and_count_no_more() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let facts = json!({
        "title": "Postaw na siebie II", "startsOn": "2017-10-01", "endsOn": "2018-12-31", "recruitmentFrom": "2017-10-01",
        "placesTotal": {"count": 165},
    });
    let project = create_project(&coordinator, facts).await;
    set_rules(&coordinator, &project, rules()).await;
    let enrolment = participant(&worker, &project, ("Balbina", "Sekretna"), "FEMALE").await;
    let with_end = |id: &Value| {
        json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "endId": id, "reason": "pomylono osoby",
        })
    };
    let support = json!({
        "idempotencyKey": key(), "enrolmentId": enrolment, "category": "VOCATIONAL", "kind": "internship",
        "startsOn": "2018-01-08", "endsOn": "2018-04-27",
    });
    let support = coordinator
        .mutate("recordSupport", "support { id }", support)
        .await["support"]
        .take();
    let end = async |day: &str, ending: &str| {
        let input = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "endedOn": day, "ending": ending, "reason": "przeprowadzka",
        });
        let payload = coordinator
            .try_mutate("endParticipation", "enrolment { ending { id } }", input)
            .await;
        (refusals(&payload), payload["enrolment"]["ending"]["id"].clone())
    };
    let (none, first) = end("2018-06-30", "AS_PLANNED").await;
    assert!(none.is_empty(), "{none:?}");
    assert_eq!(end("2018-07-31", "EARLY").await.0, ["enrolmentId ALREADY_ENDED"]);
    app.settle().await;
    let effectiveness = async || {
        let fields = "effectiveness(asOf: \"2018-12-31\") { brokeOff rates { kind { code } group { code } denominator } }";
        let told = ask(&coordinator, &project, fields).await["effectiveness"].take();
        let all = told["rates"].as_array().unwrap();
        let of = |kind: &str| {
            let found = all
                .iter()
                .find(|rate| rate["kind"]["code"] == kind && rate["group"]["code"] == "all");
            found.unwrap()["denominator"].clone()
        };
        json!([of("social"), of("employment"), told["brokeOff"]])
    };
    assert_eq!(
        effectiveness().await,
        json!([1, 1, 0]),
        "ended, with a vocational service"
    );

    let input =
        json!({"idempotencyKey": key(), "supportId": support["id"], "reason": "staż miała inna osoba"});
    let selection = "support { kind takenBack { reason } }";
    let taken = coordinator.mutate("takeBackSupport", selection, input).await["support"].take();
    assert_eq!(
        taken,
        json!({"kind": "internship", "takenBack": {"reason": "staż miała inna osoba"}})
    );
    let again = json!({"idempotencyKey": key(), "supportId": support["id"], "reason": "jeszcze raz"});
    let again = coordinator.try_mutate("takeBackSupport", selection, again).await;
    assert_eq!(refusals(&again), ["supportId TAKEN_BACK_ALREADY"]);
    app.settle().await;
    assert_eq!(
        effectiveness().await,
        json!([1, 0, 0]),
        "without it work is asked of nobody"
    );

    let selection = "enrolment { ending { id } }";
    let open = coordinator
        .mutate("takeBackParticipationEnd", selection, with_end(&first))
        .await;
    assert_eq!(
        open["enrolment"]["ending"],
        Value::Null,
        "the participation goes on"
    );
    let (none, second) = end("2018-07-31", "EARLY").await;
    assert!(none.is_empty() && second != first, "{none:?}");
    let stale = coordinator
        .try_mutate("takeBackParticipationEnd", selection, with_end(&first))
        .await;
    assert_eq!(
        refusals(&stale),
        ["endId STALE_VERSION"],
        "not the end that stands now"
    );
    assert_eq!(
        stale["enrolment"]["ending"]["id"], second,
        "with the participation as it is"
    );
    app.settle().await;
    assert_eq!(effectiveness().await, json!([0, 0, 1]), "broken off");
    assert_eq!(
        course(&coordinator, &enrolment).await,
        json!({
            "ending": {"id": second, "endedOn": "2018-07-31", "ending": {"code": "early"}},
            "support": [{"kind": "internship", "takenBack": {"reason": "staż miała inna osoba"}}],
        })
    );

    let accountant = centre.hire("ksiegowosc", "CHIEF_ACCOUNTANT").await;
    let query = "mutation($input: TakeBackParticipationEndInput!) {
        takeBackParticipationEnd(input: $input) { enrolment { id } userErrors { code } } }";
    let refused = accountant.ask(query, json!({"input": with_end(&second)})).await;
    assert_eq!(refused.code(), Some("FORBIDDEN"));
}
