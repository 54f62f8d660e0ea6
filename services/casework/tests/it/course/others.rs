//! Other centres, erased people, and those who may not.

use serde_json::json;
use wsparcie_casework_api::{
    CaseworkApi, EndParticipation, Ending, REPUBLISH_JOB, TakeBackOutcome, TakeBackSupport,
};
use wsparcie_kernel::ids::JobId;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Actor, Call, Clock, OrganisationKind, Role};
use wsparcie_keys::DestructionReason;
use wsparcie_postgres::jobs::{Job, JobFailure};

use super::{Course, work};
use crate::support::{by_birth, day, nothing, now, only, personal, refusal};

#[tokio::test]
async fn another_centre_finds_nothing_of_it_and_may_do_nothing_to_it() {
    let course = Course::start().await;
    let south = course.stage.centre("south").await;
    let recorded = course
        .north
        .api()
        .record_support(now(), course.north.call(), course.support("2017-10-02", None))
        .await
        .unwrap();
    let outcome = course.outcome(work("2018-09-15")).await.unwrap();
    let ids = vec![course.enrolment.id];
    let api = || south.api();
    assert!(
        api()
            .support_by_enrolment(now(), south.call(), ids.clone())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        api()
            .outcomes_by_enrolment(now(), south.call(), ids.clone())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        api()
            .ends_by_enrolment(now(), south.call(), ids)
            .await
            .unwrap()
            .is_empty()
    );
    let reason = || personal("obca");
    let end = EndParticipation {
        enrolment_id: course.enrolment.id,
        ended_on: day("2018-09-14"),
        ending: Ending::AsPlanned,
        reason: None,
    };
    let manager = || south.call_as(Role::ProjectManager);
    assert_eq!(
        refusal(api().end_participation(now(), manager(), end).await),
        ["NOT_FOUND"]
    );
    let back = TakeBackSupport {
        support_id: recorded.id,
        reason: reason(),
    };
    assert_eq!(
        refusal(api().take_back_support(now(), south.call(), back).await),
        ["NOT_FOUND"]
    );
    let back = TakeBackOutcome {
        outcome_id: outcome.id,
        reason: reason(),
    };
    assert_eq!(
        refusal(api().take_back_outcome(now(), south.call(), back).await),
        ["NOT_FOUND"]
    );
}

#[tokio::test]
async fn an_erased_person_is_told_without_a_newer_profile_and_can_be_changed_no_more() {
    let course = Course::start().await;
    let (tenant, person) = (course.north.tenant.into_uuid(), course.ewa.id.into_uuid());
    let instant = course.stage.clock.now();
    course
        .stage
        .keys
        .destroy_person_key(tenant, person, instant, DestructionReason::ErasureRequest)
        .await
        .unwrap();
    assert_eq!(
        refusal(course.end("2018-09-14", Ending::AsPlanned, None).await),
        ["NOT_FOUND"]
    );
    let operator = Call::new(
        Actor::system("admin", course.north.tenant, OrganisationKind::Centre),
        nothing(),
    );
    let told = course
        .north
        .api()
        .republish_participation(now(), operator, Some(course.project), None)
        .await
        .unwrap();
    assert_eq!((told.told, told.next), (1, None));
    let (topic, event) = course.told().await.pop().unwrap();
    assert_eq!((topic.as_str(), event.version), ("participation.changed", 2));
    assert_eq!((event.sex.as_str(), event.profile_version), ("K", 1));
    let (version, profile) = course.profile().await;
    assert_eq!(
        (version, &profile["age"]["value"]),
        (1, &37.into()),
        "what was known still holds"
    );
}

#[tokio::test]
async fn nobody_of_a_centre_tells_participations_again() {
    let course = Course::start().await;
    let outcome = course
        .north
        .api()
        .republish_participation(now(), course.manager(), None, None)
        .await;
    assert_eq!(refusal(outcome), ["FORBIDDEN"]);
}

#[tokio::test]
async fn the_job_of_an_upgrade_tells_every_participation_of_its_centre_and_of_no_other() {
    let course = Course::start().await;
    let south = course.stage.centre("south").await;
    let project = south.recruiting(&only("true")).await;
    south
        .set(project, "starts_on = '2017-07-01', ends_on = '2018-12-31'")
        .await;
    south
        .participant(by_birth("Jan", "Lis", "1981-01-01", Sex::Male), project)
        .await;
    course.stage.plant("delete from platform.outbox").await;
    let handler = course.north.api().republish_handler();
    let run = async |payload| {
        let job = Job {
            tenant_id: course.north.tenant,
            id: JobId::from_uuid(nothing()),
            kind: REPUBLISH_JOB.to_owned(),
            payload,
            attempts: 1,
        };
        handler(job).await
    };
    run(json!({})).await.unwrap();
    let told = course.told().await;
    let ids: Vec<_> = told.iter().map(|(_, event)| event.participation_id).collect();
    assert_eq!(ids, [course.enrolment.id]);
    let waiting = "select count(*)::text from platform.job where kind = 'casework.republish'";
    assert_eq!(course.stage.texts(waiting).await, ["0"], "one page was all");
    run(json!({"after": course.enrolment.id})).await.unwrap();
    assert_eq!(course.told().await.len(), 1, "the next page has nobody");
    assert_eq!(run(json!({"after": 1})).await, Err(JobFailure("PAYLOAD")));
}
