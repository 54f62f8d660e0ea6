//! Deciding nominations, with a proof that repeats the decision.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{DecideNomination, NominationState, Verdict};
use wsparcie_kernel::ids::{NominationId, VerdictId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, TenantId};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::vault::{INPUTS, PROOF};
use super::{Casework, reads, uuids};
use crate::db::{self, verdicts::SealedVerdict};
use crate::domain::proof::{Proof, VerdictHead};
use crate::domain::rules::Inputs;
use crate::domain::{latest_today, nomination};

/// The newest verdict of each nomination. Verdicts on erased people are left out.
pub(crate) async fn by_nomination(
    svc: &Casework,
    call: &Call,
    nominations: &[NominationId],
) -> CallResult<Vec<Verdict>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(nominations.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let sealed = db::verdicts::newest(&mut tx, &uuids(nominations, NominationId::into_uuid)).await?;
    let mut people = Vec::with_capacity(sealed.len());
    let mut verdicts = Vec::with_capacity(sealed.len());
    for one in sealed {
        let person = one.person_id.into_uuid();
        if let Some(verdict) = open(svc, tenant, &one)? {
            people.push(person);
            verdicts.push(verdict);
        }
    }
    svc.record(&mut tx, call, reads("verdict.read", people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(verdicts)
}

/// Decides a nomination on what is known for the day.
pub(crate) async fn decide(svc: &Casework, call: &Call, input: &DecideNomination) -> CallResult<Verdict> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Decide)?;
    let now = svc.clock.now();
    nomination::check_reference_date(input.reference_date, latest_today(now))?;
    let vault = svc.vault(tenant);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeat(svc, tx, call, id).await;
    }
    let nominated = db::nominations::lock(&mut tx, input.nomination_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if nominated.state != NominationState::Open {
        return Err(nomination::already_enrolled());
    }
    let intake = db::projects::intake(&mut tx, nominated.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let Some((recruitment_id, rules)) = intake.rules else {
        return Err(nomination::no_rules());
    };
    let group = db::cohorts::of(&mut tx, nominated.group_id).await?;
    let (dictionaries, reference_release) = db::projects::dictionaries(&mut tx).await?;
    let row = db::people::find(&mut tx, nominated.person_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let person = vault.open_person(&row)?.ok_or(CallError::NotFound)?;
    let known = db::facts::of_people(&mut tx, &[person.id.into_uuid()]).await?;
    let facts = vault.open_facts(&known.facts)?;

    let inputs = Inputs::gather(
        (recruitment_id, &rules),
        group.as_ref(),
        (&dictionaries, reference_release),
        &person,
        &facts,
        input.reference_date,
    );
    let proof = Proof::of(inputs.decide()?, &facts, reference_release).and_of_group(inputs.decide_group()?);
    let head = VerdictHead {
        id: VerdictId::from_uuid(svc.ids.next(now)),
        nomination_id: nominated.id,
        recruitment_id,
        reference_date: input.reference_date,
        outcome: proof.outcome(),
        decided_at: now,
    };
    let proof_sealed = vault.seal_value(person.id, PROOF, &proof)?;
    let inputs_sealed = vault.seal_value(person.id, INPUTS, &inputs)?;
    let group_version = group.map(|group| group.version);
    db::verdicts::insert(&mut tx, &head, group_version, &proof_sealed, &inputs_sealed).await?;
    let decided = Act::on("nomination.decided", "nomination", nominated.id.into_uuid()).with(json!({
        "verdict_id": head.id, "outcome": head.outcome, "recruitment_id": recruitment_id,
        "reference_release": reference_release,
    }));
    // Whoever decides sees the facts in the proof.
    let mut acts = reads("verdict.read", [person.id.into_uuid()]);
    acts.push(decided);
    svc.record(&mut tx, call, acts, now).await?;
    idempotency::complete(&mut tx, call, head.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(proof.into_verdict(&head, person.id))
}

async fn repeat(svc: &Casework, mut tx: TenantTx, call: &Call, id: Uuid) -> CallResult<Verdict> {
    let sealed = db::verdicts::find(&mut tx, VerdictId::from_uuid(id))
        .await?
        .ok_or(CallError::NotFound)?;
    let person = sealed.person_id.into_uuid();
    let verdict = open(svc, tx.tenant(), &sealed)?.ok_or(CallError::NotFound)?;
    svc.record(&mut tx, call, reads("verdict.read", [person]), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(verdict)
}

fn open(svc: &Casework, tenant: TenantId, sealed: &SealedVerdict) -> CallResult<Option<Verdict>> {
    let proof: Option<Proof> = svc
        .vault(tenant)
        .open_value(sealed.person_id, PROOF, &sealed.proof_sealed)?;
    Ok(proof.map(|proof| proof.into_verdict(&sealed.head, sealed.person_id)))
}
