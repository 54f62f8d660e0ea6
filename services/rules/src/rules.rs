//! A project's recruitment conditions as data, in one version.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::premise::Premise;
use super::vocabulary::CodeRow;

/// One version of a project's recruitment conditions, with the dictionary rows they were written against, so that a verdict
/// can be repeated from it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The id of this version; another wording is another version.
    pub version_id: Uuid,
    /// Premises that conditions may name, and that `premise_count` counts.
    #[serde(default)]
    pub premises: Vec<Premise>,
    /// Codes of the labour-market status.
    #[serde(default)]
    pub labour_statuses: Vec<CodeRow>,
    /// Conditions. Those without a group are all required.
    pub criteria: Vec<Criterion>,
    /// Groups of which some criteria are enough.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Preferences, the weightiest first.
    #[serde(default)]
    pub preferences: Vec<Preference>,
}

/// One condition of joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Stable code within the rule set.
    pub code: String,
    /// What it asks, in Polish.
    pub label_pl: String,
    /// What it asks, in English.
    pub label_en: String,
    /// The law, guideline or rule of the project that it stands on; `None`: not known.
    pub legal_basis: Option<String>,
    /// The CEL expression.
    pub expression: String,
    /// Kinds of evidence that document it; empty: none is asked for. Missing evidence is shown, it does not refuse.
    #[serde(default)]
    pub evidence_kinds: Vec<String>,
    /// The any-of group it belongs to; `None`: it is required.
    #[serde(default)]
    pub group: Option<String>,
    /// Another way to read the source's words, if they allow two. Shown beside the verdict, never part of it.
    #[serde(default)]
    pub other_reading: Option<OtherReading>,
}

/// A flagged ambiguity of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherReading {
    /// The words of the source, as it has them.
    pub quote: String,
    /// What is doubtful, in Polish.
    pub note_pl: String,
    /// What is doubtful, in English.
    pub note_en: String,
    /// The CEL expression of the other reading.
    pub expression: String,
}

/// A group of criteria of which at least so many must be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Stable code within the rule set.
    pub code: String,
    /// What it asks, in Polish.
    pub label_pl: String,
    /// What it asks, in English.
    pub label_en: String,
    /// How many of its criteria are enough, at least 1.
    pub at_least: u32,
}

/// Something that puts a person further up the list; it never decides who may join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Stable code within the rule set.
    pub code: String,
    /// What it prefers, in Polish.
    pub label_pl: String,
    /// What it prefers, in English.
    pub label_en: String,
    /// The law, guideline or rule of the project that it stands on; `None`: not known.
    #[serde(default)]
    pub legal_basis: Option<String>,
    /// The CEL expression.
    pub expression: String,
}
