//! Storing claims and the steps of their history. Rows that change are locked before.

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetTaskId, ClaimId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ClaimCorrection, ClaimDraft, ClaimDue, ClaimEvent, ClaimState};

/// The key that says: this expense stands in a claim already.
pub(crate) const TAKEN: &str = "claim_expense_once";

/// Stores a new claim, a draft of version 1.
#[tracing::instrument(name = "db.claim.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: ClaimId,
    project: ProjectId,
    number: i32,
    draft: &ClaimDraft,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.claim
             (tenant_id, id, project_id, number, kind, period_from, period_to, state, note, advance_requested_grosz,
              advance_settled_grosz, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10, 1, $11, $11)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        number,
        draft.kind.code(),
        draft.period_from,
        draft.period_to,
        draft.note,
        draft.advance_requested.map(Money::grosz),
        draft.advance_settled.grosz(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces what a claim says, without its lists.
#[tracing::instrument(name = "db.claim.update", skip_all, err(level = "debug"))]
pub(crate) async fn update(
    tx: &mut TenantTx,
    id: ClaimId,
    draft: &ClaimDraft,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.claim
         set kind = $3, period_from = $4, period_to = $5, note = $6, advance_requested_grosz = $7,
             advance_settled_grosz = $8, version = version + 1, updated_at = $9
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        draft.kind.code(),
        draft.period_from,
        draft.period_to,
        draft.note,
        draft.advance_requested.map(Money::grosz),
        draft.advance_settled.grosz(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces a claim's progress and register.
#[tracing::instrument(name = "db.claim.replace_contents", skip_all, err(level = "debug"))]
pub(crate) async fn replace_contents(
    tx: &mut TenantTx,
    id: ClaimId,
    project: ProjectId,
    progress: &[(BudgetTaskId, String)],
    expenses: &[Uuid],
) -> Result<(), DbError> {
    let tenant = tx.tenant().into_uuid();
    sqlx::query!(
        "delete from programmes.claim_progress where tenant_id = $1 and claim_id = $2",
        tenant,
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    let (tasks, texts): (Vec<Uuid>, Vec<String>) = progress
        .iter()
        .map(|(task, text)| (task.into_uuid(), text.clone()))
        .unzip();
    sqlx::query!(
        "insert into programmes.claim_progress (tenant_id, claim_id, task_id, progress)
         select $1, $2, told.task_id, told.progress from unnest($3::uuid[], $4::text[]) as told (task_id, progress)",
        tenant,
        id.into_uuid(),
        &tasks,
        &texts,
    )
    .execute(tx.conn())
    .await?;
    release_expenses(tx, id).await?;
    sqlx::query!(
        "insert into programmes.claim_expense (tenant_id, expense_id, claim_id, project_id)
         select $1, listed.id, $2, $3 from unnest($4::uuid[]) as listed (id)",
        tenant,
        id.into_uuid(),
        project.into_uuid(),
        expenses,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lets a claim's expenses go, so that another claim may list them.
#[tracing::instrument(name = "db.claim.release_expenses", skip_all, err(level = "debug"))]
pub(crate) async fn release_expenses(tx: &mut TenantTx, id: ClaimId) -> Result<(), DbError> {
    sqlx::query!(
        "delete from programmes.claim_expense where tenant_id = $1 and claim_id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a submission. The first one keeps the deadline as it is known then.
#[tracing::instrument(name = "db.claim.submit", skip_all, err(level = "debug"))]
pub(crate) async fn submit(
    tx: &mut TenantTx,
    id: ClaimId,
    on: Date,
    due: &ClaimDue,
    claimed: Money,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.claim
         set state = 'submitted', submitted_on = $3, first_submitted_on = coalesce(first_submitted_on, $3),
             due_on = case when due_release is null then $4 else due_on end, due_release = coalesce(due_release, $5),
             answer_by = null, claimed_grosz = $6, version = version + 1, updated_at = $7
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        on,
        due.on,
        due.release,
        claimed.grosz(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores that the authority has remarks.
#[tracing::instrument(name = "db.claim.question", skip_all, err(level = "debug"))]
pub(crate) async fn question(
    tx: &mut TenantTx,
    id: ClaimId,
    answer_by: Date,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.claim set state = 'questioned', answer_by = $3, version = version + 1, updated_at = $4
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        answer_by,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores that a claim will not be submitted.
#[tracing::instrument(name = "db.claim.withdraw", skip_all, err(level = "debug"))]
pub(crate) async fn withdraw(tx: &mut TenantTx, id: ClaimId, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.claim set state = 'withdrawn', version = version + 1, updated_at = $3
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores an approval with its corrections.
#[tracing::instrument(name = "db.claim.approve", skip_all, err(level = "debug"))]
pub(crate) async fn approve(
    tx: &mut TenantTx,
    id: ClaimId,
    eligible: Money,
    advance: Money,
    corrections: &[ClaimCorrection],
    now: Instant,
) -> Result<(), DbError> {
    let tenant = tx.tenant().into_uuid();
    sqlx::query!(
        "update programmes.claim
         set state = 'approved', approved_grosz = $3, approved_advance_grosz = $4, version = version + 1, updated_at = $5
         where tenant_id = $1 and id = $2",
        tenant,
        id.into_uuid(),
        eligible.grosz(),
        advance.grosz(),
        now,
    )
    .execute(tx.conn())
    .await?;
    let expenses: Vec<Option<Uuid>> = corrections
        .iter()
        .map(|correction| correction.expense_id.map(ExpenseId::into_uuid))
        .collect();
    let amounts: Vec<i64> = corrections
        .iter()
        .map(|correction| correction.amount.grosz())
        .collect();
    let reasons: Vec<String> = corrections
        .iter()
        .map(|correction| correction.reason.clone())
        .collect();
    sqlx::query!(
        "insert into programmes.claim_correction (tenant_id, claim_id, position, expense_id, amount_grosz, reason)
         select $1, $2, k.position::integer, k.expense_id, k.amount, k.reason
         from unnest($3::uuid[], $4::bigint[], $5::text[]) with ordinality as k (expense_id, amount, reason, position)",
        tenant,
        id.into_uuid(),
        &expenses as &[Option<Uuid>],
        &amounts,
        &reasons,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a step of the history; `snapshot` is the one that was submitted.
#[tracing::instrument(name = "db.claim.insert_event", skip_all, err(level = "debug"))]
pub(crate) async fn insert_event(
    tx: &mut TenantTx,
    event: &ClaimEvent,
    snapshot: Option<i32>,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.claim_event
             (tenant_id, claim_id, number, from_state, to_state, on_day, recorded_at, principal_kind, principal_id,
              reason, answer_by, snapshot)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tx.tenant().into_uuid(),
        event.claim_id.into_uuid(),
        event.number,
        event.from.map(ClaimState::code),
        event.to.code(),
        event.on,
        event.recorded_at,
        event.principal_kind,
        event.principal_id,
        event.reason,
        event.answer_by,
        snapshot,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
