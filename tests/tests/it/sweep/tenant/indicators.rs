//! What becomes of participations, and own indicators of projects.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Made, Tenant, key, made};
use crate::sweep::{canaries, ids};

/// The top of a programme tree of 2014-20 that the migrations bring.
const PROGRAMME_2014: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_2014_0200_0000);

impl Tenant {
    /// What the drill-through of the sweep asks for: an indicator of the lasting project that would count everybody: of whom no
    /// status on the labour market is known stays open.
    pub(in crate::sweep) async fn lasting_indicator(&self) -> Option<()> {
        let mut input = self.own_indicator_input(&self.id("Project")?);
        input["code"] = json!("WLASNY_0");
        input["condition"] = json!("age >= 0");
        self.worker
            .as_ref()?
            .mutate("addOwnIndicator", "indicator { id }", input)
            .await;
        Some(())
    }

    pub(in crate::sweep) fn own_indicator_input(&self, project: &str) -> Value {
        json!({
            "idempotencyKey": key(), "projectId": project, "code": "WLASNY_1", "kind": "OUTPUT", "unit": "osoba",
            "bySex": true, "labelPl": self.text(canaries::TITLE), "labelEn": self.text(canaries::TITLE),
            "definition": self.text(canaries::TITLE),
        })
    }

    /// An own indicator, entered by hand, of a project of its own.
    pub(in crate::sweep) async fn own_indicator(&self) -> Option<Made> {
        let input = self.own_indicator_input(&self.project().await?.id);
        let worker = self.worker.as_ref()?;
        let payload = worker
            .mutate("addOwnIndicator", "indicator { id version }", input)
            .await;
        Some(made(&payload["indicator"]))
    }

    /// A project whose period has a dictionary of indicators.
    pub(in crate::sweep) async fn project_of_2014(&self) -> Option<Made> {
        let programme = ids::global("Programme", PROGRAMME_2014);
        let input = json!({"idempotencyKey": key(), "project": {
            "title": self.text(canaries::TITLE), "programmeId": programme,
        }});
        let worker = self.worker.as_ref()?;
        let payload = worker
            .mutate("createProject", "project { id version }", input)
            .await;
        Some(made(&payload["project"]))
    }

    /// A participation that has ended, and the id of its end.
    pub(in crate::sweep) async fn ended_enrolment(&self) -> Option<(Made, String)> {
        let enrolment = self.enrolment().await?;
        let input = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment.id, "endedOn": "2025-06-30", "ending": "AS_PLANNED",
        });
        let payload = self
            .worker
            .as_ref()?
            .mutate("endParticipation", "enrolment { ending { id } }", input)
            .await;
        let end = payload["enrolment"]["ending"]["id"].as_str()?.to_owned();
        Some((enrolment, end))
    }

    pub(in crate::sweep) fn support_input(&self, enrolment: &str) -> Value {
        json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "category": "VOCATIONAL", "kind": "internship",
            "startsOn": "2025-02-01", "note": self.text(canaries::DIAGNOSIS),
        })
    }

    pub(in crate::sweep) async fn support(&self) -> Option<Made> {
        let input = self.support_input(&self.enrolment().await?.id);
        let payload = self
            .worker
            .as_ref()?
            .mutate("recordSupport", "support { id }", input)
            .await;
        let id = payload["support"]["id"].as_str()?.to_owned();
        Some(Made { id, version: 1 })
    }

    pub(in crate::sweep) fn outcome_input(&self, enrolment: &str) -> Value {
        json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "kind": "EDUCATION", "occurredOn": "2025-03-01",
            "evidenceKind": "zaświadczenie", "evidenceNote": self.text(canaries::DIAGNOSIS),
        })
    }

    pub(in crate::sweep) async fn outcome(&self) -> Option<Made> {
        let input = self.outcome_input(&self.enrolment().await?.id);
        let payload = self
            .worker
            .as_ref()?
            .mutate("recordOutcome", "outcome { id }", input)
            .await;
        let id = payload["outcome"]["id"].as_str()?.to_owned();
        Some(Made { id, version: 1 })
    }
}
