//! A register of expenses, from the document to the file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::ground::{Books, amounts, ask, refusals, zloty};
use super::stage::key;
use crate::support::{PASSWORD, TestApp};

const SUMS: &str = "expenseSums { total { eligible { amount } rowCount } }";

#[tokio::test]
pub(crate) async fn of_two_accountants_on_one_line_one_books_and_the_other_is_told_what_is_left() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2018-01-01", "2018-12-31").await;
    let first = books.document(0, "FV/1/2018", "2018-03-05", "100.00");
    let first = books.record(&books.accountant, first).await;
    assert_eq!(first["userErrors"], json!([]));
    let standing = |spent: &str, left: &str| json!({"planned": zloty("1000.00"), "spent": zloty(spent), "left": zloty(left)});
    assert_eq!(first["line"], standing("100.00", "900.00"));

    let (one, other) = futures::join!(
        books.record(
            &books.accountant,
            books.document(0, "FV/2/2018", "2018-03-06", "600.00")
        ),
        books.record(
            &books.manager,
            books.document(0, "FV/3/2018", "2018-03-06", "500.01")
        ),
    );
    let (won, lost, spent, left) = if refusals(&one).is_empty() {
        (one, other, "700.00", "300.00")
    } else {
        (other, one, "600.01", "399.99")
    };
    assert_eq!(refusals(&won), [""; 0]);
    assert_eq!(refusals(&lost), ["amounts.eligible LINE_OVERSPENT"]);
    assert_eq!(lost["expense"], Value::Null);
    assert_eq!(
        (&won["line"], &lost["line"]),
        (&standing(spent, left), &standing(spent, left))
    );

    // What is left can be booked to the grosz, and not one more.
    let rest = books.document(0, "FV/4/2018", "2018-03-07", left);
    assert_eq!(
        books.record(&books.manager, rest).await["line"],
        standing("1000.00", "0.00")
    );
    let one_more = books.document(0, "FV/5/2018", "2018-03-07", "0.01");
    let one_more = books.record(&books.manager, one_more).await;
    assert_eq!(refusals(&one_more), ["amounts.eligible LINE_OVERSPENT"]);
    let sums = ask(&books.coordinator, &books.project, SUMS).await;
    assert_eq!(
        sums["expenseSums"]["total"],
        json!({"eligible": zloty("1000.00"), "rowCount": 3})
    );
}

#[tokio::test]
pub(crate) async fn a_correction_goes_round_a_closed_month_and_the_register_has_the_sum_of_the_api() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2018-01-01", "2018-12-31").await;
    let entry = books.document(0, "FV/1/2018", "2018-03-05", "123.45");
    let entry = books.record(&books.accountant, entry).await["expense"].take();
    books
        .record(&books.accountant, books.document(1, "=1+1", "2018-03-05", "0.01"))
        .await;
    for month in ["2018-01-01", "2018-02-01", "2018-03-31"] {
        books.close(month).await;
    }
    let late = books.document(0, "FV/2/2018", "2018-03-31", "1.00");
    assert_eq!(
        refusals(&books.record(&books.accountant, late).await),
        ["month MONTH_CLOSED"]
    );
    let corrected = books.correct(&entry, "100.04", None).await;
    assert_eq!(
        corrected["correction"]["month"], "2018-04-01",
        "its own month is closed"
    );
    assert_eq!(corrected["correction"]["correction"]["code"], "difference");
    assert_eq!(corrected["correction"]["amounts"]["eligible"], zloty("-23.41"));
    assert_eq!(
        corrected["expense"],
        json!({
            "version": 2, "effective": {"eligible": zloty("100.04")}, "amounts": {"eligible": zloty("123.45")},
        }),
        "what was entered stays"
    );
    let stale = books.correct(&entry, "99.00", None).await;
    assert_eq!(refusals(&stale), ["expectedVersion STALE_VERSION"]);
    assert_eq!(stale["expense"], corrected["expense"]);

    let sums = ask(
        &books.accountant,
        &books.project,
        "expenseSums { total { eligible { amount } rowCount } byMonth { month sum { eligible { amount } } } }",
    )
    .await["expenseSums"]
        .take();
    assert_eq!(sums["total"], json!({"eligible": zloty("100.05"), "rowCount": 3}));
    assert_eq!(
        sums["byMonth"],
        json!([
            {"month": "2018-03-01", "sum": {"eligible": zloty("123.46")}},
            {"month": "2018-04-01", "sum": {"eligible": zloty("-23.41")}},
        ])
    );
    let proof = books
        .accountant
        .mutate("proveAgain", "token", json!({"password": PASSWORD}))
        .await;
    let accountant = books.accountant.with_token(proof["token"].as_str().unwrap());
    let input =
        json!({"projectId": books.project, "from": "2018-01-01", "until": "2018-12-01", "format": "CSV"});
    let selection = "file { fileName content rowCount sum { eligible { amount } rowCount } }";
    let file = accountant.mutate("exportExpenseRegister", selection, input).await["file"].take();
    assert_eq!(file["sum"], sums["total"]);
    let content = STANDARD.decode(file["content"].as_str().unwrap()).unwrap();
    let content = String::from_utf8(content).unwrap();
    let eligible = |line: &str| -> i64 {
        let cell = line.split(';').nth(15).unwrap().replace(',', "");
        cell.parse().unwrap()
    };
    let lines: Vec<_> = content.lines().skip(1).collect();
    let (last, rows) = lines.split_last().unwrap();
    assert_eq!(
        (
            rows.len(),
            rows.iter().map(|row| eligible(row)).sum::<i64>(),
            eligible(last)
        ),
        (3, 10_005, 10_005)
    );
    assert!(
        content.contains(";'=1+1;") && !content.contains(";=1+1;"),
        "no formula"
    );

    let trail = "{ auditEvents(last: 100) { edges { node { action } } } }";
    let trail = books.centre.administrator.data(trail, json!({})).await;
    let exports = trail["auditEvents"]["edges"].as_array().unwrap().iter();
    let exports = exports.filter(|edge| edge["node"]["action"] == "expense_register.exported");
    assert_eq!(exports.count(), 1);
}

