//! Access reviews, emergencies, districts, API keys and a centre's own dictionary entries.

use std::sync::PoisonError;

use serde_json::{Value, json};
use wsparcie_kernel::OrganisationKind;

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

/// The dictionary of the centres' own entries.
pub(in crate::sweep) const DICTIONARY: &str = "service_kind";
/// The day of all questions that ask for one.
pub(in crate::sweep) const DAY: &str = "2025-03-01";
/// Nobody decides on their own access, so theirs is left out.
const ITEMS: &str = "query($id: ID!) {
    members(last: 100) { edges { node { id login } } }
    node(id: $id) { ... on AccessReview { items(first: 100) { edges { node { id holderId } } } } }
}";

impl Tenant {
    /// Begins the lasting access review: of everybody so far, and of a few who are there for that.
    pub(in crate::sweep) async fn begin_review(&mut self) {
        for _ in 0..6 {
            self.member().await;
        }
        let input = json!({"idempotencyKey": key()});
        let payload = self
            .admin
            .mutate("startAccessReview", "accessReview { id }", input)
            .await;
        let id = payload["accessReview"]["id"]
            .as_str()
            .expect("a review")
            .to_owned();
        let found = self.admin.data(ITEMS, json!({"id": id})).await;
        let edges = |list: &Value| list["edges"].as_array().cloned().unwrap_or_default();
        let own: Vec<Value> = edges(&found["members"])
            .into_iter()
            .map(|edge| edge["node"].clone())
            .filter(|member| member["login"] == self.admin_login.as_str())
            .map(|member| member["id"].clone())
            .collect();
        let items = edges(&found["node"]["items"]).into_iter();
        let others = items.filter(|edge| !own.contains(&edge["node"]["holderId"]));
        let ids = others.filter_map(|edge| Some(edge["node"]["id"].as_str()?.to_owned()));
        self.undecided = std::sync::Mutex::new(ids.collect());
        self.lasting.insert("AccessReview", id);
    }

    /// An item of the lasting review that nobody has decided or will.
    pub(in crate::sweep) fn undecided_item(&self) -> Option<String> {
        self.undecided
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    /// An emergency of somebody of its own; the platform has none.
    pub(in crate::sweep) async fn break_glass(&self) -> Option<Made> {
        let role = match self.kind {
            OrganisationKind::Centre => "SPECIALIST",
            OrganisationKind::Authority => "ADMINISTRATOR",
            OrganisationKind::Platform => return None,
        };
        let (client, _login) = self.somebody(role).await;
        let payload = client
            .mutate("breakGlass", "access { id version }", self.emergency())
            .await;
        Some(made(&payload["access"]))
    }

    pub(in crate::sweep) fn emergency(&self) -> Value {
        json!({"idempotencyKey": key(), "reason": self.text(canaries::DIAGNOSIS)})
    }

    /// A district of the lasting social worker, and its town.
    pub(in crate::sweep) async fn district_rule(&self) -> Option<(Made, String)> {
        let input = self.district_input()?;
        let town = input["town"].as_str()?.to_owned();
        let payload = self
            .admin
            .mutate("createDistrictRule", "districtRule { id version }", input)
            .await;
        Some((made(&payload["districtRule"]), town))
    }

    /// A street in a town that no other rule has.
    pub(in crate::sweep) fn district_input(&self) -> Option<Value> {
        Some(json!({
            "idempotencyKey": key(), "town": self.text(canaries::TOWN), "street": canaries::STREET, "fromNumber": "1",
            "toNumber": "99", "parity": "ODD", "worker": self.id("SocialWorker")?, "validFrom": "2025-01-01",
        }))
    }

    /// The centre's own dictionary entry of this code.
    pub(in crate::sweep) async fn own_entry(&self, code: &str) {
        let input = self.entry_input(code);
        self.admin
            .mutate("setOwnDictionaryEntry", "entry { version }", input)
            .await;
    }

    pub(in crate::sweep) fn entry_input(&self, code: &str) -> Value {
        json!({
            "idempotencyKey": key(), "dictionary": DICTIONARY, "code": code, "position": 7,
            "labelPl": self.text(canaries::TITLE), "labelEn": self.text(canaries::TITLE), "validFrom": "2025-01-01",
            "expectedVersion": 0,
        })
    }

    /// An API client with two keys, and the id of one of them. The platform has no API clients.
    pub(in crate::sweep) async fn client_with_two_keys(&self) -> Option<(Made, String)> {
        self.id("ApiClient")?;
        let (client, _key) = self.api_client(self.any_scope()).await?;
        let input = json!({
            "idempotencyKey": key(), "clientId": client.id, "expectedVersion": client.version, "expiresOn": Self::in_300_days(),
        });
        let payload = self
            .admin
            .mutate("addApiKey", "apiClient { id version keys { id } }", input)
            .await;
        let id = payload["apiClient"]["keys"][0]["id"].as_str()?.to_owned();
        Some((made(&payload["apiClient"]), id))
    }

    /// An organisation that nobody but the operator knows of, and that nothing else happens to.
    pub(in crate::sweep) async fn throw_away_organisation(&self) -> Made {
        let input = json!({
            "idempotencyKey": key(), "organisationType": "OPS", "name": self.text("Ośrodek"), "shortName": self.text("OPS"),
            "teryt": "0201011",
            "firstMember": {
                "login": self.login(), "fullName": self.text(canaries::FIRST_NAME), "password": crate::support::PASSWORD,
                "roles": ["ADMINISTRATOR"],
            },
        });
        let payload = self
            .admin
            .mutate("createOrganisation", "organisation { id version }", input)
            .await;
        made(&payload["organisation"])
    }

    /// The operator's settings of an organisation's own sign-in provider.
    pub(in crate::sweep) fn provider_input(&self, organisation: &str) -> Value {
        json!({
            "idempotencyKey": key(), "organisation": organisation, "issuer": "https://logowanie.example",
            "clientId": self.text("wsparcie"), "clientSecret": canaries::SECRET, "enabled": true,
        })
    }
}
