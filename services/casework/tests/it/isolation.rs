//! What belongs to another centre answers like what isn't there, with as many statements.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use wsparcie_casework_api::{
    AttendanceMark, CaseworkApi, DecideNomination, Enrol, FactValue, NewFact, NewSession, Presence,
    RecordAttendance, UpdatePerson,
};
use wsparcie_kernel::ids::{EnrolmentId, NominationId, PersonId, ProjectId, SessionId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{CallError, CallResult, Role};
use wsparcie_testkit::Statements;

use crate::support::{Stage, by_birth, centre_nomination, day, nothing, now, only, personal};

/// A call that waits to be made.
type Asked<T> = Pin<Box<dyn Future<Output = CallResult<T>>>>;

/// Asks for the foreign id and for a random one, which must answer alike.
async fn same<T: Debug + PartialEq>(what: &str, foreign: Asked<T>, random: Asked<T>) {
    let counted = Statements::watch();
    let foreign = foreign.await;
    let foreign_statements = counted.take();
    let random = random.await;
    assert_eq!(
        (&foreign, foreign_statements),
        (&random, counted.take()),
        "{what}"
    );
    assert!(foreign_statements > 0, "{what}: no statement was counted");
}

fn not_found<T>(outcome: &CallResult<T>) -> bool {
    matches!(outcome, Err(CallError::NotFound))
}

#[tokio::test]
async fn a_centre_cannot_read_another_centres_people_cases_or_sessions() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.recruiting(&only("true")).await;
    let (ewa, enrolment) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    north.yes(ewa.id, "centre_client").await;
    let session = north.session(project, "2017-10-01").await.unwrap();
    let (api, call) = (south.api(), || south.call());

    let people = |id| -> Asked<_> { Box::pin(api.clone().people_by_id(now(), call(), vec![id])) };
    same("people", people(ewa.id), people(PersonId::from_uuid(nothing()))).await;
    let facts = |id| -> Asked<_> { Box::pin(api.clone().facts_by_person(now(), call(), vec![id])) };
    same("facts", facts(ewa.id), facts(PersonId::from_uuid(nothing()))).await;
    let nominations = |id| -> Asked<_> { Box::pin(api.clone().nominations_by_id(now(), call(), vec![id])) };
    same(
        "nominations",
        nominations(enrolment.nomination_id),
        nominations(NominationId::from_uuid(nothing())),
    )
    .await;
    let verdicts = |id| -> Asked<_> { Box::pin(api.clone().verdicts_by_nomination(now(), call(), vec![id])) };
    same(
        "verdicts",
        verdicts(enrolment.nomination_id),
        verdicts(NominationId::from_uuid(nothing())),
    )
    .await;
    let enrolments = |id| -> Asked<_> { Box::pin(api.clone().enrolments_by_id(now(), call(), vec![id])) };
    same(
        "enrolments",
        enrolments(enrolment.id),
        enrolments(EnrolmentId::from_uuid(nothing())),
    )
    .await;
    let sessions = |id| -> Asked<_> { Box::pin(api.clone().sessions_by_id(now(), call(), vec![id])) };
    same(
        "sessions",
        sessions(session.id),
        sessions(SessionId::from_uuid(nothing())),
    )
    .await;
    let lists = |id| -> Asked<_> { Box::pin(api.clone().attendance_by_session(now(), call(), vec![id])) };
    same(
        "attendance",
        lists(session.id),
        lists(SessionId::from_uuid(nothing())),
    )
    .await;

    // Counts and sums name the id that was asked for, and say nothing of it.
    let counted = api
        .clone()
        .enrolment_counts(now(), call(), vec![project])
        .await
        .unwrap();
    assert_eq!((counted[0].women, counted[0].reserve_women), (0, 0));
    let summed = api
        .clone()
        .attendance_by_enrolment(now(), call(), vec![enrolment.id])
        .await
        .unwrap();
    assert_eq!(summed[0].sessions, 0);
    let page = wsparcie_kernel::PageRequest::first(10);
    assert!(
        api.clone()
            .list_people(now(), call(), page)
            .await
            .unwrap()
            .edges
            .is_empty()
    );
    assert!(
        api.clone()
            .list_nominations(now(), call(), Some(project), page)
            .await
            .unwrap()
            .edges
            .is_empty()
    );
    assert!(
        api.clone()
            .list_enrolments(now(), call(), Some(project), page)
            .await
            .unwrap()
            .edges
            .is_empty()
    );
    assert!(
        api.clone()
            .list_sessions(now(), call(), None, page)
            .await
            .unwrap()
            .edges
            .is_empty()
    );
}

