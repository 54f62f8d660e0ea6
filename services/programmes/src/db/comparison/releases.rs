//! SQL of an authority's releases and their rows, in the authority's own tenant.

use uuid::Uuid;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ComparisonFilter, ComparisonRelease, ReleaseState};

use crate::domain::comparison::frozen::{self, FrozenRow};
use crate::domain::comparison::{DEFINITION, DEFINITION_EN, DEFINITION_PL, SmallCells};

const TABLE: &str = "programmes.comparison_release";

struct Row {
    id: Uuid,
    number: i32,
    definition: i32,
    region_code: String,
    threshold: i16,
    state: String,
    requested_at: Instant,
    as_of: Option<Instant>,
    projects: Option<i32>,
    hash: Option<Vec<u8>>,
    failure: Option<String>,
}

impl Row {
    fn into_release(self) -> Result<ComparisonRelease, DbError> {
        Ok(ComparisonRelease {
            id: ComparisonReleaseId::from_uuid(self.id),
            number: self.number,
            state: ReleaseState::parse(&self.state).ok_or(DbError::Inconsistent {
                table: TABLE,
                column: "state",
            })?,
            voivodeship: self.region_code,
            threshold: self.threshold,
            definition: self.definition,
            definition_pl: DEFINITION_PL.to_owned(),
            definition_en: DEFINITION_EN.to_owned(),
            requested_at: self.requested_at,
            as_of: self.as_of,
            projects: self.projects,
            hash: self.hash.as_deref().map(frozen::written),
            failure: self.failure,
        })
    }
}

/// The authority's threshold, `default` where it has none of its own; its row is locked, so that of two releases at once
/// one waits for the other's number.
#[tracing::instrument(name = "db.comparison_setting.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock_threshold(
    tx: &mut TenantTx,
    default: SmallCells,
    now: Instant,
) -> Result<SmallCells, DbError> {
    sqlx::query!(
        "insert into programmes.comparison_setting (tenant_id, threshold, changed_at) values ($1, $2, $3)
         on conflict do nothing",
        tx.tenant().into_uuid(),
        i16::from(default.people()),
        now,
    )
    .execute(tx.conn())
    .await?;
    let threshold = sqlx::query_scalar!(
        "select threshold from programmes.comparison_setting where tenant_id = $1 for no key update",
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    u8::try_from(threshold)
        .ok()
        .and_then(SmallCells::at_least)
        .ok_or(DbError::Inconsistent {
            table: "programmes.comparison_setting",
            column: "threshold",
        })
}

/// Sets the authority's threshold.
#[tracing::instrument(name = "db.comparison_setting.set", skip_all, err(level = "debug"))]
pub(crate) async fn set_threshold(
    tx: &mut TenantTx,
    threshold: SmallCells,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.comparison_setting (tenant_id, threshold, changed_at) values ($1, $2, $3)
         on conflict (tenant_id) do update set threshold = excluded.threshold, changed_at = excluded.changed_at",
        tx.tenant().into_uuid(),
        i16::from(threshold.people()),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds a release that is being prepared.
#[tracing::instrument(name = "db.comparison_release.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: ComparisonReleaseId,
    region: &str,
    threshold: SmallCells,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.comparison_release
             (tenant_id, id, number, definition, region_code, threshold, state, requested_at)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, 'preparing', $6
         from programmes.comparison_release where tenant_id = $1",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        DEFINITION,
        region,
        i16::from(threshold.people()),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One release, or with no id the newest frozen one.
#[tracing::instrument(name = "db.comparison_release.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(
    tx: &mut TenantTx,
    id: Option<ComparisonReleaseId>,
) -> Result<Option<ComparisonRelease>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, number, definition, region_code, threshold, state, requested_at, as_of, projects, hash, failure
         from programmes.comparison_release
         where tenant_id = $1 and (id = $2 or $2::uuid is null and state = 'frozen') order by number desc limit 1",
        tx.tenant().into_uuid(),
        id.map(ComparisonReleaseId::into_uuid),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Row::into_release).transpose()
}

/// Releases by id, those that the authority has.
#[tracing::instrument(name = "db.comparison_release.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<ComparisonRelease>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, number, definition, region_code, threshold, state, requested_at, as_of, projects, hash, failure
         from programmes.comparison_release where tenant_id = $1 and id = any($2)",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_release).collect()
}

/// One page of the authority's releases, in the direction of the walk.
#[tracing::instrument(name = "db.comparison_release.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<ComparisonRelease>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from programmes.comparison_release
              where tenant_id = $1 and not $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from programmes.comparison_release
              where tenant_id = $1 and $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
         select r.id, r.number, r.definition, r.region_code, r.threshold, r.state, r.requested_at, r.as_of, r.projects, r.hash,
                r.failure
         from ids join programmes.comparison_release r on r.tenant_id = $1 and r.id = ids.id",
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    crate::db::projects::in_walking_order(&mut rows, page, |row| row.id);
    rows.into_iter().map(Row::into_release).collect()
}

