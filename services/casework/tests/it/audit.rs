//! Every reading of a person is recorded, and no record says anything about her.

use wsparcie_casework_api::{AttendanceMark, CaseworkApi, Presence, RecordAttendance};
use wsparcie_kernel::PageRequest;
use wsparcie_kernel::Role;
use wsparcie_kernel::national::Sex;

use crate::support::{Stage, by_birth, now, only};

#[tokio::test]
async fn every_way_to_read_a_person_is_recorded_under_her_id() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let (ewa, enrolment) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    stage.clock.set(wsparcie_testkit::noon("2017-10-02"));
    let session = north.session(project, "2017-10-02").await.unwrap();
    let marks = vec![AttendanceMark {
        enrolment_id: enrolment.id,
        presence: Presence::Present,
    }];
    let input = RecordAttendance {
        session_id: session.id,
        expected_version: 1,
        marks,
    };
    north
        .api()
        .record_attendance(now(), north.call(), input)
        .await
        .unwrap();
    let before = stage.number("select count(*) from platform.audit_event").await;

    let list = PageRequest::first(10);
    north.api().list_people(now(), north.call(), list).await.unwrap();
    north.read(&[ewa.id]).await;
    north
        .api()
        .facts_by_person(now(), north.call(), vec![ewa.id])
        .await
        .unwrap();
    north
        .api()
        .verdicts_by_nomination(now(), north.call(), vec![enrolment.nomination_id])
        .await
        .unwrap();
    let page = PageRequest::first(10);
    north
        .api()
        .list_nominations(now(), north.call(), None, page)
        .await
        .unwrap();
    north
        .api()
        .list_enrolments(now(), north.call(), Some(project), page)
        .await
        .unwrap();
    let specialist = north.call_as(Role::Specialist);
    north
        .api()
        .attendance_by_session(now(), specialist, vec![session.id])
        .await
        .unwrap();

    let written = format!(
        "select action || ' ' || coalesce(details->>'by', '-') from platform.audit_event
         where subject_kind = 'person' and subject_id = '{}'",
        ewa.id
    );
    let mut acts = stage.texts(&written).await;
    acts.sort();
    let expected = [
        "attendance.read -",
        "enrolment.read -",
        "facts.read -",
        "nomination.read -",
        "person.created -",
        "person.read id",
        "person.read list",
        "verdict.read -",
        "verdict.read -",
    ];
    assert_eq!(acts, expected);
    assert_eq!(
        stage.number("select count(*) from platform.audit_event").await,
        before + 7
    );
}

#[tokio::test]
async fn every_change_is_recorded_with_ids_codes_and_counts_only() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("centre_client")).await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let fact = north.yes(ewa, "centre_client").await;
    let nomination = north.nominated(ewa, project).await.id;
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    let enrolment = north.enrol(nomination, 1).await.unwrap();
    let recorded =
        |action: &str| format!("select details::text from platform.audit_event where action = '{action}'");
    assert_eq!(
        stage.texts(&recorded("person.created")).await,
        [r#"{"identified_by": "birth_date_and_sex"}"#]
    );
    assert_eq!(
        stage.texts(&recorded("fact.recorded")).await,
        [format!(r#"{{"fact_id": "{}"}}"#, fact.id)]
    );
    let decided: serde_json::Value =
        serde_json::from_str(&stage.texts(&recorded("nomination.decided")).await[0]).unwrap();
    let expected = serde_json::json!({
        "verdict_id": verdict.id, "outcome": "eligible", "recruitment_id": verdict.recruitment_id,
        "reference_release": 1,
    });
    assert_eq!(decided, expected);
    let enrolled: serde_json::Value =
        serde_json::from_str(&stage.texts(&recorded("participation.enrolled")).await[0]).unwrap();
    assert_eq!(enrolled["state"], "enrolled");
    let subjects =
        "select subject_id::text from platform.audit_event where action = 'participation.enrolled'";
    assert_eq!(stage.texts(subjects).await, [enrolment.id.to_string()]);
}

#[tokio::test]
async fn a_refused_change_leaves_no_trace() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nomination = north.nominated(ewa, project).await.id;
    let before = stage.number("select count(*) from platform.audit_event").await;
    north.decide(nomination, "2017-10-01").await.unwrap_err();
    north.enrol(nomination, 1).await.unwrap_err();
    assert_eq!(
        stage.number("select count(*) from platform.audit_event").await,
        before
    );
    assert_eq!(stage.number("select count(*) from platform.outbox").await, 0);
}
