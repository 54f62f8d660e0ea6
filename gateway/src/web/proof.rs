//! Proving anew who one is, before a change that needs it.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::account::{Account, read};
use super::errands::run;
use super::form::{Field, Posted, Problems};
use super::layout::{Frame, go, page};
use super::trouble::Trouble;
use super::visit::Visit;

pub(super) const PROVE_AGAIN: &str = include_str!("documents/prove_again.graphql");

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage {
    frame: Frame,
    problems: Problems,
    proof: Field,
}

impl ProofPage {
    fn new(visit: &Visit, account: Account, problems: Problems) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Potwierdź, że to Ty", "Prove that it is you"));
        frame.refused = !problems.is_empty();
        let proof = if account.second_factor.since.is_some() {
            Field::code("code", lang.t("Kod z aplikacji", "Code from the authenticator"))
                .hint(lang.t("6 cyfr, albo kod zapasowy.", "6 digits, or a recovery code."))
        } else {
            Field::password("password", lang.t("Hasło", "Password"), "current-password")
        };
        Self {
            proof: proof.checked(&problems),
            frame: frame
                .for_person(Some(account.person))
                .within("/account", Vec::new()),
            problems,
        }
    }
}

/// `GET /account/proof`.
pub(crate) async fn form(visit: Visit) -> Result<Response, Box<Trouble>> {
    let (account, cookies) = read(&visit).await?;
    Ok(page(
        StatusCode::OK,
        &ProofPage::new(&visit, account, Problems::default()),
        cookies,
    ))
}

/// `POST /account/proof`.
pub(crate) async fn prove(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let given = |name| Some(posted.secret(name)).filter(|text| !text.is_empty());
    let input = json!({"password": given("password"), "code": given("code")});
    let (errors, cookies) = run(visit, PROVE_AGAIN, "proveAgain", input).await?;
    if errors.is_empty() {
        return Ok(go("/account?done=proof", cookies));
    }
    let (account, _) = read(visit).await?;
    let field = if account.second_factor.since.is_some() {
        "code"
    } else {
        "password"
    };
    let template = ProofPage::new(visit, account, Problems::of(&errors, &[field]));
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies))
}
