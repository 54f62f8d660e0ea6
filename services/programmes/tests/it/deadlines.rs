//! The work list, and the reminders of it.

use std::sync::Arc;

use wsparcie_kernel::ids::JobId;
use wsparcie_kernel::{Role, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{REMIND_JOB, remind_handler};
use wsparcie_programmes_api::{
    Claim, ClaimStep, DeadlineKind, Deadlines, NewClaim, NewReadinessDuty, PlanReadinessCheck, ProgrammesApi,
};
use wsparcie_testkit::{call, clock_at, user};

use crate::claims::{day, draft, lasting, load_reference, questioned};
use crate::support::{Centre, Stage, nothing, now, refusal};

/// A centre whose clock stands on a day.
struct Desk {
    stage: Stage,
    centre: Centre,
}

impl Desk {
    async fn on(today: &str) -> Self {
        let stage = Stage::start_on(today).await;
        load_reference(&stage).await;
        let centre = stage.centre("MOPS").await;
        Self { stage, centre }
    }

    async fn list(&self, role: Role, until: &str) -> Deadlines {
        let actor = user(self.centre.tenant, role);
        self.stage
            .service
            .clone()
            .deadlines(now(), call(&actor), day(until))
            .await
            .unwrap()
    }

    async fn claim(&self, from: &str, to: &str) -> Claim {
        let project = self.centre.created(lasting("2017-07-01", "2019-06-30")).await.id;
        let input = NewClaim {
            project_id: project,
            draft: draft(from, to),
        };
        let actor = user(self.centre.tenant, Role::ChiefAccountant);
        self.stage
            .service
            .clone()
            .create_claim(now(), call(&actor), input)
            .await
            .unwrap()
    }

    async fn check(&self, starts_on: &str, ends_on: &str, planned_on: &str) {
        let project = self.centre.created(lasting(starts_on, ends_on)).await.id;
        let duty = NewReadinessDuty {
            project_id: project,
            service_id: None,
            service: Some("AOON".to_owned()),
            source_note: None,
            agreed: None,
        };
        let service = self.stage.service.clone();
        let duty = service
            .clone()
            .add_readiness_duty(now(), self.centre.call(), duty)
            .await
            .unwrap();
        let plan = PlanReadinessCheck {
            duty_id: duty.id,
            planned_on: day(planned_on),
        };
        service
            .plan_readiness_check(now(), self.centre.call(), plan)
            .await
            .unwrap();
    }

    /// Runs the centre's round for a day, with the clock on that day.
    async fn round(&self, on: &str) {
        let handler = remind_handler(
            self.stage.test.db.clone(),
            Arc::new(clock_at(on)),
            Arc::new(SystemIds),
        );
        let job = Job {
            tenant_id: self.centre.tenant,
            id: JobId::from_uuid(nothing()),
            kind: REMIND_JOB.to_owned(),
            payload: serde_json::json!({"on": on}),
            attempts: 1,
        };
        handler(job).await.unwrap();
    }

    async fn told(&self) -> i64 {
        self.stage
            .number("select count(*) from platform.outbox where topic = 'programmes.reminder_due'")
            .await
    }
}

#[tokio::test]
async fn what_is_due_stands_in_the_order_of_days_with_what_is_over() {
    let desk = Desk::on("2018-04-18").await;
    let late = desk.claim("2018-01-01", "2018-03-31").await;
    let open = desk.claim("2018-01-01", "2018-03-31").await;
    let accountant = user(desk.centre.tenant, Role::ChiefAccountant);
    let step = async |claim: &Claim, on: &str, step| {
        let input = wsparcie_programmes_api::MoveClaim {
            id: claim.id,
            expected_version: claim.version,
            on: day(on),
            step,
        };
        desk.stage
            .service
            .clone()
            .move_claim(now(), call(&accountant), input)
            .await
            .unwrap()
    };
    let submitted = step(&open, "2018-04-16", ClaimStep::Submit).await;
    step(&submitted, "2018-04-17", questioned("2018-04-24")).await;
    desk.check("2016-01-01", "2016-12-31", "2018-04-20").await;
    // Over already: no deadline any more.
    desk.check("2015-01-01", "2015-12-31", "2018-05-30").await;
    let listed = desk.list(Role::ChiefAccountant, "2018-04-30").await;
    let rows: Vec<_> = listed
        .rows
        .iter()
        .map(|row| (row.kind, row.due_on.unwrap().to_string(), row.days_left))
        .collect();
    assert_eq!(
        rows,
        [
            (DeadlineKind::ClaimDue, "2018-04-16".to_owned(), Some(-2)),
            (DeadlineKind::ReadinessCheck, "2018-04-20".to_owned(), Some(2)),
            (DeadlineKind::ClaimAnswer, "2018-04-24".to_owned(), Some(6)),
        ]
    );
    assert_eq!(listed.rows[0].claim_id, Some(late.id));
    // Who may not know of claims sees the rest.
    let others = desk.list(Role::SocialWorker, "2018-04-30").await;
    assert_eq!(others.rows.len(), 1);
    // One more year, and the end of readiness is near.
    assert!(
        desk.list(Role::SocialWorker, "2018-12-31")
            .await
            .rows
            .iter()
            .all(|row| row.kind == DeadlineKind::ReadinessCheck)
    );
    let past = desk
        .stage
        .service
        .clone()
        .deadlines(now(), desk.centre.call(), day("2018-04-17"))
        .await;
    assert_eq!(refusal(past), ["DATE_OUT_OF_RANGE"]);
}

#[tokio::test]
async fn the_end_of_readiness_is_a_deadline() {
    let desk = Desk::on("2021-06-25").await;
    desk.check("2017-07-01", "2019-06-30", "2021-12-01").await;
    let listed = desk.list(Role::SocialWorker, "2021-07-01").await;
    let rows: Vec<_> = listed
        .rows
        .iter()
        .map(|row| (row.kind, row.due_on, row.days_left))
        .collect();
    assert_eq!(
        rows,
        [(DeadlineKind::ReadinessEnd, Some(day("2021-06-30")), Some(5))]
    );
}

#[tokio::test]
async fn a_deadline_is_told_of_once_when_it_comes_near_and_once_when_it_is_over() {
    let desk = Desk::on("2018-04-01").await;
    desk.claim("2018-01-01", "2018-03-31").await;
    desk.claim("2018-01-01", "2018-03-31").await;
    let jobs = "select count(*) from platform.job where kind = 'programmes.remind'";
    assert_eq!(
        desk.stage.number(jobs).await,
        1,
        "one round for the centre, however many deadlines"
    );
    // Nothing is near yet.
    desk.round("2018-04-01").await;
    assert_eq!(desk.told().await, 0);
    assert_eq!(desk.stage.number(jobs).await, 2, "the next day's round");
    // The same job once more does nothing.
    desk.round("2018-04-01").await;
    assert_eq!(desk.stage.number(jobs).await, 2);
    for (on, told) in [
        ("2018-04-02", 0),
        ("2018-04-09", 2),
        ("2018-04-10", 2),
        ("2018-04-17", 4),
        ("2018-04-18", 4),
    ] {
        desk.stage
            .plant(&format!("update programmes.reminder_round set next_on = '{on}'"))
            .await;
        desk.round(on).await;
        assert_eq!(desk.told().await, told, "{on}");
    }
    let payload = "select count(*) from platform.outbox where payload ? 'claim_id' and payload ? 'due_on'
                   and payload::text not like '%Asystent%'";
    assert_eq!(desk.stage.number(payload).await, 4, "ids and days, no titles");
}

#[tokio::test]
async fn a_round_that_was_missed_is_begun_by_the_next_act() {
    let desk = Desk::on("2018-04-10").await;
    desk.claim("2018-01-01", "2018-03-31").await;
    // Its job was laid aside as dead.
    desk.stage
        .plant("update programmes.reminder_round set next_on = '2018-04-05'; delete from platform.job")
        .await;
    desk.claim("2018-01-01", "2018-03-31").await;
    let due = "select count(*) from platform.job where kind = 'programmes.remind' and payload->>'on' = '2018-04-10'";
    assert_eq!(desk.stage.number(due).await, 1);
}
