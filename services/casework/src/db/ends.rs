//! SQL of `casework.participation_end`. What is sealed stays sealed here.

use uuid::Uuid;
use wsparcie_casework_api::Ending;
use wsparcie_kernel::ids::{EnrolmentId, ParticipationEndId, PersonId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;

/// The index that a second end of one participation breaks.
pub(crate) const ONE_END: &str = "participation_end_one";

/// An end as it is kept.
pub(crate) struct EndRow {
    pub(crate) id: ParticipationEndId,
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) ended_on: Date,
    pub(crate) ending: Ending,
    pub(crate) reason_sealed: Option<Vec<u8>>,
    pub(crate) recorded_at: Instant,
}

/// Stores an end.
#[tracing::instrument(name = "db.participation_end.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, end: &EndRow) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.participation_end
             (tenant_id, id, enrolment_id, ended_on, ending, reason_sealed, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant().into_uuid(),
        end.id.into_uuid(),
        end.enrolment_id.into_uuid(),
        end.ended_on,
        end.ending.code(),
        end.reason_sealed,
        end.recorded_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether an end of a participation still stands; `None` if the participation never had it.
#[tracing::instrument(name = "db.participation_end.stands", skip_all, err(level = "debug"))]
pub(crate) async fn stands(
    tx: &mut TenantTx,
    enrolment: EnrolmentId,
    id: ParticipationEndId,
) -> Result<Option<bool>, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select withdrawn_at is null as "stands!" from casework.participation_end
           where tenant_id = $1 and enrolment_id = $2 and id = $3"#,
        tx.tenant().into_uuid(),
        enrolment.into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Takes back an end. The participation is locked.
#[tracing::instrument(name = "db.participation_end.take_back", skip_all, err(level = "debug"))]
pub(crate) async fn take_back(
    tx: &mut TenantTx,
    id: ParticipationEndId,
    reason_sealed: &[u8],
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update casework.participation_end set withdrawn_at = $3, withdrawal_sealed = $4
         where tenant_id = $1 and id = $2 and withdrawn_at is null",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
        reason_sealed,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The people whose participations these are, and the ends that stand.
#[tracing::instrument(name = "db.participation_end.of_enrolments", skip_all, err(level = "debug"))]
pub(crate) async fn of_enrolments(
    tx: &mut TenantTx,
    enrolments: &[Uuid],
) -> Result<Vec<(PersonId, Option<EndRow>)>, DbError> {
    let rows = sqlx::query!(
        r#"select e.id as enrolment_id, e.person_id, n.id as "id?", n.ended_on as "ended_on?", n.ending as "ending?",
                  n.reason_sealed, n.recorded_at as "recorded_at?"
           from casework.enrolment e
           left join casework.participation_end n
               on n.tenant_id = $1 and n.enrolment_id = e.id and n.withdrawn_at is null
           where e.tenant_id = $1 and e.id = any($2)
           order by e.id"#,
        tx.tenant().into_uuid(),
        enrolments,
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let person = PersonId::from_uuid(row.person_id);
        let (Some(id), Some(ended_on), Some(ending), Some(recorded_at)) =
            (row.id, row.ended_on, row.ending, row.recorded_at)
        else {
            return Ok((person, None));
        };
        let end = EndRow {
            id: ParticipationEndId::from_uuid(id),
            enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
            ended_on,
            ending: Ending::parse(&ending).ok_or(unknown_code("casework.participation_end", "ending"))?,
            reason_sealed: row.reason_sealed,
            recorded_at,
        };
        Ok((person, Some(end)))
    });
    read.collect()
}
