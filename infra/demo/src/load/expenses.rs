//! Expenses on the budgets in force.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::key;
use super::projects::Projects;
use crate::client::Client;
use crate::data::expenses::Expense;
use crate::operations::{LINES_IN_FORCE, RECORD_EXPENSE};

/// The lines of a project's budget in force, by the numbers of task and line.
type Lines = HashMap<(u32, u32), String>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WithBudget {
    budget_in_force: Option<InForce>,
}

#[derive(Deserialize)]
struct InForce {
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    number: u32,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    number: u32,
    id: String,
}

/// Enters each expense on its line, oldest document first.
pub(super) async fn load(
    accountant: &Client,
    centre: &str,
    projects: &Projects,
    expenses: &[Expense],
) -> Result<()> {
    let mut known: HashMap<&str, Lines> = HashMap::new();
    for expense in expenses {
        let id = projects.id(&expense.project)?;
        if !known.contains_key(expense.project.as_str()) {
            known.insert(&expense.project, lines(accountant, id).await?);
        }
        let line = known[expense.project.as_str()]
            .get(&(expense.task, expense.line))
            .with_context(|| format!("the budget has no line {}.{}", expense.task, expense.line))?;
        let place = format!("{centre}-{}-{}", expense.project, expense.document_number);
        let step = format!("entering the expense {place}");
        let input = input(expense, id, line)?;
        let _: Value = accountant
            .mutate(&step, &RECORD_EXPENSE, with_key(input, &place))
            .await?;
    }
    Ok(())
}

async fn lines(accountant: &Client, project: &str) -> Result<Lines> {
    let step = "reading the lines of the budget in force";
    let found: WithBudget = accountant
        .query(step, "project", LINES_IN_FORCE, &json!({"id": project}))
        .await?;
    let tasks = found
        .budget_in_force
        .context("no budget is in force")?
        .tasks
        .into_iter();
    Ok(tasks
        .flat_map(|task| {
            let number = task.number;
            task.lines
                .into_iter()
                .map(move |line| ((number, line.number), line.id))
        })
        .collect())
}

fn input(expense: &Expense, project: &str, line: &str) -> Result<Value> {
    Ok(json!({
        "projectId": project,
        "lineId": line,
        "documentNumber": expense.document_number,
        "documentDate": expense.document_date,
        "paidOn": expense.paid_on,
        "contractor": {"name": expense.contractor, "nip": expense.nip},
        "amounts": {
            "amount": expense.amount, "vat": expense.vat, "vatRecoverable": "NO", "eligible": expense.amount,
            "sources": [{"source": serde_json::to_value(&expense.source)?, "amount": expense.amount}],
        },
        "description": expense.description,
        "month": expense.document_date,
    }))
}

fn with_key(mut input: Value, place: &str) -> Value {
    input["idempotencyKey"] = key("expense", place).into();
    input
}
