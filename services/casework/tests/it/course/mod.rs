//! What becomes of a participation, and what others are told of it.

mod corrections;
mod others;
mod paths;

use serde_json::Value;
use wsparcie_casework_api::{
    CaseworkApi, EndParticipation, Ending, Enrolment, FactValue, NewFact, NewOutcome, NewSupport,
    OutcomeEvidence, OutcomeFacts, OutcomeKind, ParticipationEvent, Person, SupportCategory, TakeBackSupport,
};
use wsparcie_kernel::ids::{ParticipationEndId, ProjectId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Call, CallResult, Role};

use crate::support::{Centre, Stage, by_birth, day, now, only, personal};

/// A participant who began on 2017-10-02, a year later.
struct Course {
    stage: Stage,
    north: Centre,
    project: ProjectId,
    ewa: Person,
    enrolment: Enrolment,
}

impl Course {
    async fn start() -> Self {
        let stage = Stage::start().await;
        stage
            .plant(
                "insert into programmes.dictionary_entry (dictionary, code, position, label_pl, label_en, valid_from,
                     valid_to, introduced_by)
                 values ('situation_after', 'seeks_work', 1, 'poszukuje pracy', 'seeks work', '2014-01-01', null, 1),
                        ('social_effect', 'motivation', 1, 'motywacja', 'motivation', '2014-01-01', '2018-05-31', 1);
                 insert into programmes.dictionary_entry (dictionary, code, position, label_pl, label_en, counts_as,
                     valid_from, valid_to, introduced_by)
                 values ('service_kind', 'job_training', 1, 'trening pracy', 'job training', 'vocational', '2014-01-01',
                     '2018-05-31', 1)",
            )
            .await;
        let north = stage.centre("north").await;
        let project = north.recruiting(&only("true")).await;
        north
            .set(project, "starts_on = '2017-07-01', ends_on = '2018-12-31'")
            .await;
        let (ewa, enrolment) = north
            .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
            .await;
        stage.clock.set(wsparcie_testkit::noon("2018-10-01"));
        Self {
            stage,
            north,
            project,
            ewa,
            enrolment,
        }
    }

    fn manager(&self) -> Call {
        self.north.call_as(Role::ProjectManager)
    }

    async fn end(&self, on: &str, ending: Ending, reason: Option<&str>) -> CallResult<Enrolment> {
        let input = EndParticipation {
            enrolment_id: self.enrolment.id,
            ended_on: day(on),
            ending,
            reason: reason.map(personal),
        };
        self.north
            .api()
            .end_participation(now(), self.manager(), input)
            .await
    }

    /// The end that stands.
    async fn standing_end(&self) -> ParticipationEndId {
        let ids = vec![self.enrolment.id];
        let api = self.north.api();
        let ends = api.ends_by_enrolment(now(), self.north.call(), ids).await;
        ends.unwrap()[0].id
    }

    /// What is kept of the day of accession, with the version it is of.
    async fn profile(&self) -> (i64, Value) {
        let kept = self
            .stage
            .texts("select profile_version || ' ' || profile::text from casework_published.participation_profile")
            .await;
        let (version, profile) = kept[0].split_once(' ').unwrap();
        (version.parse().unwrap(), serde_json::from_str(profile).unwrap())
    }

    fn support(&self, from: &str, to: Option<&str>) -> NewSupport {
        NewSupport {
            enrolment_id: self.enrolment.id,
            category: SupportCategory::Vocational,
            kind: "job_training".to_owned(),
            starts_on: day(from),
            ends_on: to.map(day),
            note: Some(personal("prosi o zajęcia rano")),
        }
    }

    async fn outcome(&self, facts: OutcomeFacts) -> CallResult<wsparcie_casework_api::Outcome> {
        let input = NewOutcome {
            enrolment_id: self.enrolment.id,
            facts,
            evidence: OutcomeEvidence {
                kind: personal("umowa o pracę"),
                note: Some(personal("teczka 7, Zakład Krawiecki")),
            },
        };
        self.north
            .api()
            .record_outcome(now(), self.north.call(), input)
            .await
    }

    /// The events told so far with their topics, by version: the ids of one instant come in no order.
    async fn told(&self) -> Vec<(String, ParticipationEvent)> {
        let lines = self
            .stage
            .texts("select topic || ' ' || payload::text from platform.outbox order by (payload->>'version')::bigint")
            .await;
        let read = lines.iter().map(|line| {
            let (topic, payload) = line.split_once(' ').unwrap();
            (topic.to_owned(), serde_json::from_str(payload).unwrap())
        });
        read.collect()
    }
}

fn work(on: &str) -> OutcomeFacts {
    OutcomeFacts {
        occurred_on: Some(day(on)),
        code: Some("employment".to_owned()),
        post_percent: Some(100),
        ..OutcomeFacts::of(OutcomeKind::Work)
    }
}

