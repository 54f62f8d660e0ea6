//! People who took part before there were events: nobody counts them as nobody.

use std::sync::Arc;

use serde_json::json;
use wsparcie_kernel::ids::{JobId, ProjectId};
use wsparcie_kernel::{Actor, Clock, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{
    FREEZE_JOB, RECOUNT_JOB, freeze_handler, recount_handler, retry_comparison_release,
};
use wsparcie_programmes_api::{ComparisonRelease, PeopleCount, ProgrammesApi, ReleaseState};
use wsparcie_testkit::call;

use super::{MISSING, of, people};
use crate::support::{Centre, Stage, nothing, now, titled};

/// A centre as an upgrade leaves it: casework has people, whom an older program counted, and the read model has nobody.
async fn upgraded(stage: &Stage) -> (Centre, ProjectId) {
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("a")).await.id;
    stage.people(&centre, project, &[people(20, 20)]).await;
    stage.agreeing_case_work().await;
    stage
        .plant(
            "create table public.lost as select * from programmes.participation;
             delete from programmes.participation;
             update programmes.project_comparison set enrolled_women = 20, enrolled_men = 20",
        )
        .await;
    (centre, project)
}

async fn recounted(stage: &Stage, centre: &Centre, project: ProjectId) {
    let handler = recount_handler(stage.test.db.clone(), Arc::clone(&stage.clock) as _);
    let job = Job {
        tenant_id: centre.tenant,
        id: JobId::from_uuid(nothing()),
        kind: RECOUNT_JOB.to_owned(),
        payload: json!({"project_id": project}),
        attempts: 1,
    };
    handler(job).await.unwrap();
}

async fn looked(
    stage: &Stage,
    authority: &Actor,
    release: &ComparisonRelease,
    waits: u32,
) -> (ReleaseState, Option<String>) {
    let handler = freeze_handler(
        stage.test.db.clone(),
        Arc::clone(&stage.clock) as _,
        Arc::new(SystemIds),
    );
    let job = Job {
        tenant_id: authority.tenant().unwrap(),
        id: JobId::from_uuid(nothing()),
        kind: FREEZE_JOB.to_owned(),
        payload: json!({"release_id": release.id, "waits": waits}),
        attempts: 1,
    };
    handler(job).await.unwrap();
    stage.stands(authority, release.id).await
}

#[tokio::test]
async fn a_release_of_people_whom_no_event_told_of_waits_and_then_fails_and_freezes_no_zero() {
    let stage = Stage::start().await;
    let (_, _) = upgraded(&stage).await;
    let authority = stage.authority("02").await;
    let begun = stage.ask(&authority).await.unwrap();
    for waits in 0..3 {
        let stands = looked(&stage, &authority, &begun, waits).await;
        assert_eq!(
            stands,
            (ReleaseState::Preparing, None),
            "an act may not be committed yet"
        );
    }
    // While they are told again they are on their way, however long it takes.
    stage
        .plant(&format!(
            "insert into platform.job (tenant_id, id, kind, payload, run_at, created_at)
             select tenant_id, gen_random_uuid(), 'casework.republish', '{{}}', '{0}', timestamptz '{0}' + interval '1 hour'
             from programmes.project_comparison",
            stage.clock.now().to_rfc3339()
        ))
        .await;
    assert_eq!(
        looked(&stage, &authority, &begun, 90).await.0,
        ReleaseState::Preparing
    );
    stage
        .plant("delete from platform.job where kind = 'casework.republish'")
        .await;
    let failed = (ReleaseState::Failed, Some("EVENTS_MISSING".to_owned()));
    assert_eq!(looked(&stage, &authority, &begun, 3).await, failed);
    let published = "select count(*) from programmes.comparison_publication";
    assert_eq!(stage.number(published).await, 0, "nothing stands in the ledger");

    stage
        .plant("insert into programmes.participation select * from public.lost")
        .await;
    let tenant = authority.tenant().unwrap();
    retry_comparison_release(
        &stage.test.db,
        &*stage.clock,
        &SystemIds,
        &call(&authority),
        tenant,
    )
    .await
    .unwrap();
    assert_eq!(
        looked(&stage, &authority, &begun, 0).await.0,
        ReleaseState::Frozen
    );
    let row = stage.rows(&authority, &of(&begun)).await.remove(0);
    assert_eq!(row.recruited.total, PeopleCount::Shown(40));
}

#[tokio::test]
async fn a_project_is_first_counted_when_all_of_its_people_were_told() {
    let stage = Stage::start().await;
    let (centre, project) = upgraded(&stage).await;
    let counted = "select count(*) from programmes.project_comparison_people";
    let kept = "select enrolled_women + enrolled_men from programmes.project_comparison";
    let own = async || {
        let rows = centre
            .service
            .clone()
            .own_comparison(now(), call(&centre.coordinator), vec![project]);
        rows.await.unwrap().remove(0).figures.recruited.total
    };
    for told in ["limit 0", "limit 39"] {
        stage
            .plant(&format!(
                "insert into programmes.participation select * from public.lost order by enrolment_id {told}"
            ))
            .await;
        recounted(&stage, &centre, project).await;
        assert_eq!(stage.number(counted).await, 0, "{told}");
        assert_eq!(
            stage.number(kept).await,
            40,
            "{told}: what was counted before stays"
        );
        assert_eq!(own().await, MISSING, "{told}: unknown, neither 0 nor 39");
    }
    stage
        .plant("insert into programmes.participation select * from public.lost on conflict do nothing")
        .await;
    recounted(&stage, &centre, project).await;
    assert_eq!(own().await, PeopleCount::Shown(40));
    // Counted once, it follows each event, whichever is still on its way.
    stage
        .plant("delete from programmes.participation where sex = 'K'")
        .await;
    recounted(&stage, &centre, project).await;
    assert_eq!(stage.number(kept).await, 20);
}

#[tokio::test]
async fn people_enrolled_after_a_release_was_asked_for_hold_nothing_up() {
    let stage = Stage::start().await;
    let (_, _) = upgraded(&stage).await;
    let authority = stage.authority("02").await;
    let begun = stage.ask(&authority).await.unwrap();
    let later = (stage.clock.now() + chrono::TimeDelta::seconds(1)).to_rfc3339();
    stage
        .plant(&format!("update public.case_work set recorded_at = '{later}'"))
        .await;
    assert_eq!(
        looked(&stage, &authority, &begun, 0).await.0,
        ReleaseState::Frozen
    );
    let row = stage.rows(&authority, &of(&begun)).await.remove(0);
    assert_eq!(row.recruited.total, MISSING, "not counted yet, and not nobody");
}
