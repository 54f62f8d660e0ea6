//! A claim's steps: submitted, questioned, approved, withdrawn.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ClaimId, ExpenseId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Instant, Money, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{Claim, ClaimKind, ClaimState, ClaimStep, MoveClaim};

use super::indicators::{put_into, read_for};
use super::{event, read_again, told};
use crate::app::{Programmes, deadlines};
use crate::db;
use crate::db::claims::LockedClaim;
use crate::domain::claims::{self, ClaimNow};
use crate::domain::latest_today;

/// The largest sum that a claim may be for.
const MOST: i64 = 99_999_999_999_999;

/// Takes a claim one step on, if the step may follow.
pub(crate) async fn take(svc: &Programmes, call: &Call, input: MoveClaim) -> CallResult<Claim> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    // Locks go from the project to the claim. Under the project's lock nobody enters a correction meanwhile.
    let project = db::claims::project_of(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    let days = db::readiness::project_days(&mut tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    let claim = db::claims::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if claim.version != input.expected_version {
        return Err(problem::stale_version());
    }
    let standing = ClaimNow {
        state: claim.state,
        period_from: claim.period_from,
        last_step_on: claim.last_step_on,
        claimed: claim.claimed,
        advance_settled: claim.advance_settled,
    };
    let step = claims::check_step(standing, input.step, input.on, latest_today(now))?;
    let to = step.leads_to();
    let mut done = event(
        call,
        input.id,
        claim.events + 1,
        Some(claim.state),
        to,
        input.on,
        now,
    );
    (done.reason, done.answer_by) = told(&step);
    let place = (input.id, project, days.ends_on);
    let snapshot = store(svc, &mut tx, place, &claim, &step, input.on, now).await?;
    db::claims::insert_event(&mut tx, &done, snapshot).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on(action(to), "claim", input.id.into_uuid())
        .with(json!({"version": claim.version + 1, "on": input.on, "snapshot": snapshot}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id.into_uuid()).await
}

const fn action(to: ClaimState) -> &'static str {
    match to {
        ClaimState::Draft => "claim.created",
        ClaimState::Submitted => "claim.submitted",
        ClaimState::Questioned => "claim.questioned",
        ClaimState::Approved => "claim.approved",
        ClaimState::Withdrawn => "claim.withdrawn",
    }
}

/// Stores what the step does to the claim, of a project with that last day; gives the snapshot that was submitted.
async fn store(
    svc: &Programmes,
    tx: &mut TenantTx,
    (id, project, ends_on): (ClaimId, ProjectId, Option<Date>),
    claim: &LockedClaim,
    step: &ClaimStep,
    on: Date,
    now: Instant,
) -> CallResult<Option<i32>> {
    match step {
        ClaimStep::Submit => return submit(svc, tx, (id, ends_on), claim, on, now).await.map(Some),
        ClaimStep::Question { answer_by, .. } => db::claims::question(tx, id, *answer_by, now).await?,
        ClaimStep::Withdraw { .. } => {
            db::claims::release_expenses(tx, id).await?;
            super::draft::refuse_orphans(tx, project).await?;
            db::claims::withdraw(tx, id, now).await?;
        }
        ClaimStep::Approve {
            eligible,
            advance_settled,
            corrections,
        } => {
            let named: Vec<Uuid> = corrections
                .iter()
                .filter_map(|correction| correction.expense_id.map(ExpenseId::into_uuid))
                .collect();
            if !db::claims::corrections_belong(tx, id, &named).await? {
                return Err(CallError::NotFound);
            }
            if !named.is_empty() {
                let submitted = db::claims::newest_snapshots(tx, &[id.into_uuid()])
                    .await?
                    .pop()
                    .ok_or(CallError::Internal)?;
                claims::check_corrections(corrections, &submitted.contents.expenses)?;
            }
            let advance = advance_settled.unwrap_or(Money::ZERO);
            let left = db::claims::advance_left(tx, project, on).await?;
            claims::check_advance(advance, left).map_err(CallError::refused)?;
            db::claims::approve(tx, id, *eligible, advance, corrections, now).await?;
        }
    }
    Ok(None)
}

/// Refuses a submission that lists entries without their corrections: they count in this claim, and it would claim too much.
async fn refuse_missing_corrections(tx: &mut TenantTx, id: ClaimId, claim: &LockedClaim) -> CallResult<()> {
    let until = (claim.kind != ClaimKind::Final).then_some(claim.period_to);
    let missing = db::claims::missing_corrections(tx, id, until).await?;
    if missing == 0 {
        return Ok(());
    }
    Err(CallError::refused(Problem::new(
        "CLAIM_CORRECTION_MISSING",
        format!(
            "wydatki z wniosku mają korekty w jego okresie, których w nim nie ma ({missing}); dopisz je i złóż wniosek"
        ),
        format!(
            "expenses of the claim have corrections in its period that it does not list ({missing}); add them, then submit"
        ),
    )))
}

/// Freezes what the claim says and stores the submission.
async fn submit(
    svc: &Programmes,
    tx: &mut TenantTx,
    (id, ends_on): (ClaimId, Option<Date>),
    claim: &LockedClaim,
    on: Date,
    now: Instant,
) -> CallResult<i32> {
    refuse_missing_corrections(tx, id, claim).await?;
    let rules = db::claims::deadline_rules(tx).await?;
    let stored = db::claims::find_by_id(tx, &[id.into_uuid()], &rules).await?;
    let mut contents = db::claims::contents_of(tx, &stored).await?;
    for said in &contents {
        if claim.snapshots == 0 {
            claims::check_first_submission(said, ends_on)?;
        }
        claims::check_submission(said, on)?;
    }
    // Counted under the lock, so that what is submitted is what was read; the thread waits and does nothing else.
    let counted = read_for(tx, &contents).await?.count(svc).await?;
    put_into(counted, &mut contents);
    let contents = contents.pop().ok_or(CallError::NotFound)?;
    if contents
        .eligible
        .grosz()
        .checked_abs()
        .is_none_or(|grosz| grosz > MOST)
    {
        return Err(CallError::refused(Problem::new(
            "AMOUNT_OUT_OF_RANGE",
            "suma wydatków ma najwyżej 12 cyfr przed kropką; sprawdź wydatki",
            "the expenses add up to at most 12 digits before the dot; check them",
        )));
    }
    if claim.advance_settled > contents.eligible.max(Money::ZERO) {
        let eligible = contents.eligible;
        return Err(CallError::refused(Problem::new(
            "CLAIM_ADVANCE_TOO_LARGE",
            format!(
                "wniosek rozlicza więcej zaliczki, niż ma wydatków kwalifikowalnych ({eligible} zł); popraw go"
            ),
            format!(
                "the claim settles more of the advance than its eligible expenses ({eligible} PLN); correct it"
            ),
        )));
    }
    let snapshot = claim.snapshots + 1;
    db::claims::insert_snapshot(tx, id, snapshot, &contents, now).await?;
    let due = rules.due(claim.kind, claim.period_to);
    db::claims::submit(tx, id, on, &due, contents.eligible, now).await?;
    Ok(snapshot)
}
