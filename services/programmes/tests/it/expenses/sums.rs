//! Sums equal the rows that are left, whatever was corrected.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::ExpenseId;
use wsparcie_programmes_api::{
    BudgetPart, BudgetSource, ExpenseChange, ExpenseFilter, OverSpending, ProgrammesApi,
};
use wsparcie_testkit::call;

use super::books::{Books, day, whole};
use crate::support::{Stage, money, now, part};

/// What may happen to a register.
#[derive(Debug, Clone)]
enum Step {
    Enter {
        line: usize,
        grosz: i64,
        month: u32,
        eu_percent: i64,
    },
    Replace {
        which: usize,
        grosz: i64,
        eu_percent: i64,
    },
    Reverse {
        which: usize,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..3_usize, 1..100_000_i64, 1..=12_u32, 0..=100_i64)
            .prop_map(|(line, grosz, month, eu_percent)| Step::Enter { line, grosz, month, eu_percent }),
        2 => (any::<usize>(), 1..100_000_i64, 0..=100_i64)
            .prop_map(|(which, grosz, eu_percent)| Step::Replace { which, grosz, eu_percent }),
        1 => any::<usize>().prop_map(|which| Step::Reverse { which }),
    ];
    proptest::collection::vec(step, 1..14)
}

fn split(grosz: i64, eu_percent: i64) -> Vec<BudgetPart> {
    let eu = grosz * eu_percent / 100;
    [
        (BudgetSource::Eu, eu),
        (BudgetSource::LocalGovernment, grosz - eu),
    ]
    .into_iter()
    .filter(|(_, part)| *part > 0)
    .map(|(source, part)| BudgetPart {
        source,
        amount: Money::from_grosz(part),
    })
    .collect()
}

/// What the test itself keeps of an entry.
struct Kept {
    id: ExpenseId,
    line: usize,
    left: i64,
    eu: i64,
    version: i64,
    reversed: bool,
}

async fn apply(books: &Books, kept: &mut Vec<Kept>, step: Step) {
    match step {
        Step::Enter {
            line,
            grosz,
            month,
            eu_percent,
        } => {
            let mut entry = books.entry(line, "1.00");
            entry.amounts = whole(&Money::from_grosz(grosz).to_string());
            entry.sources = split(grosz, eu_percent);
            let month = day(&format!("2018-{month:02}-01"));
            (entry.document_date, entry.paid_on, entry.month) = (month, month, month);
            let id = books.record(entry).await.unwrap().id;
            let eu = grosz * eu_percent / 100;
            kept.push(Kept {
                id,
                line,
                left: grosz,
                eu,
                version: 1,
                reversed: false,
            });
        }
        Step::Replace { which, .. } | Step::Reverse { which } => {
            let open: Vec<usize> = (0..kept.len()).filter(|at| !kept[*at].reversed).collect();
            let Some(at) = open.get(which % open.len().max(1)).copied() else {
                return;
            };
            let (change, left, eu) = match step {
                Step::Replace {
                    grosz, eu_percent, ..
                } => {
                    let amounts = whole(&Money::from_grosz(grosz).to_string());
                    let sources = split(grosz, eu_percent);
                    (
                        ExpenseChange::Replace { amounts, sources },
                        grosz,
                        grosz * eu_percent / 100,
                    )
                }
                _ => (ExpenseChange::Reverse, 0, 0),
            };
            let entry = &mut kept[at];
            let reversed = change == ExpenseChange::Reverse;
            if (left, eu) == (entry.left, entry.eu) && !reversed {
                return;
            }
            books.correct(entry.id, entry.version, change).await.unwrap();
            (entry.left, entry.eu, entry.reversed) = (left, eu, reversed);
            entry.version += 1;
        }
    }
}

