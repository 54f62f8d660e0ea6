//! Releases that wait, that fail, and that are asked for too often.

use std::sync::Arc;

use serde_json::json;
use wsparcie_kernel::ids::{ComparisonReleaseId, JobId, TenantId};
use wsparcie_kernel::{Actor, CallResult, Clock, PageRequest, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{FREEZE_JOB, freeze_handler, retry_comparison_release};
use wsparcie_programmes_api::{ComparisonRelease, NewComparisonRelease, ProgrammesApi, ReleaseState};
use wsparcie_testkit::call;

use super::of;
use crate::support::{Stage, nothing, now, refusal, titled};

impl Stage {
    pub(super) async fn ask(&self, authority: &Actor) -> CallResult<ComparisonRelease> {
        let input = NewComparisonRelease {};
        let service = self.service.clone();
        service
            .create_comparison_release(now(), call(authority), input)
            .await
    }

    /// A participation's event of a tenant that is not taken in.
    async fn event(&self, tenant: TenantId, state: &str) {
        let at = self.clock.now().to_rfc3339();
        self.plant(&format!(
            "insert into platform.job (tenant_id, id, kind, payload, state, run_at, created_at)
             values ('{tenant}', gen_random_uuid(), 'programmes.participation', '{{}}', '{state}', '{at}', '{at}')"
        ))
        .await;
    }

    pub(super) async fn stands(
        &self,
        authority: &Actor,
        id: ComparisonReleaseId,
    ) -> (ReleaseState, Option<String>) {
        let service = self.service.clone();
        let found = service.comparison_releases_by_id(now(), call(authority), vec![id]);
        let release = found.await.unwrap().remove(0);
        (release.state, release.failure)
    }
}

#[tokio::test]
async fn one_release_is_prepared_at_a_time_and_the_next_an_hour_later() {
    let stage = Stage::start().await;
    let (one, other) = (stage.authority("02").await, stage.authority("02").await);
    let begun = stage.ask(&one).await.unwrap();
    assert_eq!(refusal(stage.ask(&one).await), ["RELEASE_IN_PREPARATION"]);
    assert!(stage.ask(&other).await.is_ok(), "each authority has its own");
    stage.freeze(one.tenant().unwrap(), begun.id).await;
    stage
        .clock
        .set(stage.clock.now() + chrono::TimeDelta::minutes(59));
    assert_eq!(refusal(stage.ask(&one).await), ["RELEASE_TOO_SOON"]);
    stage.clock.set(stage.clock.now() + chrono::TimeDelta::minutes(1));
    assert!(stage.ask(&one).await.is_ok());
}

#[tokio::test]
async fn a_release_waits_for_events_of_its_region_longer_each_time_and_for_no_others() {
    let stage = Stage::start().await;
    let (inside, outside) = (stage.centre("in").await, stage.centre_in("out", "0862011").await);
    inside.created(titled("a")).await;
    outside.created(titled("b")).await;
    let authority = stage.authority("02").await;
    let tenant = authority.tenant().unwrap();
    stage.event(outside.tenant, "ready").await;
    stage.event(outside.tenant, "dead").await;
    stage.event(inside.tenant, "ready").await;
    let begun = stage.ask(&authority).await.unwrap();
    stage.freeze(tenant, begun.id).await;
    assert_eq!(
        stage.stands(&authority, begun.id).await,
        (ReleaseState::Preparing, None)
    );
    let pause = "select extract(epoch from max(run_at - created_at))::bigint from platform.job
                 where kind = 'programmes.freeze' and payload ->> 'waits' is not null";
    assert_eq!(stage.number(pause).await, 2);
    let handler = freeze_handler(
        stage.test.db.clone(),
        Arc::clone(&stage.clock) as _,
        Arc::new(SystemIds),
    );
    for (waits, expected) in [(1, 4), (3, 16), (4, 30), (4_000_000_000_u32, 30)] {
        let job = Job {
            tenant_id: tenant,
            id: JobId::from_uuid(nothing()),
            kind: FREEZE_JOB.to_owned(),
            payload: json!({"release_id": begun.id, "waits": waits}),
            attempts: 1,
        };
        handler(job).await.unwrap();
        assert_eq!(stage.number(pause).await, expected);
    }
    stage
        .plant(&format!(
            "delete from platform.job where tenant_id = '{}'",
            inside.tenant
        ))
        .await;
    stage.freeze(tenant, begun.id).await;
    assert_eq!(stage.stands(&authority, begun.id).await.0, ReleaseState::Frozen);
}

#[tokio::test]
async fn a_dead_event_of_the_region_fails_the_release_in_sight_and_an_operator_starts_it_again() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.created(titled("a")).await;
    let authority = stage.authority("02").await;
    let tenant = authority.tenant().unwrap();
    stage.event(centre.tenant, "dead").await;
    let begun = stage.ask(&authority).await.unwrap();
    stage.freeze(tenant, begun.id).await;
    assert_eq!(
        stage.stands(&authority, begun.id).await,
        (ReleaseState::Failed, Some("EVENTS_DEAD".to_owned()))
    );
    let service = stage.service.clone();
    let read = service.compare_rows(now(), call(&authority), of(&begun), PageRequest::first(1));
    assert_eq!(refusal(read.await), ["RELEASE_FAILED"]);
    stage
        .plant(&format!(
            "delete from platform.job where tenant_id = '{}'",
            centre.tenant
        ))
        .await;
    let retry = || async {
        retry_comparison_release(
            &stage.test.db,
            &*stage.clock,
            &SystemIds,
            &call(&authority),
            tenant,
        )
        .await
        .unwrap()
    };
    assert_eq!(retry().await, Some(begun.id));
    assert_eq!(
        stage.stands(&authority, begun.id).await,
        (ReleaseState::Preparing, None)
    );
    stage.freeze(tenant, begun.id).await;
    assert_eq!(
        stage.stands(&authority, begun.id).await,
        (ReleaseState::Frozen, None)
    );
    assert_eq!(retry().await, None, "a frozen release is left alone");
}

