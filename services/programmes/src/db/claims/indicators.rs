//! Indicators as claims tell them: of several projects, each on days of its own, in one statement for all of them.

use sqlx::types::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::ClaimIndicator;

/// An indicator of a project on a day.
pub(crate) struct IndicatorOn {
    /// The project.
    pub(crate) project: ProjectId,
    /// The day.
    pub(crate) as_of: Date,
    /// The condition of one that is counted.
    pub(crate) condition: Option<String>,
    /// Whether it is told by sex.
    pub(crate) by_sex: bool,
    /// What is told; with the value entered by hand as it stood on the day, if it has one.
    pub(crate) told: ClaimIndicator,
}

/// The indicators that projects have now, each with the dictionary's words and the value entered by hand as they stood on the
/// day wanted. Values that are counted are not counted here. What is read is what `db::indicators::read` reads for one day.
#[tracing::instrument(name = "db.claim.indicators", skip_all, err(level = "debug"))]
pub(crate) async fn indicators(
    tx: &mut TenantTx,
    wanted: &[(ProjectId, Date)],
) -> Result<Vec<IndicatorOn>, DbError> {
    let (projects, days): (Vec<Uuid>, Vec<Date>) = wanted
        .iter()
        .map(|(project, day)| (project.into_uuid(), *day))
        .unzip();
    let rows = sqlx::query!(
        r#"select i.project_id, w.as_of as "as_of!", i.code, i.target_total, coalesce(i.unit, d.unit) as "unit!",
                  coalesce(i.by_sex, d.by_sex) as "by_sex!", coalesce(i.label_pl, d.label_pl) as "label_pl!",
                  coalesce(i.label_en, d.label_en) as "label_en!",
                  coalesce(i.condition, d.condition) as condition, v.total as "total?", v.women, v.men
           from unnest($2::uuid[], $3::date[]) as w (project_id, as_of)
           join programmes.project_indicator i
               on i.tenant_id = $1 and i.project_id = w.project_id and i.removed_at is null
           left join lateral (
               select known.position, known.unit, known.by_sex, known.label_pl, known.label_en, known.condition
               from programmes.indicator known
               where known.period = i.period and known.code = i.code and known.ended_by is null
               order by known.valid_from <= w.as_of and (known.valid_to is null or known.valid_to >= w.as_of) desc,
                        known.valid_from desc
               limit 1
           ) d on i.origin = 'dictionary'
           left join lateral (
               select stated.total, stated.women, stated.men
               from programmes.indicator_value stated
               where stated.tenant_id = $1 and stated.project_id = i.project_id and stated.indicator_id = i.id
                   and stated.as_of <= w.as_of
               order by stated.as_of desc, stated.number desc
               limit 1
           ) v on i.origin = 'own' and i.condition is null
           order by i.project_id, w.as_of, i.origin, d.position nulls last, i.id"#,
        tx.tenant().into_uuid(),
        &projects,
        &days,
    )
    .fetch_all(tx.conn())
    .await?;
    let indicators = rows.into_iter().map(|row| IndicatorOn {
        project: ProjectId::from_uuid(row.project_id),
        as_of: row.as_of,
        condition: row.condition,
        by_sex: row.by_sex,
        told: ClaimIndicator {
            code: row.code,
            label_pl: row.label_pl,
            label_en: row.label_en,
            unit: row.unit,
            target: row.target_total,
            total: row.total,
            women: row.women,
            men: row.men,
        },
    });
    Ok(indicators.collect())
}
