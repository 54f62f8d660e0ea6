//! SQL for `tenants.district_rule`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{DistrictRuleId, MembershipId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{DistrictRule, HouseParity};

use super::{bounds, walked};
use crate::domain::district::{Question, RuleDraft};

struct Row {
    id: Uuid,
    town: String,
    street: Option<String>,
    from_number: Option<String>,
    to_number: Option<String>,
    parity: String,
    membership_id: Uuid,
    worker_name: String,
    valid_from: Date,
    valid_to: Option<Date>,
    version: i64,
}

impl TryFrom<Row> for DistrictRule {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: DistrictRuleId::from_uuid(row.id),
            town: row.town,
            street: row.street,
            from_number: row.from_number,
            to_number: row.to_number,
            parity: HouseParity::parse(&row.parity).ok_or(DbError::Inconsistent {
                table: "tenants.district_rule",
                column: "parity",
            })?,
            worker: MembershipId::from_uuid(row.membership_id),
            worker_name: row.worker_name,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            version: row.version,
        })
    }
}

/// Rules by id; unseen ids are left out.
#[tracing::instrument(name = "db.district_rule.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<DistrictRule>, DbError> {
    sqlx::query_as!(
        Row,
        "select r.id, r.town, r.street, r.from_number, r.to_number, r.parity, r.membership_id,
                m.full_name as worker_name, r.valid_from, r.valid_to, r.version
         from tenants.district_rule r join tenants.membership m on (m.tenant_id, m.id) = (r.tenant_id, r.membership_id)
         where r.tenant_id = $1 and r.id = any($2) order by r.id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
}

/// A page of rules, walked as asked; with a day, only those valid on it.
#[tracing::instrument(name = "db.district_rule.list", skip_all)]
pub(crate) async fn list(
    tx: &mut TenantTx,
    on: Option<Date>,
    page: &PageRequest,
) -> Result<Vec<DistrictRule>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.district_rule
              where tenant_id = $1 and not $2 and id > $3 and id < $4
                and ($6::date is null or (valid_from <= $6 and (valid_to is null or valid_to >= $6)))
              order by id limit $5)
             union all
             (select id from tenants.district_rule
              where tenant_id = $1 and $2 and id > $3 and id < $4
                and ($6::date is null or (valid_from <= $6 and (valid_to is null or valid_to >= $6)))
              order by id desc limit $5)
         )
         select r.id, r.town, r.street, r.from_number, r.to_number, r.parity, r.membership_id,
                m.full_name as worker_name, r.valid_from, r.valid_to, r.version
         from ids join tenants.district_rule r on (r.tenant_id, r.id) = ($1, ids.id)
                  join tenants.membership m on (m.tenant_id, m.id) = (r.tenant_id, r.membership_id)
         order by r.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
        on,
    )
    .fetch_all(tx.conn())
    .await?;
    walked(page, rows).into_iter().map(TryInto::try_into).collect()
}

