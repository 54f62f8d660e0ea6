//! A digest of everything that one tenant has in the database, seen past row level security.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;
use uuid::Uuid;

/// Rows and their digest by table.
pub(super) type Digest = BTreeMap<String, (i64, String)>;

/// The digest of all rows of one tenant in all tables that have tenants, of its organisation and of its members' accounts.
pub(super) async fn of_tenant(admin: &mut PgConnection, tenant: Uuid) -> Digest {
    let tables: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', n.nspname, c.relname)
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
         where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1",
    )
    .fetch_all(&mut *admin)
    .await
    .expect("the catalogue answers");
    assert!(tables.len() > 15, "the tables of tenants are found: {tables:?}");
    let mut parts: Vec<String> = tables
        .iter()
        .map(|table| part(table, "t.tenant_id = $1"))
        .collect();
    parts.push(part("tenants.organisation", "t.id = $1"));
    let own_accounts = "t.id in (select m.account_id from tenants.membership m where m.tenant_id = $1)";
    parts.push(part("tenants.account", own_accounts));
    let rows: Vec<(String, i64, String)> = sqlx::query_as(AssertSqlSafe(parts.join(" union all ")))
        .bind(tenant)
        .fetch_all(&mut *admin)
        .await
        .expect("the rows are read");
    rows.into_iter()
        .map(|(table, rows, digest)| (table, (rows, digest)))
        .collect()
}

fn part(table: &str, condition: &str) -> String {
    format!(
        "select '{table}', count(*), md5(coalesce(string_agg(t::text, E'\\n' order by t::text), ''))
         from {table} t where {condition}"
    )
}

/// The tables that changed from one digest to the other.
pub(super) fn changed(before: &Digest, after: &Digest) -> Vec<String> {
    let tables = before
        .keys()
        .chain(after.keys())
        .collect::<std::collections::BTreeSet<_>>();
    let changed = tables
        .into_iter()
        .filter(|table| before.get(*table) != after.get(*table));
    changed
        .map(|table| format!("{table}: {:?} and {:?}", before.get(table), after.get(table)))
        .collect()
}

/// Lets everybody have been here just now: a request that finds the last one five minutes ago also writes that down, and so
/// costs more statements than the one before it.
pub(super) async fn note_everybody(admin: &mut PgConnection) {
    for table in ["tenants.membership", "tenants.api_client_key"] {
        let statement = format!("update {table} set last_used_at = now()");
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut *admin)
            .await
            .expect("the rows are written");
    }
}
