//! Putting claims together: new drafts, and changes of drafts and of claims that were questioned.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetTaskId, ClaimId, ExpenseId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Problem, problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    Claim, ClaimDraft, ClaimKind, ClaimRegister, ClaimState, NewClaim, ProjectStatus, UpdateClaim,
};

use super::{event, read_again};
use crate::app::{Programmes, deadlines};
use crate::db;
use crate::domain::claims::{self, MOST_CLAIMS, MOST_EXPENSES, Surroundings};
use crate::domain::latest_today;

/// Makes a claim.
pub(crate) async fn create(svc: &Programmes, call: &Call, input: NewClaim) -> CallResult<Claim> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let id = ClaimId::from_uuid(svc.ids.next(now));
    let (draft, highest) = checked(&mut tx, input.project_id, Claimed::New, input.draft).await?;
    if i64::from(highest) >= MOST_CLAIMS {
        return Err(CallError::refused(Problem::new(
            "CLAIMS_TOO_MANY",
            format!("projekt może mieć najwyżej {MOST_CLAIMS} wniosków, wycofane też się liczą"),
            format!("a project has at most {MOST_CLAIMS} claims, withdrawn ones included"),
        )));
    }
    let expenses = register(&mut tx, input.project_id, id, &draft).await?;
    db::claims::insert(&mut tx, id, input.project_id, highest + 1, &draft, now).await?;
    store_contents(&mut tx, id, input.project_id, &draft, &expenses).await?;
    let made = event(call, id, 1, None, ClaimState::Draft, latest_today(now), now);
    db::claims::insert_event(&mut tx, &made, None).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on("claim.created", "claim", id.into_uuid())
        .with(json!({"project_id": input.project_id, "number": highest + 1, "expenses": expenses.len()}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id.into_uuid()).await
}

