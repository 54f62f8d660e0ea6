//! One-time links: a forgotten password, an invitation. The link's code stands behind `#`, so it reaches no server, log or
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
use super::visit::{UserError, Visit};

pub(super) const ACCEPT: &str = include_str!("documents/accept_invitation.graphql");
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
    new: Field,
}

fn token_field(lang: Lang, problems: &Problems) -> Field {
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
    let problems = of_link(&errors);
    let template = PasswordPage::new(visit, problems, "");
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}

/// The errors of a form with a link's code. A dead link is told over the whole form: its field may be hidden.
fn of_link(errors: &[UserError]) -> Problems {
    Problems::of(errors, &["password"])
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    frame: Frame,
    problems: Problems,
    token: Field,
    password: Field,
}

impl InvitationPage {
    fn new(visit: &Visit, problems: Problems) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Przyjmij zaproszenie", "Accept the invitation"));
        frame.refused = !problems.is_empty();
        Self {
            token: token_field(lang, &problems),
            password: Field::password("password", lang.t("Hasło", "Password"), "new-password")
                .hint(lang.t(
                    "Nowe konto: wymyśl hasło, co najmniej 12 znaków. Masz już konto: podaj hasło, którego używasz.",
                    "A new account: make up a password of at least 12 characters. You have an account: enter its password.",
                ))
                .checked(&problems),
            frame,
            problems,
        }
    }
}

/// `GET /invitation`.
pub(crate) async fn invitation(visit: Visit) -> Response {
    page(
        StatusCode::OK,
        &InvitationPage::new(&visit, Problems::default()),
        Vec::new(),
    )
}

/// `POST /invitation`.
pub(crate) async fn accept(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"token": posted.text("token"), "password": posted.secret("password")});
    let (errors, cookies) = run(visit, ACCEPT, "acceptInvitation", input).await?;
    if errors.is_empty() {
        return Ok(go("/sign-in?done=invitation", cookies));
    }
    let template = InvitationPage::new(visit, of_link(&errors));
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}
