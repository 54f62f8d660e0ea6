//! Organisations, their users and their programs.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wsparcie_kernel::Date;

use super::key;
use crate::client::Client;
use crate::data::fictional::{ApiClient, Member};
use crate::data::source::Organisation;
use crate::loaded::{ApiKey, Credentials, Loaded, Login, PasswordSource};
use crate::operations::{
    ADD_MEMBER, CREATE_API_CLIENT, CREATE_ORGANISATION, CreatedClient, REVOKE_API_CLIENT,
};

/// The role that adds the others.
const ADMINISTRATOR: &str = "administrator";
/// How often a program's key may get lost in loads that broke off.
const MOST_LOST_KEYS: u32 = 50;

/// What it takes to found organisations.
pub(super) struct Founding<'a> {
    pub(super) anonymous: &'a Client,
    pub(super) operator: &'a Client,
    pub(super) passwords: &'a dyn PasswordSource,
    /// The last day of programs' keys.
    pub(super) keys_until: Date,
}

impl Founding<'_> {
    /// Makes an organisation with all its users and programs.
    pub(super) async fn found(
        &self,
        code: &str,
        organisation: &Organisation,
        members: &[Member],
        clients: &[ApiClient],
    ) -> Result<Loaded> {
        let first = with_role(members, ADMINISTRATOR)?;
        let mut input = serde_json::to_value(organisation)?;
        input["idempotencyKey"] = key("organisation", code).into();
        input["firstMember"] = self.member(first);
        let _: Value = self
            .operator
            .mutate(&format!("creating {code}"), &CREATE_ORGANISATION, input)
            .await?;

        let administrator = self.sign_in(members, ADMINISTRATOR).await?;
        for member in members.iter().filter(|member| member.login != first.login) {
            let mut input = self.member(member);
            input["idempotencyKey"] = key("member", &member.login).into();
            let _: Value = administrator
                .mutate(&format!("adding {}", member.login), &ADD_MEMBER, input)
                .await?;
        }
        let mut loaded = Loaded::default();
        for member in members {
            loaded.logins.push(Login {
                organisation: organisation.short_name.clone(),
                role: member.role.as_str().to_owned(),
                login: member.login.clone(),
                password: self.passwords.password(&member.login),
                totp_secret: None,
            });
        }
        for (number, client) in clients.iter().enumerate() {
            let made = self
                .program(&administrator, &format!("{code}-{number}"), client)
                .await?;
            loaded.api_keys.push(ApiKey {
                organisation: organisation.short_name.clone(),
                scopes: client
                    .scopes
                    .iter()
                    .map(|scope| scope.as_str().to_owned())
                    .collect(),
                key: made,
            });
        }
        Ok(loaded)
    }

    /// Signs in the member with this role.
    pub(super) async fn sign_in(&self, members: &[Member], role: &str) -> Result<Client> {
        let login = with_role(members, role)?.login.clone();
        let password = self.passwords.password(&login);
        let (client, _) = self.anonymous.sign_in(&Credentials { login, password }).await?;
        Ok(client)
    }

    fn member(&self, member: &Member) -> Value {
        json!({
            "login": member.login,
            "fullName": member.full_name,
            "password": self.passwords.password(&member.login),
            "roles": [member.role],
        })
    }

    /// Makes a program and gives its key. A key is told once: one that a load lost on its way is revoked and made again.
    async fn program(&self, administrator: &Client, code: &str, client: &ApiClient) -> Result<String> {
        let step = format!("making the program {code}");
        for attempt in 0..MOST_LOST_KEYS {
            let code = format!("{code}-{}-{attempt}", self.keys_until);
            let input = json!({
                "idempotencyKey": key("program", &code),
                "name": client.name,
                "scopes": client.scopes,
                "expiresOn": self.keys_until,
            });
            let made: CreatedClient = administrator.mutate(&step, &CREATE_API_CLIENT, input).await?;
            if let Some(key) = made.key {
                return Ok(key);
            }
            if made.api_client.revoked_at.is_none() {
                let input = json!({
                    "idempotencyKey": key("revoke", &code),
                    "id": made.api_client.id,
                    "expectedVersion": made.api_client.version,
                });
                let _: Value = administrator.mutate(&step, &REVOKE_API_CLIENT, input).await?;
            }
        }
        bail!("{step}: the key got lost {MOST_LOST_KEYS} times")
    }
}

fn with_role<'a>(members: &'a [Member], role: &str) -> Result<&'a Member> {
    let found = members.iter().find(|member| member.role.as_str() == role);
    found.with_context(|| format!("nobody has the role {role}"))
}
