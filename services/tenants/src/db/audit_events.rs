//! Reading the audit trail with its seals. Writing is `wsparcie_postgres::audit`.

use wsparcie_kernel::PageRequest;
use wsparcie_kernel::ids::AuditEventId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::AuditEvent;

use super::{bounds, walked};

/// A page of the trail, walked as asked; each entry with its number in the sealed chain, if it is sealed.
#[tracing::instrument(name = "db.audit_event.list", skip_all)]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<AuditEvent>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query!(
        r#"with ids as (
               (select id from platform.audit_event
                where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
               union all
               (select id from platform.audit_event
                where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
           )
           select e.id, e.at, e.principal_kind, e.principal_id, e.action, e.subject_kind, e.subject_id, s.seq as "seal?"
           from ids
           join platform.audit_event e on (e.tenant_id, e.id) = ($1, ids.id)
           left join platform.audit_seal s on (s.tenant_id, s.event_id) = ($1, ids.id)
           order by e.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    let events = rows.into_iter().map(|row| AuditEvent {
        id: AuditEventId::from_uuid(row.id),
        at: row.at,
        principal_kind: row.principal_kind,
        principal_id: row.principal_id,
        action: row.action,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        seal: row.seal,
    });
    Ok(walked(page, events.collect()))
}

/// How many entries the trail has.
#[tracing::instrument(name = "db.audit_event.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from platform.audit_event where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}
