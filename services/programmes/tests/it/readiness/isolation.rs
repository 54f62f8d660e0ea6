//! Another centre's readiness; what reading costs; requests that come twice.

use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{OfferedServiceId, ProjectId, ReadinessCheckId, ReadinessDutyId};
use wsparcie_programmes_api::{CheckOutcome, PlanReadinessCheck, ProgrammesApi, RecordReadinessCheck};
use wsparcie_testkit::Statements;

use super::{add, day, kept};
use crate::claims::lasting;
use crate::support::{Stage, nothing, now, once, titled};

#[tokio::test]
async fn another_centres_readiness_is_not_there() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let duty = add(&north, project, "AOON").await.unwrap();
    for (project, duty) in [
        (project, duty.id),
        (
            ProjectId::from_uuid(nothing()),
            ReadinessDutyId::from_uuid(nothing()),
        ),
    ] {
        assert_eq!(add(&south, project, "AOON").await, Err(CallError::NotFound));
        let service = south.service.clone();
        assert_eq!(
            service
                .clone()
                .readiness_by_project(now(), south.call(), vec![project])
                .await,
            Ok(Vec::new())
        );
        let plan = PlanReadinessCheck {
            duty_id: duty,
            planned_on: day("2020-01-01"),
        };
        assert_eq!(
            service
                .clone()
                .plan_readiness_check(now(), south.call(), plan)
                .await,
            Err(CallError::NotFound)
        );
    }
    let record = RecordReadinessCheck {
        check_id: ReadinessCheckId::from_uuid(nothing()),
        expected_version: 1,
        done_on: day("2020-01-01"),
        done_by: "x".to_owned(),
        outcome: CheckOutcome::Kept,
        note: None,
        evidence: Vec::new(),
    };
    assert_eq!(
        north
            .service
            .clone()
            .record_readiness_check(now(), north.call(), record)
            .await,
        Err(CallError::NotFound)
    );
    let mut strange = kept(project, "x");
    strange.service = None;
    strange.service_id = Some(OfferedServiceId::from_uuid(nothing()));
    assert_eq!(
        north
            .service
            .clone()
            .add_readiness_duty(now(), north.call(), strange)
            .await,
        Err(CallError::NotFound)
    );
}

#[tokio::test]
async fn the_readiness_of_many_projects_is_read_in_one_statement() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let (one, other) = (
        centre.created(lasting("2017-07-01", "2019-06-30")).await.id,
        centre.created(titled("b")).await.id,
    );
    for service in ["AOON", "KIS"] {
        add(&centre, one, service).await.unwrap();
    }
    let statements = Statements::watch();
    let read = async |projects: Vec<ProjectId>| {
        statements.take();
        let found = centre
            .service
            .clone()
            .readiness_by_project(now(), centre.call(), projects)
            .await
            .unwrap();
        (found.len(), statements.take())
    };
    let (_, cost) = read(vec![one]).await;
    assert_eq!(read(vec![one, other]).await, (2, cost));
    assert_eq!(read(vec![ProjectId::from_uuid(nothing())]).await, (0, cost));
}

#[tokio::test]
async fn a_repeated_duty_is_added_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let add = async || {
        let call = once(centre.call(), "duty-1", "f");
        centre
            .service
            .clone()
            .add_readiness_duty(now(), call, kept(project, "AOON"))
            .await
            .unwrap()
    };
    assert_eq!(add().await, add().await);
    assert_eq!(
        stage
            .number("select count(*) from programmes.readiness_duty")
            .await,
        1
    );
}
