//! For which of their organisations somebody acts.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::form::{Posted, Problems};
use super::layout::{Frame, Membership, Person, go, page};
use super::trouble::Trouble;
use super::visit::{UserError, Visit};

pub(super) const MEMBERSHIPS: &str = include_str!("documents/memberships.graphql");
pub(super) const SWITCH: &str = include_str!("documents/switch_organisation.graphql");

#[derive(Deserialize)]
struct Memberships {
    viewer: Option<Person>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Switched {
    switch_organisation: Option<SwitchPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SwitchPayload {
    user_errors: Vec<UserError>,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct ChoicePage {
    frame: Frame,
    problems: Problems,
    memberships: Vec<Membership>,
    current: String,
}

/// `GET /organisation`.
pub(crate) async fn choice(visit: Visit) -> Result<Response, Box<Trouble>> {
    show(&visit, StatusCode::OK, Problems::default()).await
}

async fn show(visit: &Visit, status: StatusCode, problems: Problems) -> Result<Response, Box<Trouble>> {
    let answered = visit
        .need::<Memberships>(MEMBERSHIPS, json!({}), &["viewer"])
        .await?;
    let person = answered.data.viewer.ok_or_else(|| Trouble::of(visit, None))?;
    let title = visit.lang.t("Wybierz organizację", "Choose an organisation");
    let mut frame = Frame::new(visit, title);
    frame.refused = !problems.is_empty();
    let template = ChoicePage {
        memberships: person.memberships.clone(),
        current: person
            .current
            .as_ref()
            .map(|current| current.organisation_id.clone())
            .unwrap_or_default(),
        frame: frame.for_person(Some(person)).within("/organisation", Vec::new()),
        problems,
    };
    Ok(page(status, &template, answered.cookies))
}

/// `POST /organisation`.
pub(crate) async fn switch(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let chosen = posted.text("organisationId");
    if chosen.is_empty() {
        let mut missing = Problems::default();
        missing.add(
            Some("organisationId"),
            visit
                .lang
                .t("Zaznacz jedną z organizacji", "Choose one of the organisations"),
        );
        return show(visit, StatusCode::UNPROCESSABLE_ENTITY, missing).await;
    }
    let variables = json!({"input": {"organisationId": chosen}});
    let answered = visit
        .need::<Switched>(SWITCH, variables, &["switchOrganisation"])
        .await?;
    let errors = answered
        .data
        .switch_organisation
        .map(|payload| payload.user_errors)
        .unwrap_or_default();
    if errors.is_empty() {
        return Ok(go("/projects", answered.cookies));
    }
    show(
        visit,
        StatusCode::UNPROCESSABLE_ENTITY,
        Problems::of(&errors, &["organisationId"]),
    )
    .await
}