#[tokio::test]
async fn everything_that_becomes_of_a_participation_is_told_with_the_next_version() {
    let course = Course::start().await;
    let north = &course.north;
    let support = course.support("2017-10-02", Some("2018-03-31"));
    let recorded = north
        .api()
        .record_support(now(), north.call(), support)
        .await
        .unwrap();
    course.outcome(work("2018-09-15")).await.unwrap();
    course.end("2018-09-14", Ending::ForWork, None).await.unwrap();
    let back = TakeBackSupport {
        support_id: recorded.id,
        reason: personal("to była inna osoba"),
    };
    let taken = north
        .api()
        .take_back_support(now(), north.call(), back)
        .await
        .unwrap();
    assert_eq!(taken.taken_back.unwrap().reason, personal("to była inna osoba"));
    let told = course.told().await;
    let topics: Vec<_> = told
        .iter()
        .map(|(topic, event)| (topic.as_str(), event.version))
        .collect();
    assert_eq!(
        topics,
        [
            ("participation.started", 1),
            ("participation.supported", 2),
            ("participation.outcome", 3),
            ("participation.ended", 4),
            ("participation.changed", 5),
        ]
    );
    let ended = &told[3].1;
    assert_eq!(ended.support.len(), 1);
    assert_eq!(ended.work[0].on, day("2018-09-15"));
    assert_eq!(ended.ended.unwrap().on, day("2018-09-14"));
    assert_eq!(
        (ended.project_id, ended.sex.as_str(), ended.on_place),
        (course.project, "K", true)
    );
    assert!(
        told[4].1.support.is_empty(),
        "what was taken back is told no more"
    );
}

#[tokio::test]
async fn a_fact_that_comes_later_for_the_day_of_accession_is_told_and_another_is_not() {
    let course = Course::start().await;
    let record = |name: &str, from: &str, to: Option<&str>| NewFact {
        person_id: course.ewa.id,
        name: name.to_owned(),
        value: FactValue::Code("inactive".to_owned()),
        valid_from: day(from),
        valid_to: to.map(day),
        evidence: None,
    };
    let api = || course.north.api();
    let later = record("labour_status", "2017-10-03", None);
    api()
        .record_fact(now(), course.north.call(), later)
        .await
        .unwrap();
    let before = record("labour_status", "2017-01-01", Some("2017-10-01"));
    api()
        .record_fact(now(), course.north.call(), before)
        .await
        .unwrap();
    assert_eq!(
        course.told().await.len(),
        1,
        "neither holds on the day of accession"
    );
    let on_the_day = record("labour_status", "2017-01-01", Some("2017-10-02"));
    api()
        .record_fact(now(), course.north.call(), on_the_day)
        .await
        .unwrap();
    let told = course.told().await;
    let (topic, event) = told.last().unwrap();
    assert_eq!(
        (topic.as_str(), event.version, event.profile_version),
        ("participation.changed", 2, 2)
    );
    let (version, profile) = course.profile().await;
    assert_eq!(version, 2);
    assert_eq!(profile["labour_status"]["value"], "inactive");
    assert_eq!(profile["age"]["value"], 37);
    assert_eq!(profile["rural_area"]["state"], "unknown");
}

#[tokio::test]
async fn what_is_personal_is_sealed_and_no_event_or_record_says_who_it_was() {
    let course = Course::start().await;
    let support = course.support("2017-10-02", None);
    let north = &course.north;
    north
        .api()
        .record_support(now(), north.call(), support)
        .await
        .unwrap();
    course.outcome(work("2018-09-15")).await.unwrap();
    course
        .end("2018-09-14", Ending::Early, Some("choroba w rodzinie"))
        .await
        .unwrap();
    for table in [
        "casework.support",
        "casework.outcome",
        "casework.participation_end",
        "platform.outbox",
        "platform.audit_event",
    ] {
        let rows = course
            .stage
            .texts(&format!("select t::text from {table} t"))
            .await;
        let person = course.ewa.id.to_string();
        for secret in [
            "rano",
            "Krawiecki",
            "umowa o pracę",
            "choroba",
            "Nowak",
            "1980-01-01",
        ] {
            assert!(
                rows.iter().all(|row| !row.contains(secret)),
                "{table} holds {secret}"
            );
        }
        if table == "platform.outbox" {
            assert!(
                rows.iter().all(|row| !row.contains(&person)),
                "an event names the person"
            );
        }
    }
    // What she said of herself is in no row that is read for all centres at once.
    for table in ["platform.outbox", "platform.job", "platform.audit_event"] {
        let rows = course
            .stage
            .texts(&format!("select t::text from {table} t"))
            .await;
        for asked in ["profile\"", "disability", "homeless", "labour_status", "isced"] {
            assert!(
                rows.iter().all(|row| !row.contains(asked)),
                "{table} tells {asked}"
            );
        }
    }
    let read = north
        .api()
        .outcomes_by_enrolment(now(), north.call(), vec![course.enrolment.id])
        .await
        .unwrap();
    assert_eq!(
        read[0].evidence.note,
        Some(personal("teczka 7, Zakład Krawiecki"))
    );
    let ends = north
        .api()
        .ends_by_enrolment(now(), north.call(), vec![course.enrolment.id])
        .await
        .unwrap();
    assert_eq!(ends[0].reason, Some(personal("choroba w rodzinie")));
    let read = course
        .stage
        .number("select count(*) from platform.audit_event where action in ('outcomes.read', 'participation.end_read')")
        .await;
    assert!(read >= 2, "each reading is recorded");
}

#[tokio::test]
async fn an_event_holds_what_its_sample_shows_and_nothing_else() {
    let course = Course::start().await;
    let payload = course
        .stage
        .texts("select payload::text from platform.outbox")
        .await;
    let sent: Value = serde_json::from_str(&payload[0]).unwrap();
    let sample = include_str!("../../../../../docs/events/participation.started.json");
    let sample: Value = serde_json::from_str(sample).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&sent), keys(&sample));
}
