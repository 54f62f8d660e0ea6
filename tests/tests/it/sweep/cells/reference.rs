//! Cells of reference data.

use serde_json::json;

use super::super::tenant::{DAY, DICTIONARY, key};
use super::{For, cells};
use crate::sweep::canaries;

/// A file with one rate that changes nothing for anybody.
fn file(amount: usize) -> String {
    format!(
        "[[rate.sweep]]\nunit = \"grosz\"\namount = {amount}\nlabel_pl = \"a\"\nlabel_en = \"a\"\nvalid_from = 2020-01-01\nlegal_basis = \"b\"\n"
    )
}

async fn newest_release(given: For<'_>) -> Option<i64> {
    let query = "{ referenceReleases(last: 1) { edges { node { number } } } }";
    let data = given.tenant.admin.data(query, json!({})).await;
    data["referenceReleases"]["edges"][0]["node"]["number"].as_i64()
}

cells! {
    "Query.dictionary" => |_given| json!({"name": DICTIONARY, "on": DAY, "release": 1});
    "Query.rates" => |_given| json!({"on": DAY, "release": 1});
    "Query.holidays" => |_given| json!({"year": 2025});
    "Query.referenceReleases" => |_given| json!({"first": 20});
    "Mutation.previewReferenceData" => |_given| json!({"input": {"content": file(1)}});
    "Mutation.loadReferenceData" => |given| json!({"input": {
        "idempotencyKey": key(), "content": file(2), "expectedRelease": newest_release(given).await?,
        "label": given.tenant.text(canaries::TITLE),
    }});
    "Mutation.setOwnDictionaryEntry" => |given| json!({"input": given.tenant.entry_input(&given.tenant.code())});
    "Mutation.endOwnDictionaryEntry" => |given| {
        let code = given.tenant.code();
        given.tenant.own_entry(&code).await;
        json!({"input": {
            "idempotencyKey": key(), "dictionary": DICTIONARY, "code": code, "validFrom": "2025-01-01",
            "lastDay": "2025-12-31", "expectedVersion": 1,
        }})
    };
}
