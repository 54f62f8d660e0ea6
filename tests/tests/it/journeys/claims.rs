//! Payment claims between the centre and the authority, and the money that goes with them.

use serde_json::{Value, json};

use super::ground::{Books, ask, refusals, zloty};
use super::stage::key;
use crate::support::{Client, TestApp};

const CLAIM: &str =
    "claim { id version number state { code } dueOn due { on count unit { code } legalBasis } answerBy
    claimed { amount } approved { amount } difference { amount } firstSubmittedOn submittedOn }";

async fn create(books: &Books<'_>, from: &str, to: &str, expenses: Value) -> Value {
    let mut claim = json!({"kind": "INTERIM", "periodFrom": from, "periodTo": to});
    match expenses {
        Value::Null => claim["allOpenExpenses"] = true.into(),
        named => claim["expenseIds"] = named,
    }
    let input = json!({"idempotencyKey": key(), "projectId": books.project, "claim": claim});
    books.accountant.try_mutate("createClaim", CLAIM, input).await
}

/// One step of a claim; the claim after it.
async fn step(accountant: &Client, field: &str, claim: &Value, on: &str, more: Value) -> Value {
    let mut input = json!({
        "idempotencyKey": key(), "id": claim["id"], "expectedVersion": claim["version"], "on": on,
    });
    input
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    accountant.mutate(field, CLAIM, input).await["claim"].take()
}

/// A document on the larger line; the expense.
async fn expense(books: &Books<'_>, number: &str, paid_on: &str, amount: &str) -> Value {
    let document = books.document(1, number, paid_on, amount);
    books.record(&books.accountant, document).await["expense"].take()
}

#[tokio::test]
pub(crate) async fn a_claim_is_due_in_working_days_answered_approved_and_a_later_correction_is_a_difference()
{
    let app = TestApp::start().await;
    let books = Books::open(&app, "2017-07-01", "2019-06-30").await;
    let entry = expense(&books, "FV/1/2018", "2018-02-10", "1000.00").await;
    let later = expense(&books, "FV/2/2018", "2018-04-10", "44.44").await;
    let claim = create(&books, "2018-01-01", "2018-03-31", Value::Null).await["claim"].take();
    assert_eq!(
        (&claim["number"], &claim["state"]["code"], &claim["dueOn"]),
        (&json!(1), &json!("draft"), &json!("2018-04-16"))
    );
    assert_eq!(
        claim["due"]["count"], 10,
        "Easter Monday of 2018-04-02 is none of the ten working days"
    );
    assert!(claim["due"]["legalBasis"].is_string());
    let overdue = "query($id: ID!) { claim(id: $id) { last: overdue(on: \"2018-04-16\") after: overdue(on: \"2018-04-17\") } }";
    assert_eq!(
        books.accountant.data(overdue, json!({"id": claim["id"]})).await["claim"],
        json!({"last": false, "after": true})
    );

    let claim = step(&books.accountant, "submitClaim", &claim, "2018-04-16", json!({})).await;
    let question = json!({"remarks": "Proszę o dokumenty.", "answerBy": "2018-05-14"});
    let claim = step(&books.accountant, "questionClaim", &claim, "2018-05-07", question).await;
    assert_eq!(
        (&claim["state"]["code"], &claim["answerBy"]),
        (&json!("questioned"), &json!("2018-05-14"))
    );
    let claim = step(&books.accountant, "submitClaim", &claim, "2018-05-14", json!({})).await;
    let approval = json!({
        "eligible": zloty("999.99"),
        "corrections": [{"expenseId": entry["id"], "amount": zloty("0.01"), "reason": "zaokrąglenie"}],
    });
    let claim = step(&books.accountant, "approveClaim", &claim, "2018-06-01", approval).await;
    assert_eq!(
        (&claim["claimed"], &claim["approved"], &claim["difference"]),
        (&zloty("1000.00"), &zloty("999.99"), &zloty("0.01"))
    );
    assert_eq!(
        (&claim["firstSubmittedOn"], &claim["submittedOn"]),
        (&json!("2018-04-16"), &json!("2018-05-14"))
    );

    let correction = books.correct(&entry, "750.00", Some("2018-07-01")).await["correction"].take();
    let query = "query($id: ID!) { claim(id: $id) {
        history { number from { code } to { code } on }
        submission { number difference { amount } changes { expenseId correctionId eligible { amount } reason }
                     contents { eligible { amount } expenses { expenseId } bySource { source { code } eligible { amount } } } }
    } }";
    let told = books.accountant.data(query, json!({"id": claim["id"]})).await["claim"].take();
    let submission = &told["submission"];
    assert_eq!(
        (
            &submission["number"],
            &submission["contents"]["eligible"],
            &submission["difference"]
        ),
        (&json!(2), &zloty("1000.00"), &zloty("-250.00")),
        "what was submitted stays as it was"
    );
    assert_eq!(
        submission["contents"]["expenses"],
        json!([{"expenseId": entry["id"]}])
    );
    assert_ne!(later["id"], Value::Null, "what was paid later is not in it");
    assert_eq!(
        submission["contents"]["bySource"],
        json!([
            {"source": {"code": "eu"}, "eligible": zloty("850.00")},
            {"source": {"code": "local_government"}, "eligible": zloty("150.00")},
        ])
    );
    assert_eq!(
        submission["changes"],
        json!([{
            "expenseId": entry["id"], "correctionId": correction["id"], "eligible": zloty("-250.00"),
            "reason": "pomyłka w kwocie",
        }])
    );
    let steps: Vec<_> = told["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            (
                event["to"]["code"].as_str().unwrap(),
                event["on"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        steps[1..],
        [
            ("submitted", "2018-04-16"),
            ("questioned", "2018-05-07"),
            ("submitted", "2018-05-14"),
            ("approved", "2018-06-01"),
        ]
    );
}

