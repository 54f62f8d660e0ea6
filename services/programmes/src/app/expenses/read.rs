//! Reading registers, their sums, and how lines stand.

use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_programmes_api::{Expense, ExpenseFilter, ExpenseSums, FindDocument, LineStanding};

use crate::app::Programmes;
use crate::db::expenses as db;
use crate::db::projects::in_walking_order;
use crate::domain::expense;
use crate::service::uuids;

/// One page of a project's rows.
pub(crate) async fn list(
    svc: &Programmes,
    call: &Call,
    filter: ExpenseFilter,
    page: PageRequest,
) -> CallResult<Page<Expense>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let ids = db::list_ids(&mut tx, &filter, &page).await?;
    let mut rows = db::find_all(&mut tx, &ids).await?;
    let total = if page.with_total {
        Some(db::count(&mut tx, &filter).await?)
    } else {
        None
    };
    tx.commit().await?;
    in_walking_order(&mut rows, &page, |row| row.id.into_uuid());
    Ok(Page::from_fetched(&page, rows, total, |row| row.id.into_uuid()))
}

/// Rows by id.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[ExpenseId]) -> CallResult<Vec<Expense>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::find_all(&mut tx, &uuids(ids, ExpenseId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The corrections of several entries.
pub(crate) async fn corrections(
    svc: &Programmes,
    call: &Call,
    entries: &[ExpenseId],
) -> CallResult<Vec<Expense>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    check_id_count(entries.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::corrections(&mut tx, &uuids(entries, ExpenseId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The first entry of a document.
pub(crate) async fn by_document(
    svc: &Programmes,
    call: &Call,
    input: &FindDocument,
) -> CallResult<Option<Expense>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    let key = expense::document_key(&input.contractor, &input.document_number).map_err(CallError::Refused)?;
    let mut tx = svc.db.begin(tenant).await?;
    let known = db::documents(&mut tx, input.project_id, &key.number).await?;
    let id: Vec<_> = expense::earlier(&key, &known.here)
        .map(|document| document.entry.into_uuid())
        .into_iter()
        .collect();
    let found = db::find_all(&mut tx, &id).await?.pop();
    tx.commit().await?;
    Ok(found)
}

/// The sums of several projects' registers.
pub(crate) async fn sums(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<ExpenseSums>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::by_project(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// How several lines stand.
pub(crate) async fn standings(
    svc: &Programmes,
    call: &Call,
    lines: &[BudgetLineId],
) -> CallResult<Vec<LineStanding>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    check_id_count(lines.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::standings(&mut tx, &uuids(lines, BudgetLineId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}
