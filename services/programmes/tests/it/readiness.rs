//! Readiness after a project's end.

use wsparcie_kernel::ids::{DocumentId, OfferedServiceId, ProjectId, ReadinessCheckId, ReadinessDutyId};
use wsparcie_kernel::{CallError, CallResult, Date};
use wsparcie_programmes_api::{
    AgreeReadiness, AgreedReadiness, CheckOutcome, CloseReadinessBreach, Evidence, NewReadinessDuty,
    PlanReadinessCheck, ProgrammesApi, Readiness, ReadinessBasis, ReadinessDuty, ReadinessState,
    RecordReadinessCheck, ReportReadinessBreach,
};
use wsparcie_testkit::Statements;

use crate::claims::lasting;
use crate::support::{Centre, Stage, nothing, now, once, refusal, titled};

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
