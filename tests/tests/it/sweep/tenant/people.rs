//! People, their participation and group sessions.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::{Made, Tenant, key, made};
use crate::sweep::canaries;

impl Tenant {
    pub(in crate::sweep) fn person_input(&self) -> Value {
        let number = self.next_person.fetch_add(1, Ordering::Relaxed);
        json!({
            "firstName": self.text(canaries::FIRST_NAME), "lastName": self.text(canaries::LAST_NAME),
            "pesel": canaries::pesel(number),
        })
    }

    pub(in crate::sweep) async fn person(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "person": self.person_input()});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createPerson", "person { id version }", input)
            .await;
        Some(made(&payload["person"]))
    }

    /// A nomination that nobody has decided, of a person of its own to the lasting project.
    pub(in crate::sweep) async fn nomination(&self) -> Option<Made> {
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
    pub(in crate::sweep) fn nomination_input(&self, person: &str, project: &str) -> Value {
        json!({"personId": person, "projectId": project, "nominatedBy": "SOCIAL_WORKER", "nominatedOn": "2025-01-10"})
    }

    /// A nomination that may be enrolled.
    pub(in crate::sweep) async fn eligible(&self) -> Option<Made> {
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

    pub(in crate::sweep) async fn enrolment(&self) -> Option<Made> {
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

    pub(in crate::sweep) fn session_input(&self) -> Option<Value> {
        let project = self.id("Project")?;
        Some(
            json!({"projectId": project, "title": self.text(canaries::TITLE), "heldOn": "2025-02-02", "minutes": 90}),
        )
    }

    pub(in crate::sweep) async fn session(&self) -> Option<Made> {
        let input = json!({"idempotencyKey": key(), "session": self.session_input()?});
        let payload = self
            .worker
            .as_ref()?
            .mutate("createGroupSession", "groupSession { id version }", input)
            .await;
        Some(made(&payload["groupSession"]))
    }
}
