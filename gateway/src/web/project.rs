//! The page of one project: what its source says, what it does not say, and where it contradicts itself.

mod answer;
mod budget;
mod content;
mod course;
mod notes;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::format;
use super::lang::Lang;
use super::layout::{Crumb, Frame, Person, Term, page};
use super::trouble::Trouble;
use super::visit::Visit;
use content::Content;

pub(super) const PROJECT: &str = include_str!("documents/project.graphql");

/// The project's number.
#[derive(Deserialize)]
pub(super) struct Number {
    pub(super) normalised: String,
    period: Option<Term>,
    #[serde(rename = "agreementVersion")]
    agreement_version: Option<i64>,
}

/// An amount.
#[derive(Deserialize)]
pub(super) struct Money {
    amount: String,
}

impl Money {
    pub(super) fn in_words(&self, lang: Lang) -> String {
        format::money(&self.amount, lang)
    }

    fn is_zero(&self) -> bool {
        self.amount.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'))
    }
}

/// A number of places.
#[derive(Deserialize)]
pub(super) struct Places {
    count: i64,
    exactness: Term,
}

impl Places {
    /// „co najmniej 60 osób”.
    pub(super) fn in_words(&self, lang: Lang) -> String {
        let people = format::counted(self.count, ["osoba", "osoby", "osób"], ["person", "people"], lang);
        match self.exactness.code.as_str() {
            "minimum" => format!("{} {people}", lang.t("co najmniej", "at least")),
            _ => people,
        }
    }
}

/// A note on what the source says.
#[derive(Deserialize)]
pub(super) struct SourceNote {
    pub(super) kind: Term,
    field: String,
    text: String,
}

#[derive(Deserialize)]
struct Data {
    viewer: Option<Person>,
    project: Option<answer::Project>,
}

#[derive(Template)]
#[template(path = "project.html")]
struct ProjectPage {
    frame: Frame,
    project: Content,
    /// The page of its money and results.
    accounts: String,
}

/// `GET /projects/{id}`.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Box<Trouble>> {
    let lang = visit.lang;
    let answered = visit
        .need::<Data>(PROJECT, json!({"id": &id}), &["viewer"])
        .await?;
    let person = answered.data.viewer;
    let found = visit.check(&answered.failures, &["project"], person.clone());
    // What is no id at all is, in an address, a page that does not exist.
    found.map_err(|mut trouble| {
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
    let content = Content::new(project, &answered.failures, lang);
    let crumbs = vec![Crumb {
        href: "/projects",
        text: lang.t("Projekty", "Projects"),
    }];
    let template = ProjectPage {
        frame: Frame::new(&visit, content.title.clone())
            .for_person(person)
            .within("/projects", crumbs),
        project: content,
        accounts: format!("/projects/{id}/accounts"),
    };
    Ok(page(StatusCode::OK, &template, answered.cookies))
}
