//! From an enrolment to what it came to, and from the figure back to the person.

use serde_json::{Value, json};

use super::ground::{ask, know, load_reference};
use super::stage::{Centre, create_project, key, participant, rules, set_rules, text};
use crate::support::{Client, TestApp};

/// A centre with one project, whose coordinator follows its participants.
struct Course<'a> {
    app: &'a TestApp,
    centre: Centre<'a>,
    coordinator: Client,
    worker: Client,
    project: String,
}

impl<'a> Course<'a> {
    async fn open(app: &'a TestApp) -> Self {
        load_reference(app).await;
        let centre = Centre::found(app, "jelenia-gora", "0261011").await;
        let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
        let facts = json!({
            "title": "Postaw na siebie II", "recruitmentFrom": "2017-10-01", "placesTotal": {"count": 165},
            "startsOn": "2017-10-01", "endsOn": "2018-12-31",
        });
        let project = create_project(&coordinator, facts).await;
        set_rules(&coordinator, &project, rules()).await;
        Self {
            app,
            centre,
            coordinator,
            worker,
            project,
        }
    }

    /// An indicator of the project's own, by sex, with targets of four: two women and two men.
    async fn indicator(&self, code: &str, condition: &str) {
        let input = json!({
            "idempotencyKey": key(), "projectId": self.project, "code": code, "kind": "IMMEDIATE_RESULT", "unit": "osoba",
            "bySex": true, "labelPl": code, "labelEn": code, "definition": condition, "condition": condition,
            "targets": {"total": 4, "women": 2, "men": 2},
        });
        self.coordinator
            .mutate("addOwnIndicator", "indicator { id }", input)
            .await;
    }

    /// Somebody who had an internship and left; the enrolment.
    async fn left(&self, name: &str, sex: &str, ended_on: &str, ending: &str) -> String {
        let enrolment = participant(&self.worker, &self.project, (name, "Sekretna"), sex).await;
        let support = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "category": "VOCATIONAL", "kind": "internship",
            "startsOn": "2018-01-08", "endsOn": "2018-04-27",
        });
        self.coordinator
            .mutate("recordSupport", "support { id }", support)
            .await;
        let mut end = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "endedOn": ended_on, "ending": ending,
        });
        if ending == "EARLY" {
            end["reason"] = "przeprowadzka".into();
        }
        self.coordinator
            .mutate("endParticipation", "enrolment { ending { endedOn } }", end)
            .await;
        enrolment
    }

    /// A full-time job of more than three months; the outcome.
    async fn works(&self, enrolment: &str, from: &str) -> String {
        let input = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "kind": "WORK", "code": "employment", "occurredOn": from,
            "untilOn": "2019-04-30", "postPercent": 100, "evidenceKind": "umowa o pracę",
        });
        let payload = self
            .coordinator
            .mutate("recordOutcome", "outcome { id }", input)
            .await;
        text(&payload["outcome"]["id"])
    }

    /// What every participant is asked about the day of accession.
    async fn asked(&self, enrolment: &str) {
        let query = "query($id: ID!) { enrolment(id: $id) { personId } }";
        let found = self.worker.data(query, json!({"id": enrolment})).await;
        let person = text(&found["enrolment"]["personId"]);
        for (name, code) in [("labour_status", "inactive"), ("education", "isced_3")] {
            know(&self.worker, &person, name, json!({"code": code})).await;
        }
    }

    async fn value(&self, code: &str) -> Value {
        let fields = "indicators(asOf: \"2019-01-01\") { code targets { total women men }
            value { total women men undecided percentOfTarget } }";
        let told = ask(&self.coordinator, &self.project, fields).await;
        let indicators = told["indicators"].as_array().unwrap();
        indicators.iter().find(|one| one["code"] == code).unwrap().clone()
    }

    /// Numerator, denominator, pending and rate of employment on a day, with how many broke off.
    async fn employment(&self, as_of: &str) -> Value {
        let fields = format!(
            "effectiveness(asOf: \"{as_of}\") {{ brokeOff
                rates {{ kind {{ code }} group {{ code }} numerator denominator pending rate }} }}"
        );
        let told = ask(&self.coordinator, &self.project, &fields).await["effectiveness"].take();
        let rates = told["rates"].as_array().unwrap();
        let of = |rate: &&Value| rate["kind"]["code"] == "employment" && rate["group"]["code"] == "all";
        let rate = rates.iter().find(of).unwrap();
        json!([
            rate["numerator"],
            rate["denominator"],
            rate["pending"],
            rate["rate"],
            told["brokeOff"]
        ])
    }
}

