//! Frozen releases, and what is asked of one.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{Instant, codes};

use super::super::programme::FundingPeriod;
use super::ComparisonMeasure;

codes! {
    /// How far a release is.
    pub enum ReleaseState {
        /// The figures are being collected; it can be read in a moment.
        Preparing => "preparing", "w przygotowaniu", "being prepared";
        /// Frozen: its figures never change.
        Frozen => "frozen", "zamrożone", "frozen";
        /// It could not be frozen; another can be asked for.
        Failed => "failed", "nie powiodło się", "failed";
    }
}

codes! {
    /// The form of an exported file.
    pub enum ExportFormat {
        /// CSV: `;`, UTF-8 with BOM, CRLF.
        Csv => "csv", "CSV", "CSV";
        /// XLSX.
        Xlsx => "xlsx", "XLSX", "XLSX";
    }
}

/// A frozen release of the comparison: the ledger's entry of what an authority was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRelease {
    /// Id.
    pub id: ComparisonReleaseId,
    /// Its number among the authority's own, from 1.
    pub number: i32,
    /// How far it is.
    pub state: ReleaseState,
    /// The voivodeship it covers (TERYT); `"00"`: the country.
    pub voivodeship: String,
    /// Fewer people than this are not shown.
    pub threshold: i16,
    /// The version of the definitions that its figures follow.
    pub definition: i32,
    /// The definitions in Polish.
    pub definition_pl: String,
    /// The definitions in English.
    pub definition_en: String,
    /// When it was asked for.
    pub requested_at: Instant,
    /// The instant it was frozen at; absent while it is being prepared.
    pub as_of: Option<Instant>,
    /// How many projects it holds; absent while it is being prepared.
    pub projects: Option<i32>,
    /// SHA-256 over a secret of the release and what was published, in hexadecimal; absent while it is being prepared.
    pub hash: Option<String>,
    /// Why it failed: a code for the operator.
    pub failure: Option<String>,
}

/// A release to be frozen: of the authority's whole region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewComparisonRelease {}

/// Which projects of a release. What is absent does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparisonFilter {
    /// The code of a level of the programme tree, at any level: `"RPSW"`, `"9.2.1"`.
    pub programme: Option<String>,
    /// The funding period.
    pub period: Option<FundingPeriod>,
    /// The kind of centre: `"MOPS"`.
    pub centre_kind: Option<String>,
    /// The voivodeship (TERYT).
    pub voivodeship: Option<String>,
}

/// What is compared.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompareProjects {
    /// The release; the newest frozen one if absent.
    pub release: Option<ComparisonReleaseId>,
    /// Which of its projects.
    pub filter: ComparisonFilter,
    /// Which measures; all if empty.
    pub measures: Vec<ComparisonMeasure>,
}

/// What is exported, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExportComparison {
    /// What is compared.
    pub compare: CompareProjects,
    /// The form of the file.
    pub format: ExportFormat,
}

/// A file with the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonExport {
    /// A name for the file.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes, in base64.
    pub content: String,
}
