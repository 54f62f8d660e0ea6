//! A project's agreement and its annexes.

use serde_json::json;
use wsparcie_kernel::ids::{AgreementId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{AddAgreementVersion, Agreement};

use super::Programmes;
use crate::db;
use crate::domain::agreement;
use crate::service::uuids;

/// The versions of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Agreement>> {
    let tenant = permission::require(&call.actor, Resource::Agreement, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::agreements::find_by_project(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Adds the next version to a project's agreement.
pub(crate) async fn add(svc: &Programmes, call: &Call, input: AddAgreementVersion) -> CallResult<Agreement> {
    let tenant = permission::require(&call.actor, Resource::Agreement, Action::Create)?;
    let facts = agreement::check_alone(&input.facts).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, AgreementId::from_uuid(id)).await;
    }
    // The project's row stands for the chain of its versions: two annexes at once wait for each other here.
    let project_number = db::agreements::lock_project(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let before = db::agreements::find_by_project(&mut tx, &[input.project_id.into_uuid()]).await?;
    let checked =
        agreement::check_against(facts, &before, project_number.as_deref()).map_err(CallError::Refused)?;
    if let Some((predecessor, last)) = before.last().zip(checked.predecessor_ends) {
        db::agreements::end(&mut tx, predecessor.id, last).await?;
    }
    let version = Agreement {
        id: AgreementId::from_uuid(svc.ids.next(now)),
        project_id: input.project_id,
        facts: checked.facts,
    };
    let taken = |error| refuse_taken_number(error, version.facts.number);
    db::agreements::insert(&mut tx, &version, now)
        .await
        .map_err(taken)?;
    let act = Act::on("agreement.version_added", "project", input.project_id.into_uuid())
        .with(json!({"agreement_id": version.id, "number": version.facts.number}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, version.id.into_uuid()).await?;
    read_again(tx, version.id).await
}

/// Ends the transaction and answers with the version as it is stored.
async fn read_again(mut tx: TenantTx, id: AgreementId) -> CallResult<Agreement> {
    let version = db::agreements::find(&mut tx, id.into_uuid())
        .await?
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(version)
}

/// The lock should make it impossible; the key is the last line.
fn refuse_taken_number(error: DbError, number: i32) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::agreements::NUMBER_TAKEN => {
            CallError::refused(agreement::unexpected_number(number + 1))
        }
        other => other.into(),
    }
}
