//! The indicators that claims tell: as they are at the end of each claim's period, by sex.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Date};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{
    ClaimContents, ClaimIndicator, IndicatorOrigin, ProjectIndicator, ValueSource,
};

use crate::app::indicators::read::{speaks_of_few, tell};
use crate::db::indicators::read::{Which, read};

/// Puts the indicators into the contents of claims; they stay absent where the project has none. A value that is not known
/// stays unknown. However many claims there are, each thing is read once for all of them.
pub(super) async fn put_into(tx: &mut TenantTx, contents: &mut [ClaimContents]) -> CallResult<()> {
    let wanted: BTreeSet<(Uuid, Date)> = contents
        .iter()
        .map(|said| (said.project_id.into_uuid(), said.period_to))
        .collect();
    let projects: BTreeSet<Uuid> = wanted.iter().map(|(project, _)| *project).collect();
    let (wanted, projects) = (Vec::from_iter(wanted), Vec::from_iter(projects));
    let indicators = read(tx, Which::OfProjects(&wanted)).await?;
    let mut told: BTreeMap<(Uuid, Date), Vec<ClaimIndicator>> = BTreeMap::new();
    for indicator in tell(tx, &projects, indicators).await? {
        told.entry((indicator.project_id.into_uuid(), indicator.value.as_of))
            .or_default()
            .push(claimed(indicator));
    }
    for said in contents {
        said.indicators = told
            .get(&(said.project_id.into_uuid(), said.period_to))
            .cloned();
    }
    Ok(())
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
        too_few: false,
    }
}

/// Leaves out what the caller may not know: all indicators without `indicator:read`; without `participation:read` the whole
/// value of an own indicator that is counted so narrowly that it speaks of single people, as the project's indicators do.
pub(super) fn hide_from(call: &Call, contents: &mut ClaimContents) {
    if !permission::allows(&call.actor, Resource::Indicator, Action::Read) {
        contents.indicators = None;
    }
    if permission::allows(&call.actor, Resource::Participation, Action::Read) {
        return;
    }
    for indicator in contents.indicators.iter_mut().flatten() {
        let figures = [indicator.total, indicator.women, indicator.men, indicator.undecided];
        if indicator.origin == IndicatorOrigin::Own && indicator.counted && speaks_of_few(&figures) {
            (indicator.total, indicator.women, indicator.men) = (None, None, None);
            indicator.undecided = None;
            indicator.too_few = true;
        }
    }
}
