//! Projects with their recruitment rules and documents; sessions with their attendance.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::people::Mark;
use super::{FIRST_VERSION, files, key};
use crate::client::Client;
use crate::data::fictional::Session;
use crate::data::source::{Centre, Project};
use crate::operations::{
    ADD_AGREEMENT_VERSION, CREATE_GROUP_SESSION, CREATE_PROJECT, CreatedProject, CreatedSession, Levels,
    MOVE_PROJECT, PROGRAMMES, RECORD_ATTENDANCE, SET_RECRUITMENT,
};

/// The API's ids of a centre's projects, by code.
pub(super) struct Projects(HashMap<String, String>);

impl Projects {
    pub(super) fn id(&self, code: &str) -> Result<&str> {
        self.0
            .get(code)
            .map(String::as_str)
            .with_context(|| format!("there is no project {code}"))
    }
}

/// Makes a centre's projects.
pub(super) async fn load(coordinator: &Client, centre: &Centre) -> Result<Projects> {
    let mut ids = HashMap::new();
    for project in &centre.projects {
        let place = format!("{}-{}", centre.code, project.code);
        let mut facts = serde_json::to_value(project)?;
        if let Some(programme) = programme(coordinator, project).await? {
            facts["programmeId"] = programme.into();
        }
        let input = json!({ "idempotencyKey": key("project", &place), "project": facts });
        let made: CreatedProject = coordinator
            .mutate(&format!("creating {place}"), &CREATE_PROJECT, input)
            .await?;
        let id = made.project.id;
        let rules = json!({
            "idempotencyKey": key("recruitment", &place),
            "projectId": id,
            "expectedVersion": 0,
            "rules": project.recruitment,
            "terms": project.terms,
        });
        let step = format!("setting the rules of {place}");
        let _: Value = coordinator.mutate(&step, &SET_RECRUITMENT, rules).await?;
        for document in &project.documents {
            files::upload(coordinator, &place, &id, document).await?;
        }
        ids.insert(project.code.clone(), id);
    }
    Ok(Projects(ids))
}

/// Adds the versions of each project's agreement, and moves it to its status step by step, as those do who sign for it.
pub(super) async fn take_their_way(manager: &Client, centre: &Centre, projects: &Projects) -> Result<()> {
    for project in &centre.projects {
        let place = format!("{}-{}", centre.code, project.code);
        let id = projects.id(&project.code)?;
        for version in &project.agreements {
            let place = format!("{place}-{}", version.number);
            let input = json!({
                "idempotencyKey": key("agreement", &place), "projectId": id, "agreement": version,
            });
            let step = format!("adding the agreement {place}");
            let _: Value = manager.mutate(&step, &ADD_AGREEMENT_VERSION, input).await?;
        }
        for (version, step) in (FIRST_VERSION..).zip(&project.statuses) {
            let place = format!("{place}-{version}");
            let mut input = serde_json::to_value(step)?;
            input["idempotencyKey"] = key("status", &place).into();
            input["id"] = id.into();
            input["expectedVersion"] = version.into();
            let step = format!("moving {place}");
            let _: Value = manager.mutate(&step, &MOVE_PROJECT, input).await?;
        }
    }
    Ok(())
}

/// The deepest known level of the project's programme, found from the root down.
async fn programme(coordinator: &Client, project: &Project) -> Result<Option<String>> {
    let step = format!("finding the programme of {}", project.code);
    let mut place: Option<String> = None;
    for code in &project.programme {
        let variables = json!({ "parentId": place });
        let levels: Levels = coordinator
            .query(&step, "programmes", PROGRAMMES, &variables)
            .await?;
        let level = levels
            .edges
            .into_iter()
            .map(|edge| edge.node)
            .find(|level| level.code == *code);
        place = Some(level.with_context(|| format!("{step}: there is no {code}"))?.id);
    }
    Ok(place)
}

/// Makes each session and records who was there.
pub(super) async fn hold_sessions(
    coordinator: &Client,
    centre: &str,
    projects: &Projects,
    sessions: &[Session],
    marks: &[Mark],
) -> Result<()> {
    for session in sessions {
        let place = format!("{centre}-{}-{}", session.project, session.held_on);
        let step = format!("holding the session {place}");
        let mut facts = serde_json::to_value(session)?;
        facts["projectId"] = projects.id(&session.project)?.into();
        let input = json!({ "idempotencyKey": key("session", &place), "session": facts });
        let made: CreatedSession = coordinator.mutate(&step, &CREATE_GROUP_SESSION, input).await?;
        let of_project = marks.iter().filter(|mark| mark.project == session.project);
        let lines: Vec<_> = of_project
            .map(|mark| json!({ "enrolmentId": mark.enrolment, "presence": mark.presence }))
            .collect();
        let input = json!({
            "idempotencyKey": key("attendance", &place),
            "sessionId": made.group_session.id,
            "expectedVersion": FIRST_VERSION,
            "marks": lines,
        });
        let _: Value = coordinator.mutate(&step, &RECORD_ATTENDANCE, input).await?;
    }
    Ok(())
}
