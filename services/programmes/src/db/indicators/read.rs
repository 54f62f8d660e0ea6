//! SQL of `programmes.project_indicator`: reading, with what the dictionary says and the value entered by hand.

use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{IndicatorId, ProjectId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    FundingPeriod, IndicatorKind, IndicatorOrigin, IndicatorTargets, IndicatorValue, ProjectIndicator,
    ValueSource,
};

/// Which indicators are read.
#[derive(Clone, Copy)]
pub(crate) enum Which<'a> {
    /// Those that projects have now.
    OfProjects(&'a [Uuid]),
    /// One, also if it was taken out.
    One(IndicatorId),
}

/// Indicators, the dictionary's first, with their values entered by hand as they stood on a day. Values that are counted
/// are not counted here. One whose dictionary dropped it without a successor keeps the words that it had last: a project
/// that was granted with it still answers for it.
#[tracing::instrument(name = "db.project_indicator.read", skip_all, err(level = "debug"))]
pub(crate) async fn read(
    tx: &mut TenantTx,
    which: Which<'_>,
    as_of: Date,
) -> Result<Vec<ProjectIndicator>, DbError> {
    let (projects, id) = match which {
        Which::OfProjects(projects) => (projects, None),
        Which::One(id) => (&[][..], Some(id.into_uuid())),
    };
    let rows = sqlx::query!(
        r#"select i.id, i.project_id, i.code, i.origin, i.period, i.version, i.target_total, i.target_women,
                  i.target_men, coalesce(i.kind, d.kind) as "kind!", coalesce(i.unit, d.unit) as "unit!",
                  coalesce(i.by_sex, d.by_sex) as "by_sex!", coalesce(i.label_pl, d.label_pl) as "label_pl!",
                  coalesce(i.label_en, d.label_en) as "label_en!",
                  coalesce(i.definition, d.definition_pl) as "definition_pl!",
                  coalesce(i.definition, d.definition_en) as "definition_en!",
                  coalesce(i.condition, d.condition) as condition,
                  v.as_of as "stated_for?", v.total as "total?", v.women, v.men, v.source as "stands_on?"
           from programmes.project_indicator i
           left join lateral (
               select known.position, known.kind, known.unit, known.by_sex, known.label_pl, known.label_en,
                      known.definition_pl, known.definition_en, known.condition
               from programmes.indicator known
               where known.period = i.period and known.code = i.code
               order by known.ended_by desc nulls first,
                        known.valid_from <= $4 and (known.valid_to is null or known.valid_to >= $4) desc,
                        known.valid_from desc, known.introduced_by desc
               limit 1
           ) d on i.origin = 'dictionary'
           left join lateral (
               select stated.as_of, stated.total, stated.women, stated.men, stated.source
               from programmes.indicator_value stated
               where stated.tenant_id = $1 and stated.project_id = i.project_id and stated.indicator_id = i.id
                   and stated.as_of <= $4
               order by stated.as_of desc, stated.number desc
               limit 1
           ) v on i.origin = 'own' and i.condition is null
           where i.tenant_id = $1
               and (i.id = $3 or ($3::uuid is null and i.project_id = any($2) and i.removed_at is null))
           order by i.project_id, i.origin, d.position nulls last, i.id"#,
        tx.tenant().into_uuid(),
        projects,
        id,
        as_of,
    )
    .fetch_all(tx.conn())
    .await?;
    let unknown = |column| DbError::Inconsistent {
        table: "programmes.project_indicator",
        column,
    };
    let indicators = rows.into_iter().map(|row| {
        let origin = IndicatorOrigin::parse(&row.origin).ok_or(unknown("origin"))?;
        let kind = IndicatorKind::parse(&row.kind).ok_or(unknown("kind"))?;
        let source = match (&row.condition, origin) {
            (Some(_), _) => ValueSource::Counted,
            (None, IndicatorOrigin::Own) => ValueSource::Entered,
            (None, IndicatorOrigin::Dictionary) => ValueSource::Evaluation,
        };
        Ok(ProjectIndicator {
            id: IndicatorId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            code: row.code,
            origin,
            period: row
                .period
                .map(|code| FundingPeriod::parse(&code).ok_or(unknown("period")))
                .transpose()?,
            kind,
            unit: row.unit,
            by_sex: row.by_sex,
            label_pl: row.label_pl,
            label_en: row.label_en,
            definition_pl: row.definition_pl,
            definition_en: row.definition_en,
            condition: row.condition,
            targets: IndicatorTargets {
                total: row.target_total,
                women: row.target_women,
                men: row.target_men,
            },
            value: IndicatorValue {
                total: row.total,
                women: row.women,
                men: row.men,
                undecided: None,
                too_few: false,
                of_target: None,
                source,
                as_of,
                stated_for: row.stated_for,
                stands_on: row.stands_on,
            },
            version: row.version,
        })
    });
    indicators.collect()
}
