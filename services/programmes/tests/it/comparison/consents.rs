//! Consents: by measure, revocable, logged.

use wsparcie_kernel::{CallError, Role};
use wsparcie_programmes_api::{
    ComparisonMeasure, ComparisonRow, DecideConsent, Hidden, PeopleCount, ProgrammesApi, Told,
};
use wsparcie_testkit::{call, user};

use super::{NO_CONSENT, of, people};
use crate::support::{Stage, exactly, now, once, titled};
use wsparcie_programmes_api::ProjectFacts;

#[tokio::test]
async fn only_the_director_decides_and_every_decision_is_logged() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let input = DecideConsent {
        measure: ComparisonMeasure::Recruitment,
        granted: true,
    };
    let refused = stage
        .service
        .clone()
        .decide_comparison_consent(
            now(),
            call(&user(centre.tenant, Role::Coordinator)),
            input.clone(),
        )
        .await;
    assert_eq!(refused, Err(CallError::Forbidden));
    let director = centre.director();
    let decide = async |granted: bool, key: &str| {
        let input = DecideConsent {
            granted,
            ..input.clone()
        };
        let call = once(call(&director), key, key);
        stage
            .service
            .clone()
            .decide_comparison_consent(now(), call, input)
            .await
            .unwrap()
    };
    decide(true, "a").await;
    decide(true, "a").await;
    let consent = decide(false, "b").await;
    assert!(!consent.granted);
    let log: Vec<(i32, bool)> = consent
        .decisions
        .iter()
        .map(|decision| (decision.number, decision.granted))
        .collect();
    assert_eq!(log, [(2, false), (1, true)]);
    assert!(consent.decisions[0].decided_by.starts_with("user:"));
    let audit = "select count(*) from platform.audit_event where action = 'comparison_consent.decided'";
    assert_eq!(stage.number(audit).await, 2);
    let all = stage
        .service
        .clone()
        .list_comparison_consents(now(), centre.call())
        .await
        .unwrap();
    assert_eq!(all.len(), ComparisonMeasure::ALL.len());
}

fn recruited(row: &ComparisonRow) -> PeopleCount {
    row.recruited.total
}

#[tokio::test]
async fn without_consent_a_measure_is_missing_by_that_name_and_a_revoked_one_in_earlier_releases_too() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let facts = ProjectFacts {
        places_total: exactly(60),
        ..titled("a")
    };
    let project = centre.created(facts).await.id;
    stage.people(&centre, project, &[people(20, 30)]).await;
    let authority = stage.authority("02").await;

    let first = stage.release(&authority).await;
    let before = stage.rows(&authority, &of(&first)).await;
    assert_eq!(recruited(&before[0]), NO_CONSENT);
    assert_eq!(before[0].cost_total, Told::NotShown(Hidden::NoConsent));
    let stored = stage
        .number("select count(*) from programmes.comparison_release_row where content like '%[20,30%'")
        .await;
    assert_eq!(stored, 0, "what is not consented to is not even stored");

    centre.consent().await;
    assert_eq!(
        stage.rows(&authority, &of(&first)).await,
        before,
        "a release that was frozen without a consent never shows it"
    );
    let second = stage.release(&authority).await;
    let shown = stage.rows(&authority, &of(&second)).await;
    assert_eq!(recruited(&shown[0]), PeopleCount::Shown(50));

    centre.decide(ComparisonMeasure::Recruitment, false).await;
    let withheld = stage.rows(&authority, &of(&second)).await;
    assert_eq!(recruited(&withheld[0]), NO_CONSENT);
    assert_eq!(
        withheld[0].cost_total,
        Told::NotShown(Hidden::Missing),
        "other measures stay as they were"
    );
    let summary = stage
        .service
        .clone()
        .compare_summary(now(), call(&authority), of(&second))
        .await
        .unwrap();
    let places = summary
        .iter()
        .find(|summary| summary.figure.measure() == ComparisonMeasure::Recruitment)
        .unwrap();
    assert_eq!((places.included, places.considered), (0, 1));
    assert_eq!(
        (places.missing[0].centre.as_str(), places.missing[0].reason),
        ("MOPS", Hidden::NoConsent)
    );

    centre.decide(ComparisonMeasure::Recruitment, true).await;
    assert_eq!(stage.rows(&authority, &of(&second)).await, shown, "granted again");
}
