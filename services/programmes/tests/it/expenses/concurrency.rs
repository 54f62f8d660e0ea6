//! Accountants at work at once, in transactions that really run in parallel.

use std::sync::Arc;

use futures::future::join_all;
use wsparcie_programmes_api::{Expense, ExpenseChange, OverSpending};

use super::books::{Books, replaced};
use crate::support::{Stage, money, refusal};

/// How many ended well, and the codes of the others.
fn outcomes(answers: Vec<wsparcie_kernel::CallResult<Expense>>) -> (usize, Vec<String>) {
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    (done.len(), refused.into_iter().flat_map(refusal).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_accountants_on_one_line_exactly_one_wins_round_after_round() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    for _ in 0..10 {
        let (one, other) = (books.entry(2, "200.00"), books.entry(2, "200.00"));
        let (one, other) = tokio::join!(books.record(one), books.record(other));
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!(refusal(lost), ["LINE_OVERSPENT"]);
        assert_eq!(books.spent(2).await, money("200.00"));
        books
            .correct(won.unwrap().id, 1, ExpenseChange::Reverse)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn where_only_one_fits_only_one_is_entered_also_of_twenty_at_once() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    for (line, amount, many, fitting) in [(0, "600.00", 2, 1), (1, "400.00", 20, 1), (2, "30.00", 20, 8)] {
        let all = (0..many).map(|_| {
            let books = Arc::clone(&books);
            let entry = books.entry(line, amount);
            tokio::spawn(async move { books.record(entry).await })
        });
        let answers = join_all(all).await.into_iter().map(Result::unwrap).collect();
        let (won, refused) = outcomes(answers);
        assert_eq!((won, refused.len()), (fitting, many - fitting));
        assert!(refused.iter().all(|code| code == "LINE_OVERSPENT"), "{refused:?}");
    }
    let told = books.record(books.entry(0, "600.00")).await.unwrap_err();
    let wsparcie_kernel::CallError::Refused(problems) = told else {
        unreachable!("refused")
    };
    assert!(
        problems[0].message_pl.contains("zostało 400.00 zł")
            && problems[0].message_pl.contains("wydano 600.00 zł")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_document_typed_by_two_at_once_is_entered_once() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    let entry = books.entry(0, "1.00");
    // On different lines, so that no line's lock orders them.
    let all = (0..12_usize).map(|at| {
        let books = Arc::clone(&books);
        let mut entry = entry.clone();
        entry.line_id = books.lines[at % 3];
        tokio::spawn(async move { books.record(entry).await })
    });
    let answers = join_all(all).await.into_iter().map(Result::unwrap).collect();
    let (won, refused) = outcomes(answers);
    assert_eq!((won, refused.len()), (1, 11));
    assert!(
        refused.iter().all(|code| code == "DOCUMENT_REPEATED"),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_document_typed_with_and_without_the_nip_at_once_is_entered_once() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    for _ in 0..4 {
        let entry = books.entry(0, "1.00");
        let all = (0..6_usize).map(|at| {
            let books = Arc::clone(&books);
            let mut entry = entry.clone();
            entry.line_id = books.lines[at % 3];
            if at % 2 == 0 {
                entry.contractor.nip = None;
            }
            tokio::spawn(async move { books.record(entry).await })
        });
        let answers = join_all(all).await.into_iter().map(Result::unwrap).collect();
        let (won, refused) = outcomes(answers);
        assert_eq!((won, refused), (1, vec!["DOCUMENT_REPEATED".to_owned(); 5]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_corrections_at_once_the_later_hears_that_the_entry_changed() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    let entry = books.recorded(0, "100.00").await;
    let all = ["50.00", "60.00", "70.00", "80.00"].map(|amount| {
        let books = Arc::clone(&books);
        tokio::spawn(async move { books.correct(entry.id, 1, replaced(amount)).await })
    });
    let answers: Vec<_> = join_all(all).await.into_iter().map(Result::unwrap).collect();
    let (won, refused) = outcomes(answers);
    assert_eq!((won, refused), (1, vec!["STALE_VERSION".to_owned(); 3]));
    let left = books.read(entry.id).await.effective.unwrap().eligible;
    assert_eq!(books.spent(0).await, left);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_month_closes_between_two_entries_and_never_during_one() {
    let stage = Stage::start().await;
    let books = Arc::new(Books::open(&stage, OverSpending::Refuse).await);
    books.close_until(&stage, "2018-02-01").await;
    let entering = (0..10).map(|_| {
        let books = Arc::clone(&books);
        let entry = books.entry(0, "1.00");
        tokio::spawn(async move { books.record(entry).await })
    });
    let entering: Vec<_> = entering.collect();
    let closing = {
        let books = Arc::clone(&books);
        tokio::spawn(async move { books.close("2018-03-01").await })
    };
    let answers: Vec<_> = join_all(entering).await.into_iter().map(Result::unwrap).collect();
    closing.await.unwrap().unwrap();
    let (won, refused) = outcomes(answers);
    assert_eq!(won + refused.len(), 10);
    assert!(refused.iter().all(|code| code == "MONTH_CLOSED"), "{refused:?}");
    let in_month = "select count(*) from programmes.expense where month = '2018-03-01'";
    assert_eq!(stage.number(in_month).await, i64::try_from(won).unwrap());
    assert_eq!(
        refusal(books.record(books.entry(0, "1.00")).await),
        ["MONTH_CLOSED"]
    );
}
