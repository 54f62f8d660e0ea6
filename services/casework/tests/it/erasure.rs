//! A person whose key was destroyed is gone.

use wsparcie_casework_api::{
    AttendanceMark, CaseworkApi, Enrolment, FactValue, GroupSession, Person, Presence, RecordAttendance,
    SearchPeople, UpdatePerson,
};
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Clock, PageRequest};
use wsparcie_keys::DestructionReason;

use crate::support::{Centre, Stage, by_birth, now, only, personal, refusal};

/// Two participants who were at one session; Ewa was erased since.
struct Erased {
    stage: Stage,
    north: Centre,
    ewa: (Person, Enrolment),
    ola: (Person, Enrolment),
    session: GroupSession,
}

impl Erased {
    async fn start() -> Self {
        let stage = Stage::start().await;
        let north = stage.centre("north").await;
        let project = north.recruiting(&only("true")).await;
        let woman = |first: &str| by_birth(first, "Nowak", "1980-01-01", Sex::Female);
        let ewa = north.participant(woman("Ewa"), project).await;
        let ola = north.participant(woman("Ola"), project).await;
        north.yes(ewa.0.id, "centre_client").await;
        stage.clock.set(wsparcie_testkit::noon("2017-10-02"));
        let session = north.session(project, "2017-10-02").await.unwrap();
        let present = |enrolment_id| AttendanceMark {
            enrolment_id,
            presence: Presence::Present,
        };
        let marks = vec![present(ewa.1.id), present(ola.1.id)];
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
        erase(&stage, &north, ewa.0.id).await;
        Self {
            stage,
            north,
            ewa,
            ola,
            session,
        }
    }
}

async fn erase(stage: &Stage, north: &Centre, person: PersonId) {
    let (tenant, subject) = (north.tenant.into_uuid(), person.into_uuid());
    let reason = DestructionReason::ErasureRequest;
    assert!(
        stage
            .keys
            .destroy_person_key(tenant, subject, stage.clock.now(), reason)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn an_erased_person_reads_as_absent_everywhere_and_the_others_stay() {
    let Erased {
        stage: _stage,
        north,
        ewa,
        ola,
        session,
    } = Erased::start().await;
    assert_eq!(north.read(&[ewa.0.id, ola.0.id]).await, [ola.0]);
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
            .facts_by_person(now(), north.call(), vec![ewa.0.id])
            .await
            .unwrap()
            .is_empty()
    );
    let nominations = vec![ewa.1.nomination_id, ola.1.nomination_id];
    let verdicts = north
        .api()
        .verdicts_by_nomination(now(), north.call(), nominations)
        .await
        .unwrap();
    assert_eq!(
        verdicts.iter().map(|one| one.nomination_id).collect::<Vec<_>>(),
        [ola.1.nomination_id]
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
}

#[tokio::test]
async fn nothing_more_is_written_about_an_erased_person_and_her_place_is_counted_still() {
    let Erased {
        stage: _stage,
        north,
        ewa: (ewa, enrolment),
        ..
    } = Erased::start().await;
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
    let fact = north
        .record(ewa.id, "centre_client", FactValue::Flag(true), None)
        .await;
    assert_eq!(refusal(fact), ["NOT_FOUND"]);
    let elsewhere = north.recruiting(&only("true")).await;
    assert_eq!(refusal(north.nominate(ewa.id, elsewhere).await), ["NOT_FOUND"]);
    let projects = vec![enrolment.project_id];
    let counts = north
        .api()
        .enrolment_counts(now(), north.call(), projects)
        .await
        .unwrap();
    assert_eq!(counts[0].women, 2);
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
    erase(&stage, &north, ewa).await;
    assert_eq!(
        refusal(north.decide(nomination, "2017-10-01").await),
        ["NOT_FOUND"]
    );
    assert_eq!(refusal(north.enrol(nomination, 1).await), ["NOT_FOUND"]);
}
