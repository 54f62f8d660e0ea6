//! A project with a budget in force, and an accountant who books on it.

use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;
use wsparcie_kernel::actor::Actor;
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{CallResult, Date, Money, Role};
use wsparcie_programmes_api::{
    CloseMonth, ClosedMonth, Contractor, CorrectExpense, Expense, ExpenseAmounts, ExpenseChange,
    ExpenseEntry, ExpenseSums, NewExpense, OverSpending, ProgrammesApi, ReopenMonth, VatRecoverable,
};
use wsparcie_testkit::{call, user};

use crate::support::{Centre, Stage, money, nothing, now, once, titled};

/// A project of a centre with two tasks: lines of 1000.00 and 500.00 zł in the first, of 250.00 zł in the second.
pub(super) struct Books {
    pub(super) centre: Centre,
    pub(super) accountant: Actor,
    pub(super) project: ProjectId,
    pub(super) lines: [BudgetLineId; 3],
    next: AtomicU32,
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl Books {
    pub(super) async fn open(stage: &Stage, rule: OverSpending) -> Self {
        let centre = stage.centre("MOPS").await;
        Self::of(stage, centre, rule).await
    }

    pub(super) async fn of(stage: &Stage, centre: Centre, rule: OverSpending) -> Self {
        let mut facts = titled("Projekt");
        facts.starts_on = Some(day("2017-01-01"));
        facts.ends_on = Some(day("2018-12-31"));
        let project = centre.created(facts).await.id;
        let lines = plant_budget(stage, &centre, project, rule).await;
        Self {
            accountant: user(centre.tenant, Role::ChiefAccountant),
            centre,
            project,
            lines,
            next: AtomicU32::new(1),
        }
    }

    /// A document of March 2018 over an amount without VAT, all of it eligible, with a number of its own.
    pub(super) fn entry(&self, line: usize, amount: &str) -> ExpenseEntry {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        ExpenseEntry {
            line_id: self.lines[line],
            document_number: format!("FV {number}/2018"),
            document_date: day("2018-03-05"),
            paid_on: day("2018-03-12"),
            part_of: None,
            contractor: Contractor {
                name: "Fikcyjna Firma".to_owned(),
                nip: Some("8971811633".to_owned()),
                foreign_id: None,
            },
            amounts: whole(amount),
            sources: Vec::new(),
            description: None,
            month: day("2018-03-01"),
        }
    }

    pub(super) async fn record(&self, entry: ExpenseEntry) -> CallResult<Expense> {
        let input = NewExpense {
            project_id: self.project,
            entry,
        };
        let call = once(call(&self.accountant), &nothing().to_string(), "record");
        self.centre
            .service
            .clone()
            .record_expense(now(), call, input)
            .await
    }

    pub(super) async fn recorded(&self, line: usize, amount: &str) -> Expense {
        self.record(self.entry(line, amount)).await.unwrap()
    }

    pub(super) async fn correct(
        &self,
        id: ExpenseId,
        expected_version: i64,
        change: ExpenseChange,
    ) -> CallResult<Expense> {
        let input = CorrectExpense {
            id,
            expected_version,
            change,
            reason: "pomyłka".to_owned(),
            month: None,
            document_number: None,
            document_date: None,
            paid_on: None,
        };
        let call = once(call(&self.accountant), &nothing().to_string(), "correct");
        self.centre
            .service
            .clone()
            .correct_expense(now(), call, input)
            .await
    }

    pub(super) async fn read(&self, id: ExpenseId) -> Expense {
        let call = call(&self.accountant);
        let found = self
            .centre
            .service
            .clone()
            .expenses_by_id(now(), call, vec![id])
            .await;
        found.unwrap().pop().unwrap()
    }

    pub(super) async fn close(&self, month: &str) -> CallResult<ClosedMonth> {
        let input = CloseMonth {
            project_id: self.project,
            month: day(month),
        };
        let call = once(call(&self.accountant), &nothing().to_string(), "close");
        self.centre
            .service
            .clone()
            .close_expense_month(now(), call, input)
            .await
    }

    /// Closes every month from the project's first to this one.
    pub(super) async fn close_until(&self, stage: &Stage, month: &str) {
        stage
            .plant(&format!(
                "insert into programmes.closed_month (tenant_id, id, project_id, month, closed_at)
                 select '{}', gen_random_uuid(), '{}', m::date, now()
                 from generate_series('2017-01-01'::date, '{month}'::date, interval '1 month') m",
                self.centre.tenant, self.project
            ))
            .await;
    }

    pub(super) async fn reopen(&self, month: &str, reason: &str) -> CallResult<ClosedMonth> {
        let input = ReopenMonth {
            project_id: self.project,
            month: day(month),
            reason: reason.to_owned(),
        };
        let call = once(call(&self.accountant), &nothing().to_string(), "reopen");
        self.centre
            .service
            .clone()
            .reopen_expense_month(now(), call, input)
            .await
    }

    pub(super) async fn sums(&self) -> Option<ExpenseSums> {
        let call = call(&self.accountant);
        let found = self
            .centre
            .service
            .clone()
            .expense_sums_by_project(now(), call, vec![self.project])
            .await;
        found.unwrap().pop()
    }

    /// What is spent on a line.
    pub(super) async fn spent(&self, line: usize) -> Money {
        let call = call(&self.accountant);
        let lines = vec![self.lines[line]];
        let found = self
            .centre
            .service
            .clone()
            .line_standings(now(), call, lines)
            .await;
        found.unwrap().pop().unwrap().spent
    }
}

/// An amount without VAT, all of it eligible.
pub(super) fn whole(amount: &str) -> ExpenseAmounts {
    ExpenseAmounts {
        amount: money(amount),
        vat: Money::ZERO,
        vat_recoverable: VatRecoverable::No,
        recoverable_vat: None,
        eligible: money(amount),
    }
}

pub(super) fn replaced(amount: &str) -> ExpenseChange {
    ExpenseChange::Replace {
        amounts: whole(amount),
        sources: Vec::new(),
    }
}

/// A budget in force, as the superuser writes it.
async fn plant_budget(
    stage: &Stage,
    centre: &Centre,
    project: ProjectId,
    rule: OverSpending,
) -> [BudgetLineId; 3] {
    let (tenant, rule) = (centre.tenant, rule.code());
    let (budget, tasks, lines) = (
        nothing(),
        [nothing(), nothing()],
        [nothing(), nothing(), nothing()],
    );
    let mut sql = format!(
        "insert into programmes.budget (tenant_id, id, project_id, number, state, over_spending, version, created_at, updated_at)
         values ('{tenant}', '{budget}', '{project}', 0, 'draft', '{rule}', 1, now(), now());"
    );
    let mut add = |text: String| sql.push_str(&text);
    for (number, task) in (1..).zip(tasks) {
        add(format!(
            "insert into programmes.budget_task (tenant_id, id, project_id, created_at)
             values ('{tenant}', '{task}', '{project}', now());
             insert into programmes.budget_task_version (tenant_id, budget_id, task_id, project_id, number, name)
             values ('{tenant}', '{budget}', '{task}', '{project}', {number}, 'Zadanie');"
        ));
    }
    for (number, line, task, grosz) in [
        (1, lines[0], tasks[0], 100_000),
        (2, lines[1], tasks[0], 50_000),
        (1, lines[2], tasks[1], 25_000),
    ] {
        add(format!(
            "insert into programmes.budget_line (tenant_id, id, project_id, created_at)
             values ('{tenant}', '{line}', '{project}', now());
             insert into programmes.budget_line_version (tenant_id, budget_id, line_id, project_id, task_id, number, name,
                 unit, unit_cost_grosz, quantity_thousandths, amount_grosz, flags)
             values ('{tenant}', '{budget}', '{line}', '{project}', '{task}', {number}, 'Pozycja', 'szt.', {grosz}, 1000,
                 {grosz}, '{{}}');"
        ));
    }
    add(format!(
        "update programmes.budget set state = 'in_force', in_force_from = '2017-01-01', reference_release = 1
         where id = '{budget}';"
    ));
    stage.plant(&sql).await;
    lines.map(BudgetLineId::from_uuid)
}

/// A rate of the guidelines 2014-20, as a release of reference data would bring it.
pub(super) async fn plant_rate(stage: &Stage, code: &str, unit: &str, amount: i64) {
    stage
        .plant(&format!(
            "insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis, introduced_by)
             values ('{code}', '{unit}', {amount}, 'pl', 'en', '2014-01-01', '2023-12-31', 'Wytyczne 2014-2020', 1)"
        ))
        .await;
}

/// The bare id, for SQL.
pub(super) fn bare(id: ExpenseId) -> Uuid {
    id.into_uuid()
}