async fn check(books: &Books, kept: &[Kept]) {
    let total: i64 = kept.iter().map(|entry| entry.left).sum();
    let Some(sums) = books.sums().await else {
        assert!(kept.is_empty());
        return;
    };
    assert_eq!(sums.total.eligible, Money::from_grosz(total));
    assert_eq!(sums.total.amount, Money::from_grosz(total));
    let eu: i64 = kept.iter().map(|entry| entry.eu).sum();
    assert_eq!(sums.from_source(BudgetSource::Eu), Money::from_grosz(eu));
    assert_eq!(
        sums.from_source(BudgetSource::LocalGovernment),
        Money::from_grosz(total - eu)
    );
    assert_eq!(sums.without_source, Money::ZERO);
    for (at, line) in books.lines.iter().enumerate() {
        let own: i64 = kept
            .iter()
            .filter(|entry| entry.line == at)
            .map(|entry| entry.left)
            .sum();
        let found = sums.by_line.iter().find(|(id, _)| id == line);
        assert_eq!(
            found.map_or(Money::ZERO, |(_, sum)| sum.eligible),
            Money::from_grosz(own)
        );
        assert_eq!(books.spent(at).await, Money::from_grosz(own));
    }
    let of = |parts: Vec<Money>| Money::sum(parts).unwrap();
    assert_eq!(
        of(sums.by_task.iter().map(|(_, sum)| sum.eligible).collect()),
        sums.total.eligible
    );
    assert_eq!(
        of(sums.by_month.iter().map(|(_, sum)| sum.eligible).collect()),
        sums.total.eligible
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn register_sums_equal_what_is_left_of_the_entries_whatever_was_corrected() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..8 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let books = Books::of(&stage, centre.clone(), OverSpending::Flag).await;
        let mut kept = Vec::new();
        for step in steps {
            apply(&books, &mut kept, step).await;
        }
        check(&books, &kept).await;
    }
}

#[tokio::test]
async fn rows_are_listed_by_month_line_and_flag_page_by_page() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Flag).await;
    // A moment between them: ids of one instant sort anyhow.
    books.recorded(0, "10.00").await;
    stage.clock.set(wsparcie_testkit::noon("2026-03-03"));
    books.recorded(2, "300.00").await;
    stage.clock.set(wsparcie_testkit::noon("2026-03-04"));
    let mut april = books.entry(0, "20.00");
    april.month = day("2018-04-01");
    april.sources = vec![part(BudgetSource::Eu, "20.00")];
    books.record(april).await.unwrap();
    let filter = ExpenseFilter {
        project_id: books.project,
        month: None,
        line_id: None,
        flag: None,
    };
    let list = async |filter: ExpenseFilter, request: wsparcie_kernel::PageRequest| {
        let service = books.centre.service.clone();
        let page = service
            .list_expenses(now(), call(&books.accountant), filter, request)
            .await
            .unwrap();
        let amounts = page
            .edges
            .iter()
            .map(|edge| edge.node.entry.amounts.amount.to_string());
        (amounts.collect::<Vec<_>>(), page.total_count)
    };
    let all = wsparcie_kernel::PageRequest {
        with_total: true,
        ..wsparcie_kernel::PageRequest::first(10)
    };
    assert_eq!(
        list(filter, all).await,
        (vec!["10.00".into(), "300.00".into(), "20.00".into()], Some(3))
    );
    let backward = wsparcie_kernel::PageRequest {
        backward: true,
        limit: 2,
        ..all
    };
    assert_eq!(list(filter, backward).await.0, ["300.00", "20.00"]);
    let march = ExpenseFilter {
        month: Some(day("2018-03-31")),
        ..filter
    };
    assert_eq!(
        list(march, all).await,
        (vec!["10.00".into(), "300.00".into()], Some(2))
    );
    let line = ExpenseFilter {
        line_id: Some(books.lines[0]),
        ..filter
    };
    assert_eq!(list(line, all).await.0, ["10.00", "20.00"]);
    let flagged = ExpenseFilter {
        flag: Some(wsparcie_programmes_api::ExpenseFlag::LineOverspent),
        ..filter
    };
    assert_eq!(list(flagged, all).await.0, ["300.00"]);
    let sums = books.sums().await.unwrap();
    assert_eq!(
        (sums.total.eligible, sums.without_source),
        (money("330.00"), money("310.00"))
    );
}
