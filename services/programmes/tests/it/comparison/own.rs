//! A centre's own comparison: unsuppressed, for whoever may.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, Role};
use wsparcie_programmes_api::{OwnComparisonRow, PeopleCount, ProgrammesApi, ProjectFacts, Told};
use wsparcie_testkit::{call, user};

use super::{MISSING, ended, people};
use crate::support::{Centre, Stage, exactly, nothing, now, titled};

async fn own(
    centre: &Centre,
    role: Role,
    projects: &[ProjectId],
) -> Result<Vec<OwnComparisonRow>, CallError> {
    let actor = user(centre.tenant, role);
    centre
        .service
        .clone()
        .own_comparison(now(), call(&actor), projects.to_vec())
        .await
}

#[tokio::test]
async fn a_centre_sees_its_editions_side_by_side_and_nothing_is_hidden_or_asks_for_consent() {
    let stage = Stage::start().await;
    stage.rules().await;
    let centre = stage.centre("MOPS").await;
    let edition = |edition: &str, places| ProjectFacts {
        edition: Some(edition.to_owned()),
        places_total: exactly(places),
        ..titled("INTEGRA")
    };
    let first = centre.created(edition("2008-2013", 8)).await.id;
    let second = centre.created(edition("2014-2015", 4)).await.id;
    stage
        .people(&centre, first, &[people(1, 2), ended(1, 0, "as_planned")])
        .await;
    let rows = own(&centre, Role::Coordinator, &[second, first]).await.unwrap();
    assert_eq!(
        rows.iter().map(|row| row.project_id).collect::<Vec<_>>(),
        [second, first],
        "in the order asked for"
    );
    assert_eq!(
        rows[0].figures.recruited.total, MISSING,
        "nobody was ever counted"
    );
    let figures = &rows[1].figures;
    assert_eq!(
        (
            figures.recruited.women,
            figures.recruited.men,
            figures.ended.total
        ),
        (
            PeopleCount::Shown(2),
            PeopleCount::Shown(2),
            PeopleCount::Shown(1)
        )
    );
    let Told::Shown(rate) = &figures.recruitment.total else {
        panic!()
    };
    assert_eq!(rate.share.hundredths_of_percent(), 5000);
    assert!(rows[1].people_told);
}

#[tokio::test]
async fn a_project_named_twice_is_told_once_and_counted_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let [first, second] = [
        centre.created(titled("a")).await.id,
        centre.created(titled("b")).await.id,
    ];
    stage.people(&centre, first, &[people(3, 4)]).await;
    let rows = own(&centre, Role::Coordinator, &[first, second, first])
        .await
        .unwrap();
    let told: Vec<_> = rows.iter().map(|row| row.project_id).collect();
    assert_eq!(told, [first, second]);
    assert_eq!(rows[0].figures.recruited.total, PeopleCount::Shown(7));
}

#[tokio::test]
async fn whoever_may_not_see_participation_is_told_no_people() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    stage.people(&centre, project, &[people(20, 20)]).await;
    let rows = own(&centre, Role::ChiefAccountant, &[project]).await.unwrap();
    assert_eq!(
        (rows[0].people_told, rows[0].figures.recruited.total),
        (false, MISSING)
    );
}

#[tokio::test]
async fn money_of_the_budget_in_force_is_told_to_whoever_may_see_budgets() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let facts = || ProjectFacts {
        places_total: exactly(10),
        ..titled("a")
    };
    let (stated, budgeted) = (centre.created(facts()).await.id, centre.created(facts()).await.id);
    let money = |project: ProjectId, origin: &str| {
        format!(
            "update programmes.project_comparison
             set budget_total_origin = '{origin}', budget_total_grosz = 1000, budget_parts_origin = '{origin}',
                 budget_sources_grosz = 1000, budget_eu_grosz = 900, budget_own_grosz = 100
             where project_id = '{project}';"
        )
    };
    stage
        .plant(&(money(stated, "stated") + &money(budgeted, "budget_in_force")))
        .await;
    let told = async |role| {
        let rows = own(&centre, role, &[stated, budgeted]).await.unwrap();
        let shown = rows.iter().map(|row| {
            let figures = &row.figures;
            let costs = [
                figures.cost_total.shown().is_some(),
                figures.cost_eu.shown().is_some(),
            ];
            (row.money_told, costs, figures.own_share.shown().is_some())
        });
        shown.collect::<Vec<_>>()
    };
    let (all, nothing) = ([true, true], [false, false]);
    assert_eq!(
        told(Role::Coordinator).await,
        [(true, all, true), (true, all, true)]
    );
    assert_eq!(
        told(Role::SocialWorker).await,
        [(false, all, true), (false, nothing, false)]
    );
}

#[tokio::test]
async fn a_foreign_project_and_one_that_is_nowhere_are_not_found_alike() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let (mine, theirs) = (
        north.created(titled("a")).await.id,
        south.created(titled("b")).await.id,
    );
    for other in [theirs, ProjectId::from_uuid(nothing())] {
        let answer = own(&north, Role::Coordinator, &[mine, other]).await;
        assert_eq!(answer, Err(CallError::NotFound));
    }
}
