//! Dictionaries, and the indicators of projects with their values.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::RangeInclusive;

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{
    FundingPeriod, IndicatorDefinition, IndicatorOrigin, ProjectIndicator, ValueSource, VocabularyTerm,
};

use crate::app::Programmes;
use crate::db::indicators::read::Which;
use crate::db::indicators::{dictionary, parameters, read};
use crate::db::participation;
use crate::db::reference::releases;
use crate::domain::indicator::{self, Counter, Participant, check_condition};
use crate::domain::latest_today;
use crate::service::uuids;

/// A whole, in hundredths of a percent.
const WHOLE: i64 = 10_000;
/// So few people that their number speaks of single ones. Nobody is told: that says of everybody the same.
const FEW: RangeInclusive<i64> = 1..=4;

/// The indicators of a period that hold on a day, as known at a release.
pub(crate) async fn dictionary_of(
    svc: &Programmes,
    call: &Call,
    period: FundingPeriod,
    on: Date,
    release: Option<i64>,
) -> CallResult<Vec<IndicatorDefinition>> {
    let tenant = permission::require(&call.actor, Resource::ReferenceData, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let release = match release {
        None => releases::newest(tx.conn()).await?,
        Some(number) if releases::exists(&mut tx, number).await? => number,
        Some(_) => return Err(CallError::NotFound),
    };
    let found = dictionary::of_period(&mut tx, period, on, release).await?;
    tx.commit().await?;
    Ok(found)
}

/// What the condition of an indicator may speak of.
pub(crate) fn vocabulary(call: &Call) -> CallResult<Vec<VocabularyTerm>> {
    permission::require(&call.actor, Resource::Indicator, Action::Read)?;
    Ok(indicator::terms())
}

/// The indicators of several projects with their values on a day.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
    as_of: Option<Date>,
) -> CallResult<Vec<ProjectIndicator>> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Read)?;
    check_id_count(projects.len())?;
    let as_of = as_of.unwrap_or_else(|| latest_today(svc.clock.now()));
    let mut tx = svc.db.begin(tenant).await?;
    let ids = uuids(projects, ProjectId::into_uuid);
    let wanted: Vec<_> = ids.iter().map(|id| (*id, as_of)).collect();
    let found = read::read(&mut tx, Which::OfProjects(&wanted)).await?;
    let mut told = tell(&mut tx, &ids, found).await?;
    tx.commit().await?;
    hide_few(call, &mut told);
    Ok(told)
}

/// Gives indicators their values, each on its own day: those that are counted are counted here, from one read of all
/// participations.
pub(in crate::app) async fn tell(
    tx: &mut TenantTx,
    projects: &[Uuid],
    mut indicators: Vec<ProjectIndicator>,
) -> CallResult<Vec<ProjectIndicator>> {
    let participants = by_projects(participation::of_projects(tx, projects).await?);
    let parameters = parameters::read(tx).await?;
    let mut counters: BTreeMap<Date, Counter> = BTreeMap::new();
    let nobody: &[Participant] = &[];
    // Projects of one page share the dictionary's conditions: each is compiled once.
    let mut conditions = BTreeMap::new();
    for indicator in &mut indicators {
        if let (ValueSource::Counted, Some(source)) = (indicator.value.source, &indicator.condition) {
            let condition = match conditions.entry(source.clone()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(check_condition(source).map_err(|_| unreadable())?),
            };
            let people = participants
                .get(&indicator.project_id)
                .map_or(nobody, Vec::as_slice);
            let as_of = indicator.value.as_of;
            let counter = counters
                .entry(as_of)
                .or_insert_with(|| Counter::new(as_of, parameters.result_days(as_of)));
            let count = counter.count(condition, people);
            indicator.value.total = Some(count.total());
            indicator.value.women = indicator.by_sex.then_some(count.women);
            indicator.value.men = indicator.by_sex.then_some(count.men);
            indicator.value.undecided = Some(count.undecided);
        }
        let target = indicator.targets.total.filter(|target| *target > 0);
        indicator.value.of_target = indicator
            .value
            .total
            .zip(target)
            .and_then(|(total, target)| Some(total.checked_mul(WHOLE)? / target));
    }
    Ok(indicators)
}

/// Hides values that own conditions count so narrowly that they speak of single people, from whoever may not read
/// participations. The whole value goes, not one figure of it: the others would give it away. Indicators of the dictionary
/// stay, being what every project reports, and so do values entered by hand, which stand on no condition.
pub(super) fn hide_few(call: &Call, indicators: &mut [ProjectIndicator]) {
    if permission::allows(&call.actor, Resource::Participation, Action::Read) {
        return;
    }
    for indicator in indicators {
        let value = &mut indicator.value;
        if indicator.origin != IndicatorOrigin::Own || value.source != ValueSource::Counted {
            continue;
        }
        if speaks_of_few(&[value.total, value.women, value.men, value.undecided]) {
            (value.total, value.women, value.men) = (None, None, None);
            (value.undecided, value.of_target) = (None, None);
            value.too_few = true;
        }
    }
}

/// Whether one of these numbers of people is so small that it speaks of single ones.
pub(in crate::app) fn speaks_of_few(figures: &[Option<i64>]) -> bool {
    figures.iter().flatten().any(|people| FEW.contains(people))
}

fn by_projects(participants: Vec<Participant>) -> BTreeMap<ProjectId, Vec<Participant>> {
    let mut sorted: BTreeMap<ProjectId, Vec<Participant>> = BTreeMap::new();
    for participant in participants {
        sorted
            .entry(participant.project_id)
            .or_default()
            .push(participant);
    }
    sorted
}

/// A stored condition that no longer passes: it was checked when it was saved, so this is a defect.
pub(super) fn unreadable() -> CallError {
    tracing::error!(
        error.code = "CONDITION_UNREADABLE",
        "the condition of an indicator does not pass its check any more"
    );
    CallError::Internal
}
