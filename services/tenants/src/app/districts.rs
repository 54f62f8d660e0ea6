//! Districts of the acting centre: who is responsible for which addresses.
//!
//! Rules are added under the lock of the organisation's row, so that of two that meet, added at once, one is refused.
//! They name workers, so the reading is recorded; which address was asked for is not, because it may be a person's.

use serde_json::json;
use wsparcie_kernel::ids::DistrictRuleId;
use wsparcie_kernel::input::{Problems, check_id_count};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Instant, Page, PageRequest};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{AddressQuestion, DistrictRule, EndDistrictRule, NewDistrictRule};

use super::{Tenants, bare, repeated};
use crate::db;
use crate::domain::district::{self, Question, RuleDraft};

/// Rules in the order of their ids; with a day, only those valid on it.
pub(crate) async fn list(
    tenants: &Tenants,
    call: &Call,
    on: Option<Date>,
    page: PageRequest,
) -> CallResult<Page<DistrictRule>> {
    let tenant = permission::require(&call.actor, Resource::District, Action::Read)?;
    if let Some(on) = on {
        let mut problems = Problems::default();
        district::check_day(&mut problems, on);
        problems.finish(Some(()))?;
    }
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::districts::list(&mut tx, on, &page).await?;
    let total = if page.with_total {
        Some(db::districts::count(&mut tx, on).await?)
    } else {
        None
    };
    let rules = Page::from_fetched(&page, rows, total, |rule| rule.id.into_uuid());
    let read = rules.edges.iter().map(|edge| &edge.node);
    record_reads(tenants, &mut tx, call, read, now).await?;
    tx.commit().await?;
    Ok(rules)
}

/// Rules by id.
pub(crate) async fn by_id(
    tenants: &Tenants,
    call: &Call,
    ids: &[DistrictRuleId],
) -> CallResult<Vec<DistrictRule>> {
    let tenant = permission::require(&call.actor, Resource::District, Action::Read)?;
    check_id_count(ids.len())?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rules = db::districts::by_ids(&mut tx, &bare(ids, DistrictRuleId::into_uuid)).await?;
    record_reads(tenants, &mut tx, call, &rules, now).await?;
    tx.commit().await?;
    Ok(rules)
}

async fn record_reads(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    rules: impl IntoIterator<Item = &DistrictRule>,
    now: Instant,
) -> Result<(), DbError> {
    let acts = rules
        .into_iter()
        .map(|rule| Act::on("district_rule.read", "district_rule", rule.id.into_uuid()))
        .collect();
    audit::record_all(tx, tenants.ids.as_ref(), call, acts, now).await
}

/// Adds a rule.
pub(crate) async fn create(
    tenants: &Tenants,
    call: &Call,
    input: &NewDistrictRule,
) -> CallResult<DistrictRule> {
    let tenant = permission::require(&call.actor, Resource::District, Action::Create)?;
    let draft = RuleDraft::parse(input)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::districts::by_ids(&mut tx, &[id]).await?);
    }
    // Also against the worker's dismissal at the same moment, which takes the same lock.
    db::organisations::lock(&mut tx, tenant).await?;
    let worker = db::members::by_ids(&mut tx, &[draft.worker.into_uuid()])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    if !worker.active || !worker.roles.iter().any(|role| district::WORKERS.contains(role)) {
        return Err(CallError::refused(district::unfit_worker()));
    }
    let id = DistrictRuleId::from_uuid(tenants.ids.next(now));
    let rule = draft.clone().into_rule(id, worker.full_name);
    if let Some(existing) = db::districts::overlapping(&mut tx, &draft).await? {
        return Err(CallError::refused(district::overlap(&rule, &existing)));
    }
    db::districts::insert(&mut tx, &rule, &draft, now).await?;
    let act = Act::on("district_rule.created", "district_rule", rule.id.into_uuid()).with(json!({
        "worker": rule.worker.into_uuid(), "valid_from": rule.valid_from, "valid_to": rule.valid_to,
    }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, rule.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(rule)
}

/// Ends a rule, or makes its end come earlier.
pub(crate) async fn end(tenants: &Tenants, call: &Call, input: &EndDistrictRule) -> CallResult<DistrictRule> {
    let tenant = permission::require(&call.actor, Resource::District, Action::Update)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::districts::by_ids(&mut tx, &[id]).await?);
    }
    let mut rule = db::districts::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if rule.version != input.expected_version {
        return Err(stale_version());
    }
    district::ended(&rule, input.valid_to).map_err(CallError::refused)?;
    rule.valid_to = Some(input.valid_to);
    rule.version += 1;
    db::districts::end(&mut tx, &rule).await?;
    let act = Act::on("district_rule.ended", "district_rule", rule.id.into_uuid())
        .with(json!({ "valid_to": rule.valid_to }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, rule.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(rule)
}

/// The rule that covers an address on a day, if one does.
pub(crate) async fn responsible(
    tenants: &Tenants,
    call: &Call,
    question: &AddressQuestion,
) -> CallResult<Option<DistrictRule>> {
    let tenant = permission::require(&call.actor, Resource::District, Action::Read)?;
    let question = Question::parse(question)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rule = db::districts::covering(&mut tx, &question).await?;
    record_reads(tenants, &mut tx, call, &rule, now).await?;
    tx.commit().await?;
    Ok(rule)
}
