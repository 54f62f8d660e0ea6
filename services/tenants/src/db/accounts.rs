//! SQL for `tenants.account`: only ever as `app_identity`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_postgres::{DbError, IdentityTx};
use wsparcie_tenants_api::ViewerMembership;

use super::{organisation_type, roles};
use crate::domain::login::Login;
use crate::domain::sign_in::{Account, Candidate, Place};

/// An account to be made for a login that is new.
pub(crate) struct NewAccount {
    pub(crate) id: UserId,
    pub(crate) login: Login,
    pub(crate) full_name: String,
    pub(crate) password_hash: String,
}

/// A row of an account joined with one of its memberships; the memberships' columns are null if it has none.
struct Row {
    id: Uuid,
    login: String,
    full_name: String,
    password_hash: String,
    enabled: bool,
    place: PlaceRow,
}

struct PlaceRow {
    organisation_id: Option<Uuid>,
    organisation_name: Option<String>,
    organisation_type: Option<String>,
    roles: Option<Vec<String>>,
    usable: bool,
}

impl PlaceRow {
    fn into_place(self) -> Result<Option<Place>, DbError> {
        let (Some(id), Some(name), Some(code), Some(role_codes)) = (
            self.organisation_id,
            self.organisation_name,
            self.organisation_type,
            self.roles,
        ) else {
            return Ok(None);
        };
        Ok(Some(Place {
            usable: self.usable,
            membership: ViewerMembership {
                organisation_id: TenantId::from_uuid(id),
                organisation_name: name,
                organisation_type: organisation_type(&code)?,
                roles: roles(&role_codes)?,
            },
        }))
    }
}

/// Folds the rows of one account into it.
fn fold(rows: impl IntoIterator<Item = Row>) -> Result<Option<Account>, DbError> {
    let mut account: Option<Account> = None;
    for row in rows {
        let account = account.get_or_insert_with(|| Account {
            id: UserId::from_uuid(row.id),
            login: row.login,
            full_name: row.full_name,
            password_hash: row.password_hash,
            enabled: row.enabled,
            places: Vec::new(),
        });
        account.places.extend(row.place.into_place()?);
    }
    Ok(account)
}

/// What is known of a login, in one statement whether it is known or not.
#[tracing::instrument(name = "db.account.candidate", skip_all)]
pub(crate) async fn candidate(conn: &mut PgConnection, login: &Login) -> Result<Candidate, DbError> {
    let rows = sqlx::query!(
        r#"select p.id as "platform?", a.id as "id?", a.login as "login?", a.full_name as "full_name?",
                  a.password_hash as "password_hash?", a.status as "status?", m.tenant_id as "organisation_id?",
                  m.roles as "roles?", o.name as "organisation_name?", o.organisation_type as "organisation_type?",
                  coalesce(m.active and o.status in ('active', 'leaving'), false) as "usable!"
           from (values (1)) as one (row)
           left join tenants.organisation p on p.organisation_type = 'PLATFORM'
           left join tenants.account a on a.login = $1
           left join tenants.membership m on m.account_id = a.id
           left join tenants.organisation o on o.id = m.tenant_id
           order by m.id"#,
        login.as_str(),
    )
    .fetch_all(conn)
    .await?;
    let platform = rows.first().and_then(|row| row.platform).map(TenantId::from_uuid);
    let account = fold(rows.into_iter().filter_map(|row| {
        Some(Row {
            id: row.id?,
            login: row.login?,
            full_name: row.full_name?,
            password_hash: row.password_hash?,
            enabled: row.status? == "active",
            place: PlaceRow {
                organisation_id: row.organisation_id,
                organisation_name: row.organisation_name,
                organisation_type: row.organisation_type,
                roles: row.roles,
                usable: row.usable,
            },
        })
    }))?;
    Ok(Candidate { platform, account })
}

/// A user's account with all its memberships, oldest first.
#[tracing::instrument(name = "db.account.by_id", skip_all)]
pub(crate) async fn by_id(conn: &mut PgConnection, user: UserId) -> Result<Option<Account>, DbError> {
    let rows = sqlx::query!(
        r#"select a.id, a.login, a.full_name, a.status = 'active' as "enabled!", m.tenant_id as "organisation_id?",
                  m.roles as "roles?", o.name as "organisation_name?", o.organisation_type as "organisation_type?",
                  coalesce(m.active and o.status in ('active', 'leaving'), false) as "usable!"
           from tenants.account a
           left join tenants.membership m on m.account_id = a.id
           left join tenants.organisation o on o.id = m.tenant_id
           where a.id = $1
           order by m.id"#,
        user.into_uuid(),
    )
    .fetch_all(conn)
    .await?;
    fold(rows.into_iter().map(|row| Row {
        id: row.id,
        login: row.login,
        full_name: row.full_name,
        password_hash: String::new(),
        enabled: row.enabled,
        place: PlaceRow {
            organisation_id: row.organisation_id,
            organisation_name: row.organisation_name,
            organisation_type: row.organisation_type,
            roles: row.roles,
            usable: row.usable,
        },
    }))
}

/// The user with this login and the hash of their password; made from `new` if there is none. Two statements either way, so
/// that time does not tell.
///
/// The second sees what another request has stored while the first waited for it.
#[tracing::instrument(name = "db.account.ensure", skip_all)]
pub(crate) async fn ensure(
    tx: &mut IdentityTx,
    new: &NewAccount,
    now: Instant,
) -> Result<(UserId, String), DbError> {
    sqlx::query!(
        "insert into tenants.account (id, login, full_name, password_hash, status, created_at)
         values ($1, $2, $3, $4, 'active', $5) on conflict (login) do nothing",
        new.id.into_uuid(),
        new.login.as_str(),
        new.full_name,
        new.password_hash,
        now,
    )
    .execute(tx.conn())
    .await?;
    let found = sqlx::query!(
        "select id, password_hash from tenants.account where login = $1",
        new.login.as_str()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((UserId::from_uuid(found.id), found.password_hash))
}
