//! Recruitment rules in versions.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_programmes_api::{
    Criterion, CriterionGroup, Preference, ProgrammesApi, Recruitment, RecruitmentRules, SetRecruitment,
};

use crate::support::{Centre, Stage, nothing, now, once, refusal, titled};

fn rules(expression: &str) -> RecruitmentRules {
    let (pl, en) = ("ukończone 15 lat".to_owned(), "15 or older".to_owned());
    RecruitmentRules {
        criteria: vec![Criterion {
            code: "age".to_owned(),
            label_pl: pl.clone(),
            label_en: en.clone(),
            legal_basis: Some("regulamin projektu".to_owned()),
            expression: expression.to_owned(),
            group: Some("all".to_owned()),
            evidence_kinds: vec!["declaration".to_owned()],
        }],
        groups: vec![CriterionGroup {
            code: "all".to_owned(),
            label_pl: pl.clone(),
            label_en: en.clone(),
            at_least: 1,
        }],
        preferences: vec![Preference {
            code: "older".to_owned(),
            label_pl: pl,
            label_en: en,
            expression: "age >= 40".to_owned(),
        }],
    }
}

async fn set(
    centre: &Centre,
    project: ProjectId,
    expected_version: i64,
    expression: &str,
) -> CallResult<Recruitment> {
    let input = SetRecruitment {
        project_id: project,
        expected_version,
        rules: rules(expression),
        terms: None,
    };
    centre
        .service
        .clone()
        .set_recruitment(now(), centre.call(), input)
        .await
}

async fn current(centre: &Centre, projects: &[ProjectId]) -> Vec<Recruitment> {
    centre
        .service
        .clone()
        .recruitments_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

#[tokio::test]
async fn each_change_of_the_rules_is_a_version_and_the_earlier_ones_stay() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let (project, without) = (
        centre.created(titled("a")).await,
        centre.created(titled("b")).await,
    );
    let first = set(&centre, project.id, 0, "age >= 15").await.unwrap();
    let second = set(&centre, project.id, 1, "age >= 16").await.unwrap();
    assert_eq!((first.version, second.version), (1, 2));
    assert_eq!(
        current(&centre, &[without.id, project.id, project.id]).await,
        vec![second.clone()]
    );
    assert_eq!(
        stage.number("select count(*) from programmes.recruitment").await,
        2
    );
    let audit = "select count(*) from platform.audit_event where action = 'recruitment.set'";
    assert_eq!(stage.number(audit).await, 2);
    let published = format!(
        "select count(*) from programmes_published.project_intake
         where recruitment_id = '{}' and recruitment_version = 2 and rules->'criteria'->0->>'expression' = 'age >= 16'",
        second.id
    );
    assert_eq!(stage.number(&published).await, 1);
    let empty = "select count(*) from programmes_published.project_intake where recruitment_id is null";
    assert_eq!(
        stage.number(empty).await,
        1,
        "a project without rules is published too"
    );
}

#[tokio::test]
async fn rules_that_the_engine_cannot_read_are_refused_before_anything_is_stored() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await;
    let refused = set(&centre, project.id, 0, "shoe_size > 40").await;
    let Err(CallError::Refused(problems)) = refused else {
        unreachable!("refused")
    };
    assert_eq!(
        (problems[0].code.as_str(), problems[0].path.join(".")),
        (
            "CONDITION_UNKNOWN_FACT",
            "rules.criteria.age.expression".to_owned()
        )
    );
    assert_eq!(
        refusal(set(&centre, project.id, 0, "age \0").await),
        ["CONTROL_CHARACTER"]
    );
    assert_eq!(
        stage.number("select count(*) from programmes.recruitment").await,
        0
    );
}

#[tokio::test]
async fn of_twenty_changes_at_once_one_becomes_the_next_version() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    set(&centre, project, 0, "age >= 15").await.unwrap();
    assert_eq!(
        refusal(set(&centre, project, 0, "age >= 16").await),
        ["STALE_VERSION"]
    );
    let attempts = (0..20).map(|n| {
        let centre = centre.clone();
        tokio::spawn(async move { set(&centre, project, 1, &format!("age >= {n}")).await })
    });
    let mut stored = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(recruitment) => {
                stored += 1;
                assert_eq!(recruitment.version, 2);
            }
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn another_centres_rules_are_neither_read_nor_set() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    set(&north, project, 0, "age >= 15").await.unwrap();
    let random = ProjectId::from_uuid(nothing());
    assert_eq!(
        current(&south, &[project]).await,
        current(&south, &[random]).await
    );
    for version in [0, 1] {
        let foreign = set(&south, project, version, "true").await;
        assert_eq!(foreign, set(&south, random, version, "true").await);
        assert_eq!(foreign, Err(CallError::NotFound));
    }
}

#[tokio::test]
async fn a_repeated_change_of_the_rules_happens_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let set = async || {
        let input = SetRecruitment {
            project_id: project,
            expected_version: 0,
            rules: rules("true"),
            terms: None,
        };
        let call = once(centre.call(), "rules-1", "f");
        centre
            .service
            .clone()
            .set_recruitment(now(), call, input)
            .await
            .unwrap()
    };
    assert_eq!(set().await, set().await);
}

#[tokio::test]
async fn the_vocabulary_is_the_engines() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let terms = centre
        .service
        .clone()
        .list_facts_vocabulary(now(), centre.call())
        .await
        .unwrap();
    let names: Vec<&str> = terms.iter().map(|term| term.name.as_str()).collect();
    for name in ["age", "premise_count", "premise.homeless", "disability_degree"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
}