/// How many rules there are; with a day, how many are valid on it.
#[tracing::instrument(name = "db.district_rule.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx, on: Option<Date>) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.district_rule
           where tenant_id = $1 and ($2::date is null or (valid_from <= $2 and (valid_to is null or valid_to >= $2)))"#,
        tx.tenant().into_uuid(),
        on,
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Locks a rule's row and reads it; `None` if this organisation has no such rule.
#[tracing::instrument(name = "db.district_rule.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: DistrictRuleId) -> Result<Option<DistrictRule>, DbError> {
    sqlx::query_as!(
        Row,
        "select r.id, r.town, r.street, r.from_number, r.to_number, r.parity, r.membership_id,
                m.full_name as worker_name, r.valid_from, r.valid_to, r.version
         from tenants.district_rule r join tenants.membership m on (m.tenant_id, m.id) = (r.tenant_id, r.membership_id)
         where r.tenant_id = $1 and r.id = $2 for update of r",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The oldest rule that has an address on a day in common with a new one. Under the organisation's lock.
///
/// Two ranges on different sides never meet. A range of one side meets another one where the other has a number of that
/// side: the first number in common, or else the next one.
#[tracing::instrument(name = "db.district_rule.overlapping", skip_all)]
pub(crate) async fn overlapping(
    tx: &mut TenantTx,
    draft: &RuleDraft,
) -> Result<Option<DistrictRule>, DbError> {
    let (first, last) = draft.range.positions();
    sqlx::query_as!(
        Row,
        "select r.id, r.town, r.street, r.from_number, r.to_number, r.parity, r.membership_id,
                m.full_name as worker_name, r.valid_from, r.valid_to, r.version
         from tenants.district_rule r join tenants.membership m on (m.tenant_id, m.id) = (r.tenant_id, r.membership_id)
         where r.tenant_id = $1 and r.street_key = $2 and r.town_key = $3
           and r.from_position <= $5 and r.to_position >= $4
           and (r.valid_to is null or r.valid_to >= $7) and ($8::date is null or r.valid_from <= $8)
           and case when r.parity = 'all' and $6 = 'all' then true
                    when r.parity <> 'all' and $6 <> 'all' and r.parity <> $6 then false
                    else greatest(r.from_position, $4, 1000) / 1000 % 2
                             = (case when 'odd' in (r.parity, $6) then 1 else 0 end)
                         or (greatest(r.from_position, $4, 1000) / 1000 + 1) * 1000 <= least(r.to_position, $5)
               end
         order by r.id limit 1",
        tx.tenant().into_uuid(),
        draft.street_key(),
        draft.town.key(),
        first,
        last,
        draft.range.parity.code(),
        draft.period.start(),
        draft.period.end(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The rule that covers an address on a day.
#[tracing::instrument(name = "db.district_rule.covering", skip_all)]
pub(crate) async fn covering(
    tx: &mut TenantTx,
    question: &Question,
) -> Result<Option<DistrictRule>, DbError> {
    sqlx::query_as!(
        Row,
        "select r.id, r.town, r.street, r.from_number, r.to_number, r.parity, r.membership_id,
                m.full_name as worker_name, r.valid_from, r.valid_to, r.version
         from tenants.district_rule r join tenants.membership m on (m.tenant_id, m.id) = (r.tenant_id, r.membership_id)
         where r.tenant_id = $1 and r.street_key = $2 and r.town_key = $3
           and r.from_position <= $4 and r.to_position >= $4 and r.parity in ('all', $5)
           and r.valid_from <= $6 and (r.valid_to is null or r.valid_to >= $6)
         order by r.id limit 1",
        tx.tenant().into_uuid(),
        question.street_key(),
        question.town.key(),
        question.number.position(),
        question.number.side().code(),
        question.on,
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Stores a new rule.
#[tracing::instrument(name = "db.district_rule.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    rule: &DistrictRule,
    draft: &RuleDraft,
    now: Instant,
) -> Result<(), DbError> {
    let (first, last) = draft.range.positions();
    sqlx::query!(
        "insert into tenants.district_rule
             (tenant_id, id, town, town_key, street, street_key, from_number, to_number, from_position, to_position, parity,
              membership_id, valid_from, valid_to, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        tx.tenant().into_uuid(),
        rule.id.into_uuid(),
        rule.town,
        draft.town.key(),
        rule.street,
        draft.street_key(),
        rule.from_number,
        rule.to_number,
        first,
        last,
        rule.parity.code(),
        rule.worker.into_uuid(),
        rule.valid_from,
        rule.valid_to,
        rule.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores the end and the version of a locked rule.
#[tracing::instrument(name = "db.district_rule.end", skip_all)]
pub(crate) async fn end(tx: &mut TenantTx, rule: &DistrictRule) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.district_rule set valid_to = $3, version = $4 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        rule.id.into_uuid(),
        rule.valid_to,
        rule.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
