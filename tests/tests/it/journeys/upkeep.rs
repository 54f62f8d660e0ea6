//! What is done to a project's papers between its beginning and its end: put right, put off, taken back.

use serde_json::{Value, json};

use super::ground::{Books, ask, refusals, zloty};
use super::stage::{Centre, create_project, in_days, key};
use crate::support::TestApp;

/// A claim for these days that lists the expenses named.
fn claim_of(from: &str, to: &str, expenses: &[&Value]) -> Value {
    let ids: Vec<_> = expenses.iter().map(|expense| &expense["id"]).collect();
    json!({"kind": "INTERIM", "periodFrom": from, "periodTo": to, "expenseIds": ids})
}

async fn expense(books: &Books<'_>, number: &str, paid_on: &str, amount: &str) -> Value {
    let document = books.document(1, number, paid_on, amount);
    books.record(&books.accountant, document).await["expense"].take()
}

const CLAIM: &str =
    "claim { id version state { code } note periodTo approved { amount } unexplained { amount }
    contents { eligible { amount } expenses { expenseId } } }";

#[tokio::test]
pub(crate) async fn a_breach_stands_on_the_work_list_until_it_is_closed_and_a_longer_time_counts() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    let worker = centre.social_worker().await;
    let facts = json!({"title": "Asystent aktywności", "startsOn": in_days(-800), "endsOn": in_days(-100)});
    let project = create_project(&coordinator, facts).await;
    let input = json!({"idempotencyKey": key(), "projectId": project, "service": "Asystent osobisty"});
    let duty = coordinator
        .mutate("addReadinessDuty", "duty { id version }", input)
        .await["duty"]
        .take();
    let input = json!({
        "idempotencyKey": key(), "dutyId": duty["id"], "foundOn": in_days(-3), "what": "Nikt nie odbiera telefonu.",
        "remedy": "Zastępstwo od poniedziałku.",
    });
    let selection = "duty { breaches { id version foundOn what remedy closedOn closing } }";
    let breach = coordinator
        .mutate("reportReadinessBreach", selection, input)
        .await["duty"]["breaches"][0]
        .take();
    assert_eq!(breach["closedOn"], Value::Null);

    let deadlines = "query($until: Date!) { deadlines(until: $until) {
        more rows { kind { code label } projectId projectTitle breachId checkId claimId dueOn daysLeft } } }";
    let today = json!({"until": in_days(1)});
    let listed = worker.data(deadlines, today.clone()).await["deadlines"].take();
    let row = &listed["rows"][0];
    assert_eq!(
        (&listed["more"], listed["rows"].as_array().unwrap().len()),
        (&json!(false), 1)
    );
    assert_eq!(
        (
            &row["kind"]["code"],
            &row["breachId"],
            &row["dueOn"],
            &row["projectId"]
        ),
        (
            &json!("readiness_breach"),
            &breach["id"],
            &json!(in_days(-3)),
            &json!(project)
        )
    );
    assert!(row["daysLeft"].as_i64().unwrap() <= -3, "{row}");

    let close = |on: String, version: &Value| {
        json!({
            "idempotencyKey": key(), "breachId": breach["id"], "expectedVersion": version, "closedOn": on,
            "closing": "Telefon jest odbierany.",
        })
    };
    let early = close(in_days(-4), &breach["version"]);
    let refused = coordinator
        .try_mutate("closeReadinessBreach", selection, early)
        .await;
    assert_eq!(refusals(&refused), ["closedOn PERIOD_REVERSED"]);
    let forbidden = worker
        .ask(
            "mutation($input: CloseReadinessBreachInput!) { closeReadinessBreach(input: $input) { duty { id } } }",
            json!({"input": close(in_days(-1), &breach["version"])}),
        )
        .await;
    assert_eq!(forbidden.code(), Some("FORBIDDEN"));
    let closed = close(in_days(-1), &breach["version"]);
    let closed = coordinator
        .mutate("closeReadinessBreach", selection, closed)
        .await["duty"]["breaches"][0]
        .take();
    assert_eq!(closed["closedOn"], json!(in_days(-1)));
    let listed = worker.data(deadlines, today).await["deadlines"].take();
    assert_eq!(listed, json!({"more": false, "rows": []}));
    let again = close(in_days(-1), &closed["version"]);
    let again = coordinator
        .try_mutate("closeReadinessBreach", selection, again)
        .await;
    assert_eq!(refusals(&again), [" READINESS_BREACH_CLOSED"]);

    let agree = |until: String| {
        json!({
            "idempotencyKey": key(), "dutyId": duty["id"], "expectedVersion": duty["version"],
            "agreed": {"until": until, "reason": "decyzja IZ", "legalBasis": "umowa, § 12"},
        })
    };
    let short = coordinator
        .try_mutate("agreeLongerReadiness", "duty { id }", agree(in_days(100)))
        .await;
    assert_eq!(refusals(&short), ["agreed.until READINESS_TOO_SHORT"]);
    coordinator
        .mutate("agreeLongerReadiness", "duty { id }", agree(in_days(2000)))
        .await;
    let told = ask(&worker, &project, "readiness { until basis { code } }").await;
    assert_eq!(told["readiness"]["until"], json!(in_days(2000)));
}

