//! Who acts, from a session or a key: asked on every request, one statement each.

use sqlx::PgConnection;
use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{ApiClientId, TenantId, UserId};
use wsparcie_kernel::{Actor, Date, Principal};
use wsparcie_postgres::DbError;

use super::{organisation_type, roles, scopes};
use crate::domain::organisation::region;

/// The actor of a signed-in user in one organisation; `None` unless account, membership and organisation are active.
#[tracing::instrument(name = "db.actor.of_session", skip_all)]
pub(crate) async fn of_session(
    conn: &mut PgConnection,
    user: UserId,
    organisation: TenantId,
) -> Result<Option<Actor>, DbError> {
    let row = sqlx::query!(
        "select m.roles, o.organisation_type, o.teryt
         from tenants.membership m
         join tenants.account a on a.id = m.account_id
         join tenants.organisation o on o.id = m.tenant_id
         where m.account_id = $1 and m.tenant_id = $2 and m.active and a.status = 'active' and o.status = 'active'",
        user.into_uuid(),
        organisation.into_uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Actor {
            principal: Principal::User(user),
            organisation: Some(acting(organisation, &row.organisation_type, &row.teryt)?),
            roles: roles(&row.roles)?,
            scopes: Vec::new(),
            standing: Standing::NORMAL,
        })
    })
    .transpose()
}

/// The actor of a key; `None` unless it is known, not revoked, valid on `today` (a day in UTC) and its organisation active.
#[tracing::instrument(name = "db.actor.of_key", skip_all)]
pub(crate) async fn of_key(
    conn: &mut PgConnection,
    key_sha256: &[u8],
    today: Date,
) -> Result<Option<Actor>, DbError> {
    let row = sqlx::query!(
        "select c.id, c.tenant_id, c.scopes, o.organisation_type, o.teryt
         from tenants.api_client c
         join tenants.organisation o on o.id = c.tenant_id
         where c.key_sha256 = $1 and c.revoked_at is null and c.expires_on >= $2 and o.status = 'active'",
        key_sha256,
        today,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Actor {
            principal: Principal::ApiClient(ApiClientId::from_uuid(row.id)),
            organisation: Some(acting(
                TenantId::from_uuid(row.tenant_id),
                &row.organisation_type,
                &row.teryt,
            )?),
            roles: Vec::new(),
            scopes: scopes(&row.scopes)?,
            standing: Standing::NORMAL,
        })
    })
    .transpose()
}

fn acting(id: TenantId, type_code: &str, teryt: &str) -> Result<ActingOrganisation, DbError> {
    let organisation_type = organisation_type(type_code)?;
    Ok(ActingOrganisation {
        id,
        kind: organisation_type.kind(),
        region: region(organisation_type, teryt),
    })
}
