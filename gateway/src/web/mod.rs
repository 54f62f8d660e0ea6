//! The pages: what people see in a browser, rendered on the server in Polish and English. See docs/pages.md.
//!
//! A page asks the same GraphQL schema as any other client, through the same handler ([`visit::Visit::ask`]), and turns the
//! answer into HTML. It must not know a service, a rule or a permission: what somebody may see is decided behind the schema. Of
//! the services' contracts it takes the words of their codes, for lists to choose from.

mod account;
mod accounts;
mod agreement;
mod assets;
mod choice;
mod comparison;
mod errands;
mod form;
mod format;
mod invitation;
mod lang;
mod layout;
mod links;
mod organisation;
mod project;
mod projects;
mod proof;
mod second_factor;
mod sign_in;
mod table;
#[cfg(test)]
mod tests;
mod trouble;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use http::header::SET_COOKIE;
use http::{HeaderValue, Method};

use crate::gateway::Shared;
pub(crate) use lang::Lang;
pub(crate) use trouble::faults_as_pages;

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(sign_in::start))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/sign-in/o/{organisation}", get(sign_in::organisation_form))
        .route("/sign-in/code", post(sign_in::submit_code))
        .route(
            "/second-factor",
            get(second_factor::start).post(second_factor::begin),
        )
        .route("/second-factor/code", post(second_factor::confirm))
        .route("/account", get(account::show))
        .route("/account/password", post(account::change_password))
        .route("/account/proof", get(proof::form).post(proof::prove))
        .route("/account/recovery-codes", post(second_factor::renew))
        .route("/account/session", post(account::end_session))
        .route("/account/other-sessions", post(account::end_other_sessions))
        .route("/password", get(links::forgotten).post(links::request_reset))
        .route("/password/new", post(links::reset))
        .route("/invitation", get(invitation::start).post(invitation::preview))
        .route("/invitation/join", post(invitation::join))
        .route("/agreement", get(agreement::show).post(agreement::accept))
        .route("/sign-out", post(sign_in::sign_out))
        .route(
            "/organisation",
            get(organisation::choice).post(organisation::switch),
        )
        .route("/projects", get(projects::list))
        .route("/comparison", get(comparison::show).post(comparison::create))
        .route("/projects/{id}", get(project::show))
        .route("/projects/{id}/accounts", get(accounts::show))
        .route("/documents/{id}", post(errands::document_link))
        .route("/assets/{name}", get(assets::asset))
        .layer(from_fn(choose_language))
}

/// `?lang=en` on any page: remembers the choice and shows the page again.
async fn choose_language(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let (chosen, rest): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == "lang");
    let chosen = chosen.last().and_then(|(_, code)| Lang::from_code(code));
    let (Some(lang), &Method::GET) = (chosen, request.method()) else {
        return next.run(request).await;
    };
    let rest = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(rest)
        .finish();
    let path = uri.path();
    let target = if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{rest}")
    };
    let mut response = layout::go(&target, Vec::new());
    if let Ok(cookie) = HeaderValue::from_str(&lang.cookie()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
