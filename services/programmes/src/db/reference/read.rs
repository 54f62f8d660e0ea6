//! Reference rows as known at a release and valid on a day.

use wsparcie_kernel::Date;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{DictionaryEntry, EntryOrigin, Rate, RateUnit};

use super::falls;
use crate::domain::calendar::HolidayRule;

/// The national entries of a dictionary that hold on a day, as known at a release.
#[tracing::instrument(name = "db.reference.dictionary", skip_all, err(level = "debug"))]
pub(crate) async fn dictionary(
    tx: &mut TenantTx,
    name: &str,
    on: Date,
    release: i64,
) -> Result<Vec<DictionaryEntry>, DbError> {
    let rows = sqlx::query!(
        "select dictionary, code, position, label_pl, label_en, counts_as, valid_from, valid_to, legal_basis
         from programmes.dictionary_entry
         where dictionary = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)
             and introduced_by <= $3 and (ended_by is null or ended_by > $3)
         order by position, code",
        name,
        on,
        release,
    )
    .fetch_all(tx.conn())
    .await?;
    let entries = rows.into_iter().map(|row| DictionaryEntry {
        dictionary: row.dictionary,
        code: row.code,
        position: row.position,
        label_pl: row.label_pl,
        label_en: row.label_en,
        counts_as: row.counts_as,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.legal_basis,
        origin: EntryOrigin::National,
        version: None,
    });
    Ok(entries.collect())
}

/// The rates that hold on a day, as known at a release.
#[tracing::instrument(name = "db.reference.rates", skip_all, err(level = "debug"))]
pub(crate) async fn rates(tx: &mut TenantTx, on: Date, release: i64) -> Result<Vec<Rate>, DbError> {
    let rows = sqlx::query!(
        "select code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis
         from programmes.rate
         where valid_from <= $1 and (valid_to is null or valid_to >= $1)
             and introduced_by <= $2 and (ended_by is null or ended_by > $2)
         order by code",
        on,
        release,
    )
    .fetch_all(tx.conn())
    .await?;
    let rates = rows.into_iter().map(|row| {
        Ok(Rate {
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
        })
    });
    rates.collect()
}

/// The rules of public holidays that are known now: what deadlines in working days are counted by.
#[tracing::instrument(name = "db.reference.holiday_rules", skip_all, err(level = "debug"))]
pub(crate) async fn holiday_rules(tx: &mut TenantTx) -> Result<Vec<HolidayRule>, DbError> {
    let rows = sqlx::query!(
        "select code, month, day, easter_offset, label_pl, label_en, valid_from, valid_to, legal_basis
         from programmes.holiday where ended_by is null order by code, valid_from"
    )
    .fetch_all(tx.conn())
    .await?;
    let rules = rows.into_iter().map(|row| {
        Ok(HolidayRule {
            falls: falls(row.month, row.day, row.easter_offset)?,
            code: row.code,
            label_pl: row.label_pl,
            label_en: row.label_en,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            legal_basis: row.legal_basis,
        })
    });
    rules.collect()
}
