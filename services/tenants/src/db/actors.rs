//! Who acts, from a session or a key: asked on every request, one statement each; and when an access was last used.

use sqlx::PgConnection;
use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId, MembershipId, TenantId};
use wsparcie_kernel::{Actor, Instant, Principal, Role};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{SessionOf, SignInMethod};

use super::{organisation_type, roles, scopes};
use crate::domain::organisation::region;

/// What stands behind a session.
pub(crate) struct Signed {
    pub(crate) membership: MembershipId,
    pub(crate) organisation: ActingOrganisation,
    pub(crate) roles: Vec<Role>,
    pub(crate) read_only: bool,
    pub(crate) break_glass: bool,
    pub(crate) has_second_factor: bool,
    pub(crate) last_used_at: Option<Instant>,
}

/// What stands behind a key.
pub(crate) struct Keyed {
    pub(crate) key: ApiKeyId,
    pub(crate) tenant: TenantId,
    pub(crate) actor: Actor,
    pub(crate) last_used_at: Option<Instant>,
}

/// What a signed-in user is in one organisation; `None` unless account and membership are active and the organisation is
/// active or leaving; of a session begun at the organisation's provider, also unless people may still sign in there.
#[tracing::instrument(name = "db.actor.of_session", skip_all)]
pub(crate) async fn of_session(
    conn: &mut PgConnection,
    session: SessionOf,
    now: Instant,
) -> Result<Option<Signed>, DbError> {
    let row = sqlx::query!(
        r#"select m.id, m.roles, m.last_used_at, o.organisation_type, o.teryt, o.status = 'leaving' as "read_only!",
                  exists (select from tenants.break_glass b
                          where b.tenant_id = m.tenant_id and b.account_id = m.account_id and b.expires_at > $3)
                      as "break_glass!",
                  exists (select from tenants.second_factor f
                          where f.account_id = a.id and f.confirmed_at is not null) as "has_second_factor!"
           from tenants.membership m
           join tenants.account a on a.id = m.account_id
           join tenants.organisation o on o.id = m.tenant_id
           where m.account_id = $1 and m.tenant_id = $2 and m.active and a.status = 'active'
             and o.status in ('active', 'leaving')
             and (not $4 or exists (select from tenants.sign_in_provider p where p.tenant_id = m.tenant_id and p.enabled))"#,
        session.user.into_uuid(),
        session.organisation.into_uuid(),
        now,
        session.method == SignInMethod::Provider,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Signed {
            membership: MembershipId::from_uuid(row.id),
            organisation: acting(session.organisation, &row.organisation_type, &row.teryt)?,
            roles: roles(&row.roles)?,
            read_only: row.read_only,
            break_glass: row.break_glass,
            has_second_factor: row.has_second_factor,
            last_used_at: row.last_used_at,
        })
    })
    .transpose()
}

/// The actor of a key; `None` unless it is known, neither it nor its client revoked, valid on the day (in UTC), and its
/// organisation active.
#[tracing::instrument(name = "db.actor.of_key", skip_all)]
pub(crate) async fn of_key(
    conn: &mut PgConnection,
    key_sha256: &[u8],
    now: Instant,
) -> Result<Option<Keyed>, DbError> {
    let row = sqlx::query!(
        "select k.id as key_id, k.last_used_at, c.id, c.tenant_id, c.scopes, o.organisation_type, o.teryt
         from tenants.api_client_key k
         join tenants.api_client c on (c.tenant_id, c.id) = (k.tenant_id, k.client_id)
         join tenants.organisation o on o.id = k.tenant_id
         where k.key_sha256 = $1 and k.revoked_at is null and k.expires_on >= $2 and c.revoked_at is null
           and o.status = 'active'",
        key_sha256,
        now.date_naive(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let tenant = TenantId::from_uuid(row.tenant_id);
        Ok(Keyed {
            key: ApiKeyId::from_uuid(row.key_id),
            tenant,
            actor: Actor {
                principal: Principal::ApiClient(ApiClientId::from_uuid(row.id)),
                organisation: Some(acting(tenant, &row.organisation_type, &row.teryt)?),
                roles: Vec::new(),
                scopes: scopes(&row.scopes)?,
                standing: Standing::NORMAL,
            },
            last_used_at: row.last_used_at,
        })
    })
    .transpose()
}

/// Notes the use of a membership unless a later one than `before` is noted. A row that somebody has locked is left: whoever
/// is writing it must not hold up a request, and the next one notes the use.
#[tracing::instrument(name = "db.actor.touch_membership", skip_all)]
pub(crate) async fn touch_membership(
    tx: &mut TenantTx,
    id: MembershipId,
    now: Instant,
    before: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.membership set last_used_at = $3
         where (tenant_id, id) = (select tenant_id, id from tenants.membership
                                  where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $4)
                                  for no key update skip locked)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
        before,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The same for a key.
#[tracing::instrument(name = "db.actor.touch_key", skip_all)]
pub(crate) async fn touch_key(
    tx: &mut TenantTx,
    id: ApiKeyId,
    now: Instant,
    before: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.api_client_key set last_used_at = $3
         where (tenant_id, id) = (select tenant_id, id from tenants.api_client_key
                                  where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $4)
                                  for no key update skip locked)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
        before,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn acting(id: TenantId, type_code: &str, teryt: &str) -> Result<ActingOrganisation, DbError> {
    let organisation_type = organisation_type(type_code)?;
    Ok(ActingOrganisation {
        id,
        kind: organisation_type.kind(),
        region: region(organisation_type, teryt),
    })
}
