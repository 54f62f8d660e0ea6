//! Cells of claims, transfers, forecasts, readiness and deadlines.

use serde_json::json;

use super::super::tenant::{Tenant, key};
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.claim" => |given| json!({"id": given.tenant.id("Claim")?});
    "Query.deadlines" => |_given| json!({"until": Tenant::in_300_days()});
    "Mutation.createClaim" => |given| {
        let booked = given.tenant.booked().await?;
        json!({"input": {
            "idempotencyKey": key(), "projectId": booked.project, "claim": given.tenant.claim_input(&booked),
        }})
    };
    "Mutation.updateClaim" => |given| {
        let (claim, booked) = given.tenant.claim().await?;
        json!({"input": {
            "id": claim.id, "expectedVersion": claim.version, "claim": given.tenant.claim_input(&booked),
        }})
    };
    "Mutation.submitClaim" => |given| {
        let (claim, _) = given.tenant.claim().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": claim.id, "expectedVersion": claim.version, "on": "2025-04-10",
        }})
    };
    "Mutation.questionClaim" => |given| {
        let (claim, _) = given.tenant.submitted_claim().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": claim.id, "expectedVersion": claim.version, "on": "2025-04-20",
            "remarks": given.tenant.text(canaries::TITLE), "answerBy": "2025-04-30",
        }})
    };
    "Mutation.approveClaim" => |given| {
        let (claim, booked) = given.tenant.submitted_claim().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": claim.id, "expectedVersion": claim.version, "on": "2025-04-20",
            "eligible": {"amount": "0.50"}, "corrections": [{
                "expenseId": booked.expense, "amount": {"amount": "0.50"}, "reason": given.tenant.text(canaries::TITLE),
            }],
        }})
    };
    "Mutation.withdrawClaim" => |given| {
        let (claim, _) = given.tenant.claim().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": claim.id, "expectedVersion": claim.version, "on": "2025-04-10",
            "reason": given.tenant.text(canaries::TITLE),
        }})
    };
    "Mutation.recordTransfer" => |given| {
        let (claim, booked) = given.tenant.claim().await?;
        json!({"input": given.tenant.transfer_input(&booked.project, &claim.id)})
    };
    "Mutation.cancelTransfer" => |given| {
        let transfer = given.tenant.transfer().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": transfer.id, "expectedVersion": transfer.version,
            "reason": given.tenant.text(canaries::TITLE),
        }})
    };
    "Mutation.setForecast" => |given| {
        let project = given.tenant.project().await?;
        json!({"input": {
            "idempotencyKey": key(), "projectId": project.id, "expectedVersion": 0,
            "quarters": [{"quarter": "2025-01-01", "amount": {"amount": "10.00"}}],
        }})
    };
    "Mutation.addReadinessDuty" => |given| {
        let project = given.tenant.id("Project")?;
        let service = given.tenant.offered_service().await?;
        json!({"input": {"idempotencyKey": key(), "projectId": project, "serviceId": service.id}})
    };
    "Mutation.agreeLongerReadiness" => |given| {
        let duty = given.tenant.duty().await?;
        json!({"input": {
            "idempotencyKey": key(), "dutyId": duty.id, "expectedVersion": duty.version,
            "agreed": {"until": "2030-12-31", "reason": given.tenant.text(canaries::TITLE), "legalBasis": "umowa"},
        }})
    };
    "Mutation.planReadinessCheck" => |given| {
        let duty = given.tenant.duty().await?;
        json!({"input": {"idempotencyKey": key(), "dutyId": duty.id, "plannedOn": "2025-05-05"}})
    };
    "Mutation.recordReadinessCheck" => |given| {
        let check = given.tenant.readiness_check().await?;
        json!({"input": {
            "idempotencyKey": key(), "checkId": check.id, "expectedVersion": check.version, "doneOn": "2025-05-06",
            "doneBy": given.tenant.text(canaries::FIRST_NAME), "outcome": "KEPT",
            "evidence": [{"documentId": given.tenant.id("Document")?}],
        }})
    };
    "Mutation.reportReadinessBreach" => |given| {
        let duty = given.tenant.duty().await?;
        json!({"input": {
            "idempotencyKey": key(), "dutyId": duty.id, "foundOn": "2025-05-05",
            "what": given.tenant.text(canaries::TITLE),
        }})
    };
    "Mutation.closeReadinessBreach" => |given| {
        let breach = given.tenant.readiness_breach().await?;
        json!({"input": {
            "idempotencyKey": key(), "breachId": breach.id, "expectedVersion": breach.version,
            "closedOn": "2025-05-06", "closing": given.tenant.text(canaries::TITLE),
        }})
    };
}
