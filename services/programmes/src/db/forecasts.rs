//! SQL of forecasts: what is planned to come in, quarter by quarter, beside what came in.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ForecastId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Forecast, ForecastQuarter, SetForecast};

/// The money of a quarter, as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Quarter {
    quarter: Date,
    amount: Money,
}

/// The newest forecast of each project that the centre has, with what came in.
#[tracing::instrument(name = "db.forecast.find_current", skip_all, err(level = "debug"))]
pub(crate) async fn find_current(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Forecast>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id, f.id as "forecast_id?", coalesce(f.version, 0) as "version!", f.note as "note?",
                  (select coalesce(jsonb_agg(jsonb_build_object('quarter', q.quarter, 'amount', q.amount_grosz)), '[]')
                   from programmes.forecast_quarter q
                   where q.tenant_id = $1 and q.forecast_id = f.id) as "planned!: Json<Vec<Quarter>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('quarter', r.quarter, 'amount', r.amount)), '[]')
                   from (select date_trunc('quarter', t.on_day::timestamp)::date as quarter,
                                sum(t.amount_grosz)::bigint as amount
                         from programmes.transfer t
                         where t.tenant_id = $1 and t.project_id = p.id and t.cancelled_on is null
                           and t.kind in ('advance', 'reimbursement')
                         group by 1) r) as "received!: Json<Vec<Quarter>>"
           from programmes.project p
           left join lateral (
               select newest.id, newest.version, newest.note from programmes.forecast newest
               where newest.tenant_id = $1 and newest.project_id = p.id
               order by newest.version desc limit 1) f on true
           where p.tenant_id = $1 and p.id = any($2) order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let forecasts = rows.into_iter().map(|row| Forecast {
        project_id: ProjectId::from_uuid(row.id),
        id: row.forecast_id.map(ForecastId::from_uuid),
        version: row.version,
        note: row.note,
        quarters: side_by_side(&row.planned.0, &row.received.0),
    });
    Ok(forecasts.collect())
}

fn side_by_side(planned: &[Quarter], received: &[Quarter]) -> Vec<ForecastQuarter> {
    let mut quarters: BTreeMap<Date, ForecastQuarter> = BTreeMap::new();
    let empty = |quarter: Date| ForecastQuarter {
        quarter,
        planned: None,
        received: Money::ZERO,
    };
    for row in planned {
        quarters
            .entry(row.quarter)
            .or_insert_with(|| empty(row.quarter))
            .planned = Some(row.amount);
    }
    for row in received {
        quarters
            .entry(row.quarter)
            .or_insert_with(|| empty(row.quarter))
            .received = row.amount;
    }
    quarters.into_values().collect()
}

/// The newest version of a project whose row is locked; 0 if it has none yet.
#[tracing::instrument(name = "db.forecast.current_version", skip_all, err(level = "debug"))]
pub(crate) async fn current_version(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(version), 0) as "version!" from programmes.forecast
           where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a version.
#[tracing::instrument(name = "db.forecast.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: ForecastId,
    version: i64,
    forecast: &SetForecast,
    now: Instant,
) -> Result<(), DbError> {
    let tenant = tx.tenant().into_uuid();
    sqlx::query!(
        "insert into programmes.forecast (tenant_id, id, project_id, version, note, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        tenant,
        id.into_uuid(),
        forecast.project_id.into_uuid(),
        version,
        forecast.note,
        now,
    )
    .execute(tx.conn())
    .await?;
    let quarters: Vec<Date> = forecast.quarters.iter().map(|planned| planned.quarter).collect();
    let amounts: Vec<i64> = forecast
        .quarters
        .iter()
        .map(|planned| planned.amount.grosz())
        .collect();
    sqlx::query!(
        "insert into programmes.forecast_quarter (tenant_id, forecast_id, quarter, amount_grosz)
         select $1, $2, q.quarter, q.amount from unnest($3::date[], $4::bigint[]) as q (quarter, amount)",
        tenant,
        id.into_uuid(),
        &quarters,
        &amounts,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
