//! Signing in as a person does: by password, then by the code of an authenticator, which is set up at the first time.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use wsparcie_kernel::{Clock, SystemClock};

use crate::client::Client;
use crate::loaded::{Credentials, PasswordSource, SecretKeep};
use crate::operations::{
    BEGIN_SECOND_FACTOR, COMPLETE_SIGN_IN, CONFIRM_SECOND_FACTOR, SIGN_IN, SecondFactorBegun,
    SecondFactorConfirmed, SignedIn,
};
use crate::second_factor::{STEP, code_at};

/// What it takes to sign anybody in.
pub(super) struct Doors<'a> {
    pub(super) anonymous: &'a Client,
    pub(super) passwords: &'a dyn PasswordSource,
    pub(super) secrets: &'a dyn SecretKeep,
}

impl Doors<'_> {
    /// Signs in a login with the password that follows from it.
    pub(super) async fn open(&self, login: &str) -> Result<(Client, String)> {
        let password = self.passwords.password(login);
        let login = login.to_owned();
        self.open_with(&Credentials { login, password }).await
    }

    /// Signs somebody in, and gives the name of the organisation that they act for.
    pub(super) async fn open_with(&self, credentials: &Credentials) -> Result<(Client, String)> {
        let step = format!("signing in as {}", credentials.login);
        let input =
            json!({ "login": credentials.login, "password": credentials.password, "transport": "BEARER" });
        let mut signed_in: SignedIn = self.anonymous.mutate(&step, &SIGN_IN, input).await?;
        if let Some(challenge) = signed_in.second_factor.take() {
            let secret = self.secrets.secret(&credentials.login).with_context(|| {
                format!("{step}: the secret of the second factor is lost: run `make reset`, then `make run`")
            })?;
            signed_in = self.complete(&step, &challenge.challenge, &secret).await?;
        }
        let token = signed_in.token.with_context(|| format!("{step}: no token"))?;
        let current = signed_in.viewer.and_then(|viewer| viewer.current);
        let organisation = current
            .with_context(|| format!("{step}: the membership has ended"))?
            .organisation_name;
        let mut client = self.anonymous.with_token(token);
        if signed_in.second_factor_due {
            client = self.set_up(&client, &credentials.login).await?;
        }
        Ok((client, organisation))
    }

    /// Answers a challenge. A code works once, so after a load that broke off a moment ago the next one may be needed.
    async fn complete(&self, step: &str, challenge: &str, secret: &str) -> Result<SignedIn> {
        let now = SystemClock.now();
        let input = |code: String| json!({ "challenge": challenge, "code": code, "transport": "BEARER" });
        let first = self
            .anonymous
            .mutate(step, &COMPLETE_SIGN_IN, input(code_at(secret, now)?))
            .await;
        if let Ok(signed_in) = first {
            return Ok(signed_in);
        }
        let rest = STEP - now.timestamp().rem_euclid(STEP) + 1;
        tokio::time::sleep(Duration::from_secs(rest.unsigned_abs())).await;
        let next = code_at(secret, SystemClock.now())?;
        self.anonymous.mutate(step, &COMPLETE_SIGN_IN, input(next)).await
    }

    async fn set_up(&self, client: &Client, login: &str) -> Result<Client> {
        let step = format!("setting up the second factor of {login}");
        let begun: SecondFactorBegun = client.mutate(&step, &BEGIN_SECOND_FACTOR, json!({})).await?;
        self.secrets.keep(login, &begun.setup.secret)?;
        let code = code_at(&begun.setup.secret, SystemClock.now())?;
        let confirmed: SecondFactorConfirmed = client
            .mutate(&step, &CONFIRM_SECOND_FACTOR, json!({ "code": code }))
            .await?;
        Ok(confirmed
            .token
            .map_or_else(|| client.clone(), |token| client.with_token(token)))
    }
}
