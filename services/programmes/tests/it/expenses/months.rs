//! Closing months.

use wsparcie_programmes_api::{CorrectExpense, OverSpending, ProgrammesApi};
use wsparcie_testkit::call;

use super::books::{Books, day, replaced};
use crate::support::{Stage, now, refusal};

#[tokio::test]
async fn months_close_in_order_and_only_the_last_one_opens_again_with_a_reason() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    assert_eq!(
        refusal(books.close("2017-02-01").await),
        ["MONTH_OUT_OF_ORDER"],
        "the project begins in January"
    );
    assert_eq!(books.close("2017-01-20").await.unwrap().month, day("2017-01-01"));
    assert_eq!(refusal(books.close("2017-01-01").await), ["MONTH_ALREADY_CLOSED"]);
    books.close("2017-02-01").await.unwrap();
    assert_eq!(refusal(books.close("2026-03-01").await), ["MONTH_NOT_OVER"]);
    assert_eq!(
        refusal(books.reopen("2017-01-01", "korekta").await),
        ["MONTH_OUT_OF_ORDER"]
    );
    assert_eq!(refusal(books.reopen("2017-02-01", " ").await), ["REQUIRED"]);
    let opened = books.reopen("2017-02-01", "brakująca faktura").await.unwrap();
    assert_eq!(opened.reopen_reason.as_deref(), Some("brakująca faktura"));
    books.close("2017-02-01").await.unwrap();
    let call = call(&books.accountant);
    let history = books
        .centre
        .service
        .clone()
        .closed_months_by_project(now(), call, vec![books.project])
        .await;
    let history: Vec<_> = history
        .unwrap()
        .into_iter()
        .map(|month| (month.month.to_string(), month.reopened_at.is_some()))
        .collect();
    let expected = [("2017-01-01", false), ("2017-02-01", true), ("2017-02-01", false)];
    assert_eq!(
        history,
        expected.map(|(month, opened)| (month.to_owned(), opened))
    );
    let acts = "select count(*) from platform.audit_event
                where action in ('expense_month.closed', 'expense_month.reopened')";
    assert_eq!(stage.number(acts).await, 4);
}

#[tokio::test]
async fn nothing_is_entered_or_corrected_in_a_closed_month_nor_before_it() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "100.00").await;
    books.close_until(&stage, "2018-03-01").await;
    assert_eq!(
        refusal(books.record(books.entry(0, "1.00")).await),
        ["MONTH_CLOSED"]
    );
    let mut earlier = books.entry(0, "1.00");
    earlier.month = day("2016-11-01");
    assert_eq!(refusal(books.record(earlier).await), ["MONTH_CLOSED"]);
    let correction = books.correct(entry.id, 1, replaced("90.00")).await.unwrap();
    assert_eq!(correction.entry.month, day("2018-04-01"));
    books.reopen("2018-03-01", "korekta").await.unwrap();
    assert!(books.record(books.entry(0, "1.00")).await.is_ok());
}

#[tokio::test]
async fn no_month_from_before_the_project_or_the_document_is_entered_and_holds_closing_up() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    for early in ["2010-01-15", "2016-12-31", "2018-02-28"] {
        let mut entry = books.entry(0, "1.00");
        entry.month = day(early);
        assert_eq!(refusal(books.record(entry).await), ["MONTH_TOO_EARLY"], "{early}");
    }
    let mut paid_first = books.entry(0, "1.00");
    paid_first.paid_on = day("2018-02-28");
    paid_first.month = day("2018-02-01");
    books.record(paid_first).await.unwrap();
    let entry = books.recorded(0, "100.00").await;
    let correct = async |version: i64, month: &str, document_date: Option<&str>| {
        let input = CorrectExpense {
            id: entry.id,
            expected_version: version,
            change: replaced(&format!("{}.00", 90 - version)),
            reason: "pomyłka".to_owned(),
            month: Some(day(month)),
            document_number: None,
            document_date: document_date.map(day),
            paid_on: document_date.map(day),
        };
        let service = books.centre.service.clone();
        service
            .correct_expense(now(), call(&books.accountant), input)
            .await
    };
    assert_eq!(refusal(correct(1, "2010-01-01", None).await), ["MONTH_TOO_EARLY"]);
    assert_eq!(
        refusal(correct(1, "2018-02-01", Some("2018-02-05")).await),
        ["MONTH_TOO_EARLY"],
        "its entry is of March"
    );
    assert_eq!(
        refusal(correct(1, "2018-03-01", Some("2018-05-05")).await),
        ["MONTH_TOO_EARLY"],
        "its document is of May"
    );
    correct(1, "2018-03-01", None).await.unwrap();
    correct(2, "2018-05-01", Some("2018-05-05")).await.unwrap();
    books.close("2017-01-01").await.unwrap();
    let unknown = "update programmes.project set starts_on = null, ends_on = null";
    stage.plant(unknown).await;
    let mut early = books.entry(0, "1.00");
    (early.document_date, early.paid_on, early.month) =
        (day("2017-02-01"), day("2017-02-01"), day("2017-02-01"));
    books.record(early).await.unwrap();
}
