//! Cells of districts.

use serde_json::json;

use super::super::tenant::{DAY, key};
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.districtRules" => |_given| json!({"first": 20, "on": DAY});
    "Query.responsibleForAddress" => |given| json!({
        "town": given.tenant.name_of("town")?, "street": canaries::STREET, "houseNumber": "7a/3", "on": DAY,
    });
    "Mutation.createDistrictRule" => |given| json!({"input": given.tenant.district_input()?});
    "Mutation.endDistrictRule" => |given| {
        let (rule, _town) = given.tenant.district_rule().await?;
        json!({"input": {"idempotencyKey": key(), "id": rule.id, "expectedVersion": rule.version, "validTo": "2025-12-31"}})
    };
}
