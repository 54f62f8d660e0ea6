//! Documents in parts, in several spellings, and in several projects.

use std::sync::Arc;

use futures::future::join_all;
use wsparcie_programmes_api::{
    ExpenseChange, ExpenseFilter, ExpenseFlag, FindDocument, OverSpending, ProgrammesApi,
};
use wsparcie_testkit::{Statements, call};

use super::books::Books;
use crate::support::{Stage, now, refusal};

#[tokio::test]
async fn a_line_takes_one_part_of_a_document() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let first = books.recorded(0, "100.00").await;
    let mut again = first.entry.clone();
    again.amounts.recoverable_vat = None;
    again.part_of = Some(first.id);
    assert_eq!(
        refusal(books.record(again.clone()).await),
        ["DOCUMENT_PART_REPEATED"]
    );
    again.line_id = books.lines[1];
    let second = books.record(again.clone()).await.unwrap();
    assert_eq!(
        refusal(books.record(again.clone()).await),
        ["DOCUMENT_PART_REPEATED"]
    );
    again.line_id = books.lines[2];
    books.record(again.clone()).await.unwrap();
    books.correct(second.id, 1, ExpenseChange::Reverse).await.unwrap();
    again.line_id = books.lines[1];
    books.record(again).await.unwrap();
    let parts = "select count(*) from programmes.expense_document";
    assert_eq!(
        stage.number(parts).await,
        3,
        "one a line; the reversed one is out"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_part_typed_by_many_at_once_is_entered_once_a_line() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    let first = books.recorded(0, "1.00").await;
    let all = (0..12_usize).map(|at| {
        let books = Arc::clone(&books);
        let mut entry = first.entry.clone();
        entry.amounts.recoverable_vat = None;
        entry.part_of = Some(first.id);
        entry.line_id = books.lines[at % 3];
        tokio::spawn(async move { books.record(entry).await })
    });
    let answers = join_all(all).await.into_iter().map(Result::unwrap);
    let (done, refused): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (2, 10));
    let codes: Vec<_> = refused.into_iter().flat_map(refusal).collect();
    assert_eq!(codes, vec!["DOCUMENT_PART_REPEATED".to_owned(); 10]);
}

#[tokio::test]
async fn a_number_is_the_same_in_full_width_and_with_every_sort_of_stroke_and_is_shown_as_typed() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let mut typed = books.entry(0, "1.00");
    typed.document_number = "FV\u{2215}1–2\u{2044}2018".to_owned();
    let first = books.record(typed.clone()).await.unwrap();
    assert_eq!(first.entry.document_number, typed.document_number);
    for number in ["FV/1-2/2018", "ＦＶ/1-2/2018", "fv／1—2⧸2018"] {
        typed.document_number = number.to_owned();
        assert_eq!(
            refusal(books.record(typed.clone()).await),
            ["DOCUMENT_REPEATED"],
            "{number}"
        );
        let find = FindDocument {
            project_id: books.project,
            contractor: typed.contractor.clone(),
            document_number: number.to_owned(),
        };
        let service = books.centre.service.clone();
        let found = service
            .expense_by_document(now(), call(&books.accountant), find)
            .await;
        assert_eq!(found.unwrap().unwrap().id, first.id);
    }
}

#[tokio::test]
async fn a_document_of_two_projects_is_entered_in_both_and_flagged_in_the_later_one() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let other = Books::of(&stage, books.centre.clone(), OverSpending::Refuse).await;
    let first = books.recorded(0, "100.00").await;
    assert!(first.flags.is_empty());
    let shared = other.entry(0, "100.00");
    assert_eq!(shared.document_number, first.entry.document_number);
    let second = other.record(shared.clone()).await.unwrap();
    assert_eq!(second.flags, [ExpenseFlag::DocumentInAnotherProject]);
    let filter = ExpenseFilter {
        project_id: other.project,
        month: None,
        line_id: None,
        flag: Some(ExpenseFlag::DocumentInAnotherProject),
    };
    let service = other.centre.service.clone();
    let page = wsparcie_kernel::PageRequest::first(5);
    let listed = service
        .list_expenses(now(), call(&other.accountant), filter, page)
        .await;
    assert_eq!(listed.unwrap().edges.len(), 1);
    assert_eq!(refusal(other.record(shared).await), ["DOCUMENT_REPEATED"]);
    let mut other_firm = books.recorded(0, "1.00").await.entry;
    other_firm.line_id = other.lines[0];
    other_firm.amounts.recoverable_vat = None;
    other_firm.contractor.nip = Some("5261040828".to_owned());
    assert!(
        other.record(other_firm.clone()).await.unwrap().flags.is_empty(),
        "two firms may number alike"
    );
    // What was reversed stands in no register.
    let reversed = books.recorded(0, "2.00").await;
    books
        .correct(reversed.id, 1, ExpenseChange::Reverse)
        .await
        .unwrap();
    let mut again = other_firm;
    again.document_number = reversed.entry.document_number;
    again.contractor = reversed.entry.contractor;
    assert!(other.record(again).await.unwrap().flags.is_empty());
}

#[tokio::test]
async fn another_centres_documents_flag_nothing() {
    let stage = Stage::start().await;
    let north = Books::open(&stage, OverSpending::Refuse).await;
    let south = Books::open(&stage, OverSpending::Refuse).await;
    let entered = north.recorded(0, "100.00").await;
    let same = south.recorded(0, "100.00").await;
    assert_eq!(same.entry.document_number, entered.entry.document_number);
    assert!(same.flags.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_projects_that_enter_a_document_at_once_the_later_is_flagged() {
    let stage = Stage::start().await;
    let one = Books::open(&stage, OverSpending::Refuse).await;
    let other = Books::of(&stage, one.centre.clone(), OverSpending::Refuse).await;
    for round in 0..10 {
        let (in_one, in_other) = (one.entry(0, "1.00"), other.entry(0, "1.00"));
        let (in_one, in_other) = tokio::join!(one.record(in_one), other.record(in_other));
        let flags = [in_one.unwrap().flags, in_other.unwrap().flags].concat();
        assert_eq!(flags, [ExpenseFlag::DocumentInAnotherProject], "round {round}");
    }
}

#[tokio::test]
async fn a_document_costs_as_many_statements_with_others_of_its_number_as_without() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let statements = Statements::watch();
    let cost = async |books: &Books| {
        let entry = books.entry(0, "1.00");
        statements.take();
        books.record(entry).await.unwrap();
        statements.take()
    };
    let alone = cost(&books).await;
    for _ in 0..3 {
        let other = Books::of(&stage, books.centre.clone(), OverSpending::Refuse).await;
        assert_eq!(cost(&other).await, alone);
    }
}
