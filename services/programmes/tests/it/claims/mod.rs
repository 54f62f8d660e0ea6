//! Payment claims, transfers and forecasts on a real database.

mod concurrency;
mod contents;
mod drafts;
mod finals;
mod held;
mod money;
mod people;
mod permissions;
mod registers;
mod steps;

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetTaskId, ClaimId, ExpenseId, ProjectId};
use wsparcie_kernel::{Actor, Call, CallResult, Date, Money, Role};
use wsparcie_programmes_api::{
    Claim, ClaimContents, ClaimCorrection, ClaimDraft, ClaimKind, ClaimRegister, ClaimSnapshot, ClaimStep,
    LoadReference, MoveClaim, NewClaim, NewTransfer, ProgrammesApi, ProjectFacts, Settlement, Transfer,
    TransferKind, UpdateClaim,
};
use wsparcie_testkit::{call, operator, user};

use crate::support::{Centre, Stage, now, titled};

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn money(grosz: i64) -> Money {
    Money::from_grosz(grosz)
}

/// A centre with the shipped reference data, a project from 2017-07-01 to 2019-06-30, and its accountant.
pub(crate) struct Office {
    pub(crate) stage: Stage,
    pub(crate) centre: Centre,
    pub(crate) accountant: Actor,
    pub(crate) project: ProjectId,
}

/// A budget in force with one task and one line, 85 % EU and 15 % own.
pub(crate) struct Books {
    pub(crate) budget: Uuid,
    pub(crate) task: BudgetTaskId,
    pub(crate) line: Uuid,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let stage = Stage::start().await;
        load_reference(&stage).await;
        let centre = stage.centre("MOPS").await;
        let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
        Self {
            accountant: user(centre.tenant, Role::ChiefAccountant),
            stage,
            centre,
            project,
        }
    }

    pub(crate) fn call(&self) -> Call {
        call(&self.accountant)
    }

    /// Puts a budget in force, behind the curtain: budgets have tests of their own.
    pub(crate) async fn books(&self) -> Books {
        let [budget, task, line] = [(); 3].map(|()| crate::support::nothing());
        let (tenant, project) = (self.centre.tenant, self.project);
        self.stage
            .plant(&format!(
                "insert into programmes.budget (tenant_id, id, project_id, number, state, over_spending, version, created_at, updated_at)
                     values ('{tenant}', '{budget}', '{project}', 0, 'draft', 'flag', 1, now(), now());
                 insert into programmes.budget_task (tenant_id, id, project_id, created_at) values ('{tenant}', '{task}', '{project}', now());
                 insert into programmes.budget_line (tenant_id, id, project_id, created_at) values ('{tenant}', '{line}', '{project}', now());
                 insert into programmes.budget_task_version (tenant_id, budget_id, task_id, project_id, number, name)
                     values ('{tenant}', '{budget}', '{task}', '{project}', 1, 'Usługi asystenckie');
                 insert into programmes.budget_line_version (tenant_id, budget_id, line_id, project_id, task_id, number, name, unit,
                     unit_cost_grosz, quantity_thousandths, amount_grosz, flags)
                     values ('{tenant}', '{budget}', '{line}', '{project}', '{task}', 1, 'Asystent', 'miesiąc', 10000000, 1000, 10000000, '{{}}');
                 insert into programmes.budget_line_source (tenant_id, budget_id, line_id, source, amount_grosz)
                     values ('{tenant}', '{budget}', '{line}', 'eu', 8500000), ('{tenant}', '{budget}', '{line}', 'local_government', 1500000);
                 update programmes.budget set state = 'in_force', in_force_from = '2017-07-01', reference_release = 1 where id = '{budget}';"
            ))
            .await;
        Books {
            budget,
            task: BudgetTaskId::from_uuid(task),
            line,
        }
    }

    /// Enters an expense behind the curtain.
    pub(crate) async fn expense(&self, books: &Books, paid_on: &str, eligible: i64) -> ExpenseId {
        let id = crate::support::nothing();
        let (tenant, project, Books { budget, line, .. }) = (self.centre.tenant, self.project, books);
        self.stage
            .plant(&format!(
                "insert into programmes.expense (tenant_id, id, project_id, line_id, document_number, document_date, paid_on,
                     contractor_name, amount_grosz, vat_grosz, vat_recoverable, recoverable_vat_grosz, eligible_grosz, month,
                     flags, budget_id, created_at)
                 values ('{tenant}', '{id}', '{project}', '{line}', 'LP/{id}', '{paid_on}', '{paid_on}', 'Lista płac', {eligible}, 0,
                     'no', 0, {eligible}, date_trunc('month', date '{paid_on}'), '{{}}', '{budget}', now())"
            ))
            .await;
        ExpenseId::from_uuid(id)
    }

    /// Corrects an expense behind the curtain.
    pub(crate) async fn corrected(&self, expense: ExpenseId, month: &str, by: i64) -> ExpenseId {
        let id = crate::support::nothing();
        self.stage
            .plant(&format!(
                "insert into programmes.expense (tenant_id, id, project_id, line_id, document_number, document_date, paid_on,
                     contractor_name, amount_grosz, vat_grosz, vat_recoverable, recoverable_vat_grosz, eligible_grosz, month,
                     corrects, correction, correction_number, reason, flags, budget_id, created_at)
                 select tenant_id, '{id}', project_id, line_id, document_number, document_date, paid_on, contractor_name, {by}, 0,
                     'no', 0, {by}, '{month}', id, 'difference', 1, 'pomyłka', '{{}}', budget_id, now()
                 from programmes.expense where id = '{expense}'"
            ))
            .await;
        ExpenseId::from_uuid(id)
    }

    pub(crate) async fn create(&self, draft: ClaimDraft) -> CallResult<Claim> {
        let input = NewClaim {
            project_id: self.project,
            draft,
        };
        self.centre
            .service
            .clone()
            .create_claim(now(), self.call(), input)
            .await
    }

    pub(crate) async fn update(&self, claim: &Claim, draft: ClaimDraft) -> CallResult<Claim> {
        let input = UpdateClaim {
            id: claim.id,
            expected_version: claim.version,
            draft,
        };
        self.centre
            .service
            .clone()
            .update_claim(now(), self.call(), input)
            .await
    }

    pub(crate) async fn step(&self, claim: &Claim, on: &str, step: ClaimStep) -> CallResult<Claim> {
        let input = MoveClaim {
            id: claim.id,
            expected_version: claim.version,
            on: day(on),
            step,
        };
        self.centre
            .service
            .clone()
            .move_claim(now(), self.call(), input)
            .await
    }

    pub(crate) async fn submitted(&self, draft: ClaimDraft, on: &str) -> Claim {
        let claim = self.create(draft).await.unwrap();
        self.step(&claim, on, ClaimStep::Submit).await.unwrap()
    }

    /// Records a transfer, for a claim if one is named.
    pub(crate) async fn transfer(
        &self,
        kind: TransferKind,
        on: &str,
        grosz: i64,
        claim_id: Option<ClaimId>,
    ) -> Transfer {
        let input = NewTransfer {
            project_id: self.project,
            kind,
            on: day(on),
            amount: money(grosz),
            claim_id,
            title: "przelew".to_owned(),
        };
        let service = self.centre.service.clone();
        service.record_transfer(now(), self.call(), input).await.unwrap()
    }

    pub(crate) async fn settlement(&self) -> Settlement {
        let service = self.centre.service.clone();
        let found = service
            .settlements_by_project(now(), self.call(), vec![self.project])
            .await;
        found.unwrap().remove(0)
    }

    pub(crate) async fn contents(&self, id: ClaimId) -> ClaimContents {
        let found = self
            .centre
            .service
            .clone()
            .claim_contents(now(), self.call(), vec![id])
            .await;
        found.unwrap().pop().unwrap()
    }

    pub(crate) async fn snapshot(&self, id: ClaimId) -> ClaimSnapshot {
        let found = self
            .centre
            .service
            .clone()
            .claim_snapshots(now(), self.call(), vec![id])
            .await;
        found.unwrap().pop().unwrap()
    }
}

