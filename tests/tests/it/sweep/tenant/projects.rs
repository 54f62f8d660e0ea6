//! Projects with their rules and documents.

use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wsparcie_kernel::hex;

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

impl Tenant {
    pub(in crate::sweep) fn project_input(&self, programme: &str) -> Value {
        json!({
            "title": self.text(canaries::TITLE), "programmeId": programme, "mode": "SYSTEMIC",
            "placesTotal": {"count": 100_000}, "budget": [{"source": "EU", "amount": {"amount": "1249500.00"}}],
        })
    }

    pub(in crate::sweep) async fn project(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "project": {"title": self.text(canaries::TITLE), "placesTotal": {"count": 100_000}}});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createProject", "project { id version }", input)
            .await;
        Some(made(&payload["project"]))
    }

    pub(in crate::sweep) async fn project_with_rules(&self) -> Option<Made> {
        let project = self.project().await?;
        let input = self.rules_input(&project.id);
        self.worker
            .as_ref()?
            .mutate("setRecruitment", "recruitment { id }", input)
            .await;
        Some(project)
    }

    pub(in crate::sweep) fn rules_input(&self, project: &str) -> Value {
        let criterion = json!({
            "code": "adult", "labelPl": self.text(canaries::TITLE), "labelEn": self.text(canaries::TITLE), "expression": "age >= 18",
        });
        json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": {"criteria": [criterion]}})
    }

    /// The announcement of a file, and the file.
    pub(in crate::sweep) fn upload_input(&self) -> Option<(Value, String)> {
        let project = self.id("Project")?;
        let file = format!("%PDF-1.4\n{}", self.text(canaries::TITLE));
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "kind": "RULES", "title": self.text(canaries::TITLE),
            "fileName": "regulamin.pdf", "mediaType": "application/pdf", "sizeBytes": file.len(),
            "sha256": hex::encode(&Sha256::digest(&file)),
        });
        Some((input, file))
    }

    /// A document whose file lies in the storage and awaits `finaliseUpload`.
    pub(in crate::sweep) async fn uploaded_document(&self) -> Option<Made> {
        let (input, file) = self.upload_input()?;
        let selection = "document { id version } upload { method url headers { name value } }";
        let payload = self
            .worker
            .as_ref()?
            .mutate("requestUpload", selection, input)
            .await;
        let upload = &payload["upload"];
        assert_eq!(upload["method"], "PUT");
        let mut request = reqwest::Client::new()
            .request(Method::PUT, upload["url"].as_str()?)
            .body(file);
        for header in upload["headers"].as_array()? {
            request = request.header(header["name"].as_str()?, header["value"].as_str()?);
        }
        let stored = request.send().await.expect("the storage answers");
        assert!(stored.status().is_success(), "{stored:?}");
        Some(made(&payload["document"]))
    }

    pub(in crate::sweep) async fn available_document(&self) -> Option<Made> {
        let document = self.uploaded_document().await?;
        let input =
            json!({"idempotencyKey": key(), "documentId": document.id, "expectedVersion": document.version});
        let payload = self
            .worker
            .as_ref()?
            .mutate("finaliseUpload", "document { id version }", input)
            .await;
        Some(made(&payload["document"]))
    }
}
