//! The live rows: kept with the change, counted with the participation.

use serde_json::json;
use std::sync::Arc;

use wsparcie_kernel::ids::{JobId, ProjectId, TenantId};
use wsparcie_postgres::jobs::{Job, JobFailure};
use wsparcie_programmes::{RECOUNT_JOB, recount_handler};
use wsparcie_programmes_api::{BudgetSource, ProjectFacts};

use super::{People, ended, people};
use crate::support::{Stage, exactly, money, nothing, part, titled};

async fn recount(stage: &Stage, tenant: TenantId, payload: serde_json::Value) -> Result<(), JobFailure> {
    let handler = recount_handler(stage.test.db.clone(), Arc::clone(&stage.clock) as _);
    let job = Job {
        tenant_id: tenant,
        id: JobId::from_uuid(nothing()),
        kind: RECOUNT_JOB.to_owned(),
        payload,
        attempts: 1,
    };
    handler(job).await
}

/// The people of a project as they are kept: one column, both sexes.
async fn kept(stage: &Stage, project: ProjectId, column: &str) -> [i64; 2] {
    let mut both = [0; 2];
    for (at, sex) in ["K", "M"].into_iter().enumerate() {
        both[at] = stage
            .number(&format!(
                "select {column} from programmes.project_comparison_people
                 where project_id = '{project}' and sex = '{sex}'"
            ))
            .await;
    }
    both
}

#[tokio::test]
async fn a_recount_counts_places_ends_and_effects_by_sex() {
    let stage = Stage::start().await;
    stage.rules().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let groups = [
        people(3, 4),
        ended(5, 6, "early"),
        ended(7, 8, "as_planned"),
        People {
            vocational: true,
            work_on: Some("2018-07-15"),
            ..ended(9, 1, "for_work")
        },
        People {
            vocational: true,
            social_on: Some("2018-09-28"),
            work_on: Some("2018-09-29"),
            ..ended(2, 2, "as_planned")
        },
        // After the rule's time: nothing is decided.
        People {
            ended: Some(("2024-06-30", "as_planned")),
            ..people(1, 0)
        },
    ];
    stage.people(&centre, project, &groups).await;
    recount(&stage, centre.tenant, json!({"project_id": project, "more": 1}))
        .await
        .unwrap();
    for (column, expected) in [
        ("recruited", [27, 21]),
        ("ended", [24, 17]),
        ("completed", [19, 11]),
        ("dropped_out", [5, 6]),
        ("vocational", [11, 3]),
        ("social_base", [18, 11]),
        ("social_effect", [2, 2]),
        ("employment_base", [11, 3]),
        ("employment_effect", [9, 1]),
    ] {
        assert_eq!(kept(&stage, project, column).await, expected, "{column}");
    }
}

#[tokio::test]
async fn a_recount_survives_repetition_and_touches_no_other_tenant() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    stage.people(&north, project, &[people(20, 30)]).await;
    recount(&stage, south.tenant, json!({"project_id": project}))
        .await
        .unwrap();
    let counted = "select count(*) from programmes.project_comparison_people";
    assert_eq!(
        stage.number(counted).await,
        0,
        "another tenant's job counts nothing here"
    );
    for _ in 0..2 {
        recount(&stage, north.tenant, json!({"project_id": project}))
            .await
            .unwrap();
        assert_eq!(kept(&stage, project, "recruited").await, [20, 30]);
    }
    assert_eq!(
        recount(&stage, north.tenant, json!({"project": 1})).await,
        Err(JobFailure("PAYLOAD"))
    );
}

#[tokio::test]
async fn money_and_programme_follow_a_project_in_its_own_transaction() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let facts = ProjectFacts {
        number: Some("RPSW.09.02.01-26-0057/16-00".to_owned()),
        places_total: exactly(30),
        budget: Some(vec![
            part(BudgetSource::Eu, "850.00"),
            part(BudgetSource::LocalGovernment, "100.00"),
            part(BudgetSource::Private, "50.00"),
        ]),
        ..titled("a")
    };
    let project = centre.created(facts.clone()).await;
    let found = "select count(*) from programmes.project_comparison where budget_total_grosz = 100000
                 and budget_eu_grosz = 85000 and budget_own_grosz = 15000 and budget_sources_grosz = 100000
                 and budget_parts_origin = 'stated' and period = '2014-2020'
                 and programme_codes = '{RPSW,9,9.2,9.2.1}' and centre_kind = 'MOPS'";
    assert_eq!(stage.number(found).await, 1);
    // A stated total that the parts do not make up leaves open what the Union gives, unless a part says so; and what the own money
    // is, which may be in the rest.
    let other = ProjectFacts {
        budget: Some(vec![part(BudgetSource::LocalGovernment, "100.00")]),
        budget_total: Some(money("1000.00")),
        ..facts
    };
    centre.update(project.id, 1, other).await.unwrap();
    let open = "select count(*) from programmes.project_comparison where budget_total_grosz = 100000
                and budget_eu_grosz is null and budget_own_grosz is null and budget_sources_grosz = 10000";
    assert_eq!(stage.number(open).await, 1);
}
