//! Entering expenses.

use wsparcie_programmes_api::{BudgetSource, ExpenseFlag, FindDocument, OverSpending, ProgrammesApi};
use wsparcie_testkit::call;

use super::books::{Books, day, plant_rate, whole};
use crate::support::{Stage, money, nothing, now, once, part, refusal};

#[tokio::test]
async fn an_expense_is_entered_as_its_document_says_and_audited() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let mut entry = books.entry(0, "123.45");
    entry.sources = vec![
        part(BudgetSource::LocalGovernment, "18.52"),
        part(BudgetSource::Eu, "104.93"),
    ];
    entry.month = day("2018-03-31");
    let stored = books.record(entry.clone()).await.unwrap();
    assert_eq!(stored.entry.month, day("2018-03-01"));
    assert_eq!(stored.entry.sources[0], part(BudgetSource::Eu, "104.93"));
    assert_eq!(stored.entry.document_number, entry.document_number);
    assert_eq!(
        (stored.version, stored.flags.len(), stored.is_reversed),
        (1, 0, false)
    );
    assert_eq!(stored.effective.unwrap().eligible, money("123.45"));
    assert_eq!(books.read(stored.id).await, stored);
    assert_eq!(books.spent(0).await, money("123.45"));
    let audit = "select count(*) from platform.audit_event where action = 'expense.recorded'";
    assert_eq!(stage.number(audit).await, 1);
}

#[tokio::test]
async fn a_repeated_request_enters_one_expense() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let input = wsparcie_programmes_api::NewExpense {
        project_id: books.project,
        entry: books.entry(0, "10.00"),
    };
    let again = || {
        let call = once(call(&books.accountant), "key", "same");
        books
            .centre
            .service
            .clone()
            .record_expense(now(), call, input.clone())
    };
    assert_eq!(again().await.unwrap(), again().await.unwrap());
    assert_eq!(stage.number("select count(*) from programmes.expense").await, 1);
}

#[tokio::test]
async fn a_document_is_entered_once_and_its_other_parts_name_the_first() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let first = books.recorded(0, "100.00").await;
    let mut same = books.entry(1, "50.00");
    same.document_number = format!(" {} ", first.entry.document_number.to_lowercase());
    assert_eq!(refusal(books.record(same.clone()).await), ["DOCUMENT_REPEATED"]);
    let find = FindDocument {
        project_id: books.project,
        contractor: same.contractor.clone(),
        document_number: same.document_number.clone(),
    };
    let found = books.centre.service.clone();
    let found = found
        .expense_by_document(now(), call(&books.accountant), find)
        .await;
    assert_eq!(found.unwrap().unwrap().id, first.id);
    same.part_of = Some(first.id);
    let part = books.record(same.clone()).await.unwrap();
    assert_eq!(part.entry.part_of, Some(first.id));
    same.document_number = "inny".to_owned();
    assert_eq!(
        refusal(books.record(same.clone()).await),
        ["PART_OF_OTHER_DOCUMENT"]
    );
    same.part_of = Some(wsparcie_kernel::ids::ExpenseId::from_uuid(nothing()));
    assert_eq!(refusal(books.record(same.clone()).await), ["NOT_FOUND"]);
    same.part_of = None;
    assert!(
        books.record(same).await.is_ok(),
        "another number is another document"
    );
    let mut other_firm = books.entry(0, "1.00");
    other_firm.document_number = first.entry.document_number.clone();
    other_firm.contractor.nip = Some("5261040828".to_owned());
    assert!(
        books.record(other_firm).await.is_ok(),
        "two firms may number alike"
    );
}

#[tokio::test]
async fn an_invoice_entered_without_the_nip_is_the_one_entered_with_it() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let first = books.recorded(0, "100.00").await;
    let mut without = books.entry(1, "50.00");
    without.document_number = first.entry.document_number.clone();
    without.contractor.nip = None;
    without.contractor.name = "FIKCYJNA-FIRMA".to_owned();
    assert_eq!(
        refusal(books.record(without.clone()).await),
        ["DOCUMENT_REPEATED"]
    );
    let find = FindDocument {
        project_id: books.project,
        contractor: without.contractor.clone(),
        document_number: without.document_number.clone(),
    };
    let service = books.centre.service.clone();
    let found = service
        .expense_by_document(now(), call(&books.accountant), find)
        .await;
    assert_eq!(
        found.unwrap().unwrap().id,
        first.id,
        "the earlier entry can be named"
    );
    without.part_of = Some(first.id);
    books.record(without.clone()).await.unwrap();
    let parts = "select count(*) from programmes.expense_document
                 where contractor_key = 'nip:8971811633' and part in (0, 1)";
    assert_eq!(stage.number(parts).await, 2, "both are parts of one document");
    without.part_of = None;
    without.contractor.name = "Jan Fikcyjny".to_owned();
    books.record(without.clone()).await.unwrap();
    without.contractor.nip = Some("8971811633".to_owned());
    assert_eq!(refusal(books.record(without).await), ["DOCUMENT_REPEATED"]);
}

