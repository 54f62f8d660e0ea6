//! Annexes and what is spent already, also when both happen at once.

use std::time::Duration;

use sqlx::AssertSqlSafe;
use wsparcie_kernel::ids::BudgetLineId;
use wsparcie_kernel::{CallError, CallResult, Money, Role};
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetEdit, BudgetSource, BudgetState, BudgetTerms, BudgetVersion, Contractor,
    CorrectExpense, DifferencePlace, Expense, ExpenseAmounts, ExpenseChange, ExpenseEntry, LineDraft,
    NewExpense, OverSpending, ProgrammesApi, VatRecoverable,
};
use wsparcie_testkit::{call, user};

use super::{Desk, TERMS, again};
use crate::support::{Stage, money, nothing, now, once, part, refusal, titled};

impl Desk {
    async fn spend(&self, line_id: BudgetLineId, amount: &str) -> CallResult<Expense> {
        let accountant = user(self.centre.tenant, Role::ChiefAccountant);
        let entry = ExpenseEntry {
            line_id,
            document_number: nothing().to_string(),
            document_date: "2018-03-05".parse().unwrap(),
            paid_on: "2018-03-05".parse().unwrap(),
            part_of: None,
            contractor: Contractor {
                name: "Fikcyjna Firma".to_owned(),
                nip: None,
                foreign_id: None,
            },
            amounts: ExpenseAmounts {
                amount: money(amount),
                vat: Money::ZERO,
                vat_recoverable: VatRecoverable::No,
                recoverable_vat: None,
                eligible: money(amount),
            },
            sources: Vec::new(),
            description: None,
            month: "2018-03-01".parse().unwrap(),
        };
        let input = NewExpense {
            project_id: self.project,
            entry,
        };
        let call = once(call(&accountant), &nothing().to_string(), "spend");
        self.centre
            .service
            .clone()
            .record_expense(now(), call, input)
            .await
    }

    async fn reverse(&self, expense: &Expense) -> Expense {
        let accountant = user(self.centre.tenant, Role::ChiefAccountant);
        let input = CorrectExpense {
            id: expense.id,
            expected_version: expense.version,
            change: ExpenseChange::Reverse,
            reason: "zwrot".to_owned(),
            month: None,
            document_number: None,
            document_date: None,
            paid_on: None,
        };
        let call = once(call(&accountant), &nothing().to_string(), "reverse");
        let service = self.centre.service.clone();
        service.correct_expense(now(), call, input).await.unwrap()
    }

    /// An annex that gives so much of the first line to the second.
    async fn annexed(&self, amount: &str) -> BudgetVersion {
        let annex = self.create(BudgetBeginning::CopyOfInForce).await.unwrap();
        let tasks = self.tasks(annex.id).await;
        let lines = &tasks[0].lines;
        let mut edits = Vec::new();
        // One unit costs what the line has.
        for (line, total) in [
            (&lines[0], lines[0].amount.checked_sub(money(amount))),
            (&lines[1], lines[1].amount.checked_add(money(amount))),
        ] {
            let mut sources = line.sources.clone();
            let eu = sources.iter_mut().find(|part| part.source == BudgetSource::Eu);
            match eu {
                Some(eu) => eu.amount = eu.amount.checked_sub(money(amount)).unwrap(),
                None => sources.push(part(BudgetSource::Eu, amount)),
            }
            edits.push(BudgetEdit::SetLine(LineDraft {
                unit_cost: total.unwrap(),
                amount: total.unwrap(),
                sources,
                ..again(1, line)
            }));
        }
        self.edit(annex.id, annex.version, edits).await.unwrap()
    }

