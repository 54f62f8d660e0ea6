//! Organisations, members, API clients and audit events as the schema shows them.

use async_graphql::{ID, SimpleObject};
use uuid::Uuid;
use wsparcie_tenants_api as api;

use super::api_keys::ApiKey;
use crate::graphql::codes::{Term, terms};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::scalars::{Date, DateTime};

/// A postal address in Poland, as registered.
///
/// Permission: as for the organisation.
#[derive(SimpleObject)]
pub(crate) struct Address {
    /// Street and house number.
    street: String,
    /// Postcode, `NN-NNN`.
    postcode: String,
    /// Town.
    town: String,
}

/// A welfare centre, an authority or the operator of the platform: a tenant.
///
/// Permission for all fields: organisation:read, and only the acting organisation unless organisations:read.
#[derive(SimpleObject)]
#[expect(
    clippy::struct_field_names,
    reason = "the API's name; plain `type` says too little beside `kind`"
)]
pub(crate) struct Organisation {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// What kind of organisation it is: MOPS, PCPR, a marshal's office …
    organisation_type: Term,
    /// Whether it is a centre, an authority or the platform; follows from the type.
    kind: Term,
    /// Full name.
    name: String,
    /// Short name, as on a letterhead: "MOPS Jelenia Góra".
    short_name: String,
    /// TERYT code: 7 digits (gmina) or 4 (powiat) for centres, 2 (voivodeship) for authorities, "00" for a ministry.
    teryt: String,
    /// Tax number (NIP), 10 digits; may be the gmina's, so not unique. Null if unknown.
    nip: Option<String>,
    /// Statistical number (REGON), 9 or 14 digits; unique together with the type. Null if unknown.
    regon: Option<String>,
    /// Address. Null if unknown.
    address: Option<Address>,
    /// Whether it takes part: active, suspended or leaving.
    status: Term,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::Organisation> for Organisation {
    fn from(row: api::Organisation) -> Self {
        Self {
            id: row.id.global(),
            organisation_type: row.organisation_type.into(),
            kind: row.organisation_type.kind().into(),
            name: row.name,
            short_name: row.short_name,
            teryt: row.teryt,
            nip: row.nip,
            regon: row.regon,
            address: row.address.map(|address| Address {
                street: address.street,
                postcode: address.postcode,
                town: address.town,
            }),
            status: row.status.into(),
            version: row.version,
        }
    }
}

/// A user of the acting organisation.
///
/// Permission for all fields: member:read
#[derive(SimpleObject)]
pub(crate) struct Member {
    /// The global id of the membership.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The global id of the user, the same in all their organisations.
    user_id: ID,
    /// The login, in lower case.
    login: String,
    /// First and last name.
    full_name: String,
    /// What the user is in this organisation.
    roles: Vec<Term>,
    /// Whether the membership is active; without one the user cannot act for the organisation.
    active: bool,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::Member> for Member {
    fn from(row: api::Member) -> Self {
        Self {
            id: row.id.global(),
            user_id: ids::encode("User", row.user_id.into_uuid()),
            login: row.login,
            full_name: row.full_name,
            roles: terms(&row.roles),
            active: row.active,
            version: row.version,
        }
    }
}

/// A program that calls the API for the acting organisation.
///
/// Permission for all fields: api_client:read
#[derive(SimpleObject)]
pub(crate) struct ApiClient {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// What it is for.
    name: String,
    /// What it may do.
    scopes: Vec<Term>,
    /// The last day that any of its keys is valid.
    expires_on: Date,
    /// Its keys, newest first: at most two of them live.
    keys: Vec<ApiKey>,
    /// When it was revoked with all its keys; null while it is not.
    revoked_at: Option<DateTime>,
    /// When it was created.
    created_at: DateTime,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::ApiClient> for ApiClient {
    fn from(row: api::ApiClient) -> Self {
        Self {
            id: row.id.global(),
            name: row.name,
            scopes: terms(&row.scopes),
            expires_on: row
                .keys
                .iter()
                .map(|key| key.expires_on)
                .max()
                .unwrap_or_default()
                .into(),
            keys: row.keys.iter().map(ApiKey::from).collect(),
            revoked_at: row.revoked_at.map(Into::into),
            created_at: row.created_at.into(),
            version: row.version,
        }
    }
}

/// One entry of the audit trail: who did what to which thing. Sealed into a chain within seconds.
///
/// Permission for all fields: audit_trail:read
#[derive(SimpleObject)]
pub(crate) struct AuditEvent {
    /// The global id.
    id: ID,
    /// When it happened.
    at: DateTime,
    /// Who did it: "anonymous", "user", "api_client" or "system".
    principal_kind: String,
    /// The user's or client's global id, or the name of the platform's job.
    principal_id: String,
    /// What was done, "noun.verb": "person.read".
    action: String,
    /// The kind of thing it was done to: "person".
    subject_kind: String,
    /// The thing's global id; null if there was no single thing.
    subject_id: Option<ID>,
    /// The entry's number in the sealed chain, from 1; null for the few seconds before sealing.
    seal: Option<i64>,
}

impl From<api::AuditEvent> for AuditEvent {
    fn from(row: api::AuditEvent) -> Self {
        let principal_id = match (row.principal_kind.as_str(), Uuid::try_parse(&row.principal_id)) {
            ("user", Ok(id)) => ids::encode("User", id).0,
            ("api_client", Ok(id)) => ids::encode("ApiClient", id).0,
            _ => row.principal_id,
        };
        Self {
            id: ids::encode("AuditEvent", row.id.into_uuid()),
            at: row.at.into(),
            principal_id,
            principal_kind: row.principal_kind,
            action: row.action,
            subject_id: row
                .subject_id
                .map(|id| ids::encode(&type_name(&row.subject_kind), id)),
            subject_kind: row.subject_kind,
            seal: row.seal,
        }
    }
}

/// The GraphQL type of a kind of subject: `api_client` is an `ApiClient`.
fn type_name(kind: &str) -> String {
    if kind == "session" {
        return "GroupSession".to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        })
    };
    kind.split('_').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::type_name;

    #[test]
    fn a_kind_of_subject_becomes_the_name_of_its_type() {
        assert_eq!(type_name("person"), "Person");
        assert_eq!(type_name("api_client"), "ApiClient");
        assert_eq!(type_name("group_session"), "GroupSession");
        assert_eq!(type_name("session"), "GroupSession");
        assert_eq!(type_name(""), "");
    }
}
