//! How a project comes to its status.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Principal, Role};
use wsparcie_programmes_api::{
    MoveProject, ProgrammesApi, Project, ProjectFacts, ProjectStatus, Recorder, StatusChange,
};
use wsparcie_testkit::{call, user};

use crate::support::{Centre, Stage, nothing, now, once, refusal, titled};
use ProjectStatus::{Closed, Closing, InReadiness, Planned, Recruiting, Running};

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn to(id: ProjectId, expected_version: i64, to: ProjectStatus, on: Option<Date>) -> MoveProject {
    MoveProject {
        id,
        expected_version,
        to,
        on,
        reason: None,
    }
}

async fn go_by(centre: &Centre, call: Call, input: MoveProject) -> CallResult<Project> {
    centre.service.clone().move_project(now(), call, input).await
}

/// Moved by the centre's director.
async fn go(centre: &Centre, input: MoveProject) -> CallResult<Project> {
    go_by(centre, call(&user(centre.tenant, Role::Director)), input).await
}

async fn history(centre: &Centre, projects: &[ProjectId]) -> Vec<StatusChange> {
    centre
        .service
        .clone()
        .status_changes_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

/// Starachowice's project with its days.
async fn asystent(centre: &Centre) -> Project {
    let facts = ProjectFacts {
        starts_on: day("2017-07-01"),
        ends_on: day("2019-06-30"),
        ..titled("Asystent aktywności")
    };
    centre.created(facts).await
}

#[tokio::test]
async fn a_project_goes_its_way_and_every_step_says_who_when_and_why() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS Starachowice").await;
    let project = asystent(&centre).await;
    assert_eq!((project.status, project.version), (Planned, 1));
    assert_eq!(project.next_statuses, [Recruiting, Running, Closed]);
    let director = user(centre.tenant, Role::Director);
    let steps = [
        (Recruiting, None),
        (Running, day("2017-07-01")),
        (Closing, day("2019-06-30")),
        (InReadiness, day("2019-07-11")),
    ];
    for (step, (status, on)) in (1..).zip(steps) {
        let input = to(project.id, step, status, on);
        let moved = go_by(&centre, call(&director), input).await.unwrap();
        assert_eq!((moved.status, moved.version), (status, step + 1));
        assert_eq!(centre.read(&[project.id]).await, [moved]);
    }
    let Principal::User(director) = director.principal else {
        unreachable!()
    };
    let told = history(&centre, &[project.id]).await;
    let steps_told: Vec<_> = told.iter().map(|change| (change.to, change.on)).collect();
    assert_eq!(steps_told, steps);
    for (number, change) in (1..).zip(&told) {
        assert_eq!(
            (change.number, change.recorded_by),
            (number, Some(Recorder::User(director)))
        );
    }
    let audit = format!(
        "select count(*) from platform.audit_event where action = 'project.moved' and subject_id = '{}'
         and details->>'to' in ('recruiting', 'running', 'closing', 'in_readiness')",
        project.id
    );
    assert_eq!(stage.number(&audit).await, 4);
}

#[tokio::test]
async fn a_refused_move_leaves_the_project_where_it_was() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = asystent(&centre).await;
    for (input, codes) in [
        (
            to(project.id, 1, InReadiness, None),
            &["PROJECT_STATUS_TRANSITION"][..],
        ),
        (
            to(project.id, 1, Running, day("2017-06-30")),
            &["PROJECT_NOT_STARTED"],
        ),
        (
            to(project.id, 1, Running, day("2026-03-03")),
            &["STATUS_DAY_IN_FUTURE"],
        ),
        (to(project.id, 1, Closed, None), &["STATUS_REASON_MISSING"]),
        (to(project.id, 2, Running, None), &["STALE_VERSION"]),
    ] {
        assert_eq!(refusal(go(&centre, input).await), codes);
    }
    let id = project.id;
    assert_eq!(centre.read(&[id]).await, [project]);
    assert_eq!(history(&centre, &[id]).await, []);
}

#[tokio::test]
async fn of_twenty_moves_at_once_one_happens_and_the_others_are_stale() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = asystent(&centre).await;
    let attempts = (0..20).map(|n| {
        let centre = centre.clone();
        let status = if n % 2 == 0 { Recruiting } else { Running };
        tokio::spawn(async move { go(&centre, to(project.id, 1, status, None)).await })
    });
    let mut moved = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => moved += 1,
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(moved, 1);
    assert_eq!(history(&centre, &[project.id]).await.len(), 1);
}

#[tokio::test]
async fn a_repeated_move_happens_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = asystent(&centre).await;
    let director = user(centre.tenant, Role::Director);
    let again = || {
        let call = once(call(&director), "key", "f");
        go_by(&centre, call, to(project.id, 1, Running, None))
    };
    let first = again().await.unwrap();
    assert_eq!(again().await.unwrap(), first);
    assert_eq!(history(&centre, &[project.id]).await.len(), 1);
}

