//! How far figures lag behind: one round of background work, for which a release waits.

use std::sync::Arc;

use serde_json::json;
use wsparcie_casework_api::{PARTICIPATION_SCHEMA, PARTICIPATION_STARTED};
use wsparcie_kernel::{Clock, SystemIds};
use wsparcie_postgres::jobs::Runner;
use wsparcie_postgres::outbox;
use wsparcie_programmes::{PARTICIPATION_JOB, participation_handler};
use wsparcie_programmes_api::ReleaseState;

use crate::support::{Stage, nothing, titled};

#[tokio::test]
async fn an_event_is_counted_by_one_round_of_work_and_a_release_waits_for_it() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    let instant = stage.clock.now();
    let event = json!({
        "schema": PARTICIPATION_SCHEMA, "participation_id": nothing(), "project_id": project, "version": 1, "sex": "K",
        "on_place": true, "starts_on": "2018-01-01", "ended": null, "support": [], "situation_after": [], "work": [],
        "education_on": [], "qualification_on": [], "competence_on": [], "social_effect_on": [], "profile_version": 0,
    });
    let mut tx = stage.test.db.begin(centre.tenant).await.unwrap();
    outbox::record(&mut tx, nothing(), PARTICIPATION_STARTED, &event, instant)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let authority = stage.authority("02").await;
    let tenant = authority.tenant().unwrap();
    let begun = stage.ask(&authority).await.unwrap();
    stage.freeze(tenant, begun.id).await;
    assert_eq!(
        stage.stands(&authority, begun.id).await.0,
        ReleaseState::Preparing,
        "it waits"
    );

    let clock = Arc::clone(&stage.clock) as Arc<dyn Clock>;
    let runner = Runner::new(
        stage.test.db.clone(),
        Arc::clone(&clock),
        Arc::new(SystemIds),
        Arc::new(|_, _| {}),
    )
    .handle(
        PARTICIPATION_JOB,
        participation_handler(stage.test.db.clone(), clock),
    )
    .subscribe(PARTICIPATION_STARTED, PARTICIPATION_JOB);
    runner.work_once().await.unwrap();
    let women = "select recruited from programmes.project_comparison_people where sex = 'K'";
    assert_eq!(stage.number(women).await, 1, "relayed, taken in and counted");
    stage.freeze(tenant, begun.id).await;
    assert_eq!(stage.stands(&authority, begun.id).await.0, ReleaseState::Frozen);
}
