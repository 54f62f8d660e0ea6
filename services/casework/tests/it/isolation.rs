//! What belongs to another centre answers like what isn't there, with as many statements.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use wsparcie_casework::CaseworkService;
use wsparcie_casework_api::{
    AttendanceMark, CaseworkApi, DecideNomination, Enrol, Enrolment, FactValue, GroupSession, NewFact,
    NewSession, Person, Presence, RecordAttendance, UpdatePerson,
};
use wsparcie_kernel::ids::{EnrolmentId, NominationId, PersonId, ProjectId, SessionId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Call, CallError, CallResult, PageRequest};
use wsparcie_testkit::Statements;

use crate::support::{Centre, Stage, by_birth, centre_nomination, day, nothing, now, only, personal};

/// A centre with a case, and another that asks for it.
struct Two {
    stage: Stage,
    north: Centre,
    south: Centre,
    project: ProjectId,
    ewa: Person,
    enrolment: Enrolment,
    session: GroupSession,
}

impl Two {
    async fn start() -> Self {
        let stage = Stage::start().await;
        let (north, south) = (stage.centre("north").await, stage.centre("south").await);
        let project = north.recruiting(&only("true")).await;
        let woman = by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female);
        let (ewa, enrolment) = north.participant(woman, project).await;
        north.yes(ewa.id, "centre_client").await;
        let session = north.session(project, "2017-10-02").await.unwrap();
        stage.clock.set(wsparcie_testkit::noon("2017-10-03"));
        Self {
            stage,
            north,
            south,
            project,
            ewa,
            enrolment,
            session,
        }
    }

    /// The service and a call, as the other centre.
    fn ask(&self) -> (CaseworkService, Call) {
        (self.south.api(), self.south.call())
    }
}

/// A call that waits to be made.
type Asked<T> = Pin<Box<dyn Future<Output = CallResult<T>>>>;

/// Asks for the foreign id and for a random one, which must answer alike; gives the answer.
async fn same<T: Debug + PartialEq>(what: &str, foreign: Asked<T>, random: Asked<T>) -> CallResult<T> {
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
    foreign
}

/// The same of a change, which must find nothing.
async fn unfound<T: Debug + PartialEq>(what: &str, foreign: Asked<T>, random: Asked<T>) {
    assert_eq!(
        same(what, foreign, random).await.unwrap_err(),
        CallError::NotFound,
        "{what}"
    );
}

/// The same of a batch, which must be empty.
async fn empty<T: Debug + PartialEq>(what: &str, foreign: Asked<Vec<T>>, random: Asked<Vec<T>>) {
    assert_eq!(same(what, foreign, random).await.unwrap(), [], "{what}");
}

#[tokio::test]
async fn a_centre_cannot_read_another_centres_people_cases_or_sessions() {
    let two = Two::start().await;
    macro_rules! batch {
        ($method:ident, $id:expr) => {{
            let batch = |id| -> Asked<_> {
                let (api, call) = two.ask();
                Box::pin(async move { api.$method(now(), call, vec![id]).await })
            };
            empty(stringify!($method), batch($id), batch(random(&$id))).await;
        }};
    }
    batch!(people_by_id, two.ewa.id);
    batch!(facts_by_person, two.ewa.id);
    batch!(nominations_by_id, two.enrolment.nomination_id);
    batch!(verdicts_by_nomination, two.enrolment.nomination_id);
    batch!(enrolments_by_id, two.enrolment.id);
    batch!(sessions_by_id, two.session.id);
    batch!(attendance_by_session, two.session.id);
}

/// A random id of the same kind.
fn random<T: serde::de::DeserializeOwned>(_: &T) -> T {
    serde_json::from_value(serde_json::json!(nothing())).unwrap()
}

