//! The regional comparison as an authority reads it: the newest frozen release, and the button for the next one.

mod answer;
mod content;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::errands::run;
use super::form::{Posted, Problems};
use super::format;
use super::layout::{Frame, Person, go, page};
use super::table::Table;
use super::trouble::Trouble;
use super::visit::Visit;
use answer::{Comparison, Data};
use content::Absent;

pub(super) const COMPARISON: &str = include_str!("documents/comparison.graphql");
pub(super) const CREATE: &str = include_str!("documents/create_comparison_release.graphql");

/// Whose navigation leads here; what they may see is decided behind the schema.
const READERS: [&str; 1] = ["regional_analyst"];

/// Whether the navigation offers the comparison to somebody.
pub(super) fn is_theirs(person: &Person) -> bool {
    let mut roles = person.current.iter().flat_map(|current| &current.roles);
    roles.any(|role| READERS.contains(&role.code.as_str()))
}

/// Which part is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
    /// Set after a release was asked for.
    asked: Option<String>,
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct ComparisonPage {
    frame: Frame,
    problems: Problems,
    notice: &'static str,
    /// For the form: repeated, it asks for one release.
    key: String,
    release: Option<Shown>,
}

/// A release in words.
struct Shown {
    lead: String,
    definition: String,
    hash: String,
    tables: Vec<Table>,
    absent: Vec<Absent>,
    next: Option<String>,
}

impl Shown {
    fn new(comparison: Comparison, visit: &Visit) -> Self {
        let lang = visit.lang;
        let release = comparison.release;
        let connection = comparison.projects;
        let total = connection.as_ref().and_then(|projects| projects.total_count);
        let as_of = release.as_of.as_deref().map(|as_of| {
            let words = lang.t("stan na", "as of");
            format!("{words} {}", format::moment(as_of, lang))
        });
        let count = total.or(release.project_count).map(|total| {
            let projects = ["projekt", "projekty", "projektów"];
            format::counted(total, projects, ["project", "projects"], lang)
        });
        let threshold = format!(
            "{} {} {}",
            lang.t("liczby osób mniejsze niż", "counts of fewer people than"),
            release.threshold,
            lang.t("nie są pokazywane", "are not shown")
        );
        let number = format!("{} {}", lang.t("Wydanie", "Release"), release.number);
        let lead = [Some(number), as_of, count, Some(threshold)];
        let lead: Vec<String> = lead.into_iter().flatten().collect();
        let next = connection.as_ref().and_then(|projects| {
            let info = &projects.page_info;
            let cursor = info.end_cursor.as_deref().filter(|_| info.has_next_page)?;
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("after", cursor)
                .finish();
            Some(format!("/comparison?{query}"))
        });
        let edges = connection.map(|projects| projects.edges).unwrap_or_default();
        let rows: Vec<_> = edges.into_iter().map(|edge| edge.node).collect();
        let summaries = comparison.summaries.unwrap_or_default();
        Self {
            lead: lead.join(" · "),
            definition: release.definition,
            hash: release.hash.unwrap_or_default(),
            tables: content::tables(&rows, &summaries, lang),
            absent: summaries
                .iter()
                .filter_map(|summary| content::absent(summary, lang))
                .collect(),
            next,
        }
    }
}

/// `GET /comparison`.
pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Box<Trouble>> {
    let (mut template, cookies) = read(&visit, asked.after, Problems::default()).await?;
    if asked.asked.is_some() {
        template.notice = visit.lang.t(
            "Nowe wydanie jest przygotowywane. Pojawi się tutaj za chwilę: odśwież stronę.",
            "A new release is being prepared. It will be here in a moment: load the page again.",
        );
    }
    Ok(page(StatusCode::OK, &template, cookies))
}

/// `POST /comparison`: asks for the next release.
pub(crate) async fn create(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"idempotencyKey": posted.text("key")});
    let (errors, cookies) = run(visit, CREATE, "createComparisonRelease", input).await?;
    if errors.is_empty() {
        return Ok(go("/comparison?asked=1", cookies));
    }
    let (template, _) = read(visit, None, Problems::of(&errors, &[])).await?;
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}

async fn read(
    visit: &Visit,
    after: Option<String>,
    problems: Problems,
) -> Result<(ComparisonPage, Vec<HeaderValue>), Box<Trouble>> {
    let variables = json!({"filter": null, "after": after});
    let answered = visit.need::<Data>(COMPARISON, variables, &["viewer"]).await?;
    let person = answered.data.viewer;
    // Without a release there is nothing to compare yet; whatever else is wrong is trouble.
    let none_yet = answered
        .failures
        .iter()
        .any(|failure| failure.path == "comparison" && failure.code == "NOT_FOUND");
    if !none_yet {
        visit.check(
            &answered.failures,
            &["comparison", "comparison.projects", "comparison.summaries"],
            person.clone(),
        )?;
    }
    let title = visit.lang.t("Porównanie projektów", "Comparison of projects");
    let mut frame = Frame::new(visit, title);
    frame.refused = !problems.is_empty();
    let template = ComparisonPage {
        frame: frame.for_person(person).within("/comparison", Vec::new()),
        problems,
        notice: "",
        key: format!("page-{}", visit.marks.request_id),
        release: answered
            .data
            .comparison
            .map(|comparison| Shown::new(comparison, visit)),
    };
    Ok((template, answered.cookies))
}
