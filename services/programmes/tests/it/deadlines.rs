//! The work list, and the reminders of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use wsparcie_kernel::ids::{ClaimId, JobId, ProjectId};
use wsparcie_kernel::{Role, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{REMIND_JOB, remind_handler};
use wsparcie_programmes_api::{
    Claim, ClaimStep, CloseReadinessBreach, DeadlineKind, Deadlines, NewClaim, NewReadinessDuty,
    PlanReadinessCheck, ProgrammesApi, REMINDER_DUE, REMINDER_SCHEMA, ReadinessDuty, ReminderEvent,
    ReminderStage, ReportReadinessBreach,
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

    async fn duty(&self, starts_on: &str, ends_on: &str) -> ReadinessDuty {
        let project = self.centre.created(lasting(starts_on, ends_on)).await.id;
        let duty = NewReadinessDuty {
            project_id: project,
            service_id: None,
            service: Some("AOON".to_owned()),
            source_note: None,
            agreed: None,
        };
        let service = self.stage.service.clone();
        service
            .add_readiness_duty(now(), self.centre.call(), duty)
            .await
            .unwrap()
    }

    async fn check(&self, starts_on: &str, ends_on: &str, planned_on: &str) -> ReadinessDuty {
        let duty = self.duty(starts_on, ends_on).await;
        let service = self.stage.service.clone();
        let plan = PlanReadinessCheck {
            duty_id: duty.id,
            planned_on: day(planned_on),
        };
        service
            .plan_readiness_check(now(), self.centre.call(), plan)
            .await
            .unwrap()
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

    /// What was told, in its order.
    async fn events(&self) -> Vec<ReminderEvent> {
        let mut admin = self.stage.test.admin().await;
        let payloads: Vec<serde_json::Value> =
            sqlx::query_scalar("select payload from platform.outbox where topic = $1 order by id")
                .bind(REMINDER_DUE)
                .fetch_all(&mut admin)
                .await
                .unwrap();
        payloads
            .into_iter()
            .map(|payload| serde_json::from_value(payload).unwrap())
            .collect()
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
    desk.check("2014-07-01", "2016-12-31", "2018-04-20").await;
    // Over already: no deadline any more.
    desk.duty("2015-01-01", "2015-12-31").await;
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
    desk.duty("2017-07-01", "2019-06-30").await;
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
    let told = desk.events().await;
    let stages: Vec<_> = told.iter().map(|event| event.stage).collect();
    assert_eq!(
        stages,
        [
            ReminderStage::Near,
            ReminderStage::Near,
            ReminderStage::Over,
            ReminderStage::Over
        ]
    );
    let ids: BTreeSet<_> = told.iter().map(|event| event.reminder_id).collect();
    assert_eq!(ids.len(), 4, "each reminder has an id of its own");
    for event in &told {
        assert_eq!(
            (event.schema, event.kind),
            (REMINDER_SCHEMA, DeadlineKind::ClaimDue)
        );
        assert_eq!(
            (event.due_on, event.claim_id.is_some()),
            (day("2018-04-16"), true)
        );
        assert_eq!(event.project_title, lasting("2017-07-01", "2019-06-30").title);
    }
}

#[tokio::test]
async fn an_open_breach_is_on_the_list_and_told_of_once_until_it_is_closed() {
    let desk = Desk::on("2018-04-18").await;
    let duty = desk.check("2016-01-01", "2017-12-31", "2019-12-30").await;
    let report = ReportReadinessBreach {
        duty_id: duty.id,
        found_on: day("2018-04-10"),
        what: "Brak Piotra Tajnego przy telefonie".to_owned(),
        remedy: None,
    };
    let service = desk.stage.service.clone();
    let duty = service
        .clone()
        .report_readiness_breach(now(), desk.centre.call(), report)
        .await
        .unwrap();
    let listed = desk.list(Role::SocialWorker, "2018-04-18").await;
    let rows: Vec<_> = listed
        .rows
        .iter()
        .map(|row| (row.kind, row.breach_id, row.due_on, row.days_left))
        .collect();
    let breach = &duty.breaches[0];
    let open = (
        DeadlineKind::ReadinessBreach,
        Some(breach.id),
        Some(day("2018-04-10")),
        Some(-8),
    );
    assert_eq!(rows, [open]);
    desk.round("2018-04-18").await;
    desk.round("2018-04-19").await;
    let told = desk.events().await;
    assert_eq!(told.len(), 1, "once, however many days go by");
    assert_eq!(
        (told[0].stage, told[0].breach_id, told[0].due_on),
        (ReminderStage::Open, Some(breach.id), day("2018-04-10"))
    );
    let words = "select count(*) from platform.outbox where payload::text like '%Tajn%'";
    assert_eq!(
        desk.stage.number(words).await,
        0,
        "what is wrong stays at the centre"
    );
    let close = CloseReadinessBreach {
        breach_id: breach.id,
        expected_version: breach.version,
        closed_on: day("2018-04-18"),
        closing: "Telefon jest obsługiwany".to_owned(),
    };
    service
        .close_readiness_breach(now(), desk.centre.call(), close)
        .await
        .unwrap();
    assert_eq!(desk.list(Role::SocialWorker, "2018-04-18").await.rows, []);
}

#[test]
fn the_event_is_as_its_checked_in_sample_shows_it() {
    let id = |last: u128| uuid::Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + last);
    let event = ReminderEvent {
        schema: REMINDER_SCHEMA,
        reminder_id: id(0xf1),
        kind: DeadlineKind::ClaimAnswer,
        stage: ReminderStage::Near,
        project_id: ProjectId::from_uuid(id(0xa1)),
        project_title: "Asystent aktywności".to_owned(),
        claim_id: Some(ClaimId::from_uuid(id(0xc1))),
        check_id: None,
        breach_id: None,
        due_on: day("2018-05-14"),
    };
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/events")
        .join(format!("{REMINDER_DUE}.json"));
    let told = serde_json::to_value(&event).unwrap();
    if std::env::var_os("WSPARCIE_UPDATE_SAMPLES").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&told).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(told, serde_json::from_str::<serde_json::Value>(&text).unwrap());
    assert_eq!(serde_json::from_str::<ReminderEvent>(&text).unwrap(), event);
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
