//! Claims, transfers and readiness with all that their changes can name.

use serde_json::{Value, json};

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

/// A project with a budget in force and an expense that stands in no claim.
pub(in crate::sweep) struct Booked {
    pub(in crate::sweep) project: String,
    pub(in crate::sweep) task: String,
    pub(in crate::sweep) expense: String,
}

/// The period of the claims that are made here.
const PERIOD: (&str, &str) = ("2025-01-01", "2025-03-31");

impl Tenant {
    pub(in crate::sweep) async fn booked(&self) -> Option<Booked> {
        let manager = self.manager.as_ref()?;
        let draft = self.budget_draft().await?;
        let input = json!({
            "idempotencyKey": key(), "budgetId": draft.budget.id, "expectedVersion": draft.budget.version,
            "from": "2025-01-01",
        });
        let payload = manager
            .mutate("putBudgetInForce", "budget { projectId }", input)
            .await;
        let project = payload["budget"]["projectId"].as_str()?.to_owned();
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "lineId": draft.lines[0],
            "documentNumber": self.text(canaries::TITLE), "documentDate": "2025-02-03", "paidOn": "2025-02-04",
            "contractor": {"name": self.text(canaries::TITLE)}, "month": "2025-02-01",
            "amounts": {
                "amount": {"amount": "1.00"}, "vat": {"amount": "0.00"}, "vatRecoverable": "NO",
                "eligible": {"amount": "1.00"},
            },
        });
        let payload = manager.mutate("recordExpense", "expense { id }", input).await;
        Some(Booked {
            project,
            task: draft.task,
            expense: payload["expense"]["id"].as_str()?.to_owned(),
        })
    }

    /// What a claim says, naming every id that it can.
    pub(in crate::sweep) fn claim_input(&self, booked: &Booked) -> Value {
        json!({
            "kind": "INTERIM", "periodFrom": PERIOD.0, "periodTo": PERIOD.1, "note": self.text(canaries::TITLE),
            "progress": [{"taskId": booked.task, "text": self.text(canaries::TITLE)}],
            "expenseIds": [booked.expense],
        })
    }

    /// A draft, and what it lists.
    pub(in crate::sweep) async fn claim(&self) -> Option<(Made, Booked)> {
        let booked = self.booked().await?;
        let input = json!({
            "idempotencyKey": key(), "projectId": booked.project, "claim": self.claim_input(&booked),
        });
        let payload = self
            .manager
            .as_ref()?
            .mutate("createClaim", "claim { id version }", input)
            .await;
        Some((made(&payload["claim"]), booked))
    }

    /// A claim that was submitted, and what it lists.
    pub(in crate::sweep) async fn submitted_claim(&self) -> Option<(Made, Booked)> {
        let (claim, booked) = self.claim().await?;
        let input = json!({
            "idempotencyKey": key(), "id": claim.id, "expectedVersion": claim.version, "on": "2025-04-10",
        });
        let payload = self
            .manager
            .as_ref()?
            .mutate("submitClaim", "claim { id version }", input)
            .await;
        Some((made(&payload["claim"]), booked))
    }

    pub(in crate::sweep) fn transfer_input(&self, project: &str, claim: &str) -> Value {
        json!({
            "idempotencyKey": key(), "projectId": project, "kind": "RETURN", "on": "2025-03-03",
            "amount": {"amount": "0.01"}, "claimId": claim, "title": self.text(canaries::TITLE),
        })
    }

    pub(in crate::sweep) async fn transfer(&self) -> Option<Made> {
        let (claim, booked) = self.claim().await?;
        let input = self.transfer_input(&booked.project, &claim.id);
        let payload = self
            .manager
            .as_ref()?
            .mutate("recordTransfer", "transfer { id version }", input)
            .await;
        Some(made(&payload["transfer"]))
    }

    pub(in crate::sweep) async fn duty(&self) -> Option<Made> {
        let project = self.project().await?;
        let input = json!({
            "idempotencyKey": key(), "projectId": project.id, "service": self.text(canaries::TITLE),
        });
        let payload = self
            .worker
            .as_ref()?
            .mutate("addReadinessDuty", "duty { id version }", input)
            .await;
        Some(made(&payload["duty"]))
    }

    /// A check that is planned.
    pub(in crate::sweep) async fn readiness_check(&self) -> Option<Made> {
        let duty = self.duty().await?;
        let input = json!({"idempotencyKey": key(), "dutyId": duty.id, "plannedOn": "2025-05-05"});
        let selection = "duty { checks { id version } }";
        let payload = self
            .worker
            .as_ref()?
            .mutate("planReadinessCheck", selection, input)
            .await;
        Some(made(&payload["duty"]["checks"][0]))
    }

    /// A breach that is open.
    pub(in crate::sweep) async fn readiness_breach(&self) -> Option<Made> {
        let duty = self.duty().await?;
        let input = json!({
            "idempotencyKey": key(), "dutyId": duty.id, "foundOn": "2025-05-05", "what": self.text(canaries::TITLE),
        });
        let selection = "duty { breaches { id version } }";
        let payload = self
            .worker
            .as_ref()?
            .mutate("reportReadinessBreach", selection, input)
            .await;
        Some(made(&payload["duty"]["breaches"][0]))
    }
}