    async fn with_terms(&self, version: &BudgetVersion, over_spending: OverSpending) -> BudgetVersion {
        let terms = BudgetTerms {
            over_spending,
            ..TERMS
        };
        self.edit(version.id, version.version, vec![BudgetEdit::SetTerms(terms)])
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn an_annex_that_gives_a_line_less_than_is_spent_is_refused_or_shown_as_the_budget_says() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    let lines = desk.line_ids(first.id).await;
    desk.spend(lines[0], "60.00").await.unwrap();
    let annex = desk.annexed("25.01").await;
    let Err(CallError::Refused(problems)) = desk.force(&annex, "2018-04-01").await else {
        unreachable!("60.00 are spent, 59.99 are left")
    };
    assert_eq!(
        problems.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(),
        ["BUDGET_LINE_LESS_THAN_SPENT"]
    );
    for told in ["zadanie 1, pozycja 1", "60.00", "59.99"] {
        assert!(problems[0].message_pl.contains(told), "{told}");
    }
    let shown = desk.findings(annex.id).await.differences;
    assert!(shown[0].place == DifferencePlace::LineSpent && shown[0].blocking);
    let annex = desk.with_terms(&annex, OverSpending::Flag).await;
    desk.force(&annex, "2018-04-01").await.unwrap();
    let shown = desk.findings(annex.id).await.differences;
    assert_eq!(
        (
            shown.len(),
            shown[0].place,
            shown[0].blocking,
            shown[0].difference
        ),
        (1, DifferencePlace::LineSpent, false, money("-0.01"))
    );
    assert_eq!(
        desk.findings(first.id).await.differences,
        [],
        "what was in force is not held against later expenses"
    );
}

#[tokio::test]
async fn a_budget_does_not_come_into_force_while_somebody_books() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let draft = desk.drafted().await;
    let mut admin = stage.test.admin().await;
    // What a booking holds.
    let hold = format!(
        "begin; select id from programmes.project where id = '{}' for share",
        desk.project
    );
    sqlx::raw_sql(AssertSqlSafe(hold))
        .execute(&mut admin)
        .await
        .unwrap();
    let forcing = {
        let (desk, draft) = (desk.clone(), draft.clone());
        tokio::spawn(async move { desk.force(&draft, "2017-10-01").await })
    };
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..500 {
        if stage.number(waiting).await == 1 || forcing.is_finished() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!forcing.is_finished(), "it waits");
    assert_eq!(desk.budgets().await[0].state, BudgetState::Draft);
    sqlx::raw_sql("commit").execute(&mut admin).await.unwrap();
    assert_eq!(forcing.await.unwrap().unwrap().state, BudgetState::InForce);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_an_expense_and_an_annex_that_do_not_fit_together_one_wins() {
    let stage = Stage::start().await;
    for round in 0..8_u64 {
        let desk = Desk::open(&stage, &format!("MOPS {round}"), titled("a")).await;
        let first = desk.in_force("2017-10-01").await;
        let lines = desk.line_ids(first.id).await;
        let annex = desk.annexed("40.00").await;
        let booking = {
            let (desk, line) = (desk.clone(), lines[0]);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(round)).await;
                desk.spend(line, "80.00").await
            })
        };
        let forced = desk.force(&annex, "2018-04-01").await;
        let booked = booking.await.unwrap();
        if forced.is_ok() {
            assert_eq!(refusal(booked), ["LINE_OVERSPENT"]);
        } else {
            assert_eq!(refusal(forced), ["BUDGET_LINE_LESS_THAN_SPENT"]);
            assert!(booked.unwrap().flags.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_is_of_the_version_in_force_when_it_is_made() {
    let stage = Stage::start().await;
    for round in 0..8 {
        let desk = Desk::open(&stage, &format!("MOPS {round}"), titled("a")).await;
        desk.in_force("2017-10-01").await;
        let annex = desk.annexed("40.00").await;
        let copying = {
            let desk = desk.clone();
            tokio::spawn(async move { desk.create(BudgetBeginning::CopyOfInForce).await })
        };
        desk.force(&annex, "2018-04-01").await.unwrap();
        match copying.await.unwrap() {
            Ok(copy) => assert_eq!(desk.tasks(copy.id).await, desk.tasks(annex.id).await),
            refused => assert_eq!(refusal(refused), ["BUDGET_DRAFT_EXISTS"]),
        }
    }
}

#[tokio::test]
async fn an_entry_and_its_reversal_are_nothing_by_task_also_after_an_annex_moved_the_line() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    let lines = desk.line_ids(first.id).await;
    let entry = desk.spend(lines[0], "50.00").await.unwrap();
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    let old = desk.tasks(annex.id).await;
    let elsewhere = LineDraft {
        sources: vec![
            part(BudgetSource::Eu, "80.00"),
            part(BudgetSource::LocalGovernment, "5.00"),
        ],
        ..again(2, &old[0].lines[0])
    };
    let edits = vec![
        BudgetEdit::SetTask {
            task_id: None,
            number: 2,
            name: "Inne".to_owned(),
        },
        BudgetEdit::SetLine(elsewhere),
    ];
    let annex = desk.edit(annex.id, annex.version, edits).await.unwrap();
    desk.force(&annex, "2018-04-01").await.unwrap();
    desk.reverse(&entry).await;
    let accountant = user(desk.centre.tenant, Role::ChiefAccountant);
    let service = desk.centre.service.clone();
    let sums = service
        .expense_sums_by_project(now(), call(&accountant), vec![desk.project])
        .await
        .unwrap()
        .remove(0);
    let by_task: Vec<_> = sums
        .by_task
        .iter()
        .map(|(task, sum)| (*task, sum.eligible, sum.rows))
        .collect();
    assert_eq!(by_task, [(old[0].id, Money::ZERO, 2)]);
    let one_version = "select count(distinct budget_id) from programmes.expense";
    assert_eq!(stage.number(one_version).await, 1);
    desk.spend(lines[0], "85.00").await.unwrap();
    assert_eq!(
        refusal(desk.spend(lines[0], "0.01").await),
        ["LINE_OVERSPENT"],
        "new expenses are held against the version in force"
    );
}
