//! All reference rows that are known now, as the domain compares them with a file.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_postgres::DbError;
use wsparcie_programmes_api::{FundingPeriod, IndicatorKind, ProgrammeLevel, RateUnit};

use super::falls;
use crate::domain::calendar::HolidayRule;
use crate::domain::reference::{DictionaryRow, Entry, IndicatorRow, ProgrammeRow, RateRow, Times};

/// What is known, and the ids of programme levels.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) entries: Vec<Entry>,
    /// Level by level: the programme's id and the row of the same place in [`Known::entries`] of its key.
    pub(crate) levels: Vec<(Uuid, ProgrammeRow)>,
}

/// Reads everything: some hundreds of rows, and a load compares itself with all of them.
#[tracing::instrument(name = "db.reference.known", skip_all, err(level = "debug"))]
pub(crate) async fn all(connection: &mut PgConnection) -> Result<Known, DbError> {
    let mut known = Known::default();
    known.entries.extend(dictionaries(connection).await?);
    known.entries.extend(rates(connection).await?);
    known.entries.extend(holidays(connection).await?);
    known.entries.extend(indicators(connection).await?);
    known.levels = levels(connection).await?;
    let rows = known.levels.iter().map(|(_, row)| Entry::Programme(row.clone()));
    known.entries.extend(rows);
    Ok(known)
}

const fn times(from: Date, to: Option<Date>) -> Times {
    Times { from, to }
}

async fn dictionaries(connection: &mut PgConnection) -> Result<Vec<Entry>, DbError> {
    let rows = sqlx::query!(
        "select dictionary, code, position, label_pl, label_en, counts_as, valid_from, valid_to, legal_basis
         from programmes.dictionary_entry where ended_by is null order by dictionary, position, valid_from"
    )
    .fetch_all(connection)
    .await?;
    let entries = rows.into_iter().map(|row| {
        Entry::Dictionary(DictionaryRow {
            dictionary: row.dictionary,
            code: row.code,
            position: row.position,
            label_pl: row.label_pl,
            label_en: row.label_en,
            counts_as: row.counts_as,
            times: times(row.valid_from, row.valid_to),
            legal_basis: row.legal_basis,
        })
    });
    Ok(entries.collect())
}

async fn rates(connection: &mut PgConnection) -> Result<Vec<Entry>, DbError> {
    let rows = sqlx::query!(
        "select code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis
         from programmes.rate where ended_by is null order by code, valid_from"
    )
    .fetch_all(connection)
    .await?;
    let entries = rows.into_iter().map(|row| {
        Ok(Entry::Rate(RateRow {
            unit: RateUnit::parse(&row.unit).ok_or(DbError::Inconsistent {
                table: "programmes.rate",
                column: "unit",
            })?,
            code: row.code,
            amount: row.amount,
            label_pl: row.label_pl,
            label_en: row.label_en,
            times: times(row.valid_from, row.valid_to),
            legal_basis: row.legal_basis,
        }))
    });
    entries.collect()
}

async fn holidays(connection: &mut PgConnection) -> Result<Vec<Entry>, DbError> {
    let rows = sqlx::query!(
        "select code, month, day, easter_offset, label_pl, label_en, valid_from, valid_to, legal_basis
         from programmes.holiday where ended_by is null order by code, valid_from"
    )
    .fetch_all(connection)
    .await?;
    let entries = rows.into_iter().map(|row| {
        Ok(Entry::Holiday(HolidayRule {
            code: row.code,
            falls: falls(row.month, row.day, row.easter_offset)?,
            label_pl: row.label_pl,
            label_en: row.label_en,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            legal_basis: row.legal_basis,
        }))
    });
    entries.collect()
}

async fn indicators(connection: &mut PgConnection) -> Result<Vec<Entry>, DbError> {
    let inconsistent = |column| DbError::Inconsistent {
        table: "programmes.indicator",
        column,
    };
    let rows = sqlx::query!(
        "select period, code, position, kind, by_sex, label_pl, label_en, definition_pl, definition_en, condition,
                valid_from, valid_to, legal_basis
         from programmes.indicator where ended_by is null order by period, position, valid_from"
    )
    .fetch_all(connection)
    .await?;
    let entries = rows.into_iter().map(|row| {
        Ok(Entry::Indicator(IndicatorRow {
            period: FundingPeriod::parse(&row.period).ok_or(inconsistent("period"))?,
            code: row.code,
            position: row.position,
            kind: IndicatorKind::parse(&row.kind).ok_or(inconsistent("kind"))?,
            by_sex: row.by_sex,
            label_pl: row.label_pl,
            label_en: row.label_en,
            definition_pl: row.definition_pl,
            definition_en: row.definition_en,
            condition: row.condition,
            times: times(row.valid_from, row.valid_to),
            legal_basis: row.legal_basis,
        }))
    });
    entries.collect()
}

async fn levels(connection: &mut PgConnection) -> Result<Vec<(Uuid, ProgrammeRow)>, DbError> {
    let inconsistent = |column| DbError::Inconsistent {
        table: "programmes.programme",
        column,
    };
    let rows = sqlx::query!(
        r#"select p.id, p.period, root.code as root, p.code, above.code as "parent?", p.level, p.name_pl, p.name_en,
                  p.voivodeship, p.valid_from, p.valid_to, p.legal_basis
           from programmes.programme p
           join programmes.programme root on root.id = p.root_id
           left join programmes.programme above on above.id = p.parent_id
           order by p.id"#
    )
    .fetch_all(connection)
    .await?;
    let levels = rows.into_iter().map(|row| {
        let level = ProgrammeRow {
            period: FundingPeriod::parse(&row.period).ok_or(inconsistent("period"))?,
            root: row.root,
            code: row.code,
            parent: row.parent,
            level: ProgrammeLevel::parse(&row.level).ok_or(inconsistent("level"))?,
            name_pl: row.name_pl,
            name_en: row.name_en,
            voivodeship: row.voivodeship,
            times: times(row.valid_from, row.valid_to),
            legal_basis: row.legal_basis,
        };
        Ok((row.id, level))
    });
    levels.collect()
}