/// Replaces what a claim says that is not with the authority.
pub(crate) async fn update(svc: &Programmes, call: &Call, input: UpdateClaim) -> CallResult<Claim> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    // Locks go from the project, which stands for the line of its claims, to the claim.
    let project = db::claims::project_of(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    db::readiness::project_days(&mut tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    let claim = db::claims::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if claim.version != input.expected_version {
        return Err(problem::stale_version());
    }
    if !matches!(claim.state, ClaimState::Draft | ClaimState::Questioned) {
        return Err(frozen(claim.state));
    }
    if claim.snapshots > 0 {
        claims::check_fixed((claim.kind, claim.period_from, claim.period_to), &input.draft)?;
    }
    let before = Claimed::Before {
        id: input.id,
        was_submitted: claim.snapshots > 0,
    };
    let (draft, _) = checked(&mut tx, project, before, input.draft).await?;
    let expenses = register(&mut tx, project, input.id, &draft).await?;
    db::claims::update(&mut tx, input.id, &draft, now).await?;
    store_contents(&mut tx, input.id, project, &draft, &expenses).await?;
    refuse_orphans(&mut tx, project).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on("claim.updated", "claim", input.id.into_uuid())
        .with(json!({"version": claim.version + 1, "expenses": expenses.len()}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id.into_uuid()).await
}

/// Whose draft is checked.
#[derive(Clone, Copy)]
enum Claimed {
    /// A claim that is being made.
    New,
    /// One that there is.
    Before { id: ClaimId, was_submitted: bool },
}

/// The draft as it may be stored, and the highest number of the project's claims. Locks the project, so that it is not closed
/// meanwhile.
async fn checked(
    tx: &mut TenantTx,
    project: ProjectId,
    claim: Claimed,
    draft: ClaimDraft,
) -> CallResult<(ClaimDraft, i32)> {
    let standing = db::status::lock(tx, project).await?.ok_or(CallError::NotFound)?;
    let (id, was_submitted) = match claim {
        Claimed::New if standing.status == ProjectStatus::Closed => return Err(CallError::refused(closed())),
        Claimed::New => (None, false),
        Claimed::Before { id, was_submitted } => (Some(id), was_submitted),
    };
    let rules = db::claims::deadline_rules(tx).await?;
    let (others, highest) = db::claims::others(tx, project, id).await?;
    let around = Surroundings {
        starts_on: standing.starts_on,
        ends_on: standing.ends_on,
        others: &others,
        rules: &rules,
        was_submitted,
    };
    Ok((claims::check_draft(draft, &around)?, highest))
}

/// The expenses that the claim is to list, each of which may stand in it.
async fn register(
    tx: &mut TenantTx,
    project: ProjectId,
    claim: ClaimId,
    draft: &ClaimDraft,
) -> CallResult<Vec<Uuid>> {
    match &draft.register {
        ClaimRegister::These(named) => {
            let named: Vec<Uuid> = named.iter().copied().map(ExpenseId::into_uuid).collect();
            let found = db::claims::candidates(tx, project, claim, &named).await?;
            if found.len() < named.len() {
                return Err(CallError::NotFound);
            }
            claims::check_register(draft.kind, draft.period_to, &found)?;
            Ok(named)
        }
        // An advance asks for money to come; it settles expenses only where they are named.
        ClaimRegister::AllOpen if draft.kind == ClaimKind::Advance => Ok(Vec::new()),
        ClaimRegister::AllOpen => {
            let until = (draft.kind != ClaimKind::Final).then_some(draft.period_to);
            let open = db::claims::open_expenses(tx, project, claim, until, draft.period_to).await?;
            if open.len() > MOST_EXPENSES {
                return Err(CallError::refused(
                    Problem::new(
                        "CLAIM_EXPENSES_TOO_MANY",
                        format!("we wniosku mieści się najwyżej {MOST_EXPENSES} wydatków; podziel okres"),
                        format!("a claim lists at most {MOST_EXPENSES} expenses; divide the period"),
                    )
                    .at(&["claim", "expenseIds"]),
                ));
            }
            Ok(open)
        }
    }
}

async fn store_contents(
    tx: &mut TenantTx,
    claim: ClaimId,
    project: ProjectId,
    draft: &ClaimDraft,
    expenses: &[Uuid],
) -> CallResult<()> {
    let tasks: Vec<Uuid> = draft
        .progress
        .iter()
        .map(|(task, _)| BudgetTaskId::into_uuid(*task))
        .collect();
    if !db::claims::progress_tasks_known(tx, project, &tasks).await? {
        return Err(CallError::NotFound);
    }
    db::claims::replace_contents(tx, claim, project, &draft.progress, expenses)
        .await
        .map_err(refuse_taken)
}

/// Refuses a change after which a claim would list a correction whose entry is in no claim, or in a later one.
pub(super) async fn refuse_orphans(tx: &mut TenantTx, project: ProjectId) -> CallResult<()> {
    let Some(number) = db::claims::correction_without_entry(tx, project).await? else {
        return Ok(());
    };
    Err(CallError::refused(Problem::new(
        "CLAIM_CORRECTION_WITHOUT_ENTRY",
        format!(
            "wniosek nr {number} zostałby z korektą bez wydatku, którego ona dotyczy; zostaw wydatek tutaj albo najpierw usuń korektę stamtąd"
        ),
        format!(
            "claim no. {number} would be left with a correction without its expense; leave the expense here, or take the correction out there first"
        ),
    )))
}

/// Two claims of one project wait for each other at the project's row; the key is for what nobody foresaw.
fn refuse_taken(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::claims::TAKEN => CallError::refused(
            Problem::new(
                "CLAIM_EXPENSE_TAKEN",
                "jeden z wydatków jest już w innym wniosku; każdy wydatek rozlicza się raz",
                "one of the expenses stands in another claim; each is claimed once",
            )
            .at(&["claim", "expenseIds"]),
        ),
        other => other.into(),
    }
}

/// What is with the authority already goes on: its remarks are answered, its decision is recorded.
fn closed() -> Problem {
    Problem::new(
        "PROJECT_CLOSED",
        "projekt jest zamknięty i nie tworzy się w nim wniosków; wniosek, który już jest, można nadal poprawić i złożyć",
        "the project is closed and takes no new claims; a claim that was made can still be corrected and submitted",
    )
    .at(&["projectId"])
}

fn frozen(state: ClaimState) -> CallError {
    let (pl, en) = (state.label_pl(), state.label_en());
    CallError::refused(Problem::new(
        "CLAIM_FROZEN",
        format!(
            "wniosek jest „{pl}” i jego treści nie można zmienić; poprawia się roboczy i zwrócony do poprawy"
        ),
        format!("the claim is „{en}” and what it says cannot change; drafts and questioned claims can"),
    ))
}
