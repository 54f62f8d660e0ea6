//! Group sessions and attendance.

use wsparcie_casework_api::{
    AttendanceMark, AttendanceSum, CaseworkApi, GroupSession, NewSession, Presence, RecordAttendance,
};
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{CallResult, Role};

use crate::support::{Centre, Stage, by_birth, day, nothing, now, once, only, refusal};

const fn mark(enrolment_id: EnrolmentId, presence: Presence) -> AttendanceMark {
    AttendanceMark {
        enrolment_id,
        presence,
    }
}

async fn record(
    north: &Centre,
    session: &GroupSession,
    expected_version: i64,
    marks: Vec<AttendanceMark>,
) -> CallResult<GroupSession> {
    let input = RecordAttendance {
        session_id: session.id,
        expected_version,
        marks,
    };
    north
        .api()
        .record_attendance(now(), north.call_as(Role::Specialist), input)
        .await
}

async fn stage_after_the_session() -> (Stage, Centre) {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    (stage, north)
}

#[tokio::test]
async fn attendance_is_recorded_corrected_and_added_up() {
    let (stage, north) = stage_after_the_session().await;
    let project = north.recruiting(&only("true")).await;
    let (_, ewa) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let (_, jan) = north
        .participant(by_birth("Jan", "Kowal", "1981-01-01", Sex::Male), project)
        .await;
    stage.clock.set(wsparcie_testkit::noon("2017-10-10"));
    let session = north.session(project, "2017-10-05").await.unwrap();
    let marks = vec![mark(ewa.id, Presence::Present), mark(jan.id, Presence::Absent)];
    let recorded = record(&north, &session, 1, marks).await.unwrap();
    assert_eq!(
        recorded,
        GroupSession {
            version: 2,
            ..session.clone()
        }
    );
    // Jan had a reason; who isn't named keeps the mark.
    record(&north, &session, 2, vec![mark(jan.id, Presence::Excused)])
        .await
        .unwrap();
    let specialist = north.call_as(Role::Specialist);
    let list = north
        .api()
        .attendance_by_session(now(), specialist.clone(), vec![session.id])
        .await
        .unwrap();
    let lines: Vec<_> = list
        .iter()
        .map(|line| (line.participant.expose(), line.presence))
        .collect();
    assert_eq!(
        lines,
        [("Ewa Nowak", Presence::Present), ("Jan Kowal", Presence::Excused)]
    );
    let later = north.session(project, "2017-10-06").await.unwrap();
    record(&north, &later, 1, vec![mark(ewa.id, Presence::Present)])
        .await
        .unwrap();
    let mut sums = north
        .api()
        .attendance_by_enrolment(now(), specialist, vec![ewa.id, jan.id])
        .await
        .unwrap();
    // A batch has no order of its own; most sessions first.
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.sessions));
    assert_eq!(
        sums,
        [
            AttendanceSum {
                enrolment_id: ewa.id,
                sessions: 2,
                minutes: 180
            },
            AttendanceSum {
                enrolment_id: jan.id,
                sessions: 0,
                minutes: 0
            }
        ]
    );
}

#[tokio::test]
async fn a_session_has_a_subject_a_length_and_a_day_within_its_project() {
    let (_stage, north) = stage_after_the_session().await;
    let project = north.project().await;
    north
        .set(project, "starts_on = '2017-10-01', ends_on = '2018-12-31'")
        .await;
    let input = NewSession {
        project_id: project,
        title: " ".to_owned(),
        held_on: day("2019-01-01"),
        minutes: 14,
    };
    assert_eq!(
        refusal(north.api().create_session(now(), north.call(), input).await),
        [
            "REQUIRED@session.title",
            "MINUTES_OUT_OF_RANGE@session.minutes",
            "DATE_OUTSIDE_PROJECT@session.heldOn"
        ]
    );
    let planned = north.session(project, "2018-12-31").await.unwrap();
    let read = north
        .api()
        .sessions_by_id(now(), north.call(), vec![planned.id])
        .await
        .unwrap();
    assert_eq!(read, [planned]);
}

