//! SQL of `programmes.transfer`, and what a project's money adds up to.

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ClaimId, ProjectId, TransferId};
use wsparcie_kernel::{Date, Instant, Money, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{NewTransfer, Settlement, Transfer, TransferKind};

use super::projects::in_walking_order;
use crate::domain::claims::{OverReimbursed, settlement_warnings};

struct Row {
    id: Uuid,
    project_id: Uuid,
    kind: String,
    on_day: Date,
    amount_grosz: i64,
    claim_id: Option<Uuid>,
    title: String,
    cancelled_on: Option<Date>,
    cancel_reason: Option<String>,
    version: i64,
}

impl Row {
    fn into_transfer(self) -> Result<Transfer, DbError> {
        Ok(Transfer {
            id: TransferId::from_uuid(self.id),
            project_id: ProjectId::from_uuid(self.project_id),
            kind: TransferKind::parse(&self.kind).ok_or(DbError::Inconsistent {
                table: "programmes.transfer",
                column: "kind",
            })?,
            on: self.on_day,
            amount: Money::from_grosz(self.amount_grosz),
            claim_id: self.claim_id.map(ClaimId::from_uuid),
            title: self.title,
            cancelled_on: self.cancelled_on,
            cancel_reason: self.cancel_reason,
            version: self.version,
        })
    }
}

/// One page of a project's transfers, in the direction of the walk; of a project that the centre does not have, none.
#[tracing::instrument(name = "db.transfer.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    project: ProjectId,
    page: &PageRequest,
) -> Result<Vec<Transfer>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        r#"with ids as (
             (select id from programmes.transfer
              where tenant_id = $1 and project_id = $6 and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from programmes.transfer
              where tenant_id = $1 and project_id = $6 and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select t.id, t.project_id, t.kind, t.on_day, t.amount_grosz, t.claim_id, t.title, t.cancelled_on,
                  t.cancel_reason, t.version
           from ids join programmes.transfer t on t.tenant_id = $1 and t.id = ids.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
        project.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    in_walking_order(&mut rows, page, |row| row.id);
    rows.into_iter().map(Row::into_transfer).collect()
}

/// How many transfers a project has.
#[tracing::instrument(name = "db.transfer.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.transfer where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Transfers by id.
#[tracing::instrument(name = "db.transfer.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Transfer>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, kind, on_day, amount_grosz, claim_id, title, cancelled_on, cancel_reason, version
         from programmes.transfer where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_transfer).collect()
}

/// Whether the centre has the project and, if one is named, the claim in it.
#[tracing::instrument(name = "db.transfer.place_exists", skip_all, err(level = "debug"))]
pub(crate) async fn place_exists(
    tx: &mut TenantTx,
    project: ProjectId,
    claim: Option<ClaimId>,
) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from programmes.project where tenant_id = $1 and id = $2)
              and ($3::uuid is null
                   or exists (select from programmes.claim where tenant_id = $1 and id = $3 and project_id = $2)) as "is!""#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        claim.map(ClaimId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a transfer.
#[tracing::instrument(name = "db.transfer.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: TransferId,
    transfer: &NewTransfer,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.transfer
             (tenant_id, id, project_id, kind, on_day, amount_grosz, claim_id, title, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        transfer.project_id.into_uuid(),
        transfer.kind.code(),
        transfer.on,
        transfer.amount.grosz(),
        transfer.claim_id.map(ClaimId::into_uuid),
        transfer.title,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a transfer; gives its version and whether it is cancelled.
#[tracing::instrument(name = "db.transfer.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: TransferId) -> Result<Option<(i64, bool)>, DbError> {
    let row = sqlx::query!(
        r#"select version, cancelled_on is not null as "cancelled!" from programmes.transfer
           where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.version, row.cancelled)))
}

/// Cancels a transfer that is locked.
#[tracing::instrument(name = "db.transfer.cancel", skip_all, err(level = "debug"))]
pub(crate) async fn cancel(tx: &mut TenantTx, id: TransferId, on: Date, reason: &str) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.transfer set cancelled_on = $3, cancel_reason = $4, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        on,
        reason,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A claim that more was reimbursed for than was approved, as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Over {
    number: i32,
    reimbursed: Money,
    approved: Money,
}

/// What the money of several projects adds up to, with what cannot be right in it; those that the centre does not have are left out.
#[tracing::instrument(name = "db.transfer.settlements", skip_all, err(level = "debug"))]
pub(crate) async fn settlements(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Settlement>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id,
                  coalesce(t.advances, 0)::bigint as "advances!", coalesce(t.reimbursed, 0)::bigint as "reimbursed!",
                  coalesce(t.returned, 0)::bigint as "returned!", coalesce(t.interest, 0)::bigint as "interest!",
                  coalesce(e.spent, 0)::bigint as "spent!", coalesce(c.awaiting, 0)::bigint as "awaiting!",
                  coalesce(c.approved, 0)::bigint as "approved!", coalesce(c.settled, 0)::bigint as "settled!",
                  (select coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'reimbursed', o.reimbursed,
                                                                'approved', o.approved) order by o.number), '[]')
                   from (select d.number, sum(r.amount_grosz)::bigint as reimbursed,
                                coalesce(d.approved_grosz - d.approved_advance_grosz, 0) as approved
                         from programmes.transfer r
                         join programmes.claim d on d.tenant_id = $1 and d.id = r.claim_id
                         where r.tenant_id = $1 and r.project_id = p.id and r.kind = 'reimbursement'
                           and r.cancelled_on is null
                         group by d.id, d.number, d.approved_grosz, d.approved_advance_grosz) o
                   where o.reimbursed > greatest(o.approved, 0)) as "over!: Json<Vec<Over>>"
           from programmes.project p
           left join lateral (
               select sum(amount_grosz) filter (where kind = 'advance') as advances,
                      sum(amount_grosz) filter (where kind = 'reimbursement') as reimbursed,
                      sum(amount_grosz) filter (where kind = 'return') as returned,
                      sum(amount_grosz) filter (where kind = 'interest') as interest
               from programmes.transfer
               where tenant_id = $1 and project_id = p.id and cancelled_on is null) t on true
           left join lateral (
               select sum(eligible_grosz) as spent from programmes.expense
               where tenant_id = $1 and project_id = p.id) e on true
           left join lateral (
               select sum(claimed_grosz) filter (where state in ('submitted', 'questioned')) as awaiting,
                      sum(approved_grosz) as approved, sum(approved_advance_grosz) as settled
               from programmes.claim where tenant_id = $1 and project_id = p.id) c on true
           where p.tenant_id = $1 and p.id = any($2) order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let settlements = rows.into_iter().map(|row| {
        let over: Vec<OverReimbursed> = row
            .over
            .0
            .into_iter()
            .map(|claim| OverReimbursed {
                number: claim.number,
                reimbursed: claim.reimbursed,
                approved: claim.approved,
            })
            .collect();
        let mut settlement = Settlement {
            project_id: ProjectId::from_uuid(row.id),
            advances: Money::from_grosz(row.advances),
            reimbursed: Money::from_grosz(row.reimbursed),
            returned: Money::from_grosz(row.returned),
            interest: Money::from_grosz(row.interest),
            spent: Money::from_grosz(row.spent),
            awaiting: Money::from_grosz(row.awaiting),
            approved: Money::from_grosz(row.approved),
            advance_settled: Money::from_grosz(row.settled),
            warnings: Vec::new(),
        };
        settlement.warnings = settlement_warnings(&settlement, &over);
        settlement
    });
    Ok(settlements.collect())
}
