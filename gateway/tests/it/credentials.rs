//! Signing in and out, cookies, bearer tokens, keys, and what another site may not do.

use axum::body::Body;
use chrono::TimeDelta;
use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use wsparcie_kernel::{Clock, Role};

use crate::support::{App, PASSWORD, SIGN_IN, with_cookie};

const VIEWER: &str = "{ viewer { login current { organisationId organisationName } } }";
const SIGN_OUT: &str = "mutation { signOut { signedOut } }";

async fn cookie_of(app: &App) -> String {
    let answer = app
        .post(&[], SIGN_IN, json!({"password": PASSWORD, "transport": "COOKIE"}))
        .await;
    assert_eq!(
        answer.body["data"]["signIn"]["viewer"]["login"], "anna",
        "{}",
        answer.text
    );
    assert_eq!(answer.body["data"]["signIn"]["token"], Value::Null);
    let set = answer.header("set-cookie");
    for attribute in [
        "__Host-wsparcie=",
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
    ] {
        assert!(set.contains(attribute), "{attribute}");
    }
    answer.cookie()
}

#[tokio::test]
async fn a_cookie_signs_in_until_signing_out() {
    let app = App::start();
    let cookie = cookie_of(&app).await;
    let answer = app.post(&with_cookie(&cookie), VIEWER, Value::Null).await;
    assert_eq!(answer.body["data"]["viewer"]["login"], "anna", "{}", answer.text);
    assert_eq!(
        answer.body["data"]["viewer"]["current"]["organisationName"],
        "Ośrodek 1"
    );

    let answer = app.post(&with_cookie(&cookie), SIGN_OUT, Value::Null).await;
    assert_eq!(answer.body["data"]["signOut"]["signedOut"], true);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    let answer = app.post(&with_cookie(&cookie), VIEWER, Value::Null).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
    assert!(
        answer.header("set-cookie").contains("Max-Age=0"),
        "the browser forgets it"
    );
}

#[tokio::test]
async fn a_cookie_that_has_ended_does_not_stand_in_the_way_of_a_new_sign_in() {
    let app = App::start();
    let stale = format!("__Host-wsparcie={}", "A".repeat(43));
    let answer = app
        .post(
            &with_cookie(&stale),
            SIGN_IN,
            json!({"password": PASSWORD, "transport": "COOKIE"}),
        )
        .await;
    assert_eq!(
        answer.body["data"]["signIn"]["viewer"]["login"], "anna",
        "{}",
        answer.text
    );
    let mixed = "mutation { signOut { signedOut } createPerson(input: {idempotencyKey: \"1\", person: {firstName: \"a\", lastName: \"b\"}}) { person { id } } }";
    assert_eq!(
        app.post(&with_cookie(&stale), mixed, Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_wrong_password_is_a_refusal_in_the_callers_language() {
    let app = App::start();
    let wrong = json!({"password": "zle", "transport": "BEARER"});
    let answer = app.post(&[], SIGN_IN, wrong.clone()).await;
    assert_eq!(
        answer.body["data"]["signIn"]["userErrors"],
        json!([{"code": "SIGN_IN_FAILED", "message": "nie udało się"}])
    );
    let answer = app.post(&[("accept-language", "en-GB")], SIGN_IN, wrong).await;
    assert_eq!(
        answer.body["data"]["signIn"]["userErrors"][0]["message"],
        "failed"
    );
    assert!(answer.header("set-cookie").is_empty());
}

#[tokio::test]
async fn bad_credentials_are_refused_and_never_taken_for_none() {
    let app = App::start();
    let well_formed_key = wsparcie_tenants_api::api_key::from_secret(&[9; 32]);
    for (bearer, calls) in [
        ("Bearer nonsense".to_owned(), 0),
        ("Basic YTpi".to_owned(), 0),
        (format!("Bearer {}", "A".repeat(43)), 0),
        (format!("Bearer wsp_{}", "A".repeat(49)), 0),
        (format!("Bearer {}", well_formed_key.expose()), 1),
    ] {
        let before = app.calls();
        let answer = app
            .post(
                &[(AUTHORIZATION.as_str(), &bearer)],
                "{ __typename }",
                Value::Null,
            )
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            "{bearer}"
        );
        assert_eq!(app.calls() - before, calls, "{bearer}");
    }
    let in_address = Request::get("/graphql?query=%7B__typename%7D&api_key=wsp_x")
        .body(Body::empty())
        .unwrap();
    let answer = app.send(in_address).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::BAD_REQUEST, "CREDENTIALS_IN_URL")
    );
}

