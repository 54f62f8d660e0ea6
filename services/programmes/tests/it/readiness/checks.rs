//! Checks and breaches of duties.

use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::DocumentId;
use wsparcie_programmes_api::{
    CheckOutcome, CloseReadinessBreach, Evidence, PlanReadinessCheck, ProgrammesApi, ReadinessState,
    RecordReadinessCheck, ReportReadinessBreach,
};

use super::{add, day, readiness};
use crate::claims::lasting;
use crate::support::{Stage, nothing, now, refusal};

#[tokio::test]
async fn a_check_is_planned_and_recorded_once_with_its_evidence() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&centre, project, "AOON").await.unwrap();
    let plan = PlanReadinessCheck {
        duty_id: duty.id,
        planned_on: day("2019-12-02"),
    };
    let duty = centre
        .service
        .clone()
        .plan_readiness_check(now(), centre.call(), plan)
        .await
        .unwrap();
    let check = duty.checks[0].clone();
    assert_eq!((check.version, check.done_on), (1, None));
    let record = async |evidence: Vec<Evidence>, expected_version| {
        let input = RecordReadinessCheck {
            check_id: check.id,
            expected_version,
            done_on: day("2019-12-03"),
            done_by: "J. Nowak".to_owned(),
            outcome: CheckOutcome::Kept,
            note: None,
            evidence,
        };
        centre
            .service
            .clone()
            .record_readiness_check(now(), centre.call(), input)
            .await
    };
    let unknown = vec![Evidence::Document(DocumentId::from_uuid(nothing()))];
    assert_eq!(record(unknown, 1).await, Err(CallError::NotFound));
    assert_eq!(refusal(record(Vec::new(), 2).await), ["STALE_VERSION"]);
    let words = vec![Evidence::Words("segregator 4".to_owned())];
    let duty = record(words.clone(), 1).await.unwrap();
    assert_eq!(
        (duty.checks[0].outcome, &duty.checks[0].evidence),
        (Some(CheckOutcome::Kept), &words)
    );
    assert_eq!(refusal(record(words.clone(), 2).await), ["READINESS_CHECK_DONE"]);
}

#[tokio::test]
async fn a_breach_is_open_until_it_is_closed() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&centre, project, "AOON").await.unwrap();
    let report = ReportReadinessBreach {
        duty_id: duty.id,
        found_on: day("2020-03-02"),
        what: "brak asystenta".to_owned(),
        remedy: Some("nabór".to_owned()),
    };
    let duty = centre
        .service
        .clone()
        .report_readiness_breach(now(), centre.call(), report)
        .await
        .unwrap();
    let breach = duty.breaches[0].clone();
    let whole = readiness(&centre, project).await;
    assert_eq!(whole.state_on(day("2020-03-01")), ReadinessState::Running);
    assert_eq!(whole.state_on(day("2020-03-02")), ReadinessState::Breached);
    let close = async |closed_on: &str, expected_version| {
        let input = CloseReadinessBreach {
            breach_id: breach.id,
            expected_version,
            closed_on: day(closed_on),
            closing: "zatrudniono".to_owned(),
        };
        centre
            .service
            .clone()
            .close_readiness_breach(now(), centre.call(), input)
            .await
    };
    assert_eq!(refusal(close("2020-03-01", 1).await), ["PERIOD_REVERSED"]);
    close("2020-04-01", 1).await.unwrap();
    assert_eq!(refusal(close("2020-04-01", 1).await), ["STALE_VERSION"]);
    assert_eq!(refusal(close("2020-04-01", 2).await), ["READINESS_BREACH_CLOSED"]);
    let whole = readiness(&centre, project).await;
    assert_eq!(whole.state_on(day("2020-03-31")), ReadinessState::Breached);
    assert_eq!(whole.state_on(day("2020-04-01")), ReadinessState::Running);
}

#[tokio::test]
async fn of_two_who_record_one_check_at_once_one_wins() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&centre, project, "AOON").await.unwrap();
    let plan = PlanReadinessCheck {
        duty_id: duty.id,
        planned_on: day("2019-12-02"),
    };
    let check = centre
        .service
        .clone()
        .plan_readiness_check(now(), centre.call(), plan)
        .await
        .unwrap()
        .checks[0]
        .id;
    let attempts = (0..8).map(|n: u32| {
        let centre = centre.clone();
        tokio::spawn(async move {
            let input = RecordReadinessCheck {
                check_id: check,
                expected_version: 1,
                done_on: day("2019-12-03"),
                done_by: format!("kontroler {n}"),
                outcome: CheckOutcome::Kept,
                note: None,
                evidence: vec![Evidence::Words(format!("notatka {n}"))],
            };
            centre
                .service
                .clone()
                .record_readiness_check(now(), centre.call(), input)
                .await
        })
    });
    let mut won = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => won += 1,
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(
        (
            won,
            stage
                .number("select count(*) from programmes.readiness_evidence")
                .await
        ),
        (1, 1)
    );
}
