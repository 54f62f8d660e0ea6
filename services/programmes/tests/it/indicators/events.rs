//! Events: once, in any order, and again.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use wsparcie_casework_api::{Known, ParticipationEvent, Profile};
use wsparcie_postgres::jobs::JobFailure;

use super::{Desk, known, left_for_work, started};

const ROW: &str = "select row_to_json(p)::text from
    (select enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational, social_effect_on,
            employment_effect_on, profile, profile_version, results, support_categories
     from programmes.participation order by enrolment_id) p";

async fn rows(desk: &Desk) -> Vec<String> {
    sqlx::query_scalar(ROW)
        .fetch_all(&mut desk.stage.test.admin().await)
        .await
        .unwrap()
}

/// What may be told of one participation over time, with what case work keeps beside it: an enrolment, a later fact, an end,
/// another fact, and after the person was erased, of whom nothing new is kept, something taken back.
fn history(desk: &Desk) -> Vec<(ParticipationEvent, Option<Profile>)> {
    let first = started(desk.project, 1);
    let profile = |age| {
        Some(Profile {
            age: Known::Known(age),
            ..Profile::default()
        })
    };
    let at = |version: i64, profile_version: i64, event: ParticipationEvent| ParticipationEvent {
        version,
        profile_version,
        ..event
    };
    let left = || left_for_work(desk.project, 1);
    vec![
        (first.clone(), profile(30)),
        (at(2, 2, first), profile(31)),
        (left(), profile(31)),
        (at(4, 4, left()), profile(32)),
        (at(5, 4, left()), None),
        (
            ParticipationEvent {
                ended: None,
                ..at(6, 4, left())
            },
            None,
        ),
    ]
}

async fn deliver(desk: &Desk, (event, profile): &(ParticipationEvent, Option<Profile>)) {
    match profile {
        Some(profile) => desk.take_in_with(event, profile).await.unwrap(),
        None => desk.take_in_alone(event).await.unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_order_events_come_in_and_however_often_the_newest_state_stays() {
    let desk = Desk::start().await;
    let events = history(&desk);
    for event in &events {
        deliver(&desk, event).await;
    }
    let expected = rows(&desk).await;
    assert_eq!(expected.len(), 1);
    assert!(expected[0].contains("\"version\":6") && expected[0].contains("\"profile_version\":4"));
    assert!(expected[0].contains("\"value\": 32"), "{}", expected[0]);
    let handle = tokio::runtime::Handle::current();
    let deliveries = proptest::collection::vec(0..events.len(), 0..12)
        .prop_map(|more| (0..6).chain(more).collect::<Vec<_>>())
        .prop_shuffle();
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = tokio::task::block_in_place(|| {
        runner.run(&deliveries, |order| {
            handle.block_on(async {
                desk.stage
                    .plant("delete from programmes.participation; delete from casework.participation_profile")
                    .await;
                for at in order {
                    deliver(&desk, &events[at]).await;
                }
                let found = rows(&desk).await;
                prop_assert_eq!(&found, &expected);
                Ok(())
            })
        })
    });
    outcome.unwrap();
}

#[tokio::test]
async fn a_late_event_brings_the_newest_profile_and_never_another_centres() {
    let desk = Desk::start().await;
    let first = started(desk.project, 1);
    let newer = ParticipationEvent {
        version: 2,
        profile_version: 2,
        ..first.clone()
    };
    let of_31 = Profile {
        age: Known::Known(31),
        ..known()
    };
    desk.take_in_with(&newer, &of_31).await.unwrap();
    desk.stage.plant("delete from programmes.participation").await;
    desk.take_in_alone(&first).await.unwrap();
    let version = "select profile_version from programmes.participation";
    assert_eq!(desk.stage.number(version).await, 2);
    // The same participation's profile, but under another centre: the transaction of this one does not see it.
    let south = desk.stage.centre("south").await;
    let move_it = format!(
        "set session_replication_role = replica;
         delete from programmes.participation;
         update casework.participation_profile set tenant_id = '{}'",
        south.tenant
    );
    desk.stage.plant(&move_it).await;
    desk.take_in_alone(&newer).await.unwrap();
    let known = "select count(*) from programmes.participation where profile_version = 0 and profile = '{}'";
    assert_eq!(desk.stage.number(known).await, 1);
}

#[tokio::test]
async fn an_event_of_another_schema_or_form_waits_and_changes_nothing() {
    let desk = Desk::start().await;
    let other = ParticipationEvent {
        schema: 2,
        ..started(desk.project, 1)
    };
    assert_eq!(desk.take_in(&other).await, Err(JobFailure("SCHEMA")));
    let malformed = desk
        .take_in_of(desk.centre.tenant, json!({"project_id": desk.project}))
        .await;
    assert_eq!(malformed, Err(JobFailure("PAYLOAD")));
    assert!(rows(&desk).await.is_empty());
}

#[tokio::test]
async fn an_event_under_another_tenant_leaves_the_project_alone() {
    let desk = Desk::start().await;
    let south = desk.stage.centre("south").await;
    let payload = serde_json::to_value(started(desk.project, 1)).unwrap();
    desk.take_in_of(south.tenant, payload).await.unwrap();
    assert!(rows(&desk).await.is_empty());
}

#[tokio::test]
async fn effects_are_judged_by_the_parameters_of_their_day() {
    let desk = Desk::start().await;
    let mut event = left_for_work(desk.project, 1);
    desk.take_in(&event).await.unwrap();
    event = left_for_work(desk.project, 2);
    event.work[0].post_percent = Some(49);
    desk.take_in(&event).await.unwrap();
    let count = "select count(*) from programmes.participation where employment_effect_on = '2018-07-02'";
    assert_eq!(desk.stage.number(count).await, 1, "half a post is the least");
    // From 2024 on no rule is known.
    event = left_for_work(desk.project, 3);
    event.work[0].on = super::day("2024-01-01");
    event.work[0].until = None;
    desk.take_in(&event).await.unwrap();
    let effects = "select count(employment_effect_on) from programmes.participation";
    assert_eq!(desk.stage.number(effects).await, 1);
}
