//! Recruitment terms: one version with the rules, and the places that casework counts against.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_programmes_api::{
    Criterion, Exactness, Places, ProgrammesApi, ProjectFacts, Quotas, Recruitment, RecruitmentRules,
    RecruitmentTerms, SetRecruitment,
};

use super::{day, stage};
use crate::support::{Centre, Stage, at_least, exactly, now, refusal, titled};

pub(super) fn everybody(evidence: &[&str]) -> RecruitmentRules {
    RecruitmentRules {
        criteria: vec![Criterion {
            code: "everybody".to_owned(),
            label_pl: "każdy".to_owned(),
            label_en: "everybody".to_owned(),
            legal_basis: None,
            expression: "true".to_owned(),
            group: None,
            evidence_kinds: evidence.iter().map(|kind| (*kind).to_owned()).collect(),
        }],
        groups: Vec::new(),
        preferences: Vec::new(),
    }
}

async fn set(
    centre: &Centre,
    project_id: ProjectId,
    expected_version: i64,
    rules: RecruitmentRules,
    terms: Option<RecruitmentTerms>,
) -> CallResult<Recruitment> {
    let input = SetRecruitment {
        project_id,
        expected_version,
        rules,
        terms,
    };
    centre
        .service
        .clone()
        .set_recruitment(now(), centre.call(), input)
        .await
}

fn quotas(total: Option<Places>, women: Option<Places>) -> RecruitmentTerms {
    RecruitmentTerms {
        continuous: Some(true),
        opens_on: day("2018-02-01"),
        quotas: Quotas {
            total,
            women,
            men: None,
        },
        ..RecruitmentTerms::default()
    }
}

/// The places that casework reads of the only project.
async fn intake(stage: &Stage) -> (i64, i64, i64, i64) {
    let number = async |column: &str| {
        let sql = format!("select coalesce({column}, -1)::bigint from programmes_published.project_intake");
        stage.number(&sql).await
    };
    let minimum = "(places_total_exactness = 'minimum')::integer";
    (
        number("places_total").await,
        number("places_women").await,
        number("places_men").await,
        number(minimum).await,
    )
}

#[tokio::test]
async fn quotas_of_the_newest_terms_go_before_the_projects_places() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let places = ProjectFacts {
        places_total: at_least(60),
        places_men: exactly(20),
        ..titled("a")
    };
    let project = centre.created(places).await.id;
    assert_eq!(intake(&stage).await, (60, -1, 20, 1));
    let first = set(
        &centre,
        project,
        0,
        everybody(&[]),
        Some(RecruitmentTerms::default()),
    )
    .await
    .unwrap();
    assert_eq!((first.version, intake(&stage).await), (1, (60, -1, 20, 1)));
    let given = quotas(exactly(50), exactly(30));
    let second = set(&centre, project, 1, everybody(&[]), Some(given.clone()))
        .await
        .unwrap();
    assert_eq!(second.terms, given);
    // All three of them: the project's own 20 men may not fit what the terms say.
    assert_eq!(intake(&stage).await, (50, 30, -1, 0));
    // Rules alone leave the terms as they are; terms are taken back by saying so.
    let third = set(&centre, project, 2, everybody(&[]), None).await.unwrap();
    assert_eq!((third.version, third.terms), (3, given));
    assert_eq!(intake(&stage).await, (50, 30, -1, 0));
    set(
        &centre,
        project,
        3,
        everybody(&[]),
        Some(RecruitmentTerms::default()),
    )
    .await
    .unwrap();
    assert_eq!(intake(&stage).await, (60, -1, 20, 1));
}

#[tokio::test]
async fn rules_from_before_terms_are_still_read() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    set(&centre, project, 0, everybody(&[]), None).await.unwrap();
    stage
        .plant("update programmes.recruitment set rules = rules - 'terms'")
        .await;
    let read = centre.service.clone();
    let read = read
        .recruitments_by_project(now(), centre.call(), vec![project])
        .await
        .unwrap();
    assert_eq!(read[0].terms, RecruitmentTerms::default());
    assert_eq!(intake(&stage).await, (-1, -1, -1, -1));
}

#[tokio::test]
async fn kinds_of_evidence_are_those_of_the_dictionary_on_the_day_of_recruitment() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let terms = quotas(None, None);
    let known = everybody(&["declaration", "ruling"]);
    assert!(set(&centre, project, 0, known, Some(terms.clone())).await.is_ok());
    let CallError::Refused(problems) =
        set(&centre, project, 1, everybody(&["ruling", "rumour"]), Some(terms))
            .await
            .unwrap_err()
    else {
        panic!("not refused")
    };
    assert_eq!(problems[0].path, ["rules", "criteria", "0", "evidenceKinds", "1"]);
    let early = RecruitmentTerms {
        opens_on: day("2006-12-31"),
        ..RecruitmentTerms::default()
    };
    assert_eq!(
        refusal(set(&centre, project, 1, everybody(&["ruling"]), Some(early)).await),
        ["CODE_UNKNOWN"]
    );
}

#[tokio::test]
async fn problems_of_the_terms_come_with_those_of_the_rules() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let mut rules = everybody(&[]);
    rules.criteria[0].expression = "income > 5".to_owned();
    let terms = RecruitmentTerms {
        minimum: Some(11),
        quotas: Quotas {
            total: Some(Places {
                count: 10,
                exactness: Exactness::Exact,
            }),
            ..Quotas::default()
        },
        ..RecruitmentTerms::default()
    };
    let refused = set(&centre, project, 0, rules, Some(terms)).await;
    assert_eq!(
        refusal(refused),
        ["CONDITION_UNKNOWN_FACT", "MINIMUM_OUT_OF_RANGE"]
    );
}
