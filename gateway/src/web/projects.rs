//! The list of projects, page by page.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::lang::Lang;
use super::layout::{Frame, Person, go, page};
use super::project::{Money, Number, Places, SourceNote};
use super::trouble::Trouble;
use super::visit::Visit;
use super::{agreement, comparison, format};

pub(super) const PROJECTS: &str = include_str!("documents/projects.graphql");
/// Rows of a page: what fits a screen and a sheet of paper.
const ROWS: i32 = 20;

/// Where in the list a page begins.
#[derive(Deserialize)]
pub(crate) struct Place {
    after: Option<String>,
    before: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    viewer: Option<Person>,
    /// Null for whoever's organisation has none to accept.
    processing_agreement: Option<Agreement>,
    projects: Option<Connection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Agreement {
    accepted_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    edges: Vec<Edge>,
    page_info: PageInfo,
    total_count: Option<i64>,
}

#[derive(Deserialize)]
struct Edge {
    node: Project,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    id: String,
    title: String,
    edition: Option<String>,
    number: Option<Number>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    places: TotalPlaces,
    budget: Option<TotalBudget>,
    source_notes: Vec<SourceNote>,
}

#[derive(Deserialize)]
struct TotalPlaces {
    total: Option<Places>,
}

#[derive(Deserialize)]
struct TotalBudget {
    total: Option<Money>,
}

/// One project in the list, in words.
struct Row {
    href: String,
    title: String,
    edition: Option<String>,
    number: Option<String>,
    period: Option<String>,
    places: Option<String>,
    budget: Option<String>,
    contradictions: usize,
}

impl Row {
    fn new(project: Project, lang: Lang) -> Self {
        let contradictions = project
            .source_notes
            .iter()
            .filter(|note| note.kind.code == "contradiction")
            .count();
        Self {
            href: format!("/projects/{}", project.id),
            title: format::tied(&project.title),
            edition: project.edition,
            number: project.number.map(|number| number.normalised),
            period: period(project.starts_on.as_deref(), project.ends_on.as_deref(), lang),
            places: project.places.total.map(|places| places.in_words(lang)),
            budget: project
                .budget
                .and_then(|budget| budget.total)
                .map(|money| money.in_words(lang)),
            contradictions,
        }
    }
}

/// From one day to another, as far as they are known.
pub(super) fn period(from: Option<&str>, until: Option<&str>, lang: Lang) -> Option<String> {
    let day = |iso| format::day(iso, lang);
    match (from, until) {
        (Some(from), Some(until)) => Some(format!("{} – {}", day(from), day(until))),
        (Some(from), None) => Some(format!("{} {}", lang.t("od", "from"), day(from))),
        (None, Some(until)) => Some(format!("{} {}", lang.t("do", "until"), day(until))),
        (None, None) => None,
    }
}

#[derive(Template)]
#[template(path = "projects.html")]
struct ListPage {
    frame: Frame,
    organisation: String,
    /// Whether to ask the person for the centre's acceptance of the processing agreement.
    ask_for_agreement: bool,
    rows: Vec<Row>,
    total: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /projects`.
pub(crate) async fn list(visit: Visit, Query(place): Query<Place>) -> Result<Response, Box<Trouble>> {
    let lang = visit.lang;
    let variables = match (&place.after, &place.before) {
        (_, Some(before)) => json!({"last": ROWS, "before": before}),
        (after, None) => json!({"first": ROWS, "after": after}),
    };
    let answered = visit.need::<Data>(PROJECTS, variables, &["viewer"]).await?;
    let person = answered.data.viewer;
    // Whoever reads no projects but compares them begins there.
    let is_closed = answered
        .failures
        .iter()
        .any(|failure| failure.path == "projects" && failure.code == "FORBIDDEN");
    if is_closed && person.as_ref().is_some_and(comparison::is_theirs) {
        return Ok(go("/comparison", answered.cookies));
    }
    visit.check(&answered.failures, &["projects"], person.clone())?;
    let Some(connection) = answered.data.projects else {
        return Err(Box::new(Trouble::of(&visit, None)));
    };
    let info = connection.page_info;
    let link = |wanted: bool, name: &str, cursor: Option<String>| {
        let cursor = cursor.filter(|_| wanted)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, &cursor)
            .finish();
        Some(format!("/projects?{query}"))
    };
    let is_open = answered
        .data
        .processing_agreement
        .is_some_and(|agreement| agreement.accepted_at.is_none());
    let template = ListPage {
        ask_for_agreement: is_open && person.as_ref().is_some_and(agreement::is_theirs),
        organisation: person
            .as_ref()
            .and_then(|person| person.current.as_ref())
            .map(|current| current.organisation_name.clone())
            .unwrap_or_default(),
        frame: Frame::new(&visit, lang.t("Projekty", "Projects"))
            .for_person(person)
            .within("/projects", Vec::new()),
        rows: connection
            .edges
            .into_iter()
            .map(|edge| Row::new(edge.node, lang))
            .collect(),
        total: connection.total_count.map(|total| {
            format::counted(
                total,
                ["projekt", "projekty", "projektów"],
                ["project", "projects"],
                lang,
            )
        }),
        previous: link(info.has_previous_page, "before", info.start_cursor),
        next: link(info.has_next_page, "after", info.end_cursor),
    };
    Ok(page(StatusCode::OK, &template, answered.cookies))
}
