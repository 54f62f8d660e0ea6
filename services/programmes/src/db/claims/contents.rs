//! What drafts say now: progress, register and returns of several claims, each in one statement for all of them.

use std::collections::HashMap;

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ClaimId, ExpenseId, ProjectId, TransferId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    BudgetSource, Claim, ClaimContents, ClaimProgress, ClaimReturn, ClaimSource, ClaimedExpense, TransferKind,
};

use super::read::inconsistent;
use crate::domain::claims::{self, Listed};

/// Money of one source, as the statements below put it together.
#[derive(Debug, Deserialize)]
struct Part {
    source: BudgetSource,
    amount: Money,
}

/// What claims say now. Indicators are read elsewhere and put in by the caller.
pub(crate) async fn contents_of(tx: &mut TenantTx, claims: &[Claim]) -> Result<Vec<ClaimContents>, DbError> {
    let ids: Vec<Uuid> = claims.iter().map(|claim| claim.id.into_uuid()).collect();
    let mut progress = progress(tx, &ids).await?;
    let mut registers = registers(tx, &ids).await?;
    let mut returns = returns(tx, &ids).await?;
    let contents = claims.iter().map(|claim| {
        let empty = ClaimContents {
            schema: 1,
            claim_id: claim.id,
            project_id: claim.project_id,
            number: claim.number,
            kind: claim.kind,
            period_from: claim.period_from,
            period_to: claim.period_to,
            progress: progress.remove(&claim.id).unwrap_or_default(),
            expenses: Vec::new(),
            amount: Money::ZERO,
            eligible: Money::ZERO,
            by_task: Vec::new(),
            by_source: Vec::new(),
            derived: Money::ZERO,
            advance_requested: claim.advance_requested,
            advance_settled: claim.advance_settled,
            returns: returns.remove(&claim.id).unwrap_or_default(),
            indicators: None,
        };
        let register = registers.remove(&claim.id).unwrap_or_default();
        claims::assemble(empty, register).ok_or(inconsistent("eligible"))
    });
    contents.collect()
}

