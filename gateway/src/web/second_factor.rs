//! Setting up the second factor, and the recovery codes.

use std::fmt::Write as _;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode};
use qrcode::{Color, QrCode};
use serde::Deserialize;
use serde_json::json;

use super::account::{self, Account};
use super::form::{Field, Posted, Problems};
use super::layout::{Frame, Person, go, page};
use super::trouble::Trouble;
use super::visit::{UserError, Visit};

pub(super) const BEGIN: &str = include_str!("documents/begin_second_factor.graphql");
pub(super) const CONFIRM: &str = include_str!("documents/confirm_second_factor.graphql");
pub(super) const RENEW: &str = include_str!("documents/renew_recovery_codes.graphql");

/// Nothing an authenticator reads is longer; a longer text did not come from us.
const MAX_URI: usize = 1_000;

#[derive(Template)]
#[template(path = "second_factor.html")]
struct StartPage {
    frame: Frame,
    problems: Problems,
    due: bool,
}

/// `GET /second-factor`: why, and a button to begin with, for beginning changes something.
pub(crate) async fn start(visit: Visit) -> Result<Response, Box<Trouble>> {
    let (account, cookies) = account::read(&visit).await?;
    if account.second_factor.since.is_some() {
        return Ok(go("/account", cookies));
    }
    let title = visit.lang.t("Włącz kody do logowania", "Set up sign-in codes");
    let template = StartPage {
        due: account.second_factor.due,
        frame: Frame::new(&visit, title)
            .for_person(Some(account.person))
            .within("/account", Vec::new()),
        problems: Problems::default(),
    };
    Ok(page(StatusCode::OK, &template, cookies))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    begin_second_factor: Option<BeginPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BeginPayload {
    setup: Option<Setup>,
    user_errors: Vec<UserError>,
}

/// What an authenticator needs. Goes through the page's form, so that a wrong code does not make a new secret.
#[derive(Deserialize)]
struct Setup {
    secret: String,
    uri: String,
}

/// The setup as a picture: one path of black squares in a square of `size` units.
struct Picture {
    size: usize,
    path: String,
}

impl Picture {
    /// Of the text with the quiet zone around it; nothing if the text is too long for a code.
    fn of(text: &str) -> Option<Self> {
        const QUIET: usize = 4;
        let code = QrCode::new(text.get(..MAX_URI.min(text.len()))?).ok()?;
        let width = code.width();
        let colours = code.to_colors();
        let dark = colours
            .iter()
            .enumerate()
            .filter(|(_, colour)| **colour == Color::Dark);
        let path = dark.fold(String::new(), |mut path, (at, _)| {
            // Writing into a String cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
            path
        });
        Some(Self {
            size: width + 2 * QUIET,
            path,
        })
    }
}

#[derive(Template)]
#[template(path = "second_factor_code.html")]
struct CodePage {
    frame: Frame,
    problems: Problems,
    picture: Option<Picture>,
    setup: Setup,
    /// The secret in groups of four, as it is easiest to type.
    spelled: String,
    code: Field,
}

impl CodePage {
    fn new(visit: &Visit, person: Option<Person>, setup: Setup, problems: Problems) -> Self {
        let lang = visit.lang;
        let title = lang.t("Włącz kody do logowania", "Set up sign-in codes");
        let mut frame = Frame::new(visit, title)
            .for_person(person)
            .within("/account", Vec::new());
        frame.refused = !problems.is_empty();
        let letters: Vec<char> = setup.secret.chars().take(200).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Self {
            picture: Picture::of(&setup.uri),
            spelled: groups.join(" "),
            code: Field::code("code", lang.t("Kod z aplikacji", "Code from the authenticator"))
                .digits()
                .hint(lang.t(
                    "6 cyfr, zmieniają się co 30 sekund.",
                    "6 digits, new every 30 seconds.",
                ))
                .checked(&problems),
            frame,
            problems,
            setup,
        }
    }
}

/// `POST /second-factor`.
pub(crate) async fn begin(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let (account, _) = account::read(visit).await?;
    let answered = visit
        .need::<Begun>(BEGIN, json!({}), &["beginSecondFactor"])
        .await?;
    let payload = answered
        .data
        .begin_second_factor
        .ok_or_else(|| Trouble::of(visit, None))?;
    let Some(setup) = payload.setup else {
        return Ok(refused(visit, account, &payload.user_errors, answered.cookies));
    };
    let template = CodePage::new(visit, Some(account.person), setup, Problems::default());
    Ok(page(StatusCode::OK, &template, answered.cookies))
}

fn refused(visit: &Visit, account: Account, errors: &[UserError], cookies: Vec<HeaderValue>) -> Response {
    let title = visit.lang.t("Włącz kody do logowania", "Set up sign-in codes");
    let mut frame = Frame::new(visit, title)
        .for_person(Some(account.person))
        .within("/account", Vec::new());
    frame.refused = true;
    let template = StartPage {
        frame,
        problems: Problems::of(errors, &[]),
        due: account.second_factor.due,
    };
    page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Confirmed {
    confirm_second_factor: Option<CodesPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Renewed {
    renew_recovery_codes: Option<CodesPayload>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CodesPayload {
    recovery_codes: Option<Vec<String>>,
    user_errors: Vec<UserError>,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct CodesPage {
    frame: Frame,
    codes: Vec<String>,
    login: String,
}

fn codes_page(visit: &Visit, account: Account, codes: Vec<String>, cookies: Vec<HeaderValue>) -> Response {
    let title = visit.lang.t("Kody zapasowe", "Recovery codes");
    let template = CodesPage {
        login: account.login,
        frame: Frame::new(visit, title)
            .for_person(Some(account.person))
            .within("/account", Vec::new()),
        codes,
    };
    page(StatusCode::OK, &template, cookies)
}

/// `POST /second-factor/code`.
pub(crate) async fn confirm(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let (account, _) = account::read(visit).await?;
    let setup = Setup {
        secret: posted.secret("secret").to_owned(),
        uri: posted.secret("uri").to_owned(),
    };
    let code = posted.text("code");
    let mut problems = Problems::default();
    let mut cookies = Vec::new();
    if code.is_empty() {
        problems.add(Some("code"), visit.lang.t("Podaj kod", "Enter the code"));
    } else {
        let variables = json!({"input": {"code": code}});
        let answered = visit
            .need::<Confirmed>(CONFIRM, variables, &["confirmSecondFactor"])
            .await?;
        let payload = answered
            .data
            .confirm_second_factor
            .ok_or_else(|| Trouble::of(visit, None))?;
        if let Some(codes) = payload.recovery_codes {
            return Ok(codes_page(visit, account, codes, answered.cookies));
        }
        problems = Problems::of(&payload.user_errors, &["code"]);
        cookies = answered.cookies;
    }
    let template = CodePage::new(visit, Some(account.person), setup, problems);
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}

/// `POST /account/recovery-codes`.
pub(crate) async fn renew(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let (account, _) = account::read(visit).await?;
    let asked = visit
        .need::<Renewed>(RENEW, json!({}), &["renewRecoveryCodes"])
        .await;
    let answered = match asked {
        Ok(answered) => answered,
        // Whoever found the browser open does not get codes: the person proves anew who they are.
        Err(trouble) if trouble.code == "STEP_UP_DUE" => return Ok(go("/account/proof", trouble.cookies)),
        Err(trouble) => return Ok(trouble.into_response()),
    };
    let payload = answered
        .data
        .renew_recovery_codes
        .ok_or_else(|| Trouble::of(visit, None))?;
    if let Some(codes) = payload.recovery_codes {
        return Ok(codes_page(visit, account, codes, answered.cookies));
    }
    let problems = Problems::of(&payload.user_errors, &[]);
    Ok(account::page_with(visit, account, problems, answered.cookies))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setup_is_a_square_picture_and_a_text_too_long_is_none() {
        let picture =
            Picture::of("otpauth://totp/Wsparcie:anna?secret=JBSWY3DPEHPK3PXP&issuer=Wsparcie").unwrap();
        assert!(picture.size > 29 && picture.path.starts_with("M4 4h1v1h-1z"));
        assert!(Picture::of(&"ą".repeat(5_000)).is_none_or(|picture| picture.size > 0));
        assert!(Picture::of("").is_some());
    }
}
