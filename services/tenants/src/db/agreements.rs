//! SQL for `tenants.processing_agreement` and its acceptances, within one organisation.

use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{AgreementAcceptance, ProcessingAgreement};

/// The version in force on a day in UTC, with the acting centre's acceptance; `None` before the first version.
#[tracing::instrument(name = "db.agreement.in_force", skip_all)]
pub(crate) async fn in_force(tx: &mut TenantTx, on: Date) -> Result<Option<ProcessingAgreement>, DbError> {
    let row = sqlx::query!(
        r#"select v.version, v.valid_from, v.text_pl, a.accepted_at as "accepted_at?", a.accepted_by as "accepted_by?"
           from tenants.processing_agreement v
           left join tenants.agreement_acceptance a on a.tenant_id = $1 and a.version = v.version
           where v.valid_from <= $2 order by v.valid_from desc limit 1"#,
        tx.tenant().into_uuid(),
        on,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| ProcessingAgreement {
        version: row.version,
        valid_from: row.valid_from,
        text: row.text_pl,
        accepted: row
            .accepted_at
            .zip(row.accepted_by)
            .map(|(at, by)| AgreementAcceptance {
                at,
                by: UserId::from_uuid(by),
            }),
    }))
}

/// Stores the acting centre's acceptance of a version unless there is one. Tells whether it is new.
#[tracing::instrument(name = "db.agreement.accept", skip_all)]
pub(crate) async fn accept(
    tx: &mut TenantTx,
    version: &str,
    by: UserId,
    now: Instant,
) -> Result<bool, DbError> {
    let stored = sqlx::query!(
        "insert into tenants.agreement_acceptance (tenant_id, version, accepted_at, accepted_by)
         values ($1, $2, $3, $4) on conflict (tenant_id, version) do nothing",
        tx.tenant().into_uuid(),
        version,
        now,
        by.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected() == 1)
}
