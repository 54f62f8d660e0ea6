//! A person whose key was destroyed is gone.

use wsparcie_casework_api::{
    AttendanceMark, CaseworkApi, FactValue, Presence, RecordAttendance, SearchPeople, UpdatePerson,
};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Clock, PageRequest};
use wsparcie_keys::DestructionReason;

use crate::support::{Stage, by_birth, now, only, personal, refusal};

#[tokio::test]
async fn an_erased_person_reads_as_absent_everywhere_and_the_others_stay() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let (ewa, enrolment) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let (ola, other) = north
        .participant(by_birth("Ola", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    north.yes(ewa.id, "centre_client").await;
    stage.clock.set(wsparcie_testkit::noon("2017-10-02"));
    let session = north.session(project, "2017-10-02").await.unwrap();
    let present = |enrolment_id| AttendanceMark {
        enrolment_id,
        presence: Presence::Present,
    };
    let marks = vec![present(enrolment.id), present(other.id)];
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

    let (tenant, subject) = (north.tenant.into_uuid(), ewa.id.into_uuid());
    let reason = DestructionReason::ErasureRequest;
    assert!(
        stage
            .keys
            .destroy_person_key(tenant, subject, stage.clock.now(), reason)
            .await
            .unwrap()
    );

    assert_eq!(north.read(&[ewa.id, ola.id]).await, std::slice::from_ref(&ola));
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(10)
    };
    let listed = north.api().list_people(now(), north.call(), page).await.unwrap();
    assert_eq!((listed.edges.len(), listed.total_count), (1, Some(2)));
    let search = SearchPeople {
        last_name: Some(personal("Nowak")),
        ..Default::default()
    };
    assert_eq!(
        north
            .api()
            .search_people(now(), north.call(), search)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        north
            .api()
            .facts_by_person(now(), north.call(), vec![ewa.id])
            .await
            .unwrap()
            .is_empty()
    );
    let verdicts = vec![enrolment.nomination_id, other.nomination_id];
    assert_eq!(
        north
            .api()
            .verdicts_by_nomination(now(), north.call(), verdicts)
            .await
            .unwrap()
            .len(),
        1
    );
    let lines = north
        .api()
        .attendance_by_session(now(), north.call(), vec![session.id])
        .await
        .unwrap();
    assert_eq!(
        lines
            .iter()
            .map(|line| line.participant.expose())
            .collect::<Vec<_>>(),
        ["Ola Nowak"]
    );

    let change = UpdatePerson {
        id: ewa.id,
        expected_version: 1,
        first_name: Some(personal("Ewa")),
        last_name: None,
    };
    assert_eq!(
        refusal(north.api().update_person(now(), north.call(), change).await),
        ["NOT_FOUND"]
    );
    assert_eq!(
        refusal(
            north
                .record(ewa.id, "centre_client", FactValue::Flag(true), None)
                .await
        ),
        ["NOT_FOUND"]
    );
    let elsewhere = north.recruiting(&only("true")).await;
    assert_eq!(refusal(north.nominate(ewa.id, elsewhere).await), ["NOT_FOUND"]);
    // Places are counted still: somebody took part.
    assert_eq!(
        north
            .api()
            .enrolment_counts(now(), north.call(), vec![project])
            .await
            .unwrap()[0]
            .women,
        2
    );
}

#[tokio::test]
async fn a_nomination_of_an_erased_person_is_neither_decided_nor_enrolled() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nomination = north.nominated(ewa, project).await.id;
    north.decide(nomination, "2017-10-01").await.unwrap();
    let (tenant, subject) = (north.tenant.into_uuid(), ewa.into_uuid());
    let reason = DestructionReason::EnteredByMistake;
    stage
        .keys
        .destroy_person_key(tenant, subject, stage.clock.now(), reason)
        .await
        .unwrap();
    assert_eq!(
        refusal(north.decide(nomination, "2017-10-01").await),
        ["NOT_FOUND"]
    );
    assert_eq!(refusal(north.enrol(nomination, 1).await), ["NOT_FOUND"]);
}
