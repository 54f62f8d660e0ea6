//! Attackers at many addresses, and the user whom they must not keep out.

use std::net::Ipv4Addr;

use serde_json::json;

use crate::journeys::stage::Centre;
use crate::support::{Client, PASSWORD, TestApp};

async fn attempt(client: &Client, login: &str, password: &str) -> String {
    let input = json!({"login": login, "password": password, "transport": "BEARER"});
    let payload = client.try_mutate("signIn", "token", input).await;
    payload["userErrors"][0]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn from(app: &TestApp, last: u8) -> Client {
    Client::at(&app.base_url, Ipv4Addr::new(127, 8, 8, last))
}

#[tokio::test]
async fn fifty_addresses_at_one_account_and_its_user_gets_in_at_once_from_elsewhere() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let login = centre.login("administrator");
    let mut refused = 0;
    for n in 1..=50 {
        let attacker = from(&app, n);
        for _ in 0..2 {
            refused +=
                u32::from(attempt(&attacker, &login, "zgadywane hasło 1").await == "TOO_MANY_ATTEMPTS");
        }
    }
    assert!(refused >= 35, "{refused}");
    assert_eq!(
        attempt(&from(&app, 1), &login, PASSWORD).await,
        "TOO_MANY_ATTEMPTS"
    );
    assert_eq!(attempt(&from(&app, 200), &login, PASSWORD).await, "");
}

#[tokio::test]
async fn one_address_against_fifty_accounts_is_stopped_after_ten() {
    let app = TestApp::start().await;
    let attacker = from(&app, 1);
    let mut looked_at = 0;
    for n in 0..50 {
        let code = attempt(&attacker, &format!("osoba{n}@nigdzie.test"), "zgadywane hasło 1").await;
        looked_at += u32::from(code == "SIGN_IN_FAILED");
    }
    // One more for every five seconds that the attempts took.
    assert!((10..=20).contains(&looked_at), "{looked_at}");
}
