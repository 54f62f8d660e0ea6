//! The people and things that journeys begin with, made through the public API as their owners would make them.

use serde_json::{Value, json};
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};

use crate::support::{Client, OPERATOR, PASSWORD, TestApp};

/// A fresh idempotency key.
pub(crate) fn key() -> String {
    SystemIds.next(SystemClock.now()).to_string()
}

/// Today, and so many days on.
pub(crate) fn in_days(days: i64) -> String {
    (SystemClock.now() + chrono::TimeDelta::days(days))
        .date_naive()
        .to_string()
}

/// The platform's operator, signed in.
pub(crate) async fn operator(app: &TestApp) -> Client {
    app.sign_in(OPERATOR).await
}

/// A centre with its administrator signed in.
pub(crate) struct Centre<'a> {
    app: &'a TestApp,
    code: String,
    pub(crate) id: String,
    pub(crate) administrator: Client,
}

impl<'a> Centre<'a> {
    /// The operator founds a MOPS with its first administrator.
    pub(crate) async fn found(app: &'a TestApp, code: &str, teryt: &str) -> Self {
        let operator = operator(app).await;
        let login = format!("administrator@{code}.test");
        let id = found(&operator, "MOPS", code, teryt, &login).await;
        let administrator = app.sign_in(&login).await;
        accept_agreement(&administrator).await;
        Self {
            app,
            code: code.to_owned(),
            id,
            administrator,
        }
    }

    /// The login of somebody at this centre.
    pub(crate) fn login(&self, who: &str) -> String {
        format!("{who}@{}.test", self.code)
    }

    /// The administrator adds a user with one role; the membership's id.
    pub(crate) async fn add(&self, login: &str, role: &str) -> String {
        add(&self.administrator, login, role).await
    }

    /// The administrator adds somebody with one role, who signs in.
    pub(crate) async fn hire(&self, who: &str, role: &str) -> Client {
        let login = self.login(who);
        self.add(&login, role).await;
        self.app.sign_in(&login).await
    }

    pub(crate) async fn coordinator(&self) -> Client {
        self.hire("koordynator", "COORDINATOR").await
    }

    pub(crate) async fn social_worker(&self) -> Client {
        self.hire("pracownik", "SOCIAL_WORKER").await
    }
}

/// A centre's administrator accepts the processing agreement, without which no person is entered.
pub(crate) async fn accept_agreement(administrator: &Client) {
    let current = administrator
        .data("{ processingAgreement { version } }", Value::Null)
        .await;
    let input = json!({"idempotencyKey": key(), "version": current["processingAgreement"]["version"]});
    administrator
        .mutate("acceptProcessingAgreement", "agreement { version }", input)
        .await;
}

/// An administrator adds a user with one role; the membership's id.
async fn add(administrator: &Client, login: &str, role: &str) -> String {
    let input = json!({
        "idempotencyKey": key(), "login": login, "fullName": "Osoba Próbna", "password": PASSWORD, "roles": [role],
    });
    text(&administrator.mutate("addMember", "member { id }", input).await["member"]["id"])
}

/// The operator founds an organisation with its administrator; the organisation's id.
async fn found(operator: &Client, kind: &str, code: &str, teryt: &str, login: &str) -> String {
    let input = json!({
        "idempotencyKey": key(), "organisationType": kind, "name": format!("Organizacja {code}"), "shortName": code,
        "teryt": teryt,
        "firstMember": {"login": login, "fullName": "Pierwsza Osoba", "password": PASSWORD, "roles": ["ADMINISTRATOR"]},
    });
    let payload = operator
        .mutate("createOrganisation", "organisation { id }", input)
        .await;
    text(&payload["organisation"]["id"])
}

/// An analyst of an authority, signed in.
pub(crate) async fn analyst(app: &TestApp, kind: &str, code: &str, teryt: &str) -> Client {
    let (first, login) = (
        format!("administrator@{code}.test"),
        format!("analityk@{code}.test"),
    );
    found(&operator(app).await, kind, code, teryt, &first).await;
    add(&app.sign_in(&first).await, &login, "REGIONAL_ANALYST").await;
    app.sign_in(&login).await
}

/// A project of which only the title and the places are known; its id.
pub(crate) async fn project(coordinator: &Client, title: &str) -> String {
    let project = json!({"title": title, "recruitmentFrom": "2017-10-01", "placesTotal": {"count": 165}});
    create_project(coordinator, project).await
}

/// A project; its id.
pub(crate) async fn create_project(coordinator: &Client, project: Value) -> String {
    let input = json!({"idempotencyKey": key(), "project": project});
    let payload = coordinator.mutate("createProject", "project { id }", input).await;
    text(&payload["project"]["id"])
}

