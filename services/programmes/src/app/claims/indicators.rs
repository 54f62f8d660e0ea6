//! The indicators that claims tell: as they are at the end of each claim's period, by sex.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Date};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{ClaimContents, ClaimIndicator, ProjectIndicator, ValueSource};

use crate::app::indicators::counting::Uncalculated;
use crate::app::indicators::read::withhold_counted;
use crate::db::indicators::read::{Which, read};
use crate::domain::indicator::Reader;

/// Reads what the indicators of claims are counted from: however many claims there are, each thing once for all of them.
pub(super) async fn read_for(tx: &mut TenantTx, contents: &[ClaimContents]) -> CallResult<Uncalculated> {
    let found = found(tx, contents).await?;
    Uncalculated::read(tx, found, Reader::OfParticipations).await
}

/// The same without what the caller may not be told, which is not counted either. Their claim's last day is of their own
/// choosing, so it is no value of people, as of no other day than today.
pub(super) async fn read_for_caller(
    tx: &mut TenantTx,
    call: &Call,
    contents: &[ClaimContents],
) -> CallResult<Uncalculated> {
    let mut found = found(tx, contents).await?;
    withhold_counted(call, &mut found);
    Uncalculated::read(tx, found, Reader::OfParticipations).await
}

async fn found(tx: &mut TenantTx, contents: &[ClaimContents]) -> CallResult<Vec<ProjectIndicator>> {
    let wanted: BTreeSet<(Uuid, Date)> = contents
        .iter()
        .map(|said| (said.project_id.into_uuid(), said.period_to))
        .collect();
    Ok(read(tx, Which::OfProjects(&Vec::from_iter(wanted))).await?)
}

/// Puts the indicators into the contents of claims; they stay absent where the project has none. A value that is not known
/// stays unknown.
pub(super) fn put_into(told: Vec<ProjectIndicator>, contents: &mut [ClaimContents]) {
    let mut by_claim: BTreeMap<(Uuid, Date), Vec<ClaimIndicator>> = BTreeMap::new();
    for indicator in told {
        by_claim
            .entry((indicator.project_id.into_uuid(), indicator.value.as_of))
            .or_default()
            .push(claimed(indicator));
    }
    for said in contents {
        said.indicators = by_claim
            .get(&(said.project_id.into_uuid(), said.period_to))
            .cloned();
    }
}

fn claimed(indicator: ProjectIndicator) -> ClaimIndicator {
    let value = indicator.value;
    ClaimIndicator {
        code: indicator.code,
        origin: indicator.origin,
        counted: value.source == ValueSource::Counted,
        label_pl: indicator.label_pl,
        label_en: indicator.label_en,
        unit: indicator.unit,
        target: indicator.targets.total,
        total: value.total,
        women: value.women,
        men: value.men,
        undecided: value.undecided,
        too_few: value.too_few,
    }
}

/// Leaves out of what was submitted what the caller may not know: all indicators without `indicator:read`; without
/// `participation:read` the values that were counted, as drafts do.
pub(super) fn hide_from(call: &Call, contents: &mut ClaimContents) {
    if !permission::allows(&call.actor, Resource::Indicator, Action::Read) {
        contents.indicators = None;
    }
    if permission::allows(&call.actor, Resource::Participation, Action::Read) {
        return;
    }
    for indicator in contents.indicators.iter_mut().flatten() {
        if indicator.counted {
            (indicator.total, indicator.women, indicator.men) = (None, None, None);
            indicator.undecided = None;
            indicator.too_few = true;
        }
    }
}
