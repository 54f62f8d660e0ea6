//! Hours of the team over all engagements.

use std::sync::Arc;

use futures::future::join_all;
use wsparcie_kernel::ids::{ProjectId, WorkerId};
use wsparcie_kernel::{CallResult, PageRequest};
use wsparcie_programmes_api::{
    Engagement, OverSpending, ProgrammesApi, RecordWorkHours, WorkHours, WorkerMonth,
};
use wsparcie_testkit::call;

use super::books::{Books, day, plant_rate};
use crate::claims::load_reference;
use crate::support::{Stage, nothing, now, once, refusal};

async fn worker(stage: &Stage, books: &Books) -> WorkerId {
    let id = nothing();
    stage
        .plant(&format!(
            "insert into programmes.worker (tenant_id, id, name, version, created_at)
             values ('{}', '{id}', 'Anna Fikcyjna', 1, now())",
            books.centre.tenant
        ))
        .await;
    WorkerId::from_uuid(id)
}

fn hours(
    worker_id: WorkerId,
    project: Option<ProjectId>,
    name: Option<&str>,
    hundredths: i32,
) -> RecordWorkHours {
    let engagement = match (project, name) {
        (Some(_), _) => Engagement::Project,
        (None, Some(name)) if name.starts_with("projekt") => Engagement::OtherProject,
        _ => Engagement::OtherEmployer,
    };
    RecordWorkHours {
        worker_id,
        month: day("2018-03-15"),
        engagement,
        project_id: project,
        name: name.map(str::to_owned),
        hours_hundredths: hundredths,
        expected_version: 0,
    }
}

async fn record(books: &Books, input: RecordWorkHours) -> CallResult<WorkerMonth> {
    let call = once(call(&books.accountant), &nothing().to_string(), "hours");
    books
        .centre
        .service
        .clone()
        .record_work_hours(now(), call, input)
        .await
}

/// The hours of one kind of engagement.
fn of(month: &WorkerMonth, engagement: Engagement) -> Option<&WorkHours> {
    month.hours.iter().find(|hours| hours.engagement == engagement)
}

#[tokio::test]
async fn hours_of_all_engagements_count_against_the_months_limit() {
    let stage = Stage::start().await;
    plant_rate(&stage, "personnel_monthly_hours", "hour", 276).await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    record(&books, hours(anna, None, Some("Szkoła"), 16_000))
        .await
        .unwrap();
    let own = Some(books.project);
    assert_eq!(
        refusal(record(&books, hours(anna, own, None, 11_601)).await),
        ["WORKER_HOURS_OVER_LIMIT"]
    );
    let full = record(&books, hours(anna, own, None, 11_600)).await.unwrap();
    assert_eq!(
        (full.total_hundredths, full.limit_hundredths, full.over_by()),
        (27_600, Some(27_600), None)
    );
    let over = record(&books, hours(anna, None, Some("projekt obcy"), 1_000))
        .await
        .unwrap();
    assert_eq!(over.over_by(), Some(1_000));
    let marked = |month: &WorkerMonth| month.hours.iter().filter(|hours| hours.is_over_limit).count();
    assert_eq!(marked(&over), 1);
    assert_eq!(
        of(&over, Engagement::OtherProject).map(|hours| hours.is_over_limit),
        Some(true)
    );
    let mut less = hours(anna, own, None, 11_000);
    assert_eq!(refusal(record(&books, less.clone()).await), ["STALE_VERSION"]);
    less.expected_version = 1;
    let fewer = record(&books, less).await.unwrap();
    assert_eq!(
        (fewer.over_by(), of(&fewer, Engagement::Project).unwrap().version),
        (Some(400), 2),
        "fewer hours are never refused"
    );
    let mut april = hours(anna, own, None, 27_600);
    april.month = day("2018-04-01");
    assert_eq!(
        record(&books, april).await.unwrap().total_hundredths,
        27_600,
        "each month by itself"
    );
    let endless = books.centre.created(crate::support::titled("bez końca")).await.id;
    let mut earlier = hours(anna, Some(endless), None, 30_000);
    earlier.month = day("2006-04-01");
    let unknown = record(&books, earlier).await.unwrap();
    assert_eq!(
        (unknown.limit_hundredths, unknown.over_by()),
        (None, None),
        "no rule known for that month"
    );
}

#[tokio::test]
async fn the_limit_holds_in_every_funding_period_and_in_2025() {
    let stage = Stage::start().await;
    load_reference(&stage).await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    let endless = books.centre.created(crate::support::titled("bez końca")).await.id;
    for month in [
        "2010-05-01",
        "2018-05-01",
        "2023-12-01",
        "2024-01-01",
        "2025-12-01",
    ] {
        let mut most = hours(anna, Some(endless), None, 27_600);
        most.month = day(month);
        let full = record(&books, most.clone()).await.unwrap();
        assert_eq!(
            (full.limit_hundredths, full.over_by()),
            (Some(27_600), None),
            "{month}"
        );
        most.hours_hundredths = 27_601;
        most.expected_version = 1;
        assert_eq!(
            refusal(record(&books, most).await),
            ["WORKER_HOURS_OVER_LIMIT"],
            "{month}"
        );
    }
}

