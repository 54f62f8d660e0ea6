//! Storing a release's changes: a row that changes or ends keeps its content and gets the release that ended it.

use uuid::Uuid;
use wsparcie_postgres::{DbError, ReferenceTx};

use crate::domain::calendar::{Falls, HolidayRule};
use crate::domain::reference::{DictionaryRow, Entry, IndicatorRow, ProgrammeRow, RateRow};

/// Where a new programme level stands.
pub(crate) struct Place {
    pub(crate) id: Uuid,
    pub(crate) parent: Option<Uuid>,
    pub(crate) root: Uuid,
}

/// Ends what is known of a row. A programme level is named by its id.
#[tracing::instrument(name = "db.reference.end", skip_all, err(level = "debug"))]
pub(crate) async fn end(
    tx: &mut ReferenceTx,
    entry: &Entry,
    level: Option<Uuid>,
    release: i64,
) -> Result<(), DbError> {
    let ended = match entry {
        Entry::Dictionary(row) => sqlx::query!(
            "update programmes.dictionary_entry set ended_by = $4
             where dictionary = $1 and code = $2 and valid_from = $3 and ended_by is null",
            row.dictionary,
            row.code,
            row.times.from,
            release,
        ),
        Entry::Rate(row) => sqlx::query!(
            "update programmes.rate set ended_by = $3 where code = $1 and valid_from = $2 and ended_by is null",
            row.code,
            row.times.from,
            release,
        ),
        Entry::Holiday(rule) => sqlx::query!(
            "update programmes.holiday set ended_by = $3 where code = $1 and valid_from = $2 and ended_by is null",
            rule.code,
            rule.valid_from,
            release,
        ),
        Entry::Indicator(row) => sqlx::query!(
            "update programmes.indicator set ended_by = $4
             where period = $1 and code = $2 and valid_from = $3 and ended_by is null",
            row.period.code(),
            row.code,
            row.times.from,
            release,
        ),
        Entry::Programme(_) => sqlx::query!(
            "update programmes.programme_version set ended_by = $2 where programme_id = $1 and ended_by is null",
            level,
            release,
        ),
    };
    let done = ended.execute(tx.conn()).await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(DbError::Inconsistent {
        table: "programmes",
        column: "ended_by",
    })
}

/// Stores an entry of a dictionary.
#[tracing::instrument(name = "db.reference.dictionary_entry", skip_all, err(level = "debug"))]
pub(crate) async fn dictionary(
    tx: &mut ReferenceTx,
    row: &DictionaryRow,
    release: i64,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.dictionary_entry (dictionary, code, position, label_pl, label_en, counts_as, valid_from,
             valid_to, legal_basis, introduced_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        row.dictionary,
        row.code,
        row.position,
        row.label_pl,
        row.label_en,
        row.counts_as,
        row.times.from,
        row.times.to,
        row.legal_basis,
        release,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a rate.
#[tracing::instrument(name = "db.reference.rate", skip_all, err(level = "debug"))]
pub(crate) async fn rate(tx: &mut ReferenceTx, row: &RateRow, release: i64) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis,
             introduced_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.code,
        row.unit.code(),
        row.amount,
        row.label_pl,
        row.label_en,
        row.times.from,
        row.times.to,
        row.legal_basis,
        release,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a rule of a holiday.
#[tracing::instrument(name = "db.reference.holiday", skip_all, err(level = "debug"))]
pub(crate) async fn holiday(tx: &mut ReferenceTx, rule: &HolidayRule, release: i64) -> Result<(), DbError> {
    let small = |value: u32| i16::try_from(value).ok();
    let (month, day, offset) = match rule.falls {
        Falls::Fixed { month, day } => (small(month), small(day), None),
        Falls::Easter { offset } => (None, None, i16::try_from(offset).ok()),
    };
    sqlx::query!(
        "insert into programmes.holiday (code, month, day, easter_offset, label_pl, label_en, valid_from, valid_to,
             legal_basis, introduced_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rule.code,
        month,
        day,
        offset,
        rule.label_pl,
        rule.label_en,
        rule.valid_from,
        rule.valid_to,
        rule.legal_basis,
        release,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores an indicator of a dictionary.
#[tracing::instrument(name = "db.reference.indicator", skip_all, err(level = "debug"))]
pub(crate) async fn indicator(tx: &mut ReferenceTx, row: &IndicatorRow, release: i64) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.indicator (period, code, position, kind, unit, by_sex, label_pl, label_en, definition_pl,
             definition_en, condition, valid_from, valid_to, legal_basis, introduced_by)
         values ($1, $2, $3, $4, 'person', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        row.period.code(),
        row.code,
        row.position,
        row.kind.code(),
        row.by_sex,
        row.label_pl,
        row.label_en,
        row.definition_pl,
        row.definition_en,
        row.condition,
        row.times.from,
        row.times.to,
        row.legal_basis,
        release,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a new level of a programme tree; its version comes with [`level_version`].
#[tracing::instrument(name = "db.reference.level", skip_all, err(level = "debug"))]
pub(crate) async fn level(tx: &mut ReferenceTx, row: &ProgrammeRow, place: &Place) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.programme (id, parent_id, root_id, period, level, code, name_pl, name_en, voivodeship,
             valid_from, valid_to, legal_basis)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        place.id,
        place.parent,
        place.root,
        row.period.code(),
        row.level.code(),
        row.code,
        row.name_pl,
        row.name_en,
        row.voivodeship,
        row.times.from,
        row.times.to,
        row.legal_basis,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes a level say what the row says from now on; what it said stays in its versions.
#[tracing::instrument(name = "db.reference.update_level", skip_all, err(level = "debug"))]
pub(crate) async fn update_level(tx: &mut ReferenceTx, id: Uuid, row: &ProgrammeRow) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.programme
         set name_pl = $2, name_en = $3, valid_from = $4, valid_to = $5, legal_basis = $6 where id = $1",
        id,
        row.name_pl,
        row.name_en,
        row.times.from,
        row.times.to,
        row.legal_basis,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores what a level says, as a version of the release.
#[tracing::instrument(name = "db.reference.level_version", skip_all, err(level = "debug"))]
pub(crate) async fn level_version(
    tx: &mut ReferenceTx,
    id: Uuid,
    row: &ProgrammeRow,
    release: i64,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.programme_version (programme_id, name_pl, name_en, valid_from, valid_to, legal_basis,
             introduced_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        row.name_pl,
        row.name_en,
        row.times.from,
        row.times.to,
        row.legal_basis,
        release,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
