//! SQL of `programmes.programme`: global reference rows, the same for every tenant.

use uuid::Uuid;
use wsparcie_kernel::PageRequest;
use wsparcie_kernel::ids::ProgrammeId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{FundingPeriod, Programme, ProgrammeLevel};

use crate::domain::project::ProgrammePlace;

struct Row {
    id: Uuid,
    parent_id: Option<Uuid>,
    period: String,
    level: String,
    code: String,
    name_pl: String,
    name_en: String,
    voivodeship: Option<String>,
}

impl Row {
    fn into_programme(self) -> Result<Programme, DbError> {
        let inconsistent = |column| DbError::Inconsistent {
            table: "programmes.programme",
            column,
        };
        Ok(Programme {
            id: ProgrammeId::from_uuid(self.id),
            parent_id: self.parent_id.map(ProgrammeId::from_uuid),
            period: FundingPeriod::parse(&self.period).ok_or(inconsistent("period"))?,
            level: parse_level(&self.level)?,
            code: self.code,
            name_pl: self.name_pl,
            name_en: self.name_en,
            voivodeship: self.voivodeship,
        })
    }
}

fn parse_level(code: &str) -> Result<ProgrammeLevel, DbError> {
    ProgrammeLevel::parse(code).ok_or(DbError::Inconsistent {
        table: "programmes.programme",
        column: "level",
    })
}

/// One page of the children of `parent`, or of the roots, in the direction of the walk.
#[tracing::instrument(name = "db.programme.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    parent: Option<ProgrammeId>,
    page: &PageRequest,
) -> Result<Vec<Programme>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        r#"(select id as "id!", parent_id, period as "period!", level as "level!", code as "code!",
                 name_pl as "name_pl!", name_en as "name_en!", voivodeship
          from programmes.programme
          where parent_id is not distinct from $1 and not $2
              and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
              and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
         union all
         (select id, parent_id, period, level, code, name_pl, name_en, voivodeship from programmes.programme
          where parent_id is not distinct from $1 and $2
              and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
              and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5)"#,
        parent.map(ProgrammeId::into_uuid),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    super::projects::in_walking_order(&mut rows, page, |row| row.id);
    rows.into_iter().map(Row::into_programme).collect()
}

/// How many children `parent` has, or how many roots there are.
#[tracing::instrument(name = "db.programme.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, parent: Option<ProgrammeId>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.programme where parent_id is not distinct from $1"#,
        parent.map(ProgrammeId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Levels by id, those that exist.
#[tracing::instrument(name = "db.programme.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Programme>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, parent_id, period, level, code, name_pl, name_en, voivodeship
         from programmes.programme where id = any($1) order by id",
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_programme).collect()
}

/// Where a level stands in its tree.
#[tracing::instrument(name = "db.programme.find_place", skip_all, err(level = "debug"))]
pub(crate) async fn find_place(
    tx: &mut TenantTx,
    id: ProgrammeId,
) -> Result<Option<ProgrammePlace>, DbError> {
    let row = sqlx::query!(
        "select p.code, p.level, root.code as programme_code
         from programmes.programme p join programmes.programme root on root.id = p.root_id where p.id = $1",
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(ProgrammePlace {
            programme_code: row.programme_code,
            level: parse_level(&row.level)?,
            code: row.code,
        })
    })
    .transpose()
}
