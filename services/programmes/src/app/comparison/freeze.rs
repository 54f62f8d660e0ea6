//! Freezing a release: centre by centre, each in a transaction of its own tenant, then the release in the authority's.

use std::time::Duration;

use serde_json::json;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{Actor, Call, Clock, IdSource, Instant, OrganisationKind, TenantId};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::jobs::JobFailure;
use wsparcie_postgres::{Db, TenantTx};
use wsparcie_programmes_api::{ComparisonRelease, ReleaseState};

use super::unfinished::{fail, wait, wait_for_untold};
use crate::db::comparison::ledger::{self, Entry};
use crate::db::comparison::{self, LiveRow, consents, region, releases};
use crate::domain::comparison::frozen::{self, FrozenRow};
use crate::domain::comparison::protection::{self, BrokenCounts, Decision, PlannedPlaces, Published};
use crate::domain::comparison::{SmallCells, names};
use crate::jobs::FREEZE_JOB;

impl From<BrokenCounts> for JobFailure {
    fn from(_: BrokenCounts) -> Self {
        Self("BROKEN_COUNTS")
    }
}

/// How often the database hears of a transaction that waits for the solver: it ends those that are silent for 15 seconds.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);

/// A release to be frozen.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) authority: TenantId,
    pub(crate) id: ComparisonReleaseId,
    /// How often it waited for events of participation.
    pub(crate) waits: u32,
}

/// Collects and freezes a release that is being prepared; waits for events of participation that are on their way, and
/// fails where some will not come. Running it twice does no harm: what the first run published stands in the ledger and is
/// repeated, and a release that is not being prepared is left alone.
pub(crate) async fn freeze(
    db: &Db,
    clock: &dyn Clock,
    ids: &dyn IdSource,
    asked: Asked,
) -> Result<(), JobFailure> {
    let Asked { authority, id, .. } = asked;
    let mut tx = db.begin(authority).await?;
    let release = releases::find(&mut tx, Some(id))
        .await?
        .ok_or(JobFailure("NO_RELEASE"))?;
    tx.commit().await?;
    if release.state != ReleaseState::Preparing {
        return Ok(());
    }
    let threshold = u8::try_from(release.threshold)
        .ok()
        .and_then(SmallCells::at_least);
    let threshold = threshold.ok_or(JobFailure("THRESHOLD"))?;
    let as_of = clock.now();
    let mut worker = db.begin_worker().await?;
    let centres = region::centres(&mut worker, &release.voivodeship).await?;
    let events = region::events_on_their_way(&mut worker, &centres, release.requested_at).await?;
    worker.commit().await?;
    if events.dead {
        // They come only when an operator sees to it: no release is made without them, and none waits unseen.
        return fail(db, ids, asked, "EVENTS_DEAD", as_of).await;
    }
    if events.waiting {
        return wait(db, ids, asked, as_of).await;
    }

    let mut rows = Vec::new();
    for centre in centres {
        let Some(published) = publish_centre(db, ids, centre, (&release, threshold), as_of).await? else {
            return wait_for_untold(db, ids, asked, centre, as_of).await;
        };
        rows.extend(published);
    }
    rows.retain(|row| release.voivodeship == "00" || row.region == release.voivodeship);
    rows.sort_by_cached_key(|row| {
        let edition = row.edition.as_deref().map(names::key);
        (names::key(&row.centre), names::key(&row.title), edition, row.id)
    });
    let rows: Vec<(FrozenRow, String)> = rows
        .into_iter()
        .map(|row| serde_json::to_string(&row).map(|content| (row, content)))
        .collect::<Result<_, _>>()
        .map_err(|_| JobFailure("CONTENT"))?;

    let mut tx = db.begin(authority).await?;
    // Two runs at once: the second finds it frozen.
    let Some(salt) = releases::lock_preparing(&mut tx, id).await? else {
        return Ok(());
    };
    let hash = frozen::hash(
        &salt,
        release.definition,
        &release.voivodeship,
        release.threshold,
        as_of,
        rows.iter().map(|(_, content)| content.as_str()),
    );
    releases::insert_rows(&mut tx, id, &rows).await?;
    let projects = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    releases::freeze(&mut tx, id, as_of, projects, &hash).await?;
    let actor = Actor::system(FREEZE_JOB, authority, OrganisationKind::Authority);
    let call = Call::new(actor, ids.next(as_of));
    let act = Act::on("comparison_release.frozen", "comparison_release", id.into_uuid())
        .with(json!({"projects": projects, "hash": frozen::written(&hash)}));
    audit::record(&mut tx, ids, &call, act, as_of).await?;
    tx.commit().await?;
    Ok(())
}

