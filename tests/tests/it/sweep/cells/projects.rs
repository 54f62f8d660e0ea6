//! Cells of programmes, projects, the comparison and documents.

use serde_json::json;

use super::super::tenant::key;
use super::cells;

cells! {
    "Query.programmes" => |given| json!({"first": 20, "parentId": given.world.programme});
    "Query.programme" => |given| json!({"id": given.world.programme});
    "Query.parseProjectNumber" => |_given| json!({"text": "RPSW.09.02.01-26-0057/16-00"});
    "Query.projects" => |_given| json!({"first": 20});
    "Query.project" => |given| json!({"id": given.tenant.id("Project")?});
    "Query.recruitmentVocabulary" => |_given| json!({});
    "Query.projectComparison" => |_given| json!({"first": 20});
    "Query.documents" => |given| json!({"first": 20, "projectId": given.tenant.id("Project")?});
    "Query.document" => |given| json!({"id": given.tenant.id("Document")?});
    "Mutation.createProject" => |given| json!({"input": {
        "idempotencyKey": key(), "project": given.tenant.project_input(&given.world.programme),
    }});
    "Mutation.updateProject" => |given| {
        let project = given.tenant.project().await?;
        json!({"input": {
            "id": project.id, "expectedVersion": project.version,
            "project": given.tenant.project_input(&given.world.programme),
        }})
    };
    "Mutation.setRecruitment" => |given| {
        let project = given.tenant.project().await?;
        json!({"input": given.tenant.rules_input(&project.id)})
    };
    "Mutation.requestUpload" => |given| json!({"input": given.tenant.upload_input()?.0});
    "Mutation.finaliseUpload" => |given| {
        let document = given.tenant.uploaded_document().await?;
        json!({"input": {"idempotencyKey": key(), "documentId": document.id, "expectedVersion": document.version}})
    };
    "Mutation.issueDownloadLink" => |given| json!({"input": {"documentId": given.tenant.id("Document")?}});
}
