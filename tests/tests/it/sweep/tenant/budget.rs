//! Drafts of budgets with all that an edit can name.

use serde_json::{Value, json};

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

/// A draft that adds up, on a project of its own.
pub(in crate::sweep) struct Draft {
    pub(in crate::sweep) budget: Made,
    /// A version of the project's agreement.
    pub(in crate::sweep) agreement: String,
    pub(in crate::sweep) empty_task: String,
    /// The task of both lines.
    pub(in crate::sweep) task: String,
    pub(in crate::sweep) lines: [String; 2],
}

impl Tenant {
    pub(in crate::sweep) async fn agreement_of(&self, project: &str) -> Option<String> {
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "agreement": {"number": 0, "validFrom": "2025-01-01"},
        });
        let payload = self
            .manager
            .as_ref()?
            .mutate("addAgreementVersion", "agreement { id }", input)
            .await;
        Some(payload["agreement"]["id"].as_str()?.to_owned())
    }

    pub(in crate::sweep) async fn budget_draft(&self) -> Option<Draft> {
        let manager = self.manager.as_ref()?;
        let project = self.project().await?;
        let agreement = self.agreement_of(&project.id).await?;
        let create = json!({"idempotencyKey": key(), "projectId": project.id});
        let payload = manager
            .mutate("createBudgetVersion", "budget { id version }", create)
            .await;
        let empty = made(&payload["budget"]);
        let task = |number: u32| json!({"setTask": {"number": number, "name": self.text(canaries::TITLE)}});
        let line = |number: u32| {
            json!({"setLine": {
                "taskNumber": 2, "number": number, "name": self.text(canaries::TITLE), "unit": "komplet",
                "unitCost": {"amount": "10.00"}, "quantity": "1", "amount": {"amount": "10.00"},
                "sources": [{"source": "EU", "amount": {"amount": "10.00"}}],
            }})
        };
        let edits = json!({
            "budgetId": empty.id, "expectedVersion": empty.version, "edits": [task(1), task(2), line(1), line(2)],
        });
        let selection = "budget { id version tasks { id lines { id } } }";
        let payload = manager.mutate("editBudget", selection, edits).await;
        let tasks = &payload["budget"]["tasks"];
        let id = |of: &Value| of["id"].as_str().map(str::to_owned);
        Some(Draft {
            budget: made(&payload["budget"]),
            agreement,
            empty_task: id(&tasks[0])?,
            task: id(&tasks[1])?,
            lines: [id(&tasks[1]["lines"][0])?, id(&tasks[1]["lines"][1])?],
        })
    }
}
