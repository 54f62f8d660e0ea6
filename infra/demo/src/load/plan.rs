//! Teams, offered services, rules of paths and groups of the projects.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::key;
use super::projects::Projects;
use crate::client::Client;
use crate::data::plan::Provider;
use crate::data::source::{Centre, Project};
use crate::operations::{ADD_OFFERED_SERVICE, ADD_TEAM_POST, AddedTeamPost, CREATE_GROUP, SET_SERVICE_RULES};

/// Makes what the pages say of each project's team, services and groups.
pub(super) async fn load(coordinator: &Client, centre: &Centre, projects: &Projects) -> Result<()> {
    for project in &centre.projects {
        let place = format!("{}-{}", centre.code, project.code);
        let id = projects.id(&project.code)?;
        let posts = team(coordinator, &place, id, project).await?;
        services(coordinator, &place, id, project, &posts).await?;
        groups(coordinator, &place, id, project).await?;
    }
    Ok(())
}

/// Adds the lines of the team; gives their ids by code.
async fn team(
    coordinator: &Client,
    place: &str,
    project_id: &str,
    project: &Project,
) -> Result<HashMap<String, String>> {
    let mut posts = HashMap::new();
    for line in &project.team {
        let mut post = serde_json::to_value(line)?;
        if let Some(among) = &line.among {
            let id: &String = posts
                .get(among)
                .with_context(|| format!("{place}: {among} is no line before {}", line.code))?;
            post["amongId"] = id.as_str().into();
        }
        let line_place = format!("{place}-{}", line.code);
        let input = json!({
            "idempotencyKey": key("team-post", &line_place), "projectId": project_id, "post": post,
        });
        let step = format!("adding {line_place} to the team");
        let added: AddedTeamPost = coordinator.mutate(&step, &ADD_TEAM_POST, input).await?;
        posts.insert(line.code.clone(), added.team_post.id);
    }
    Ok(posts)
}

async fn services(
    coordinator: &Client,
    place: &str,
    project_id: &str,
    project: &Project,
    posts: &HashMap<String, String>,
) -> Result<()> {
    for (number, service) in (1..).zip(&project.services) {
        let mut facts = serde_json::to_value(service)?;
        if let Some(provider) = &service.provider {
            facts["provider"] = match provider {
                Provider::Post(code) => {
                    let id = posts
                        .get(code)
                        .with_context(|| format!("{place}: {code} is no line of the team"))?;
                    json!({ "teamPostId": id })
                }
                Provider::Partner(name) => json!({ "partner": name }),
                Provider::Firm(firm) => json!({ "firm": firm }),
            };
        }
        let service_place = format!("{place}-{number}");
        let input = json!({
            "idempotencyKey": key("service", &service_place), "projectId": project_id, "service": facts,
        });
        let step = format!("offering the service {service_place}");
        let _: Value = coordinator.mutate(&step, &ADD_OFFERED_SERVICE, input).await?;
    }
    if project.service_rules.is_empty() {
        return Ok(());
    }
    let input = json!({
        "idempotencyKey": key("service-rules", place), "projectId": project_id, "expectedVersion": 0,
        "rules": project.service_rules,
    });
    let step = format!("setting what paths of {place} hold");
    let _: Value = coordinator.mutate(&step, &SET_SERVICE_RULES, input).await?;
    Ok(())
}

async fn groups(coordinator: &Client, place: &str, project_id: &str, project: &Project) -> Result<()> {
    for (number, group) in (1..).zip(&project.groups) {
        let group_place = format!("{place}-{number}");
        let input = json!({
            "idempotencyKey": key("group", &group_place), "projectId": project_id, "group": group,
        });
        let step = format!("making the group {group_place}");
        let _: Value = coordinator.mutate(&step, &CREATE_GROUP, input).await?;
    }
    Ok(())
}
