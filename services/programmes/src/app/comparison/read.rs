//! Reading a release: its rows and what they add up to. The number of statements depends on nothing that is asked.

use uuid::Uuid;
use wsparcie_kernel::permission::Action;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest, Problem};
use wsparcie_programmes_api::{
    CompareProjects, ComparedProject, ComparisonRelease, ComparisonRow, FigureSummary, ReleaseState,
};

use super::authority;
use crate::app::Programmes;
use crate::db::comparison::{region, releases};
use crate::domain::comparison::frozen::FrozenRow;
use crate::domain::comparison::{figures, summary};

/// One page of the projects of the newest release, with the people on places alone: the comparison of before releases.
pub(crate) async fn compare(
    svc: &Programmes,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<ComparedProject>> {
    let (release, rows) = match read(svc, call, &CompareProjects::default()).await {
        Ok(found) => found,
        // Before the first release there is nothing to compare.
        Err(CallError::NotFound) => return Ok(page_of(&page, Vec::<(i32, _)>::new(), |row| row)),
        Err(other) => return Err(other),
    };
    // Of a project without counts the release says that there are none.
    let released_on = release.as_of.unwrap_or(release.requested_at).date_naive();
    Ok(page_of(&page, rows, |row| {
        let people = row.recruited;
        let as_of = row.people_as_of.unwrap_or(released_on);
        ComparedProject {
            id: row.id,
            centre: row.centre,
            voivodeship: row.voivodeship,
            title: row.title,
            edition: row.edition,
            places_total: row.places_total,
            places_women: row.places_women,
            places_men: row.places_men,
            enrolled_total: people.total,
            enrolled_women: people.women,
            enrolled_men: people.men,
            as_of: as_of.and_time(chrono::NaiveTime::MIN).and_utc(),
        }
    }))
}

/// One page of the rows asked for, by name.
pub(crate) async fn rows(
    svc: &Programmes,
    call: &Call,
    input: &CompareProjects,
    page: PageRequest,
) -> CallResult<Page<ComparisonRow>> {
    let (_, rows) = read(svc, call, input).await?;
    Ok(page_of(&page, rows, |row| row))
}

/// What the rows asked for add up to.
pub(crate) async fn summary(
    svc: &Programmes,
    call: &Call,
    input: &CompareProjects,
) -> CallResult<Vec<FigureSummary>> {
    let (_, rows) = read(svc, call, input).await?;
    let rows: Vec<ComparisonRow> = rows.into_iter().map(|(_, row)| row).collect();
    Ok(summary::of(&rows, &input.measures))
}

/// The rows asked for with their positions, without what centres do not consent to any more.
pub(super) async fn read(
    svc: &Programmes,
    call: &Call,
    input: &CompareProjects,
) -> CallResult<(ComparisonRelease, Vec<(i32, ComparisonRow)>)> {
    let (tenant, own_region) = authority(call, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let release = releases::find(&mut tx, input.release)
        .await?
        .ok_or(CallError::NotFound)?;
    match release.state {
        ReleaseState::Frozen => {}
        ReleaseState::Preparing => return Err(CallError::refused(not_frozen())),
        ReleaseState::Failed => return Err(CallError::refused(failed())),
    }
    let stored = releases::rows(&mut tx, release.id, &input.filter).await?;
    tx.commit().await?;
    // Consents last: one revoked meanwhile withholds.
    let mut tx = svc.db.begin_region(own_region).await?;
    let consents = region::consents(&mut tx, own_region).await?;
    tx.end().await?;
    let rows = stored.into_iter().map(|(position, content)| {
        let row: FrozenRow = serde_json::from_str(&content).map_err(|_| {
            tracing::error!(
                error.code = "RELEASE_CONTENT",
                "a release holds what cannot be read"
            );
            CallError::Internal
        })?;
        let consents = consents.get(&row.centre_ref).map_or(&[][..], Vec::as_slice);
        Ok((position, figures::of(row.only(consents))))
    });
    Ok((release, rows.collect::<CallResult<_>>()?))
}

fn not_frozen() -> Problem {
    Problem::new(
        "RELEASE_NOT_FROZEN",
        "wydanie jest jeszcze przygotowywane; spróbuj za chwilę",
        "the release is still being prepared; try again in a moment",
    )
    .at(&["releaseId"])
}

fn failed() -> Problem {
    Problem::new(
        "RELEASE_FAILED",
        "tego wydania nie udało się przygotować; poproś o nowe albo zgłoś to operatorowi",
        "this release could not be prepared; ask for a new one, or tell the operator",
    )
    .at(&["releaseId"])
}

/// A page of rows that are all there, in the order of their positions. A position stands as the cursor's number.
fn page_of<T, U>(page: &PageRequest, rows: Vec<(i32, T)>, node: impl Fn(T) -> U) -> Page<U> {
    let cursor = |position: i32| Uuid::from_u128(u128::from(position.unsigned_abs()));
    let total = page
        .with_total
        .then(|| i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let inside = |position: Uuid| {
        page.after.is_none_or(|after| position > after) && page.before.is_none_or(|before| position < before)
    };
    let mut rows: Vec<(Uuid, T)> = rows
        .into_iter()
        .map(|(position, row)| (cursor(position), row))
        .filter(|(position, _)| inside(*position))
        .collect();
    if page.backward {
        rows.reverse();
    }
    rows.truncate(page.size() + 1);
    let fetched = Page::from_fetched(page, rows, total, |(position, _)| *position);
    fetched.map(|(_, row)| node(row))
}
