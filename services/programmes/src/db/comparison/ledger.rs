//! SQL of `programmes.comparison_publication` and `comparison_places`: every state of a project's people that was ever
//! published, and all places that were ever shown beside it.

use std::collections::HashMap;

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_disclosure::Seen;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};

use crate::domain::comparison::protection::{PlannedPlaces, Published, State};
use crate::domain::comparison::{DEFINITION, SmallCells};

const TABLE: &str = "programmes.comparison_publication";

/// A state as the ledger keeps it.
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    pub(crate) number: i32,
    pub(crate) as_of: Instant,
    pub(crate) published: Published,
}

/// The states of all of the tenant's projects, the oldest of each first.
#[tracing::instrument(name = "db.comparison_publication.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx) -> Result<HashMap<ProjectId, Vec<Entry>>, DbError> {
    let rows = sqlx::query!(
        r#"select id, project_id, number, as_of, cells, shown_to, seen as "seen: Json<Vec<Vec<Seen>>>", withheld,
                  strictest
           from programmes.comparison_publication where tenant_id = $1 order by project_id, number"#,
        tx.tenant().into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let inconsistent = |column| DbError::Inconsistent { table: TABLE, column };
    let mut entries: HashMap<ProjectId, Vec<Entry>> = HashMap::new();
    for row in rows {
        let cells = row.cells.into_iter().map(u32::try_from).collect::<Result<_, _>>();
        let shown_to = row
            .shown_to
            .into_iter()
            .map(u8::try_from)
            .collect::<Result<_, _>>();
        let strictest = u8::try_from(row.strictest).ok().and_then(SmallCells::at_least);
        entries
            .entry(ProjectId::from_uuid(row.project_id))
            .or_default()
            .push(Entry {
                id: row.id,
                number: row.number,
                as_of: row.as_of,
                published: Published {
                    state: State {
                        cells: cells.map_err(|_| inconsistent("cells"))?,
                        shown_to: shown_to.map_err(|_| inconsistent("shown_to"))?,
                        seen: row.seen.0,
                        withheld: row.withheld,
                    },
                    strictest: strictest.ok_or(inconsistent("strictest"))?,
                },
            });
    }
    Ok(entries)
}

/// Adds a state of a project.
#[tracing::instrument(name = "db.comparison_publication.add", skip_all, err(level = "debug"))]
pub(crate) async fn add(
    tx: &mut TenantTx,
    project: ProjectId,
    entry: &Entry,
    now: Instant,
) -> Result<(), DbError> {
    let state = &entry.published.state;
    let cells: Vec<i32> = state
        .cells
        .iter()
        .map(|people| i32::try_from(*people).unwrap_or(i32::MAX))
        .collect();
    let shown_to: Vec<i16> = state.shown_to.iter().copied().map(i16::from).collect();
    sqlx::query!(
        "insert into programmes.comparison_publication
             (tenant_id, id, project_id, number, definition, as_of, cells, shown_to, seen, withheld, strictest,
              created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tx.tenant().into_uuid(),
        entry.id,
        project.into_uuid(),
        entry.number,
        DEFINITION,
        entry.as_of,
        &cells,
        &shown_to,
        Json(&state.seen) as _,
        &state.withheld,
        i16::from(entry.published.strictest.people()),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes that states stand in a release with a threshold.
#[tracing::instrument(name = "db.comparison_publication.note", skip_all, err(level = "debug"))]
pub(crate) async fn note_threshold(
    tx: &mut TenantTx,
    entries: &[Uuid],
    threshold: SmallCells,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.comparison_publication set strictest = $3
         where tenant_id = $1 and id = any($2) and strictest < $3",
        tx.tenant().into_uuid(),
        entries,
        i16::from(threshold.people()),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The planned places that were ever shown of the tenant's projects, the oldest of each first.
#[tracing::instrument(name = "db.comparison_places.list", skip_all, err(level = "debug"))]
pub(crate) async fn places(tx: &mut TenantTx) -> Result<HashMap<ProjectId, Vec<PlannedPlaces>>, DbError> {
    let rows = sqlx::query!(
        r#"select project_id, places as "places: Json<PlannedPlaces>" from programmes.comparison_places
           where tenant_id = $1 order by project_id, number"#,
        tx.tenant().into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let mut places: HashMap<ProjectId, Vec<PlannedPlaces>> = HashMap::new();
    for row in rows {
        let of_project = places.entry(ProjectId::from_uuid(row.project_id)).or_default();
        of_project.push(row.places.0);
    }
    Ok(places)
}

/// Notes that places of a project are shown from now on.
#[tracing::instrument(name = "db.comparison_places.add", skip_all, err(level = "debug"))]
pub(crate) async fn add_places(
    tx: &mut TenantTx,
    project: ProjectId,
    places: &PlannedPlaces,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.comparison_places (tenant_id, project_id, number, places, created_at)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4
         from programmes.comparison_places where tenant_id = $1 and project_id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        Json(places) as _,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Tells the database that the transaction is not forgotten.
pub(crate) async fn sign_of_life(tx: &mut TenantTx) -> Result<(), DbError> {
    sqlx::query("select 1").execute(tx.conn()).await?;
    Ok(())
}
