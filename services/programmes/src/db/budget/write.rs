//! Storing versions.

use wsparcie_kernel::ids::{AgreementId, BudgetId, ProjectId};
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetTask, BudgetTerms, BudgetVersion};

use crate::domain::budget::{Plan, lines};

/// The unique index that says: the project has a draft already.
pub(crate) const DRAFT_EXISTS: &str = "budget_draft";

/// Stores a new version, version 1 of its record, without tasks.
#[tracing::instrument(name = "db.budget.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: BudgetId,
    project: ProjectId,
    number: i32,
    terms: &BudgetTerms,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.budget
             (tenant_id, id, project_id, number, state, agreement_id, over_spending, indirect_rate_points,
              own_share_points, version, created_at, updated_at)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, 1, $9, $9)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        number,
        terms.agreement_id.map(AgreementId::into_uuid),
        terms.over_spending.code(),
        points(terms.indirect_rate)?,
        points(terms.own_share)?,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces what a draft says, whose row is locked, and counts its version up. New tasks and lines get their identity.
#[tracing::instrument(name = "db.budget.replace", skip_all, err(level = "debug"))]
pub(crate) async fn replace(
    tx: &mut TenantTx,
    budget: &BudgetVersion,
    plan: &Plan,
    now: Instant,
) -> Result<(), DbError> {
    let terms = &plan.terms;
    sqlx::query!(
        "update programmes.budget
         set agreement_id = $3, over_spending = $4, indirect_rate_points = $5, own_share_points = $6,
             version = version + 1, updated_at = $7
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        budget.id.into_uuid(),
        terms.agreement_id.map(AgreementId::into_uuid),
        terms.over_spending.code(),
        points(terms.indirect_rate)?,
        points(terms.own_share)?,
        now,
    )
    .execute(tx.conn())
    .await?;
    clear(tx, budget.id).await?;
    insert_content(tx, budget, plan, now).await
}

/// Stores the tasks and lines of a draft that has none.
#[tracing::instrument(name = "db.budget.insert_content", skip_all, err(level = "debug"))]
pub(crate) async fn insert_content(
    tx: &mut TenantTx,
    budget: &BudgetVersion,
    plan: &Plan,
    now: Instant,
) -> Result<(), DbError> {
    insert_tasks(tx, budget, &plan.tasks, now).await?;
    insert_lines(tx, budget, &plan.tasks, now).await?;
    insert_sources(tx, budget, &plan.tasks).await
}

