//! One centre from its founding to the regional comparison.

use serde_json::{Value, json};

use super::stage::{
    Centre, analyst, candidate, create_project, decide, enrol, key, nominate, participant, rules, set_rules,
    text,
};
use crate::support::{Client, TestApp};

const COMPARISON: &str = "{ projectComparison(first: 100) { totalCount edges { cursor node {
    id centre voivodeship title edition asOf places { total { count } women { count } men { count } }
    enrolledTotal { count hidden { code label } } enrolledWomen { count hidden { code } } enrolledMen { count hidden { code } }
} } } }";

#[tokio::test]
pub(crate) async fn a_centre_nominates_decides_enrols_and_counts_attendance() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let worker = centre.social_worker().await;
    let specialist = centre.hire("specjalista", "SPECIALIST").await;

    let project = create_project(
        &coordinator,
        json!({
            "title": "Postaw na siebie II", "mode": "COMPETITIVE", "recruitmentFrom": "2017-10-01", "area": "0261011",
            "placesTotal": {"count": 165},
            "budget": [
                {"source": "EU", "amount": {"amount": "1249500.00"}},
                {"source": "LOCAL_GOVERNMENT", "amount": {"amount": "220500.00"}},
            ],
        }),
    )
    .await;
    set_rules(&coordinator, &project, rules()).await;
    let budget = "query($id: ID!) { project(id: $id) { budget { total { amount currency } parts { source { code } share } } } }";
    let budget = coordinator.data(budget, json!({"id": project})).await["project"]["budget"].clone();
    assert_eq!(
        budget["total"],
        json!({"amount": "1470000.00", "currency": "PLN"})
    );
    assert_eq!(
        budget["parts"][0],
        json!({"source": {"code": "eu"}, "share": "85.00"})
    );

    let person = candidate(&worker, ("Balbina", "Poziomka"), "2002-10-01", "FEMALE").await;
    let known = "query($id: ID!) { person(id: $id) { firstName pesel sex { code } facts { id name } } }";
    let known = worker.data(known, json!({"id": person})).await["person"].clone();
    assert_eq!(
        (&known["firstName"], &known["pesel"], &known["sex"]["code"]),
        (&json!("Balbina"), &json!(null), &json!("K"))
    );
    let fact_of = |name: &str| {
        let facts = known["facts"].as_array().unwrap();
        facts.iter().find(|fact| fact["name"] == name).unwrap()["id"].clone()
    };

    let nomination = nominate(&worker, &person, &project).await;
    let verdict = decide(&worker, &nomination, "2017-10-01").await;
    assert_eq!(verdict["outcome"]["code"], "eligible");
    assert_eq!(
        *result(&verdict["criteria"], "age"),
        json!({
            "code": "age", "legalBasis": "zasady rekrutacji projektu", "outcome": {"code": "met"},
            "evidenceKinds": [], "evidence": {"code": "not_required"},
            "factsUsed": [{"name": "age", "value": "15", "state": "known", "factId": null, "evidenceKind": null}],
        })
    );
    let foster_care = result(&verdict["criteria"], "foster_care");
    let law = "ustawa o wspieraniu rodziny i systemie pieczy zastępczej";
    assert_eq!(
        json!([
            foster_care["legalBasis"],
            foster_care["evidenceKinds"],
            foster_care["evidence"]
        ]),
        json!([law, ["certificate"], {"code": "complete"}])
    );
    assert_eq!(
        foster_care["factsUsed"],
        json!([{"name": "premise.foster_care", "value": "true", "state": "known",
                "factId": fact_of("premise.foster_care"), "evidenceKind": "certificate"}])
    );
    assert_eq!(
        result(&verdict["criteria"], "centre_client")["factsUsed"][0]["factId"],
        fact_of("centre_client")
    );
    let disability = result(&verdict["criteria"], "disability");
    assert_eq!(disability["outcome"]["code"], "missing", "nobody asked");
    let of_one = result(&verdict["groups"], "target_group");
    assert_eq!(of_one["outcome"]["code"], "met");

    let enrolment = enrol(&worker, &nomination).await;
    assert_eq!(
        (
            &enrolment["personId"],
            &enrolment["projectId"],
            &enrolment["state"]["code"]
        ),
        (&json!(person), &json!(project), &json!("enrolled"))
    );
    attend(&specialist, &project, &enrolment["id"]).await;
    let attendance =
        "query($id: ID!) { enrolment(id: $id) { attendance { sessions minutes } person { lastName } } }";
    let attendance = worker.data(attendance, json!({"id": enrolment["id"]})).await;
    assert_eq!(
        attendance["enrolment"],
        json!({"attendance": {"sessions": 1, "minutes": 180}, "person": {"lastName": "Poziomka"}})
    );
    let counts =
        "query($id: ID!) { project(id: $id) { enrolmentCounts { women men reserveWomen reserveMen } } }";
    let counts = coordinator.data(counts, json!({"id": project})).await;
    assert_eq!(
        counts["project"]["enrolmentCounts"],
        json!({"women": 1, "men": 0, "reserveWomen": 0, "reserveMen": 0})
    );
}