/// Publishes the projects of one centre: what was published before is repeated or, where that protects everyone, renewed.
/// `None`, and nothing is published, if the read model lacks people whom casework had when the release was asked for.
async fn publish_centre(
    db: &Db,
    ids: &dyn IdSource,
    centre: TenantId,
    (release, threshold): (&ComparisonRelease, SmallCells),
    now: Instant,
) -> Result<Option<Vec<FrozenRow>>, JobFailure> {
    let mut tx = db.begin(centre).await?;
    if comparison::some_untold(&mut tx, release.requested_at).await? {
        return Ok(None);
    }
    comparison::refresh(&mut tx, || ids.next(now), now).await?;
    let Some((centre_ref, consented)) = consents::lock_centre(&mut tx).await? else {
        return Ok(Some(Vec::new()));
    };
    let live = comparison::live_rows(&mut tx, None).await?;
    let mut published = ledger::list(&mut tx).await?;
    let mut shown_places = ledger::places(&mut tx).await?;
    let (mut rows, mut stand_in) = (Vec::with_capacity(live.len()), Vec::new());
    let mut renewed = 0_usize;
    for mut row in live {
        let known = Known {
            earlier: published.remove(&row.project).unwrap_or_default(),
            places: shown_places.remove(&row.project).unwrap_or_default(),
        };
        let shows = settle(&mut tx, &row, &known, threshold).await?;
        if known.places.last() != Some(&shows.places) {
            ledger::add_places(&mut tx, row.project, &shows.places, now).await?;
        }
        row.facts.places = shows.places;
        let entry = match shows.people {
            None => None,
            Some(Decision::Repeat) => Some(known.last()?),
            Some(Decision::Publish(state)) => {
                renewed += 1;
                let state = Published {
                    state,
                    strictest: threshold,
                };
                Some(add(&mut tx, ids, &row, &known, state, now).await?)
            }
        };
        let people = entry.as_ref().map(|entry| (&entry.published.state, entry.as_of));
        stand_in.extend(entry.as_ref().map(|entry| entry.id));
        rows.push(FrozenRow::of(
            row.facts,
            (centre_ref, &consented),
            people,
            threshold,
        ));
    }
    ledger::note_threshold(&mut tx, &stand_in, threshold).await?;
    let actor = Actor::system(FREEZE_JOB, centre, OrganisationKind::Centre);
    let call = Call::new(actor, ids.next(now));
    let act = Act::on(
        "comparison.published",
        "comparison_release",
        release.id.into_uuid(),
    )
    .with(json!({
        "projects": rows.len(), "new": renewed, "repeated": stand_in.len() - renewed,
    }));
    audit::record(&mut tx, ids, &call, act, now).await?;
    tx.commit().await?;
    Ok(Some(rows))
}

/// What anybody was ever shown of a project.
struct Known {
    earlier: Vec<Entry>,
    places: Vec<PlannedPlaces>,
}

impl Known {
    fn last(mut self) -> Result<Entry, JobFailure> {
        self.earlier.pop().ok_or(JobFailure("EMPTY_LEDGER"))
    }
}

/// What a release shows of a project.
struct Shows {
    places: PlannedPlaces,
    /// Absent where nobody was ever counted.
    people: Option<Decision>,
}

/// Settles what a release shows. Solving takes a while, so it is done beside the threads that serve.
async fn settle(
    tx: &mut TenantTx,
    row: &LiveRow,
    known: &Known,
    threshold: SmallCells,
) -> Result<Shows, JobFailure> {
    let earlier: Vec<Published> = known
        .earlier
        .iter()
        .map(|entry| entry.published.clone())
        .collect();
    let (people, wanted, mut places) = (row.people, row.facts.places, known.places.clone());
    let solving = move || {
        let last = places.last().copied();
        let shown = match last {
            Some(last) if !protection::may_show(&wanted, &places, &earlier)? => last,
            _ => wanted,
        };
        places.push(shown);
        let people = people
            .map(|counts| protection::decide(&counts, &places, &earlier, threshold))
            .transpose()?;
        Ok::<_, BrokenCounts>(Shows {
            places: shown,
            people,
        })
    };
    let mut solving = tokio::task::spawn_blocking(solving);
    loop {
        match tokio::time::timeout(SIGN_OF_LIFE, &mut solving).await {
            Ok(solved) => return Ok(solved.map_err(|_| JobFailure("SOLVER"))??),
            Err(_) => ledger::sign_of_life(tx).await?,
        }
    }
}

/// Adds a new state to the ledger.
async fn add(
    tx: &mut TenantTx,
    ids: &dyn IdSource,
    row: &LiveRow,
    known: &Known,
    published: Published,
    now: Instant,
) -> Result<Entry, JobFailure> {
    let entry = Entry {
        id: ids.next(now),
        number: known.earlier.last().map_or(1, |last| last.number + 1),
        as_of: now,
        published,
    };
    ledger::add(tx, row.project, &entry, now).await?;
    Ok(entry)
}
