//! Organisations, their users and their programs.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wsparcie_kernel::Date;

use super::key;
use super::sign_in::Doors;
use crate::client::Client;
use crate::data::fictional::{ApiClient, Member};
use crate::data::source::Organisation;
use crate::loaded::{ApiKey, Loaded, Login};
use crate::operations::{
    ACCEPT_AGREEMENT, ADD_MEMBER, AGREEMENT, Agreement, CREATE_API_CLIENT, CREATE_ORGANISATION,
    CreatedClient, REVOKE_API_CLIENT,
};

/// The role that adds the others.
const ADMINISTRATOR: &str = "administrator";
/// How often a program's key may get lost in loads that broke off.
const MOST_LOST_KEYS: u32 = 50;

/// What it takes to found organisations.
pub(super) struct Founding<'a> {
    pub(super) doors: &'a Doors<'a>,
    pub(super) operator: &'a Client,
    /// The last day of programs' keys.
    pub(super) keys_until: Date,
}

/// An organisation with its users signed in.
pub(super) struct Founded {
    pub(super) loaded: Loaded,
    clients: BTreeMap<String, Client>,
}

impl Founded {
    /// The signed-in user with this role.
    pub(super) fn user(&self, role: &str) -> Result<&Client> {
        let found = self.clients.get(role);
        found.with_context(|| format!("nobody has the role {role}"))
    }
}

impl Founding<'_> {
    /// Makes an organisation with all its users and programs. A centre accepts the processing agreement.
    pub(super) async fn found(
        &self,
        code: &str,
        organisation: &Organisation,
        members: &[Member],
        clients: &[ApiClient],
        is_centre: bool,
    ) -> Result<Founded> {
        let first = with_role(members, ADMINISTRATOR)?;
        let mut input = serde_json::to_value(organisation)?;
        input["idempotencyKey"] = key("organisation", code).into();
        input["firstMember"] = self.member(first);
        let _: Value = self
            .operator
            .mutate(&format!("creating {code}"), &CREATE_ORGANISATION, input)
            .await?;

        let (administrator, _) = self.doors.open(&first.login).await?;
        if is_centre {
            accept_agreement(&administrator, code).await?;
        }
        for member in members.iter().filter(|member| member.login != first.login) {
            let mut input = self.member(member);
            input["idempotencyKey"] = key("member", &member.login).into();
            let _: Value = administrator
                .mutate(&format!("adding {}", member.login), &ADD_MEMBER, input)
                .await?;
        }
        let mut founded = Founded {
            loaded: Loaded::default(),
            clients: BTreeMap::new(),
        };
        for member in members {
            // Once each: a code of a second factor works once, and the next one comes half a minute later.
            let client = if member.login == first.login {
                administrator.clone()
            } else {
                self.doors.open(&member.login).await?.0
            };
            founded
                .clients
                .entry(member.role.as_str().to_owned())
                .or_insert(client);
            founded.loaded.logins.push(Login {
                organisation: organisation.short_name.clone(),
                role: member.role.as_str().to_owned(),
                login: member.login.clone(),
                password: self.doors.passwords.password(&member.login),
                totp_secret: self.doors.secrets.secret(&member.login),
            });
        }
        for (number, client) in clients.iter().enumerate() {
            let made = self
                .program(&administrator, &format!("{code}-{number}"), client)
                .await?;
            founded.loaded.api_keys.push(ApiKey {
                organisation: organisation.short_name.clone(),
                scopes: client
                    .scopes
                    .iter()
                    .map(|scope| scope.as_str().to_owned())
                    .collect(),
                key: made,
            });
        }
        Ok(founded)
    }

    fn member(&self, member: &Member) -> Value {
        json!({
            "login": member.login,
            "fullName": member.full_name,
            "password": self.doors.passwords.password(&member.login),
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

/// The centre accepts the processing agreement, without which no person is entered.
async fn accept_agreement(administrator: &Client, code: &str) -> Result<()> {
    let step = format!("accepting the processing agreement for {code}");
    let agreement: Agreement = administrator
        .query(&step, "processingAgreement", AGREEMENT, &json!({}))
        .await?;
    let input = json!({ "idempotencyKey": key("agreement", code), "version": agreement.version });
    let _: Value = administrator.mutate(&step, &ACCEPT_AGREEMENT, input).await?;
    Ok(())
}

fn with_role<'a>(members: &'a [Member], role: &str) -> Result<&'a Member> {
    let found = members.iter().find(|member| member.role.as_str() == role);
    found.with_context(|| format!("nobody has the role {role}"))
}
