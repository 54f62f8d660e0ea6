//! Throw-away people, and what they sign in with.

use serde_json::{Value, json};
use totp_rs::Totp;

use super::{Made, Tenant, key, made};
use crate::support::{Client, PASSWORD};
use crate::sweep::canaries;

/// What somebody has who has just set up a second factor.
pub(in crate::sweep) struct Equipped {
    /// The payload with the session's new token.
    pub(in crate::sweep) payload: Value,
    /// One of the recovery codes.
    pub(in crate::sweep) recovery_code: String,
}

/// The first code of a second factor that was just begun; none is in force yet.
pub(in crate::sweep) async fn first_code(client: &Client) -> String {
    let begun = client
        .mutate("beginSecondFactor", "setup { uri }", json!({}))
        .await;
    let uri = begun["setup"]["uri"]
        .as_str()
        .expect("a second factor to confirm");
    let totp = Totp::from_url(uri).expect("an address that authenticators read");
    totp.generate_current().to_string()
}

/// Sets up a second factor for whoever is signed in.
pub(in crate::sweep) async fn equip(client: &Client) -> Equipped {
    let input = json!({"code": first_code(client).await});
    let payload = client
        .mutate("confirmSecondFactor", "recoveryCodes token", input)
        .await;
    let code = payload["recoveryCodes"][0].as_str();
    Equipped {
        recovery_code: code.expect("recovery codes").to_owned(),
        payload,
    }
}

impl Tenant {
    /// A client that nobody has signed in with.
    pub(in crate::sweep) fn stranger(&self) -> Client {
        Client::new(&self.base_url)
    }

    pub(in crate::sweep) async fn sign_in(&self, login: &str) -> Client {
        let mut client = self.stranger();
        client.sign_in(login, PASSWORD).await;
        client
    }

    /// A member of this role who has signed in, and the login.
    pub(in crate::sweep) async fn somebody(&self, role: &str) -> (Client, String) {
        let login = self.login();
        self.member_with(&login, role).await;
        (self.sign_in(&login).await, login)
    }

    pub(in crate::sweep) async fn invitation(&self, address: &str) -> Made {
        let payload = self
            .admin
            .mutate(
                "inviteMember",
                "invitation { id version }",
                self.invitation_input(address),
            )
            .await;
        made(&payload["invitation"])
    }

    pub(in crate::sweep) fn invitation_input(&self, address: &str) -> Value {
        json!({
            "idempotencyKey": key(), "email": address, "fullName": self.text(canaries::FIRST_NAME),
            "roles": [self.any_role()],
        })
    }
}
