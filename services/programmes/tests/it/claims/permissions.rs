//! Who may do what with claims, transfers, readiness.

use wsparcie_kernel::ids::{ClaimId, ProjectId, ReadinessDutyId, TransferId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Actor, CallError, CallResult, PageRequest, Role};
use wsparcie_programmes_api::{
    CancelTransfer, ClaimStep, DutyOf, MoveClaim, NewClaim, NewReadinessDuty, NewTransfer,
    PlanReadinessCheck, ProgrammesApi, SetForecast, TransferKind, UpdateClaim,
};
use wsparcie_testkit::{call, user};

use super::{day, draft, money};
use crate::support::{Stage, nothing, now};

/// Each call with what it needs, and what it answers.
#[expect(
    clippy::too_many_lines,
    reason = "one call after another, each of the rights on its own line"
)]
async fn answers(stage: &Stage, actor: &Actor) -> Vec<(Resource, Action, CallResult<()>)> {
    use Action::{Create, Decide, Read, Update};
    use Resource::{Claim, Readiness};
    let s = || stage.service.clone();
    let c = || call(actor);
    let project_id = ProjectId::from_uuid(nothing());
    let id = ClaimId::from_uuid(nothing());
    let draft = || draft("2018-01-01", "2018-03-31");
    let new = NewClaim {
        project_id,
        draft: draft(),
    };
    let update = UpdateClaim {
        id,
        expected_version: 1,
        draft: draft(),
    };
    let step = MoveClaim {
        id,
        expected_version: 1,
        on: day("2018-04-01"),
        step: ClaimStep::Submit,
    };
    let transfer = NewTransfer {
        project_id,
        kind: TransferKind::Advance,
        on: day("2018-01-01"),
        amount: money(1),
        claim_id: None,
        title: "a".to_owned(),
    };
    let cancel = CancelTransfer {
        id: TransferId::from_uuid(nothing()),
        expected_version: 1,
        reason: "a".to_owned(),
    };
    let forecast = SetForecast {
        project_id,
        expected_version: 0,
        note: None,
        quarters: Vec::new(),
    };
    let duty_id = ReadinessDutyId::from_uuid(nothing());
    let duty = NewReadinessDuty {
        project_id,
        service_id: None,
        service: Some("a".to_owned()),
        source_note: None,
        agreed: None,
    };
    let plan = PlanReadinessCheck {
        duty_id,
        planned_on: day("2020-01-01"),
    };
    let page = PageRequest::first(1);
    vec![
        (
            Claim,
            Read,
            s().claims_by_project(now(), c(), vec![project_id])
                .await
                .map(drop),
        ),
        (
            Claim,
            Read,
            s().claims_by_id(now(), c(), vec![id]).await.map(drop),
        ),
        (
            Claim,
            Read,
            s().claim_contents(now(), c(), vec![id]).await.map(drop),
        ),
        (
            Claim,
            Read,
            s().claim_snapshots(now(), c(), vec![id]).await.map(drop),
        ),
        (
            Claim,
            Read,
            s().claim_history(now(), c(), vec![id]).await.map(drop),
        ),
        (Claim, Create, s().create_claim(now(), c(), new).await.map(drop)),
        (
            Claim,
            Create,
            s().update_claim(now(), c(), update).await.map(drop),
        ),
        (Claim, Decide, s().move_claim(now(), c(), step).await.map(drop)),
        (
            Claim,
            Read,
            s().list_transfers(now(), c(), project_id, page).await.map(drop),
        ),
        (
            Claim,
            Read,
            s().transfers_by_id(now(), c(), Vec::new()).await.map(drop),
        ),
        (
            Claim,
            Create,
            s().record_transfer(now(), c(), transfer).await.map(drop),
        ),
        (
            Claim,
            Create,
            s().cancel_transfer(now(), c(), cancel).await.map(drop),
        ),
        (
            Claim,
            Read,
            s().settlements_by_project(now(), c(), vec![project_id])
                .await
                .map(drop),
        ),
        (
            Claim,
            Read,
            s().forecasts_by_project(now(), c(), vec![project_id])
                .await
                .map(drop),
        ),
        (
            Claim,
            Create,
            s().set_forecast(now(), c(), forecast).await.map(drop),
        ),
        (
            Readiness,
            Read,
            s().readiness_by_project(now(), c(), vec![project_id])
                .await
                .map(drop),
        ),
        (
            Readiness,
            Read,
            s().readiness_duty(now(), c(), DutyOf::Duty(duty_id))
                .await
                .map(drop),
        ),
        (
            Readiness,
            Update,
            s().add_readiness_duty(now(), c(), duty).await.map(drop),
        ),
        (
            Readiness,
            Update,
            s().plan_readiness_check(now(), c(), plan).await.map(drop),
        ),
        (
            Readiness,
            Read,
            s().deadlines(now(), c(), day("2026-03-03")).await.map(drop),
        ),
    ]
}

#[tokio::test]
async fn every_call_is_forbidden_to_whom_the_table_forbids_it() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    for role in [
        Role::ChiefAccountant,
        Role::Coordinator,
        Role::SocialWorker,
        Role::RegionalAnalyst,
    ] {
        let actor = user(centre.tenant, role);
        for (index, (resource, action, answer)) in answers(&stage, &actor).await.into_iter().enumerate() {
            let forbidden = matches!(answer, Err(CallError::Forbidden));
            assert_eq!(
                forbidden,
                !permission::allows(&actor, resource, action),
                "{role:?} {resource:?} {action:?}, call {index}: {answer:?}"
            );
        }
    }
}
