//! Cells of the regional comparison.

use serde_json::json;

use super::super::tenant::key;
use super::{For, cells};

/// A release of the tenant; centres have none, and stand for somebody who names that of an authority foreign to everyone.
pub(super) fn release(given: For<'_>) -> String {
    let own = given.tenant.id("ComparisonRelease");
    own.unwrap_or_else(|| given.world.foreign_release.clone())
}

cells! {
    "Query.comparison" => |given| json!({"releaseId": release(given)});
    "Query.comparisonReleases" => |_given| json!({"first": 20});
    "Query.comparisonRelease" => |given| json!({"id": release(given)});
    "Query.comparisonConsents" => |_given| json!({});
    "Query.ownComparison" => |given| json!({"projectIds": [given.tenant.id("Project")?]});
    "Mutation.createComparisonRelease" => |_given| json!({"input": {"idempotencyKey": key()}});
    "Mutation.exportComparison" => |given| json!({"input": {"releaseId": release(given), "format": "CSV"}});
    "Mutation.decideComparisonConsent" => |_given| json!({"input": {
        "idempotencyKey": key(), "measure": "RECRUITMENT", "granted": true,
    }});
}
