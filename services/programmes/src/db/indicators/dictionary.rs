//! SQL of `programmes.indicator`: reading the dictionaries. Loads write them with the other reference data.

use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{FundingPeriod, IndicatorDefinition, IndicatorKind};

fn inconsistent(column: &'static str) -> DbError {
    DbError::Inconsistent {
        table: "programmes.indicator",
        column,
    }
}

/// The indicators of a period that hold on a day, as known at a release.
#[tracing::instrument(name = "db.indicator.dictionary", skip_all, err(level = "debug"))]
pub(crate) async fn of_period(
    tx: &mut TenantTx,
    period: FundingPeriod,
    on: Date,
    release: i64,
) -> Result<Vec<IndicatorDefinition>, DbError> {
    let rows = sqlx::query!(
        "select period, code, position, kind, unit, by_sex, label_pl, label_en, definition_pl, definition_en, condition,
                valid_from, valid_to, legal_basis
         from programmes.indicator
         where period = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)
             and introduced_by <= $3 and (ended_by is null or ended_by > $3)
         order by position, code",
        period.code(),
        on,
        release,
    )
    .fetch_all(tx.conn())
    .await?;
    let definitions = rows.into_iter().map(|row| {
        Ok(IndicatorDefinition {
            period: FundingPeriod::parse(&row.period).ok_or(inconsistent("period"))?,
            code: row.code,
            position: row.position,
            kind: IndicatorKind::parse(&row.kind).ok_or(inconsistent("kind"))?,
            unit: row.unit,
            by_sex: row.by_sex,
            label_pl: row.label_pl,
            label_en: row.label_en,
            definition_pl: row.definition_pl,
            definition_en: row.definition_en,
            condition: row.condition,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            legal_basis: row.legal_basis,
        })
    });
    definitions.collect()
}

/// The periods whose dictionary has a code.
#[tracing::instrument(name = "db.indicator.periods_with", skip_all, err(level = "debug"))]
pub(crate) async fn periods_with(tx: &mut TenantTx, code: &str) -> Result<Vec<FundingPeriod>, DbError> {
    let periods = sqlx::query_scalar!(
        "select distinct period from programmes.indicator where code = $1 and ended_by is null order by period",
        code,
    )
    .fetch_all(tx.conn())
    .await?;
    periods
        .iter()
        .map(|code| FundingPeriod::parse(code).ok_or(inconsistent("period")))
        .collect()
}

/// The funding period of a project's number, or else of its programme; `None` if neither is known.
#[tracing::instrument(name = "db.indicator.period_of", skip_all, err(level = "debug"))]
pub(crate) async fn period_of(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<FundingPeriod>, DbError> {
    let period = sqlx::query_scalar!(
        r#"select coalesce(p.number_parts->>'period', g.period) as "period?" from programmes.project p
           left join programmes.programme g on g.id = p.programme_id
           where p.tenant_id = $1 and p.id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    period
        .flatten()
        .map(|code| FundingPeriod::parse(&code).ok_or(inconsistent("period")))
        .transpose()
}
