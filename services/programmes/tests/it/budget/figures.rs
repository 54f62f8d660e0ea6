//! Costs per head and own contributions of stored projects.

use wsparcie_programmes_api::{BudgetSource, FigureExactness, MoneyOrigin, ProjectFacts};

use super::Desk;
use crate::support::{Stage, at_least, exactly, money, part, titled};

#[tokio::test]
async fn the_stated_amounts_come_before_the_budget_in_force() {
    let stage = Stage::start().await;
    let facts = ProjectFacts {
        places_total: exactly(19),
        budget: Some(vec![
            part(BudgetSource::Eu, "179131.53"),
            part(BudgetSource::LocalGovernment, "21015.43"),
        ]),
        budget_total: Some(money("200146.96")),
        ..titled("a")
    };
    let desk = Desk::open(&stage, "MOPS", facts).await;
    desk.drafted().await;
    let figures = desk.figures().await.pop().unwrap();
    assert_eq!(figures.total_per_head.value, Some(money("10534.05")));
    assert_eq!(figures.own_contribution.share.unwrap().to_string(), "10.50");
    assert_eq!(figures.total_per_head.origin, Some(MoneyOrigin::Stated));
}

#[tokio::test]
async fn where_nothing_is_stated_the_budget_in_force_counts_and_a_draft_does_not() {
    let stage = Stage::start().await;
    let facts = ProjectFacts {
        places_total: at_least(3),
        ..titled("a")
    };
    let desk = Desk::open(&stage, "MOPS", facts).await;
    let draft = desk.drafted().await;
    let figures = desk.figures().await.pop().unwrap();
    assert_eq!(
        (
            figures.total_per_head.value,
            figures.total_per_head.missing.join(",")
        ),
        (None, "budget".to_owned())
    );
    desk.force(&draft, "2017-10-01").await.unwrap();
    let figures = desk.figures().await.pop().unwrap();
    assert_eq!(
        (figures.total_per_head.value, figures.total_per_head.exactness),
        (Some(money("33.34")), Some(FigureExactness::AtMost))
    );
    assert_eq!(figures.eu_per_head.value, Some(money("28.34")));
    assert_eq!(figures.total_per_head.origin, Some(MoneyOrigin::BudgetInForce));
    assert_eq!(figures.own_contribution.share.unwrap().to_string(), "15.00");
}
