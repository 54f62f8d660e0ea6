//! Choosing indicators, own ones and targets.

use wsparcie_kernel::CallResult;
use wsparcie_programmes_api::{
    ChooseIndicator, IndicatorKind, IndicatorTargets, NewOwnIndicator, ProgrammesApi, ProjectFacts,
    ProjectIndicator, RemoveIndicator, SetIndicatorTargets,
};

use super::{Desk, RPDS, started};
use crate::support::{level, now, refusal, titled};

pub(super) async fn choose(
    desk: &Desk,
    code: &str,
    targets: IndicatorTargets,
) -> CallResult<ProjectIndicator> {
    let input = ChooseIndicator {
        project_id: desk.project,
        code: code.to_owned(),
        targets,
    };
    let service = desk.stage.service.clone();
    service.choose_indicator(now(), desk.centre.call(), input).await
}

#[tokio::test]
async fn an_indicator_is_chosen_once_and_only_from_the_dictionary_of_the_projects_period() {
    let desk = Desk::start().await;
    let none = IndicatorTargets::default();
    assert_eq!(
        refusal(choose(&desk, "EECO01", none).await),
        ["INDICATOR_OF_ANOTHER_PERIOD"]
    );
    assert_eq!(refusal(choose(&desk, "CO99", none).await), ["INDICATOR_UNKNOWN"]);
    let wrong = IndicatorTargets {
        total: Some(5),
        women: Some(2),
        men: Some(2),
    };
    assert_eq!(refusal(choose(&desk, "CO01", wrong).await), ["TARGET_SUM"]);
    let beyond = IndicatorTargets {
        total: Some(2_000_000_000),
        women: Some(-1),
        men: None,
    };
    assert_eq!(
        refusal(choose(&desk, "CO01", beyond).await),
        ["AMOUNT_OUT_OF_RANGE", "AMOUNT_OUT_OF_RANGE"]
    );
    choose(&desk, "CO01", none).await.unwrap();
    assert_eq!(refusal(choose(&desk, "CO01", none).await), ["INDICATOR_TAKEN"]);
    let without = Desk {
        project: desk.centre.created(titled("Bez programu")).await.id,
        ..desk
    };
    assert_eq!(
        refusal(choose(&without, "CO01", none).await),
        ["PROJECT_PERIOD_UNKNOWN"]
    );
    let numbered = ProjectFacts {
        number: Some("RPSW.09.02.01-26-0057/16-00".to_owned()),
        ..titled("Z numerem, bez programu")
    };
    let numbered = Desk {
        project: without.centre.created(numbered).await.id,
        ..without
    };
    assert_eq!(
        refusal(choose(&numbered, "EECO01", none).await),
        ["INDICATOR_OF_ANOTHER_PERIOD"],
        "the number says whose period it is"
    );
    choose(&numbered, "CO01", none).await.unwrap();
}

pub(super) fn own(desk: &Desk, code: &str, condition: Option<&str>) -> NewOwnIndicator {
    NewOwnIndicator {
        project_id: desk.project,
        code: code.to_owned(),
        kind: IndicatorKind::Output,
        unit: "person".to_owned(),
        by_sex: true,
        label_pl: "Kobiety po pięćdziesiątce".to_owned(),
        label_en: "Women over fifty".to_owned(),
        definition: "Uczestniczki, które ukończyły 50 lat.".to_owned(),
        condition: condition.map(str::to_owned),
        targets: IndicatorTargets::default(),
    }
}

pub(super) async fn add(desk: &Desk, input: NewOwnIndicator) -> CallResult<ProjectIndicator> {
    let service = desk.stage.service.clone();
    service.add_own_indicator(now(), desk.centre.call(), input).await
}