#[tokio::test]
pub(crate) async fn a_claim_is_changed_while_it_is_a_draft_and_withdrawn_and_a_forecast_stands_beside_the_money()
 {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2017-07-01", "2019-06-30").await;
    let first = expense(&books, "FV/1/2018", "2018-02-10", "1000.00").await;
    let second = expense(&books, "FV/2/2018", "2018-02-11", "0.44").await;
    let by = &books.accountant;
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project, "claim": claim_of("2018-01-01", "2018-03-31", &[&first]),
    });
    let draft = by.mutate("createClaim", CLAIM, input).await["claim"].take();
    let mut both = claim_of("2018-01-01", "2018-02-28", &[&first, &second]);
    both["note"] = json!("Bez marca.");
    let input = json!({"id": draft["id"], "expectedVersion": draft["version"], "claim": both});
    let changed = by.mutate("updateClaim", CLAIM, input.clone()).await["claim"].take();
    assert_eq!(
        (
            &changed["note"],
            &changed["periodTo"],
            &changed["contents"]["eligible"]
        ),
        (&json!("Bez marca."), &json!("2018-02-28"), &zloty("1000.44"))
    );
    let stale = by.try_mutate("updateClaim", CLAIM, input).await;
    assert_eq!(refusals(&stale), ["expectedVersion STALE_VERSION"]);
    assert_eq!(
        stale["claim"]["version"], changed["version"],
        "with the claim as it is"
    );

    let input = json!({
        "idempotencyKey": key(), "id": changed["id"], "expectedVersion": changed["version"], "on": "2018-03-02",
        "reason": "Składamy za cały kwartał.",
    });
    let withdrawn = by.mutate("withdrawClaim", CLAIM, input).await["claim"].take();
    assert_eq!(withdrawn["state"]["code"], "withdrawn");
    // Its expenses are free again.
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project,
        "claim": claim_of("2018-01-01", "2018-03-31", &[&first, &second]),
    });
    let next = by.try_mutate("createClaim", CLAIM, input).await;
    assert_eq!(refusals(&next), [""; 0]);

    let quarter = |day: &str, amount: &str| json!({"quarter": day, "amount": zloty(amount)});
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project, "expectedVersion": 0, "note": "Po aneksie.",
        "quarters": [quarter("2018-01-01", "500.00"), quarter("2018-04-01", "0.01")],
    });
    by.mutate("setForecast", "forecast { version }", input).await;
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project, "kind": "ADVANCE", "on": "2018-02-01",
        "amount": zloty("499.99"), "title": "przelew",
    });
    by.mutate("recordTransfer", "transfer { id }", input).await;
    let forecast = "forecast { version note quarters { quarter planned { amount } received { amount } difference { amount } } }";
    let told = ask(&books.coordinator, &books.project, forecast).await;
    assert_eq!(
        told["forecast"],
        json!({"version": 1, "note": "Po aneksie.", "quarters": [
            {"quarter": "2018-01-01", "planned": zloty("500.00"), "received": zloty("499.99"), "difference": zloty("-0.01")},
            {"quarter": "2018-04-01", "planned": zloty("0.01"), "received": zloty("0.00"), "difference": zloty("-0.01")},
        ]})
    );
}

