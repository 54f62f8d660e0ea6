//! Workers and lines of teams.

use wsparcie_kernel::ids::{TeamPostId, WorkerId};
use wsparcie_kernel::{CallError, CallResult, PageRequest};
use wsparcie_programmes_api::{
    EndTeamPost, Headcount, NewTeamPost, NewWorker, ProgrammesApi, Team, TeamPost,
};
use wsparcie_testkit::Statements;

use super::{add, day, of_2018, posts, stage};
use crate::support::{Centre, nothing, now, once, refusal, titled};
use wsparcie_kernel::ids::ProjectId;

async fn worker(centre: &Centre, name: &str) -> WorkerId {
    let input = NewWorker {
        name: name.to_owned(),
    };
    let service = centre.service.clone();
    service
        .create_worker(now(), centre.call(), input)
        .await
        .unwrap()
        .id
}

async fn end(centre: &Centre, id: TeamPostId, expected_version: i64, last: &str) -> CallResult<TeamPost> {
    let input = EndTeamPost {
        id,
        expected_version,
        last_day: last.parse().unwrap(),
    };
    centre
        .service
        .clone()
        .end_team_post(now(), centre.call(), input)
        .await
}

async fn teams(centre: &Centre, projects: &[ProjectId]) -> Vec<Team> {
    let service = centre.service.clone();
    service
        .teams_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

fn between(at_least: i64, at_most: i64) -> Headcount {
    Headcount {
        at_least,
        at_most: Some(at_most),
    }
}

#[tokio::test]
async fn integras_team_is_seven_posts_and_five_people_at_least() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("INTEGRA")).await.id;
    let social = add(&centre, posts(project, "social_worker", 4)).await.unwrap();
    let street = NewTeamPost {
        among: Some(social.id),
        ..posts(project, "streetworker", 2)
    };
    add(&centre, street).await.unwrap();
    add(&centre, posts(project, "local_animator", 1)).await.unwrap();
    let team = teams(&centre, &[project]).await.pop().unwrap();
    assert_eq!((team.posts, team.people), (between(7, 7), between(5, 7)));
    let mut labels: Vec<&str> = team
        .lines
        .iter()
        .map(|line| line.position.label_pl.as_str())
        .collect();
    labels.sort_unstable();
    assert_eq!(labels, ["animator lokalny", "pracownik socjalny", "streetworker"]);
}

#[tokio::test]
async fn a_line_has_the_duties_of_the_dictionary_and_every_wrong_code_is_named() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(of_2018("a")).await.id;
    let coordinator = NewTeamPost {
        duties: ["monitoring", "evaluation", "promotion", "project_documents"]
            .map(str::to_owned)
            .to_vec(),
        ..posts(project, "coordinator", 1)
    };
    let added = add(&centre, coordinator.clone()).await.unwrap();
    assert_eq!(added.duties[2].label_pl, "promocja projektu");
    let wrong = NewTeamPost {
        position: "astronaut".to_owned(),
        duties: vec!["monitoring".to_owned(), "cooking".to_owned()],
        valid_from: day("2017-12-31"),
        valid_to: day("2019-01-01"),
        ..coordinator
    };
    let CallError::Refused(problems) = add(&centre, wrong).await.unwrap_err() else {
        panic!("not refused")
    };
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect();
    assert_eq!(
        said,
        [
            "post.position CODE_UNKNOWN",
            "post.duties.1 CODE_UNKNOWN",
            "post.validFrom DATE_OUTSIDE_PROJECT",
            "post.validTo DATE_OUTSIDE_PROJECT"
        ]
    );
}

#[tokio::test]
async fn one_worker_over_full_time_in_two_projects_is_warned_of_and_one_position_twice_is_refused() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let first = centre.created(of_2018("a")).await.id;
    let second = centre.created(of_2018("b")).await.id;
    let anna = worker(&centre, " Anna Zażółć ").await;
    let half = |project, from: &str, to: Option<&str>| NewTeamPost {
        worker_id: Some(anna),
        full_time_bp: Some(6_000),
        valid_from: day(from),
        valid_to: to.and_then(day),
        ..posts(project, "psychologist", 1)
    };
    let alone = add(&centre, half(first, "2018-01-01", Some("2018-06-30")))
        .await
        .unwrap();
    assert_eq!(alone.worker.unwrap().name, "Anna Zażółć");
    assert_eq!(alone.warnings, []);
    let twice = add(&centre, half(first, "2018-06-30", None)).await;
    assert_eq!(refusal(twice), ["POST_OVERLAP"]);
    let warned = add(&centre, half(second, "2018-06-01", None)).await.unwrap();
    assert_eq!(warned.warnings[0].code, "POST_OVER_FULL_TIME");
    assert!(warned.warnings[0].message_pl.contains("120%"));
    // The other line is warned of too, when it is read again; a line from July on is not.
    let lines = teams(&centre, &[first]).await.pop().unwrap().lines;
    assert_eq!(lines[0].warnings.len(), 1);
    let ended = end(&centre, warned.id, 1, "2018-06-01").await.unwrap();
    assert_eq!((ended.version, ended.valid_to), (2, day("2018-06-01")));
    assert_eq!(
        refusal(end(&centre, warned.id, 1, "2018-06-01").await),
        ["STALE_VERSION"]
    );
    assert_eq!(
        refusal(end(&centre, warned.id, 2, "2018-07-01").await),
        ["POST_ENDED"]
    );
    assert_eq!(
        refusal(end(&centre, warned.id, 2, "2017-12-31").await),
        ["DATE_OUTSIDE_PROJECT", "PERIOD_REVERSED"]
    );
}

