//! What authorities see.

use std::sync::Arc;

use serde_json::json;
use wsparcie_kernel::ids::{JobId, ProjectId, TenantId};
use wsparcie_kernel::{CallError, Page, PageRequest};
use wsparcie_postgres::jobs::{Job, JobFailure};
use wsparcie_programmes::{RECOUNT_JOB, recount_handler};
use wsparcie_programmes_api::{ComparedProject, Hidden, PeopleCount, ProgrammesApi, ProjectFacts};
use wsparcie_testkit::{authority_analyst, call, noon};

use crate::support::{Stage, at_least, exactly, nothing, now, titled};

const SUPPRESSED: PeopleCount = PeopleCount::NotShown(Hidden::Suppressed);
const MISSING: PeopleCount = PeopleCount::NotShown(Hidden::Missing);

async fn compare(stage: &Stage, region: &str, page: PageRequest) -> Page<ComparedProject> {
    let authority = authority_analyst(TenantId::from_uuid(nothing()), region);
    stage
        .service
        .clone()
        .compare_projects(now(), call(&authority), page)
        .await
        .unwrap()
}

async fn all(stage: &Stage, region: &str) -> Vec<ComparedProject> {
    compare(stage, region, PageRequest::first(100))
        .await
        .edges
        .into_iter()
        .map(|edge| edge.node)
        .collect()
}

/// Lets casework's view say how many people are on a project's places.
async fn enrolled(stage: &Stage, tenant: TenantId, project: ProjectId, women: i64, men: i64) {
    stage
        .plant(&format!(
            "create table if not exists casework.planted (tenant_id uuid, project_id uuid, women bigint, men bigint);
             grant select on casework.planted to app_rw;
             create or replace view casework_published.enrolment_count with (security_invoker = true) as
                 select tenant_id, project_id, women, men from casework.planted;
             delete from casework.planted where project_id = '{project}';
             insert into casework.planted values ('{tenant}', '{project}', {women}, {men})"
        ))
        .await;
}

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

#[tokio::test]
async fn an_authority_sees_its_region_and_a_national_one_the_country() {
    let stage = Stage::start().await;
    let zielona = stage.centre_in("MOPS Zielona Góra", "0862011").await;
    let jelenia = stage.centre_in("MOPS Jelenia Góra", "0261011").await;
    zielona
        .created(ProjectFacts {
            places_total: exactly(300),
            places_women: exactly(147),
            ..titled("Góra pomocy")
        })
        .await;
    jelenia
        .created(ProjectFacts {
            places_total: at_least(60),
            ..titled("Postaw na siebie II")
        })
        .await;
    let lubuskie = all(&stage, "08").await;
    assert_eq!(lubuskie.len(), 1);
    let row = &lubuskie[0];
    assert_eq!(
        (row.centre.as_str(), row.voivodeship.as_str()),
        ("MOPS Zielona Góra", "08")
    );
    assert_eq!(
        (row.places_total, row.places_women, row.places_men),
        (exactly(300), exactly(147), None)
    );
    assert_eq!((row.enrolled_total, row.enrolled_women), (MISSING, MISSING));
    assert_eq!(all(&stage, "00").await.len(), 2);
    assert_eq!(all(&stage, "26").await, Vec::new());
}

#[tokio::test]
async fn whoever_has_no_region_compares_nothing() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let compare = async |actor| {
        stage
            .service
            .clone()
            .compare_projects(now(), call(&actor), PageRequest::first(1))
            .await
            .map(|_| ())
    };
    assert_eq!(
        compare(centre.coordinator.clone()).await,
        Err(CallError::Forbidden)
    );
    let mut analyst = authority_analyst(centre.tenant, "08");
    if let Some(organisation) = &mut analyst.organisation {
        organisation.region = None;
    }
    assert_eq!(compare(analyst).await, Err(CallError::Forbidden));
}