#[tokio::test]
async fn lists_and_counts_of_another_centre_are_empty() {
    let two = Two::start().await;
    // Counts and sums name the id that was asked for, and say nothing of it.
    let (api, call) = two.ask();
    let counted = api
        .enrolment_counts(now(), call, vec![two.project])
        .await
        .unwrap();
    assert_eq!((counted[0].women, counted[0].reserve_women), (0, 0));
    let (api, call) = two.ask();
    let summed = api
        .attendance_by_enrolment(now(), call, vec![two.enrolment.id])
        .await
        .unwrap();
    assert_eq!(summed[0].sessions, 0);
    let page = PageRequest::first(10);
    let (api, call) = two.ask();
    assert!(api.list_people(now(), call, page).await.unwrap().edges.is_empty());
    for project in [Some(two.project), None] {
        let (api, call) = two.ask();
        assert!(
            api.list_nominations(now(), call, project, page)
                .await
                .unwrap()
                .edges
                .is_empty()
        );
        let (api, call) = two.ask();
        assert!(
            api.list_enrolments(now(), call, project, page)
                .await
                .unwrap()
                .edges
                .is_empty()
        );
        let (api, call) = two.ask();
        assert!(
            api.list_sessions(now(), call, project, page)
                .await
                .unwrap()
                .edges
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_centre_cannot_change_or_nominate_another_centres_people() {
    let two = Two::start().await;
    let own_project = two.south.project().await;
    let own = two
        .south
        .person(by_birth("Jan", "Kowal", "1980-01-01", Sex::Male))
        .await
        .id;
    let nobody = || PersonId::from_uuid(nothing());
    let update = |id| -> Asked<_> {
        let input = UpdatePerson {
            id,
            expected_version: 1,
            first_name: Some(personal("Zła")),
            last_name: None,
        };
        let (api, call) = two.ask();
        Box::pin(api.update_person(now(), call, input))
    };
    unfound("update", update(two.ewa.id), update(nobody())).await;
    let fact = |person_id| -> Asked<_> {
        let input = NewFact {
            person_id,
            name: "centre_client".to_owned(),
            value: FactValue::Flag(true),
            valid_from: day("2017-01-01"),
            valid_to: None,
            evidence: None,
        };
        let (api, call) = two.ask();
        Box::pin(api.record_fact(now(), call, input))
    };
    unfound("fact", fact(two.ewa.id), fact(nobody())).await;
    let nominate = |person, project| -> Asked<_> {
        let (api, call) = two.ask();
        Box::pin(api.nominate(now(), call, centre_nomination(person, project)))
    };
    unfound(
        "a person",
        nominate(two.ewa.id, own_project),
        nominate(nobody(), own_project),
    )
    .await;
    let no_project = ProjectId::from_uuid(nothing());
    unfound("a project", nominate(own, two.project), nominate(own, no_project)).await;

    assert_eq!(
        two.north.read(&[two.ewa.id]).await,
        std::slice::from_ref(&two.ewa)
    );
    let traces = format!(
        "select count(*) from platform.audit_event where tenant_id = '{}' and subject_id = '{}'",
        two.south.tenant, two.ewa.id
    );
    assert_eq!(two.stage.number(&traces).await, 0);
}

#[tokio::test]
async fn a_centre_cannot_decide_enrol_or_mark_another_centres_people() {
    let two = Two::start().await;
    let own_project = two.south.project().await;
    let own_session = two.south.session(own_project, "2017-10-02").await.unwrap().id;
    let no_nomination = NominationId::from_uuid(nothing());
    let decide = |nomination_id| -> Asked<_> {
        let (api, call) = two.ask();
        let input = DecideNomination {
            nomination_id,
            reference_date: day("2017-10-01"),
        };
        Box::pin(api.decide_nomination(now(), call, input))
    };
    unfound(
        "decide",
        decide(two.enrolment.nomination_id),
        decide(no_nomination),
    )
    .await;
    let enrol = |nomination_id| -> Asked<_> {
        let (api, call) = two.ask();
        let input = Enrol {
            nomination_id,
            expected_version: 1,
            starts_on: day("2017-10-02"),
        };
        Box::pin(api.enrol(now(), call, input))
    };
    unfound("enrol", enrol(two.enrolment.nomination_id), enrol(no_nomination)).await;
    let hold = |project_id| -> Asked<_> {
        let (api, call) = two.ask();
        let input = NewSession {
            project_id,
            title: "KIS".to_owned(),
            held_on: day("2017-10-02"),
            minutes: 60,
        };
        Box::pin(api.create_session(now(), call, input))
    };
    unfound(
        "session",
        hold(two.project),
        hold(ProjectId::from_uuid(nothing())),
    )
    .await;
    let mark = |session_id, enrolment_id| -> Asked<_> {
        let (api, call) = two.ask();
        let marks = vec![AttendanceMark {
            enrolment_id,
            presence: Presence::Present,
        }];
        let input = RecordAttendance {
            session_id,
            expected_version: 1,
            marks,
        };
        Box::pin(api.record_attendance(now(), call, input))
    };
    let no_session = SessionId::from_uuid(nothing());
    unfound(
        "marks",
        mark(two.session.id, two.enrolment.id),
        mark(no_session, two.enrolment.id),
    )
    .await;
    let no_enrolment = EnrolmentId::from_uuid(nothing());
    unfound(
        "a mark",
        mark(own_session, two.enrolment.id),
        mark(own_session, no_enrolment),
    )
    .await;
    assert_eq!(
        two.stage.number("select count(*) from casework.attendance").await,
        0
    );
}
