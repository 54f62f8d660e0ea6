//! Reference data: dated rows, known by release.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::codes;
use wsparcie_kernel::{Date, Instant};

codes! {
    /// Who a dictionary entry comes from.
    pub enum EntryOrigin {
        /// The national list, loaded by the operator.
        National => "national", "ogólnopolski", "national";
        /// The centre's own list.
        Own => "own", "własny ośrodka", "the centre's own";
    }
}

codes! {
    /// What a rate's amount counts.
    pub enum RateUnit {
        /// Hundredths of a zloty.
        Grosz => "grosz", "grosze", "grosz";
        /// Hours.
        Hour => "hour", "godziny", "hours";
        /// Calendar days.
        Day => "day", "dni", "days";
        /// Days that are neither a weekend nor a public holiday.
        WorkingDay => "working_day", "dni robocze", "working days";
        /// Calendar months.
        Month => "month", "miesiące", "months";
        /// People.
        Person => "person", "osoby", "people";
        /// Hundredths of a percent.
        BasisPoint => "basis_point", "setne części procenta", "hundredths of a percent";
    }
}

codes! {
    /// What a release does to a row.
    pub enum ReferenceChangeKind {
        /// A row that was not known.
        Added => "added", "dodany", "added";
        /// A row known with other content; the old one stays readable under the releases that knew it.
        Changed => "changed", "zmieniony", "changed";
        /// A row that is no longer known.
        Ended => "ended", "zakończony", "ended";
    }
}

/// An entry of a dictionary as it holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionaryEntry {
    /// The dictionary.
    pub dictionary: String,
    /// Stable code.
    pub code: String,
    /// The order in which people read the dictionary.
    pub position: i32,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// What it counts as, if several entries count once.
    pub counts_as: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent if open.
    pub valid_to: Option<Date>,
    /// The law or guideline.
    pub legal_basis: Option<String>,
    /// National or the centre's own.
    pub origin: EntryOrigin,
    /// The version of the code that the centre's own entry has; the next change expects the newest of them. Absent for
    /// national entries.
    pub version: Option<i64>,
}

/// A rate, limit or threshold as it holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Stable code.
    pub code: String,
    /// What the amount counts.
    pub unit: RateUnit,
    /// How much, in the unit.
    pub amount: i64,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent if open.
    pub valid_to: Option<Date>,
    /// The law or guideline.
    pub legal_basis: String,
}

/// A public holiday on its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Stable code of the rule.
    pub code: String,
    /// Name, in Polish.
    pub label_pl: String,
    /// Name, in English.
    pub label_en: String,
    /// The law.
    pub legal_basis: String,
}

/// One load of national reference data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceRelease {
    /// Id.
    pub id: Uuid,
    /// 1, 2, 3…
    pub number: i64,
    /// What it is, in the operator's words.
    pub label: String,
    /// What it stands on.
    pub legal_note: Option<String>,
    /// SHA-256 of the file, hexadecimal; absent for the first, which came with the platform.
    pub checksum: Option<String>,
    /// When it was loaded.
    pub loaded_at: Instant,
}

/// What a load would do to one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceChange {
    /// Added, changed or ended.
    pub kind: ReferenceChangeKind,
    /// The section of the file: `"dictionary.premise"`, `"rate.psu_hourly_minimum"`, `"holiday"`.
    pub section: String,
    /// The row's code.
    pub code: String,
    /// What is known of it now, in words; absent if nothing.
    pub before: Option<String>,
    /// What will be known of it; absent if nothing.
    pub after: Option<String>,
}

/// What a load would do, without doing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferencePreview {
    /// The release that it was compared with; the load expects it.
    pub release: i64,
    /// SHA-256 of the file, hexadecimal.
    pub checksum: String,
    /// Row by row, in the order of sections and codes.
    pub changes: Vec<ReferenceChange>,
    /// How many rows of the file's sections stay as they are.
    pub unchanged: i64,
}

/// A load of national reference data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReference {
    /// The file's text.
    pub content: String,
    /// The release that the preview was compared with.
    pub expected_release: i64,
    /// What the release is, in a line.
    pub label: String,
}

/// A centre's own entry: a new one, or another content for the one of the same dictionary, code and first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOwnEntry {
    /// The dictionary; one that centres may add to.
    pub dictionary: String,
    /// Stable code.
    pub code: String,
    /// The order in which people read the dictionary.
    pub position: i32,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent if open.
    pub valid_to: Option<Date>,
    /// The newest version of the code; 0 for a code that the centre never had.
    pub expected_version: i64,
}

/// The end of a centre's own entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndOwnEntry {
    /// The dictionary.
    pub dictionary: String,
    /// The code.
    pub code: String,
    /// The entry's first day.
    pub valid_from: Date,
    /// Its last day from now on.
    pub last_day: Date,
    /// The newest version of the code.
    pub expected_version: i64,
}
