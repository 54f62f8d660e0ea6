//! Pages of lists, walked both ways, and how many statements a batch costs.

use uuid::Uuid;
use wsparcie_casework_api::CaseworkApi;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Page, PageRequest};
use wsparcie_testkit::Statements;

use crate::support::{Stage, by_birth, now, only};

fn cursors<T>(page: &Page<T>) -> Vec<Uuid> {
    page.edges.iter().map(|edge| edge.cursor).collect()
}

#[tokio::test]
async fn pages_walked_forward_and_backward_show_the_same_people_in_one_order() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(
            north
                .person(by_birth(&format!("Ewa {n}"), "Nowak", "1980-01-01", Sex::Female))
                .await
                .id
                .into_uuid(),
        );
    }
    all.sort();
    let list = |request| north.api().list_people(now(), north.call(), request);
    let first = list(PageRequest {
        with_total: true,
        ..PageRequest::first(2)
    })
    .await
    .unwrap();
    assert_eq!(
        (cursors(&first).as_slice(), first.total_count),
        (&all[..2], Some(5))
    );
    assert!(first.has_next_page && !first.has_previous_page);
    let second = list(PageRequest {
        after: Some(all[1]),
        ..PageRequest::first(2)
    })
    .await
    .unwrap();
    assert_eq!(
        (cursors(&second).as_slice(), second.total_count),
        (&all[2..4], None)
    );
    let final_page = list(PageRequest {
        backward: true,
        ..PageRequest::first(2)
    })
    .await
    .unwrap();
    assert_eq!(cursors(&final_page), &all[3..]);
    assert!(final_page.has_previous_page && !final_page.has_next_page);
    let before = PageRequest {
        backward: true,
        before: Some(all[3]),
        ..PageRequest::first(2)
    };
    assert_eq!(cursors(&list(before).await.unwrap()), &all[1..3]);
}

#[tokio::test]
async fn nominations_enrolments_and_sessions_are_listed_by_project_or_all() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (one, other) = (
        north.recruiting(&only("true")).await,
        north.recruiting(&only("true")).await,
    );
    for project in [one, one, other] {
        north
            .participant(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female), project)
            .await;
        north.session(project, "2017-10-05").await.unwrap();
    }
    for backward in [false, true] {
        for (project, count) in [(Some(one), 2), (Some(other), 1), (None, 3)] {
            let request = PageRequest {
                backward,
                with_total: true,
                ..PageRequest::first(10)
            };
            let nominations = north
                .api()
                .list_nominations(now(), north.call(), project, request)
                .await
                .unwrap();
            assert_eq!(
                (nominations.edges.len(), nominations.total_count),
                (count, i64::try_from(count).ok())
            );
            let enrolments = north
                .api()
                .list_enrolments(now(), north.call(), project, request)
                .await
                .unwrap();
            assert_eq!(
                (enrolments.edges.len(), enrolments.total_count),
                (count, i64::try_from(count).ok())
            );
            let sessions = north
                .api()
                .list_sessions(now(), north.call(), project, request)
                .await
                .unwrap();
            assert_eq!(
                (sessions.edges.len(), sessions.total_count),
                (count, i64::try_from(count).ok())
            );
            assert!(cursors(&nominations).is_sorted() && cursors(&enrolments).is_sorted());
            assert!(cursors(&sessions).is_sorted());
        }
    }
    let first = north
        .api()
        .list_nominations(now(), north.call(), Some(one), PageRequest::first(1))
        .await
        .unwrap();
    let rest = PageRequest {
        after: Some(first.edges[0].cursor),
        ..PageRequest::first(10)
    };
    let second = north
        .api()
        .list_nominations(now(), north.call(), Some(one), rest)
        .await
        .unwrap();
    assert_eq!((second.edges.len(), second.has_previous_page), (1, true));
    assert_ne!(cursors(&first), cursors(&second));
}

#[tokio::test]
async fn reading_many_people_costs_as_many_statements_as_reading_one() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(
            north
                .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
                .await
                .id,
        );
    }
    let counted = Statements::watch();
    north.read(&ids[..1]).await;
    let for_one = counted.take();
    assert_eq!(north.read(&ids).await.len(), 10);
    assert_eq!(counted.take(), for_one);
    // Begin, read, audit, commit.
    assert!(for_one <= 4, "{for_one}");
    north
        .api()
        .facts_by_person(now(), north.call(), ids)
        .await
        .unwrap();
    assert!(counted.take() <= 4);
}
