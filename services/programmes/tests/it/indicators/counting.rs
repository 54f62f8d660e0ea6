//! Values from events, drill-through and effectiveness.

use wsparcie_casework_api::{Known, ParticipationEvent, Profile};
use wsparcie_kernel::{PageRequest, Role, Scope};
use wsparcie_programmes_api::{
    EffectGroup, EffectKind, EffectRate, Effectiveness, FundingPeriod, IndicatorParticipants, ProgrammesApi,
    SetEffectivenessThresholds, SexFilter, ValueSource,
};
use wsparcie_testkit::{Statements, call, user};

use super::{Desk, day, known, left_for_work, started};
use crate::support::{now, once, refusal};

fn with(event: ParticipationEvent, change: impl FnOnce(&mut Profile)) -> (ParticipationEvent, Profile) {
    let mut profile = known();
    change(&mut profile);
    (event, profile)
}

/// Four women and a man: one left for work, one inactive, one whose education nobody asked, one on the reserve list.
async fn people(desk: &Desk) {
    let project = desk.project;
    let man = ParticipationEvent {
        sex: "M".to_owned(),
        ..started(project, 5)
    };
    let waiting = ParticipationEvent {
        on_place: false,
        ..started(project, 4)
    };
    for (event, profile) in [
        with(left_for_work(project, 1), |_| {}),
        with(started(project, 2), |profile| {
            profile.labour_status = Known::Known("inactive".to_owned());
            profile.other_disadvantage = Known::Refused;
        }),
        with(started(project, 3), |profile| profile.education = Known::Unknown),
        with(waiting, |_| {}),
        with(man, |_| {}),
    ] {
        desk.take_in_with(&event, &profile).await.unwrap();
    }
}

#[tokio::test]
async fn values_are_counted_by_sex_with_what_is_missing_told_apart() {
    let desk = Desk::start().await;
    people(&desk).await;
    desk.choose("CO01").await;
    desk.choose("CO17").await;
    desk.choose("CR04").await;
    let shown: Vec<_> = desk
        .indicators("2019-06-01")
        .await
        .into_iter()
        .map(|one| {
            let value = one.value;
            (
                one.code,
                value.women,
                value.men,
                value.total,
                value.undecided,
                value.of_target,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("CO01".to_owned(), Some(1), Some(1), Some(2), Some(1), Some(5000)),
            ("CO17".to_owned(), Some(0), Some(0), Some(0), Some(1), Some(0)),
            ("CR04".to_owned(), Some(1), Some(0), Some(1), Some(0), Some(2500)),
        ]
    );
    let before = desk.indicators("2018-01-09").await;
    assert!(
        before
            .iter()
            .all(|one| one.value.total == Some(0) && one.value.undecided == Some(0))
    );
    let leaving = desk.indicators("2018-07-01").await;
    assert_eq!(
        (leaving[2].value.total, leaving[2].value.undecided),
        (Some(0), Some(1)),
        "not known yet"
    );
}

#[tokio::test]
async fn a_batch_of_projects_takes_as_many_statements_as_one() {
    let desk = Desk::start().await;
    people(&desk).await;
    desk.choose("CO01").await;
    let other = desk.centre.created(crate::support::titled("Drugi")).await.id;
    let count = async |projects: Vec<_>| {
        let statements = Statements::watch();
        let service = desk.stage.service.clone();
        service
            .indicators_by_project(now(), desk.centre.call(), projects.clone(), None)
            .await
            .unwrap();
        let indicators = statements.take();
        let service = desk.stage.service.clone();
        service
            .effectiveness_by_project(now(), desk.centre.call(), projects, None)
            .await
            .unwrap();
        (indicators, statements.take())
    };
    let one = count(vec![desk.project]).await;
    assert_eq!(one, count(vec![desk.project, other]).await);
    assert!(one.0 > 0 && one.1 > 0);
}

#[tokio::test]
async fn the_people_behind_a_figure_are_told_by_id_to_those_who_may_know_them() {
    let desk = Desk::start().await;
    people(&desk).await;
    desk.choose("CO01").await;
    let ask = |sex, undecided| IndicatorParticipants {
        project_id: desk.project,
        code: "CO01".to_owned(),
        sex,
        undecided,
        as_of: None,
    };
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(1)
    };
    let read = async |input, page| {
        let service = desk.stage.service.clone();
        let worker = call(&user(desk.centre.tenant, Role::SocialWorker));
        service
            .indicator_participants(now(), worker, input, page)
            .await
            .unwrap()
    };
    let first = read(ask(None, false), page).await;
    assert_eq!(
        (first.edges.len(), first.total_count, first.has_next_page),
        (1, Some(2), true)
    );
    assert_eq!(
        first.edges[0].node.enrolment_id,
        started(desk.project, 1).participation_id
    );
    let next = PageRequest {
        after: Some(first.edges[0].cursor),
        ..page
    };
    let second = read(ask(None, false), next).await;
    assert_eq!(
        second.edges[0].node.enrolment_id,
        started(desk.project, 5).participation_id
    );
    let back = PageRequest {
        backward: true,
        ..page
    };
    assert_eq!(read(ask(None, false), back).await.edges[0], second.edges[0]);
    let men = read(ask(Some(SexFilter::Men), false), page).await;
    assert_eq!(men.total_count, Some(1));
    let open = read(ask(None, true), page).await;
    assert_eq!(
        open.edges[0].node.enrolment_id,
        started(desk.project, 3).participation_id
    );
    let accountant = call(&user(desk.centre.tenant, Role::ChiefAccountant));
    let service = desk.stage.service.clone();
    let refused = service
        .indicator_participants(now(), accountant, ask(None, false), page)
        .await;
    assert_eq!(refusal(refused), ["FORBIDDEN"]);
    let south = desk.stage.centre("south").await;
    let service = desk.stage.service.clone();
    let foreign = call(&user(south.tenant, Role::SocialWorker));
    let refused = service
        .indicator_participants(now(), foreign, ask(None, false), page)
        .await;
    assert_eq!(refusal(refused), ["NOT_FOUND"]);
}

