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
    second_factor: bool,
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
            second_factor: row.second_factor,
            places: Vec::new(),
        });
        account.places.extend(row.place.into_place()?);
    }
    Ok(account)
}

/// What is known of a login, in one statement whether it is known or not, and whether it can be a login or not.
#[tracing::instrument(name = "db.account.candidate", skip_all)]
pub(crate) async fn candidate(conn: &mut PgConnection, login: Option<&Login>) -> Result<Candidate, DbError> {
    let rows = sqlx::query!(
        r#"select p.id as "platform?", a.id as "id?", a.login as "login?", a.full_name as "full_name?",
                  a.password_hash as "password_hash?", a.status as "status?", m.tenant_id as "organisation_id?",
                  m.roles as "roles?", o.name as "organisation_name?", o.organisation_type as "organisation_type?",
                  f.confirmed_at is not null as "second_factor!",
                  coalesce(m.active and o.status in ('active', 'leaving'), false) as "usable!"
           from (values (1)) as one (row)
           left join tenants.organisation p on p.organisation_type = 'PLATFORM'
           left join tenants.account a on a.login = $1
           left join tenants.second_factor f on f.account_id = a.id
           left join tenants.membership m on m.account_id = a.id
           left join tenants.organisation o on o.id = m.tenant_id
           order by m.id"#,
        login.map_or("", Login::as_str),
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
            second_factor: row.second_factor,
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
                  f.confirmed_at is not null as "second_factor!",
                  coalesce(m.active and o.status in ('active', 'leaving'), false) as "usable!"
           from tenants.account a
           left join tenants.second_factor f on f.account_id = a.id
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
        second_factor: row.second_factor,
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

/// An account as the ways to a password know it, whatever its memberships.
pub(crate) struct Owner {
    pub(crate) id: UserId,
    pub(crate) login: String,
    pub(crate) password_hash: String,
    pub(crate) enabled: bool,
    /// Where mails to them go, if anywhere.
    pub(crate) email: Option<String>,
    /// Whose trail hears of them: the oldest membership's organisation, or the platform's.
    pub(crate) trail: Option<TenantId>,
}

/// The account of an id or of a login, whichever is given.
#[tracing::instrument(name = "db.account.owner", skip_all)]
pub(crate) async fn owner(
    conn: &mut PgConnection,
    user: Option<UserId>,
    login: Option<&str>,
) -> Result<Option<Owner>, DbError> {
    let row = sqlx::query!(
        r#"select a.id, a.login, a.password_hash, a.email, a.status = 'active' as "enabled!",
                  coalesce((select m.tenant_id from tenants.membership m where m.account_id = a.id order by m.id limit 1),
                           (select o.id from tenants.organisation o where o.organisation_type = 'PLATFORM')) as trail
           from tenants.account a where a.id = $1 or a.login = $2"#,
        user.map(UserId::into_uuid),
        login,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Owner {
        id: UserId::from_uuid(row.id),
        login: row.login,
        password_hash: row.password_hash,
        enabled: row.enabled,
        email: row.email,
        trail: row.trail.map(TenantId::from_uuid),
    }))
}

/// Locks an account, so that two who send it mails wait for one another.
#[tracing::instrument(name = "db.account.lock", skip_all)]
pub(crate) async fn lock(tx: &mut IdentityTx, user: UserId) -> Result<(), DbError> {
    sqlx::query!(
        "select id from tenants.account where id = $1 for update",
        user.into_uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(())
}

/// Stores a new password in the place of the one with this hash. Tells whether that was still the one.
#[tracing::instrument(name = "db.account.replace_password", skip_all)]
pub(crate) async fn replace_password(
    tx: &mut IdentityTx,
    user: UserId,
    old_hash: &str,
    new_hash: &str,
) -> Result<bool, DbError> {
    let replaced = sqlx::query!(
        "update tenants.account set password_hash = $3 where id = $1 and password_hash = $2",
        user.into_uuid(),
        old_hash,
        new_hash,
    )
    .execute(tx.conn())
    .await?;
    Ok(replaced.rows_affected() == 1)
}

/// Stores where mails to an account go, unless that is known.
#[tracing::instrument(name = "db.account.add_email", skip_all)]
pub(crate) async fn add_email(tx: &mut IdentityTx, user: UserId, email: &str) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.account set email = $2 where id = $1 and email is null",
        user.into_uuid(),
        email,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The organisations of an account, oldest membership first.
#[tracing::instrument(name = "db.account.organisations", skip_all)]
pub(crate) async fn organisations(conn: &mut PgConnection, user: UserId) -> Result<Vec<TenantId>, DbError> {
    let ids = sqlx::query_scalar!(
        "select tenant_id from tenants.membership where account_id = $1 order by id",
        user.into_uuid()
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}
