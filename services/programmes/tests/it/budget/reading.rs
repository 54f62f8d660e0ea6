//! Reading: sums, diffs, and the number of statements.

use wsparcie_programmes_api::{BudgetBeginning, BudgetChangeKind, BudgetPair, ProgrammesApi};
use wsparcie_testkit::Statements;

use super::{Desk, moved};
use crate::support::{Stage, money, now, titled};

#[tokio::test]
async fn sums_agree_with_the_lines_and_a_move_shows_in_the_diff() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    let lines = desk.line_ids(annex.id).await;
    desk.edit(annex.id, annex.version, vec![moved(lines[0], lines[1], "5.00")])
        .await
        .unwrap();
    let sums = desk.findings(annex.id).await.sums;
    assert_eq!(
        (sums.total, sums.by_task[0].amount),
        (money("100.00"), money("100.00"))
    );
    assert_eq!(sums.by_source.len(), 2);
    let pair = BudgetPair {
        budget: annex.id,
        against: first.id,
    };
    let diff = desk.diffs(vec![pair]).await.pop().unwrap();
    assert_eq!(diff.total.change, money("0.00"));
    let told: Vec<_> = diff
        .lines
        .iter()
        .map(|line| {
            (
                line.kind,
                line.amount_from.to_string(),
                line.amount_to.to_string(),
            )
        })
        .collect();
    let changed = |from: &str, to: &str| (BudgetChangeKind::Changed, from.to_owned(), to.to_owned());
    assert_eq!(told, [changed("85.00", "80.00"), changed("15.00", "20.00")]);
}

#[tokio::test]
async fn many_versions_cost_as_many_statements_as_one() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    let other = Desk {
        project: desk.centre.created(titled("b")).await.id,
        ..desk.clone()
    };
    let second = other.in_force("2017-11-01").await;
    let statements = Statements::watch();
    let mut counts = Vec::new();
    for ids in [vec![first.id], vec![first.id, second.id]] {
        let service = || desk.centre.service.clone();
        statements.take();
        let contents = service()
            .budget_contents(now(), desk.call(), ids.clone())
            .await
            .unwrap();
        let reads = statements.take();
        let findings = service()
            .budget_findings(now(), desk.call(), ids.clone())
            .await
            .unwrap();
        counts.push((reads, statements.take()));
        assert_eq!((contents.len(), findings.len()), (ids.len(), ids.len()));
    }
    assert_eq!(counts[0], counts[1]);
    let projects = vec![desk.project, other.project];
    let service = || desk.centre.service.clone();
    statements.take();
    service()
        .budgets_by_project(now(), desk.call(), vec![desk.project])
        .await
        .unwrap();
    let one = statements.take();
    let found = service()
        .budgets_by_project(now(), desk.call(), projects)
        .await
        .unwrap();
    assert_eq!((found.len(), statements.take()), (2, one));
}

#[tokio::test]
async fn versions_of_two_projects_are_not_compared() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.drafted().await;
    let other = Desk {
        project: desk.centre.created(titled("b")).await.id,
        ..desk.clone()
    };
    let second = other.drafted().await;
    let pair = |budget, against| BudgetPair { budget, against };
    assert!(desk.diffs(vec![pair(first.id, second.id)]).await.is_empty());
    assert_eq!(desk.diffs(vec![pair(first.id, first.id)]).await.len(), 1);
}
