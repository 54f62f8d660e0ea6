//! A project's agreement, its way from the plan to the end of its readiness, and the editions of one undertaking.

use serde_json::{Value, json};

use super::ground::{ask, refusals, zloty};
use super::stage::{Centre, create_project, key};
use crate::support::{Client, TestApp};

async fn annex(manager: &Client, project: &str, agreement: Value) -> Value {
    let input = json!({"idempotencyKey": key(), "projectId": project, "agreement": agreement});
    let selection = "agreement { number validFrom validTo total { amount } }";
    manager.try_mutate("addAgreementVersion", selection, input).await
}

async fn go(manager: &Client, project: &str, to: &str, on: &str) -> Value {
    let version = ask(manager, project, "version").await["version"].clone();
    let input =
        json!({"idempotencyKey": key(), "id": project, "expectedVersion": version, "to": to, "on": on});
    let selection = "project { status { code } nextStatuses { code } }";
    manager.try_mutate("moveProject", selection, input).await
}

/// Two years, as in Starachowice.
async fn two_years(coordinator: &Client) -> String {
    let facts = json!({"title": "Asystent aktywności", "startsOn": "2017-07-01", "endsOn": "2019-06-30"});
    create_project(coordinator, facts).await
}

#[tokio::test]
pub(crate) async fn an_annex_ends_the_version_before_it_and_versions_that_overlap_are_refused() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let (coordinator, manager) = (
        centre.coordinator().await,
        centre.hire("kierownik", "PROJECT_MANAGER").await,
    );
    let project = two_years(&coordinator).await;
    let original = json!({
        "number": 0, "signedOn": "2017-05-01", "validFrom": "2017-05-10", "validTo": "2019-06-30", "total": zloty("1470000.00"),
    });
    assert_eq!(refusals(&annex(&manager, &project, original).await), [""; 0]);
    let first = json!({"number": 1, "validFrom": "2018-03-01", "validTo": "2019-06-30", "total": zloty("1470000.01")});
    assert_eq!(refusals(&annex(&manager, &project, first).await), [""; 0]);
    for (agreement, told) in [
        (
            json!({"number": 2, "validFrom": "2018-03-01"}),
            "agreement.validFrom AGREEMENT_OVERLAP",
        ),
        (
            json!({"number": 2, "validFrom": "2019-07-02"}),
            "agreement.validFrom AGREEMENT_GAP",
        ),
        (
            json!({"number": 1, "validFrom": "2018-06-01"}),
            "agreement.number AGREEMENT_NUMBER_UNEXPECTED",
        ),
        (
            json!({"number": 2, "validFrom": "2018-06-01", "validTo": "2018-05-31"}),
            "agreement.validTo AGREEMENT_REVERSED",
        ),
        (
            json!({"number": 2, "validFrom": "2018-06-01", "total": zloty("-1.00")}),
            "agreement.total AMOUNT_OUT_OF_RANGE",
        ),
    ] {
        assert_eq!(refusals(&annex(&manager, &project, agreement).await), [told]);
    }
    let told = ask(
        &coordinator,
        &project,
        "agreements { number validFrom validTo total { amount } }
         before: agreementOn(date: \"2017-05-09\") { number } last: agreementOn(date: \"2018-02-28\") { number }
         first: agreementOn(date: \"2018-03-01\") { number }",
    )
    .await;
    assert_eq!(
        told,
        json!({
            "agreements": [
                {"number": 0, "validFrom": "2017-05-10", "validTo": "2018-02-28", "total": zloty("1470000.00")},
                {"number": 1, "validFrom": "2018-03-01", "validTo": "2019-06-30", "total": zloty("1470000.01")},
            ],
            "before": null, "last": {"number": 0}, "first": {"number": 1},
        })
    );
}

/// A check within the time of a duty, done with evidence; one outside of it, or without, is refused.
async fn control(coordinator: &Client, duty: &Value) {
    for (day, told) in [
        ("2019-06-30", "plannedOn READINESS_NOT_BEGUN"),
        ("2021-07-01", "plannedOn READINESS_OVER"),
    ] {
        let input = json!({"idempotencyKey": key(), "dutyId": duty["id"], "plannedOn": day});
        let refused = coordinator
            .try_mutate("planReadinessCheck", "duty { id }", input)
            .await;
        assert_eq!(refusals(&refused), [told]);
    }
    let input = json!({"idempotencyKey": key(), "dutyId": duty["id"], "plannedOn": "2019-12-02"});
    let selection = "duty { checks { id version plannedOn } }";
    let planned =
        coordinator.mutate("planReadinessCheck", selection, input).await["duty"]["checks"][0].take();
    let input = json!({
        "idempotencyKey": key(), "checkId": planned["id"], "expectedVersion": planned["version"], "doneOn": "2019-12-03",
        "doneBy": "Kontroler Fikcyjny", "outcome": "KEPT", "evidence": [{"words": "segregator 4"}],
    });
    let mut unproven = input.clone();
    unproven["idempotencyKey"] = key().into();
    unproven["evidence"] = json!([]);
    let unproven = coordinator
        .try_mutate("recordReadinessCheck", "duty { id }", unproven)
        .await;
    assert_eq!(refusals(&unproven), ["evidence READINESS_EVIDENCE_MISSING"]);
    let selection = "duty { checks { plannedOn doneOn outcome { code } evidence { words } } }";
    let done = coordinator.mutate("recordReadinessCheck", selection, input).await["duty"]["checks"].take();
    assert_eq!(
        done,
        json!([{
            "plannedOn": "2019-12-02", "doneOn": "2019-12-03", "outcome": {"code": "kept"},
            "evidence": [{"words": "segregator 4"}],
        }])
    );
}

#[tokio::test]
pub(crate) async fn a_project_of_24_months_moves_in_order_and_stays_ready_until_2021_06_30() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let (coordinator, manager) = (
        centre.coordinator().await,
        centre.hire("kierownik", "PROJECT_MANAGER").await,
    );
    let project = two_years(&coordinator).await;
    let input = json!({
        "idempotencyKey": key(), "projectId": project, "service": "Asystent osobisty osoby niepełnosprawnej",
    });
    let duty = coordinator
        .mutate("addReadinessDuty", "duty { id from until }", input)
        .await["duty"]
        .take();
    assert_eq!(
        (&duty["from"], &duty["until"]),
        (&json!("2019-07-01"), &json!("2021-06-30"))
    );
    let readiness = "readiness { duration { months days totalDays } from until basis { code }
        on: state(on: \"2021-06-30\") { code } after: state(on: \"2021-07-01\") { code } }";
    assert_eq!(
        ask(&coordinator, &project, readiness).await["readiness"],
        json!({
            "duration": {"months": 24, "days": 0, "totalDays": 730}, "from": "2019-07-01", "until": "2021-06-30",
            "basis": {"code": "duration"}, "on": {"code": "running"}, "after": {"code": "ended"},
        })
    );

    let skipped = go(&manager, &project, "IN_READINESS", "2019-07-11").await;
    assert_eq!(refusals(&skipped), ["to PROJECT_STATUS_TRANSITION"]);
    let early = go(&manager, &project, "RUNNING", "2017-06-30").await;
    assert_eq!(refusals(&early), ["on PROJECT_NOT_STARTED"]);
    for (to, on) in [
        ("RECRUITING", "2017-06-01"),
        ("RUNNING", "2017-07-01"),
        ("CLOSING", "2019-06-30"),
        ("IN_READINESS", "2019-07-11"),
    ] {
        let moved = go(&manager, &project, to, on).await;
        assert_eq!(refusals(&moved), [""; 0], "{to}");
        assert_eq!(moved["project"]["status"]["code"], to.to_lowercase());
    }

    control(&coordinator, &duty).await;

    let last_day = go(&manager, &project, "CLOSED", "2021-06-30").await;
    assert_eq!(
        refusals(&last_day),
        ["to READINESS_DUTY_OPEN"],
        "the last day belongs to the duty"
    );
    let closed = go(&manager, &project, "CLOSED", "2021-07-01").await;
    assert_eq!(refusals(&closed), [""; 0]);
    assert_eq!(
        closed["project"],
        json!({"status": {"code": "closed"}, "nextStatuses": []})
    );
    let history = ask(&coordinator, &project, "statusHistory { to { code } on }").await;
    let days: Vec<_> = history["statusHistory"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["on"].as_str().unwrap())
        .collect();
    assert_eq!(
        days,
        [
            "2017-06-01",
            "2017-07-01",
            "2019-06-30",
            "2019-07-11",
            "2021-07-01"
        ]
    );
}

#[tokio::test]
pub(crate) async fn the_editions_of_one_undertaking_find_each_other_and_no_other_centres() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "dabrowa-gornicza", "2465011").await;
    let elsewhere = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, stranger) = (centre.coordinator().await, elsewhere.coordinator().await);
    let edition = |name: &str, starts_on: &str, ends_on: &str| {
        json!({
            "title": "INTEGRA", "undertaking": "INTEGRA", "edition": name, "startsOn": starts_on, "endsOn": ends_on,
        })
    };
    let mut second = edition("2014-2015", "2014-01-01", "2015-06-30");
    second["placesTotal"] = json!({"count": 182, "exactness": "MINIMUM"});
    second["budgetTotal"] = zloty("2366998.78");
    let second = create_project(&coordinator, second).await;
    let mut first = edition("2008-2013", "2008-01-01", "2013-12-31");
    first["placesTotal"] = json!({"count": 656});
    first["budgetTotal"] = zloty("5899250.56");
    let first = create_project(&coordinator, first).await;
    let foreign = create_project(&stranger, edition("2016", "2016-01-01", "2016-12-31")).await;
    let fields =
        "editions { edition } costPerHead(base: TOTAL) { label exactness { code } value { amount } }";
    assert_eq!(
        ask(&coordinator, &first, fields).await,
        json!({
            "editions": [{"edition": "2014-2015"}],
            "costPerHead": {"label": "8 992.76", "exactness": {"code": "exact"}, "value": zloty("8992.76")},
        })
    );
    assert_eq!(
        ask(&coordinator, &second, fields).await,
        json!({
            "editions": [{"edition": "2008-2013"}],
            "costPerHead": {"label": "≤ 13 005.49", "exactness": {"code": "at_most"}, "value": zloty("13005.49")},
        }),
        "at least 182 heads: a bound, rounded outward"
    );
    assert_eq!(
        ask(&stranger, &foreign, "editions { id }").await["editions"],
        json!([])
    );
}
