//! What of counted values whoever may not read participations is told.

use wsparcie_casework_api::Known;
use wsparcie_kernel::{Actor, Role, Scope};
use wsparcie_programmes_api::{
    IndicatorTargets, NewOwnIndicator, ProgrammesApi, ProjectIndicator, SetIndicatorTargets,
};
use wsparcie_testkit::{call, user};

use super::own::{add, choose, own};
use super::{Desk, day, known, started};
use crate::support::{now, refusal};

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one centre seen by two readers, step by step"
)]
async fn who_may_not_read_participations_sets_no_condition_and_reads_no_count_of_one() {
    let desk = Desk::start().await;
    // A program that may change projects and knows nobody.
    let program = || {
        let mut actor = user(desk.centre.tenant, Role::Coordinator);
        actor.roles.clear();
        actor.scopes = vec![Scope::ProjectsRead, Scope::ProjectsWrite];
        call(&actor)
    };
    let narrow = "age == 30 && sex == \"K\"";
    let service = || desk.stage.service.clone();
    let refused = service()
        .add_own_indicator(now(), program(), own(&desk, "JEDNA", Some(narrow)))
        .await;
    assert_eq!(refusal(refused), ["FORBIDDEN"]);
    service()
        .add_own_indicator(now(), program(), own(&desk, "PORADY", None))
        .await
        .unwrap();
    add(&desk, own(&desk, "JEDNA", Some(narrow))).await.unwrap();
    choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
    let read = async |call| {
        let projects = vec![desk.project];
        let told = service()
            .indicators_by_project(now(), call, projects, None)
            .await
            .unwrap();
        let mut told: Vec<_> = told
            .into_iter()
            .map(|one| {
                let value = one.value;
                let figures = (value.total, value.women, value.undecided);
                (one.code, figures, value.too_few)
            })
            .collect();
        told.sort();
        told
    };
    let shown = |code: &str, count: Option<i64>, too_few| {
        (code.to_owned(), (count, count, count.map(|_| 0)), too_few)
    };
    let entered = shown("PORADY", None, false);
    assert_eq!(
        read(program()).await,
        [
            shown("CO01", Some(0), false),
            shown("JEDNA", None, true),
            entered.clone()
        ]
    );
    // Six women after five would tell of the sixth, and one of the other condition of the rest.
    for number in 1..=6 {
        desk.take_in(&started(desk.project, number)).await.unwrap();
        let count = i64::try_from(number).unwrap();
        let jedna = shown("JEDNA", None, true);
        let all = (count > 4).then_some(count);
        let known = [shown("CO01", all, all.is_none()), jedna, entered.clone()];
        assert_eq!(read(program()).await, known);
        let worker = call(&user(desk.centre.tenant, Role::SocialWorker));
        let known = [
            shown("CO01", Some(count), false),
            shown("JEDNA", Some(count), false),
            entered.clone(),
        ];
        assert_eq!(read(worker).await, known);
    }
    let people = IndicatorTargets {
        total: Some(10),
        ..IndicatorTargets::default()
    };
    let input = NewOwnIndicator {
        targets: people,
        ..own(&desk, "WSZYSCY", Some("age == 30"))
    };
    add(&desk, input).await.unwrap();
    let told = service()
        .indicators_by_project(now(), program(), vec![desk.project], None)
        .await
        .unwrap()
        .into_iter()
        .find(|one| one.code == "WSZYSCY")
        .unwrap();
    let value = &told.value;
    assert_eq!(
        (
            value.total,
            value.men,
            value.undecided,
            value.of_target,
            value.too_few
        ),
        (None, None, None, None, true)
    );
    // No day of the past is told either: two of them differ by those who came in between.
    let then = service()
        .indicators_by_project(now(), program(), vec![desk.project], Some(day("2018-12-31")))
        .await
        .unwrap();
    let counted = |one: &&ProjectIndicator| one.condition.is_some();
    let told_then: Vec<_> = then
        .iter()
        .filter(counted)
        .map(|one| (one.value.total, one.value.too_few))
        .collect();
    assert_eq!(told_then, [(None, true); 3]);
    // Nor does changing it show what reading it hides.
    let input = SetIndicatorTargets {
        indicator_id: told.id,
        expected_version: 1,
        targets: people,
    };
    let changed = service()
        .set_indicator_targets(now(), program(), input)
        .await
        .unwrap();
    assert_eq!((changed.value.total, changed.value.too_few), (None, true));
}