#[tokio::test]
pub(crate) async fn an_authority_compares_counts_and_meets_no_person() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let project = super::stage::project(&coordinator, "Postaw na siebie II").await;
    set_rules(&coordinator, &project, rules()).await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    let minister = analyst(&app, "MINISTRY", "ministerstwo", "00").await;
    let elsewhere = analyst(&app, "MARSHALS_OFFICE", "um-lubuskie", "08").await;

    let (women, men) = (
        ["Ala", "Ela", "Iga", "Ola", "Ula"],
        ["Jan", "Leon", "Olaf", "Piotr", "Tymon"],
    );
    let director = centre.hire("dyrektor", "DIRECTOR").await;
    let consent = json!({"idempotencyKey": key(), "measure": "RECRUITMENT", "granted": true});
    director
        .mutate("decideComparisonConsent", "consent { granted }", consent)
        .await;
    for name in women {
        participant(&worker, &project, (name, "Sekretna"), "FEMALE").await;
    }
    for name in &men[..4] {
        participant(&worker, &project, (name, "Sekretny"), "MALE").await;
    }
    release(&app, &marshal).await;
    let hidden = json!({"count": null, "hidden": {"code": "suppressed"}});
    let shown = |count: i64| json!({"count": count, "hidden": null});
    assert_eq!(
        compared(&marshal).await,
        json!([shown(9), hidden, hidden]),
        "four men, and the women would tell them"
    );

    participant(&worker, &project, (men[4], "Sekretny"), "MALE").await;
    for authority in [&marshal, &minister] {
        release(&app, authority).await;
        assert_eq!(
            compared(authority).await,
            json!([shown(9), hidden, hidden]),
            "one more man would tell of himself; both get what was shown before"
        );
    }
    for name in ["Bruno", "Cyryl", "Edmund", "Filip"] {
        participant(&worker, &project, (name, "Sekretny"), "MALE").await;
    }
    release(&app, &minister).await;
    assert_eq!(compared(&minister).await[0], shown(14), "five more are enough");
    assert_eq!(
        compared(&marshal).await,
        json!([shown(9), hidden, hidden]),
        "a release never changes"
    );
    assert_eq!(
        elsewhere.data(COMPARISON, json!({})).await["projectComparison"]["edges"],
        json!([])
    );

    let people = "{ people(first: 10) { edges { node { id } } } }";
    let people = worker.data(people, json!({})).await["people"]["edges"].clone();
    let person = text(&people[0]["node"]["id"]);
    let everything = told_to(&minister, &person, &project).await;
    for secret in women
        .iter()
        .chain(&men)
        .chain(&["Sekretn", person.as_str(), project.as_str()])
    {
        assert!(!everything.contains(secret), "{secret} in {everything}");
    }
    for edge in people.as_array().unwrap() {
        assert!(!everything.contains(edge["node"]["id"].as_str().unwrap()));
    }
}

