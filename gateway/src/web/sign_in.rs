//! Signing in and out.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::form::{Field, Posted, Problems};
use super::layout::{Frame, go, own_path, page};
use super::trouble::Trouble;
use super::visit::{UserError, Visit};
use crate::http::has_cookie;

pub(super) const SIGN_IN: &str = include_str!("documents/sign_in.graphql");
pub(super) const COMPLETE_SIGN_IN: &str = include_str!("documents/complete_sign_in.graphql");
pub(super) const SIGN_OUT: &str = include_str!("documents/sign_out.graphql");

/// `GET /`.
pub(crate) async fn start(visit: Visit) -> Response {
    go(
        if has_cookie(&visit.headers) {
            "/projects"
        } else {
            "/sign-in"
        },
        Vec::new(),
    )
}

/// What the address of the sign-in page may say.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Where to go afterwards.
    next: Option<String>,
    /// There was a session, and it has ended.
    ended: Option<String>,
    /// What was done before: `password`, `invitation`, `out`.
    done: Option<String>,
    /// What failed elsewhere: `provider`.
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    problems: Problems,
    notice: &'static str,
    login: Field,
    password: Field,
    next: String,
    /// The organisation whose own sign-in is offered, if the person came for one.
    organisation: String,
}

/// An organisation's id as it may stand in an address. Whether there is such an organisation, nobody is told here.
fn is_an_id(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte))
}

impl SignInPage {
    fn new(visit: &Visit, problems: Problems, login: &str, next: &str) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Zaloguj się", "Sign in"));
        frame.refused = !problems.is_empty();
        Self {
            login: Field::text("login", "Login", "username")
                .hint(lang.t("Najczęściej adres e-mail.", "Usually an e-mail address."))
                .value(login)
                .checked(&problems),
            password: Field::password("password", lang.t("Hasło", "Password"), "current-password")
                .checked(&problems),
            problems,
            notice: "",
            next: next.to_owned(),
            organisation: String::new(),
            frame,
        }
    }
}

/// `GET /sign-in/o/{organisation}`: the address that an organisation with its own sign-in gives its people.
pub(crate) async fn organisation_form(visit: Visit, Path(organisation): Path<String>) -> Response {
    if !is_an_id(&organisation) {
        return Trouble::new(&visit, StatusCode::NOT_FOUND, "NOT_FOUND").into_response();
    }
    let template = SignInPage {
        organisation,
        ..SignInPage::new(&visit, Problems::default(), "", own_path(None))
    };
    page(StatusCode::OK, &template, Vec::new())
}

