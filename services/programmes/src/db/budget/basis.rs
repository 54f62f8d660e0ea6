//! What budgets are held against: stated amounts, the agreement's total, the rates of ceilings, places.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{AgreementId, BudgetId, BudgetLineId, ProjectId};
use wsparcie_kernel::{Date, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetPart, FundingPeriod, OverSpending, Rate, RateUnit};

use crate::db::places;
use crate::domain::budget::ceilings::{KnownRate, RATE_CODES};
use crate::domain::budget::differences::Stated;
use crate::domain::budget::figures::Basis;

/// What one version is held against.
pub(crate) struct Held {
    /// Stated amounts.
    pub(crate) stated: Stated,
    /// The project's first day; where it is unknown, the day from which the version is in force.
    pub(crate) on: Option<Date>,
    /// The funding period of the project's number or programme.
    pub(crate) period: Option<FundingPeriod>,
}

/// What is spent on a line, as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Spent {
    line: BudgetLineId,
    amount: Money,
}

/// What versions are held against, by version. What is spent concerns the version in force and the draft that may follow it,
/// not one whose time is over.
#[tracing::instrument(name = "db.budget.held", skip_all, err(level = "debug"))]
pub(crate) async fn held(tx: &mut TenantTx, ids: &[Uuid]) -> Result<HashMap<BudgetId, Held>, DbError> {
    let rows = sqlx::query!(
        r#"select b.id, a.total_grosz as "agreement_grosz?", p.budget_total_grosz, coalesce(p.starts_on, b.in_force_from) as on_day,
                  coalesce(p.number_parts->>'period', g.period) as period,
                  (select jsonb_agg(jsonb_build_object('source', part.source, 'amount', part.amount_grosz))
                   from programmes.project_budget_part part
                   where part.tenant_id = $1 and part.project_id = p.id) as "parts: Json<Vec<BudgetPart>>",
                  b.over_spending,
                  (select coalesce(jsonb_agg(jsonb_build_object('line', sums.line_id, 'amount', sums.grosz)), '[]')
                   from (select e.line_id, sum(e.eligible_grosz)::bigint as grosz from programmes.expense e
                         where e.tenant_id = $1 and e.project_id = b.project_id and b.state <> 'superseded'
                         group by e.line_id) as sums) as "spent!: Json<Vec<Spent>>"
           from programmes.budget b
           join programmes.project p on p.tenant_id = $1 and p.id = b.project_id
           left join programmes.programme g on g.id = p.programme_id
           left join programmes.agreement a on a.tenant_id = $1 and a.id = b.agreement_id
           where b.tenant_id = $1 and b.id = any($2)"#,
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    let held = rows.into_iter().map(|row| {
        let period = match row.period.as_deref() {
            None => None,
            Some(code) => Some(FundingPeriod::parse(code).ok_or(DbError::Inconsistent {
                table: "programmes.programme",
                column: "period",
            })?),
        };
        let stated = Stated {
            agreement_total: row.agreement_grosz.map(Money::from_grosz),
            project_total: row.budget_total_grosz.map(Money::from_grosz),
            project_parts: row.parts.map(|Json(parts)| parts),
            spent: row
                .spent
                .0
                .into_iter()
                .map(|spent| (spent.line, spent.amount))
                .collect::<BTreeMap<_, _>>(),
            refuses_over_spending: super::read::over_spending(&row.over_spending)? == OverSpending::Refuse,
        };
        let held = Held {
            stated,
            on: row.on_day,
            period,
        };
        Ok((BudgetId::from_uuid(row.id), held))
    });
    held.collect()
}

/// What the figures of projects stand on, by project.
#[tracing::instrument(name = "db.budget.figures", skip_all, err(level = "debug"))]
pub(crate) async fn figures(
    tx: &mut TenantTx,
    projects: &[Uuid],
) -> Result<Vec<(ProjectId, Basis)>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id, p.budget_total_grosz, p.places_total, p.places_total_exactness,
                  (select jsonb_agg(jsonb_build_object('source', part.source, 'amount', part.amount_grosz))
                   from programmes.project_budget_part part
                   where part.tenant_id = $1 and part.project_id = p.id) as "parts: Json<Vec<BudgetPart>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('source', sums.source, 'amount', sums.grosz)), '[]')
                   from (select s.source, sum(s.amount_grosz)::bigint as grosz
                         from programmes.budget_line_source s
                         where s.tenant_id = $1 and s.budget_id = b.id group by s.source) as sums
                   where b.id is not null) as "in_force: Json<Vec<BudgetPart>>",
                  b.id as "budget_id?"
           from programmes.project p
           left join programmes.budget b on b.tenant_id = $1 and b.project_id = p.id and b.state = 'in_force'
           where p.tenant_id = $1 and p.id = any($2) order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let figures = rows.into_iter().map(|row| {
        let has_budget = row.budget_id.is_some();
        let basis = Basis {
            stated_total: row.budget_total_grosz.map(Money::from_grosz),
            stated_parts: row.parts.map(|Json(parts)| parts),
            in_force: row.in_force.map(|Json(parts)| parts).filter(|_| has_budget),
            places: places::read(
                row.places_total,
                row.places_total_exactness.as_deref(),
                "programmes.project",
                "places_total",
            )?,
        };
        Ok((ProjectId::from_uuid(row.id), basis))
    });
    figures.collect()
}

/// The rates that ceilings are made of, of all days and releases: some tens of rows.
#[tracing::instrument(name = "db.budget.known_rates", skip_all, err(level = "debug"))]
pub(crate) async fn known_rates(tx: &mut TenantTx) -> Result<Vec<KnownRate>, DbError> {
    let beginnings: Vec<String> = RATE_CODES.iter().map(|&code| code.to_owned()).collect();
    let rows = sqlx::query!(
        "select code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis, introduced_by, ended_by
         from programmes.rate
         where exists (select from unnest($1::text[]) as beginning where starts_with(code, beginning))
         order by code, valid_from, introduced_by",
        &beginnings,
    )
    .fetch_all(tx.conn())
    .await?;
    let rates = rows.into_iter().map(|row| {
        Ok(KnownRate {
            rate: Rate {
                unit: RateUnit::parse(&row.unit).ok_or(DbError::Inconsistent {
                    table: "programmes.rate",
                    column: "unit",
                })?,
                code: row.code,
                amount: row.amount,
                label_pl: row.label_pl,
                label_en: row.label_en,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                legal_basis: row.legal_basis,
            },
            introduced_by: row.introduced_by,
            ended_by: row.ended_by,
        })
    });
    rates.collect()
}

/// Whether the centre's project has this version of an agreement.
#[tracing::instrument(name = "db.budget.agreement_is_of", skip_all, err(level = "debug"))]
pub(crate) async fn agreement_is_of(
    tx: &mut TenantTx,
    agreement: AgreementId,
    project: ProjectId,
) -> Result<bool, DbError> {
    let found = sqlx::query_scalar!(
        "select id from programmes.agreement where tenant_id = $1 and id = $2 and project_id = $3",
        tx.tenant().into_uuid(),
        agreement.into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.is_some())
}
