//! Lists of projects.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Page, PageRequest};
use wsparcie_programmes_api::{BudgetSource, ProgrammesApi, Project, ProjectFacts};
use wsparcie_testkit::Statements;

use crate::support::{Centre, Stage, nothing, now, part, refusal, titled};

async fn list(centre: &Centre, page: PageRequest) -> Page<Project> {
    centre
        .service
        .clone()
        .list_projects(now(), centre.call(), page)
        .await
        .unwrap()
}

fn titles(page: &Page<Project>) -> Vec<&str> {
    page.edges
        .iter()
        .map(|edge| edge.node.facts.title.as_str())
        .collect()
}

#[tokio::test]
async fn a_list_shows_the_centres_own_projects_oldest_first() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    for (day, title) in [("2026-03-03", "a"), ("2026-03-04", "b"), ("2026-03-05", "c")] {
        stage.clock.set(wsparcie_testkit::noon(day));
        let budget = Some(vec![
            part(BudgetSource::Eu, "1.00"),
            part(BudgetSource::Private, "2.00"),
        ]);
        north
            .created(ProjectFacts {
                budget,
                ..titled(title)
            })
            .await;
        south.created(titled("of another centre")).await;
    }
    let all = list(
        &north,
        PageRequest {
            with_total: true,
            ..PageRequest::first(10)
        },
    )
    .await;
    assert_eq!((titles(&all), all.total_count), (vec!["a", "b", "c"], Some(3)));
    assert!(
        all.edges
            .iter()
            .all(|edge| edge.node.facts.budget_sum().unwrap().to_string() == "3.00")
    );

    let first = list(&north, PageRequest::first(2)).await;
    assert_eq!(
        (titles(&first), first.has_next_page, first.total_count),
        (vec!["a", "b"], true, None)
    );
    let rest = list(
        &north,
        PageRequest {
            after: Some(first.edges[1].cursor),
            ..PageRequest::first(2)
        },
    )
    .await;
    assert_eq!(
        (titles(&rest), rest.has_next_page, rest.has_previous_page),
        (vec!["c"], false, true)
    );

    let last = list(
        &north,
        PageRequest {
            backward: true,
            ..PageRequest::first(2)
        },
    )
    .await;
    assert_eq!((titles(&last), last.has_previous_page), (vec!["b", "c"], true));
    let before = Some(last.edges[0].cursor);
    let start = list(
        &north,
        PageRequest {
            backward: true,
            before,
            ..PageRequest::first(2)
        },
    )
    .await;
    assert_eq!((titles(&start), start.has_previous_page), (vec!["a"], false));
}

#[tokio::test]
async fn a_batch_leaves_unseen_ids_out_and_has_an_end() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let own = north.created(titled("own")).await;
    let foreign = south.created(titled("foreign")).await;
    let random = ProjectId::from_uuid(nothing());
    assert_eq!(north.read(&[own.id, foreign.id, random, own.id]).await, [own]);
    assert_eq!(north.read(&[foreign.id]).await, north.read(&[random]).await);
    let too_many = vec![random; 201];
    let outcome = north
        .service
        .clone()
        .projects_by_id(now(), north.call(), too_many)
        .await;
    assert_eq!(refusal(outcome), ["TOO_MANY_IDS"]);
}

#[tokio::test]
async fn a_page_costs_the_same_statements_however_many_rows_it_holds_and_whoever_owns_an_id() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let statements = Statements::watch();
    list(&north, PageRequest::first(100)).await;
    let empty = statements.take();
    let mut foreign = None;
    for title in ["a", "b", "c"] {
        let budget = Some(vec![part(BudgetSource::Eu, "1.00")]);
        foreign = Some(
            north
                .created(ProjectFacts {
                    budget,
                    ..titled(title)
                })
                .await
                .id,
        );
    }
    statements.take();
    list(&north, PageRequest::first(100)).await;
    assert_eq!(statements.take(), empty);
    assert!(empty > 0 && empty <= 3, "begin, one statement, commit: {empty}");

    let random = ProjectId::from_uuid(nothing());
    let mut counts = Vec::new();
    for id in [foreign.unwrap(), random] {
        south.read(&[id]).await;
        south.update(id, 1, titled("stolen")).await.unwrap_err();
        counts.push(statements.take());
    }
    assert_eq!(counts[0], counts[1]);
}