#[tokio::test]
pub(crate) async fn an_approval_names_to_the_grosz_what_it_takes_off_and_from_which_expense() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2017-07-01", "2019-06-30").await;
    let small = expense(&books, "FV/1/2018", "2018-02-10", "100.00").await;
    let large = expense(&books, "FV/2/2018", "2018-02-11", "900.00").await;
    let by = &books.accountant;
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project,
        "claim": claim_of("2018-01-01", "2018-03-31", &[&small, &large]),
    });
    let draft = by.mutate("createClaim", CLAIM, input).await["claim"].take();
    let input = json!({
        "idempotencyKey": key(), "id": draft["id"], "expectedVersion": draft["version"], "on": "2018-04-10",
    });
    let claim = by.mutate("submitClaim", CLAIM, input).await["claim"].take();
    let approve = async |eligible: &str, corrections: &[(&Value, &str)]| {
        let corrections: Vec<_> = corrections
            .iter()
            .map(|(expense, amount)| {
                json!({"expenseId": expense["id"], "amount": zloty(amount), "reason": "poza okresem"})
            })
            .collect();
        let input = json!({
            "idempotencyKey": key(), "id": claim["id"], "expectedVersion": claim["version"], "on": "2018-05-10",
            "eligible": zloty(eligible), "corrections": corrections,
        });
        by.try_mutate("approveClaim", CLAIM, input).await
    };
    let whole = &Value::Null;
    for (eligible, corrections, told) in [
        (
            "1000.00",
            &[(whole, "400.00")][..],
            "corrections CLAIM_CORRECTIONS_DIFFER",
        ),
        ("600.00", &[], "corrections CLAIM_CORRECTIONS_DIFFER"),
        (
            "-5.00",
            &[(whole, "1005.00")],
            "eligible CLAIM_APPROVED_TOO_LITTLE",
        ),
        (
            "600.00",
            &[(&large, "399.99")],
            "corrections CLAIM_CORRECTIONS_DIFFER",
        ),
        (
            "899.99",
            &[(&small, "100.01")],
            "corrections.0.amount CLAIM_CORRECTION_TOO_LARGE",
        ),
        (
            "899.00",
            &[(&small, "50.00"), (&small, "51.00")],
            "corrections.1.amount CLAIM_CORRECTION_TOO_LARGE",
        ),
    ] {
        let refused = approve(eligible, corrections).await;
        assert_eq!(refusals(&refused), [told], "{eligible}");
    }
    let refused = approve("600.00", &[(&large, "399.99")]).await;
    let message = refused["userErrors"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("399.99") && message.contains("400.00"),
        "{message}"
    );
    let approved = approve(
        "600.00",
        &[(&large, "300.00"), (&small, "99.99"), (whole, "0.01")],
    )
    .await;
    assert_eq!(refusals(&approved), [""; 0]);
    assert_eq!(
        (&approved["claim"]["approved"], &approved["claim"]["unexplained"]),
        (&zloty("600.00"), &zloty("0.00"))
    );
}

#[tokio::test]
pub(crate) async fn an_annex_that_moves_the_projects_end_shows_where_the_project_did_not_follow() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    let manager = centre.hire("kierownik", "PROJECT_MANAGER").await;
    let facts = json!({"title": "Asystent aktywności", "startsOn": "2017-07-01", "endsOn": "2019-06-30"});
    let project = create_project(&coordinator, facts).await;
    let differences =
        "agreementDifferences { field { code label(lang: PL) } agreementNumber agreementValue projectValue }";
    let add = async |agreement: Value| {
        let input = json!({"idempotencyKey": key(), "projectId": project, "agreement": agreement});
        manager
            .mutate("addAgreementVersion", "agreement { number }", input)
            .await;
        ask(&coordinator, &project, differences).await["agreementDifferences"].take()
    };
    let original =
        json!({"number": 0, "validFrom": "2017-05-10", "startsOn": "2017-07-01", "endsOn": "2019-06-30"});
    assert_eq!(add(original).await, json!([]));
    let annex = json!({"number": 1, "validFrom": "2019-03-01", "endsOn": "2019-12-31"});
    assert_eq!(
        add(annex).await,
        json!([{
            "field": {"code": "ends_on", "label": "ostatni dzień projektu"}, "agreementNumber": 1,
            "agreementValue": "2019-12-31", "projectValue": "2019-06-30",
        }])
    );
}
