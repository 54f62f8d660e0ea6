//! Groups of a project.

use wsparcie_kernel::ids::{GroupId, ProjectId};
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_programmes_api::{
    CloseGroup, Criterion, DatePrecision, GroupDay, GroupFacts, GroupsOfProject, NewGroup, ParticipantGroup,
    ProgrammesApi, ProjectFacts, UpdateGroup,
};

use super::{day, stage};
use crate::support::{Centre, exactly, nothing, now, refusal, titled};

fn condition(code: &str, expression: &str) -> Criterion {
    Criterion {
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        legal_basis: None,
        expression: expression.to_owned(),
        group: None,
        evidence_kinds: Vec::new(),
    }
}

fn on(text: &str, precision: DatePrecision) -> Option<GroupDay> {
    day(text).map(|day| GroupDay { day, precision })
}

fn advanced() -> GroupFacts {
    GroupFacts {
        name: "grupa zaawansowana".to_owned(),
        starts_on: on("2010-04-27", DatePrecision::Day),
        ends_on: on("2010-09-30", DatePrecision::Day),
        places: exactly(11),
        places_women: None,
        places_men: None,
        criteria: vec![
            condition("women", "sex == \"K\""),
            condition("earlier_editions", "took_part_before"),
        ],
        note: None,
    }
}

fn beginners() -> GroupFacts {
    GroupFacts {
        name: "grupa początkująca".to_owned(),
        starts_on: on("2010-07-01", DatePrecision::Month),
        ends_on: on("2010-12-31", DatePrecision::Month),
        places: exactly(8),
        places_women: None,
        places_men: None,
        criteria: vec![condition("age", "age >= 40 && age <= 64")],
        note: None,
    }
}

fn przasnysz() -> ProjectFacts {
    ProjectFacts {
        starts_on: day("2010-01-01"),
        ends_on: day("2010-12-31"),
        places_total: exactly(19),
        ..titled("Aktywizacja społeczno – zawodowa szansą na usamodzielnienie")
    }
}

async fn create(centre: &Centre, project_id: ProjectId, facts: GroupFacts) -> CallResult<ParticipantGroup> {
    let input = NewGroup { project_id, facts };
    centre
        .service
        .clone()
        .create_group(now(), centre.call(), input)
        .await
}

async fn update(
    centre: &Centre,
    id: GroupId,
    expected_version: i64,
    facts: GroupFacts,
) -> CallResult<ParticipantGroup> {
    let input = UpdateGroup {
        id,
        expected_version,
        facts,
    };
    centre
        .service
        .clone()
        .update_group(now(), centre.call(), input)
        .await
}

async fn close(
    centre: &Centre,
    id: GroupId,
    expected_version: i64,
    on: &str,
) -> CallResult<ParticipantGroup> {
    let input = CloseGroup {
        id,
        expected_version,
        closed_on: on.parse().unwrap(),
    };
    centre
        .service
        .clone()
        .close_group(now(), centre.call(), input)
        .await
}

async fn groups(centre: &Centre, project: ProjectId) -> Option<GroupsOfProject> {
    let service = centre.service.clone();
    let found = service
        .groups_by_project(now(), centre.call(), vec![project])
        .await;
    found.unwrap().pop()
}

#[tokio::test]
async fn the_groups_of_przasnysz_are_eleven_and_eight_of_nineteen() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(przasnysz()).await.id;
    let first = create(&centre, project, advanced()).await.unwrap();
    let second = create(&centre, project, beginners()).await.unwrap();
    let both = groups(&centre, project).await.unwrap();
    assert_eq!((both.places, both.difference), (exactly(19), Some(0)));
    // Ids of one instant stand in any order.
    let mut made = [first.clone(), second];
    made.sort_by_key(|group| group.id.into_uuid());
    assert_eq!(both.groups, made);
    let more = GroupFacts {
        places: exactly(12),
        ..advanced()
    };
    update(&centre, first.id, 1, more).await.unwrap();
    // Places that do not add up are a difference, not a refusal.
    assert_eq!(groups(&centre, project).await.unwrap().difference, Some(-1));
}

#[tokio::test]
async fn a_groups_conditions_are_checked_against_the_vocabulary_and_name_the_place() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(przasnysz()).await.id;
    let wrong = GroupFacts {
        criteria: vec![
            condition("age", "age >= \"40\""),
            condition("rich", "income > 5"),
            Criterion {
                evidence_kinds: vec!["rumour".to_owned()],
                ..condition("told", "took_part_before")
            },
        ],
        ..beginners()
    };
    let CallError::Refused(problems) = create(&centre, project, wrong).await.unwrap_err() else {
        panic!("not refused")
    };
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect();
    assert_eq!(
        said,
        [
            "group.criteria.2.evidenceKinds.0 CODE_UNKNOWN",
            "group.criteria.age.expression CONDITION_TYPE_MISMATCH",
            "group.criteria.rich.expression CONDITION_UNKNOWN_FACT"
        ]
    );
    assert_eq!(groups(&centre, project).await, None);
}

#[tokio::test]
async fn a_name_stands_once_a_version_is_used_once_and_a_closed_group_stays() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(przasnysz()).await.id;
    let group = create(&centre, project, advanced()).await.unwrap();
    assert_eq!(
        refusal(create(&centre, project, advanced()).await),
        ["GROUP_NAME_TAKEN"]
    );
    assert_eq!(
        refusal(update(&centre, group.id, 2, advanced()).await),
        ["STALE_VERSION"]
    );
    let late = GroupFacts {
        ends_on: on("2011-01-01", DatePrecision::Day),
        ..advanced()
    };
    assert_eq!(
        refusal(update(&centre, group.id, 1, late).await),
        ["DATE_OUTSIDE_PROJECT"]
    );
    assert_eq!(
        refusal(close(&centre, group.id, 1, "2010-04-26").await),
        ["PERIOD_REVERSED"]
    );
    let closed = close(&centre, group.id, 1, "2010-05-01").await.unwrap();
    assert_eq!((closed.version, closed.closed_on), (2, day("2010-05-01")));
    assert_eq!(
        refusal(update(&centre, group.id, 2, advanced()).await),
        ["GROUP_CLOSED"]
    );
    assert_eq!(
        refusal(close(&centre, group.id, 2, "2010-05-02").await),
        ["GROUP_CLOSED"]
    );
}

#[tokio::test]
async fn another_centres_groups_are_like_none() {
    let stage = stage().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(przasnysz()).await.id;
    let group = create(&north, project, advanced()).await.unwrap();
    for (project, id) in [
        (project, group.id),
        (ProjectId::from_uuid(nothing()), GroupId::from_uuid(nothing())),
    ] {
        assert_eq!(
            create(&south, project, beginners()).await,
            Err(CallError::NotFound)
        );
        assert_eq!(update(&south, id, 1, beginners()).await, Err(CallError::NotFound));
        assert_eq!(close(&south, id, 1, "2010-05-01").await, Err(CallError::NotFound));
        assert_eq!(groups(&south, project).await, None);
        let seen = south
            .service
            .clone()
            .groups_by_id(now(), south.call(), vec![id])
            .await;
        assert_eq!(seen, Ok(Vec::new()));
    }
}