#[tokio::test]
async fn another_site_cannot_use_the_cookie() {
    let app = App::start();
    let cookie = cookie_of(&app).await;
    for headers in [
        vec![(COOKIE.as_str(), cookie.as_str())],
        vec![
            (COOKIE.as_str(), cookie.as_str()),
            ("origin", "https://zly.test"),
            ("x-wsparcie-csrf", "1"),
        ],
        vec![
            (COOKIE.as_str(), cookie.as_str()),
            ("sec-fetch-site", "cross-site"),
        ],
    ] {
        let answer = app.post(&headers, VIEWER, Value::Null).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::FORBIDDEN, "CROSS_SITE_REQUEST"),
            "{headers:?}"
        );
    }
    let own = [
        (COOKIE.as_str(), cookie.as_str()),
        ("host", "a.test"),
        ("origin", "https://a.test"),
    ];
    assert_eq!(app.post(&own, VIEWER, Value::Null).await.status, StatusCode::OK);
}

#[tokio::test]
async fn headers_that_name_a_tenant_change_nothing() {
    let app = App::start();
    let bearer = format!("Bearer {}", app.sign_in().await);
    let plain = app
        .post(&[(AUTHORIZATION.as_str(), &bearer)], VIEWER, Value::Null)
        .await;
    let claiming = [
        (AUTHORIZATION.as_str(), bearer.as_str()),
        ("x-tenant-id", "00000000-0000-0000-0000-000000000002"),
        ("x-forwarded-user", "root"),
        ("x-forwarded-host", "zly.test"),
    ];
    let answer = app.post(&claiming, VIEWER, Value::Null).await;
    assert_eq!(answer.body["data"], plain.body["data"]);
    assert_eq!(answer.body["data"]["viewer"]["login"], "anna");
}

#[tokio::test]
async fn switching_the_organisation_gives_a_new_token_and_ends_the_old_one() {
    let app = App::start();
    let token = app.sign_in().await;
    let listed = app
        .ask(
            &token,
            "{ viewer { memberships { organisationId } } }",
            Value::Null,
        )
        .await;
    let second = &listed.body["data"]["viewer"]["memberships"][1]["organisationId"];
    let switch = "mutation($id: ID!) { switchOrganisation(input: {organisationId: $id}) { token membership { organisationName } } }";
    let answer = app.ask(&token, switch, json!({"id": second})).await;
    assert_eq!(
        answer.body["data"]["switchOrganisation"]["membership"]["organisationName"],
        "Ośrodek 2"
    );
    let new = answer.body["data"]["switchOrganisation"]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        app.ask(&token, VIEWER, Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
    let answer = app.ask(&new, VIEWER, Value::Null).await;
    assert_eq!(
        answer.body["data"]["viewer"]["current"]["organisationName"],
        "Ośrodek 2"
    );
}

#[tokio::test]
async fn a_session_ends_twelve_hours_after_sign_in_however_much_it_is_used() {
    let app = App::start();
    let token = app.sign_in().await;
    app.clock
        .set(app.clock.now() + TimeDelta::hours(12) - TimeDelta::seconds(1));
    assert_eq!(app.ask(&token, VIEWER, Value::Null).await.status, StatusCode::OK);
    app.clock.set(app.clock.now() + TimeDelta::seconds(1));
    assert_eq!(
        app.ask(&token, VIEWER, Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_right_taken_away_is_gone_with_the_next_request() {
    let app = App::start();
    let token = app.sign_in().await;
    *app.role.lock().unwrap() = Some(Role::Specialist);
    let answer = app
        .ask(&token, "{ people(first: 1) { edges { cursor } } }", Value::Null)
        .await;
    assert_eq!((answer.status, answer.code()), (StatusCode::OK, "FORBIDDEN"));
    *app.role.lock().unwrap() = None;
    assert_eq!(
        app.ask(&token, VIEWER, Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
    *app.role.lock().unwrap() = Some(Role::Coordinator);
    assert_eq!(
        app.ask(&token, VIEWER, Value::Null).await.status,
        StatusCode::UNAUTHORIZED,
        "the session has ended"
    );
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let app = App::start();
    let first = app.sign_in().await;
    let answer = app
        .ask(
            &first,
            SIGN_IN,
            json!({"password": PASSWORD, "transport": "BEARER"}),
        )
        .await;
    assert!(answer.body["data"]["signIn"]["token"].is_string());
    assert_eq!(
        app.ask(&first, VIEWER, Value::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(app.gateway.sessions().list(app.user).await.unwrap().len(), 1);
}