#[tokio::test]
pub(crate) async fn a_claim_outside_the_project_or_over_another_is_refused_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2017-07-01", "2019-06-30").await;
    let entry = expense(&books, "FV/1/2018", "2018-02-10", "1000.00").await;
    let later = expense(&books, "FV/2/2018", "2018-04-10", "1.00").await;
    let first = create(&books, "2018-01-01", "2018-03-31", Value::Null).await;
    assert_eq!(refusals(&first), [""; 0]);
    for (from, to, expenses, told) in [
        (
            "2017-06-30",
            "2017-07-31",
            json!([]),
            "claim.periodFrom CLAIM_OUTSIDE_PROJECT",
        ),
        (
            "2019-06-01",
            "2019-07-01",
            json!([]),
            "claim.periodTo CLAIM_OUTSIDE_PROJECT",
        ),
        (
            "2018-08-01",
            "2018-07-01",
            json!([]),
            "claim.periodTo PERIOD_REVERSED",
        ),
        (
            "2018-03-31",
            "2018-05-31",
            json!([]),
            "claim.periodFrom CLAIM_PERIOD_OVERLAP",
        ),
        (
            "2018-04-01",
            "2018-06-30",
            json!([later["id"], entry["id"]]),
            "claim.expenseIds.1 CLAIM_EXPENSE_TAKEN",
        ),
        (
            "2017-10-01",
            "2017-12-31",
            json!([later["id"]]),
            "claim.expenseIds.0 CLAIM_EXPENSE_LATER",
        ),
    ] {
        let refused = create(&books, from, to, expenses).await;
        assert_eq!(refusals(&refused), [told], "{from} {to}");
        assert_eq!(refused["claim"], Value::Null);
    }
    let claims = ask(&books.coordinator, &books.project, "claims { number }").await;
    assert_eq!(claims["claims"], json!([{"number": 1}]));
}

