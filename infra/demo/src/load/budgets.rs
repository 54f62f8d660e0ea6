//! Detailed budgets, from the draft to their coming into force.

use anyhow::Result;
use serde_json::{Value, json};

use super::projects::Projects;
use super::{FIRST_VERSION, key};
use crate::client::Client;
use crate::data::fictional::{Budget, BudgetTask};
use crate::operations::{CREATE_BUDGET_VERSION, ChangedBudget, EDIT_BUDGET, PUT_BUDGET_IN_FORCE};

/// Makes each budget as the agreement's own, fills it and puts it in force.
///
/// Edits go by the version of the draft and not by a key, so a load that is run again looks how far the first one came.
pub(super) async fn load(
    manager: &Client,
    centre: &str,
    projects: &Projects,
    budgets: &[Budget],
) -> Result<()> {
    for budget in budgets {
        let place = format!("{centre}-{}", budget.project);
        let input = json!({
            "idempotencyKey": key("budget", &place),
            "projectId": projects.id(&budget.project)?,
            "terms": {"indirectRate": budget.indirect_rate, "ownShare": budget.own_share},
        });
        let step = format!("creating the budget of {place}");
        let made: ChangedBudget = manager.mutate(&step, &CREATE_BUDGET_VERSION, input).await?;
        let mut draft = made.budget;
        if draft.state.code != "draft" {
            continue;
        }
        if draft.version == FIRST_VERSION {
            let input = json!({
                "budgetId": draft.id,
                "expectedVersion": draft.version,
                "edits": edits(&budget.tasks)?,
            });
            let step = format!("filling the budget of {place}");
            let edited: ChangedBudget = manager.mutate(&step, &EDIT_BUDGET, input).await?;
            draft = edited.budget;
        }
        let input = json!({
            "idempotencyKey": key("budget-in-force", &place),
            "budgetId": draft.id,
            "expectedVersion": draft.version,
            "from": budget.in_force_from,
        });
        let step = format!("putting the budget of {place} in force");
        let _: Value = manager.mutate(&step, &PUT_BUDGET_IN_FORCE, input).await?;
    }
    Ok(())
}

/// Each task, then its lines.
fn edits(tasks: &[BudgetTask]) -> Result<Vec<Value>> {
    let mut edits = Vec::new();
    for task in tasks {
        edits.push(json!({"setTask": {"number": task.number, "name": task.name}}));
        for line in &task.lines {
            let mut input = serde_json::to_value(line)?;
            input["taskNumber"] = task.number.into();
            edits.push(json!({"setLine": input}));
        }
    }
    Ok(edits)
}