#[tokio::test]
async fn a_recount_brings_the_counts_up_to_date_and_small_cells_stay_hidden() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let mut seen = Vec::new();
    for (women, men) in [(11, 8), (4, 8), (1, 0), (0, 0)] {
        enrolled(&stage, centre.tenant, project, women, men).await;
        recount(&stage, centre.tenant, json!({"project_id": project, "more": 1}))
            .await
            .unwrap();
        let row = all(&stage, "02").await.remove(0);
        seen.push((row.enrolled_total, row.enrolled_women, row.enrolled_men));
    }
    let shown = PeopleCount::Shown;
    assert_eq!(
        seen,
        [
            (shown(19), shown(11), shown(8)),
            (shown(12), SUPPRESSED, SUPPRESSED),
            (SUPPRESSED, SUPPRESSED, SUPPRESSED),
            (shown(0), shown(0), shown(0)),
        ]
    );
}

#[tokio::test]
async fn a_recount_tells_its_time_survives_repetition_and_touches_no_other_tenant() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    enrolled(&stage, north.tenant, project, 20, 30).await;
    recount(&stage, south.tenant, json!({"project_id": project}))
        .await
        .unwrap();
    assert_eq!(
        all(&stage, "02").await[0].enrolled_total,
        MISSING,
        "another tenant's job counts nothing here"
    );
    stage.clock.set(noon("2026-03-09"));
    recount(&stage, north.tenant, json!({"project_id": project}))
        .await
        .unwrap();
    let first = all(&stage, "02").await;
    assert_eq!(
        (first[0].enrolled_total, first[0].as_of),
        (PeopleCount::Shown(50), "2026-03-09T00:00:00Z".parse().unwrap())
    );
    recount(&stage, north.tenant, json!({"project_id": project}))
        .await
        .unwrap();
    assert_eq!(all(&stage, "02").await, first);
    let renamed = north.update(project, 1, titled("b")).await.unwrap();
    let after = all(&stage, "02").await;
    assert_eq!(
        (after[0].title.as_str(), after[0].enrolled_total),
        ("b", PeopleCount::Shown(50))
    );
    assert_eq!(after[0].id, first[0].id);
    assert_ne!(
        after[0].id,
        renamed.id.into_uuid(),
        "the row's id is not the project's"
    );
    assert_eq!(
        recount(&stage, north.tenant, json!({"project": 1})).await,
        Err(JobFailure("PAYLOAD"))
    );
}

#[tokio::test]
async fn the_counts_of_a_project_without_people_become_zero_and_not_missing() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    recount(&stage, centre.tenant, json!({"project_id": project}))
        .await
        .unwrap();
    assert_eq!(all(&stage, "02").await[0].enrolled_total, PeopleCount::Shown(0));
}

#[tokio::test]
async fn the_comparison_is_walked_in_pages_over_all_centres() {
    let stage = Stage::start().await;
    for n in 0..5 {
        stage.clock.set(noon(&format!("2026-03-0{}", n + 2)));
        let centre = stage.centre(&format!("centre {n}")).await;
        centre.created(titled(&format!("project {n}"))).await;
    }
    let first = compare(
        &stage,
        "02",
        PageRequest {
            with_total: true,
            ..PageRequest::first(2)
        },
    )
    .await;
    assert_eq!((first.total_count, first.has_next_page), (Some(5), true));
    let after = Some(first.edges[1].cursor);
    let second = compare(
        &stage,
        "02",
        PageRequest {
            after,
            ..PageRequest::first(2)
        },
    )
    .await;
    let titles: Vec<_> = second.edges.iter().map(|edge| edge.node.title.as_str()).collect();
    assert_eq!(titles, ["project 2", "project 3"]);
    for region in ["00", "02"] {
        let page = PageRequest {
            backward: true,
            ..PageRequest::first(2)
        };
        let last = compare(&stage, region, page).await;
        let titles: Vec<_> = last.edges.iter().map(|edge| edge.node.title.as_str()).collect();
        assert_eq!(
            (titles, last.has_previous_page),
            (vec!["project 3", "project 4"], true),
            "{region}"
        );
    }
}
