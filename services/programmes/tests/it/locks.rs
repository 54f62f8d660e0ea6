//! Rows are locked so that nobody waits for whoever only refers to them, and from the project down.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use wsparcie_kernel::CallResult;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{
    Engagement, MoveProject, NewOfferedService, NewTeamPost, NewWorker, Places, ProgrammesApi, ProjectStatus,
    RecordWorkHours, ServiceFacts, UpdateOfferedService, WithdrawOfferedService,
};
use wsparcie_testkit::call;

use crate::support::{Centre, Stage, now, titled};

/// Longer than any of these calls takes, shorter than the database waits for a lock.
const PATIENCE: Duration = Duration::from_secs(4);

fn service(kind: &str) -> ServiceFacts {
    ServiceFacts {
        kind: kind.to_owned(),
        category: None,
        description: None,
        unit: None,
        quantity: None,
        per_what: None,
        provider: None,
    }
}

async fn offered(centre: &Centre, project_id: ProjectId) -> wsparcie_programmes_api::OfferedService {
    let input = NewOfferedService {
        project_id,
        facts: service("school"),
    };
    let service = centre.service.clone();
    service
        .add_offered_service(now(), centre.call(), input)
        .await
        .unwrap()
}

/// Begins a transaction that holds what a statement locks.
async fn holding(stage: &Stage, statement: &str) -> PgConnection {
    let mut other = stage.test.admin().await;
    other.execute("begin").await.unwrap();
    other.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    other
}

async fn in_time<T>(act: impl Future<Output = CallResult<T>>) -> T {
    let answer = tokio::time::timeout(PATIENCE, act).await;
    assert!(answer.is_ok(), "it waited for a row that is only referred to");
    answer.unwrap().unwrap()
}

#[tokio::test]
async fn nobody_waits_for_a_row_that_somebody_elses_foreign_key_holds() {
    let stage = crate::team::stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await;
    let s = || centre.service.clone();
    let worker = s()
        .create_worker(
            now(),
            centre.call(),
            NewWorker {
                name: "Anna Fikcyjna".to_owned(),
            },
        )
        .await
        .unwrap();
    let kept = offered(&centre, project.id).await;
    // What an insert with foreign keys to them holds until its transaction ends.
    let mut other = holding(
        &stage,
        "select from programmes.project for key share; select from programmes.worker for key share;
         select from programmes.offered_service for key share",
    )
    .await;
    let manager = || {
        call(&wsparcie_testkit::user(
            centre.tenant,
            wsparcie_kernel::Role::Director,
        ))
    };
    in_time(s().move_project(
        now(),
        manager(),
        MoveProject {
            id: project.id,
            expected_version: project.version,
            to: ProjectStatus::Running,
            on: None,
            reason: None,
        },
    ))
    .await;
    in_time(s().add_team_post(
        now(),
        centre.call(),
        NewTeamPost {
            project_id: project.id,
            worker_id: Some(worker.id),
            position: "assistant".to_owned(),
            duties: Vec::new(),
            posts: Places {
                count: 1,
                exactness: wsparcie_programmes_api::Exactness::Exact,
            },
            full_time_bp: None,
            weekly_hours_hundredths: None,
            valid_from: None,
            valid_to: None,
            among: None,
            note: None,
        },
    ))
    .await;
    in_time(s().record_work_hours(
        now(),
        call(&wsparcie_testkit::user(
            centre.tenant,
            wsparcie_kernel::Role::ChiefAccountant,
        )),
        RecordWorkHours {
            worker_id: worker.id,
            month: "2018-03-15".parse().unwrap(),
            engagement: Engagement::Project,
            project_id: Some(project.id),
            name: None,
            hours_hundredths: 100,
            expected_version: 0,
        },
    ))
    .await;
    let changed = in_time(s().update_offered_service(
        now(),
        centre.call(),
        UpdateOfferedService {
            id: kept.id,
            expected_version: kept.version,
            facts: service("school"),
        },
    ))
    .await;
    in_time(s().withdraw_offered_service(
        now(),
        centre.call(),
        WithdrawOfferedService {
            id: changed.id,
            expected_version: changed.version,
        },
    ))
    .await;
    other.execute("rollback").await.unwrap();
    other.close().await.unwrap();
}

#[tokio::test]
async fn whoever_waits_for_a_project_holds_no_service_of_it() {
    let stage = crate::team::stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await;
    for withdraws in [false, true] {
        let kept = offered(&centre, project.id).await;
        let mut other = holding(&stage, "select from programmes.project for no key update").await;
        let waiting = tokio::spawn({
            let (centre, id, expected_version) = (centre.clone(), kept.id, kept.version);
            async move {
                let s = centre.service.clone();
                if withdraws {
                    let input = WithdrawOfferedService { id, expected_version };
                    s.withdraw_offered_service(now(), centre.call(), input).await
                } else {
                    let facts = service("school");
                    let input = UpdateOfferedService {
                        id,
                        expected_version,
                        facts,
                    };
                    s.update_offered_service(now(), centre.call(), input).await
                }
            }
        });
        wait_for_a_lock(&stage).await;
        let free = other
            .execute("select from programmes.offered_service for update nowait")
            .await;
        assert!(free.is_ok(), "withdraws: {withdraws}, {free:?}");
        other.execute("rollback").await.unwrap();
        waiting.await.unwrap().unwrap();
    }
}

/// Until somebody waits for a lock in this database.
async fn wait_for_a_lock(stage: &Stage) {
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..200 {
        if stage.number(waiting).await > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    unreachable!("nobody waits")
}
