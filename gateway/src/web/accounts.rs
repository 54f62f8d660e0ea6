//! The page of a project's money and results: what it costs, the budget in force and its ceilings, claims, indicators, and
//! what has to be kept afterwards.

mod answer;
mod budget;
mod content;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::format;
use super::layout::{Crumb, Frame, page};
use super::table::Table;
use super::trouble::Trouble;
use super::visit::Visit;
use answer::Data;
use content::Figure;

pub(super) const ACCOUNTS: &str = include_str!("documents/accounts.graphql");

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    frame: Frame,
    project: String,
    href: String,
    edition: Option<String>,
    figures: Vec<Figure>,
    tables: Vec<Table>,
}

/// `GET /projects/{id}/accounts`.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Box<Trouble>> {
    let lang = visit.lang;
    let answered = visit
        .need::<Data>(ACCOUNTS, json!({"id": id}), &["viewer"])
        .await?;
    let person = answered.data.viewer;
    // What is no id at all is, in an address, a page that does not exist.
    visit
        .check(&answered.failures, &["project"], person.clone())
        .map_err(|mut trouble| {
            if trouble.status == StatusCode::BAD_REQUEST {
                trouble.status = StatusCode::NOT_FOUND;
            }
            trouble
        })?;
    let Some(project) = answered.data.project else {
        return Err(Box::new(Trouble {
            person,
            ..Trouble::new(&visit, StatusCode::NOT_FOUND, "NOT_FOUND")
        }));
    };
    let title = lang.t("Finanse i wskaźniki", "Finance and indicators");
    let crumbs = vec![Crumb {
        href: "/projects",
        text: lang.t("Projekty", "Projects"),
    }];
    let template = AccountsPage {
        frame: Frame::new(&visit, title)
            .for_person(person)
            .within("/projects", crumbs),
        href: format!("/projects/{id}"),
        figures: content::figures(&project, lang),
        tables: content::tables(&project, lang),
        project: format::tied(&project.title),
        edition: project.edition,
    };
    Ok(page(StatusCode::OK, &template, answered.cookies))
}
