//! One organisation and what it has, made through the public API as its own people would make it.

mod people;
mod projects;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Days;
use serde_json::{Value, json};
use uuid::Uuid;
use wsparcie_kernel::{Clock, OrganisationKind, Scope, SystemClock};

use super::ids;
use crate::support::{Client, PASSWORD};

/// An organisation of the sweep.
pub(super) struct Tenant {
    pub(super) kind: OrganisationKind,
    /// A word in everything that the organisation's people write, and in nobody else's.
    pub(super) mark: &'static str,
    /// Its administrator, or the operator of the platform.
    pub(super) admin: Client,
    pub(super) admin_login: String,
    /// Its coordinator, who may do everything with projects and people; only centres have one.
    pub(super) worker: Option<Client>,
    /// Its lasting things by type; never changed by a cell, unless that leaves them usable.
    lasting: BTreeMap<&'static str, String>,
    next: AtomicU32,
}

/// A thing made for one request.
pub(super) struct Made {
    pub(super) id: String,
    pub(super) version: i64,
}

impl Tenant {
    pub(super) fn new(
        kind: OrganisationKind,
        mark: &'static str,
        organisation: String,
        admin: (Client, String),
        worker: Option<Client>,
    ) -> Self {
        let lasting = BTreeMap::from([("Organisation", organisation)]);
        let (admin, admin_login) = admin;
        Self {
            kind,
            mark,
            admin,
            admin_login,
            worker,
            lasting,
            next: AtomicU32::new(1),
        }
    }

    /// Makes one lasting thing of each type that this kind of organisation has.
    pub(super) async fn furnish(&mut self) {
        self.keep("Member", Some(self.member().await));
        if self.kind != OrganisationKind::Platform {
            self.keep(
                "ApiClient",
                self.api_client(self.any_scope()).await.map(|(made, _key)| made),
            );
        }
        if self.kind != OrganisationKind::Centre {
            return;
        }
        self.keep("Project", self.project_with_rules().await);
        self.keep("Person", self.person().await);
        self.keep("Nomination", self.nomination().await);
        self.keep("Enrolment", self.enrolment().await);
        self.keep("GroupSession", self.session().await);
        self.keep("Document", self.available_document().await);
    }

    fn keep(&mut self, kind: &'static str, made: Option<Made>) {
        self.lasting
            .insert(kind, made.expect("the organisation can have one").id);
    }

    /// The organisation's own row.
    pub(super) fn organisation(&self) -> &str {
        &self.lasting["Organisation"]
    }

    pub(super) fn uuid(&self) -> Uuid {
        ids::parts(self.organisation()).1
    }

    /// A lasting thing of the type; `None` if the organisation has none.
    pub(super) fn id(&self, kind: &str) -> Option<String> {
        self.lasting.get(kind).cloned()
    }

    /// All lasting things.
    pub(super) fn all_ids(&self) -> impl Iterator<Item = &String> {
        self.lasting.values()
    }

    /// A text that only this organisation has, different each time.
    pub(super) fn text(&self, what: &str) -> String {
        format!(
            "{what} {} {}",
            self.mark,
            self.next.fetch_add(1, Ordering::Relaxed)
        )
    }

    pub(super) fn login(&self) -> String {
        self.text("login").to_lowercase().replace(' ', ".")
    }

    /// A role that any number of members can have, in the words of the API.
    pub(super) fn any_role(&self) -> &'static str {
        match self.kind {
            OrganisationKind::Centre => "SPECIALIST",
            OrganisationKind::Authority => "REGIONAL_ANALYST",
            OrganisationKind::Platform => "OPERATOR",
        }
    }

    pub(super) fn any_scope(&self) -> Scope {
        if self.kind == OrganisationKind::Authority {
            Scope::ComparisonRead
        } else {
            Scope::ProjectsRead
        }
    }

    pub(super) async fn member(&self) -> Made {
        self.member_with(&self.login(), self.any_role()).await
    }

    pub(super) async fn member_with(&self, login: &str, role: &str) -> Made {
        let input = json!({
            "idempotencyKey": key(), "login": login, "fullName": self.text("Jan"), "password": PASSWORD, "roles": [role],
        });
        made(
            &self
                .admin
                .mutate("addMember", "member { id version }", input)
                .await["member"],
        )
    }

    /// An API client and its key.
    pub(super) async fn api_client(&self, scope: Scope) -> Option<(Made, String)> {
        let payload = self
            .admin
            .mutate(
                "createApiClient",
                "key apiClient { id version }",
                self.client_input(scope),
            )
            .await;
        Some((made(&payload["apiClient"]), payload["key"].as_str()?.to_owned()))
    }

    pub(super) fn client_input(&self, scope: Scope) -> Value {
        let expires_on = SystemClock.now().date_naive() + Days::new(300);
        json!({
            "idempotencyKey": key(), "name": self.text("Program"), "expiresOn": expires_on,
            "scopes": [scope.code().to_uppercase().replace(':', "_")],
        })
    }
}

fn made(object: &Value) -> Made {
    let id = object["id"].as_str().expect("a thing has an id").to_owned();
    Made {
        id,
        version: object["version"].as_i64().expect("a thing has a version"),
    }
}

/// A fresh idempotency key.
pub(super) fn key() -> String {
    ids::fresh().to_string()
}