#[tokio::test]
async fn a_repeated_request_makes_one_session_and_records_attendance_once() {
    let (stage, north) = stage_after_the_session().await;
    let project = north.recruiting(&only("true")).await;
    let (_, ewa) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let call = once(north.call(), "k1", "f1");
    let input = || NewSession {
        project_id: project,
        title: "KIS".to_owned(),
        held_on: day("2017-10-02"),
        minutes: 60,
    };
    let (first, second) = tokio::join!(
        north.api().create_session(now(), call.clone(), input()),
        north.api().create_session(now(), call.clone(), input())
    );
    let session = first.unwrap();
    assert_eq!(session, second.unwrap());
    stage.clock.set(wsparcie_testkit::noon("2017-10-02"));
    let call = once(north.call(), "k2", "f2");
    let marks = || RecordAttendance {
        session_id: session.id,
        expected_version: 1,
        marks: vec![mark(ewa.id, Presence::Present)],
    };
    let (first, second) = tokio::join!(
        north.api().record_attendance(now(), call.clone(), marks()),
        north.api().record_attendance(now(), call.clone(), marks())
    );
    assert_eq!(first.unwrap().version, 2);
    assert_eq!(second.unwrap().version, 2);
}

#[tokio::test]
async fn only_participants_of_the_sessions_project_are_marked() {
    let (_stage, north) = stage_after_the_session().await;
    let project = north.recruiting(&only("true")).await;
    north
        .set(project, "places_total = 1, places_total_exactness = 'exact'")
        .await;
    let other = north.recruiting(&only("true")).await;
    let (_, ewa) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let (_, waiting) = north
        .participant(by_birth("Jan", "Kowal", "1981-01-01", Sex::Male), project)
        .await;
    let (_, elsewhere) = north
        .participant(by_birth("Ola", "Kowal", "1982-01-01", Sex::Female), other)
        .await;
    let session = north.session(project, "2017-10-01").await.unwrap();
    let present = |enrolment| mark(enrolment, Presence::Present);
    // Ewa takes part from the second of October.
    let marks = vec![present(ewa.id), present(waiting.id), present(elsewhere.id)];
    assert_eq!(
        refusal(record(&north, &session, 1, marks).await),
        [
            "NOT_YET_PARTICIPATING@marks.0.enrolmentId",
            "ON_RESERVE@marks.1.enrolmentId",
            "ENROLMENT_NOT_IN_PROJECT@marks.2.enrolmentId"
        ]
    );
    let nobody = EnrolmentId::from_uuid(nothing());
    assert_eq!(
        refusal(record(&north, &session, 1, vec![present(nobody)]).await),
        ["NOT_FOUND"]
    );
}

#[tokio::test]
async fn marks_are_one_a_person_a_hundred_at_most_and_of_a_session_that_was_held() {
    let (_stage, north) = stage_after_the_session().await;
    let project = north.recruiting(&only("true")).await;
    let (_, ewa) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let session = north.session(project, "2017-10-05").await.unwrap();
    let present = mark(ewa.id, Presence::Present);
    assert_eq!(
        refusal(record(&north, &session, 1, vec![]).await),
        ["REQUIRED@marks"]
    );
    assert_eq!(
        refusal(record(&north, &session, 1, vec![present; 2]).await),
        ["REPEATED@marks.1.enrolmentId"]
    );
    assert_eq!(
        refusal(record(&north, &session, 1, vec![present; 101]).await),
        ["TOO_MANY_MARKS@marks"]
    );
    assert_eq!(
        refusal(record(&north, &session, 1, vec![present]).await),
        ["SESSION_NOT_HELD_YET@sessionId"]
    );
    assert_eq!(
        refusal(record(&north, &session, 2, vec![present]).await),
        ["STALE_VERSION@expectedVersion"]
    );
    assert_eq!(session.version, 1);
}
