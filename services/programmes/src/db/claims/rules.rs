//! What deadlines are counted by: dated rates and the rules of holidays.

use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::RateUnit;

use crate::db::reference::{read, releases};
use crate::domain::claims::{CLAIM_RATES, DatedRate, DeadlineRules};

/// The rules, as known in every release; three statements, however many claims they are for.
#[tracing::instrument(name = "db.claim.deadline_rules", skip_all, err(level = "debug"))]
pub(crate) async fn deadline_rules(tx: &mut TenantTx) -> Result<DeadlineRules, DbError> {
    let codes: Vec<String> = CLAIM_RATES.iter().map(|code| (*code).to_owned()).collect();
    let rows = sqlx::query!(
        "select code, unit, amount, valid_from, valid_to, legal_basis, introduced_by, ended_by
         from programmes.rate where code = any($1) order by code, valid_from, introduced_by",
        &codes,
    )
    .fetch_all(tx.conn())
    .await?;
    let rates = rows.into_iter().map(|row| {
        Ok(DatedRate {
            unit: RateUnit::parse(&row.unit).ok_or(DbError::Inconsistent {
                table: "programmes.rate",
                column: "unit",
            })?,
            code: row.code,
            amount: row.amount,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            legal_basis: row.legal_basis,
            introduced_by: row.introduced_by,
            ended_by: row.ended_by,
        })
    });
    Ok(DeadlineRules {
        rates: rates.collect::<Result<_, DbError>>()?,
        holidays: read::holiday_rules(tx).await?,
        release: releases::newest(tx.conn()).await?,
    })
}
