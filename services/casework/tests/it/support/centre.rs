//! A centre, acted for by its social worker.

use serde_json::Value;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;
use wsparcie_casework::CaseworkService;
use wsparcie_casework_api::{
    CaseworkApi, DecideNomination, Enrol, Enrolment, Evidence, Fact, FactValue, GroupSession, NewFact,
    NewNomination, NewPerson, NewSession, NominatedBy, Nomination, Person, Verdict,
};
use wsparcie_kernel::ids::{NominationId, PersonId, ProjectId, TenantId};
use wsparcie_kernel::{Actor, Call, CallResult, Role};
use wsparcie_testkit::{call, user};

use super::{day, nothing, now};

#[derive(Clone)]
pub(crate) struct Centre {
    pub(crate) tenant: TenantId,
    pub(crate) worker: Actor,
    pub(crate) service: CaseworkService,
    admin_url: String,
}

impl Centre {
    pub(super) fn new(tenant: TenantId, service: CaseworkService, admin_url: String) -> Self {
        Self {
            tenant,
            worker: user(tenant, Role::SocialWorker),
            service,
            admin_url,
        }
    }

    /// The service, to be called.
    pub(crate) fn api(&self) -> CaseworkService {
        self.service.clone()
    }

    pub(crate) fn call(&self) -> Call {
        call(&self.worker)
    }

    pub(crate) fn call_as(&self, role: Role) -> Call {
        call(&user(self.tenant, role))
    }

    async fn admin(&self) -> PgConnection {
        PgConnection::connect(&self.admin_url).await.unwrap()
    }

    /// A project of which only the title is known.
    pub(crate) async fn project(&self) -> ProjectId {
        let id = nothing();
        sqlx::query(
            "insert into programmes.project
                 (tenant_id, id, title, partners, source_notes, version, created_at, updated_at)
             values ($1, $2, 'Projekt', '[]', '[]', 1, now(), now())",
        )
        .bind(self.tenant.into_uuid())
        .bind(id)
        .execute(&mut self.admin().await)
        .await
        .unwrap();
        ProjectId::from_uuid(id)
    }

    /// Sets what is known of a project: `"places_total = 300, places_total_exactness = 'exact'"`.
    pub(crate) async fn set(&self, project: ProjectId, what: &str) {
        let sql = format!("update programmes.project set {what} where id = '{project}'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut self.admin().await)
            .await
            .unwrap();
    }

    /// Gives a project its next version of rules.
    pub(crate) async fn rules(&self, project: ProjectId, version: i64, rules: &Value) -> Uuid {
        let id = nothing();
        sqlx::query(
            "insert into programmes.recruitment (tenant_id, id, project_id, version, rules, created_at)
             values ($1, $2, $3, $4, $5, now())",
        )
        .bind(self.tenant.into_uuid())
        .bind(id)
        .bind(project.into_uuid())
        .bind(version)
        .bind(rules)
        .execute(&mut self.admin().await)
        .await
        .unwrap();
        id
    }

    /// A project with rules.
    pub(crate) async fn recruiting(&self, rules: &Value) -> ProjectId {
        let project = self.project().await;
        self.rules(project, 1, rules).await;
        project
    }

    pub(crate) async fn create(&self, person: NewPerson) -> CallResult<Person> {
        self.api().create_person(now(), self.call(), person).await
    }

    pub(crate) async fn person(&self, person: NewPerson) -> Person {
        self.create(person).await.unwrap()
    }

    pub(crate) async fn read(&self, ids: &[PersonId]) -> Vec<Person> {
        self.api()
            .people_by_id(now(), self.call(), ids.to_vec())
            .await
            .unwrap()
    }

    pub(crate) async fn record(
        &self,
        person: PersonId,
        name: &str,
        value: FactValue,
        evidence: Option<Evidence>,
    ) -> CallResult<Fact> {
        let fact = NewFact {
            person_id: person,
            name: name.to_owned(),
            value,
            valid_from: day("2017-01-01"),
            valid_to: None,
            evidence,
        };
        self.api().record_fact(now(), self.call(), fact).await
    }

    pub(crate) async fn yes(&self, person: PersonId, name: &str) -> Fact {
        self.record(person, name, FactValue::Flag(true), None)
            .await
            .unwrap()
    }

    pub(crate) async fn nominate(&self, person: PersonId, project: ProjectId) -> CallResult<Nomination> {
        self.api()
            .nominate(now(), self.call(), nomination(person, project))
            .await
    }

    pub(crate) async fn nominated(&self, person: PersonId, project: ProjectId) -> Nomination {
        self.nominate(person, project).await.unwrap()
    }

    pub(crate) async fn decide(&self, nomination: NominationId, on: &str) -> CallResult<Verdict> {
        let input = DecideNomination {
            nomination_id: nomination,
            reference_date: day(on),
        };
        self.api().decide_nomination(now(), self.call(), input).await
    }

    pub(crate) async fn enrol(
        &self,
        nomination: NominationId,
        expected_version: i64,
    ) -> CallResult<Enrolment> {
        let input = Enrol {
            nomination_id: nomination,
            expected_version,
            starts_on: day("2017-10-02"),
        };
        self.api().enrol(now(), self.call(), input).await
    }

    /// A person taking part in a project whose rules let everybody in.
    pub(crate) async fn participant(&self, person: NewPerson, project: ProjectId) -> (Person, Enrolment) {
        let person = self.person(person).await;
        let nomination = self.nominated(person.id, project).await;
        self.decide(nomination.id, "2017-10-01").await.unwrap();
        let enrolment = self.enrol(nomination.id, 1).await.unwrap();
        (person, enrolment)
    }

    pub(crate) async fn session(&self, project: ProjectId, held_on: &str) -> CallResult<GroupSession> {
        let input = NewSession {
            project_id: project,
            title: "Trening pracy".to_owned(),
            held_on: day(held_on),
            minutes: 90,
        };
        self.api()
            .create_session(now(), self.call_as(Role::Specialist), input)
            .await
    }
}

/// A nomination by a social worker on a day before the tests' today.
pub(crate) fn nomination(person: PersonId, project: ProjectId) -> NewNomination {
    NewNomination {
        person_id: person,
        project_id: project,
        group_id: None,
        nominated_by: NominatedBy::SocialWorker,
        nominated_on: day("2017-09-20"),
    }
}
