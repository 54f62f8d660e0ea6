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
    /// Those that projects have now, each project's on days of its own.
    OfProjects(&'a [(Uuid, Date)]),
    /// One on a day, also if it was taken out.
    One(IndicatorId, Date),
}

/// Indicators, the dictionary's first, with their values entered by hand as they stood on the day. Values that are counted
/// are not counted here. One whose dictionary dropped it without a successor keeps the words that it had last: a project
/// that was granted with it still answers for it.
#[tracing::instrument(name = "db.project_indicator.read", skip_all, err(level = "debug"))]
#[expect(clippy::too_many_lines, reason = "one statement, and the row that it gives")]
pub(crate) async fn read(tx: &mut TenantTx, which: Which<'_>) -> Result<Vec<ProjectIndicator>, DbError> {
    let (wanted, one) = match which {
        Which::OfProjects(wanted) => (wanted, None),
        Which::One(id, as_of) => (&[][..], Some((id.into_uuid(), as_of))),
    };
    let (projects, days): (Vec<Uuid>, Vec<Date>) = wanted.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select i.id as "id!", i.project_id as "project_id!", i.code as "code!", i.origin as "origin!", i.period,
                  i.version as "version!", i.target_total, i.target_women, i.target_men, i.as_of as "as_of!",
                  coalesce(i.kind, d.kind) as "kind!", coalesce(i.unit, d.unit) as "unit!",
                  coalesce(i.by_sex, d.by_sex) as "by_sex!", coalesce(i.label_pl, d.label_pl) as "label_pl!",
                  coalesce(i.label_en, d.label_en) as "label_en!",
                  coalesce(i.definition, d.definition_pl) as "definition_pl!",
                  coalesce(i.definition, d.definition_en) as "definition_en!",
                  coalesce(i.condition, d.condition) as condition,
                  v.as_of as "stated_for?", v.total as "total?", v.women, v.men, v.source as "stands_on?"
           from (
               select had.*, wanted.as_of
               from unnest($2::uuid[], $3::date[]) as wanted (project_id, as_of)
               join programmes.project_indicator had
                   on had.tenant_id = $1 and had.project_id = wanted.project_id and had.removed_at is null
               union all
               select one.*, $5 from programmes.project_indicator one where one.tenant_id = $1 and one.id = $4
           ) i
           left join lateral (
               select known.position, known.kind, known.unit, known.by_sex, known.label_pl, known.label_en,
                      known.definition_pl, known.definition_en, known.condition
               from programmes.indicator known
               where known.period = i.period and known.code = i.code
               order by known.ended_by desc nulls first,
                        known.valid_from <= i.as_of and (known.valid_to is null or known.valid_to >= i.as_of) desc,
                        known.valid_from desc, known.introduced_by desc
               limit 1
           ) d on i.origin = 'dictionary'
           left join lateral (
               select stated.as_of, stated.total, stated.women, stated.men, stated.source
               from programmes.indicator_value stated
               where stated.tenant_id = $1 and stated.project_id = i.project_id and stated.indicator_id = i.id
                   and stated.as_of <= i.as_of
               order by stated.as_of desc, stated.number desc
               limit 1
           ) v on i.origin = 'own' and i.condition is null
           order by i.project_id, i.as_of, i.origin, d.position nulls last, i.id"#,
        tx.tenant().into_uuid(),
        &projects,
        &days,
        one.map(|(id, _)| id),
        one.map(|(_, as_of)| as_of),
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
                as_of: row.as_of,
                stated_for: row.stated_for,
                stands_on: row.stands_on,
            },
            version: row.version,
        })
    });
    indicators.collect()
}