#[tokio::test]
async fn effectiveness_is_told_with_the_thresholds_of_the_call() {
    let desk = Desk::start().await;
    for number in 0..4 {
        let mut event = left_for_work(desk.project, number);
        if number > 0 {
            event.work.clear();
        }
        if number > 1 {
            event.social_effect_on.clear();
        }
        if number == 3 {
            event.support.clear();
        }
        desk.take_in(&event).await.unwrap();
    }
    let input = || SetEffectivenessThresholds {
        project_id: desk.project,
        expected_version: 0,
        social: Some(3400),
        employment: Some(3400),
        disability_social: None,
        disability_employment: None,
        source: "regulamin konkursu".to_owned(),
    };
    let service = || desk.stage.service.clone();
    let key = once(desk.centre.call(), "progi", "1");
    service()
        .set_effectiveness_thresholds(now(), key.clone(), input())
        .await
        .unwrap();
    service()
        .set_effectiveness_thresholds(now(), key, input())
        .await
        .unwrap();
    let stale = service()
        .set_effectiveness_thresholds(now(), desk.centre.call(), input())
        .await;
    assert_eq!(refusal(stale), ["STALE_VERSION"]);
    let told = service()
        .effectiveness_by_project(
            now(),
            desk.centre.call(),
            vec![desk.project],
            Some(day("2018-12-31")),
        )
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert_eq!(told.thresholds.as_ref().unwrap().version, 1);
    let of = |kind| {
        let rate = told
            .rates
            .iter()
            .find(|rate| rate.kind == kind && rate.group == EffectGroup::All)
            .unwrap();
        (rate.numerator, rate.denominator, rate.rate, rate.met)
    };
    assert_eq!(of(EffectKind::Social), (Some(2), Some(4), Some(5000), Some(true)));
    assert_eq!(
        of(EffectKind::Employment),
        (Some(1), Some(3), Some(3333), Some(false))
    );
    let wrong = SetEffectivenessThresholds {
        expected_version: 1,
        social: Some(10_001),
        employment: Some(-1),
        ..input()
    };
    let refused = service()
        .set_effectiveness_thresholds(now(), desk.centre.call(), wrong)
        .await;
    assert_eq!(
        refusal(refused),
        ["THRESHOLD_OUT_OF_RANGE", "THRESHOLD_OUT_OF_RANGE"]
    );
}

