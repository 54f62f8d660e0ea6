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

use super::{booked_line, lock_line, refuse_if_any};
use crate::app::Programmes;
use crate::db::expenses as db;
use crate::domain::expense::{self, CheckedEntry, DocumentKey, ProjectDays, check_open, flags_of};
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
    let (key, part) = part_of_document(&mut tx, input.project_id, &checked, &mut problems).await?;
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
    if !db::begin_document(&mut tx, input.project_id, &key, part, id).await? {
        return Err(CallError::refused(repeated()));
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
    let mut problems: Vec<Problem> = check_open(checked.month, closed_until)
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

/// Under which key the entry stands in the register and which part of its document it is: the first, or, where it names the
/// entry that began the document, the next under that one's key.
async fn part_of_document(
    tx: &mut TenantTx,
    project: ProjectId,
    checked: &CheckedEntry,
    problems: &mut Vec<Problem>,
) -> CallResult<(DocumentKey, i32)> {
    db::lock_number(tx, project, &checked.key.number).await?;
    let known = db::documents(tx, project, &checked.key.number).await?;
    let first = (checked.key.clone(), 0);
    match (expense::earlier(&checked.key, &known), checked.part_of) {
        (None, None) => Ok(first),
        (Some(_), None) => {
            problems.push(repeated());
            Ok(first)
        }
        (Some(earlier), Some(named)) if earlier.entry == named => {
            let part = db::next_part(tx, project, &earlier.key).await?;
            Ok((earlier.key.clone(), part))
        }
        (_, Some(named)) => {
            // An entry that this centre does not have is not found; one that it has is another document's.
            if db::find_all(tx, &[named.into_uuid()]).await?.is_empty() {
                return Err(CallError::NotFound);
            }
            let pl = "wskazany wpis nie zaczyna tego dokumentu (inny kontrahent, numer albo projekt, lub został \
                      odwrócony); wskaż pierwszy wpis dokumentu";
            let en = "the entry named does not begin this document (another contractor, number or project, or it was \
                      reversed); name the document's first entry";
            problems.push(Problem::new("PART_OF_OTHER_DOCUMENT", pl, en).at(&["partOf"]));
            Ok(first)
        }
    }
}

fn closed() -> Problem {
    let pl = "projekt jest zamknięty i nie przyjmuje nowych wydatków; wpisany wydatek można nadal skorygować";
    let en =
        "the project is closed and takes no new expenses; an expense that was entered can still be corrected";
    Problem::new("PROJECT_CLOSED", pl, en).at(&["projectId"])
}

fn repeated() -> Problem {
    let pl = "dokument o tym numerze od tego kontrahenta już jest w rejestrze projektu (wpis w polu „earlier”); jeśli \
              to dalsza część tego dokumentu, na inną pozycję, wskaż ten wpis w „partOf”; jeśli to inny kontrahent o tej \
              nazwie, podaj NIP obu";
    let en = "a document of this contractor with this number is in the project's register already (see \"earlier\"); if \
              this is another part of it, on another line, name that entry in \"partOf\"; if it is another contractor of \
              that name, give the tax numbers of both";
    Problem::new("DOCUMENT_REPEATED", pl, en).at(&["documentNumber"])
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