/// Rules in the manner of Jelenia Góra: two conditions that everyone meets, and one of a group.
pub(crate) fn rules() -> Value {
    let law = "zasady rekrutacji projektu";
    json!({
        "groups": [{"code": "target_group", "labelPl": "należy do jednej z grup", "labelEn": "belongs to a group", "atLeast": 1}],
        "criteria": [
            {"code": "centre_client", "labelPl": "jest klientem MOPS", "labelEn": "is a client", "legalBasis": law,
             "expression": "centre_client"},
            {"code": "age", "labelPl": "ukończone 15 lat", "labelEn": "at least 15 years old", "legalBasis": law,
             "expression": "age >= 15"},
            {"code": "foster_care", "labelPl": "piecza zastępcza", "labelEn": "foster care",
             "legalBasis": "ustawa o wspieraniu rodziny i systemie pieczy zastępczej",
             "expression": "premise.foster_care", "evidenceKinds": ["certificate"], "group": "target_group"},
            {"code": "disability", "labelPl": "niepełnosprawność", "labelEn": "disability", "legalBasis": law,
             "expression": "premise.disability", "evidenceKinds": ["ruling"], "group": "target_group"},
        ],
    })
}

/// Gives a project its first rules.
pub(crate) async fn set_rules(coordinator: &Client, project: &str, rules: Value) {
    let input = json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": rules});
    coordinator
        .mutate("setRecruitment", "recruitment { version }", input)
        .await;
}

/// A person without PESEL; her or his id.
pub(crate) async fn person(worker: &Client, names: (&str, &str), born: &str, sex: &str) -> String {
    let person = json!({"firstName": names.0, "lastName": names.1, "birthDate": born, "sex": sex});
    let payload = worker
        .mutate(
            "createPerson",
            "person { id }",
            json!({"idempotencyKey": key(), "person": person}),
        )
        .await;
    text(&payload["person"]["id"])
}

/// Records that something is so since 2017, with a certificate; the fact's id.
pub(crate) async fn fact(worker: &Client, person: &str, name: &str) -> String {
    let fact = json!({
        "personId": person, "name": name, "value": {"flag": true}, "validFrom": "2017-01-01",
        "evidence": {"kind": "certificate", "reference": "MOPS/1/2017", "dated": "2017-01-02"},
    });
    let payload = worker
        .mutate(
            "recordFact",
            "fact { id }",
            json!({"idempotencyKey": key(), "fact": fact}),
        )
        .await;
    text(&payload["fact"]["id"])
}

/// A client of the centre out of foster care: eligible by [`rules`] if old enough.
pub(crate) async fn candidate(worker: &Client, names: (&str, &str), born: &str, sex: &str) -> String {
    let person = person(worker, names, born, sex).await;
    fact(worker, &person, "centre_client").await;
    fact(worker, &person, "premise.foster_care").await;
    person
}

/// Nominates on 2017-10-01; the nomination's id.
pub(crate) async fn nominate(worker: &Client, person: &str, project: &str) -> String {
    let nomination = json!({
        "personId": person, "projectId": project, "nominatedBy": "SOCIAL_WORKER", "nominatedOn": "2017-10-01",
    });
    let input = json!({"idempotencyKey": key(), "nomination": nomination});
    text(&worker.mutate("nominatePerson", "nomination { id }", input).await["nomination"]["id"])
}

/// Decides a nomination as of a day; the verdict with its proof.
pub(crate) async fn decide(worker: &Client, nomination: &str, day: &str) -> Value {
    let result = "code legalBasis outcome { code } evidenceKinds evidence { code } factsUsed { name value state factId evidenceKind }";
    let selection = format!("verdict {{ outcome {{ code }} criteria {{ {result} }} groups {{ {result} }} }}");
    let input = json!({"idempotencyKey": key(), "nominationId": nomination, "referenceDate": day});
    worker.mutate("decideNomination", &selection, input).await["verdict"].clone()
}

/// Enrols from 2017-10-02; the enrolment.
pub(crate) async fn enrol(worker: &Client, nomination: &str) -> Value {
    let version = worker
        .data(
            "query($id: ID!) { nomination(id: $id) { version } }",
            json!({"id": nomination}),
        )
        .await;
    let input = json!({
        "idempotencyKey": key(), "nominationId": nomination, "expectedVersion": version["nomination"]["version"],
        "startsOn": "2017-10-02",
    });
    worker
        .mutate(
            "enrolPerson",
            "enrolment { id personId projectId state { code } }",
            input,
        )
        .await["enrolment"]
        .clone()
}

/// From nobody known to a participant; the enrolment's id.
pub(crate) async fn participant(worker: &Client, project: &str, names: (&str, &str), sex: &str) -> String {
    let person = candidate(worker, names, "1990-05-05", sex).await;
    let nomination = nominate(worker, &person, project).await;
    decide(worker, &nomination, "2017-10-01").await;
    text(&enrol(worker, &nomination).await["id"])
}

/// A text out of an answer.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}
