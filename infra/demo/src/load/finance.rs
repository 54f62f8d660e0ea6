//! Readiness of projects with its checks, and payment claims.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::projects::Projects;
use super::{FIRST_VERSION, key};
use crate::client::Client;
use crate::data::fictional::Fictional;
use crate::data::source::Centre;
use crate::operations::{
    ADD_READINESS_DUTY, CREATE_CLAIM, ChangedDuty, CreatedClaim, PLAN_READINESS_CHECK,
    RECORD_READINESS_CHECK, SUBMIT_CLAIM,
};

/// Adds what the pages promise to keep ready, and the checks and claims made up beside them.
pub(super) async fn load(
    manager: &Client,
    accountant: &Client,
    centre: &Centre,
    projects: &Projects,
    beside: &Fictional,
) -> Result<()> {
    let duties = keep(manager, centre, projects).await?;
    check(manager, &centre.code, &duties, beside).await?;
    claim(accountant, &centre.code, projects, beside).await
}

/// Adds the duties; gives the first of each project, by the project's code.
async fn keep(manager: &Client, centre: &Centre, projects: &Projects) -> Result<HashMap<String, String>> {
    let mut first = HashMap::new();
    for project in &centre.projects {
        let id = projects.id(&project.code)?;
        for (number, kept) in project.readiness.iter().enumerate() {
            let place = format!("{}-{}-{number}", centre.code, project.code);
            let mut input = serde_json::to_value(kept)?;
            input["idempotencyKey"] = key("readiness-duty", &place).into();
            input["projectId"] = id.into();
            let step = format!("adding the duty {place}");
            let added: ChangedDuty = manager.mutate(&step, &ADD_READINESS_DUTY, input).await?;
            first.entry(project.code.clone()).or_insert(added.duty.id);
        }
    }
    Ok(first)
}

/// Plans and records the checks.
async fn check(
    manager: &Client,
    centre: &str,
    duties: &HashMap<String, String>,
    beside: &Fictional,
) -> Result<()> {
    for check in &beside.readiness_checks {
        let place = format!("{centre}-{}-{}", check.project, check.planned_on);
        let duty = duties
            .get(&check.project)
            .with_context(|| format!("{place}: the project keeps nothing"))?;
        let input = json!({
            "idempotencyKey": key("readiness-check", &place), "dutyId": duty, "plannedOn": check.planned_on,
        });
        let step = format!("planning the check {place}");
        let planned: ChangedDuty = manager.mutate(&step, &PLAN_READINESS_CHECK, input).await?;
        // The newest is the last: checks stand in the order of their plan, and they are planned in that order.
        let newest = planned
            .duty
            .checks
            .last()
            .with_context(|| format!("{place}: no check was planned"))?;
        let input = json!({
            "idempotencyKey": key("readiness-checked", &place),
            "checkId": newest.id,
            "expectedVersion": FIRST_VERSION,
            "doneOn": check.done_on,
            "doneBy": check.done_by,
            "outcome": check.outcome,
            "evidence": [{ "words": check.evidence }],
        });
        let step = format!("recording the check {place}");
        let _: Value = manager.mutate(&step, &RECORD_READINESS_CHECK, input).await?;
    }
    Ok(())
}

/// Makes the claims and submits those that were.
async fn claim(accountant: &Client, centre: &str, projects: &Projects, beside: &Fictional) -> Result<()> {
    for claim in &beside.claims {
        let place = format!("{centre}-{}-{}", claim.project, claim.period_to);
        let input = json!({
            "idempotencyKey": key("claim", &place),
            "projectId": projects.id(&claim.project)?,
            "claim": {
                "kind": claim.kind, "periodFrom": claim.period_from, "periodTo": claim.period_to, "note": claim.note,
                "allOpenExpenses": true,
            },
        });
        let step = format!("making the claim {place}");
        let made: CreatedClaim = accountant.mutate(&step, &CREATE_CLAIM, input).await?;
        let Some(on) = claim.submitted_on else { continue };
        let input = json!({
            "idempotencyKey": key("claim-submitted", &place),
            "id": made.claim.id,
            "expectedVersion": FIRST_VERSION,
            "on": on,
        });
        let step = format!("submitting the claim {place}");
        let _: Value = accountant.mutate(&step, &SUBMIT_CLAIM, input).await?;
    }
    Ok(())
}
