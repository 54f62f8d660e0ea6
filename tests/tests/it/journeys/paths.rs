//! From the days on which a project recruits to what the path of a participant lacks by its rules.

use serde_json::{Value, json};

use super::ground::{load_reference, refusals};
use super::stage::{Centre, candidate, create_project, decide, enrol, key, nominate, rules, text};
use crate::support::TestApp;

#[tokio::test]
pub(crate) async fn who_is_recruited_in_its_days_gets_a_social_service_as_jelenia_gora_asks_of_every_path() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let facts = json!({
        "title": "Postaw na siebie II", "startsOn": "2017-10-01", "endsOn": "2018-12-31",
        "recruitmentFrom": "2017-10-01", "placesTotal": {"count": 1},
    });
    let project = create_project(&coordinator, facts).await;
    let recruit = async |version: i64, terms: Value| {
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "expectedVersion": version, "rules": rules(), "terms": terms,
        });
        coordinator
            .mutate("setRecruitment", "recruitment { version }", input)
            .await
    };
    let ewa = candidate(&worker, ("Ewa", "Sekretna"), "1990-05-05", "FEMALE").await;
    let on = async |day: &str| {
        let nomination = json!({
            "personId": ewa, "projectId": project, "nominatedBy": "SOCIAL_WORKER", "nominatedOn": day,
        });
        let input = json!({"idempotencyKey": key(), "nomination": nomination});
        let told = worker
            .try_mutate("nominatePerson", "nomination { id }", input)
            .await;
        refusals(&told)
    };
    let outside = ["nomination.nominatedOn NOT_RECRUITING"];
    // The project's own day, until terms name others.
    recruit(0, json!({})).await;
    assert_eq!(on("2017-09-30").await, outside);
    recruit(1, json!({"opensOn": "2017-10-01", "closesOn": "2017-10-31"})).await;
    assert_eq!(on("2017-11-01").await, outside);
    assert_eq!(on("2017-09-30").await, outside);

    let rule = json!({
        "code": "social_obligatory", "category": "social", "atLeast": 1, "labelPl": "≥1 społeczne na każdej ścieżce",
        "labelEn": "≥1 social in every path", "legalBasis": "regulamin projektu",
    });
    let input = json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": [rule]});
    coordinator
        .mutate("setServiceRules", "serviceRules { version }", input)
        .await;
    let nomination = nominate(&worker, &ewa, &project).await;
    decide(&worker, &nomination, "2017-10-01").await;
    let enrolment = text(&enrol(&worker, &nomination).await["id"]);
    let gaps = async |enrolment: &str| {
        let query = "query($id: ID!) { enrolment(id: $id) { state { code }
            pathGaps { rule category atLeast needed label(lang: PL) legalBasis } } }";
        worker.data(query, json!({"id": enrolment})).await["enrolment"].take()
    };
    let support = async |category: &str, kind: &str| {
        let input = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "category": category, "kind": kind,
            "startsOn": "2017-10-09",
        });
        let told = coordinator.mutate("recordSupport", "support { id }", input).await;
        text(&told["support"]["id"])
    };
    let lacking = json!({"state": {"code": "enrolled"}, "pathGaps": [{
        "rule": "social_obligatory", "category": "social", "atLeast": 1, "needed": 1,
        "label": "≥1 społeczne na każdej ścieżce", "legalBasis": "regulamin projektu",
    }]});
    assert_eq!(gaps(&enrolment).await, lacking);
    support("VOCATIONAL", "internship").await;
    assert_eq!(gaps(&enrolment).await, lacking, "an internship is not social");
    let advice = support("SOCIAL", "legal_advice").await;
    assert_eq!(gaps(&enrolment).await["pathGaps"], json!([]));
    let input = json!({"idempotencyKey": key(), "supportId": advice, "reason": "porady nie było"});
    coordinator
        .mutate("takeBackSupport", "support { id }", input)
        .await;
    assert_eq!(
        gaps(&enrolment).await,
        lacking,
        "what was taken back counts nowhere"
    );

    let second = candidate(&worker, ("Olga", "Sekretna"), "1991-05-05", "FEMALE").await;
    let nomination = nominate(&worker, &second, &project).await;
    decide(&worker, &nomination, "2017-10-01").await;
    let waiting = text(&enrol(&worker, &nomination).await["id"]);
    assert_eq!(
        gaps(&waiting).await,
        json!({"state": {"code": "reserve_places_full"}, "pathGaps": []}),
        "who waits for a place has no path yet"
    );
}
