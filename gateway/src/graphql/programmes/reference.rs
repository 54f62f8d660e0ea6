//! Reference data: dictionaries, rates, holidays and the releases that brought them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids;
use crate::graphql::scalars::{Date, DateTime};

/// An entry of a dictionary as it holds on a day.
///
/// Permission for all fields: reference_data:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct DictionaryEntry {
    /// The dictionary: "premise".
    dictionary: String,
    /// The stable code.
    code: String,
    /// The order in which people read the dictionary.
    position: i32,
    #[graphql(skip)]
    labels: Label,
    /// What it counts as, if several entries count once; null if it counts as itself.
    counts_as: Option<String>,
    /// The first day on which it holds.
    valid_from: Date,
    /// The last day on which it holds; null if open.
    valid_to: Option<Date>,
    /// The law or guideline behind it; null if there is none.
    legal_basis: Option<String>,
    /// National, or the centre's own.
    origin: Term,
    /// Of the centre's own entry, the version of its code; null for national ones.
    version: Option<i64>,
}

#[ComplexObject]
impl DictionaryEntry {
    /// What it is called.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::DictionaryEntry> for DictionaryEntry {
    fn from(row: api::DictionaryEntry) -> Self {
        Self {
            dictionary: row.dictionary,
            code: row.code,
            position: row.position,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            counts_as: row.counts_as,
            valid_from: row.valid_from.into(),
            valid_to: row.valid_to.map(Date::from),
            legal_basis: row.legal_basis,
            origin: row.origin.into(),
            version: row.version,
        }
    }
}

/// A rate, limit or threshold as it holds on a day.
///
/// Permission for all fields: reference_data:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Rate {
    /// The stable code: "psu_hourly_minimum".
    code: String,
    /// What the amount counts: grosz, hours, hundredths of a percent.
    unit: Term,
    /// How much, in the unit: 810 grosz are 8.10 PLN, 2500 hundredths of a percent are 25 %.
    amount: i64,
    #[graphql(skip)]
    labels: Label,
    /// The first day on which it holds.
    valid_from: Date,
    /// The last day on which it holds; null if open.
    valid_to: Option<Date>,
    /// The law or guideline behind it.
    legal_basis: String,
}

#[ComplexObject]
impl Rate {
    /// What it is called.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::Rate> for Rate {
    fn from(row: api::Rate) -> Self {
        Self {
            code: row.code,
            unit: row.unit.into(),
            amount: row.amount,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            valid_from: row.valid_from.into(),
            valid_to: row.valid_to.map(Date::from),
            legal_basis: row.legal_basis,
        }
    }
}

/// A public holiday on its day.
///
/// Permission for all fields: reference_data:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Holiday {
    /// The day.
    day: Date,
    /// The stable code of the rule that gives it: "corpus_christi".
    code: String,
    #[graphql(skip)]
    labels: Label,
    /// The law behind it.
    legal_basis: String,
}

#[ComplexObject]
impl Holiday {
    /// What it is called.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::Holiday> for Holiday {
    fn from(row: api::Holiday) -> Self {
        Self {
            day: row.day.into(),
            code: row.code,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            legal_basis: row.legal_basis,
        }
    }
}

/// One load of national reference data. What was decided with it stays as it was decided.
///
/// Permission for all fields: reference_data:read
#[derive(SimpleObject)]
pub(crate) struct ReferenceRelease {
    /// The global id of this row.
    id: ID,
    /// 1, 2, 3 and so on; the first came with the platform.
    number: i64,
    /// What it is, in the operator's words.
    label: String,
    /// What it stands on; null if the file did not say.
    legal_note: Option<String>,
    /// SHA-256 of the file loaded, hexadecimal; null for the first release.
    checksum: Option<String>,
    /// When it was loaded.
    loaded_at: DateTime,
}

impl From<api::ReferenceRelease> for ReferenceRelease {
    fn from(row: api::ReferenceRelease) -> Self {
        Self {
            id: ids::encode("ReferenceRelease", row.id),
            number: row.number,
            label: row.label,
            legal_note: row.legal_note,
            checksum: row.checksum,
            loaded_at: row.loaded_at.into(),
        }
    }
}

/// What a load would do to one row.
///
/// Permission for all fields: reference_data:update
#[derive(SimpleObject)]
pub(crate) struct ReferenceChange {
    /// Added, changed or ended.
    kind: Term,
    /// The section of the file: "dictionary.premise", "rate.psu_hourly_minimum", "holiday".
    section: String,
    /// The row's code.
    code: String,
    /// All that is known of the row now; null if nothing.
    before: Option<String>,
    /// All that would be known of it; null if nothing.
    after: Option<String>,
}

/// What a load would do, row by row. Nothing was written.
///
/// Permission for all fields: reference_data:update
#[derive(SimpleObject)]
pub(crate) struct ReferencePreview {
    /// The release compared with: `expectedRelease` of the load.
    release: i64,
    /// SHA-256 of the file, hexadecimal.
    checksum: String,
    /// Row by row.
    changes: Vec<ReferenceChange>,
    /// How many rows of the file's sections stay as they are.
    unchanged: i64,
}

impl From<api::ReferencePreview> for ReferencePreview {
    fn from(preview: api::ReferencePreview) -> Self {
        let changes = preview.changes.into_iter().map(|change| ReferenceChange {
            kind: change.kind.into(),
            section: change.section,
            code: change.code,
            before: change.before,
            after: change.after,
        });
        Self {
            release: preview.release,
            checksum: preview.checksum,
            changes: changes.collect(),
            unchanged: preview.unchanged,
        }
    }
}