#[tokio::test]
pub(crate) async fn a_document_that_nobody_can_mean_is_refused_by_name_and_changes_nothing() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2018-01-01", "2018-12-31").await;
    let entry = books.document(0, "FV/1/2018", "2018-03-05", "100.00");
    let entry = books.record(&books.accountant, entry).await["expense"].take();
    let of = |amount: Value| {
        let mut amounts = amounts("10.00");
        amounts["amount"] = amount;
        json!({"amounts": amounts})
    };
    for (change, told) in [
        (of(zloty("10.005")), "amounts.amount MONEY_TOO_MANY_DECIMALS"),
        (of(zloty("1234567890123")), "amounts.amount MONEY_TOO_LARGE"),
        (of(zloty("10,00")), "amounts.amount MONEY_NOT_A_NUMBER"),
        (
            of(json!({"amount": "10.00", "currency": "EUR"})),
            "amounts.amount CURRENCY_NOT_PLN",
        ),
        (
            json!({"documentNumber": " fv/1/2018 "}),
            "documentNumber DOCUMENT_REPEATED",
        ),
        (
            json!({"documentNumber": "ＦＶ\u{2215}1\u{2215}2018"}),
            "documentNumber DOCUMENT_REPEATED",
        ),
        (
            json!({"documentNumber": "FV/1/2018", "partOf": entry["id"]}),
            "lineId DOCUMENT_PART_REPEATED",
        ),
        (json!({"month": "2010-01-15"}), "month MONTH_TOO_EARLY"),
        (
            json!({"documentDate": "2017-12-31", "paidOn": "2018-01-02"}),
            "documentDate EXPENSE_OUTSIDE_PROJECT",
        ),
        (
            json!({"contractor": {"name": "Firma", "nip": "897-181-16-34"}}),
            "contractor.nip NIP_CHECKSUM",
        ),
    ] {
        let mut document = books.document(0, "FV/2/2018", "2018-03-05", "10.00");
        document
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let payload = books.record(&books.accountant, document).await;
        assert_eq!(refusals(&payload), [told], "{change}");
        let is_repeated = told.starts_with("documentNumber ") || told.starts_with("lineId ");
        assert_eq!(payload["earlier"]["id"] == entry["id"], is_repeated, "{payload}");
    }
    let below_zero = books.document(0, "FV/2/2018", "2018-03-05", "-10.00");
    let below_zero = refusals(&books.record(&books.accountant, below_zero).await);
    assert!(
        below_zero.contains(&"amounts.amount AMOUNT_OUT_OF_RANGE".to_owned()),
        "{below_zero:?}"
    );
    let sums = ask(&books.coordinator, &books.project, SUMS).await;
    assert_eq!(
        sums["expenseSums"]["total"],
        json!({"eligible": zloty("100.00"), "rowCount": 1})
    );
}

#[tokio::test]
pub(crate) async fn hours_of_all_engagements_together_are_276_a_month_and_not_half_an_hour_more() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2018-01-01", "2018-12-31").await;
    let input = json!({"idempotencyKey": key(), "name": "Anna Fikcyjna"});
    let worker = books
        .coordinator
        .mutate("createWorker", "worker { id }", input)
        .await["worker"]
        .take();
    let hours = async |engagement: Value, hours: &str, version: i64| {
        let mut input = json!({
            "idempotencyKey": key(), "workerId": worker["id"], "month": "2018-03-01", "hours": hours, "expectedVersion": version,
        });
        input
            .as_object_mut()
            .unwrap()
            .extend(engagement.as_object().unwrap().clone());
        let selection = "workerMonth { total limit overBy workHours { hours isOverLimit } }";
        books
            .accountant
            .try_mutate("recordWorkHours", selection, input)
            .await
    };
    let elsewhere = || json!({"engagement": "OTHER_EMPLOYER", "name": "Szpital"});
    let own = || json!({"engagement": "PROJECT", "projectId": books.project});
    hours(elsewhere(), "168", 0).await;
    let over = hours(own(), "108.5", 0).await;
    assert_eq!(refusals(&over), ["hours WORKER_HOURS_OVER_LIMIT"]);
    let full = hours(own(), "108", 0).await["workerMonth"].take();
    assert_eq!(
        (&full["total"], &full["limit"], &full["overBy"]),
        (&json!("276.00"), &json!("276.00"), &Value::Null)
    );
    let more = hours(elsewhere(), "170", 1).await["workerMonth"].take();
    assert_eq!(
        (&more["total"], &more["overBy"]),
        (&json!("278.00"), &json!("2.00")),
        "work elsewhere is not the centre's to refuse"
    );
}
