//! Expenses on a budget of their own, closed months, and hours.

use serde_json::{Value, json};

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

/// A project with a budget in force.
pub(in crate::sweep) struct Budgeted {
    pub(in crate::sweep) project: String,
    pub(in crate::sweep) line: String,
    pub(in crate::sweep) other_line: String,
}

impl Tenant {
    pub(in crate::sweep) async fn budgeted(&self) -> Option<Budgeted> {
        let draft = self.budget_draft().await?;
        let input = json!({
            "idempotencyKey": key(), "budgetId": draft.budget.id, "expectedVersion": draft.budget.version,
            "from": "2025-01-01",
        });
        let manager = self.manager.as_ref()?;
        let payload = manager
            .mutate("putBudgetInForce", "budget { projectId }", input)
            .await;
        let [line, other_line] = draft.lines;
        Some(Budgeted {
            project: payload["budget"]["projectId"].as_str()?.to_owned(),
            line,
            other_line,
        })
    }

    /// A document of 1.00 zł.
    pub(in crate::sweep) fn expense_input(&self, budgeted: &Budgeted) -> Value {
        json!({
            "idempotencyKey": key(), "projectId": budgeted.project, "lineId": budgeted.line,
            "documentNumber": self.text(canaries::TITLE), "documentDate": "2025-02-03", "paidOn": "2025-02-04",
            "contractor": {"name": self.text(canaries::TITLE)}, "month": "2025-02-01",
            "description": self.text(canaries::TITLE), "amounts": Self::expense_amounts(),
        })
    }

    pub(in crate::sweep) fn expense_amounts() -> Value {
        json!({
            "amount": {"amount": "1.00"}, "vat": {"amount": "0.00"}, "vatRecoverable": "NO", "eligible": {"amount": "1.00"},
            "sources": [{"source": "EU", "amount": {"amount": "1.00"}}],
        })
    }

    pub(in crate::sweep) async fn expense(&self) -> Option<Made> {
        let input = self.expense_input(&self.budgeted().await?);
        self.expense_of(input).await
    }

    pub(in crate::sweep) async fn expense_of(&self, input: Value) -> Option<Made> {
        let payload = self
            .manager
            .as_ref()?
            .mutate("recordExpense", "expense { id version }", input)
            .await;
        Some(made(&payload["expense"]))
    }

    /// A project whose January of 2025 is closed.
    pub(in crate::sweep) async fn with_closed_month(&self) -> Option<Made> {
        let project = self.project().await?;
        let (accountant, _) = self.somebody("CHIEF_ACCOUNTANT").await;
        let input = json!({"idempotencyKey": key(), "projectId": project.id, "month": "2025-01-01"});
        accountant
            .mutate("closeExpenseMonth", "closedMonth { month }", input)
            .await;
        Some(project)
    }
}