#[tokio::test]
async fn of_ten_equal_lines_at_once_one_is_added() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(of_2018("a")).await.id;
    let anna = worker(&centre, "Anna").await;
    let line = NewTeamPost {
        worker_id: Some(anna),
        ..posts(project, "coordinator", 1)
    };
    let attempts = (0..10).map(|_| {
        let (centre, line) = (centre.clone(), line.clone());
        tokio::spawn(async move { add(&centre, line).await })
    });
    let mut added = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => added += 1,
            refused => assert_eq!(refusal(refused), ["POST_OVERLAP"]),
        }
    }
    assert_eq!(added, 1);
}

#[tokio::test]
async fn a_repeated_line_or_worker_is_made_once() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let add_once = async || {
        let call = once(centre.call(), "post-1", "f");
        let post = posts(project, "director", 1);
        centre
            .service
            .clone()
            .add_team_post(now(), call, post)
            .await
            .unwrap()
    };
    assert_eq!(add_once().await, add_once().await);
    let worker_once = async || {
        let call = once(centre.call(), "worker-1", "f");
        let input = NewWorker {
            name: "Jan".to_owned(),
        };
        centre
            .service
            .clone()
            .create_worker(now(), call, input)
            .await
            .unwrap()
    };
    assert_eq!(worker_once().await, worker_once().await);
    assert_eq!(teams(&centre, &[project]).await[0].lines.len(), 1);
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(10)
    };
    let workers = centre
        .service
        .clone()
        .list_workers(now(), centre.call(), page)
        .await
        .unwrap();
    assert_eq!((workers.edges.len(), workers.total_count), (1, Some(1)));
}

#[tokio::test]
async fn another_centres_team_and_workers_are_like_none_and_cost_the_same() {
    let stage = stage().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    let own = south.created(titled("b")).await.id;
    let line = add(&north, posts(project, "director", 1)).await.unwrap();
    let anna = worker(&north, "Anna").await;
    let statements = Statements::watch();
    let mut answers = Vec::new();
    for (id, who, post) in [
        (project, anna, line.id),
        (
            ProjectId::from_uuid(nothing()),
            WorkerId::from_uuid(nothing()),
            TeamPostId::from_uuid(nothing()),
        ),
    ] {
        statements.take();
        let by_project = add(&south, posts(id, "director", 1)).await;
        let by_worker = add(
            &south,
            NewTeamPost {
                worker_id: Some(who),
                ..posts(own, "director", 1)
            },
        )
        .await;
        let by_among = add(
            &south,
            NewTeamPost {
                among: Some(post),
                ..posts(own, "director", 1)
            },
        )
        .await;
        let ended = end(&south, post, 1, "2018-01-01").await;
        let call = south.call();
        let seen = south
            .service
            .clone()
            .team_posts_by_id(now(), call.clone(), vec![post])
            .await;
        let workers = south.service.clone().workers_by_id(now(), call, vec![who]).await;
        let refused = format!("{by_project:?} {by_worker:?} {by_among:?} {ended:?} {seen:?} {workers:?}");
        answers.push((refused, statements.take()));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].0.contains("NotFound") && answers[0].0.contains("AMONG_UNKNOWN"));
    assert_eq!(teams(&south, &[project]).await, []);
}

#[tokio::test]
async fn the_teams_of_many_projects_cost_as_many_statements_as_one() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let anna = worker(&centre, "Anna").await;
    let mut projects = Vec::new();
    for n in 0..5 {
        let project = centre.created(titled(&n.to_string())).await.id;
        let line = NewTeamPost {
            worker_id: Some(anna),
            ..posts(project, "director", 1)
        };
        add(&centre, line).await.unwrap();
        projects.push(project);
    }
    let statements = Statements::watch();
    statements.take();
    assert_eq!(teams(&centre, &projects[..1]).await.len(), 1);
    let one = statements.take();
    assert_eq!(teams(&centre, &projects).await.len(), 5);
    assert_eq!(statements.take(), one);
}