#[tokio::test]
async fn an_own_indicator_counts_by_its_own_condition() {
    let desk = Desk::start().await;
    desk.take_in(&started(desk.project, 1)).await.unwrap();
    let found = add(&desk, own(&desk, "MOJE_1", Some("sex == \"K\" && age >= 30")))
        .await
        .unwrap();
    assert_eq!(
        (found.value.total, found.value.undecided, found.value.of_target),
        (Some(1), Some(0), None)
    );
    let bad = NewOwnIndicator {
        kind: IndicatorKind::LongerTerm,
        label_pl: " ".to_owned(),
        ..own(&desk, "moje", Some("premise.homeless"))
    };
    assert_eq!(
        refusal(add(&desk, bad).await),
        [
            "INDICATOR_CODE_INVALID",
            "INDICATOR_BY_EVALUATION",
            "REQUIRED",
            "CONDITION_UNKNOWN_FACT"
        ]
    );
    assert_eq!(
        refusal(add(&desk, own(&desk, "CO01", None)).await),
        ["INDICATOR_CODE_OF_DICTIONARY"]
    );
}

#[tokio::test]
async fn an_indicator_that_the_dictionary_dropped_keeps_its_last_words_and_hides_no_other() {
    let desk = Desk::start().await;
    desk.take_in(&started(desk.project, 1)).await.unwrap();
    choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
    choose(&desk, "CO02", IndicatorTargets::default()).await.unwrap();
    let before = desk.indicators("2019-06-01").await;
    desk.stage
        .plant("update programmes.indicator set introduced_by = 1, ended_by = 2 where code = 'CO01'")
        .await;
    assert_eq!(desk.indicators("2019-06-01").await, before);
    assert_eq!(before[0].value.total, Some(1));
    let other = Desk {
        project: desk
            .centre
            .created(ProjectFacts {
                programme_id: Some(level(RPDS)),
                ..titled("Drugi")
            })
            .await
            .id,
        ..desk
    };
    assert_eq!(
        refusal(choose(&other, "CO01", IndicatorTargets::default()).await),
        ["INDICATOR_UNKNOWN"],
        "nobody takes it any more"
    );
}

#[tokio::test]
async fn targets_change_in_versions_and_a_removed_indicator_makes_room_for_another() {
    let desk = Desk::start().await;
    let first = choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
    let set = async |expected_version| {
        let input = SetIndicatorTargets {
            indicator_id: first.id,
            expected_version,
            targets: IndicatorTargets {
                total: Some(165),
                ..IndicatorTargets::default()
            },
        };
        let service = desk.stage.service.clone();
        service
            .set_indicator_targets(now(), desk.centre.call(), input)
            .await
    };
    let changed = set(1).await.unwrap();
    assert_eq!((changed.targets.total, changed.version), (Some(165), 2));
    assert_eq!(refusal(set(1).await), ["STALE_VERSION"]);
    let remove = async |expected_version| {
        let input = RemoveIndicator {
            indicator_id: first.id,
            expected_version,
        };
        let service = desk.stage.service.clone();
        service.remove_indicator(now(), desk.centre.call(), input).await
    };
    assert_eq!(refusal(remove(1).await), ["STALE_VERSION"]);
    remove(2).await.unwrap();
    assert_eq!(refusal(remove(3).await), ["NOT_FOUND"]);
    assert!(desk.indicators("2019-01-01").await.is_empty());
    choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
}

#[tokio::test]
async fn another_centre_finds_no_indicator_and_changes_none() {
    let desk = Desk::start().await;
    let indicator = choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
    let south = desk.stage.centre("south").await;
    let service = || desk.stage.service.clone();
    let read = service()
        .indicators_by_project(now(), south.call(), vec![desk.project], None)
        .await;
    assert!(read.unwrap().is_empty());
    let read = service()
        .effectiveness_by_project(now(), south.call(), vec![desk.project], None)
        .await;
    assert!(read.unwrap().is_empty());
    let input = ChooseIndicator {
        project_id: desk.project,
        code: "CO02".to_owned(),
        targets: IndicatorTargets::default(),
    };
    assert_eq!(
        refusal(service().choose_indicator(now(), south.call(), input).await),
        ["NOT_FOUND"]
    );
    let input = RemoveIndicator {
        indicator_id: indicator.id,
        expected_version: 1,
    };
    assert_eq!(
        refusal(service().remove_indicator(now(), south.call(), input).await),
        ["NOT_FOUND"]
    );
}