#[tokio::test]
async fn effectiveness_of_few_is_told_to_readers_of_participations_alone() {
    let desk = Desk::start().await;
    // Five with a severe disability, of whom one found work; twelve without, of whom six did.
    for number in 0..17 {
        let mut event = left_for_work(desk.project, number);
        if !(number == 0 || number > 10) {
            event.work.clear();
        }
        let mut profile = known();
        profile.severe_or_coupled_disability = Known::Known(number < 5);
        desk.take_in_with(&event, &profile).await.unwrap();
    }
    let told = async |call, as_of: Option<&str>| {
        let service = desk.stage.service.clone();
        let projects = vec![desk.project];
        let found = service
            .effectiveness_by_project(now(), call, projects, as_of.map(day))
            .await;
        found.unwrap().pop().unwrap()
    };
    let jobs = |told: &Effectiveness, group| {
        let of = |rate: &&EffectRate| rate.kind == EffectKind::Employment && rate.group == group;
        let rate = told.rates.iter().find(of).unwrap();
        (rate.numerator, rate.denominator, rate.too_few)
    };
    let roles = [Role::ChiefAccountant, Role::Administrator];
    let mut figures: Vec<_> = roles.map(|role| user(desk.centre.tenant, role)).into();
    let mut program = user(desk.centre.tenant, Role::Coordinator);
    program.roles.clear();
    program.scopes = vec![Scope::ProjectsRead];
    figures.push(program);
    for reader in figures {
        let today = told(call(&reader), None).await;
        for group in [EffectGroup::General, EffectGroup::Disability] {
            assert_eq!(jobs(&today, group), (None, None, true), "{group:?}");
        }
        assert_eq!(jobs(&today, EffectGroup::All), (Some(7), Some(17), false));
        assert_eq!(
            (today.group_unknown, today.broke_off, today.too_few),
            (None, Some(0), true)
        );
        let then = told(call(&reader), Some("2018-12-31")).await;
        assert_eq!(jobs(&then, EffectGroup::All), (None, None, true));
    }
    for as_of in [None, Some("2018-12-31")] {
        let worker = told(call(&user(desk.centre.tenant, Role::SocialWorker)), as_of).await;
        assert_eq!(jobs(&worker, EffectGroup::Disability), (Some(1), Some(5), false));
        assert_eq!((worker.group_unknown, worker.too_few), (Some(0), false));
    }
}

#[tokio::test]
async fn the_dictionary_is_told_by_period_day_and_release() {
    let desk = Desk::start().await;
    let read = async |period, on: &str, release| {
        let service = desk.stage.service.clone();
        service
            .indicator_dictionary(now(), desk.centre.call(), period, day(on), release)
            .await
    };
    assert_eq!(
        read(FundingPeriod::P2014, "2018-01-01", None)
            .await
            .unwrap()
            .len(),
        21
    );
    let told = read(FundingPeriod::P2014, "2018-01-01", None).await.unwrap();
    assert!(told.iter().all(|one| one.unit == "person"));
    assert!(
        read(FundingPeriod::P2007, "2010-01-01", None)
            .await
            .unwrap()
            .is_empty(),
        "no source gives a national list"
    );
    assert_eq!(
        read(FundingPeriod::P2021, "2024-01-01", None)
            .await
            .unwrap()
            .len(),
        22
    );
    assert!(
        read(FundingPeriod::P2014, "2024-01-01", None)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        read(FundingPeriod::P2014, "2018-01-01", Some(1))
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        refusal(read(FundingPeriod::P2014, "2018-01-01", Some(9)).await),
        ["NOT_FOUND"]
    );
    let desk_indicator = desk.choose("CO01").await;
    assert_eq!(desk_indicator.value.source, ValueSource::Counted);
}
