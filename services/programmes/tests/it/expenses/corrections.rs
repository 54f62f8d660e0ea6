//! Corrections on the database.

use wsparcie_programmes_api::{CorrectionKind, ExpenseChange, OverSpending, ProgrammesApi};
use wsparcie_testkit::call;

use super::books::{Books, bare, day, replaced};
use crate::support::{Stage, money, now, refusal};

#[tokio::test]
async fn a_correction_is_a_row_of_its_own_and_the_entry_stays() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "600.00").await;
    books.close_until(&stage, "2018-04-01").await;
    let correction = books.correct(entry.id, 1, replaced("500.00")).await.unwrap();
    assert_eq!(correction.corrects, Some(entry.id));
    assert_eq!(correction.correction, Some(CorrectionKind::Difference));
    assert_eq!(correction.entry.amounts.eligible, money("-100.00"));
    assert_eq!(
        correction.entry.month,
        day("2018-05-01"),
        "the entry's month is closed"
    );
    let now_entry = books.read(entry.id).await;
    assert_eq!(now_entry.entry, entry.entry, "what was entered stays");
    assert_eq!(
        (now_entry.version, now_entry.effective.unwrap().eligible),
        (2, money("500.00"))
    );
    assert_eq!(books.spent(0).await, money("500.00"));
    let found = books.centre.service.clone();
    let found = found
        .corrections_by_expense(now(), call(&books.accountant), vec![entry.id])
        .await;
    assert_eq!(found.unwrap(), std::slice::from_ref(&correction));
    assert_eq!(
        refusal(books.correct(entry.id, 1, replaced("1.00")).await),
        ["STALE_VERSION"]
    );
    assert_eq!(
        refusal(books.correct(correction.id, 1, replaced("1.00")).await),
        ["CORRECTION_OF_CORRECTION"]
    );
}

#[tokio::test]
async fn a_reversed_document_may_be_entered_anew_and_nothing_is_left_to_correct() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let typed = books.entry(0, "400.00");
    let entry = books.record(typed.clone()).await.unwrap();
    books.correct(entry.id, 1, replaced("300.00")).await.unwrap();
    let reversal = books.correct(entry.id, 2, ExpenseChange::Reverse).await.unwrap();
    assert_eq!(reversal.entry.amounts.amount, money("-300.00"));
    let left = books.read(entry.id).await;
    assert!(left.is_reversed && left.effective.unwrap().amount == money("0.00"));
    assert_eq!(
        refusal(books.correct(entry.id, 3, replaced("1.00")).await),
        ["EXPENSE_REVERSED"]
    );
    let anew = books.record(typed.clone()).await.unwrap();
    assert_ne!(anew.id, entry.id);
    assert_eq!(refusal(books.record(typed).await), ["DOCUMENT_REPEATED"]);
}

#[tokio::test]
async fn a_correction_upwards_is_held_against_the_line_and_one_downwards_is_not() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "900.00").await;
    books.recorded(0, "100.00").await;
    assert_eq!(
        refusal(books.correct(entry.id, 1, replaced("900.01")).await),
        ["LINE_OVERSPENT"]
    );
    stage
        .plant(&format!(
            "update programmes.budget set state = 'superseded' where project_id = '{}'",
            books.project
        ))
        .await;
    assert!(
        books.correct(entry.id, 1, replaced("800.00")).await.is_ok(),
        "also without a budget in force"
    );
    assert_eq!(
        refusal(books.correct(entry.id, 2, replaced("850.00")).await),
        ["NO_BUDGET_IN_FORCE"]
    );
}

#[tokio::test]
async fn a_correction_upwards_that_was_paid_too_late_is_refused_like_an_entry() {
    let stage = Stage::start().await;
    super::books::plant_rate(&stage, "final_claim_due", "day", 30).await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "100.00").await;
    let correct = async |version: i64, amount: &str, paid_on: &str| {
        let input = wsparcie_programmes_api::CorrectExpense {
            id: entry.id,
            expected_version: version,
            change: replaced(amount),
            reason: "dopłata".to_owned(),
            month: None,
            document_number: None,
            document_date: None,
            paid_on: Some(day(paid_on)),
        };
        let service = books.centre.service.clone();
        service
            .correct_expense(now(), call(&books.accountant), input)
            .await
    };
    for outside in ["2019-01-31", "2016-12-31"] {
        assert_eq!(
            refusal(correct(1, "150.00", outside).await),
            ["EXPENSE_OUTSIDE_PROJECT"]
        );
    }
    let in_time = correct(1, "150.00", "2019-01-30").await.unwrap();
    assert_eq!(
        in_time.flags,
        [wsparcie_programmes_api::ExpenseFlag::PaidAfterEnd]
    );
    let returned = correct(2, "120.00", "2021-05-05").await.unwrap();
    assert!(returned.flags.is_empty(), "money that comes back may come late");
}

#[tokio::test]
async fn a_stored_row_can_neither_be_changed_nor_deleted_by_the_request_role() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "10.00").await;
    let grants = format!(
        "select count(*) from information_schema.role_table_grants g
         where g.table_schema = 'programmes' and g.table_name in ('expense', 'expense_source') and g.grantee = 'app_rw'
           and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
           and exists (select from programmes.expense where id = '{}')",
        bare(entry.id)
    );
    assert_eq!(stage.number(&grants).await, 0);
    let columns = "select count(*) from information_schema.column_privileges
                   where table_schema = 'programmes' and table_name in ('expense', 'expense_source')
                     and grantee = 'app_rw' and privilege_type = 'UPDATE'";
    assert_eq!(stage.number(columns).await, 0);
}