/// `GET /sign-in`.
pub(crate) async fn form(visit: Visit, Query(asked): Query<Asked>) -> Response {
    let lang = visit.lang;
    let mut problems = Problems::default();
    if asked.error.as_deref() == Some("provider") {
        let message = lang.t(
            "Nie udało się zalogować przez organizację. Otwórz jeszcze raz odnośnik od jej administratora albo zaloguj \
             się hasłem",
            "Signing in through your organisation failed. Open its administrator’s link once more, or sign in with your \
             password",
        );
        problems.add(None, message);
    }
    let mut template = SignInPage::new(&visit, problems, "", own_path(asked.next.as_deref()));
    template.notice = match (asked.ended, asked.done.as_deref()) {
        (Some(_), _) => lang.t(
            "Twoja sesja wygasła. Zaloguj się ponownie, a wrócisz do tej samej strony.",
            "Your session has ended. Sign in again to come back to the same page.",
        ),
        (_, Some("out")) => lang.t("Wylogowano.", "You have signed out."),
        (_, Some("password")) => lang.t(
            "Hasło zostało zmienione. Zaloguj się nowym hasłem.",
            "The password was changed. Sign in with the new one.",
        ),
        (_, Some("invitation")) => lang.t(
            "Zaproszenie przyjęte. Zaloguj się.",
            "The invitation was accepted. Sign in.",
        ),
        _ => "",
    };
    page(StatusCode::OK, &template, Vec::new())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignInData {
    sign_in: Option<SignInPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignInPayload {
    viewer: Option<SignedIn>,
    #[serde(default)]
    second_factor: Option<Challenge>,
    second_factor_due: bool,
    user_errors: Vec<UserError>,
}

#[derive(Deserialize)]
struct SignedIn {
    #[expect(dead_code, reason = "that there is one is what counts")]
    login: String,
}

#[derive(Deserialize)]
struct Challenge {
    challenge: String,
}

/// Where somebody goes who has just signed in.
fn inside(payload: &SignInPayload, next: &str, cookies: Vec<http::HeaderValue>) -> Response {
    go(
        if payload.second_factor_due {
            "/second-factor"
        } else {
            next
        },
        cookies,
    )
}

/// `POST /sign-in`.
pub(crate) async fn submit(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let lang = visit.lang;
    let (login, password) = (posted.text("login"), posted.secret("password"));
    let next = own_path(Some(posted.text("next")));
    let again = |problems: Problems| {
        let mut template = SignInPage::new(visit, problems, login, next);
        if is_an_id(posted.text("organisation")) {
            posted.text("organisation").clone_into(&mut template.organisation);
        }
        page(StatusCode::UNPROCESSABLE_ENTITY, &template, Vec::new())
    };
    let mut missing = Problems::default();
    if login.is_empty() {
        missing.add(Some("login"), lang.t("Podaj login", "Enter your login"));
    }
    if password.is_empty() {
        missing.add(Some("password"), lang.t("Podaj hasło", "Enter your password"));
    }
    if !missing.is_empty() {
        return Ok(again(missing));
    }
    let variables = json!({"input": {"login": login, "password": password, "transport": "COOKIE"}});
    let answered = visit.need::<SignInData>(SIGN_IN, variables, &["signIn"]).await?;
    let payload = answered.data.sign_in.ok_or_else(|| Trouble::of(visit, None))?;
    if payload.viewer.is_some() {
        return Ok(inside(&payload, next, answered.cookies));
    }
    if let Some(owed) = payload.second_factor {
        let template = CodePage::new(visit, Problems::default(), owed.challenge, next);
        return Ok(page(StatusCode::OK, &template, answered.cookies));
    }
    let problems = Problems::of(&payload.user_errors, &["login", "password"]);
    Ok(again(problems))
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    problems: Problems,
    code: Field,
    challenge: String,
    next: String,
}

impl CodePage {
    fn new(visit: &Visit, problems: Problems, challenge: String, next: &str) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Podaj kod", "Enter the code"));
        frame.refused = !problems.is_empty();
        Self {
            code: Field::code("code", lang.t("Kod", "Code"))
                .hint(lang.t(
                    "6 cyfr z aplikacji z kodami. Nie masz jej przy sobie? Wpisz jeden z kodów zapasowych.",
                    "6 digits from your authenticator. You do not have it with you? Enter a recovery code.",
                ))
                .checked(&problems),
            problems,
            challenge,
            next: next.to_owned(),
            frame,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CompleteData {
    complete_sign_in: Option<SignInPayload>,
}

/// `POST /sign-in/code`.
pub(crate) async fn submit_code(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let (challenge, code) = (posted.secret("challenge"), posted.text("code"));
    let next = own_path(Some(posted.text("next")));
    let again = |problems: Problems| {
        let template = CodePage::new(visit, problems, challenge.to_owned(), next);
        page(StatusCode::UNPROCESSABLE_ENTITY, &template, Vec::new())
    };
    if code.is_empty() {
        let mut missing = Problems::default();
        missing.add(Some("code"), visit.lang.t("Podaj kod", "Enter the code"));
        return Ok(again(missing));
    }
    let variables = json!({"input": {"challenge": challenge, "code": code, "transport": "COOKIE"}});
    let answered = visit
        .need::<CompleteData>(COMPLETE_SIGN_IN, variables, &["completeSignIn"])
        .await?;
    let payload = answered
        .data
        .complete_sign_in
        .ok_or_else(|| Trouble::of(visit, None))?;
    if payload.viewer.is_some() {
        return Ok(inside(&payload, next, answered.cookies));
    }
    let ended = payload
        .user_errors
        .iter()
        .any(|error| error.code == "CHALLENGE_ENDED");
    if ended {
        // No code helps any more: the password comes first again.
        let problems = Problems::of(&payload.user_errors, &[]);
        let template = SignInPage::new(visit, problems, "", next);
        return Ok(page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &template,
            answered.cookies,
        ));
    }
    Ok(again(Problems::of(&payload.user_errors, &["code"])))
}

/// `POST /sign-out`. The answer is the same with and without a session.
pub(crate) async fn sign_out(posted: Posted) -> Response {
    let answered = posted.visit.ask::<serde_json::Value>(SIGN_OUT, json!({})).await;
    match answered {
        Ok(answered) => go("/sign-in?done=out", answered.cookies),
        // Nobody is told that they are out while their session lives.
        Err(trouble) => trouble.into_response(),
    }
}