#[tokio::test]
async fn a_centre_cannot_change_another_centres_people_or_cases() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.recruiting(&only("true")).await;
    let (ewa, enrolment) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    let own_project = south.recruiting(&only("true")).await;
    let (own, _) = south
        .participant(by_birth("Jan", "Kowal", "1980-01-01", Sex::Male), own_project)
        .await;
    let session = north.session(project, "2017-10-02").await.unwrap();
    stage.clock.set(wsparcie_testkit::noon("2017-10-03"));
    let own_session = south.session(own_project, "2017-10-02").await.unwrap();
    let (api, call) = (south.api(), || south.call());

    let update = |id| -> Asked<_> {
        let input = UpdatePerson {
            id,
            expected_version: 1,
            first_name: Some(personal("Zła")),
            last_name: None,
        };
        Box::pin(api.clone().update_person(now(), call(), input))
    };
    same("update", update(ewa.id), update(PersonId::from_uuid(nothing()))).await;
    let fact = |person_id| -> Asked<_> {
        let input = NewFact {
            person_id,
            name: "centre_client".to_owned(),
            value: FactValue::Flag(true),
            valid_from: day("2017-01-01"),
            valid_to: None,
            evidence: None,
        };
        Box::pin(api.clone().record_fact(now(), call(), input))
    };
    same("fact", fact(ewa.id), fact(PersonId::from_uuid(nothing()))).await;
    let nominate = |person, project| -> Asked<_> {
        Box::pin(
            api.clone()
                .nominate(now(), call(), centre_nomination(person, project)),
        )
    };
    same(
        "a person",
        nominate(ewa.id, own_project),
        nominate(PersonId::from_uuid(nothing()), own_project),
    )
    .await;
    same(
        "a project",
        nominate(own.id, project),
        nominate(own.id, ProjectId::from_uuid(nothing())),
    )
    .await;
    let decide = |nomination_id| -> Asked<_> {
        let input = DecideNomination {
            nomination_id,
            reference_date: day("2017-10-01"),
        };
        Box::pin(api.clone().decide_nomination(now(), call(), input))
    };
    same(
        "decide",
        decide(enrolment.nomination_id),
        decide(NominationId::from_uuid(nothing())),
    )
    .await;
    let enrol = |nomination_id| -> Asked<_> {
        let input = Enrol {
            nomination_id,
            expected_version: 1,
            starts_on: day("2017-10-02"),
        };
        Box::pin(api.clone().enrol(now(), call(), input))
    };
    same(
        "enrol",
        enrol(enrolment.nomination_id),
        enrol(NominationId::from_uuid(nothing())),
    )
    .await;
    let hold = |project_id| -> Asked<_> {
        let input = NewSession {
            project_id,
            title: "KIS".to_owned(),
            held_on: day("2017-10-02"),
            minutes: 60,
        };
        Box::pin(api.clone().create_session(now(), call(), input))
    };
    same("session", hold(project), hold(ProjectId::from_uuid(nothing()))).await;
    let mark = |session_id, enrolment_id| -> Asked<_> {
        let marks = vec![AttendanceMark {
            enrolment_id,
            presence: Presence::Present,
        }];
        Box::pin(api.clone().record_attendance(
            now(),
            call(),
            RecordAttendance {
                session_id,
                expected_version: 1,
                marks,
            },
        ))
    };
    same(
        "marks",
        mark(session.id, enrolment.id),
        mark(SessionId::from_uuid(nothing()), enrolment.id),
    )
    .await;
    let random = EnrolmentId::from_uuid(nothing());
    same(
        "a mark",
        mark(own_session.id, enrolment.id),
        mark(own_session.id, random),
    )
    .await;

    assert!(not_found(&update(ewa.id).await) && not_found(&fact(ewa.id).await));
    assert!(not_found(&nominate(ewa.id, own_project).await) && not_found(&nominate(own.id, project).await));
    assert!(
        not_found(&decide(enrolment.nomination_id).await) && not_found(&enrol(enrolment.nomination_id).await)
    );
    assert!(not_found(&hold(project).await) && not_found(&mark(session.id, enrolment.id).await));
    assert!(not_found(&mark(own_session.id, enrolment.id).await));
    assert_eq!(north.read(&[ewa.id]).await[0], ewa);
    let south_saw = format!(
        "select count(*) from platform.audit_event where tenant_id = '{}' and subject_id = '{}'",
        south.tenant, ewa.id
    );
    assert_eq!(stage.number(&south_saw).await, 0);
}

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let page = wsparcie_kernel::PageRequest::first(10);
    for role in [
        Role::Specialist,
        Role::Administrator,
        Role::ChiefAccountant,
        Role::Operator,
        Role::RegionalAnalyst,
    ] {
        let people = north.api().list_people(now(), north.call_as(role), page).await;
        assert_eq!(people, Err(CallError::Forbidden), "{role:?}");
        let verdicts = north
            .api()
            .verdicts_by_nomination(now(), north.call_as(role), vec![])
            .await;
        assert_eq!(verdicts, Err(CallError::Forbidden), "{role:?}");
    }
    let sessions = north
        .api()
        .list_sessions(now(), north.call_as(Role::Specialist), None, page)
        .await;
    assert!(sessions.unwrap().edges.is_empty());
    let anonymous = wsparcie_testkit::call(&wsparcie_kernel::Actor::anonymous());
    let nobody = north.api().list_people(now(), anonymous, page).await;
    assert_eq!(nobody, Err(CallError::Unauthenticated));
}
