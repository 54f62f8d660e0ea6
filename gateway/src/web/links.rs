//! A forgotten password: asking for a one-time link, and setting a new password with it. The link's code stands behind `#`, so it reaches no server, log or
//! referrer; the script moves it into the form, and without the script it is pasted.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::account::new_password;
use super::errands::run;
use super::form::{Field, Posted, Problems};
use super::lang::Lang;
use super::layout::{Frame, go, page};
use super::trouble::Trouble;
use super::visit::Visit;

pub(super) const REQUEST_RESET: &str = include_str!("documents/request_password_reset.graphql");
pub(super) const RESET: &str = include_str!("documents/reset_password.graphql");

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    frame: Frame,
    problems: Problems,
    sent: bool,
    login: Field,
    token: Field,
    /// The code that came with a form that was refused for something else; empty: it is asked for.
    code: String,
    new: Field,
}

/// The field for a one-time link's code.
pub(super) fn token_field(lang: Lang, problems: &Problems) -> Field {
    Field::text(
        "token",
        lang.t("Kod z wiadomości", "Code from the message"),
        "off",
    )
    .hint(lang.t(
        "Część odnośnika po znaku „#”.",
        "The part of the link behind the “#”.",
    ))
    .checked(problems)
}

impl PasswordPage {
    fn new(visit: &Visit, problems: Problems, login: &str) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Nowe hasło", "New password"));
        frame.refused = !problems.is_empty();
        Self {
            sent: false,
            login: Field::text("login", "Login", "username")
                .value(login)
                .checked(&problems),
            token: token_field(lang, &problems),
            code: String::new(),
            new: new_password("password", lang).checked(&problems),
            frame,
            problems,
        }
    }
}

/// `GET /password`.
pub(crate) async fn forgotten(visit: Visit) -> Response {
    page(
        StatusCode::OK,
        &PasswordPage::new(&visit, Problems::default(), ""),
        Vec::new(),
    )
}

/// `POST /password`. The same answer whether anybody has the login or not.
pub(crate) async fn request_reset(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let login = posted.text("login");
    let mut problems = Problems::default();
    if login.is_empty() {
        problems.add(Some("login"), visit.lang.t("Podaj login", "Enter your login"));
    } else {
        let input = json!({"login": login});
        let (errors, _) = run(visit, REQUEST_RESET, "requestPasswordReset", input).await?;
        problems = Problems::of(&errors, &["login"]);
    }
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let sent = problems.is_empty();
    let template = PasswordPage {
        sent,
        ..PasswordPage::new(visit, problems, login)
    };
    Ok(page(status, &template, Vec::new()))
}

/// `POST /password/new`.
pub(crate) async fn reset(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"token": posted.text("token"), "password": posted.secret("password")});
    let (errors, cookies) = run(visit, RESET, "resetPassword", input).await?;
    if errors.is_empty() {
        return Ok(go("/sign-in?done=password", cookies));
    }
    // A link that is alive still needs no second look into the mail.
    let is_dead = errors.iter().any(|error| error.code == "LINK_INVALID");
    let code = if is_dead { "" } else { posted.text("token") };
    // A dead link is told over the whole form: its field may be hidden.
    let template = PasswordPage {
        code: code.to_owned(),
        ..PasswordPage::new(visit, Problems::of(&errors, &["password"]), "")
    };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}
