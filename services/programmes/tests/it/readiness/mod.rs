//! Readiness after a project's end.

mod checks;
mod days;
mod isolation;

use wsparcie_kernel::CallResult;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{
    AgreeReadiness, AgreedReadiness, NewReadinessDuty, ProgrammesApi, Readiness, ReadinessBasis,
    ReadinessDuty, ReadinessState,
};

use crate::claims::lasting;
use crate::support::{Centre, Stage, now, refusal, titled};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

async fn add(centre: &Centre, project: ProjectId, service: &str) -> CallResult<ReadinessDuty> {
    centre
        .service
        .clone()
        .add_readiness_duty(now(), centre.call(), kept(project, service))
        .await
}

fn kept(project: ProjectId, service: &str) -> NewReadinessDuty {
    NewReadinessDuty {
        project_id: project,
        service_id: None,
        service: Some(service.to_owned()),
        source_note: None,
        agreed: None,
    }
}

async fn readiness(centre: &Centre, project: ProjectId) -> Readiness {
    let found = centre
        .service
        .clone()
        .readiness_by_project(now(), centre.call(), vec![project])
        .await;
    found.unwrap().pop().unwrap()
}

#[tokio::test]
async fn a_project_of_24_months_ending_2019_06_30_stays_ready_until_2021_06_30() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS Starachowice").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    assert_eq!(
        readiness(&centre, project).await.state_on(day("2020-01-01")),
        ReadinessState::None
    );
    let duty = add(&centre, project, "Asystent osobisty osoby niepełnosprawnej")
        .await
        .unwrap();
    assert_eq!(
        (duty.from, duty.until),
        (Some(day("2019-07-01")), Some(day("2021-06-30")))
    );
    let whole = readiness(&centre, project).await;
    assert_eq!(
        (whole.from, whole.until),
        (Some(day("2019-07-01")), Some(day("2021-06-30")))
    );
    assert_eq!(whole.basis, Some(ReadinessBasis::Duration));
    let duration = whole.duration.unwrap();
    assert_eq!(
        (duration.months, duration.days, duration.total_days),
        (24, 0, 730)
    );
    assert_eq!(whole.state_on(day("2021-06-30")), ReadinessState::Running);
    assert_eq!(whole.state_on(day("2021-07-01")), ReadinessState::Ended);
    let audit = "select count(*) from platform.audit_event where action = 'readiness.duty_added'";
    assert_eq!(stage.number(audit).await, 1);
}

#[tokio::test]
async fn of_a_project_with_unknown_days_nothing_is_decided() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("Góra pomocy")).await.id;
    add(&centre, project, "KIS").await.unwrap();
    let whole = readiness(&centre, project).await;
    assert_eq!((whole.from, whole.until, whole.duration), (None, None, None));
    assert_eq!(whole.state_on(day("2020-01-01")), ReadinessState::Undecided);
}

#[tokio::test]
async fn a_longer_time_may_be_agreed_and_a_shorter_one_not() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let agreed = |until: &str| AgreedReadiness {
        until: day(until),
        reason: "wniosek o dofinansowanie".to_owned(),
        legal_basis: "§ 12 umowy".to_owned(),
    };
    let mut short = kept(project, "AOON");
    short.agreed = Some(agreed("2021-06-29"));
    let outcome = centre
        .service
        .clone()
        .add_readiness_duty(now(), centre.call(), short)
        .await;
    assert_eq!(refusal(outcome), ["READINESS_TOO_SHORT"]);
    let duty = add(&centre, project, "AOON").await.unwrap();
    let agree = async |expected_version, until: &str| {
        let input = AgreeReadiness {
            duty_id: duty.id,
            expected_version,
            agreed: agreed(until),
        };
        centre
            .service
            .clone()
            .agree_readiness(now(), centre.call(), input)
            .await
    };
    let longer = agree(1, "2024-06-30").await.unwrap();
    assert_eq!((longer.version, longer.until), (2, Some(day("2024-06-30"))));
    assert_eq!(refusal(agree(1, "2025-06-30").await), ["STALE_VERSION"]);
    assert_eq!(refusal(agree(2, "2020-06-30").await), ["READINESS_TOO_SHORT"]);
    let whole = readiness(&centre, project).await;
    assert_eq!(
        (whole.until, whole.basis),
        (Some(day("2024-06-30")), Some(ReadinessBasis::Agreed))
    );
    assert_eq!(whole.computed_until, Some(day("2021-06-30")));
}