/// How many releases the authority has.
#[tracing::instrument(name = "db.comparison_release.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.comparison_release where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The newest release that did not fail: being prepared, or frozen.
#[tracing::instrument(name = "db.comparison_release.last", skip_all, err(level = "debug"))]
pub(crate) async fn last_begun(tx: &mut TenantTx) -> Result<Option<(ReleaseState, Instant)>, DbError> {
    let row = sqlx::query!(
        "select state, requested_at from programmes.comparison_release
         where tenant_id = $1 and state <> 'failed' order by number desc limit 1",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        let state = ReleaseState::parse(&row.state).ok_or(DbError::Inconsistent {
            table: TABLE,
            column: "state",
        })?;
        Ok((state, row.requested_at))
    })
    .transpose()
}

/// The newest release, if it is not frozen: being prepared or failed.
#[tracing::instrument(name = "db.comparison_release.unfinished", skip_all, err(level = "debug"))]
pub(crate) async fn unfinished(tx: &mut TenantTx) -> Result<Option<ComparisonReleaseId>, DbError> {
    let found = sqlx::query!(
        "select id, state from programmes.comparison_release where tenant_id = $1 order by number desc limit 1",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found
        .filter(|row| row.state != ReleaseState::Frozen.code())
        .map(|row| ComparisonReleaseId::from_uuid(row.id)))
}

/// Notes why a release that is being prepared could not be frozen, or with `None` that it is being prepared again.
#[tracing::instrument(name = "db.comparison_release.fail", skip_all, err(level = "debug"))]
pub(crate) async fn set_failure(
    tx: &mut TenantTx,
    id: ComparisonReleaseId,
    failure: Option<&str>,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.comparison_release
         set failure = $3, state = case when $3::text is null then 'preparing' else 'failed' end
         where tenant_id = $1 and id = $2 and state <> 'frozen'",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        failure,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a release's hash begins with. It must not leave the service.
#[tracing::instrument(name = "db.comparison_release.salt", skip_all, err(level = "debug"))]
pub(crate) async fn salt(tx: &mut TenantTx, id: ComparisonReleaseId) -> Result<Vec<u8>, DbError> {
    Ok(sqlx::query_scalar!(
        "select salt from programmes.comparison_release where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Locks a release that is being prepared, and gives its salt; `None` if it is frozen already, or not the authority's.
#[tracing::instrument(name = "db.comparison_release.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock_preparing(
    tx: &mut TenantTx,
    id: ComparisonReleaseId,
) -> Result<Option<Vec<u8>>, DbError> {
    let found = sqlx::query_scalar!(
        "select salt from programmes.comparison_release where tenant_id = $1 and id = $2 and state = 'preparing' for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// Stores the rows, each with its JSON, in their order.
#[tracing::instrument(name = "db.comparison_release.insert_rows", skip_all, err(level = "debug"))]
pub(crate) async fn insert_rows(
    tx: &mut TenantTx,
    release: ComparisonReleaseId,
    rows: &[(FrozenRow, String)],
) -> Result<(), DbError> {
    let column =
        |value: fn(&FrozenRow) -> Option<String>| rows.iter().map(|(row, _)| value(row)).collect::<Vec<_>>();
    let ids: Vec<Uuid> = rows.iter().map(|(row, _)| row.id).collect();
    // An array of arrays of different lengths is no PostgreSQL array: codes travel joined, and hold no line end.
    let programmes = column(|row| Some(row.programme.join("\n")));
    let contents: Vec<String> = rows.iter().map(|(_, content)| content.clone()).collect();
    sqlx::query!(
        "insert into programmes.comparison_release_row
             (tenant_id, release_id, position, row_id, region_code, programme_codes, period, centre_kind, content)
         select $1, $2, r.position, r.row_id, r.region_code, string_to_array(r.programme_codes, e'\\n'), r.period,
                r.centre_kind, r.content
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) with ordinality
             as r (row_id, region_code, programme_codes, period, centre_kind, content, position)",
        tx.tenant().into_uuid(),
        release.into_uuid(),
        &ids,
        &column(|row| Some(row.region.clone())) as &[Option<String>],
        &programmes as &[Option<String>],
        &column(|row| row.period.map(|period| period.code().to_owned())) as &[Option<String>],
        &column(|row| row.centre_kind.clone()) as &[Option<String>],
        &contents,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Freezes a release.
#[tracing::instrument(name = "db.comparison_release.freeze", skip_all, err(level = "debug"))]
pub(crate) async fn freeze(
    tx: &mut TenantTx,
    id: ComparisonReleaseId,
    as_of: Instant,
    projects: i32,
    hash: &[u8],
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.comparison_release set state = 'frozen', as_of = $3, projects = $4, hash = $5
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        as_of,
        projects,
        hash,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The JSON of a release's rows that a filter leaves, with their positions, in their order.
#[tracing::instrument(name = "db.comparison_release.rows", skip_all, err(level = "debug"))]
pub(crate) async fn rows(
    tx: &mut TenantTx,
    release: ComparisonReleaseId,
    filter: &ComparisonFilter,
) -> Result<Vec<(i32, String)>, DbError> {
    let rows = sqlx::query!(
        "select position, content from programmes.comparison_release_row
         where tenant_id = $1 and release_id = $2
           and ($3::text is null or $3 = any(programme_codes)) and ($4::text is null or period = $4)
           and ($5::text is null or centre_kind = $5) and ($6::text is null or region_code = $6)
         order by position",
        tx.tenant().into_uuid(),
        release.into_uuid(),
        filter.programme,
        filter.period.map(wsparcie_programmes_api::FundingPeriod::code),
        filter.centre_kind,
        filter.voivodeship,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.position, row.content)).collect())
}
