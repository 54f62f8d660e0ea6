//! Documents: announced, sent straight to the storage, finalised.

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{FIRST_VERSION, key};
use crate::client::Client;
use crate::data::{file, source::Document};
use crate::operations::{FINALISE_UPLOAD, REQUEST_UPLOAD, UploadTicket};

/// Puts a file of the data into a project.
pub(super) async fn upload(
    coordinator: &Client,
    place: &str,
    project_id: &str,
    document: &Document,
) -> Result<()> {
    let bytes = file(&document.file_name)?;
    let code = format!("{place}-{}", document.kind.as_str());
    let step = format!("uploading {code}");
    let mut input = serde_json::to_value(document)?;
    input["idempotencyKey"] = key("document", &code).into();
    input["projectId"] = project_id.into();
    input["sizeBytes"] = bytes.len().into();
    input["sha256"] = format!("{:x}", Sha256::digest(bytes)).into();
    let ticket: UploadTicket = coordinator.mutate(&step, &REQUEST_UPLOAD, input).await?;
    let Some(request) = ticket.upload else {
        return Ok(());
    };
    coordinator.upload(&step, &request, bytes).await?;
    let input = json!({
        "idempotencyKey": key("file", &code),
        "documentId": ticket.document.id,
        "expectedVersion": FIRST_VERSION,
    });
    let _: Value = coordinator.mutate(&step, &FINALISE_UPLOAD, input).await?;
    Ok(())
}
