//! The pages over HTTP: headers, languages, forms, escaping. How they look and work in a browser is tried in the workspace's
//! `tests` (`pages`).

mod agreement;
mod comparison;
mod ways_in;

use std::sync::Arc;

use axum::body::Body;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use http::{Request, StatusCode};

use wsparcie_kernel::{CallError, Page};
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};
use wsparcie_tenants_api::TenantsApiResponse as TR;

use crate::projects::project;
use crate::support::{Answer, App, PASSWORD, Setup};

const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const OURS: (&str, &str) = ("origin", "http://wsparcie.test");

fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    with(Request::get(path), headers).body(Body::empty()).unwrap()
}

fn with(request: http::request::Builder, headers: &[(&str, &str)]) -> http::request::Builder {
    let request = request.header(ACCEPT, HTML).header(HOST, "wsparcie.test");
    headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value))
}

/// A form as a browser sends it.
fn form(path: &str, headers: &[(&str, &str)], pairs: &[(&str, &str)]) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    with(Request::post(path), headers)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

async fn signed_in(app: &App) -> String {
    let fields = [("login", "anna"), ("password", PASSWORD), ("next", "/projects")];
    let answer = app.send(form("/sign-in", &[OURS], &fields)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.header(LOCATION.as_str()), "/projects");
    answer.cookie()
}

fn has_nothing_inline(answer: &Answer) {
    for inline in ["<style", "style=", "onclick=", "onload=", "javascript:"] {
        assert!(!answer.text.contains(inline), "{inline} in {}", answer.text);
    }
    assert!(!answer.text.contains("<script>"), "{}", answer.text);
}

#[tokio::test]
async fn a_page_allows_nothing_from_elsewhere_and_nothing_inline() {
    let app = App::start();
    let answer = app.send(get("/sign-in", &[])).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    has_nothing_inline(&answer);
    // The API keeps its stricter policy.
    let api = app.send(get("/health/live", &[])).await;
    assert!(
        api.header("content-security-policy")
            .contains("form-action 'none'")
    );
}

