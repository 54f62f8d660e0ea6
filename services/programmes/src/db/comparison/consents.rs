//! SQL of `programmes.comparison_consent`: decisions are added, never changed.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ComparisonMeasure, ConsentDecision};

/// Codes of measures as stored.
pub(super) fn measures(codes: &[String]) -> Result<Vec<ComparisonMeasure>, DbError> {
    codes.iter().map(|code| measure(code)).collect()
}

fn measure(code: &str) -> Result<ComparisonMeasure, DbError> {
    ComparisonMeasure::parse(code).ok_or(DbError::Inconsistent {
        table: "programmes.comparison_consent",
        column: "measure",
    })
}

/// Every decision of the centre, by measure, the newest first.
#[tracing::instrument(name = "db.comparison_consent.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx) -> Result<Vec<(ComparisonMeasure, ConsentDecision)>, DbError> {
    let rows = sqlx::query!(
        "select measure, number, granted, decided_by, decided_at from programmes.comparison_consent
         where tenant_id = $1 order by measure, number desc",
        tx.tenant().into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let decision = ConsentDecision {
                number: row.number,
                granted: row.granted,
                decided_at: row.decided_at,
                decided_by: row.decided_by,
            };
            Ok((measure(&row.measure)?, decision))
        })
        .collect()
}

/// The centre's row: its present voivodeship. A centre that has none gets one, with an id of its
/// own by which releases call it.
#[tracing::instrument(name = "db.comparison_centre.follow", skip_all, err(level = "debug"))]
pub(super) async fn follow_centre(tx: &mut TenantTx) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.comparison_centre (tenant_id, region_code)
         select o.tenant_id, left(o.teryt, 2) from tenants_published.organisation o where o.tenant_id = $1
         on conflict (tenant_id) do update set region_code = excluded.region_code",
        tx.tenant().into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How releases call the centre, and what it consents to now; locked, so that a decision waits.
#[tracing::instrument(name = "db.comparison_centre.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock_centre(
    tx: &mut TenantTx,
) -> Result<Option<(Uuid, Vec<ComparisonMeasure>)>, DbError> {
    let row = sqlx::query!(
        "select ref, consents from programmes.comparison_centre where tenant_id = $1 for no key update",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| Ok((row.r#ref, measures(&row.consents)?)))
        .transpose()
}

/// Adds a decision, and brings the centre's row up to it.
#[tracing::instrument(name = "db.comparison_consent.decide", skip_all, err(level = "debug"))]
pub(crate) async fn decide(
    tx: &mut TenantTx,
    id: Uuid,
    measure: ComparisonMeasure,
    granted: bool,
    decided_by: &str,
    now: Instant,
) -> Result<(), DbError> {
    follow_centre(tx).await?;
    sqlx::query!(
        "update programmes.comparison_centre
         set consents = case when $3 then array_append(array_remove(consents, $2), $2) else array_remove(consents, $2) end
         where tenant_id = $1",
        tx.tenant().into_uuid(),
        measure.code(),
        granted,
    )
    .execute(tx.conn())
    .await?;
    // Behind the lock of the centre's row, so that the number is the next one.
    sqlx::query!(
        "insert into programmes.comparison_consent (tenant_id, id, measure, number, granted, decided_by, decided_at)
         select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6
         from programmes.comparison_consent where tenant_id = $1 and measure = $3",
        tx.tenant().into_uuid(),
        id,
        measure.code(),
        granted,
        decided_by,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
