//! What is looked at before a claim changes, under its lock or its project's.

use uuid::Uuid;
use wsparcie_kernel::ids::{ClaimId, ProjectId};
use wsparcie_kernel::{Date, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ClaimKind, ClaimState};

use super::read::inconsistent;
use crate::domain::claims::Other;

/// A claim whose row is locked.
pub(crate) struct LockedClaim {
    /// What it asks for.
    pub(crate) kind: ClaimKind,
    /// Its state.
    pub(crate) state: ClaimState,
    /// The first day of its period.
    pub(crate) period_from: Date,
    /// The last day.
    pub(crate) period_to: Date,
    /// The advance that it settles.
    pub(crate) advance_settled: Money,
    /// What its newest submission claimed.
    pub(crate) claimed: Option<Money>,
    /// How many events its history has, and the day of the last but its making.
    pub(crate) events: i32,
    /// The day of the last step.
    pub(crate) last_step_on: Option<Date>,
    /// How many snapshots it has.
    pub(crate) snapshots: i32,
    /// Its version.
    pub(crate) version: i64,
}

/// The project of a claim, without a lock: locks are taken from the project down.
#[tracing::instrument(name = "db.claim.project_of", skip_all, err(level = "debug"))]
pub(crate) async fn project_of(tx: &mut TenantTx, claim: ClaimId) -> Result<Option<ProjectId>, DbError> {
    let project = sqlx::query_scalar!(
        "select project_id from programmes.claim where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        claim.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(project.map(ProjectId::from_uuid))
}

/// Locks a claim; `None` if the centre has no such claim.
#[tracing::instrument(name = "db.claim.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, claim: ClaimId) -> Result<Option<LockedClaim>, DbError> {
    let row = sqlx::query!(
        "select kind, state, period_from, period_to, advance_settled_grosz, claimed_grosz, version
         from programmes.claim where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        claim.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    // A second statement on purpose: what stands beside the row is read after the wait for its lock.
    let past = sqlx::query!(
        r#"select count(*)::integer as "events!", max(on_day) filter (where number > 1) as last_step_on,
                  (select count(*)::integer from programmes.claim_snapshot s
                   where s.tenant_id = $1 and s.claim_id = $2) as "snapshots!"
           from programmes.claim_event where tenant_id = $1 and claim_id = $2"#,
        tx.tenant().into_uuid(),
        claim.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Some(LockedClaim {
        kind: ClaimKind::parse(&row.kind).ok_or(inconsistent("kind"))?,
        state: ClaimState::parse(&row.state).ok_or(inconsistent("state"))?,
        period_from: row.period_from,
        period_to: row.period_to,
        advance_settled: Money::from_grosz(row.advance_settled_grosz),
        claimed: row.claimed_grosz.map(Money::from_grosz),
        events: past.events,
        last_step_on: past.last_step_on,
        snapshots: past.snapshots,
        version: row.version,
    }))
}

/// The claims of a project that is locked, but one, and whether they count; and the highest number.
#[tracing::instrument(name = "db.claim.others", skip_all, err(level = "debug"))]
pub(crate) async fn others(
    tx: &mut TenantTx,
    project: ProjectId,
    but: Option<ClaimId>,
) -> Result<(Vec<Other>, i32), DbError> {
    let rows = sqlx::query!(
        r#"select number, kind, period_from, period_to, state <> 'withdrawn' and id is distinct from $3 as "counts!"
           from programmes.claim where tenant_id = $1 and project_id = $2 order by number"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        but.map(ClaimId::into_uuid),
    )
    .fetch_all(tx.conn())
    .await?;
    let highest = rows.last().map_or(0, |row| row.number);
    let others = rows.into_iter().filter(|row| row.counts).map(|row| {
        Ok(Other {
            number: row.number,
            kind: ClaimKind::parse(&row.kind).ok_or(inconsistent("kind"))?,
            from: row.period_from,
            to: row.period_to,
        })
    });
    Ok((others.collect::<Result<_, DbError>>()?, highest))
}

/// Whether the expenses that corrections name are in the claim.
#[tracing::instrument(name = "db.claim.corrections_belong", skip_all, err(level = "debug"))]
pub(crate) async fn corrections_belong(
    tx: &mut TenantTx,
    claim: ClaimId,
    expenses: &[Uuid],
) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as named (id)
             where not exists (select from programmes.claim_expense c
                               where c.tenant_id = $1 and c.expense_id = named.id and c.claim_id = $2)) as "all!""#,
        tx.tenant().into_uuid(),
        claim.into_uuid(),
        expenses,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// How much of a project's advances may be settled on a day: what came in by then, less what approved claims settled and what
/// was given back. Moves of later days count where they leave less. The project is locked; its transfers are not, for they are
/// facts that come in any order.
#[tracing::instrument(name = "db.claim.advance_left", skip_all, err(level = "debug"))]
pub(crate) async fn advance_left(tx: &mut TenantTx, project: ProjectId, on: Date) -> Result<Money, DbError> {
    let left = sqlx::query_scalar!(
        r#"select least(coalesce(sum(moved.amount), 0),
                        coalesce(sum(moved.amount) filter (where moved.on_day <= $3), 0))::bigint as "left!"
           from (select case kind when 'advance' then amount_grosz else -amount_grosz end as amount, on_day
                 from programmes.transfer
                 where tenant_id = $1 and project_id = $2 and kind in ('advance', 'return') and cancelled_on is null
                 union all
                 select -c.approved_advance_grosz, e.on_day
                 from programmes.claim c
                 join programmes.claim_event e on e.tenant_id = $1 and e.claim_id = c.id and e.to_state = 'approved'
                 where c.tenant_id = $1 and c.project_id = $2 and c.approved_advance_grosz > 0) moved"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        on,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_grosz(left))
}