/// Twelve women without a disability since January, and one with it since March of 2018.
async fn one_of_thirteen(desk: &Desk) {
    for number in 0..12 {
        desk.take_in(&started(desk.project, number)).await.unwrap();
    }
    let mut event = started(desk.project, 12);
    event.starts_on = day("2018-03-01");
    let mut profile = known();
    profile.has_disability = Known::Known(true);
    desk.take_in_with(&event, &profile).await.unwrap();
}

#[tokio::test]
async fn no_two_days_beside_each_other_tell_of_one_persons_disability() {
    let desk = Desk::start().await;
    one_of_thirteen(&desk).await;
    desk.choose("CO01").await;
    desk.choose("CO16").await;
    let told = async |reader: &Actor, as_of: Option<&str>| {
        let service = desk.stage.service.clone();
        let found = service
            .indicators_by_project(now(), call(reader), vec![desk.project], as_of.map(day))
            .await
            .unwrap();
        let figures = found.into_iter().map(|one| {
            let value = one.value;
            let hidden = [value.women, value.men, value.undecided, value.of_target];
            assert_eq!(hidden.iter().all(Option::is_none), value.too_few);
            (one.code, value.total, value.too_few)
        });
        figures.collect::<Vec<_>>()
    };
    let both = |unemployed: Option<i64>, disabled: Option<i64>| {
        [("CO01", unemployed), ("CO16", disabled)]
            .map(|(code, total)| (code.to_owned(), total, total.is_none()))
            .to_vec()
    };
    let mut figures: Vec<_> = [Role::ChiefAccountant, Role::Administrator]
        .map(|role| user(desk.centre.tenant, role))
        .into();
    let mut program = user(desk.centre.tenant, Role::Coordinator);
    program.roles.clear();
    program.scopes = vec![Scope::ProjectsRead];
    figures.push(program);
    for reader in &figures {
        for then in ["2018-02-28", "2018-03-01", "2019-05-31", "2019-06-02"] {
            assert_eq!(told(reader, Some(then)).await, both(None, None), "{then}");
        }
        for today in [None, Some("2019-06-01")] {
            assert_eq!(told(reader, today).await, both(Some(13), None));
        }
    }
    let worker = user(desk.centre.tenant, Role::SocialWorker);
    assert_eq!(told(&worker, Some("2018-02-28")).await, both(Some(12), Some(0)));
    assert_eq!(told(&worker, Some("2018-03-01")).await, both(Some(13), Some(1)));
    assert_eq!(told(&worker, None).await, both(Some(13), Some(1)));
}

#[tokio::test]
async fn what_changing_an_indicator_answers_tells_no_count() {
    let desk = Desk::start().await;
    one_of_thirteen(&desk).await;
    let mut program = user(desk.centre.tenant, Role::Coordinator);
    program.roles.clear();
    program.scopes = vec![Scope::ProjectsRead, Scope::ProjectsWrite];
    // Chosen one at a time, none beside another, each would be told by itself.
    for code in ["CO01", "CO16"] {
        let input = wsparcie_programmes_api::ChooseIndicator {
            project_id: desk.project,
            code: code.to_owned(),
            targets: IndicatorTargets::default(),
        };
        let service = desk.stage.service.clone();
        let chosen = service
            .choose_indicator(now(), call(&program), input)
            .await
            .unwrap();
        assert_eq!((chosen.value.total, chosen.value.too_few), (None, true), "{code}");
    }
}
