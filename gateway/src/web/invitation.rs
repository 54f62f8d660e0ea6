//! An invitation: first its link's code, then what it is for and a password to join with.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::errands::run;
use super::form::{Field, Posted, Problems};
use super::format;
use super::layout::{Frame, go, page};
use super::links::token_field;
use super::trouble::Trouble;
use super::visit::Visit;

pub(super) const ACCEPT: &str = include_str!("documents/accept_invitation.graphql");
pub(super) const PREVIEW: &str = include_str!("documents/invitation_preview.graphql");

#[derive(Template)]
#[template(path = "invitation.html")]
struct CodePage {
    frame: Frame,
    problems: Problems,
    token: Field,
}

impl CodePage {
    fn new(visit: &Visit, problems: Problems) -> Self {
        let mut frame = Frame::new(visit, visit.lang.t("Zaproszenie", "Invitation"));
        frame.refused = !problems.is_empty();
        Self {
            token: token_field(visit.lang, &problems),
            frame,
            problems,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    invitation_preview: Option<Preview>,
}

/// What the link is for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Preview {
    organisation_name: String,
    login: String,
    full_name: String,
    expires_at: String,
}

#[derive(Template)]
#[template(path = "invitation_join.html")]
struct JoinPage {
    frame: Frame,
    problems: Problems,
    preview: Preview,
    until: String,
    /// The code of the link, handed on to the next step.
    code: String,
    password: Field,
}

/// `GET /invitation`.
pub(crate) async fn start(visit: Visit) -> Response {
    page(
        StatusCode::OK,
        &CodePage::new(&visit, Problems::default()),
        Vec::new(),
    )
}

/// The page to join at, with what was refused; a link that is dead by now begins anew.
async fn join_page(
    visit: &Visit,
    code: &str,
    problems: Problems,
    cookies: Vec<HeaderValue>,
) -> Result<Response, Box<Trouble>> {
    let lang = visit.lang;
    let answered = visit.ask::<Data>(PREVIEW, json!({"token": code})).await?;
    let dead = answered
        .failures
        .iter()
        .find(|failure| failure.path == "invitationPreview" && failure.code == "LINK_INVALID");
    if let Some(failure) = dead {
        let mut problems = Problems::default();
        problems.add(None, failure.message.clone());
        let template = CodePage::new(visit, problems);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies));
    }
    visit.check(&answered.failures, &["invitationPreview"], None)?;
    let preview = answered
        .data
        .invitation_preview
        .ok_or_else(|| Trouble::of(visit, None))?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut frame = Frame::new(visit, lang.t("Przyjmij zaproszenie", "Accept the invitation"));
    frame.refused = !problems.is_empty();
    let template = JoinPage {
        until: format::moment(&preview.expires_at, lang),
        preview,
        code: code.to_owned(),
        password: Field::password("password", lang.t("Hasło", "Password"), "new-password")
            .hint(lang.t(
                "Pierwszy raz na platformie? Wymyśl hasło, co najmniej 12 znaków. Masz już konto z tym loginem? \
                 Podaj hasło, którego używasz.",
                "New to the platform? Make up a password of at least 12 characters. You have an account with this \
                 login? Enter its password.",
            ))
            .checked(&problems),
        frame,
        problems,
    };
    Ok(page(status, &template, cookies))
}

/// `POST /invitation`: shows what the link is for.
pub(crate) async fn preview(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let code = posted.text("token");
    if code.is_empty() {
        let mut missing = Problems::default();
        let message = visit
            .lang
            .t("Wklej kod z wiadomości", "Paste the code from the message");
        missing.add(Some("token"), message);
        let template = CodePage::new(visit, missing);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, Vec::new()));
    }
    join_page(visit, code, Problems::default(), Vec::new()).await
}

/// `POST /invitation/join`.
pub(crate) async fn join(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let (code, password) = (posted.text("token"), posted.secret("password"));
    let mut problems = Problems::default();
    let mut set = Vec::new();
    if password.is_empty() {
        problems.add(Some("password"), visit.lang.t("Podaj hasło", "Enter a password"));
    } else {
        let input = json!({"token": code, "password": password});
        let (errors, cookies) = run(visit, ACCEPT, "acceptInvitation", input).await?;
        if errors.is_empty() {
            return Ok(go("/sign-in?done=invitation", cookies));
        }
        problems = Problems::of(&errors, &["password"]);
        set = cookies;
    }
    join_page(visit, code, problems, set).await
}