/// Loads the shipped reference data as an operator does.
pub(crate) async fn load_reference(stage: &Stage) {
    let platform = stage.test.centre("platform").await;
    let input = LoadReference {
        content: wsparcie_programmes::SHIPPED_REFERENCE.to_owned(),
        expected_release: 1,
        label: "Dane".to_owned(),
    };
    stage
        .service
        .clone()
        .load_reference(now(), call(&operator(platform)), input)
        .await
        .unwrap();
}

/// A project of which only the days are known.
pub(crate) fn lasting(starts_on: &str, ends_on: &str) -> ProjectFacts {
    ProjectFacts {
        starts_on: Some(day(starts_on)),
        ends_on: Some(day(ends_on)),
        ..titled("Asystent aktywności")
    }
}

pub(crate) fn draft(from: &str, to: &str) -> ClaimDraft {
    ClaimDraft {
        kind: ClaimKind::Interim,
        period_from: day(from),
        period_to: day(to),
        note: None,
        advance_requested: None,
        advance_settled: Money::ZERO,
        progress: Vec::new(),
        register: ClaimRegister::AllOpen,
    }
}

pub(crate) fn listing(from: &str, to: &str, expenses: &[ExpenseId]) -> ClaimDraft {
    ClaimDraft {
        register: ClaimRegister::These(expenses.to_vec()),
        ..draft(from, to)
    }
}

pub(crate) fn questioned(answer_by: &str) -> ClaimStep {
    ClaimStep::Question {
        remarks: "Proszę o dokumenty.".to_owned(),
        answer_by: day(answer_by),
    }
}

pub(crate) fn approved(eligible: i64) -> ClaimStep {
    approved_less(eligible, Vec::new())
}

/// An approval that takes off these corrections.
pub(crate) fn approved_less(eligible: i64, corrections: Vec<ClaimCorrection>) -> ClaimStep {
    ClaimStep::Approve {
        eligible: money(eligible),
        advance_settled: None,
        corrections,
    }
}

/// So much off, from an expense or from the whole.
pub(crate) fn taken_off(amount: i64, expense_id: Option<ExpenseId>) -> ClaimCorrection {
    ClaimCorrection {
        expense_id,
        amount: money(amount),
        reason: "zakup poza okresem".to_owned(),
    }
}
