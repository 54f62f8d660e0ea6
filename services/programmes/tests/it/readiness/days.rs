//! What a duty's days allow, and which duties are one.

use wsparcie_kernel::CallResult;
use wsparcie_kernel::ids::{ReadinessCheckId, ReadinessDutyId};
use wsparcie_programmes_api::{
    AgreeReadiness, AgreedReadiness, CheckOutcome, Evidence, PlanReadinessCheck, ProgrammesApi,
    ReadinessDuty, ReadinessState, RecordReadinessCheck, ReportReadinessBreach,
};

use super::{add, day, readiness};
use crate::claims::lasting;
use crate::support::{Centre, Stage, now, refusal, titled};

async fn plan(centre: &Centre, duty_id: ReadinessDutyId, planned_on: &str) -> CallResult<ReadinessDuty> {
    let input = PlanReadinessCheck {
        duty_id,
        planned_on: day(planned_on),
    };
    let service = centre.service.clone();
    service.plan_readiness_check(now(), centre.call(), input).await
}

async fn record(
    centre: &Centre,
    check_id: ReadinessCheckId,
    done_on: &str,
    evidence: &[&str],
) -> CallResult<ReadinessDuty> {
    let words = evidence.iter().map(|words| Evidence::Words((*words).to_owned()));
    let input = RecordReadinessCheck {
        check_id,
        expected_version: 1,
        done_on: day(done_on),
        done_by: "J. Fikcyjna".to_owned(),
        outcome: CheckOutcome::Kept,
        note: None,
        evidence: words.collect(),
    };
    let service = centre.service.clone();
    service.record_readiness_check(now(), centre.call(), input).await
}

async fn report(centre: &Centre, duty_id: ReadinessDutyId, found_on: &str) -> CallResult<ReadinessDuty> {
    let input = ReportReadinessBreach {
        duty_id,
        found_on: day(found_on),
        what: "brak asystenta".to_owned(),
        remedy: None,
    };
    let service = centre.service.clone();
    service.report_readiness_breach(now(), centre.call(), input).await
}

#[tokio::test]
async fn a_check_is_planned_on_the_dutys_days_and_a_longer_time_adds_some() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&centre, project, "AOON").await.unwrap();
    assert_eq!(
        refusal(plan(&centre, duty.id, "2019-06-30").await),
        ["READINESS_NOT_BEGUN"]
    );
    assert_eq!(
        refusal(plan(&centre, duty.id, "2022-01-01").await),
        ["READINESS_OVER"]
    );
    plan(&centre, duty.id, "2021-06-30").await.unwrap();
    let agree = AgreeReadiness {
        duty_id: duty.id,
        expected_version: 1,
        agreed: AgreedReadiness {
            until: day("2022-06-30"),
            reason: "wniosek o dofinansowanie".to_owned(),
            legal_basis: "§ 12 umowy".to_owned(),
        },
    };
    let service = centre.service.clone();
    service
        .agree_readiness(now(), centre.call(), agree)
        .await
        .unwrap();
    plan(&centre, duty.id, "2022-01-01").await.unwrap();
}

#[tokio::test]
async fn nothing_is_checked_or_broken_before_readiness_begins_and_both_may_come_late() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&centre, project, "AOON").await.unwrap();
    let check = plan(&centre, duty.id, "2019-07-01").await.unwrap().checks[0].id;
    assert_eq!(
        refusal(record(&centre, check, "2019-06-01", &[]).await),
        ["READINESS_NOT_BEGUN", "READINESS_EVIDENCE_MISSING"]
    );
    assert_eq!(
        refusal(record(&centre, check, "2019-07-01", &[]).await),
        ["READINESS_EVIDENCE_MISSING"]
    );
    record(&centre, check, "2021-12-01", &["protokół"]).await.unwrap();
    assert_eq!(
        refusal(report(&centre, duty.id, "2019-01-01").await),
        ["READINESS_NOT_BEGUN"]
    );
    let whole = readiness(&centre, project).await;
    assert_eq!(whole.state_on(day("2020-01-01")), ReadinessState::Running);
    report(&centre, duty.id, "2021-12-01").await.unwrap();
}

#[tokio::test]
async fn while_the_projects_days_are_unknown_no_day_is_refused() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("Góra pomocy")).await.id;
    let duty = add(&centre, project, "KIS").await.unwrap();
    let check = plan(&centre, duty.id, "2012-01-01").await.unwrap().checks[0].id;
    record(&centre, check, "2012-01-02", &["protokół"]).await.unwrap();
    report(&centre, duty.id, "2012-01-03").await.unwrap();
}

#[tokio::test]
async fn a_service_in_other_letters_is_the_same_service() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    add(&centre, project, "Usługi AOON").await.unwrap();
    for same in ["usługi aoon", "Usługi  AOON"] {
        assert_eq!(
            refusal(add(&centre, project, same).await),
            ["READINESS_SERVICE_TAKEN"]
        );
    }
    add(&centre, project, "Usługi KIS").await.unwrap();
    let other = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    add(&centre, other, "usługi aoon").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_add_one_service_at_once_one_does() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let all = ["AOON", "aoon", "A o o n", "ＡＯＯＮ"].map(|service| {
        let centre = centre.clone();
        tokio::spawn(async move { add(&centre, project, service).await })
    });
    let mut added = 0;
    for answer in all {
        match answer.await.unwrap() {
            Ok(_) => added += 1,
            refused => assert_eq!(refusal(refused), ["READINESS_SERVICE_TAKEN"]),
        }
    }
    assert_eq!(added, 1);
}
