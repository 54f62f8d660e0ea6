//! A new version, its edits, and its coming into force.

use std::collections::BTreeSet;

use serde_json::json;
use wsparcie_kernel::ids::{BudgetId, BudgetLineId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Instant, Problem, problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetState, BudgetTask, BudgetTerms, BudgetVersion, EditBudget, NewBudgetVersion,
    OverSpending, PutBudgetInForce,
};

use crate::app::Programmes;
use crate::db;
use crate::domain::budget::{self, MAX_VERSIONS, Plan, differences, lines, sums};
use crate::domain::latest_today;

/// What a version agrees until somebody says more: nothing is known, and nothing may be overspent.
const FIRST_TERMS: BudgetTerms = BudgetTerms {
    over_spending: OverSpending::Refuse,
    indirect_rate: None,
    own_share: None,
    agreement_id: None,
};

/// Creates the next version of a project's budget, as a draft.
pub(crate) async fn create(
    svc: &Programmes,
    call: &Call,
    input: NewBudgetVersion,
) -> CallResult<BudgetVersion> {
    let tenant = permission::require(&call.actor, Resource::Budget, Action::Update)?;
    if let Some(terms) = &input.terms {
        budget::check_terms(terms).map_err(CallError::Refused)?;
    }
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, BudgetId::from_uuid(id)).await;
    }
    // The project's row stands for the line of its versions: two at once wait for each other here, and so does a version
    // that comes into force. The version in force is read behind the wait.
    db::projects::lock_version(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let in_force = db::budget::in_force(&mut tx, input.project_id).await?;
    let terms = match (input.terms, &in_force) {
        (Some(terms), _) => terms,
        // An annex has an agreement version of its own, so that link is not taken over.
        (None, Some(version)) => BudgetTerms {
            agreement_id: None,
            ..version.terms
        },
        (None, None) => FIRST_TERMS,
    };
    check_agreement(&mut tx, input.project_id, &terms).await?;
    let number = db::budget::last_number(&mut tx, input.project_id)
        .await?
        .map_or(0, |number| number.saturating_add(1));
    if number >= MAX_VERSIONS {
        return Err(CallError::refused(too_many_versions()));
    }
    let tasks = match (input.beginning, in_force) {
        (BudgetBeginning::Empty, _) => Vec::new(),
        (BudgetBeginning::CopyOfInForce, Some(version)) => tasks_of(&mut tx, version.id).await?,
        (BudgetBeginning::CopyOfInForce, None) => return Err(CallError::refused(nothing_to_copy())),
    };
    let id = BudgetId::from_uuid(svc.ids.next(now));
    db::budget::insert(&mut tx, id, input.project_id, number, &terms, now)
        .await
        .map_err(refuse_second_draft)?;
    if !tasks.is_empty() {
        let version = db::budget::find(&mut tx, id.into_uuid())
            .await?
            .ok_or(CallError::Internal)?;
        db::budget::insert_content(&mut tx, &version, &Plan { terms, tasks }, now).await?;
    }
    let act = Act::on("budget.created", "budget", id.into_uuid())
        .with(json!({"project_id": input.project_id, "number": number}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id).await
}

/// Applies edits to a draft in order, all or none.
pub(crate) async fn edit(svc: &Programmes, call: &Call, input: EditBudget) -> CallResult<BudgetVersion> {
    let tenant = permission::require(&call.actor, Resource::Budget, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let version = lock_draft(&mut tx, input.budget_id, input.expected_version).await?;
    let before = Plan {
        terms: version.terms,
        tasks: tasks_of(&mut tx, version.id).await?,
    };
    let after =
        budget::apply_all(&before, &input.edits, &mut || svc.ids.next(now)).map_err(CallError::Refused)?;
    if after.terms.agreement_id != before.terms.agreement_id {
        check_agreement(&mut tx, version.project_id, &after.terms).await?;
    }
    db::budget::replace(&mut tx, &version, &after, now).await?;
    let total = |plan: &Plan| sums::of(&plan.tasks).total.grosz();
    let act = Act::on("budget.edited", "budget", version.id.into_uuid()).with(json!({
        "version": version.version + 1, "edits": input.edits.len(),
        "total_grosz": {"from": total(&before), "to": total(&after)},
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    read_again(tx, version.id).await
}

/// Puts a draft in force in place of the version that is.
pub(crate) async fn put_in_force(
    svc: &Programmes,
    call: &Call,
    input: PutBudgetInForce,
) -> CallResult<BudgetVersion> {
    let tenant = permission::require(&call.actor, Resource::Budget, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, BudgetId::from_uuid(id)).await;
    }
    // The project's row before the version's, as whoever creates a version takes it: bookings and claims hold it in share, so
    // nothing is booked against the version that goes while this one comes.
    let seen = db::budget::find(&mut tx, input.budget_id.into_uuid())
        .await?
        .ok_or(CallError::NotFound)?;
    db::projects::lock_version(&mut tx, seen.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let draft = lock_draft(&mut tx, input.budget_id, input.expected_version).await?;
    let in_force = db::budget::in_force(&mut tx, draft.project_id).await?;
    let tasks = tasks_of(&mut tx, draft.id).await?;
    let mut problems = Vec::new();
    problems.extend(day_problem(in_force.as_ref(), input.from, now));
    problems.extend(sum_problems(&mut tx, &draft, &tasks).await?);
    if let Some(version) = &in_force {
        let old = tasks_of(&mut tx, version.id).await?;
        problems.extend(removal_problems(&mut tx, &old, &tasks).await?);
    }
    if !problems.is_empty() {
        return Err(CallError::Refused(problems));
    }
    let release = db::reference::releases::newest(tx.conn()).await?;
    if let Some(version) = &in_force {
        db::budget::supersede(&mut tx, version.id, now).await?;
    }
    db::budget::put_in_force(&mut tx, draft.id, input.from, release, now).await?;
    // Where the project states no money, authorities compare the budget in force.
    db::comparison::follow_project(&mut tx, svc.ids.next(now), draft.project_id, now).await?;
    let act = Act::on("budget.put_in_force", "budget", draft.id.into_uuid()).with(json!({
        "project_id": draft.project_id, "number": draft.number, "from": input.from, "release": release,
        "total_grosz": sums::of(&tasks).total.grosz(), "instead_of": in_force.map(|version| version.id),
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, draft.id.into_uuid()).await?;
    read_again(tx, draft.id).await
}

/// The draft, locked, if it is one and at the expected version.
async fn lock_draft(tx: &mut TenantTx, id: BudgetId, expected_version: i64) -> CallResult<BudgetVersion> {
    let version = db::budget::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    if version.version != expected_version {
        return Err(problem::stale_version());
    }
    if version.state == BudgetState::Draft {
        return Ok(version);
    }
    let pl = "zmienia się tylko wersja robocza; utwórz nową wersję budżetu";
    let en = "only a draft changes; create a new version of the budget";
    Err(CallError::refused(
        Problem::new("BUDGET_NOT_A_DRAFT", pl, en).at(&["budgetId"]),
    ))
}

async fn tasks_of(tx: &mut TenantTx, id: BudgetId) -> CallResult<Vec<BudgetTask>> {
    let content = db::budget::contents(tx, &[id.into_uuid()]).await?.pop();
    Ok(content.ok_or(CallError::Internal)?.tasks)
}

/// A linked version of an agreement has to be the project's own.
async fn check_agreement(tx: &mut TenantTx, project: ProjectId, terms: &BudgetTerms) -> CallResult<()> {
    match terms.agreement_id {
        Some(agreement) if !db::budget::agreement_is_of(tx, agreement, project).await? => {
            Err(CallError::NotFound)
        }
        _ => Ok(()),
    }
}

fn day_problem(in_force: Option<&BudgetVersion>, from: Date, now: Instant) -> Option<Problem> {
    if from > latest_today(now) {
        let pl = "budżet nie może obowiązywać od dnia, który dopiero nadejdzie; zatwierdź go tego dnia";
        let en = "a budget is not in force from a day that is yet to come; put it in force on that day";
        return Some(Problem::new("BUDGET_IN_FORCE_LATER", pl, en).at(&["from"]));
    }
    let earlier = in_force?.in_force_from?;
    if from > earlier {
        return None;
    }
    let pl = format!("poprzednia wersja obowiązuje od {earlier}; podaj późniejszy dzień");
    let en = format!("the version before is in force from {earlier}; give a later day");
    Some(Problem::new("BUDGET_IN_FORCE_TOO_EARLY", pl, en).at(&["from"]))
}

/// A version without lines, and every place where one does not add up or has less than is spent.
async fn sum_problems(
    tx: &mut TenantTx,
    draft: &BudgetVersion,
    tasks: &[BudgetTask],
) -> CallResult<Vec<Problem>> {
    if lines(tasks).next().is_none() {
        let pl = "wersja nie ma żadnej pozycji; dodaj pozycje budżetu";
        let en = "the version has no line; add the budget's lines";
        return Ok(vec![
            Problem::new("BUDGET_WITHOUT_LINES", pl, en).at(&["budgetId"]),
        ]);
    }
    let mut held = db::budget::held(tx, &[draft.id.into_uuid()]).await?;
    let held = held.remove(&draft.id).ok_or(CallError::Internal)?;
    let found = differences::of(tasks, &sums::of(tasks), &held.stated);
    Ok(differences::refusals(&found))
}

/// A line that expenses are booked on stays. The lines that would go are locked, so that no booking comes in between.
async fn removal_problems(
    tx: &mut TenantTx,
    old: &[BudgetTask],
    new: &[BudgetTask],
) -> CallResult<Vec<Problem>> {
    let stay: BTreeSet<BudgetLineId> = lines(new).map(|(_, line)| line.id).collect();
    let go: Vec<_> = lines(old).filter(|(_, line)| !stay.contains(&line.id)).collect();
    if go.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<BudgetLineId> = go.iter().map(|(_, line)| line.id).collect();
    db::budget::lock_lines(tx, &ids).await?;
    let booked = db::budget::with_expenses(tx, &ids).await?;
    let booked = go.into_iter().filter(|(_, line)| booked.contains(&line.id));
    Ok(booked
        .map(|(task, line)| {
            let (task, line) = (task.number, line.number);
            let pl = format!(
                "na pozycji {line} zadania {task} są wydatki, więc nie można jej usunąć; zostaw ją w budżecie"
            );
            let en =
                format!("line {line} of task {task} has expenses, so it cannot go; leave it in the budget");
            Problem::new("BUDGET_LINE_HAS_EXPENSES", pl, en).at(&["budgetId"])
        })
        .collect())
}

/// Ends the transaction and answers with the version as it is stored.
async fn read_again(mut tx: TenantTx, id: BudgetId) -> CallResult<BudgetVersion> {
    let version = db::budget::find(&mut tx, id.into_uuid())
        .await?
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(version)
}

fn refuse_second_draft(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::budget::DRAFT_EXISTS => {
            let pl = "projekt ma już wersję roboczą budżetu; zmień ją albo zatwierdź";
            let en = "the project has a draft of its budget already; edit it or put it in force";
            CallError::refused(Problem::new("BUDGET_DRAFT_EXISTS", pl, en).at(&["projectId"]))
        }
        other => other.into(),
    }
}

fn nothing_to_copy() -> Problem {
    let pl = "projekt nie ma obowiązującego budżetu do skopiowania; zacznij od pustej wersji";
    let en = "the project has no budget in force to copy; begin with an empty version";
    Problem::new("BUDGET_NOTHING_TO_COPY", pl, en).at(&["beginning"])
}

fn too_many_versions() -> Problem {
    let pl = format!("projekt ma najwyżej {MAX_VERSIONS} wersji budżetu");
    let en = format!("a project has at most {MAX_VERSIONS} versions of its budget");
    Problem::new("BUDGET_TOO_LARGE", pl, en).at(&["projectId"])
}
