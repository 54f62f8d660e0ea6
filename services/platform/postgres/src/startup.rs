//! The check before serving: a process whose database role could get round row level security refuses to start.

use crate::db::Db;
use crate::error::DbError;

/// Why this process must not serve.
#[derive(Debug, thiserror::Error)]
pub enum StartupRefusal {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The pool logs in as another role than it should.
    #[error("the database URL for {wanted} logs in as {actual}; correct the URL")]
    WrongRole {
        /// The role the pool is for.
        wanted: &'static str,
        /// The role it logs in as.
        actual: String,
    },
    /// The role could see or change other tenants' rows.
    #[error(
        "the database role {role} could bypass row level security ({how}); use the roles of infra/postgres/roles.sql"
    )]
    CouldBypass {
        /// The role.
        role: String,
        /// What is wrong with it.
        how: &'static str,
    },
}

/// Checks every pool's role.
///
/// # Errors
/// The first thing found that makes serving unsafe.
pub async fn check(db: &Db) -> Result<(), StartupRefusal> {
    for (wanted, pool) in db.pools() {
        let role = sqlx::query!(
            r#"select current_user::text as "name!", session_user::text as "session!",
                      exists (select from pg_roles r where r.rolsuper and pg_has_role(session_user, r.oid, 'member'))
                          as "is_super!",
                      exists (select from pg_roles r where r.rolbypassrls and pg_has_role(session_user, r.oid, 'member'))
                          as "bypasses!",
                      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                              where n.nspname not in ('pg_catalog', 'information_schema')
                                and n.nspname not like 'pg\_%'
                                and pg_has_role(session_user, c.relowner, 'member')) as "owns!""#
        )
        .fetch_one(pool)
        .await
        .map_err(DbError::from)?;
        if role.name != role.session {
            return Err(StartupRefusal::WrongRole {
                wanted,
                actual: role.name,
            });
        }
        for (is_so, how) in [
            (role.is_super, "it is a superuser or a member of one"),
            (
                role.bypasses,
                "it has BYPASSRLS or is a member of a role that has it",
            ),
            (role.owns, "it owns tables or is a member of their owner"),
        ] {
            if is_so {
                return Err(StartupRefusal::CouldBypass { role: role.name, how });
            }
        }
        if role.name != wanted {
            return Err(StartupRefusal::WrongRole {
                wanted,
                actual: role.name,
            });
        }
    }
    Ok(())
}
