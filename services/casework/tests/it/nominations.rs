//! Putting people forward.

use serde_json::json;
use wsparcie_casework_api::{CaseworkApi, NewNomination, NominationState};
use wsparcie_kernel::Role;
use wsparcie_kernel::national::Sex;

use crate::support::{Stage, by_birth, day, now, once, only, refusal};

#[tokio::test]
async fn a_person_is_nominated_to_a_project_once_while_the_nomination_is_open() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (one, other) = (north.project().await, north.project().await);
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nominated = north.nominated(ewa, one).await;
    assert_eq!((nominated.state, nominated.version), (NominationState::Open, 1));
    assert_eq!(
        refusal(north.nominate(ewa, one).await),
        ["ALREADY_NOMINATED@nomination.personId"]
    );
    north.nominated(ewa, other).await;
    let read = north
        .api()
        .nominations_by_id(now(), north.call(), vec![nominated.id])
        .await
        .unwrap();
    assert_eq!(read, [nominated]);
}

#[tokio::test]
async fn of_many_nominating_one_person_at_once_one_succeeds() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let attempts: Vec<_> = (0..20)
        .map(|_| {
            let north = north.clone();
            tokio::spawn(async move { north.nominate(ewa, project).await })
        })
        .collect();
    let mut open = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(_) => open += 1,
            refused => assert_eq!(refusal(refused), ["ALREADY_NOMINATED@nomination.personId"]),
        }
    }
    assert_eq!(open, 1);
}

#[tokio::test]
async fn nobody_is_nominated_tomorrow() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let tomorrow = NewNomination {
        nominated_on: day("2017-10-02"),
        ..crate::support::centre_nomination(ewa, project)
    };
    let refused = north.api().nominate(now(), north.call(), tomorrow).await;
    assert_eq!(refusal(refused), ["DATE_OUT_OF_RANGE@nomination.nominatedOn"]);
}

#[tokio::test]
async fn nobody_is_nominated_outside_the_days_of_recruitment() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    // The day of the nominations here is 2017-09-20.
    for (days, terms, refused) in [
        ("recruitment_from = null", json!({}), false),
        ("recruitment_from = '2017-09-20'", json!({}), false),
        ("recruitment_from = '2017-09-21'", json!({}), true),
        ("recruitment_until = '2017-09-19'", json!({}), true),
        ("recruitment_until = '2017-09-20'", json!({}), false),
        // What the terms say goes before the project's own days, each for itself.
        (
            "recruitment_from = '2017-09-21'",
            json!({"opens_on": "2017-09-01"}),
            false,
        ),
        (
            "recruitment_from = '2017-09-01'",
            json!({"opens_on": "2017-09-21"}),
            true,
        ),
        (
            "recruitment_from = '2017-09-01'",
            json!({"closes_on": "2017-09-19"}),
            true,
        ),
        (
            "recruitment_from = '2017-09-01'",
            json!({"continuous": true, "opens_on": null, "closes_on": "2017-09-20"}),
            false,
        ),
    ] {
        let project = north.project().await;
        north.set(project, days).await;
        let mut rules = only("true");
        rules["terms"] = terms.clone();
        north.rules(project, 1, &rules).await;
        let ewa = north
            .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
            .await
            .id;
        match north.nominate(ewa, project).await {
            Ok(_) => assert!(!refused, "{days} {terms}"),
            other => {
                assert_eq!(
                    refusal(other),
                    ["NOT_RECRUITING@nomination.nominatedOn"],
                    "{days} {terms}"
                );
                assert!(refused, "{days} {terms}");
            }
        }
    }
}

#[tokio::test]
async fn a_repeated_request_nominates_once() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let call = once(north.call(), "k1", "f1");
    let input = crate::support::centre_nomination(ewa, project);
    let (first, second) = tokio::join!(
        north.api().nominate(now(), call.clone(), input.clone()),
        north.api().nominate(now(), call.clone(), input.clone())
    );
    assert_eq!(first.unwrap(), second.unwrap());
}

#[tokio::test]
async fn who_takes_part_already_is_not_nominated_again() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let (ewa, _) = north
        .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
        .await;
    assert_eq!(
        refusal(north.nominate(ewa.id, project).await),
        ["ALREADY_ENROLLED@nomination.personId"]
    );
}

#[tokio::test]
async fn social_workers_family_assistants_and_coordinators_nominate_and_project_managers_do_not() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    for role in [Role::SocialWorker, Role::FamilyAssistant, Role::Coordinator] {
        let input = crate::support::centre_nomination(ewa, north.project().await);
        north
            .api()
            .nominate(now(), north.call_as(role), input)
            .await
            .unwrap();
    }
    let input = crate::support::centre_nomination(ewa, north.project().await);
    let refused = north
        .api()
        .nominate(now(), north.call_as(Role::ProjectManager), input)
        .await;
    assert_eq!(refusal(refused), ["FORBIDDEN"]);
}

#[tokio::test]
async fn nobody_is_nominated_to_a_closed_project() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    north.set(project, "status = 'closed'").await;
    assert_eq!(
        refusal(north.nominate(ewa, project).await),
        ["PROJECT_CLOSED@nomination.projectId"]
    );
    // No other status stands in the way.
    north.set(project, "status = 'in_readiness'").await;
    north.nominated(ewa, project).await;
}
