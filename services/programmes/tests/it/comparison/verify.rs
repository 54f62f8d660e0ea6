//! The check against the raw facts finds what is planted, and nothing else.

use wsparcie_programmes::verify_comparison;
use wsparcie_programmes_api::{BudgetSource, ProjectFacts};

use super::{ended, of, people};
use crate::support::{Stage, exactly, part, titled};

pub(super) async fn found(stage: &Stage) -> Vec<&'static str> {
    let mut what: Vec<_> = verify_comparison(&stage.test.db)
        .await
        .unwrap()
        .into_iter()
        .map(|difference| difference.what)
        .collect();
    what.sort_unstable();
    what.dedup();
    what
}

#[tokio::test]
async fn every_planted_difference_is_listed() {
    let stage = Stage::start().await;
    stage.rules().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    south.created(titled("quiet")).await;
    let facts = ProjectFacts {
        places_total: exactly(60),
        budget: Some(vec![
            part(BudgetSource::Eu, "850.00"),
            part(BudgetSource::Private, "50.00"),
        ]),
        ..titled("a")
    };
    let project = north.created(facts).await.id;
    let groups = [people(3, 4), ended(5, 6, "early"), ended(7, 8, "as_planned")];
    stage.people(&north, project, &groups).await;
    stage.agreeing_case_work().await;
    let authority = stage.authority("02").await;
    let release = stage.release(&authority).await;
    assert_eq!(stage.rows(&authority, &of(&release)).await.len(), 2);
    assert_eq!(
        found(&stage).await,
        Vec::<&str>::new(),
        "a release brings everything up to date"
    );

    for (fault, repair, expected) in [
        (
            "update programmes.project_comparison_people set social_base = social_base - 1 where sex = 'K'",
            "update programmes.project_comparison_people set social_base = social_base + 1 where sex = 'K'",
            "people.K.social_base",
        ),
        (
            "update programmes.project_comparison set budget_own_grosz = budget_own_grosz + 1",
            "update programmes.project_comparison set budget_own_grosz = budget_own_grosz - 1",
            "budget_parts",
        ),
        (
            "update programmes.project_comparison set places_total = 61 where places_total = 60",
            "update programmes.project_comparison set places_total = 60 where places_total = 61",
            "places",
        ),
        (
            "alter table programmes.comparison_release_row disable trigger user;
             update programmes.comparison_release_row set content = replace(content, '\"a\"', '\"b\"')",
            "update programmes.comparison_release_row set content = replace(content, '\"b\"', '\"a\"')",
            "release.hash",
        ),
    ] {
        stage.plant(fault).await;
        assert_eq!(found(&stage).await, [expected]);
        stage.plant(repair).await;
        assert_eq!(found(&stage).await, Vec::<&str>::new());
    }
}

#[tokio::test]
async fn an_event_that_was_lost_shows() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.created(titled("a")).await.id;
    stage.people(&north, project, &[people(6, 6)]).await;
    stage.release(&stage.authority("02").await).await;
    // Case work itself knows of nobody.
    let what = found(&stage).await;
    assert!(
        what.contains(&"participation") && what.contains(&"people.K.recruited"),
        "{what:?}"
    );
}