#[tokio::test]
pub(crate) async fn transfers_and_claims_settle_to_the_grosz() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2017-07-01", "2019-06-30").await;
    let transfer = async |kind: &str, on: &str, amount: &str| {
        let input = json!({
            "idempotencyKey": key(), "projectId": books.project, "kind": kind, "on": on, "amount": zloty(amount), "title": "przelew",
        });
        books
            .accountant
            .mutate("recordTransfer", "transfer { id version }", input)
            .await["transfer"]
            .take()
    };
    for (kind, on, amount) in [
        ("ADVANCE", "2018-01-15", "100000.01"),
        ("REIMBURSEMENT", "2018-06-15", "0.02"),
        ("RETURN", "2018-12-28", "3.00"),
        ("INTEREST", "2018-12-28", "0.07"),
    ] {
        transfer(kind, on, amount).await;
    }
    let twice = transfer("ADVANCE", "2018-01-16", "0.05").await;
    let input = json!({
        "idempotencyKey": key(), "id": twice["id"], "expectedVersion": twice["version"], "reason": "wpisany dwa razy",
    });
    books
        .accountant
        .mutate("cancelTransfer", "transfer { cancelReason }", input)
        .await;

    expense(&books, "FV/1/2018", "2018-02-10", "1234.00").await;
    expense(&books, "FV/2/2018", "2018-05-10", "0.44").await;
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project,
        "claim": {
            "kind": "INTERIM", "periodFrom": "2018-01-01", "periodTo": "2018-03-31", "allOpenExpenses": true,
            "advanceSettled": zloty("1234.00"), "progress": [{"taskId": books.task, "text": "Trwają usługi."}],
        },
    });
    let claim = books.accountant.mutate("createClaim", CLAIM, input).await["claim"].take();
    let claim = step(&books.accountant, "submitClaim", &claim, "2018-04-16", json!({})).await;
    let settlement =
        "settlement { received { amount } advances { amount } reimbursed { amount } returned { amount }
        interest { amount } spent { amount } awaiting { amount } approved { amount } advanceSettled { amount }
        advanceLeft { amount } unsettled { amount } warnings { code path } }";
    let during = ask(&books.accountant, &books.project, settlement).await["settlement"].take();
    assert_eq!(
        (&during["awaiting"], &during["approved"]),
        (&zloty("1234.00"), &zloty("0.00"))
    );
    let approval = json!({
        "eligible": zloty("1230.00"), "corrections": [{"amount": zloty("4.00"), "reason": "poza budżetem"}],
    });
    step(&books.accountant, "approveClaim", &claim, "2018-06-01", approval).await;
    assert_eq!(
        ask(&books.accountant, &books.project, settlement).await["settlement"],
        json!({
            "received": zloty("100000.03"), "advances": zloty("100000.01"), "reimbursed": zloty("0.02"),
            "returned": zloty("3.00"), "interest": zloty("0.07"), "spent": zloty("1234.44"), "awaiting": zloty("0.00"),
            "approved": zloty("1230.00"), "advanceSettled": zloty("1230.00"), "advanceLeft": zloty("98767.01"),
            "unsettled": zloty("4.44"),
            // The advance settles all that was approved: nothing is left to be reimbursed.
            "warnings": [{"code": "REIMBURSED_OVER_APPROVED", "path": ["reimbursed"]}],
        })
    );
    let listed = ask(
        &books.coordinator,
        &books.project,
        "transfers(first: 10) { totalCount edges { node { kind { code } cancelledOn } } }",
    )
    .await["transfers"]
        .take();
    assert_eq!(listed["totalCount"], 5, "a cancelled transfer stays in the list");
}

#[tokio::test]
pub(crate) async fn a_claim_of_december_2025_is_due_on_new_years_eve_and_the_hours_of_that_month_are_276() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2025-01-01", "2025-12-31").await;
    let claim = create(&books, "2025-10-01", "2025-12-12", json!([])).await["claim"].take();
    assert_eq!(
        (&claim["dueOn"], &claim["due"]["count"]),
        (&json!("2025-12-31"), &json!(10)),
        "24, 25 and 26 December are holidays"
    );
    let worker = books
        .coordinator
        .mutate(
            "createWorker",
            "worker { id }",
            json!({"idempotencyKey": key(), "name": "Anna Fikcyjna"}),
        )
        .await["worker"]
        .take();
    let hours = async |hours: &str| {
        let input = json!({
            "idempotencyKey": key(), "workerId": worker["id"], "month": "2025-12-01", "hours": hours, "expectedVersion": 0,
            "engagement": "PROJECT", "projectId": books.project,
        });
        let selection = "workerMonth { total limit }";
        books
            .accountant
            .try_mutate("recordWorkHours", selection, input)
            .await
    };
    assert_eq!(refusals(&hours("276.5").await), ["hours WORKER_HOURS_OVER_LIMIT"]);
    assert_eq!(
        hours("276").await["workerMonth"],
        json!({"total": "276.00", "limit": "276.00"})
    );
}
