//! The second step of a sign-in.

use chrono::TimeDelta;
use http::StatusCode;
use serde_json::{Value, json};
use wsparcie_kernel::Clock;

use crate::people::CODE;
use crate::support::{App, PASSWORD};

const FIRST: &str = "mutation($password: String!) {
    signIn(input: {login: \"ewa\", password: $password, transport: BEARER}) {
        viewer { login } token secondFactor { challenge expiresAt } userErrors { code } } }";
const SECOND: &str = "mutation($challenge: String!, $code: String!) {
    completeSignIn(input: {challenge: $challenge, code: $code, transport: BEARER}) {
        viewer { login secondFactor { due } sessions { current client } } token userErrors { code } } }";

async fn challenge(app: &App) -> String {
    let answer = app.post(&[], FIRST, json!({"password": PASSWORD})).await;
    let payload = &answer.body["data"]["signIn"];
    assert_eq!(
        (&payload["token"], &payload["viewer"]),
        (&Value::Null, &Value::Null),
        "{}",
        answer.text
    );
    payload["secondFactor"]["challenge"].as_str().unwrap().to_owned()
}

/// The token, or the code of the refusal.
async fn complete(app: &App, challenge: &str, code: &str) -> Result<String, String> {
    let variables = json!({"challenge": challenge, "code": code});
    let answer = app.post(&[], SECOND, variables).await;
    let payload = &answer.body["data"]["completeSignIn"];
    let Some(token) = payload["token"].as_str() else {
        let refusal = payload["userErrors"][0]["code"].as_str();
        return Err(refusal.unwrap_or(&answer.text).to_owned());
    };
    assert_eq!(
        payload["viewer"]["sessions"],
        json!([{"current": true, "client": "—"}]),
        "{}",
        answer.text
    );
    assert_eq!(payload["viewer"]["secondFactor"]["due"], false);
    Ok(token.to_owned())
}

fn ended() -> Result<String, String> {
    Err("CHALLENGE_ENDED".to_owned())
}

fn wrong() -> Result<String, String> {
    Err("CODE_WRONG".to_owned())
}

#[tokio::test]
async fn a_password_alone_opens_nothing_for_whoever_has_a_second_factor() {
    let app = App::start();
    let challenge = challenge(&app).await;
    let answer = app.ask(&challenge, "{ viewer { login } }", Value::Null).await;
    assert_eq!(
        answer.status,
        StatusCode::UNAUTHORIZED,
        "a challenge is no session"
    );
    let token = complete(&app, &challenge, CODE).await.unwrap();
    let answer = app.ask(&token, "{ viewer { login } }", Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_challenge_is_good_for_one_sign_in() {
    let app = App::start();
    let challenge = challenge(&app).await;
    let (one, two) = tokio::join!(complete(&app, &challenge, CODE), complete(&app, &challenge, CODE));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(one == ended() || two == ended());
    assert_eq!(complete(&app, &challenge, CODE).await, ended());
}

#[tokio::test]
async fn five_wrong_codes_end_a_challenge_however_fast_they_come() {
    let app = App::start();
    let token = challenge(&app).await;
    let answers = futures::future::join_all((0..7).map(|_| complete(&app, &token, "000000"))).await;
    let looked_at = answers.iter().filter(|one| **one == wrong()).count();
    assert_eq!(looked_at, 5, "{answers:?}");
    assert_eq!(complete(&app, &token, CODE).await, ended());
}

#[tokio::test]
async fn a_right_code_gets_in_once_however_many_times_it_comes_at_once() {
    let app = App::start();
    let token = challenge(&app).await;
    let answers = futures::future::join_all((0..20).map(|_| complete(&app, &token, CODE))).await;
    let inside = answers.iter().filter(|one| one.is_ok()).count();
    assert_eq!(inside, 1, "{answers:?}");
}

#[tokio::test]
async fn a_challenge_ends_after_five_minutes() {
    let app = App::start();
    let token = challenge(&app).await;
    app.clock.set(app.clock.now() + TimeDelta::minutes(5));
    assert_eq!(complete(&app, &token, CODE).await, ended());
}

#[tokio::test]
async fn an_invented_challenge_is_refused_without_a_call() {
    let app = App::start();
    for invented in ["", "x", &"A".repeat(43), &"A".repeat(10_000)] {
        assert_eq!(complete(&app, invented, CODE).await, ended());
    }
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn codes_cannot_be_guessed_by_beginning_over_and_over() {
    let app = App::start();
    let mut looked_at = 0;
    for _ in 0..20 {
        let answer = app.post(&[], FIRST, json!({"password": PASSWORD})).await;
        let challenge = &answer.body["data"]["signIn"]["secondFactor"]["challenge"];
        for _ in 0..5 {
            if let Some(token) = challenge.as_str() {
                looked_at += usize::from(complete(&app, token, "000000").await == wrong());
            }
        }
        // Beginning is refused now and then, too.
        app.clock.set(app.clock.now() + TimeDelta::seconds(5));
    }
    assert!(looked_at <= 15, "{looked_at} codes in 100 seconds");
}
