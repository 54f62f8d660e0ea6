//! SQL for `tenants.membership`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{MembershipId, UserId};
use wsparcie_kernel::{Instant, PageRequest, Role};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::Member;

use super::{bounds, role_codes, roles, walked};

struct Row {
    id: Uuid,
    account_id: Uuid,
    login: String,
    full_name: String,
    roles: Vec<String>,
    active: bool,
    version: i64,
}

impl TryFrom<Row> for Member {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: MembershipId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.account_id),
            login: row.login,
            full_name: row.full_name,
            roles: roles(&row.roles)?,
            active: row.active,
            version: row.version,
        })
    }
}

/// Members by id; unseen ids are left out.
#[tracing::instrument(name = "db.member.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Member>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, account_id, login, full_name, roles, active, version
         from tenants.membership where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
}

/// A page of members, walked as asked.
#[tracing::instrument(name = "db.member.list", skip_all)]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<Member>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.membership
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.membership
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select m.id, m.account_id, m.login, m.full_name, m.roles, m.active, m.version
         from ids join tenants.membership m on (m.tenant_id, m.id) = ($1, ids.id) order by m.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    walked(page, rows).into_iter().map(TryInto::try_into).collect()
}

/// How many members the organisation has.
#[tracing::instrument(name = "db.member.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.membership where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Locks a member's row and reads it; `None` if this organisation has no such member.
#[tracing::instrument(name = "db.member.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: MembershipId) -> Result<Option<Member>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, account_id, login, full_name, roles, active, version
         from tenants.membership where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Whether somebody other than `id` is an active member with the role. Under the organisation's lock.
#[tracing::instrument(name = "db.member.another_holds", skip_all)]
pub(crate) async fn another_holds(tx: &mut TenantTx, role: Role, id: MembershipId) -> Result<bool, DbError> {
    let exists = sqlx::query_scalar!(
        r#"select exists (select from tenants.membership
                          where tenant_id = $1 and id <> $2 and active and $3 = any(roles)) as "exists!""#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
        role.code(),
    );
    Ok(exists.fetch_one(tx.conn()).await?)
}

/// Whether somebody other than the user is an active member with one of the roles. Under the organisation's lock.
#[tracing::instrument(name = "db.member.somebody_else_holds", skip_all)]
pub(crate) async fn somebody_else_holds(
    tx: &mut TenantTx,
    roles: &[Role],
    user: UserId,
) -> Result<bool, DbError> {
    let exists = sqlx::query_scalar!(
        r#"select exists (select from tenants.membership
                          where tenant_id = $1 and account_id <> $2 and active and roles && $3) as "exists!""#,
        tx.tenant().into_uuid(),
        user.into_uuid(),
        &role_codes(roles),
    );
    Ok(exists.fetch_one(tx.conn()).await?)
}

/// Locks the user's own membership and reads it; `None` if they are not a member here.
#[tracing::instrument(name = "db.member.lock_of_user", skip_all)]
pub(crate) async fn lock_of_user(tx: &mut TenantTx, user: UserId) -> Result<Option<Member>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, account_id, login, full_name, roles, active, version
         from tenants.membership where tenant_id = $1 and account_id = $2 for no key update",
        tx.tenant().into_uuid(),
        user.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Stores a new member unless the user is one already. Tells whether they were new.
#[tracing::instrument(name = "db.member.insert", skip_all)]
pub(crate) async fn insert(tx: &mut TenantTx, member: &Member, now: Instant) -> Result<bool, DbError> {
    let stored = sqlx::query!(
        "insert into tenants.membership
             (tenant_id, id, account_id, login, full_name, roles, active, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, account_id) do nothing",
        tx.tenant().into_uuid(),
        member.id.into_uuid(),
        member.user_id.into_uuid(),
        member.login,
        member.full_name,
        &role_codes(&member.roles),
        member.active,
        member.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected() == 1)
}

/// Stores the roles, the state and the version of a locked member.
#[tracing::instrument(name = "db.member.update", skip_all)]
pub(crate) async fn update(tx: &mut TenantTx, member: &Member) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.membership set roles = $3, active = $4, version = $5 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        member.id.into_uuid(),
        &role_codes(&member.roles),
        member.active,
        member.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
