//! Correcting an expense: a row of its own, under the same locks as an entry.

use serde_json::json;
use wsparcie_kernel::ids::ExpenseId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Money, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{CorrectExpense, CorrectionKind, EffectiveAmounts, Expense, ExpenseFlag};

use super::record::read_again;
use super::{booked_line, lock_line, refuse_if_any};
use crate::app::Programmes;
use crate::db::expenses as db;
use crate::domain::expense::{
    Bounds, CheckedCorrection, Current, ProjectDays, check_not_too_early, check_open, corrected, flags_of,
};
use crate::domain::latest_today;

/// Enters a correction.
pub(crate) async fn correct(svc: &Programmes, call: &Call, input: CorrectExpense) -> CallResult<Expense> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let (project, entry) = locked(&mut tx, input.id).await?;
    if entry.version != input.expected_version {
        return Err(problem::stale_version());
    }
    let (id, booking) = book(svc, &mut tx, &input, (project.days, &entry), now).await?;
    if booking.kind == CorrectionKind::Reversal {
        db::forget_document(&mut tx, entry.id).await?;
    }
    let act = Act::on("expense.corrected", "expense", entry.id.into_uuid()).with(json!({
        "correction_id": id, "kind": booking.kind, "month": booking.month, "project_id": entry.project_id,
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id.into_uuid()).await
}

/// The entry under the locks of its project and line, as it is then.
async fn locked(tx: &mut TenantTx, id: ExpenseId) -> CallResult<(db::LockedProject, Expense)> {
    let ids = [id.into_uuid()];
    let seen = db::find_all(tx, &ids).await?.pop().ok_or(CallError::NotFound)?;
    let project = db::lock_project(tx, seen.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    lock_line(tx, seen.project_id, seen.entry.line_id).await?;
    // Read once more: somebody may have corrected it while the lock was waited for.
    let entry = db::find_all(tx, &ids).await?.pop().ok_or(CallError::NotFound)?;
    Ok((project, entry))
}

/// Works out the row and stores it. It belongs to the budget's version that its entry was held against, so that an entry and
/// its reversal are nothing by task and by source, too, also after an annex; over-spending is held against the version in
/// force.
async fn book(
    svc: &Programmes,
    tx: &mut TenantTx,
    input: &CorrectExpense,
    (days, entry): (ProjectDays, &Expense),
    now: Instant,
) -> CallResult<(ExpenseId, CheckedCorrection)> {
    let closed_until = db::closed_until(tx, entry.project_id).await?;
    let split = db::split_left(tx, entry.id).await?;
    let current = Current {
        entry,
        left: entry.effective.unwrap_or(NOTHING_LEFT),
        split: &split,
        closed_until,
    };
    let booking = corrected(input, current, latest_today(now)).map_err(CallError::Refused)?;
    let bounds = Bounds {
        project: days.starts_on,
        document: booking.document_date,
        payment: booking.paid_on,
        entry: Some(entry.entry.month),
    };
    let mut problems: Vec<_> = check_open(booking.month, closed_until)
        .and_then(|()| check_not_too_early(booking.month, bounds))
        .err()
        .into_iter()
        .collect();
    let mut flags = match correction_flags(tx, entry, &booking, days).await? {
        Ok(flags) => flags,
        Err(outside) => {
            problems.extend(outside);
            Vec::new()
        }
    };
    let mut overspent = None;
    if booking.amounts.eligible > Money::ZERO {
        let position = booked_line(tx, entry.project_id, entry.entry.line_id).await?;
        match position.and_then(|booked| booked.position.after(booking.amounts.eligible)) {
            Ok(over) => overspent = over,
            Err(problem) => problems.push(problem),
        }
    }
    if overspent.is_some() {
        flags.push(ExpenseFlag::LineOverspent);
    }
    refuse_if_any(problems)?;
    let budget_id = db::budget_of(tx, entry.id).await?.ok_or(CallError::Internal)?;
    let id = ExpenseId::from_uuid(svc.ids.next(now));
    let row = db::NewRow {
        id,
        project_id: entry.project_id,
        line_id: entry.entry.line_id.into_uuid(),
        document_number: &booking.document_number,
        document_date: booking.document_date,
        paid_on: booking.paid_on,
        part_of: None,
        contractor_name: &entry.entry.contractor.name,
        contractor_nip: entry.entry.contractor.nip.as_deref(),
        contractor_foreign_id: entry.entry.contractor.foreign_id.as_deref(),
        amounts: booking.amounts,
        description: entry.entry.description.as_deref(),
        month: booking.month,
        corrects: Some((entry.id, booking.kind, entry.version, &booking.reason)),
        flags: &flags,
        overspent,
        budget_id,
    };
    db::insert(tx, &row, now).await?;
    db::insert_sources(tx, id, &booking.split).await?;
    Ok((id, booking))
}

/// What new days of a correction say. One that adds eligible money is held against the project's period and the time for
/// payments like an entry: it is one in effect. One that takes money off comes when the mistake is found, so only the order of
/// payment and document is looked at.
async fn correction_flags(
    tx: &mut TenantTx,
    entry: &Expense,
    booking: &CheckedCorrection,
    project: ProjectDays,
) -> CallResult<Result<Vec<ExpenseFlag>, Vec<Problem>>> {
    let (document_date, paid_on) = (booking.document_date, booking.paid_on);
    if (document_date, paid_on) == (entry.entry.document_date, entry.entry.paid_on) {
        return Ok(Ok(Vec::new()));
    }
    if booking.amounts.eligible <= Money::ZERO {
        return Ok(flags_of(document_date, paid_on, ProjectDays::default(), None));
    }
    let rule = match project.ends_on {
        Some(last) => db::payment_rule(tx, last).await?,
        None => None,
    };
    Ok(flags_of(document_date, paid_on, project, rule.as_ref()))
}

/// Corrections have nothing left; they are refused before this matters.
const NOTHING_LEFT: EffectiveAmounts = EffectiveAmounts {
    amount: Money::ZERO,
    vat: Money::ZERO,
    recoverable_vat: Money::ZERO,
    eligible: Money::ZERO,
};