/// What an analyst gets by asking for everything there is.
async fn told_to(analyst: &Client, person: &str, project: &str) -> String {
    let mut everything = analyst.ask(COMPARISON, json!({})).await.body.to_string();
    everything += &analyst
        .ask(
            "{ organisation { id name shortName } viewer { login } }",
            json!({}),
        )
        .await
        .body
        .to_string();
    let page = "(first: 10) { edges { node { id } } }";
    for list in [
        "people",
        "projects",
        "nominations",
        "enrolments",
        "groupSessions",
        "documents",
        "members",
        "auditEvents",
    ] {
        let answer = analyst.ask(&format!("{{ {list}{page} }}"), json!({})).await;
        assert_eq!(answer.code(), Some("FORBIDDEN"), "{list}");
        everything += &answer.body.to_string();
    }
    for (query, id) in [
        ("query($id: ID!) { node(id: $id) { id } }", person),
        ("query($id: ID!) { person(id: $id) { id } }", person),
        ("query($id: ID!) { node(id: $id) { id } }", project),
        ("query($id: ID!) { project(id: $id) { id } }", project),
    ] {
        let answer = analyst.ask(query, json!({"id": id})).await;
        assert_eq!(answer.code(), Some("FORBIDDEN"), "{query}");
        everything += &answer.body.to_string();
    }
    everything
}

/// Total, women and men of the only project that the authority compares.
async fn compared(authority: &Client) -> Value {
    let comparison = authority.data(COMPARISON, json!({})).await["projectComparison"].clone();
    assert_eq!(comparison["totalCount"], 1);
    let row = comparison["edges"][0]["node"].clone();
    assert_eq!(
        (&row["centre"], &row["voivodeship"]),
        (&json!("jelenia-gora"), &json!("02"))
    );
    let mut total = row["enrolledTotal"].clone();
    if let Some(hidden) = total["hidden"].as_object_mut() {
        hidden.remove("label");
    }
    json!([total, row["enrolledWomen"], row["enrolledMen"]])
}

/// Freezes a release and waits for it, as if the last one were of long ago.
async fn release(app: &TestApp, authority: &Client) {
    // What is on its way would be waited for.
    app.settle().await;
    let mut admin = app.test.admin().await;
    for statement in [
        "alter table programmes.comparison_release disable trigger user",
        "update programmes.comparison_release set requested_at = requested_at - interval '2 hours'",
        "alter table programmes.comparison_release enable trigger user",
    ] {
        sqlx::query(statement).execute(&mut admin).await.unwrap();
    }
    let input = json!({"idempotencyKey": key()});
    authority
        .mutate("createComparisonRelease", "release { id }", input)
        .await;
    app.settle().await;
}

/// The specialist holds a session of three hours, at which the participant is present.
async fn attend(specialist: &Client, project: &str, enrolment: &Value) {
    let session =
        json!({"projectId": project, "title": "Trening kompetencji", "heldOn": "2017-10-18", "minutes": 180});
    let input = json!({"idempotencyKey": key(), "session": session});
    let session = specialist
        .mutate("createGroupSession", "groupSession { id version }", input)
        .await["groupSession"]
        .clone();
    let input = json!({
        "idempotencyKey": key(), "sessionId": session["id"], "expectedVersion": session["version"],
        "marks": [{"enrolmentId": enrolment, "presence": "PRESENT"}],
    });
    let selection = "groupSession { version attendance { enrolmentId participant presence { code } } }";
    let recorded = specialist.mutate("recordAttendance", selection, input).await["groupSession"].clone();
    assert_eq!(recorded["version"], 2);
    assert_eq!(
        recorded["attendance"],
        json!([{"enrolmentId": enrolment, "participant": "Balbina Poziomka", "presence": {"code": "present"}}])
    );
}

/// What one criterion or group came to.
fn result<'a>(results: &'a Value, code: &str) -> &'a Value {
    results
        .as_array()
        .unwrap()
        .iter()
        .find(|result| result["code"] == code)
        .unwrap()
}