#[tokio::test]
async fn a_closed_project_takes_corrections_and_no_new_expenses() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let entry = books.recorded(0, "100.00").await;
    stage
        .plant(&format!(
            "update programmes.project set status = 'closed' where id = '{}'",
            books.project
        ))
        .await;
    assert_eq!(
        refusal(books.record(books.entry(0, "1.00")).await),
        ["PROJECT_CLOSED"]
    );
    books
        .correct(entry.id, 1, super::books::replaced("90.00"))
        .await
        .unwrap();
}

#[tokio::test]
async fn nothing_is_booked_without_a_line_of_the_budget_in_force() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let mut unknown = books.entry(0, "1.00");
    unknown.line_id = wsparcie_kernel::ids::BudgetLineId::from_uuid(nothing());
    assert_eq!(refusal(books.record(unknown).await), ["NOT_FOUND"]);
    let other = Books::of(&stage, books.centre.clone(), OverSpending::Refuse).await;
    let of_other_project = other.entry(0, "1.00");
    assert_eq!(refusal(books.record(of_other_project).await), ["NOT_FOUND"]);
    let left = format!(
        "insert into programmes.budget_line (tenant_id, id, project_id, created_at)
         values ('{}', '018f0000-0000-7000-8000-00000000aaaa', '{}', now())",
        books.centre.tenant, books.project
    );
    stage.plant(&left).await;
    let mut gone = books.entry(0, "1.00");
    gone.line_id = wsparcie_kernel::ids::BudgetLineId::from_uuid(
        "018f0000-0000-7000-8000-00000000aaaa".parse().unwrap(),
    );
    assert_eq!(refusal(books.record(gone.clone()).await), ["LINE_NOT_IN_BUDGET"]);
    stage
        .plant(&format!(
            "update programmes.budget set state = 'superseded' where project_id = '{}'",
            books.project
        ))
        .await;
    assert_eq!(refusal(books.record(gone).await), ["NO_BUDGET_IN_FORCE"]);
}

#[tokio::test]
async fn all_that_is_wrong_with_days_is_told_at_once_and_late_payments_are_flagged() {
    let stage = Stage::start().await;
    plant_rate(&stage, "final_claim_due", "day", 30).await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    books.close_until(&stage, "2018-03-01").await;
    let mut wrong = books.entry(0, "1000.01");
    wrong.document_date = day("2016-12-31");
    wrong.paid_on = day("2019-01-31");
    assert_eq!(
        refusal(books.record(wrong).await),
        [
            "MONTH_CLOSED",
            "EXPENSE_OUTSIDE_PROJECT",
            "EXPENSE_OUTSIDE_PROJECT",
            "LINE_OVERSPENT"
        ]
    );
    let mut late = books.entry(0, "1.00");
    late.document_date = day("2018-12-31");
    late.paid_on = day("2019-01-30");
    late.month = day("2018-12-01");
    let stored = books.record(late).await.unwrap();
    assert_eq!(stored.flags, [ExpenseFlag::PaidAfterEnd]);
    let mut before = books.entry(0, "1.00");
    before.paid_on = day("2018-03-04");
    before.month = day("2018-04-01");
    assert_eq!(
        books.record(before).await.unwrap().flags,
        [ExpenseFlag::PaidBeforeDocument]
    );
}

#[tokio::test]
async fn over_spending_is_flagged_with_how_much_where_the_budget_says_so() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Flag).await;
    assert!(books.recorded(1, "400.00").await.flags.is_empty());
    let over = books.recorded(1, "100.01").await;
    assert_eq!(
        (over.flags.as_slice(), over.overspent_by),
        (&[ExpenseFlag::LineOverspent][..], Some(money("0.01")))
    );
    let more = books.recorded(1, "10.00").await;
    assert_eq!(more.overspent_by, Some(money("10.01")));
    let mut not_eligible = books.entry(1, "99.00");
    not_eligible.amounts = whole("99.00");
    not_eligible.amounts.eligible = money("0.00");
    assert!(
        books.record(not_eligible).await.unwrap().flags.is_empty(),
        "nothing eligible, nothing over-spent"
    );
    assert_eq!(
        books.recorded(0, "1.00").await.overspent_by,
        None,
        "another line is not concerned"
    );
}
