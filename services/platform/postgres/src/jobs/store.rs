//! SQL of `platform.job` and `platform.outbox`.

use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;
use wsparcie_kernel::ids::{JobId, TenantId};
use wsparcie_kernel::{IdSource, Instant};

use crate::error::DbError;
use crate::tx::{TenantTx, WorkerTx};

/// A job that was claimed.
#[derive(Debug, Clone)]
pub struct Job {
    /// The tenant it belongs to; its handler opens a [`TenantTx`] for it.
    pub tenant_id: TenantId,
    /// Id.
    pub id: JobId,
    /// Which handler it is for, `noun.verb`.
    pub kind: String,
    /// Ids and codes the handler needs.
    pub payload: Value,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

/// Puts a job into the queue, in the transaction of the act.
pub async fn enqueue(
    tx: &mut TenantTx,
    id: Uuid,
    kind: &str,
    payload: &Value,
    run_at: Instant,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into platform.job (tenant_id, id, kind, payload, run_at, created_at) values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        id,
        kind,
        payload,
        run_at,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Turns the oldest events into jobs of their subscribers and forgets them; gives how many events.
pub(super) async fn relay(
    tx: &mut WorkerTx,
    ids: &dyn IdSource,
    subscriptions: &[(&'static str, &'static str)],
    now: Instant,
) -> Result<usize, DbError> {
    let events = sqlx::query!(
        "select tenant_id, id, topic, payload from platform.outbox order by id limit 100 for update skip locked"
    )
    .fetch_all(tx.conn())
    .await?;
    if events.is_empty() {
        return Ok(0);
    }
    let (mut tenants, mut job_ids, mut kinds, mut payloads) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for event in &events {
        for (_, kind) in subscriptions.iter().filter(|(topic, _)| *topic == event.topic) {
            tenants.push(event.tenant_id);
            job_ids.push(ids.next(now));
            kinds.push((*kind).to_owned());
            payloads.push(event.payload.clone());
        }
    }
    sqlx::query!(
        "insert into platform.job (tenant_id, id, kind, payload, run_at, created_at)
         select j.tenant_id, j.id, j.kind, j.payload, $5, $5
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) as j (tenant_id, id, kind, payload)",
        &tenants,
        &job_ids,
        &kinds,
        &payloads,
        now,
    )
    .execute(tx.conn())
    .await?;
    let (event_tenants, event_ids): (Vec<Uuid>, Vec<Uuid>) =
        events.iter().map(|e| (e.tenant_id, e.id)).unzip();
    sqlx::query!(
        "delete from platform.outbox o using unnest($1::uuid[], $2::uuid[]) as done (tenant_id, id)
         where (o.tenant_id, o.id) = (done.tenant_id, done.id)",
        &event_tenants,
        &event_ids,
    )
    .execute(tx.conn())
    .await?;
    Ok(events.len())
}

/// Claims up to `limit` due jobs of the kinds given for `lease`; nobody else gets them before it ends. Jobs of other kinds
/// stay for the processes that do them.
pub(super) async fn claim(
    tx: &mut WorkerTx,
    kinds: &[String],
    limit: i64,
    lease: TimeDelta,
    now: Instant,
) -> Result<Vec<Job>, DbError> {
    let rows = sqlx::query!(
        "update platform.job j set locked_until = $2, attempts = attempts + 1
         from (select tenant_id, id from platform.job
               where state = 'ready' and run_at <= $1 and (locked_until is null or locked_until <= $1)
                 and kind = any($4)
               order by run_at, id limit $3 for update skip locked) as due
         where (j.tenant_id, j.id) = (due.tenant_id, due.id)
         returning j.tenant_id, j.id, j.kind, j.payload, j.attempts",
        now,
        now + lease,
        limit,
        kinds,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Job {
            tenant_id: TenantId::from_uuid(row.tenant_id),
            id: JobId::from_uuid(row.id),
            kind: row.kind,
            payload: row.payload,
            attempts: row.attempts,
        })
        .collect())
}

/// Forgets a finished job.
pub(super) async fn finish(tx: &mut WorkerTx, job: &Job) -> Result<(), DbError> {
    sqlx::query!(
        "delete from platform.job where tenant_id = $1 and id = $2",
        job.tenant_id.into_uuid(),
        job.id.into_uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts a failed job back for `retry_at`, or lays it aside as dead if that is `None`.
pub(super) async fn fail(
    tx: &mut WorkerTx,
    job: &Job,
    code: &str,
    retry_at: Option<Instant>,
) -> Result<(), DbError> {
    sqlx::query!(
        "update platform.job
         set locked_until = null, last_error = $3, run_at = coalesce($4, run_at),
             state = case when $4::timestamptz is null then 'dead' else 'ready' end
         where tenant_id = $1 and id = $2",
        job.tenant_id.into_uuid(),
        job.id.into_uuid(),
        code,
        retry_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How long what waits longest has been waiting, of all centres together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Of the events that no job was made of yet; zero if there is none.
    pub event: TimeDelta,
    /// Of the jobs that are due and that nobody does, since the instant for which they were meant; zero if there is none.
    pub job: TimeDelta,
}

/// What waits at an instant.
pub(super) async fn backlog(tx: &mut WorkerTx, now: Instant) -> Result<Backlog, DbError> {
    let row = sqlx::query!(
        "select (select created_at from platform.outbox order by id limit 1) as event,
                (select run_at from platform.job
                 where state = 'ready' and run_at <= $1 and (locked_until is null or locked_until <= $1)
                 order by run_at, id limit 1) as job",
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    let since = |begun: Option<Instant>| {
        begun.map_or(TimeDelta::zero(), |begun| (now - begun).max(TimeDelta::zero()))
    };
    Ok(Backlog {
        event: since(row.event),
        job: since(row.job),
    })
}

/// Forgets idempotency records that are older than their 48 hours (the worker's policy sees no younger ones).
pub(super) async fn forget_idempotency(tx: &mut WorkerTx) -> Result<(), DbError> {
    sqlx::query!("delete from platform.idempotency")
        .execute(tx.conn())
        .await?;
    Ok(())
}
