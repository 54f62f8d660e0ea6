//! What became of participations, and the indicators of projects.

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::{Value, json};

use super::key;
use super::people::Enrolments;
use super::projects::Projects;
use crate::client::Client;
use crate::data::courses::{Course, Indicator};
use crate::data::fictional::Fictional;
use crate::operations::{
    ADD_OWN_INDICATOR, AddedIndicator, CHOOSE_INDICATOR, END_PARTICIPATION, Operation,
    RECORD_INDICATOR_VALUE, RECORD_OUTCOME, RECORD_SUPPORT, SET_EFFECTIVENESS_THRESHOLDS,
};

/// Records what became of participations, and gives projects their indicators and thresholds.
pub(super) async fn load(
    coordinator: &Client,
    projects: &Projects,
    enrolments: &Enrolments,
    beside: &Fictional,
) -> Result<()> {
    for course in &beside.courses {
        follow(coordinator, &beside.centre, enrolments, course).await?;
    }
    for indicator in &beside.indicators {
        choose(coordinator, &beside.centre, projects, indicator).await?;
    }
    for thresholds in &beside.thresholds {
        let place = format!("{}-{}", beside.centre, thresholds.project);
        let mut input = written(thresholds, key("thresholds", &place))?;
        input["projectId"] = projects.id(&thresholds.project)?.into();
        input["expectedVersion"] = 0.into();
        let step = format!("setting the thresholds of {place}");
        let _: Value = coordinator
            .mutate(&step, &SET_EFFECTIVENESS_THRESHOLDS, input)
            .await?;
    }
    Ok(())
}

fn written(part: &impl Serialize, key: String) -> Result<Value> {
    let mut input = serde_json::to_value(part)?;
    input["idempotencyKey"] = key.into();
    Ok(input)
}

/// Support, the end, then what came after it.
async fn follow(coordinator: &Client, centre: &str, enrolments: &Enrolments, course: &Course) -> Result<()> {
    let place = format!("{centre}-{}-{}", course.person, course.project);
    let enrolment = enrolments
        .get(&(course.person.clone(), course.project.clone()))
        .with_context(|| format!("{place} is not enrolled"))?;
    for (number, support) in (1..).zip(&course.support) {
        let mut input = written(support, key("support", &format!("{place}-{number}")))?;
        input["enrolmentId"] = enrolment.as_str().into();
        mutate(
            coordinator,
            &format!("recording support of {place}"),
            &RECORD_SUPPORT,
            input,
        )
        .await?;
    }
    if let (Some(ended_on), Some(ending)) = (course.ended_on, &course.ending) {
        let input = json!({
            "idempotencyKey": key("end", &place), "enrolmentId": enrolment, "endedOn": ended_on,
            "ending": ending, "reason": course.end_reason,
        });
        mutate(coordinator, &format!("ending {place}"), &END_PARTICIPATION, input).await?;
    }
    for (number, outcome) in (1..).zip(&course.outcomes) {
        let mut input = written(outcome, key("outcome", &format!("{place}-{number}")))?;
        input["enrolmentId"] = enrolment.as_str().into();
        mutate(
            coordinator,
            &format!("recording an outcome of {place}"),
            &RECORD_OUTCOME,
            input,
        )
        .await?;
    }
    Ok(())
}

async fn choose(
    coordinator: &Client,
    centre: &str,
    projects: &Projects,
    indicator: &Indicator,
) -> Result<()> {
    let place = format!("{centre}-{}-{}", indicator.project, indicator.code);
    let step = format!("giving {place}");
    let (operation, mut input) = match &indicator.own {
        Some(own) => (&ADD_OWN_INDICATOR, written(own, key("indicator", &place))?),
        None => (
            &CHOOSE_INDICATOR,
            json!({ "idempotencyKey": key("indicator", &place) }),
        ),
    };
    input["projectId"] = projects.id(&indicator.project)?.into();
    input["code"] = indicator.code.as_str().into();
    input["targets"] = json!({ "total": indicator.target_total });
    let added: AddedIndicator = coordinator.mutate(&step, operation, input).await?;
    if let Some(value) = &indicator.value {
        let mut input = written(value, key("indicator-value", &place))?;
        input["indicatorId"] = added.indicator.id.into();
        mutate(coordinator, &step, &RECORD_INDICATOR_VALUE, input).await?;
    }
    Ok(())
}

async fn mutate(coordinator: &Client, step: &str, operation: &Operation, input: Value) -> Result<()> {
    let _: Value = coordinator.mutate(step, operation, input).await?;
    Ok(())
}
