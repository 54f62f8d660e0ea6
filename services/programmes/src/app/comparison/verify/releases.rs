//! Frozen releases: the hash that was written down, and the columns by which rows are filtered.

use wsparcie_kernel::PageRequest;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ComparisonRelease, FundingPeriod, ReleaseState};

use super::{Difference, Report};
use crate::db::comparison::raw::{self, RawReleaseRow};
use crate::db::comparison::releases;
use crate::domain::comparison::frozen::{self, FrozenRow};

/// Every frozen release of the authority still gives the hash that was written down, and its rows are found by what they show.
pub(super) async fn verify(tx: &mut TenantTx, into: &mut Vec<Difference>) -> Result<(), DbError> {
    let tenant = tx.tenant();
    let mut page = PageRequest::first(100);
    loop {
        let found = releases::list(tx, &page).await?;
        let Some(last) = found.last().map(|release| release.id.into_uuid()) else {
            return Ok(());
        };
        for release in found
            .iter()
            .filter(|release| release.state == ReleaseState::Frozen)
        {
            let rows = raw::release_rows(tx, release.id).await?;
            let salt = releases::salt(tx, release.id).await?;
            let mut report = Report::on(tenant, release.id.into_uuid(), into);
            verify_release(&mut report, release, &salt, &rows);
        }
        page.after = Some(last);
    }
}

fn verify_release(report: &mut Report<'_>, release: &ComparisonRelease, salt: &[u8], rows: &[RawReleaseRow]) {
    let Some(as_of) = release.as_of else {
        report.hold("release.as_of", &"absent", &"present");
        return;
    };
    let hash = frozen::hash(
        salt,
        release.definition,
        &release.voivodeship,
        release.threshold,
        as_of,
        rows.iter().map(|row| row.content.as_str()),
    );
    report.hold("release.hash", &release.hash, &Some(frozen::written(&hash)));
    report.hold(
        "release.projects",
        &release.projects,
        &i32::try_from(rows.len()).ok(),
    );
    for (row, position) in rows.iter().zip(1..) {
        report.hold("release.position", &row.position, &position);
        let Ok(shown) = serde_json::from_str::<FrozenRow>(&row.content) else {
            report.hold("release.content", &"unreadable", &"readable");
            continue;
        };
        report.hold("release.row_id", &row.row_id, &shown.id);
        report.hold("release.region_code", &row.region, &shown.region);
        report.hold("release.programme_codes", &row.programme, &shown.programme);
        let period = shown.period.map(FundingPeriod::code);
        report.hold("release.period", &row.period.as_deref(), &period);
        report.hold("release.centre_kind", &row.centre_kind, &shown.centre_kind);
    }
}