#[tokio::test]
async fn the_style_sheet_and_the_script_are_kept_under_the_name_of_their_content() {
    let app = App::start();
    let page = app.send(get("/sign-in", &[])).await.text;
    for (start, media) in [
        ("/assets/wsparcie.", "text/css"),
        ("/assets/wsparcie.", "text/javascript"),
    ] {
        let extension = if media == "text/css" { ".css" } else { ".js" };
        let name = page
            .split('"')
            .find(|part| part.starts_with(start) && part.ends_with(extension))
            .unwrap();
        let asset = app.send(get(name, &[])).await;
        assert_eq!(asset.status, StatusCode::OK);
        assert!(asset.header("content-type").starts_with(media));
        assert_eq!(
            asset.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(asset.text.len() > 200);
    }
    let other = app.send(get("/assets/wsparcie.0000000000000000.css", &[])).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert!(!other.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn the_language_is_the_browsers_until_somebody_chooses() {
    let app = App::start();
    let polish = app.send(get("/sign-in", &[])).await;
    assert!(polish.text.contains("<html lang=\"pl\">") && polish.text.contains("Zaloguj się"));
    let english = app
        .send(get("/sign-in", &[(ACCEPT_LANGUAGE.as_str(), "en-GB")]))
        .await;
    assert!(english.text.contains("<html lang=\"en\">") && english.text.contains("Sign in"));
    let chosen = app.send(get("/sign-in?next=%2Fprojects&lang=en", &[])).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header(LOCATION.as_str()), "/sign-in?next=%2Fprojects");
    let cookie = chosen.cookie();
    assert_eq!(cookie, "lang=en");
    let kept = app.send(get("/sign-in", &[(COOKIE.as_str(), &cookie)])).await;
    assert!(kept.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn a_refused_sign_in_says_so_at_the_top_keeps_the_login_and_forgets_the_password() {
    let app = App::start();
    let fields = [
        ("login", "\"><script>alert(1)</script>"),
        ("password", "nie to hasło"),
    ];
    let answer = app.send(form("/sign-in", &[OURS], &fields)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("<title>Błąd: "), "{}", answer.text);
    assert!(answer.text.contains("role=\"alert\" tabindex=\"-1\" autofocus"));
    assert!(!answer.text.contains("nie to hasło"));
    assert!(!answer.text.contains("<script>alert"), "{}", answer.text);
    assert!(
        answer.text.contains("&#60;script&#62;alert(1)"),
        "{}",
        answer.text
    );
    assert!(!answer.headers.contains_key(SET_COOKIE));

    let empty = app.send(form("/sign-in", &[OURS], &[])).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#field-login\"") && empty.text.contains("href=\"#field-password\""));
    assert!(
        empty
            .text
            .contains("aria-invalid=\"true\" aria-describedby=\"hint-login problem-login\"")
    );
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_before_anybody_is_asked() {
    let app = App::start();
    let fields = [("login", "anna"), ("password", PASSWORD)];
    for foreign in [
        (ORIGIN.as_str(), "https://zly.test"),
        (ORIGIN.as_str(), "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = app.send(form("/sign-in", &[foreign], &fields)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{foreign:?}");
        assert!(!answer.headers.contains_key(SET_COOKIE));
    }
    assert_eq!(app.calls(), 0);
    let json = with(Request::post("/sign-in"), &[OURS])
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(app.send(json).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let long = "x".repeat(70_000);
    let answer = app.send(form("/sign-in", &[OURS], &[("login", &long)])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let app = App::start();
    for path in ["/projects", "/projects/UHJvamVjdDox", "/organisation", "/account"] {
        let answer = app.send(get(path, &[])).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.header(LOCATION.as_str()), format!("/sign-in?next={path}"));
    }
    let cookie = signed_in(&app).await;
    let out = app
        .send(form("/sign-out", &[OURS, (COOKIE.as_str(), &cookie)], &[]))
        .await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header(SET_COOKIE.as_str()).contains("Max-Age=0"));
    let after = app.send(get("/projects", &[(COOKIE.as_str(), &cookie)])).await;
    assert_eq!(after.header(LOCATION.as_str()), "/sign-in?next=/projects&ended=1");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let app = App::start();
    for next in ["//zly.test", "https://zly.test/", "/\\zly.test"] {
        let fields = [("login", "anna"), ("password", PASSWORD), ("next", next)];
        let answer = app.send(form("/sign-in", &[OURS], &fields)).await;
        assert_eq!(answer.header(LOCATION.as_str()), "/projects", "{next}");
    }
}

#[tokio::test]
async fn trouble_is_a_page_for_browsers_and_data_for_programs() {
    let app = App::start();
    let page = app.send(get("/nie-ma-takiej", &[])).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("<h1>Nie ma takiej strony</h1>"));
    let data = app
        .send(Request::get("/nie-ma-takiej").body(Body::empty()).unwrap())
        .await;
    assert_eq!((data.status, data.code()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
    // The API speaks data to everybody.
    let api = app.send(form("/graphql", &[OURS], &[])).await;
    assert!(!api.header("content-type").starts_with("text/html"));
    let method = app
        .send(
            with(Request::delete("/projects"), &[])
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(method.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn a_lost_session_store_is_a_page_that_says_when_to_come_back() {
    let setup = Setup {
        redis_url: "redis://127.0.0.1:1".to_owned(),
        ..Setup::default()
    };
    let app = App::with(setup);
    let cookie = format!("__Host-wsparcie={}", "A".repeat(43));
    let answer = app.send(get("/projects", &[(COOKIE.as_str(), &cookie)])).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    assert!(!answer.header("retry-after").is_empty());
    assert!(answer.text.contains("<h1>Usługa chwilowo nie odpowiada</h1>"));
}

#[tokio::test]
async fn a_hostile_project_is_only_text() {
    let hostile = "</h1><script>alert('x')</script>\" onload=\"x";
    let setup = Setup {
        tenants: Arc::new(|_| TR::ProcessingAgreement(Ok(agreement::agreement(true)))),
        programmes: Arc::new(move |request| {
            let P::ListProjects { page, .. } = request else {
                return PR::ListFactsVocabulary(Err(CallError::Internal));
            };
            let mut row = project(1);
            hostile.clone_into(&mut row.facts.title);
            let total = page.with_total.then_some(1);
            PR::ListProjects(Ok(Page::from_fetched(&page, vec![row], total, |row| {
                row.id.into_uuid()
            })))
        }),
        ..Setup::default()
    };
    let app = App::with(setup);
    let cookie = signed_in(&app).await;
    let list = app.send(get("/projects", &[(COOKIE.as_str(), &cookie)])).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    assert!(list.text.contains("alert(&#39;x&#39;)"), "{}", list.text);
    assert!(
        !list.text.contains("<script>alert") && !list.text.contains("\" onload"),
        "{}",
        list.text
    );
}
