//! Reading claims and their history.

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{ClaimId, ExpenseId, ProjectId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Claim, ClaimCorrection, ClaimEvent, ClaimKind, ClaimState};

use crate::domain::claims::DeadlineRules;

const TABLE: &str = "programmes.claim";

/// A correction as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Correction {
    expense_id: Option<ExpenseId>,
    amount: Money,
    reason: String,
}

/// The claims of projects, in the order of their numbers.
pub(crate) async fn find_by_project(
    tx: &mut TenantTx,
    projects: &[Uuid],
    rules: &DeadlineRules,
) -> Result<Vec<Claim>, DbError> {
    find(tx, &[], projects, rules).await
}

/// Claims by id.
pub(crate) async fn find_by_id(
    tx: &mut TenantTx,
    ids: &[Uuid],
    rules: &DeadlineRules,
) -> Result<Vec<Claim>, DbError> {
    find(tx, ids, &[], rules).await
}

#[tracing::instrument(name = "db.claim.find", skip_all, err(level = "debug"))]
async fn find(
    tx: &mut TenantTx,
    ids: &[Uuid],
    projects: &[Uuid],
    rules: &DeadlineRules,
) -> Result<Vec<Claim>, DbError> {
    let rows = sqlx::query!(
        r#"select c.id, c.project_id, c.number, c.kind, c.period_from, c.period_to, c.state, c.note,
                  c.advance_requested_grosz, c.advance_settled_grosz, c.submitted_on, c.first_submitted_on, c.due_on,
                  c.due_release, c.answer_by, c.claimed_grosz, c.approved_grosz, c.approved_advance_grosz, c.version,
                  (select coalesce(jsonb_agg(jsonb_build_object(
                       'expense_id', k.expense_id, 'amount', k.amount_grosz, 'reason', k.reason) order by k.position), '[]')
                   from programmes.claim_correction k
                   where k.tenant_id = $1 and k.claim_id = c.id) as "corrections!: Json<Vec<Correction>>"
           from programmes.claim c
           where c.tenant_id = $1 and (c.id = any($2) or c.project_id = any($3))
           order by c.project_id, c.number"#,
        tx.tenant().into_uuid(),
        ids,
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let claims = rows.into_iter().map(|row| {
        let kind = ClaimKind::parse(&row.kind).ok_or(inconsistent("kind"))?;
        Ok(Claim {
            id: ClaimId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            number: row.number,
            kind,
            period_from: row.period_from,
            period_to: row.period_to,
            state: ClaimState::parse(&row.state).ok_or(inconsistent("state"))?,
            note: row.note,
            advance_requested: row.advance_requested_grosz.map(Money::from_grosz),
            advance_settled: Money::from_grosz(row.advance_settled_grosz),
            due: match row.due_release {
                Some(release) => rules.kept(kind, row.period_to, row.due_on, release),
                None => rules.due(kind, row.period_to),
            },
            first_submitted_on: row.first_submitted_on,
            submitted_on: row.submitted_on,
            answer_by: row.answer_by,
            claimed: row.claimed_grosz.map(Money::from_grosz),
            approved: row.approved_grosz.map(Money::from_grosz),
            approved_advance: row.approved_advance_grosz.map(Money::from_grosz),
            corrections: row
                .corrections
                .0
                .into_iter()
                .map(|correction| ClaimCorrection {
                    expense_id: correction.expense_id,
                    amount: correction.amount,
                    reason: correction.reason,
                })
                .collect(),
            version: row.version,
        })
    });
    claims.collect()
}

/// The history of claims, claim by claim, oldest first.
#[tracing::instrument(name = "db.claim.events", skip_all, err(level = "debug"))]
pub(crate) async fn events(tx: &mut TenantTx, claims: &[Uuid]) -> Result<Vec<ClaimEvent>, DbError> {
    let rows = sqlx::query!(
        "select claim_id, number, from_state, to_state, on_day, recorded_at, principal_kind, principal_id, reason, answer_by
         from programmes.claim_event where tenant_id = $1 and claim_id = any($2) order by claim_id, number",
        tx.tenant().into_uuid(),
        claims,
    )
    .fetch_all(tx.conn())
    .await?;
    let state = |code: &str| ClaimState::parse(code).ok_or(inconsistent("state"));
    let events = rows.into_iter().map(|row| {
        Ok(ClaimEvent {
            claim_id: ClaimId::from_uuid(row.claim_id),
            number: row.number,
            from: row.from_state.as_deref().map(state).transpose()?,
            to: state(&row.to_state)?,
            on: row.on_day,
            recorded_at: row.recorded_at,
            principal_kind: row.principal_kind,
            principal_id: row.principal_id,
            reason: row.reason,
            answer_by: row.answer_by,
        })
    });
    events.collect()
}

pub(super) const fn inconsistent(column: &'static str) -> DbError {
    DbError::Inconsistent { table: TABLE, column }
}
