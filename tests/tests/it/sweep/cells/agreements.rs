//! Cells of agreements and of the status of projects.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Mutation.addAgreementVersion" => |given| {
        let project = given.tenant.project().await?;
        json!({"input": {
            "idempotencyKey": key(), "projectId": project.id,
            "agreement": {"number": 0, "validFrom": "2025-01-01", "changes": given.tenant.text(canaries::TITLE)},
        }})
    };
    "Mutation.moveProject" => |given| {
        let project = given.tenant.project().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": project.id, "expectedVersion": project.version, "to": "RUNNING",
            "reason": given.tenant.text(canaries::TITLE),
        }})
    };
}