#[tokio::test]
pub(crate) async fn what_became_of_people_is_counted_by_sex_and_leads_back_to_them_for_those_who_may() {
    let app = TestApp::start().await;
    let course = Course::open(&app).await;
    course.indicator("PRACA", "work_found").await;
    let woman = course.left("Balbina", "FEMALE", "2018-04-30", "FOR_WORK").await;
    let man = course.left("Tymon", "MALE", "2018-06-30", "AS_PLANNED").await;
    let other = course.left("Olaf", "MALE", "2018-06-30", "AS_PLANNED").await;
    course.works(&woman, "2018-05-02").await;
    let his = course.works(&man, "2018-07-15").await;
    app.settle().await;
    let counted = |[women, men, undecided]: [i64; 3], percent: &str| {
        json!({
            "code": "PRACA", "targets": {"total": 4, "women": 2, "men": 2},
            "value": {
                "total": women + men, "women": women, "men": men, "undecided": undecided, "percentOfTarget": percent,
            },
        })
    };
    assert_eq!(
        course.value("PRACA").await,
        counted([0, 0, 2], "0.00"),
        "nobody asked what a participant has to be asked"
    );
    for enrolment in [&woman, &man] {
        course.asked(enrolment).await;
    }
    app.settle().await;
    assert_eq!(course.value("PRACA").await, counted([1, 1, 0], "50.00"));

    // A job that was somebody else's is taken back, and counted no more.
    let back = json!({"idempotencyKey": key(), "outcomeId": his, "reason": "to była inna osoba"});
    course
        .coordinator
        .mutate("takeBackOutcome", "outcome { takenBack { reason } }", back)
        .await;
    course.app.settle().await;
    assert_eq!(course.value("PRACA").await, counted([1, 0, 0], "25.00"));

    let query = "query($project: ID!, $sex: SexFilter) {
        indicatorParticipants(projectId: $project, code: \"PRACA\", first: 5, asOf: \"2019-01-01\", sex: $sex) {
            totalCount edges { node { id person { id lastName } } } } }";
    let drill = json!({"project": course.project});
    let coordinator = &course.coordinator;
    let people = coordinator.data(query, drill.clone()).await["indicatorParticipants"].take();
    assert_eq!(people["totalCount"], 1);
    let found = &people["edges"][0]["node"];
    assert_eq!(
        (&found["id"], &found["person"]["lastName"]),
        (&json!(woman), &json!("Sekretna"))
    );
    assert!(woman != other && man != other);
    let men = coordinator
        .data(query, json!({"project": course.project, "sex": "MEN"}))
        .await;
    assert_eq!(men["indicatorParticipants"]["totalCount"], 0);

    let accountant = course.centre.hire("ksiegowosc", "CHIEF_ACCOUNTANT").await;
    let refused = accountant.ask(query, drill).await;
    assert_eq!(refused.code(), Some("FORBIDDEN"));
    assert!(!refused.body.to_string().contains("Sekretn"));
    let seen = ask(
        &accountant,
        &course.project,
        "indicators(asOf: \"2019-01-01\") { value { total } }",
    )
    .await;
    assert_eq!(
        seen["indicators"],
        json!([{"value": {"total": null}}]),
        "one woman is so few that the figure would speak of her"
    );

    let viewer = |client: Client| async move {
        client.data("{ viewer { id } }", json!({})).await["viewer"]["id"].take()
    };
    let (reader, refused) = (viewer(coordinator.clone()).await, viewer(accountant).await);
    let trail = "{ auditEvents(last: 100) { edges { node { principalId action subjectId } } } }";
    let trail = course.centre.administrator.data(trail, json!({})).await;
    let events = trail["auditEvents"]["edges"].as_array().unwrap();
    let read_by = |who: &Value| {
        let is_read = |event: &&Value| {
            let event = &event["node"];
            event["principalId"] == *who
                && event["action"] == "person.read"
                && event["subjectId"] == found["person"]["id"]
        };
        events.iter().filter(is_read).count()
    };
    assert_eq!((read_by(&reader), read_by(&refused)), (1, 0));
}

#[tokio::test]
pub(crate) async fn work_counts_on_the_ninetieth_day_after_the_end_and_not_on_the_ninety_first() {
    let app = TestApp::start().await;
    let course = Course::open(&app).await;
    let in_time = course.left("Balbina", "FEMALE", "2018-06-30", "AS_PLANNED").await;
    let too_late = course.left("Tymon", "MALE", "2018-06-30", "AS_PLANNED").await;
    course.left("Olaf", "MALE", "2018-06-30", "AS_PLANNED").await;
    let broke_off = course.left("Ula", "FEMALE", "2018-04-30", "EARLY").await;
    course.works(&in_time, "2018-09-28").await;
    course.works(&too_late, "2018-09-29").await;
    course.works(&broke_off, "2018-05-15").await;
    app.settle().await;
    for (as_of, told) in [
        ("2018-06-29", json!([0, 0, 0, null, 1])),
        ("2018-09-27", json!([0, 0, 3, null, 1])),
        ("2018-09-28", json!([1, 1, 2, "100.00", 1])),
        ("2018-09-29", json!([1, 3, 0, "33.33", 1])),
    ] {
        assert_eq!(course.employment(as_of).await, told, "{as_of}");
    }

    let thresholds = json!({
        "idempotencyKey": key(), "projectId": course.project, "expectedVersion": 0, "employment": 3334,
        "source": "regulamin konkursu (fikcyjny)",
    });
    let selection = "effectiveness { rates { kind { code } group { code } threshold } }";
    course
        .coordinator
        .mutate("setEffectivenessThresholds", selection, thresholds)
        .await;
    let fields =
        "effectiveness(asOf: \"2018-12-31\") { rates { kind { code } group { code } threshold isMet } }";
    let told = ask(&course.coordinator, &course.project, fields).await;
    assert!(
        told["effectiveness"]["rates"]
            .as_array()
            .unwrap()
            .contains(&json!({
                "kind": {"code": "employment"}, "group": {"code": "all"}, "threshold": "33.34", "isMet": false,
            })),
        "a third is less than 33.34 %: {told}"
    );
}
