//! Workers, posts, offered services and groups of the lasting project.

use serde_json::{Value, json};

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

impl Tenant {
    pub(in crate::sweep) async fn worker_of_centre(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "name": self.text(canaries::LAST_NAME)});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createWorker", "worker { id }", input)
            .await;
        let id = payload["worker"]["id"].as_str()?.to_owned();
        Some(Made { id, version: 1 })
    }

    /// The lasting line of the lasting project's team, which others may be among.
    pub(in crate::sweep) async fn lasting_post(&self) -> Option<Made> {
        let input = json!({
            "idempotencyKey": key(), "projectId": self.id("Project")?,
            "post": {"position": "social_worker", "duties": ["evaluation"], "posts": {"count": 4}, "note": self.text(canaries::TITLE)},
        });
        let payload = self
            .worker
            .as_ref()?
            .mutate("addTeamPost", "teamPost { id version }", input)
            .await;
        Some(made(&payload["teamPost"]))
    }

    /// A line for a worker of its own: nobody is twice in one position.
    pub(in crate::sweep) async fn post_input(&self) -> Option<Value> {
        Some(json!({
            "idempotencyKey": key(), "projectId": self.id("Project")?,
            "post": {
                "workerId": self.worker_of_centre().await?.id, "position": "streetworker", "posts": {"count": 1},
                "fullTimeShare": "0.5", "validFrom": "2025-01-01", "amongId": self.id("TeamPost")?,
                "note": self.text(canaries::TITLE),
            },
        }))
    }

    pub(in crate::sweep) async fn team_post(&self) -> Option<Made> {
        let input = self.post_input().await?;
        let payload = self
            .worker
            .as_ref()?
            .mutate("addTeamPost", "teamPost { id version }", input)
            .await;
        Some(made(&payload["teamPost"]))
    }

    pub(in crate::sweep) fn service_input(&self) -> Option<Value> {
        Some(json!({
            "kind": "course", "description": self.text(canaries::TITLE), "unit": "hour", "quantity": {"value": "50"},
            "provider": {"teamPostId": self.id("TeamPost")?},
        }))
    }

    pub(in crate::sweep) async fn offered_service(&self) -> Option<Made> {
        let input = json!({
            "idempotencyKey": key(), "projectId": self.id("Project")?, "service": self.service_input()?,
        });
        let selection = "offeredService { id version }";
        let payload = self
            .worker
            .as_ref()?
            .mutate("addOfferedService", selection, input)
            .await;
        Some(made(&payload["offeredService"]))
    }

    pub(in crate::sweep) fn group_input(&self) -> Value {
        json!({
            "name": self.text(canaries::TITLE), "startsOn": {"day": "2025-02-01", "precision": "MONTH"},
            "places": {"count": 11}, "note": self.text(canaries::TITLE),
            "criteria": [{
                "code": "adult", "labelPl": self.text(canaries::TITLE), "labelEn": self.text(canaries::TITLE),
                "expression": "age >= 18",
            }],
        })
    }

    pub(in crate::sweep) async fn group(&self) -> Option<Made> {
        let input = json!({
            "idempotencyKey": key(), "projectId": self.id("Project")?, "group": self.group_input(),
        });
        let payload = self
            .worker
            .as_ref()?
            .mutate("createGroup", "group { id version }", input)
            .await;
        Some(made(&payload["group"]))
    }
}
