//! Cells of expenses, closed months and personnel hours.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.expense" => |given| json!({"id": given.tenant.id("Expense")?});
    "Query.workerMonths" => |_given| json!({"month": "2025-02-01", "first": 20});
    "Mutation.recordExpense" => |given| {
        let budgeted = given.tenant.budgeted().await?;
        let input = given.tenant.expense_input(&budgeted);
        // The next part of a document names its first, and stands on another line.
        let first = given.tenant.expense_of(input.clone()).await?;
        let mut part = input;
        part["idempotencyKey"] = key().into();
        part["partOf"] = first.id.into();
        part["lineId"] = budgeted.other_line.into();
        json!({"input": part})
    };
    "Mutation.correctExpense" => |given| {
        let expense = given.tenant.expense().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": expense.id, "expectedVersion": expense.version, "reverse": true,
            "reason": given.tenant.text(canaries::TITLE),
        }})
    };
    "Mutation.closeExpenseMonth" => |given| json!({"input": {
        "idempotencyKey": key(), "projectId": given.tenant.project().await?.id, "month": "2025-01-01",
    }});
    "Mutation.reopenExpenseMonth" => |given| json!({"input": {
        "idempotencyKey": key(), "projectId": given.tenant.with_closed_month().await?.id, "month": "2025-01-01",
        "reason": given.tenant.text(canaries::TITLE),
    }});
    "Mutation.exportExpenseRegister" => |given| json!({"input": {
        "projectId": given.tenant.id("Project")?, "from": "2025-01-01", "until": "2025-02-01", "format": "CSV",
    }});
    "Mutation.recordWorkHours" => |given| json!({"input": {
        "idempotencyKey": key(), "workerId": given.tenant.worker_of_centre().await?.id, "month": "2025-02-01",
        "engagement": "PROJECT", "projectId": given.tenant.id("Project")?, "hours": "10.5",
    }});
}
