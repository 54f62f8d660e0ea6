//! Cells of access reviews, emergencies, agreements and the standing of organisations.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.accessReviews" => |_given| json!({"first": 20});
    "Query.breakGlassAccesses" => |_given| json!({"first": 20});
    "Query.processingAgreement" => |_given| json!({});
    "Query.auditEvents" => |_given| json!({"last": 20});
    "Query.signInProvider" => |given| {
        // The platform has no provider.
        given.tenant.id("ApiClient")?;
        json!({"organisation": given.tenant.organisation()})
    };
    "Mutation.startAccessReview" => |_given| json!({"input": {"idempotencyKey": key()}});
    "Mutation.decideAccess" => |given| json!({"input": {
        "idempotencyKey": key(), "itemId": given.tenant.undecided_item()?, "decision": "CONFIRMED",
    }});
    "Mutation.breakGlass" => |given| json!({"input": given.tenant.emergency()});
    "Mutation.reviewBreakGlass" => |given| {
        let emergency = given.tenant.break_glass().await?;
        json!({"input": {
            "idempotencyKey": key(), "id": emergency.id, "expectedVersion": emergency.version,
            "note": given.tenant.text(canaries::DIAGNOSIS),
        }})
    };
    "Mutation.acceptProcessingAgreement" => |_given| json!({"input": {"idempotencyKey": key(), "version": "2026-1"}});
    // An organisation of its own each time: nobody works there, so nobody is kept from it.
    "Mutation.setOrganisationStatus" => |given| {
        let organisation = given.world.platform.throw_away_organisation().await;
        json!({"input": {
            "idempotencyKey": key(), "id": organisation.id, "expectedVersion": organisation.version,
            "status": "SUSPENDED", "reason": given.tenant.text(canaries::DIAGNOSIS),
        }})
    };
    "Mutation.setSignInProvider" => |given| {
        let organisation = given.world.platform.throw_away_organisation().await;
        json!({"input": given.tenant.provider_input(&organisation.id)})
    };
}
