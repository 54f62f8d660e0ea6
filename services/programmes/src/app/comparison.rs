//! What an authority compares.

use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Page, PageRequest};
use wsparcie_programmes_api::ComparedProject;

use super::Programmes;
use crate::db;
use crate::db::comparison::ComparisonRow;
use crate::domain::comparison::{SmallCells, shown};

/// One page of the projects of the authority's region, small cells hidden.
pub(crate) async fn compare(
    svc: &Programmes,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<ComparedProject>> {
    permission::require(&call.actor, Resource::Comparison, Action::Read)?;
    let organisation = call.actor.organisation.as_ref();
    let region = organisation
        .and_then(|organisation| organisation.region.as_deref())
        .ok_or(CallError::Forbidden)?;
    let mut tx = svc.db.begin_region(region).await?;
    let rows = db::comparison::list(&mut tx, region, &page).await?;
    let total = if page.with_total {
        Some(db::comparison::count(&mut tx).await?)
    } else {
        None
    };
    tx.end().await?;
    Ok(Page::from_fetched(&page, rows, total, |row| row.id).map(|row| publish(row, svc.small_cells)))
}

/// The row without what may not be seen.
fn publish(row: ComparisonRow, small_cells: SmallCells) -> ComparedProject {
    let counts = shown(row.enrolled, &row.places, small_cells);
    ComparedProject {
        id: row.id,
        centre: row.centre,
        voivodeship: row.region,
        title: row.title,
        edition: row.edition,
        places_total: row.places.total,
        places_women: row.places.women,
        places_men: row.places.men,
        enrolled_total: counts.total,
        enrolled_women: counts.women,
        enrolled_men: counts.men,
        as_of: day(row.as_of),
    }
}

/// The day of an instant: to the second it would tell of each single enrolment behind a hidden count.
fn day(at: Instant) -> Instant {
    at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}
