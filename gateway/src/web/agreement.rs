//! The processing agreement: its text, and its acceptance for the centre.

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
use super::trouble::Trouble;
use super::visit::Visit;

pub(super) const AGREEMENT: &str = include_str!("documents/agreement.graphql");
pub(super) const ACCEPT: &str = include_str!("documents/accept_agreement.graphql");

/// Who is shown the way to accept it, by role. Only so that nobody is offered what is not theirs: the schema decides.
const WHO_ACCEPTS: [&str; 2] = ["administrator", "director"];

/// Whether the person is to be asked for the acceptance.
pub(super) fn is_theirs(person: &Person) -> bool {
    let roles = person.current.iter().flat_map(|current| &current.roles);
    roles
        .into_iter()
        .any(|role| WHO_ACCEPTS.contains(&role.code.as_str()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    viewer: Option<Person>,
    processing_agreement: Option<Agreement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Agreement {
    version: String,
    valid_from: String,
    text: String,
    accepted_at: Option<String>,
}

/// A part of the text: a heading („§ 1. Strony”) with the paragraphs under it, or paragraphs alone.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    heading: Option<String>,
    paragraphs: Vec<String>,
}

/// The text's parts, which empty lines divide.
fn parts(text: &str) -> Vec<Part> {
    let part = |block: &str| {
        let mut lines = block
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .peekable();
        let heading = lines.next_if(|line| line.starts_with('§'));
        Part {
            heading: heading.map(|line| format::tied(&line.replace("§ ", "§\u{a0}"))),
            paragraphs: lines.map(format::tied).collect(),
        }
    };
    text.split("\n\n")
        .map(part)
        .filter(|part| part.heading.is_some() || !part.paragraphs.is_empty())
        .collect()
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage {
    frame: Frame,
    problems: Problems,
    notice: &'static str,
    organisation: String,
    version: String,
    valid_from: String,
    accepted_at: Option<String>,
    parts: Vec<Part>,
    may_accept: bool,
    /// One key for the form, however often it is sent.
    key: String,
}

/// What the address of the page may say.
#[derive(Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

async fn read(visit: &Visit, problems: Problems) -> Result<(AgreementPage, Vec<HeaderValue>), Box<Trouble>> {
    let lang = visit.lang;
    let answered = visit.need::<Data>(AGREEMENT, json!({}), &["viewer"]).await?;
    let person = answered.data.viewer.ok_or_else(|| Trouble::of(visit, None))?;
    visit.check(&answered.failures, &["processingAgreement"], Some(person.clone()))?;
    let agreement = answered
        .data
        .processing_agreement
        .ok_or_else(|| Trouble::of(visit, None))?;
    let title = lang.t("Umowa powierzenia danych", "Data processing agreement");
    let mut frame = Frame::new(visit, title);
    frame.refused = !problems.is_empty();
    let template = AgreementPage {
        problems,
        notice: "",
        organisation: person
            .current
            .as_ref()
            .map(|current| current.organisation_name.clone())
            .unwrap_or_default(),
        version: agreement.version,
        valid_from: format::day(&agreement.valid_from, lang),
        accepted_at: agreement.accepted_at.map(|at| format::moment(&at, lang)),
        parts: parts(&agreement.text),
        may_accept: is_theirs(&person),
        key: format!("page-{}", visit.marks.request_id),
        frame: frame.for_person(Some(person)).within("/agreement", Vec::new()),
    };
    Ok((template, answered.cookies))
}

/// `GET /agreement`.
pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Box<Trouble>> {
    let (mut template, cookies) = read(&visit, Problems::default()).await?;
    if asked.done.is_some() && template.accepted_at.is_some() {
        template.notice = visit.lang.t(
            "Umowa zaakceptowana. Ośrodek może wprowadzać osoby.",
            "The agreement is accepted. The centre can enter people.",
        );
    }
    Ok(page(StatusCode::OK, &template, cookies))
}

/// `POST /agreement`.
pub(crate) async fn accept(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"version": posted.text("version"), "idempotencyKey": posted.text("key")});
    let (errors, cookies) = run(visit, ACCEPT, "acceptProcessingAgreement", input).await?;
    // Whoever accepts what a colleague has accepted a moment ago has what they wanted.
    if errors.iter().all(|error| error.code == "AGREEMENT_ACCEPTED") {
        return Ok(go("/agreement?done=1", cookies));
    }
    let (template, _) = read(visit, Problems::of(&errors, &[])).await?;
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_its_sections() {
        let found = parts("UMOWA\nwersja 1\n\n§ 1. Strony\n1. Ośrodek.\n2. Operator.\n\n\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].heading, None);
        assert_eq!(found[0].paragraphs, ["UMOWA", "wersja 1"]);
        assert!(
            found[1]
                .heading
                .as_ref()
                .is_some_and(|heading| heading.ends_with("Strony"))
        );
        assert_eq!(found[1].paragraphs.len(), 2);
    }
}
