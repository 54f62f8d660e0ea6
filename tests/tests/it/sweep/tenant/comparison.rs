//! Releases of an authority.

use serde_json::json;

use super::{Made, Tenant, key};

impl Tenant {
    /// A release, frozen once the platform has settled.
    pub(in crate::sweep) async fn release(&self) -> Option<Made> {
        let (analyst, _) = self.somebody("REGIONAL_ANALYST").await;
        let input = json!({"idempotencyKey": key()});
        let payload = analyst
            .mutate("createComparisonRelease", "release { id }", input)
            .await;
        let id = payload["release"]["id"].as_str()?.to_owned();
        Some(Made { id, version: 1 })
    }
}