#[tokio::test]
async fn hours_of_the_centres_project_belong_to_its_period_and_open_months() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    let own = Some(books.project);
    let kept = record(&books, hours(anna, own, None, 1_000)).await.unwrap();
    let mut outside = hours(anna, own, None, 1_000);
    outside.month = day("2019-01-01");
    assert_eq!(
        refusal(record(&books, outside.clone()).await),
        ["HOURS_OUTSIDE_PROJECT"]
    );
    outside.project_id = None;
    outside.engagement = Engagement::OtherEmployer;
    outside.name = Some("Szkoła".to_owned());
    record(&books, outside).await.unwrap();
    books.close_until(&stage, "2018-03-01").await;
    let mut changed = hours(anna, own, None, 500);
    changed.expected_version = 1;
    assert_eq!(refusal(record(&books, changed.clone()).await), ["MONTH_CLOSED"]);
    record(&books, hours(anna, None, Some("Szkoła"), 100))
        .await
        .unwrap();
    books.reopen("2018-03-01", "pomyłka w godzinach").await.unwrap();
    let changed = record(&books, changed).await.unwrap();
    assert_eq!(
        (
            of(&kept, Engagement::Project).unwrap().version,
            of(&changed, Engagement::Project).unwrap().hours_hundredths
        ),
        (1, 500)
    );
}

#[tokio::test]
async fn an_engagement_elsewhere_is_one_however_its_name_is_written() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    let named = |name: &str, hundredths: i32, expected_version: i64| RecordWorkHours {
        engagement: Engagement::OtherProject,
        expected_version,
        ..hours(anna, None, Some(name), hundredths)
    };
    record(&books, named("Obcy projekt", 1_000, 0)).await.unwrap();
    let spelt = named("obcy  projekt", 2_000, 0);
    assert_eq!(refusal(record(&books, spelt).await), ["STALE_VERSION"]);
    let month = record(&books, named("obcy  projekt", 2_000, 1)).await.unwrap();
    assert_eq!((month.hours.len(), month.total_hundredths), (1, 2_000));
    let other = record(&books, named("Obcy projekt 2", 500, 0)).await.unwrap();
    assert_eq!((other.hours.len(), other.total_hundredths), (2, 2_500));
}

#[tokio::test]
async fn the_first_hour_of_a_polish_month_is_that_month_already() {
    let stage = Stage::start().await;
    stage.clock.set("2018-06-30T22:30:00Z".parse().unwrap());
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    let mut july = hours(anna, Some(books.project), None, 100);
    july.month = day("2018-07-01");
    record(&books, july).await.unwrap();
    let mut paid_today = books.entry(0, "1.00");
    paid_today.paid_on = day("2018-07-01");
    paid_today.month = day("2018-07-01");
    books.record(paid_today.clone()).await.unwrap();
    let mut tomorrow = books.entry(0, "1.00");
    tomorrow.paid_on = day("2018-07-02");
    assert_eq!(refusal(books.record(tomorrow).await), ["DATE_IN_FUTURE"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hours_entered_at_once_do_not_pass_the_limit_together() {
    let stage = Stage::start().await;
    plant_rate(&stage, "personnel_monthly_hours", "hour", 276).await;
    let first = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &first).await;
    let mut projects = vec![first.project];
    for _ in 0..9 {
        projects.push(first.centre.created(crate::support::titled("inny")).await.id);
    }
    let books = Arc::new(first);
    let all = projects.into_iter().map(|project| {
        let books = Arc::clone(&books);
        tokio::spawn(async move { record(&books, hours(anna, Some(project), None, 10_000)).await })
    });
    let answers: Vec<_> = join_all(all).await.into_iter().map(Result::unwrap).collect();
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(
        (done.len(), refused.len()),
        (2, 8),
        "two times 100 hours fit into 276"
    );
    assert!(
        refused
            .into_iter()
            .flat_map(refusal)
            .all(|code| code == "WORKER_HOURS_OVER_LIMIT")
    );
}

#[tokio::test]
async fn hours_that_contradict_themselves_are_refused_and_reads_are_audited() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let anna = worker(&stage, &books).await;
    let mut wrong = hours(anna, None, Some("Szkoła"), -1);
    wrong.project_id = Some(books.project);
    wrong.month = day("2026-04-01");
    assert_eq!(
        refusal(record(&books, wrong).await),
        ["DATE_IN_FUTURE", "HOURS_OUT_OF_RANGE", "ENGAGEMENT_UNCLEAR"]
    );
    let nobody = WorkerId::from_uuid(nothing());
    assert_eq!(
        refusal(record(&books, hours(nobody, None, Some("Szkoła"), 1)).await),
        ["NOT_FOUND"]
    );
    let nowhere = Some(ProjectId::from_uuid(nothing()));
    assert_eq!(
        refusal(record(&books, hours(anna, nowhere, None, 1)).await),
        ["NOT_FOUND"]
    );
    record(&books, hours(anna, None, Some("Szkoła"), 100))
        .await
        .unwrap();
    let service = books.centre.service.clone();
    let call = call(&books.accountant);
    let page = service
        .list_worker_months(now(), call, day("2018-03-01"), PageRequest::first(10))
        .await
        .unwrap();
    assert_eq!(page.edges[0].node.hours.len(), 1);
    let read = "select count(*) from platform.audit_event where action = 'work_hours.read'";
    assert_eq!(stage.number(read).await, 1);
}
