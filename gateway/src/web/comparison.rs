//! The regional comparison as an authority reads it: the newest frozen release or another one, narrowed by the filters that
//! the API has, and the button for the next one. An address with filters can be passed on.

mod answer;
mod asked;
mod cells;
mod content;
mod filter;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::json;

use super::errands::run;
use super::form::{Posted, Problems};
use super::format;
use super::lang::Lang;
use super::layout::{Frame, Person, go, page};
use super::table::Table;
use super::trouble::Trouble;
use super::visit::Visit;
use answer::{Categories, Comparison, Data};
use asked::Asked;
use content::Absent;
use filter::Filter;

pub(super) const COMPARISON: &str = include_str!("documents/comparison.graphql");
pub(super) const CATEGORIES: &str = include_str!("documents/comparison_categories.graphql");
pub(super) const CREATE: &str = include_str!("documents/create_comparison_release.graphql");

/// Whose navigation leads here; what they may see is decided behind the schema.
const READERS: [&str; 1] = ["regional_analyst"];

/// Whether the navigation offers the comparison to somebody.
pub(super) fn is_theirs(person: &Person) -> bool {
    let mut roles = person.current.iter().flat_map(|current| &current.roles);
    roles.any(|role| READERS.contains(&role.code.as_str()))
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct ComparisonPage {
    frame: Frame,
    problems: Problems,
    notice: &'static str,
    /// For the form: repeated, it asks for one release.
    key: String,
    /// Absent before the first release: there is nothing to narrow.
    filter: Option<Filter>,
    release: Option<Shown>,
}

/// A release in words.
struct Shown {
    lead: String,
    /// What narrows it.
    narrowed: Vec<String>,
    definition: String,
    hash: String,
    /// Absent where what was asked does not fit.
    figures: Option<Figures>,
}

/// The figures of the projects asked for.
struct Figures {
    has_projects: bool,
    tables: Vec<Table>,
    absent: Vec<Absent>,
    next: Option<String>,
}

impl Shown {
    fn new(comparison: Comparison, asked: &Asked, fits: bool, lang: Lang) -> Self {
        let figures = Figures::new(&comparison, asked, lang);
        let release = comparison.release;
        let total = comparison.projects.and_then(|projects| projects.total_count);
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
        Self {
            lead: lead.join(" · "),
            narrowed: if fits { asked.words(lang) } else { Vec::new() },
            definition: release.definition,
            hash: release.hash.unwrap_or_default(),
            figures: figures.filter(|_| fits),
        }
    }
}

impl Figures {
    /// Nothing where projects were not asked for.
    fn new(comparison: &Comparison, asked: &Asked, lang: Lang) -> Option<Self> {
        let connection = comparison.projects.as_ref()?;
        let info = &connection.page_info;
        let cursor = info.end_cursor.as_deref().filter(|_| info.has_next_page);
        let rows: Vec<_> = connection.edges.iter().map(|edge| &edge.node).collect();
        let summaries = comparison.summaries.as_deref().unwrap_or_default();
        Some(Self {
            has_projects: connection.total_count != Some(0),
            tables: content::tables(&rows, summaries, &asked.measures, lang),
            absent: summaries
                .iter()
                .filter_map(|summary| content::absent(summary, lang))
                .collect(),
            next: cursor.map(|cursor| asked.page_after(cursor)),
        })
    }
}

/// `GET /comparison`. What does not fit in the address comes back as a form that was refused.
pub(crate) async fn show(visit: Visit) -> Result<Response, Box<Trouble>> {
    let asked = Asked::of(visit.uri.query());
    let (mut template, cookies) = read(&visit, &asked, Problems::default()).await?;
    if asked.is_made {
        template.notice = visit.lang.t(
            "Nowe wydanie jest przygotowywane. Pojawi się tutaj za chwilę: odśwież stronę.",
            "A new release is being prepared. It will be here in a moment: load the page again.",
        );
    }
    let status = if template.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(page(status, &template, cookies))
}

/// `POST /comparison`: asks for the next release.
pub(crate) async fn create(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"idempotencyKey": posted.text("key")});
    let (errors, cookies) = run(visit, CREATE, "createComparisonRelease", input).await?;
    if errors.is_empty() {
        return Ok(go("/comparison?asked=1", cookies));
    }
    let (template, _) = read(visit, &Asked::default(), Problems::of(&errors, &[])).await?;
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}

async fn read(
    visit: &Visit,
    asked: &Asked,
    mut problems: Problems,
) -> Result<(ComparisonPage, Vec<HeaderValue>), Box<Trouble>> {
    let lang = visit.lang;
    let mut fits = asked.check(&mut problems, lang);
    let mut answered = visit
        .need::<Data>(COMPARISON, asked.variables(fits), &["viewer"])
        .await?;
    let person = answered.data.viewer.take();
    // What an address asks for in vain can be put right by whoever asks; without a release there is nothing to compare yet;
    // whatever else is wrong is trouble.
    let mut others = Vec::new();
    let mut none_yet = false;
    for failure in answered.failures {
        match asked.blame(&failure, lang) {
            Some((field, message)) => {
                fits = false;
                problems.add_once(field, message);
            }
            None if failure.path == "comparison" && failure.code == "NOT_FOUND" => none_yet = true,
            None => others.push(failure),
        }
    }
    let needed = ["comparison", "comparison.projects", "comparison.summaries"];
    visit.check(&others, &needed, person.clone())?;
    let known = answered.data.known_releases();
    let mut comparison = answered.data.comparison;
    if let Some(comparison) = &mut comparison {
        name_categories(visit, comparison).await;
    }
    let title = lang.t("Porównanie projektów", "Comparison of projects");
    let mut frame = Frame::new(visit, title);
    frame.refused = !problems.is_empty();
    let release = comparison.as_ref().map(|comparison| &comparison.release);
    let template = ComparisonPage {
        frame: frame.for_person(person).within("/comparison", Vec::new()),
        filter: (!none_yet).then(|| Filter::new(asked, &problems, release, &known, lang)),
        problems,
        notice: "",
        key: format!("page-{}", visit.marks.request_id),
        release: comparison.map(|comparison| Shown::new(comparison, asked, fits, lang)),
    };
    Ok((template, answered.cookies))
}

/// Names the categories of services as the national dictionary did on the release's day. That day stands in the release, so
/// this is a question of its own. A page with codes is better than none.
async fn name_categories(visit: &Visit, comparison: &mut Comparison) {
    let Some(on) = comparison.categories_on() else {
        return;
    };
    let answered = visit.ask::<Categories>(CATEGORIES, json!({"on": on})).await;
    if let Ok(answered) = answered {
        comparison.name_categories(&answered.data.dictionary.unwrap_or_default());
    }
}
