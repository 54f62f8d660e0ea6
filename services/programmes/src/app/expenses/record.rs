//! Entering an expense: the project is held in share, then the line alone; two accountants on one line wait for each other.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ExpenseId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Money, Problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{Expense, ExpenseFlag, NewExpense, ProjectStatus};

use super::{booked_line, document, lock_line, refuse_if_any};
use crate::app::Programmes;
use crate::db::expenses as db;
use crate::domain::expense::{
    self, Bounds, CheckedEntry, ProjectDays, check_not_too_early, check_open, flags_of,
};
use crate::domain::latest_today;

/// Enters an expense.
pub(crate) async fn record(svc: &Programmes, call: &Call, input: NewExpense) -> CallResult<Expense> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Create)?;
    let now = svc.clock.now();
    let checked = expense::check(&input.entry, latest_today(now)).map_err(CallError::Refused)?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let project = db::lock_project(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    lock_line(&mut tx, input.project_id, checked.line_id).await?;
    let booked = booked_line(&mut tx, input.project_id, checked.line_id)
        .await?
        .map_err(CallError::refused)?;
    // Corrections stay possible: what an authority finds later has to be booked.
    if project.status == ProjectStatus::Closed {
        return Err(CallError::refused(closed()));
    }
    let (mut flags, mut problems) = days(&mut tx, &input, project.days, &checked).await?;
    let overspent = match booked.position.after(checked.amounts.eligible) {
        Ok(over) => over,
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    if overspent.is_some() {
        flags.push(ExpenseFlag::LineOverspent);
    }
    let place = document::place(&mut tx, input.project_id, &checked, &mut problems).await?;
    if place.is_elsewhere {
        flags.push(ExpenseFlag::DocumentInAnotherProject);
    }
    refuse_if_any(problems)?;
    let id = ExpenseId::from_uuid(svc.ids.next(now));
    store(
        &mut tx,
        id,
        input.project_id,
        &checked,
        (&flags, overspent),
        booked.budget_id,
        now,
    )
    .await?;
    if !db::begin_document(&mut tx, input.project_id, &place.key, place.part, id).await? {
        return Err(CallError::refused(document::repeated()));
    }
    let flags: Vec<&str> = flags.iter().map(|flag| flag.code()).collect();
    let act = Act::on("expense.recorded", "expense", id.into_uuid()).with(json!({
        "project_id": input.project_id, "line_id": checked.line_id, "month": checked.month, "flags": flags,
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id.into_uuid()).await
}

/// What the days say: flags, and problems with the month or the project's period.
async fn days(
    tx: &mut TenantTx,
    input: &NewExpense,
    project: ProjectDays,
    checked: &CheckedEntry,
) -> CallResult<(Vec<ExpenseFlag>, Vec<Problem>)> {
    let closed_until = db::closed_until(tx, input.project_id).await?;
    let bounds = Bounds {
        project: project.starts_on,
        document: checked.document_date,
        payment: checked.paid_on,
        entry: None,
    };
    let mut problems: Vec<Problem> = check_open(checked.month, closed_until)
        .and_then(|()| check_not_too_early(checked.month, bounds))
        .err()
        .into_iter()
        .collect();
    let rule = match project.ends_on {
        Some(last) => db::payment_rule(tx, last).await?,
        None => None,
    };
    match flags_of(checked.document_date, checked.paid_on, project, rule.as_ref()) {
        Ok(flags) => Ok((flags, problems)),
        Err(outside) => {
            problems.extend(outside);
            Ok((Vec::new(), problems))
        }
    }
}

fn closed() -> Problem {
    let pl = "projekt jest zamknięty i nie przyjmuje nowych wydatków; wpisany wydatek można nadal skorygować";
    let en =
        "the project is closed and takes no new expenses; an expense that was entered can still be corrected";
    Problem::new("PROJECT_CLOSED", pl, en).at(&["projectId"])
}

async fn store(
    tx: &mut TenantTx,
    id: ExpenseId,
    project_id: ProjectId,
    checked: &CheckedEntry,
    (flags, overspent): (&[ExpenseFlag], Option<Money>),
    budget_id: Uuid,
    now: Instant,
) -> CallResult<()> {
    let row = db::NewRow {
        id,
        project_id,
        line_id: checked.line_id.into_uuid(),
        document_number: &checked.document_number,
        document_date: checked.document_date,
        paid_on: checked.paid_on,
        part_of: checked.part_of,
        contractor_name: &checked.contractor_name,
        contractor_nip: checked.nip.as_ref().map(wsparcie_kernel::national::Nip::as_str),
        contractor_foreign_id: checked.foreign_id.as_deref(),
        amounts: checked.amounts,
        description: checked.description.as_deref(),
        month: checked.month,
        corrects: None,
        flags,
        overspent,
        budget_id,
    };
    db::insert(tx, &row, now).await?;
    db::insert_sources(tx, id, &checked.split).await?;
    Ok(())
}

/// Ends the transaction and answers with the row as it is stored.
pub(super) async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<Expense> {
    let found = db::find_all(&mut tx, &[id])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(found)
}