#[tokio::test]
async fn a_project_with_a_readiness_duty_is_not_closed_before_its_last_day() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = asystent(&centre).await;
    for (version, status) in [(1, Running), (2, Closing)] {
        go(&centre, to(project.id, version, status, None)).await.unwrap();
    }
    stage
        .plant(&format!(
            "insert into programmes.readiness_duty (tenant_id, id, project_id, service, version, created_at, updated_at)
             values ('{}', '{}', '{}', 'AOON', 1, now(), now())",
            centre.tenant,
            nothing(),
            project.id
        ))
        .await;
    // 24 months after a project of 24 months that ended on 2019-06-30.
    for on in ["2019-07-01", "2021-06-29"] {
        let early = go(&centre, to(project.id, 3, Closed, day(on))).await;
        assert_eq!(refusal(early), ["READINESS_DUTY_OPEN"], "{on}");
    }
    go(&centre, to(project.id, 3, InReadiness, day("2019-07-11")))
        .await
        .unwrap();
    // The last day belongs to the duty.
    for on in ["2021-06-29", "2021-06-30"] {
        let early = go(&centre, to(project.id, 4, Closed, day(on))).await;
        assert_eq!(refusal(early), ["READINESS_DUTY_OPEN"], "{on}");
    }
    let closed = go(&centre, to(project.id, 4, Closed, day("2021-07-01")))
        .await
        .unwrap();
    assert_eq!((closed.status, closed.next_statuses), (Closed, Vec::new()));
}

#[tokio::test]
async fn a_duty_without_a_known_end_keeps_the_project_open() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("bez dat")).await;
    for (version, status) in [(1, Running), (2, Closing)] {
        go(&centre, to(project.id, version, status, None)).await.unwrap();
    }
    stage
        .plant(&format!(
            "insert into programmes.readiness_duty (tenant_id, id, project_id, service, version, created_at, updated_at)
             values ('{}', '{}', '{}', 'AOON', 1, now(), now())",
            centre.tenant,
            nothing(),
            project.id
        ))
        .await;
    let refused = go(&centre, to(project.id, 3, Closed, None)).await;
    assert_eq!(refusal(refused), ["READINESS_DUTY_OPEN"]);
    // An agreed day alone is no end: the project may have lasted longer.
    stage
        .plant(
            "update programmes.readiness_duty set agreed_until = '2010-01-01', agreed_reason = 'umowa',
                 agreed_basis = '§ 12 umowy'",
        )
        .await;
    let refused = go(&centre, to(project.id, 3, Closed, None)).await;
    assert_eq!(refusal(refused), ["READINESS_DUTY_OPEN"]);
}

#[tokio::test]
async fn a_project_in_readiness_is_closed_after_its_own_duration_though_no_duty_was_written_down() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let (known, unknown) = (asystent(&centre).await, centre.created(titled("bez dat")).await);
    for project in [&known, &unknown] {
        for (version, status) in [(1, Running), (2, Closing)] {
            go(&centre, to(project.id, version, status, day("2019-07-01")))
                .await
                .unwrap();
        }
        go(&centre, to(project.id, 3, InReadiness, day("2019-07-01")))
            .await
            .unwrap();
    }
    for on in ["2019-07-02", "2021-06-30"] {
        let early = go(&centre, to(known.id, 4, Closed, day(on))).await;
        assert_eq!(refusal(early), ["READINESS_DUTY_OPEN"], "{on}");
    }
    go(&centre, to(known.id, 4, Closed, day("2021-07-01")))
        .await
        .unwrap();
    // Of unknown days nothing is computed: they are entered first.
    let refused = go(&centre, to(unknown.id, 4, Closed, None)).await;
    assert_eq!(refusal(refused), ["READINESS_DUTY_OPEN"]);
    let facts = ProjectFacts {
        starts_on: day("2017-07-01"),
        ends_on: day("2019-06-30"),
        ..titled("bez dat")
    };
    centre.update(unknown.id, 4, facts).await.unwrap();
    go(&centre, to(unknown.id, 5, Closed, None)).await.unwrap();
}

#[tokio::test]
async fn another_centres_project_is_not_moved_and_its_history_not_told() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = asystent(&north).await;
    go(&north, to(project.id, 1, Running, None)).await.unwrap();
    for id in [project.id, ProjectId::from_uuid(nothing())] {
        let answer = go(&south, to(id, 2, Closing, None)).await;
        assert_eq!(answer, Err(CallError::NotFound));
    }
    assert_eq!(history(&south, &[project.id]).await, []);
    assert_eq!(history(&north, &[project.id]).await.len(), 1);
}

#[tokio::test]
async fn a_move_by_an_update_of_facts_does_not_happen_and_the_status_outlives_it() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = asystent(&centre).await;
    go(&centre, to(project.id, 1, Running, None)).await.unwrap();
    let updated = centre.update(project.id, 2, titled("nowy tytuł")).await.unwrap();
    assert_eq!((updated.status, updated.version), (Running, 3));
    let outrun = go(&centre, to(project.id, 2, Closing, None)).await;
    assert_eq!(refusal(outrun), ["STALE_VERSION"]);
}
