//! What is read across centres: which of them a region has, and what they consent to. No figure.

use std::collections::HashMap;

use uuid::Uuid;
use wsparcie_casework_api::REPUBLISH_JOB;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::TenantId;
use wsparcie_postgres::{DbError, RegionTx, WorkerTx};
use wsparcie_programmes_api::ComparisonMeasure;

use crate::jobs::PARTICIPATION_JOB;

/// The centres with projects in a region (`"00"`: in the country), as the worker sees them.
#[tracing::instrument(name = "db.comparison.centres", skip_all, err(level = "debug"))]
pub(crate) async fn centres(tx: &mut WorkerTx, region: &str) -> Result<Vec<TenantId>, DbError> {
    let tenants = sqlx::query_scalar!(
        "select distinct tenant_id from programmes.project_comparison
         where $1 = '00' or region_code = $1 order by tenant_id",
        region,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(tenants.into_iter().map(TenantId::from_uuid).collect())
}

/// Events of participation that the read model has not taken in.
pub(crate) struct OnTheirWay {
    /// Waiting, or tried in vain and to be tried again.
    pub(crate) waiting: bool,
    /// Laid aside after the last attempt: an operator has to look at them.
    pub(crate) dead: bool,
}

/// The events of some centres from before an instant that are not taken in. An event becomes a job a moment later. One of
/// another tenant, whatever became of it, holds nobody up. While a centre's participations are being told again, some are on
/// their way.
#[tracing::instrument(name = "db.comparison.on_their_way", skip_all, err(level = "debug"))]
pub(crate) async fn events_on_their_way(
    tx: &mut WorkerTx,
    centres: &[TenantId],
    before: Instant,
) -> Result<OnTheirWay, DbError> {
    let centres: Vec<Uuid> = centres.iter().copied().map(TenantId::into_uuid).collect();
    let row = sqlx::query!(
        r#"select exists (select from platform.outbox o
                          where o.tenant_id = any($3) and starts_with(o.topic, 'participation.') and o.created_at <= $1)
                  or exists (select from platform.job j
                             where j.tenant_id = any($3) and j.kind = $2 and j.state = 'ready'
                               and j.created_at <= $1 + interval '1 minute')
                  or exists (select from platform.job j
                             where j.tenant_id = any($3) and j.kind = $4 and j.state = 'ready') as "waiting!",
                  exists (select from platform.job j
                          where j.tenant_id = any($3) and j.kind = $2 and j.state = 'dead'
                            and j.created_at <= $1 + interval '1 minute') as "dead!""#,
        before,
        PARTICIPATION_JOB,
        &centres,
        REPUBLISH_JOB,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(OnTheirWay {
        waiting: row.waiting,
        dead: row.dead,
    })
}

/// What the centres of the transaction's region consent to now, as releases call them. The policy decides which rows those are.
#[tracing::instrument(name = "db.comparison_centre.consents", skip_all, err(level = "debug"))]
pub(crate) async fn consents(
    tx: &mut RegionTx,
    region: &str,
) -> Result<HashMap<Uuid, Vec<ComparisonMeasure>>, DbError> {
    let rows = sqlx::query!(
        "select ref, consents from programmes.comparison_centre where $1 = '00' or region_code = $1",
        region,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.r#ref, super::consents::measures(&row.consents)?)))
        .collect()
}
