//! SQL of `casework.support`. What is sealed stays sealed here.

use uuid::Uuid;
use wsparcie_casework_api::SupportCategory;
use wsparcie_kernel::ids::{EnrolmentId, PersonId, SupportId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;

/// Support as it is kept.
pub(crate) struct SupportRow {
    pub(crate) id: SupportId,
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) category: SupportCategory,
    pub(crate) kind: String,
    pub(crate) starts_on: Date,
    pub(crate) ends_on: Option<Date>,
    pub(crate) note_sealed: Option<Vec<u8>>,
    pub(crate) recorded_at: Instant,
    pub(crate) withdrawn: Option<(Instant, Vec<u8>)>,
}

/// The number of a participation's newest entry, 0 without any. The participation is locked.
#[tracing::instrument(name = "db.support.last_number", skip_all, err(level = "debug"))]
pub(crate) async fn last_number(tx: &mut TenantTx, enrolment: EnrolmentId) -> Result<i32, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "number!" from casework.support
           where tenant_id = $1 and enrolment_id = $2"#,
        tx.tenant().into_uuid(),
        enrolment.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores support.
#[tracing::instrument(name = "db.support.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, support: &SupportRow, number: i32) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.support
             (tenant_id, id, enrolment_id, number, category, kind, starts_on, ends_on, note_sealed, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant().into_uuid(),
        support.id.into_uuid(),
        support.enrolment_id.into_uuid(),
        number,
        support.category.code(),
        support.kind,
        support.starts_on,
        support.ends_on,
        support.note_sealed,
        support.recorded_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes support back; `false` if it was before.
#[tracing::instrument(name = "db.support.take_back", skip_all, err(level = "debug"))]
pub(crate) async fn take_back(
    tx: &mut TenantTx,
    id: SupportId,
    reason_sealed: &[u8],
    now: Instant,
) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "update casework.support set withdrawn_at = $3, withdrawal_sealed = $4
         where tenant_id = $1 and id = $2 and withdrawn_at is null",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
        reason_sealed,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The participation that an entry belongs to, if the centre has it.
#[tracing::instrument(name = "db.support.enrolment_of", skip_all, err(level = "debug"))]
pub(crate) async fn enrolment_of(tx: &mut TenantTx, id: SupportId) -> Result<Option<EnrolmentId>, DbError> {
    let found = sqlx::query_scalar!(
        "select enrolment_id from casework.support where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.map(EnrolmentId::from_uuid))
}

/// The people whose participations these are, each with entries of support in the order of recording. With `only`, that
/// entry alone.
#[tracing::instrument(name = "db.support.of_enrolments", skip_all, err(level = "debug"))]
pub(crate) async fn of_enrolments(
    tx: &mut TenantTx,
    enrolments: &[Uuid],
    only: Option<SupportId>,
) -> Result<Vec<(PersonId, Option<SupportRow>)>, DbError> {
    let rows = sqlx::query!(
        r#"select e.id as enrolment_id, e.person_id, s.id as "id?", s.category as "category?", s.kind as "kind?",
                  s.starts_on as "starts_on?", s.ends_on, s.note_sealed, s.recorded_at as "recorded_at?",
                  s.withdrawn_at, s.withdrawal_sealed
           from casework.enrolment e
           left join casework.support s
               on s.tenant_id = $1 and s.enrolment_id = e.id and ($3::uuid is null or s.id = $3)
           where e.tenant_id = $1 and e.id = any($2)
           order by e.id, s.number"#,
        tx.tenant().into_uuid(),
        enrolments,
        only.map(SupportId::into_uuid),
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let person = PersonId::from_uuid(row.person_id);
        let (Some(id), Some(category), Some(kind), Some(starts_on), Some(recorded_at)) =
            (row.id, row.category, row.kind, row.starts_on, row.recorded_at)
        else {
            return Ok((person, None));
        };
        let support = SupportRow {
            id: SupportId::from_uuid(id),
            enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
            category: SupportCategory::parse(&category)
                .ok_or(unknown_code("casework.support", "category"))?,
            kind,
            starts_on,
            ends_on: row.ends_on,
            note_sealed: row.note_sealed,
            recorded_at,
            withdrawn: row.withdrawn_at.zip(row.withdrawal_sealed),
        };
        Ok((person, Some(support)))
    });
    read.collect()
}
