//! One organisation and what it has, made through the public API as its own people would make it.

mod budget;
mod claims;
mod comparison;
mod expenses;
mod identity;
mod indicators;
mod oversight;
mod people;
mod projects;
mod team;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Days;
use serde_json::{Value, json};
use uuid::Uuid;
use wsparcie_kernel::{Clock, OrganisationKind, Scope, SystemClock};

use super::canaries;
use super::ids;
use crate::support::{Client, PASSWORD};

pub(super) use identity::{equip, first_code};
pub(super) use oversight::{DAY, DICTIONARY};

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
    /// Its project manager, who also keeps budgets; only centres have one.
    pub(super) manager: Option<Client>,
    base_url: String,
    /// Its lasting things by type; never changed by a cell, unless that leaves them usable.
    lasting: BTreeMap<&'static str, String>,
    /// Words that name a lasting thing which has no id.
    named: BTreeMap<&'static str, String>,
    /// Items of the lasting access review that nobody has decided.
    undecided: Mutex<Vec<String>>,
    next: AtomicU32,
    next_person: AtomicU32,
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
        base_url: &str,
    ) -> Self {
        let lasting = BTreeMap::from([("Organisation", organisation)]);
        let (admin, admin_login) = admin;
        Self {
            kind,
            mark,
            admin,
            admin_login,
            worker: None,
            manager: None,
            base_url: base_url.to_owned(),
            lasting,
            named: BTreeMap::new(),
            undecided: Mutex::new(Vec::new()),
            next: AtomicU32::new(1),
            next_person: AtomicU32::new(0),
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
        self.keep("Invitation", Some(self.invitation(&self.address()).await));
        if self.kind != OrganisationKind::Platform {
            self.keep("BreakGlass", self.break_glass().await);
        }
        self.begin_review().await;
        if self.kind == OrganisationKind::Authority {
            self.keep("ComparisonRelease", self.release().await);
        }
        if self.kind != OrganisationKind::Centre {
            return;
        }
        let worker = self.member_with(&self.login(), "SOCIAL_WORKER").await;
        self.keep("SocialWorker", Some(worker));
        let (rule, town) = self.district_rule().await.expect("a centre has districts");
        self.keep("DistrictRule", Some(rule));
        self.named.insert("town", town);
        let code = self.code();
        self.own_entry(&code).await;
        self.named.insert("code", code);
        self.keep("Project", self.project_with_rules().await);
        self.keep("Worker", self.worker_of_centre().await);
        self.keep("TeamPost", self.lasting_post().await);
        self.keep("OfferedService", self.offered_service().await);
        self.keep("ParticipantGroup", self.group().await);
        self.keep(
            "BudgetVersion",
            self.budget_draft().await.map(|draft| draft.budget),
        );
        self.keep("Claim", self.claim().await.map(|(claim, _)| claim));
        self.keep("Expense", self.expense().await);
        self.keep("Person", self.person().await);
        self.keep("Nomination", self.nomination().await);
        self.keep("Enrolment", self.enrolment().await);
        self.lasting_indicator().await.expect("a centre has indicators");
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

    /// The words for a lasting thing without an id.
    pub(super) fn name_of(&self, what: &str) -> Option<&str> {
        self.named.get(what).map(String::as_str)
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

    /// An address that will do as a login, and receives mail.
    pub(super) fn address(&self) -> String {
        format!("{}@{}.test", self.login(), self.mark.to_lowercase())
    }

    /// The code of a dictionary entry.
    pub(super) fn code(&self) -> String {
        self.login().replace('.', "_")
    }

    pub(super) async fn member(&self) -> Made {
        self.member_with(&self.login(), self.any_role()).await
    }

    pub(super) async fn member_with(&self, login: &str, role: &str) -> Made {
        let input = json!({
            "idempotencyKey": key(), "login": login, "fullName": self.text(canaries::FIRST_NAME), "password": PASSWORD, "roles": [role],
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

    /// The last day of keys.
    pub(super) fn in_300_days() -> String {
        (SystemClock.now().date_naive() + Days::new(300)).to_string()
    }

    pub(super) fn client_input(&self, scope: Scope) -> Value {
        json!({
            "idempotencyKey": key(), "name": self.text("Program"), "expiresOn": Self::in_300_days(),
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
