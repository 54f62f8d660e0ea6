//! Dictionaries, and the indicators of projects with their values.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date};
use wsparcie_programmes_api::{
    FundingPeriod, IndicatorDefinition, ProjectIndicator, ValueSource, VocabularyTerm,
};

use super::counting::Uncalculated;
use crate::app::Programmes;
use crate::db::indicators::read::Which;
use crate::db::indicators::{dictionary, read};
use crate::db::reference::releases;
use crate::domain::indicator::{self, Reader};
use crate::domain::latest_today;
use crate::service::uuids;

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

/// The indicators of several projects with their values on a day, as far as the caller may know them.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
    as_of: Option<Date>,
) -> CallResult<Vec<ProjectIndicator>> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Read)?;
    check_id_count(projects.len())?;
    let today = latest_today(svc.clock.now());
    let as_of = as_of.unwrap_or(today);
    let mut tx = svc.db.begin(tenant).await?;
    let ids = uuids(projects, ProjectId::into_uuid);
    let wanted: Vec<_> = ids.iter().map(|id| (*id, as_of)).collect();
    let found = read::read(&mut tx, Which::OfProjects(&wanted)).await?;
    let uncounted = Uncalculated::read(&mut tx, found, reader(call, today)).await?;
    tx.commit().await?;
    uncounted.count(svc).await
}

/// As whom the caller is told counted values.
pub(super) fn reader(call: &Call, today: Date) -> Reader {
    if permission::allows(&call.actor, Resource::Participation, Action::Read) {
        Reader::OfParticipations
    } else {
        Reader::OfFigures { today }
    }
}

/// Withholds every counted value from whoever may not read participations, whatever the number and the day; they are not
/// even counted for them. For answers that tell one indicator, or indicators on a day that the caller chose: there the next
/// one, or the next day, would tell of single people. Values entered by hand stay, as they stand on no condition.
pub(in crate::app) fn withhold_counted(call: &Call, indicators: &mut [ProjectIndicator]) {
    if permission::allows(&call.actor, Resource::Participation, Action::Read) {
        return;
    }
    for indicator in indicators {
        indicator.value.too_few = indicator.value.source == ValueSource::Counted;
    }
}
