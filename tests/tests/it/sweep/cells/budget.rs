//! Cells of budgets.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.budget" => |given| json!({"id": given.tenant.id("BudgetVersion")?});
    "Mutation.createBudgetVersion" => |given| {
        let project = given.tenant.project().await?;
        let agreement = given.tenant.agreement_of(&project.id).await?;
        json!({"input": {
            "idempotencyKey": key(), "projectId": project.id, "beginning": "EMPTY",
            "terms": {"overSpending": "FLAG", "ownShare": "15.00", "agreementId": agreement},
        }})
    };
    "Mutation.editBudget" => |given| {
        let draft = given.tenant.budget_draft().await?;
        let line = |id: Option<&String>, number: u32| json!({"setLine": {
            "lineId": id, "taskNumber": 2, "number": number, "name": given.tenant.text(canaries::TITLE), "unit": "komplet",
            "unitCost": {"amount": "5.00"}, "quantity": "2", "amount": {"amount": "10.00"},
            "sources": [{"source": "EU", "amount": {"amount": "10.00"}}], "flags": ["PERSONNEL"],
        }});
        let name = given.tenant.text(canaries::TITLE);
        // Each edit names every id that it takes; the sweep puts others in the place of those of the first.
        json!({"input": {"budgetId": draft.budget.id, "expectedVersion": draft.budget.version, "edits": [
            {"moveAmount": {"fromLineId": draft.lines[0], "toLineId": draft.lines[1], "source": "EU", "amount": {"amount": "0.01"}}},
            {"setTask": {"taskId": draft.task, "number": 2, "name": name}},
            {"setTerms": {"agreementId": draft.agreement}},
            {"removeLine": {"lineId": draft.lines[1]}},
            line(Some(&draft.lines[0]), 3),
            {"removeTask": {"taskId": draft.empty_task}},
        ]}})
    };
    "Mutation.putBudgetInForce" => |given| {
        let draft = given.tenant.budget_draft().await?;
        json!({"input": {
            "idempotencyKey": key(), "budgetId": draft.budget.id, "expectedVersion": draft.budget.version,
            "from": "2025-01-01",
        }})
    };
}
