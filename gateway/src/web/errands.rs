//! Small errands that a page sends a form for: a document's download link, and mutations of which only the refusals matter.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::form::Posted;
use super::layout::{Frame, go, page};
use super::trouble::Trouble;
use super::visit::{Failure, UserError, Visit};

pub(super) const DOCUMENT_LINK: &str = include_str!("documents/document_link.graphql");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Linked {
    issue_download_link: Option<LinkPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkPayload {
    download: Option<Download>,
    user_errors: Vec<UserError>,
}

#[derive(Deserialize)]
struct Download {
    url: String,
}

#[derive(Template)]
#[template(path = "document.html")]
struct LinkPage {
    frame: Frame,
    url: String,
    back: String,
}

/// `POST /documents/{id}`. A page with the link, for a form must not lead to the storage's origin (`form-action`).
pub(crate) async fn document_link(Path(id): Path<String>, posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let answered = visit
        .need::<Linked>(
            DOCUMENT_LINK,
            json!({"input": {"documentId": id}}),
            &["issueDownloadLink"],
        )
        .await?;
    let payload = answered
        .data
        .issue_download_link
        .ok_or_else(|| Trouble::of(visit, None))?;
    if let Some(error) = payload.user_errors.into_iter().next() {
        return Err(Box::new(Trouble {
            status: StatusCode::CONFLICT,
            ..Trouble::of(
                visit,
                Some(Failure {
                    path: String::new(),
                    code: error.code,
                    message: error.message,
                }),
            )
        }));
    }
    let Some(download) = payload.download else {
        return Ok(go("/projects", answered.cookies));
    };
    let template = LinkPage {
        frame: Frame::new(visit, visit.lang.t("Pobierz dokument", "Download the document")),
        url: download.url,
        back: super::layout::own_path(Some(posted.text("back"))).to_owned(),
    };
    Ok(page(StatusCode::OK, &template, answered.cookies))
}

/// A payload of which only the refusals matter, under any field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refusals {
    user_errors: Vec<UserError>,
}

/// Runs a mutation of one field of which only the refusals matter.
pub(super) async fn run(
    visit: &Visit,
    document: &'static str,
    field: &'static str,
    input: Value,
) -> Result<(Vec<UserError>, Vec<HeaderValue>), Box<Trouble>> {
    let variables = json!({"input": input});
    let answered = visit.need::<Value>(document, variables, &[field]).await?;
    let mut data = answered.data;
    let payload: Option<Refusals> = serde_json::from_value(data[field].take()).unwrap_or_default();
    let payload = payload.ok_or_else(|| Trouble::of(visit, None))?;
    Ok((payload.user_errors, answered.cookies))
}
