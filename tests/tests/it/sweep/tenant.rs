//! One organisation and what it has, made through the public API as its own people would make it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Days;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wsparcie_kernel::{Clock, OrganisationKind, Scope, SystemClock, hex};

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

    pub(super) fn project_input(&self, programme: &str) -> Value {
        json!({
            "title": self.text("Projekt"), "programmeId": programme, "mode": "SYSTEMIC",
            "placesTotal": {"count": 100_000}, "budget": [{"source": "EU", "amount": {"amount": "1249500.00"}}],
        })
    }

    pub(super) async fn project(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "project": {"title": self.text("Projekt"), "placesTotal": {"count": 100_000}}});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createProject", "project { id version }", input)
            .await;
        Some(made(&payload["project"]))
    }

    pub(super) async fn project_with_rules(&self) -> Option<Made> {
        let project = self.project().await?;
        let input = self.rules_input(&project.id);
        self.worker
            .as_ref()?
            .mutate("setRecruitment", "recruitment { id }", input)
            .await;
        Some(project)
    }

    pub(super) fn rules_input(&self, project: &str) -> Value {
        let criterion = json!({
            "code": "adult", "labelPl": self.text("pełnoletność"), "labelEn": self.text("of age"), "expression": "age >= 18",
        });
        json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": {"criteria": [criterion]}})
    }

    pub(super) fn person_input(&self) -> Value {
        json!({"firstName": self.text("Anna"), "lastName": self.text("Nowak"), "birthDate": "1990-01-01", "sex": "FEMALE"})
    }

    pub(super) async fn person(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "person": self.person_input()});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createPerson", "person { id version }", input)
            .await;
        Some(made(&payload["person"]))
    }

    /// A nomination that nobody has decided, of a person of its own to the lasting project.
    pub(super) async fn nomination(&self) -> Option<Made> {
        let person = self.person().await?;
        let nomination = self.nomination_input(&person.id, &self.id("Project")?);
        let input = json!({"idempotencyKey": key(), "nomination": nomination});
        let payload = self
            .worker
            .as_ref()?
            .mutate("nominatePerson", "nomination { id version }", input)
            .await;
        Some(made(&payload["nomination"]))
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    pub(super) fn nomination_input(&self, person: &str, project: &str) -> Value {
        json!({"personId": person, "projectId": project, "nominatedBy": "SOCIAL_WORKER", "nominatedOn": "2025-01-10"})
    }

    /// A nomination that may be enrolled.
    pub(super) async fn eligible(&self) -> Option<Made> {
        let nomination = self.nomination().await?;
        let worker = self.worker.as_ref()?;
        let input =
            json!({"idempotencyKey": key(), "nominationId": nomination.id, "referenceDate": "2025-01-15"});
        let payload = worker
            .mutate("decideNomination", "verdict { outcome { code } }", input)
            .await;
        assert_eq!(payload["verdict"]["outcome"]["code"], "eligible");
        let query = "query($id: ID!) { nomination(id: $id) { id version } }";
        Some(made(
            &worker.data(query, json!({"id": nomination.id})).await["nomination"],
        ))
    }

    pub(super) async fn enrolment(&self) -> Option<Made> {
        let nomination = self.eligible().await?;
        let input = json!({
            "idempotencyKey": key(), "nominationId": nomination.id, "expectedVersion": nomination.version,
            "startsOn": "2025-02-01",
        });
        let payload = self
            .worker
            .as_ref()?
            .mutate("enrolPerson", "enrolment { id }", input)
            .await;
        Some(Made {
            id: payload["enrolment"]["id"].as_str()?.to_owned(),
            version: 1,
        })
    }

    pub(super) fn session_input(&self) -> Option<Value> {
        let project = self.id("Project")?;
        Some(
            json!({"projectId": project, "title": self.text("Trening"), "heldOn": "2025-02-02", "minutes": 90}),
        )
    }

    pub(super) async fn session(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "session": self.session_input()?});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createGroupSession", "groupSession { id version }", input)
            .await;
        Some(made(&payload["groupSession"]))
    }

    /// The announcement of a file, and the file.
    pub(super) fn upload_input(&self) -> Option<(Value, String)> {
        let project = self.id("Project")?;
        let file = format!("%PDF-1.4\n{}", self.text("Regulamin"));
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "kind": "RULES", "title": self.text("Regulamin"),
            "fileName": "regulamin.pdf", "mediaType": "application/pdf", "sizeBytes": file.len(),
            "sha256": hex::encode(&Sha256::digest(&file)),
        });
        Some((input, file))
    }

    /// A document whose file lies in the storage and awaits `finaliseUpload`.
    pub(super) async fn uploaded_document(&self) -> Option<Made> {
        let (input, file) = self.upload_input()?;
        let selection = "document { id version } upload { method url headers { name value } }";
        let payload = self
            .worker
            .as_ref()?
            .mutate("requestUpload", selection, input)
            .await;
        let upload = &payload["upload"];
        assert_eq!(upload["method"], "PUT");
        let mut request = reqwest::Client::new()
            .request(Method::PUT, upload["url"].as_str()?)
            .body(file);
        for header in upload["headers"].as_array()? {
            request = request.header(header["name"].as_str()?, header["value"].as_str()?);
        }
        let stored = request.send().await.expect("the storage answers");
        assert!(stored.status().is_success(), "{stored:?}");
        Some(made(&payload["document"]))
    }

    pub(super) async fn available_document(&self) -> Option<Made> {
        let document = self.uploaded_document().await?;
        let input =
            json!({"idempotencyKey": key(), "documentId": document.id, "expectedVersion": document.version});
        let payload = self
            .worker
            .as_ref()?
            .mutate("finaliseUpload", "document { id version }", input)
            .await;
        Some(made(&payload["document"]))
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
#[expect(
    clippy::disallowed_methods,
    reason = "keys of test requests need no injected source"
)]
pub(super) fn key() -> String {
    Uuid::now_v7().to_string()
}
