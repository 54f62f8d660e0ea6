//! The regional comparison: what centres consent to, and the authorities' releases.

use anyhow::Result;
use serde_json::{Value, json};

use super::key;
use crate::client::Client;
use crate::data::values::Code;
use crate::operations::{CREATE_COMPARISON_RELEASE, DECIDE_COMPARISON_CONSENT};

/// The director's consents.
pub(super) async fn consent(director: &Client, centre: &str, measures: &[Code]) -> Result<()> {
    for measure in measures {
        let place = format!("{centre}-{}", measure.as_str());
        let input = json!({
            "idempotencyKey": key("comparison-consent", &place), "measure": measure, "granted": true,
        });
        let step = format!("consenting to {place}");
        let _: Value = director.mutate(&step, &DECIDE_COMPARISON_CONSENT, input).await?;
    }
    Ok(())
}

/// The analyst freezes a release; the platform collects it in the background.
pub(super) async fn freeze(analyst: &Client, authority: &str) -> Result<()> {
    let input = json!({ "idempotencyKey": key("comparison-release", authority) });
    let step = format!("freezing a release of {authority}");
    let _: Value = analyst.mutate(&step, &CREATE_COMPARISON_RELEASE, input).await?;
    Ok(())
}
