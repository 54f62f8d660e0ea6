//! Recruitment rules of a project, version by version.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ProjectId, RecruitmentId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{Recruitment, SetRecruitment, VocabularyTerm};

use super::Programmes;
use crate::db;
use crate::domain::latest_today;
use crate::domain::recruitment::{self, terms};
use crate::domain::words::EVIDENCE_KIND;
use crate::service::uuids;

/// The current rules of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Recruitment>> {
    let tenant = permission::require(&call.actor, Resource::Recruitment, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::recruitment::find_current(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// What conditions may speak of.
pub(crate) async fn vocabulary(svc: &Programmes, call: &Call) -> CallResult<Vec<VocabularyTerm>> {
    let tenant = permission::require(&call.actor, Resource::Recruitment, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let dictionaries = db::dictionaries::all(&mut tx).await?;
    tx.commit().await?;
    Ok(dictionaries.terms())
}

/// Stores the next version of a project's rules.
pub(crate) async fn set(svc: &Programmes, call: &Call, input: SetRecruitment) -> CallResult<Recruitment> {
    let tenant = permission::require(&call.actor, Resource::Recruitment, Action::Update)?;
    // Limits first: the engine is not handed more than it was made for.
    refuse_if_any(recruitment::limits(&input.rules))?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    // The project's row stands for the line of its versions: two at once wait for each other here.
    let frame = db::frame::lock(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let before = db::recruitment::find_current(&mut tx, &[input.project_id.into_uuid()])
        .await?
        .pop();
    let current = before.as_ref().map_or(0, |before| before.version);
    if current != input.expected_version {
        return Err(problem::stale_version());
    }
    // Whoever sends rules alone changes nothing of the terms; they must still fit the new rules.
    let kept = before.map(|before| before.terms).unwrap_or_default();
    let given = input.terms.unwrap_or(kept);
    let words = db::words::load(&mut tx, &[EVIDENCE_KIND]).await?;
    let mut problems = db::dictionaries::all(&mut tx).await?.problems_of(&input.rules);
    let first_day = given.opens_on.or(frame.recruitment_from);
    let day = first_day.unwrap_or(frame.day(latest_today(now)));
    problems.extend(terms::unknown_evidence(&input.rules, &words, day));
    let terms = terms::check(&given, &input.rules).unwrap_or_else(|found| {
        problems.extend(found);
        given
    });
    refuse_if_any(problems)?;
    let recruitment = Recruitment {
        id: RecruitmentId::from_uuid(svc.ids.next(now)),
        project_id: input.project_id,
        version: current + 1,
        rules: input.rules,
        terms,
    };
    db::recruitment::insert(&mut tx, &recruitment, now).await?;
    let act = Act::on("recruitment.set", "project", input.project_id.into_uuid())
        .with(json!({"recruitment_id": recruitment.id, "version": recruitment.version}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, recruitment.id.into_uuid()).await?;
    read_again(tx, recruitment.id.into_uuid()).await
}

fn refuse_if_any(problems: Vec<Problem>) -> CallResult<()> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(CallError::Refused(problems))
    }
}

/// Ends the transaction and answers with the rules as they are stored.
async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<Recruitment> {
    let recruitment = db::recruitment::find(&mut tx, id)
        .await?
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(recruitment)
}
