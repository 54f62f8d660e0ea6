//! SQL of `casework.verdict`. Proofs are sealed; `app` opens them.

use uuid::Uuid;
use wsparcie_casework_api::VerdictOutcome;
use wsparcie_kernel::ids::{NominationId, PersonId, RecruitmentId, VerdictId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;
use crate::domain::proof::VerdictHead;

const TABLE: &str = "casework.verdict";

/// A verdict as it is kept, and whose it is.
pub(crate) struct SealedVerdict {
    pub(crate) head: VerdictHead,
    pub(crate) person_id: PersonId,
    pub(crate) proof_sealed: Vec<u8>,
}

struct Row {
    id: Uuid,
    nomination_id: Uuid,
    person_id: Uuid,
    recruitment_id: Uuid,
    reference_date: Date,
    outcome: String,
    proof_sealed: Vec<u8>,
    decided_at: Instant,
}

impl TryFrom<Row> for SealedVerdict {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            head: VerdictHead {
                id: VerdictId::from_uuid(row.id),
                nomination_id: NominationId::from_uuid(row.nomination_id),
                recruitment_id: RecruitmentId::from_uuid(row.recruitment_id),
                reference_date: row.reference_date,
                outcome: VerdictOutcome::parse(&row.outcome).ok_or(unknown_code(TABLE, "outcome"))?,
                decided_at: row.decided_at,
            },
            person_id: PersonId::from_uuid(row.person_id),
            proof_sealed: row.proof_sealed,
        })
    }
}

/// The newest verdict of each nomination that has one.
#[tracing::instrument(name = "db.verdict.newest", skip_all, err(level = "debug"))]
pub(crate) async fn newest(tx: &mut TenantTx, nominations: &[Uuid]) -> Result<Vec<SealedVerdict>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, n.id as nomination_id, n.person_id, v.recruitment_id, v.reference_date, v.outcome, v.proof_sealed,
                  v.decided_at
           from casework.nomination n
           cross join lateral (
               select one.id, one.recruitment_id, one.reference_date, one.outcome, one.proof_sealed, one.decided_at
               from casework.verdict one
               where one.tenant_id = $1 and one.nomination_id = n.id order by one.number desc limit 1
           ) v
           where n.tenant_id = $1 and n.id = any($2)
           order by n.id"#,
        tx.tenant().into_uuid(),
        nominations,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(SealedVerdict::try_from).collect()
}

/// One verdict, if the centre has it.
#[tracing::instrument(name = "db.verdict.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: VerdictId) -> Result<Option<SealedVerdict>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select v.id, v.nomination_id, n.person_id, v.recruitment_id, v.reference_date, v.outcome, v.proof_sealed,
                v.decided_at
         from casework.verdict v join casework.nomination n on n.tenant_id = $1 and n.id = v.nomination_id
         where v.tenant_id = $1 and v.id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(SealedVerdict::try_from).transpose()
}

/// The newest verdict of a nomination, as enrolment looks at it.
pub(crate) struct Newest {
    pub(crate) id: VerdictId,
    pub(crate) outcome: VerdictOutcome,
    /// The version of the rules that it was decided by.
    pub(crate) recruitment_id: RecruitmentId,
    /// The version of the group whose conditions it was decided by, where there was one.
    pub(crate) group_version: Option<i64>,
    /// Whether facts about the person were recorded after it.
    pub(crate) has_later_facts: bool,
}

/// The newest verdict of a locked nomination.
#[tracing::instrument(name = "db.verdict.newest_outcome", skip_all, err(level = "debug"))]
pub(crate) async fn newest_outcome(
    tx: &mut TenantTx,
    nomination: NominationId,
) -> Result<Option<Newest>, DbError> {
    let row = sqlx::query!(
        r#"select v.id, v.outcome, v.recruitment_id, v.group_version,
                  exists (select from casework.fact f join casework.nomination n on (n.tenant_id, n.person_id) = (f.tenant_id, f.person_id)
                          where f.tenant_id = $1 and n.id = $2 and f.recorded_at > v.decided_at) as "has_later_facts!"
           from casework.verdict v
           where v.tenant_id = $1 and v.nomination_id = $2 order by v.number desc limit 1"#,
        tx.tenant().into_uuid(),
        nomination.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let outcome = VerdictOutcome::parse(&row.outcome).ok_or(unknown_code(TABLE, "outcome"))?;
    Ok(Some(Newest {
        id: VerdictId::from_uuid(row.id),
        outcome,
        recruitment_id: RecruitmentId::from_uuid(row.recruitment_id),
        group_version: row.group_version,
        has_later_facts: row.has_later_facts,
    }))
}

/// Stores a verdict behind the earlier ones of its locked nomination, with the version of the group it was decided by.
#[tracing::instrument(name = "db.verdict.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    head: &VerdictHead,
    group_version: Option<i64>,
    proof_sealed: &[u8],
    inputs_sealed: &[u8],
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.verdict
             (tenant_id, id, nomination_id, number, recruitment_id, reference_date, outcome, proof_sealed, inputs_sealed,
              decided_at, group_version)
         select $1, $2, $3,
                (select coalesce(max(number), 0) + 1 from casework.verdict where tenant_id = $1 and nomination_id = $3),
                $4, $5, $6, $7, $8, $9, $10",
        tx.tenant().into_uuid(),
        head.id.into_uuid(),
        head.nomination_id.into_uuid(),
        head.recruitment_id.into_uuid(),
        head.reference_date,
        head.outcome.code(),
        proof_sealed,
        inputs_sealed,
        head.decided_at,
        group_version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
