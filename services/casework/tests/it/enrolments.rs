//! From a verdict to participation.

use wsparcie_casework_api::{CaseworkApi, Enrol, EnrolmentState, NominationState};
use wsparcie_kernel::Clock;
use wsparcie_kernel::ids::NominationId;
use wsparcie_kernel::national::Sex;

use crate::support::{Centre, Stage, by_birth, day, now, once, only, refusal};

async fn nominated(north: &Centre, rules: &str) -> NominationId {
    let project = north.recruiting(&only(rules)).await;
    let person = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    north.nominated(person, project).await.id
}

#[tokio::test]
async fn an_eligible_person_is_enrolled_and_the_nomination_is_closed() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let nomination = nominated(&north, "true").await;
    north.decide(nomination, "2017-10-01").await.unwrap();
    let enrolment = north.enrol(nomination, 1).await.unwrap();
    assert_eq!(
        (enrolment.state, enrolment.nomination_id),
        (EnrolmentState::Enrolled, nomination)
    );
    let read = north
        .api()
        .enrolments_by_id(now(), north.call(), vec![enrolment.id])
        .await
        .unwrap();
    assert_eq!(read, [enrolment]);
    let closed = &north
        .api()
        .nominations_by_id(now(), north.call(), vec![nomination])
        .await
        .unwrap()[0];
    assert_eq!((closed.state, closed.version), (NominationState::Enrolled, 2));
    let told = stage
        .texts("select topic || ' ' || (payload->>'project_id') || ' ' || (payload->>'version') from platform.outbox")
        .await;
    assert_eq!(told, [format!("participation.started {} 1", closed.project_id)]);
}

#[tokio::test]
async fn only_an_eligible_person_is_enrolled() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let undecided = nominated(&north, "premise.homeless").await;
    assert_eq!(
        refusal(north.enrol(undecided, 1).await),
        ["NOT_DECIDED@nominationId"]
    );
    north.decide(undecided, "2017-10-01").await.unwrap();
    assert_eq!(
        refusal(north.enrol(undecided, 1).await),
        ["NOT_ELIGIBLE@nominationId"]
    );
    let not_eligible = nominated(&north, "age < 18").await;
    north.decide(not_eligible, "2017-10-01").await.unwrap();
    assert_eq!(
        refusal(north.enrol(not_eligible, 1).await),
        ["NOT_ELIGIBLE@nominationId"]
    );
    assert_eq!(stage.number("select count(*) from casework.enrolment").await, 0);
}

#[tokio::test]
async fn the_newest_verdict_counts_and_not_an_earlier_eligible_one() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let nomination = nominated(&north, "age >= 37").await;
    north.decide(nomination, "2017-10-01").await.unwrap();
    north.decide(nomination, "2016-10-01").await.unwrap();
    assert_eq!(
        refusal(north.enrol(nomination, 1).await),
        ["NOT_ELIGIBLE@nominationId"]
    );
}

#[tokio::test]
async fn a_verdict_by_older_rules_or_before_newer_facts_lets_nobody_in() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let person = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nomination = north.nominated(person, project).await.id;
    north.decide(nomination, "2017-10-01").await.unwrap();

    north.rules(project, 2, &only("age >= 60")).await;
    let outdated = ["VERDICT_OUTDATED@nominationId"];
    assert_eq!(refusal(north.enrol(nomination, 1).await), outdated);

    north.rules(project, 3, &only("true")).await;
    north.decide(nomination, "2017-10-01").await.unwrap();
    let later = stage.clock.now() + chrono::TimeDelta::seconds(1);
    stage.clock.set(later);
    north.yes(person, "centre_client").await;
    assert_eq!(refusal(north.enrol(nomination, 1).await), outdated);

    stage.clock.set(later + chrono::TimeDelta::seconds(1));
    north.decide(nomination, "2017-10-01").await.unwrap();
    north.enrol(nomination, 1).await.unwrap();
}

#[tokio::test]
async fn nobody_is_enrolled_twice_or_on_an_old_version() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let nomination = nominated(&north, "true").await;
    north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(
        refusal(north.enrol(nomination, 2).await),
        ["STALE_VERSION@expectedVersion"]
    );
    let attempts: Vec<_> = (0..10)
        .map(|_| {
            let north = north.clone();
            tokio::spawn(async move { north.enrol(nomination, 1).await })
        })
        .collect();
    let mut enrolled = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(_) => enrolled += 1,
            refused => assert_eq!(refusal(refused), ["ALREADY_ENROLLED@nominationId"]),
        }
    }
    assert_eq!(enrolled, 1);
    assert_eq!(
        refusal(north.decide(nomination, "2017-10-01").await),
        ["ALREADY_ENROLLED@nominationId"]
    );
}

#[tokio::test]
async fn a_repeated_request_enrols_once() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let nomination = nominated(&north, "true").await;
    north.decide(nomination, "2017-10-01").await.unwrap();
    let call = once(north.call(), "k1", "f1");
    let input = Enrol {
        nomination_id: nomination,
        expected_version: 1,
        starts_on: day("2017-10-02"),
    };
    let (first, second) = tokio::join!(
        north.api().enrol(now(), call.clone(), input.clone()),
        north.api().enrol(now(), call.clone(), input.clone())
    );
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(stage.number("select count(*) from platform.outbox").await, 1);
}

#[tokio::test]
async fn participation_starts_within_the_project_as_far_as_it_is_known() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let person = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nomination = north.nominated(person, project).await.id;
    north.decide(nomination, "2017-10-01").await.unwrap();
    north.set(project, "starts_on = '2017-10-03'").await;
    assert_eq!(
        refusal(north.enrol(nomination, 1).await),
        ["DATE_OUTSIDE_PROJECT@startsOn"]
    );
    north
        .set(project, "starts_on = null, ends_on = '2017-10-01'")
        .await;
    assert_eq!(
        refusal(north.enrol(nomination, 1).await),
        ["DATE_OUTSIDE_PROJECT@startsOn"]
    );
    north
        .set(project, "starts_on = '2017-10-02', ends_on = '2017-10-02'")
        .await;
    north.enrol(nomination, 1).await.unwrap();
}
