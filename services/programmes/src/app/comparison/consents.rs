//! What a centre consents to being compared in.

use serde_json::json;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Principal};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{ComparisonConsent, ComparisonMeasure, ConsentDecision, DecideConsent};

use crate::app::Programmes;
use crate::db::comparison::consents;

/// Where the centre stands on every measure, with its decisions.
pub(crate) async fn list(svc: &Programmes, call: &Call) -> CallResult<Vec<ComparisonConsent>> {
    let tenant = permission::require(&call.actor, Resource::ComparisonConsent, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let stands = read(&mut tx).await?;
    tx.commit().await?;
    Ok(stands)
}

/// Decides on a measure. Granted: releases frozen from then on show it. Revoked: no release shows it any more, earlier ones
/// neither; their other figures stay as they are.
pub(crate) async fn decide(
    svc: &Programmes,
    call: &Call,
    input: &DecideConsent,
) -> CallResult<ComparisonConsent> {
    let tenant = permission::require(&call.actor, Resource::ComparisonConsent, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Fresh = idempotency::begin(&mut tx, call, now).await? {
        let id = svc.ids.next(now);
        let by = decider(&call.actor.principal);
        consents::decide(&mut tx, id, input.measure, input.granted, &by, now).await?;
        let act = Act::on("comparison_consent.decided", "comparison_consent", id)
            .with(json!({"measure": input.measure.code(), "granted": input.granted}));
        audit::record(&mut tx, &*svc.ids, call, act, now).await?;
        idempotency::complete(&mut tx, call, id).await?;
    }
    let stands = read(&mut tx).await?;
    tx.commit().await?;
    let decided = stands
        .into_iter()
        .find(|consent| consent.measure == input.measure);
    decided.ok_or(wsparcie_kernel::CallError::Internal)
}

async fn read(tx: &mut TenantTx) -> CallResult<Vec<ComparisonConsent>> {
    let decisions = consents::list(tx).await?;
    let stand = |measure: ComparisonMeasure| {
        let of_measure = decisions.iter().filter(|(decided, _)| *decided == measure);
        let decisions: Vec<ConsentDecision> = of_measure.map(|(_, decision)| decision.clone()).collect();
        ComparisonConsent {
            measure,
            granted: decisions.first().is_some_and(|newest| newest.granted),
            decisions,
        }
    };
    Ok(ComparisonMeasure::ALL.iter().copied().map(stand).collect())
}

fn decider(principal: &Principal) -> String {
    match principal {
        Principal::Anonymous => "anonymous".to_owned(),
        Principal::User(id) => format!("user:{id}"),
        Principal::ApiClient(id) => format!("client:{id}"),
        Principal::System(name) => format!("system:{name}"),
    }
}