#[tokio::test]
async fn what_fails_again_and_again_does_not_stay_in_preparation() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("a")).await.id;
    stage.people(&centre, project, &[super::people(20, 20)]).await;
    let authority = stage.authority("02").await;
    let begun = stage.ask(&authority).await.unwrap();
    stage
        .plant("revoke insert on programmes.comparison_publication from app_rw")
        .await;
    let handler = freeze_handler(
        stage.test.db.clone(),
        Arc::clone(&stage.clock) as _,
        Arc::new(SystemIds),
    );
    let attempt = async |attempts| {
        let job = Job {
            tenant_id: authority.tenant().unwrap(),
            id: JobId::from_uuid(nothing()),
            kind: FREEZE_JOB.to_owned(),
            payload: json!({"release_id": begun.id}),
            attempts,
        };
        handler(job).await
    };
    assert!(attempt(7).await.is_err());
    assert_eq!(
        stage.stands(&authority, begun.id).await.0,
        ReleaseState::Preparing
    );
    assert!(attempt(8).await.is_ok());
    assert_eq!(
        stage.stands(&authority, begun.id).await,
        (ReleaseState::Failed, Some("DB".to_owned()))
    );
}

#[tokio::test]
async fn each_centre_has_one_act_of_a_release_and_no_count_of_people_in_it() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await.id;
    south.created(titled("b")).await;
    stage.people(&north, project, &[super::people(20, 20)]).await;
    let release = stage.release(&stage.authority("02").await).await;
    let acts = |centre: TenantId, details: &str| {
        format!(
            "select count(*) from platform.audit_event where action = 'comparison.published' and tenant_id = '{centre}'
             and details = '{details}' and subject_id = '{}'",
            release.id
        )
    };
    let new = acts(north.tenant, r#"{"new": 1, "projects": 1, "repeated": 0}"#);
    assert_eq!(stage.number(&new).await, 1);
    let none = acts(south.tenant, r#"{"new": 0, "projects": 1, "repeated": 0}"#);
    assert_eq!(stage.number(&none).await, 1);
}

#[tokio::test]
async fn nothing_public_leads_to_how_releases_call_a_centre_and_each_hash_has_a_secret_of_its_own() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.created(titled("a")).await;
    let same = "select count(*) from programmes.comparison_centre c join programmes.project_comparison p on p.id = c.ref";
    assert_eq!(stage.number(same).await, 0);
    let (one, other) = (stage.authority("02").await, stage.authority("02").await);
    let (first, second) = (stage.ask(&one).await.unwrap(), stage.ask(&other).await.unwrap());
    for (authority, release) in [(&one, &first), (&other, &second)] {
        stage.freeze(authority.tenant().unwrap(), release.id).await;
    }
    let alike = "select count(distinct content)
                 from programmes.comparison_release_row";
    assert_eq!(stage.number(alike).await, 1, "the same rows at the same instant");
    let hashes = "select count(distinct hash) from programmes.comparison_release";
    assert_eq!(stage.number(hashes).await, 2);
}