#[tracing::instrument(name = "db.claim.progress", skip_all, err(level = "debug"))]
async fn progress(
    tx: &mut TenantTx,
    claims: &[Uuid],
) -> Result<HashMap<ClaimId, Vec<ClaimProgress>>, DbError> {
    let rows = sqlx::query!(
        r#"select p.claim_id, p.task_id, p.progress, t.number as "number?", t.name as "name?"
           from programmes.claim_progress p
           join programmes.claim c on c.tenant_id = $1 and c.id = p.claim_id
           left join programmes.budget b on b.tenant_id = $1 and b.project_id = c.project_id and b.state = 'in_force'
           left join programmes.budget_task_version t
               on t.tenant_id = $1 and t.budget_id = b.id and t.task_id = p.task_id
           where p.tenant_id = $1 and p.claim_id = any($2)
           order by p.claim_id, t.number nulls last, p.task_id"#,
        tx.tenant().into_uuid(),
        claims,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: HashMap<ClaimId, Vec<ClaimProgress>> = HashMap::new();
    for row in rows {
        found
            .entry(ClaimId::from_uuid(row.claim_id))
            .or_default()
            .push(ClaimProgress {
                task_id: BudgetTaskId::from_uuid(row.task_id),
                number: row.number,
                name: row.name,
                progress: row.progress,
            });
    }
    Ok(found)
}

/// The registers. Task, line and shares are those of the budget's version that each expense was held against.
#[tracing::instrument(name = "db.claim.registers", skip_all, err(level = "debug"))]
async fn registers(tx: &mut TenantTx, claims: &[Uuid]) -> Result<HashMap<ClaimId, Vec<Listed>>, DbError> {
    let rows = sqlx::query!(
        r#"select l.claim_id, e.id, e.corrects, e.document_number, e.document_date, e.paid_on, e.contractor_name,
                  coalesce(e.contractor_nip, e.contractor_foreign_id) as contractor_nip, e.amount_grosz, e.vat_grosz,
                  e.eligible_grosz, e.line_id, v.name as line_name, v.task_id, t.number as task_number,
                  t.name as task_name,
                  (select coalesce(jsonb_agg(jsonb_build_object('source', s.source, 'amount', s.amount_grosz)), '[]')
                   from programmes.expense_source s
                   where s.tenant_id = $1 and s.expense_id = e.id) as "said!: Json<Vec<Part>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('source', s.source, 'amount', s.amount_grosz)), '[]')
                   from programmes.budget_line_source s
                   where s.tenant_id = $1 and s.budget_id = e.budget_id and s.line_id = e.line_id)
                      as "shares!: Json<Vec<Part>>",
                  -- What the earlier rows of the same document left without a source.
                  (select coalesce(sum(d.eligible_grosz), 0)::bigint
                          - coalesce(sum((select sum(s.amount_grosz) from programmes.expense_source s
                                          where s.tenant_id = $1 and s.expense_id = d.id)), 0)::bigint
                   from programmes.expense d
                   where d.tenant_id = $1 and e.corrects is not null and (d.id = e.corrects
                       or d.corrects = e.corrects and d.correction_number < e.correction_number))
                      as "unsaid_before!"
           from programmes.claim_expense l
           join programmes.expense e on e.tenant_id = $1 and e.id = l.expense_id
           join programmes.budget_line_version v
               on v.tenant_id = $1 and v.budget_id = e.budget_id and v.line_id = e.line_id
           join programmes.budget_task_version t
               on t.tenant_id = $1 and t.budget_id = e.budget_id and t.task_id = v.task_id
           where l.tenant_id = $1 and l.claim_id = any($2)"#,
        tx.tenant().into_uuid(),
        claims,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: HashMap<ClaimId, Vec<Listed>> = HashMap::new();
    for row in rows {
        let sources = row.said.0.into_iter().map(|part| ClaimSource {
            source: Some(part.source),
            eligible: part.amount,
        });
        let mut sources: Vec<ClaimSource> = sources.collect();
        sources.sort_by_key(|part| part.source);
        let mut shares: Vec<(BudgetSource, Money)> = row
            .shares
            .0
            .into_iter()
            .map(|part| (part.source, part.amount))
            .collect();
        shares.sort_by_key(|(source, _)| *source);
        let expense = ClaimedExpense {
            expense_id: ExpenseId::from_uuid(row.id),
            corrects: row.corrects.map(ExpenseId::from_uuid),
            document_number: row.document_number,
            document_date: row.document_date,
            paid_on: row.paid_on,
            contractor_name: row.contractor_name,
            contractor_nip: row.contractor_nip,
            amount: Money::from_grosz(row.amount_grosz),
            vat: Money::from_grosz(row.vat_grosz),
            eligible: Money::from_grosz(row.eligible_grosz),
            line_id: BudgetLineId::from_uuid(row.line_id),
            line_name: row.line_name,
            task_id: BudgetTaskId::from_uuid(row.task_id),
            task_number: row.task_number,
            task_name: row.task_name,
            sources,
            sources_derived: false,
        };
        found
            .entry(ClaimId::from_uuid(row.claim_id))
            .or_default()
            .push(Listed {
                expense,
                shares,
                unsaid_before: Money::from_grosz(row.unsaid_before),
            });
    }
    Ok(found)
}

#[tracing::instrument(name = "db.claim.returns", skip_all, err(level = "debug"))]
async fn returns(tx: &mut TenantTx, claims: &[Uuid]) -> Result<HashMap<ClaimId, Vec<ClaimReturn>>, DbError> {
    let rows = sqlx::query!(
        r#"select claim_id as "claim_id!", id, kind, on_day, amount_grosz, title from programmes.transfer
           where tenant_id = $1 and claim_id = any($2) and kind in ('return', 'interest') and cancelled_on is null
           order by on_day, id"#,
        tx.tenant().into_uuid(),
        claims,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: HashMap<ClaimId, Vec<ClaimReturn>> = HashMap::new();
    for row in rows {
        found
            .entry(ClaimId::from_uuid(row.claim_id))
            .or_default()
            .push(ClaimReturn {
                transfer_id: TransferId::from_uuid(row.id),
                kind: TransferKind::parse(&row.kind).ok_or(DbError::Inconsistent {
                    table: "programmes.transfer",
                    column: "kind",
                })?,
                on: row.on_day,
                amount: Money::from_grosz(row.amount_grosz),
                title: row.title,
            });
    }
    Ok(found)
}

/// Whether all tasks are tasks of the project.
#[tracing::instrument(name = "db.claim.progress_tasks_known", skip_all, err(level = "debug"))]
pub(crate) async fn progress_tasks_known(
    tx: &mut TenantTx,
    project: ProjectId,
    tasks: &[Uuid],
) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as named (id)
             where not exists (select from programmes.budget_task t
                               where t.tenant_id = $1 and t.id = named.id and t.project_id = $2)) as "all!""#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        tasks,
    )
    .fetch_one(tx.conn())
    .await?)
}
