//! Cells of teams, offered services and groups.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.workers" => |_given| json!({"first": 20});
    "Query.worker" => |given| json!({"id": given.tenant.id("Worker")?});
    "Mutation.createWorker" => |given| json!({"input": {
        "idempotencyKey": key(), "name": given.tenant.text(canaries::LAST_NAME),
    }});
    "Mutation.addTeamPost" => |given| json!({"input": given.tenant.post_input().await?});
    "Mutation.endTeamPost" => |given| {
        let post = given.tenant.team_post().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": post.id, "expectedVersion": post.version, "lastDay": "2025-06-30",
        }})
    };
    "Mutation.addOfferedService" => |given| json!({"input": {
        "idempotencyKey": key(), "projectId": given.tenant.id("Project")?, "service": given.tenant.service_input()?,
    }});
    "Mutation.updateOfferedService" => |given| {
        let service = given.tenant.offered_service().await?;
        json!({"input": {
            "id": service.id, "expectedVersion": service.version, "service": given.tenant.service_input()?,
        }})
    };
    "Mutation.withdrawOfferedService" => |given| {
        let service = given.tenant.offered_service().await?;
        json!({"input": {"idempotencyKey": key(), "id": service.id, "expectedVersion": service.version}})
    };
    "Mutation.setServiceRules" => |given| {
        let project = given.tenant.project().await?;
        let label = given.tenant.text(canaries::TITLE);
        json!({"input": {
            "idempotencyKey": key(), "projectId": project.id, "expectedVersion": 0,
            "rules": [{"code": "social", "category": "social", "atLeast": 1, "labelPl": label, "labelEn": label}],
        }})
    };
    "Mutation.createGroup" => |given| json!({"input": {
        "idempotencyKey": key(), "projectId": given.tenant.id("Project")?, "group": given.tenant.group_input(),
    }});
    "Mutation.updateGroup" => |given| {
        let group = given.tenant.group().await?;
        json!({"input": {
            "id": group.id, "expectedVersion": group.version, "group": given.tenant.group_input(),
        }})
    };
    "Mutation.closeGroup" => |given| {
        let group = given.tenant.group().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": group.id, "expectedVersion": group.version, "closedOn": "2025-06-30",
        }})
    };
}
