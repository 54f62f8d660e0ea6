//! SQL of `casework.outcome`. What is sealed stays sealed here.

use uuid::Uuid;
use wsparcie_casework_api::{OutcomeFacts, OutcomeKind};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{EnrolmentId, OutcomeId, PersonId};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;
use crate::domain::course::OutcomeDraft;

/// An outcome as it is kept.
pub(crate) struct OutcomeRow {
    pub(crate) id: OutcomeId,
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) facts: OutcomeFacts,
    pub(crate) evidence_sealed: Vec<u8>,
    pub(crate) recorded_at: Instant,
    pub(crate) withdrawn: Option<(Instant, Vec<u8>)>,
}

/// The number of a participation's newest outcome, 0 without any. The participation is locked.
#[tracing::instrument(name = "db.outcome.last_number", skip_all, err(level = "debug"))]
pub(crate) async fn last_number(tx: &mut TenantTx, enrolment: EnrolmentId) -> Result<i32, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "number!" from casework.outcome
           where tenant_id = $1 and enrolment_id = $2"#,
        tx.tenant().into_uuid(),
        enrolment.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores an outcome.
#[tracing::instrument(name = "db.outcome.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    (id, enrolment, number): (OutcomeId, EnrolmentId, i32),
    draft: &OutcomeDraft,
    evidence_sealed: &[u8],
    now: Instant,
) -> Result<(), DbError> {
    let facts = &draft.facts;
    sqlx::query!(
        "insert into casework.outcome
             (tenant_id, id, enrolment_id, number, kind, occurred_on, code, until_on, post_percent, pay_documented,
              validated_on, certified_on, scope_on, standard_on, assessed_on, compared_on, evidence_sealed, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        enrolment.into_uuid(),
        number,
        facts.kind.code(),
        draft.occurred_on,
        facts.code,
        facts.until_on,
        facts.post_percent.and_then(|share| i16::try_from(share).ok()),
        facts.pay_documented,
        facts.validated_on,
        facts.certified_on,
        facts.scope_on,
        facts.standard_on,
        facts.assessed_on,
        facts.compared_on,
        evidence_sealed,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes an outcome back; `false` if it was before.
#[tracing::instrument(name = "db.outcome.take_back", skip_all, err(level = "debug"))]
pub(crate) async fn take_back(
    tx: &mut TenantTx,
    id: OutcomeId,
    reason_sealed: &[u8],
    now: Instant,
) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "update casework.outcome set withdrawn_at = $3, withdrawal_sealed = $4
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

/// The participation that an outcome belongs to, if the centre has it.
#[tracing::instrument(name = "db.outcome.enrolment_of", skip_all, err(level = "debug"))]
pub(crate) async fn enrolment_of(tx: &mut TenantTx, id: OutcomeId) -> Result<Option<EnrolmentId>, DbError> {
    let found = sqlx::query_scalar!(
        "select enrolment_id from casework.outcome where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.map(EnrolmentId::from_uuid))
}

/// The people whose participations these are, each with outcomes in the order of recording. With `only`, that one alone.
#[tracing::instrument(name = "db.outcome.of_enrolments", skip_all, err(level = "debug"))]
pub(crate) async fn of_enrolments(
    tx: &mut TenantTx,
    enrolments: &[Uuid],
    only: Option<OutcomeId>,
) -> Result<Vec<(PersonId, Option<OutcomeRow>)>, DbError> {
    let rows = sqlx::query!(
        r#"select e.id as enrolment_id, e.person_id, o.id as "id?", o.kind as "kind?", o.occurred_on as "occurred_on?",
                  o.code, o.until_on, o.post_percent, o.pay_documented, o.validated_on, o.certified_on, o.scope_on,
                  o.standard_on, o.assessed_on, o.compared_on, o.evidence_sealed as "evidence_sealed?",
                  o.recorded_at as "recorded_at?", o.withdrawn_at, o.withdrawal_sealed
           from casework.enrolment e
           left join casework.outcome o
               on o.tenant_id = $1 and o.enrolment_id = e.id and ($3::uuid is null or o.id = $3)
           where e.tenant_id = $1 and e.id = any($2)
           order by e.id, o.number"#,
        tx.tenant().into_uuid(),
        enrolments,
        only.map(OutcomeId::into_uuid),
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let person = PersonId::from_uuid(row.person_id);
        let (Some(id), Some(kind), Some(evidence_sealed), Some(recorded_at)) =
            (row.id, row.kind, row.evidence_sealed, row.recorded_at)
        else {
            return Ok((person, None));
        };
        let outcome = OutcomeRow {
            id: OutcomeId::from_uuid(id),
            enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
            facts: OutcomeFacts {
                kind: OutcomeKind::parse(&kind).ok_or(unknown_code("casework.outcome", "kind"))?,
                occurred_on: row.occurred_on,
                code: row.code,
                until_on: row.until_on,
                post_percent: row.post_percent.map(i32::from),
                pay_documented: row.pay_documented,
                validated_on: row.validated_on,
                certified_on: row.certified_on,
                scope_on: row.scope_on,
                standard_on: row.standard_on,
                assessed_on: row.assessed_on,
                compared_on: row.compared_on,
            },
            evidence_sealed,
            recorded_at,
            withdrawn: row.withdrawn_at.zip(row.withdrawal_sealed),
        };
        Ok((person, Some(outcome)))
    });
    read.collect()
}