async fn clear(tx: &mut TenantTx, id: BudgetId) -> Result<(), DbError> {
    let tenant = tx.tenant().into_uuid();
    sqlx::query!(
        "delete from programmes.budget_line_source where tenant_id = $1 and budget_id = $2",
        tenant,
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from programmes.budget_line_version where tenant_id = $1 and budget_id = $2",
        tenant,
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from programmes.budget_task_version where tenant_id = $1 and budget_id = $2",
        tenant,
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn insert_tasks(
    tx: &mut TenantTx,
    budget: &BudgetVersion,
    tasks: &[BudgetTask],
    now: Instant,
) -> Result<(), DbError> {
    let ids: Vec<_> = tasks.iter().map(|task| task.id.into_uuid()).collect();
    sqlx::query!(
        "insert into programmes.budget_task (tenant_id, id, project_id, created_at)
         select $1, id, $2, $4 from unnest($3::uuid[]) as new (id)
         on conflict (tenant_id, id) do nothing",
        tx.tenant().into_uuid(),
        budget.project_id.into_uuid(),
        &ids,
        now,
    )
    .execute(tx.conn())
    .await?;
    let numbers: Vec<i32> = tasks.iter().map(|task| task.number).collect();
    let names: Vec<String> = tasks.iter().map(|task| task.name.clone()).collect();
    sqlx::query!(
        "insert into programmes.budget_task_version (tenant_id, budget_id, project_id, task_id, number, name)
         select $1, $2, $3, new.id, new.number, new.name
         from unnest($4::uuid[], $5::integer[], $6::text[]) as new (id, number, name)",
        tx.tenant().into_uuid(),
        budget.id.into_uuid(),
        budget.project_id.into_uuid(),
        &ids,
        &numbers,
        &names,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn insert_lines(
    tx: &mut TenantTx,
    budget: &BudgetVersion,
    tasks: &[BudgetTask],
    now: Instant,
) -> Result<(), DbError> {
    let all: Vec<_> = lines(tasks).collect();
    let ids: Vec<_> = all.iter().map(|(_, line)| line.id.into_uuid()).collect();
    sqlx::query!(
        "insert into programmes.budget_line (tenant_id, id, project_id, created_at)
         select $1, id, $2, $4 from unnest($3::uuid[]) as new (id)
         on conflict (tenant_id, id) do nothing",
        tx.tenant().into_uuid(),
        budget.project_id.into_uuid(),
        &ids,
        now,
    )
    .execute(tx.conn())
    .await?;
    let task_ids: Vec<_> = all.iter().map(|(task, _)| task.id.into_uuid()).collect();
    let numbers: Vec<i32> = all.iter().map(|(_, line)| line.number).collect();
    let names: Vec<String> = all.iter().map(|(_, line)| line.name.clone()).collect();
    let units: Vec<String> = all.iter().map(|(_, line)| line.unit.clone()).collect();
    let unit_costs: Vec<i64> = all.iter().map(|(_, line)| line.unit_cost.grosz()).collect();
    let quantities: Vec<i64> = all.iter().map(|(_, line)| line.quantity_thousandths).collect();
    let amounts: Vec<i64> = all.iter().map(|(_, line)| line.amount.grosz()).collect();
    // An array of arrays would have to be rectangular, so each line's flags travel as one text.
    let flags: Vec<String> = all
        .iter()
        .map(|(_, line)| {
            let codes: Vec<&str> = line.flags.iter().map(|flag| flag.code()).collect();
            codes.join(",")
        })
        .collect();
    sqlx::query!(
        "insert into programmes.budget_line_version
             (tenant_id, budget_id, project_id, line_id, task_id, number, name, unit, unit_cost_grosz,
              quantity_thousandths, amount_grosz, flags)
         select $1, $2, $3, new.id, new.task_id, new.number, new.name, new.unit, new.unit_cost, new.quantity, new.amount,
                string_to_array(new.flags, ',')
         from unnest($4::uuid[], $5::uuid[], $6::integer[], $7::text[], $8::text[], $9::bigint[], $10::bigint[],
                     $11::bigint[], $12::text[])
              as new (id, task_id, number, name, unit, unit_cost, quantity, amount, flags)",
        tx.tenant().into_uuid(),
        budget.id.into_uuid(),
        budget.project_id.into_uuid(),
        &ids,
        &task_ids,
        &numbers,
        &names,
        &units,
        &unit_costs,
        &quantities,
        &amounts,
        &flags,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn insert_sources(
    tx: &mut TenantTx,
    budget: &BudgetVersion,
    tasks: &[BudgetTask],
) -> Result<(), DbError> {
    let parts: Vec<_> = lines(tasks)
        .flat_map(|(_, line)| line.sources.iter().map(move |part| (line.id, part)))
        .collect();
    let ids: Vec<_> = parts.iter().map(|(line, _)| line.into_uuid()).collect();
    let sources: Vec<String> = parts
        .iter()
        .map(|(_, part)| part.source.code().to_owned())
        .collect();
    let amounts: Vec<i64> = parts.iter().map(|(_, part)| part.amount.grosz()).collect();
    sqlx::query!(
        "insert into programmes.budget_line_source (tenant_id, budget_id, line_id, source, amount_grosz)
         select $1, $2, new.line_id, new.source, new.amount
         from unnest($3::uuid[], $4::text[], $5::bigint[]) as new (line_id, source, amount)",
        tx.tenant().into_uuid(),
        budget.id.into_uuid(),
        &ids,
        &sources,
        &amounts,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes the version that is in force out of force.
#[tracing::instrument(name = "db.budget.supersede", skip_all, err(level = "debug"))]
pub(crate) async fn supersede(tx: &mut TenantTx, id: BudgetId, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.budget set state = 'superseded', version = version + 1, updated_at = $3
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts a draft in force, whose row is locked.
#[tracing::instrument(name = "db.budget.put_in_force", skip_all, err(level = "debug"))]
pub(crate) async fn put_in_force(
    tx: &mut TenantTx,
    id: BudgetId,
    from: Date,
    release: i64,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.budget
         set state = 'in_force', in_force_from = $3, reference_release = $4, version = version + 1, updated_at = $5
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        from,
        release,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A share for its column. The domain has checked that it is from 0 to 100 %.
fn points(share: Option<BasisPoints>) -> Result<Option<i32>, DbError> {
    let points = share.map(|share| i32::try_from(share.hundredths_of_percent()));
    points.transpose().map_err(|_| DbError::Defect {
        sqlstate: "client".to_owned(),
    })
}
