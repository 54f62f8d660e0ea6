//! Signing in with and without the right to.

use serde_json::{Value, json};

use crate::journeys::stage::Centre;
use crate::support::{Client, PASSWORD, TestApp};

async fn refusal(client: &Client, login: &str, password: &str) -> Value {
    let input = json!({"login": login, "password": password, "transport": "BEARER"});
    let payload = client.try_mutate("signIn", "token viewer { id }", input).await;
    assert_eq!(
        (&payload["token"], &payload["viewer"]),
        (&Value::Null, &Value::Null)
    );
    payload["userErrors"].clone()
}

#[tokio::test]
async fn unknown_disabled_wrong_and_look_alike_logins_are_one_answer() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let login = centre.login("pracownik");
    let member = centre.add(&login, "SOCIAL_WORKER").await;
    let wrong = refusal(&app.anonymous(), &login, "zupełnie inne hasło").await;
    assert_eq!(wrong[0]["code"], "SIGN_IN_FAILED");
    // A Cyrillic letter in place of a Latin one.
    let look_alike = login.replace('a', "\u{430}");
    assert_ne!(look_alike, login);
    for stranger in ["nikt@nigdzie.test", &look_alike] {
        assert_eq!(
            refusal(&app.anonymous(), stranger, PASSWORD).await,
            wrong,
            "{stranger}"
        );
    }
    let input = json!({"id": member, "expectedVersion": 1, "active": false});
    centre
        .administrator
        .mutate("updateMember", "member { id }", input)
        .await;
    assert_eq!(
        refusal(&app.anonymous(), &login, PASSWORD).await,
        wrong,
        "disabled"
    );
}
