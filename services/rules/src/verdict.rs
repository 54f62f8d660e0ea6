//! A verdict: who may join, with the proof of each criterion.
//!
//! A verdict is as sensitive as the facts in it: `Debug` shows none of them, and the digest of low-entropy facts could be
//! guessed back, so it is kept where the facts are kept.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kleene::Kleene;
use super::resolve::FactUse;

/// How one criterion, group or preference came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It is met, whatever is still to be established.
    Met,
    /// It is not met, whatever is still to be established.
    NotMet,
    /// Facts that would decide it are missing or were refused.
    Missing,
}

impl From<Kleene> for Outcome {
    fn from(value: Kleene) -> Self {
        match value {
            Kleene::True => Self::Met,
            Kleene::False => Self::NotMet,
            Kleene::Unknown => Self::Missing,
        }
    }
}

impl From<Outcome> for Kleene {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Met => Self::True,
            Outcome::NotMet => Self::False,
            Outcome::Missing => Self::Unknown,
        }
    }
}

/// Whether the person may join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Overall {
    /// Every required criterion and every group is met.
    Eligible,
    /// One at least is not met.
    NotEligible,
    /// None fails, but facts are missing.
    Undecided,
}

/// Whether a met criterion is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvidenceStatus {
    /// The criterion asks for none, or is not met.
    NotRequired,
    /// The facts with accepted evidence suffice by themselves.
    Complete,
    /// Without facts that lack accepted evidence the criterion would not be met.
    Incomplete,
}

/// One criterion's part of the proof.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// The criterion.
    pub code: String,
    /// What it asks, in Polish.
    pub label_pl: String,
    /// What it asks, in English.
    pub label_en: String,
    /// What it stands on.
    pub legal_basis: Option<String>,
    /// Its any-of group.
    pub group: Option<String>,
    /// How it came out.
    pub outcome: Outcome,
    /// The facts it names, as they stood.
    pub facts: Vec<FactUse>,
    /// Kinds of evidence that document it.
    pub evidence_kinds: Vec<String>,
    /// Whether it is documented.
    pub evidence: EvidenceStatus,
    /// How it would come out if the source's words were read the other way.
    pub other_reading: Option<OtherReadingResult>,
}

impl fmt::Debug for CriterionResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CriterionResult")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// The flagged other reading of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherReadingResult {
    /// The words of the source.
    pub quote: String,
    /// What is doubtful, in Polish.
    pub note_pl: String,
    /// What is doubtful, in English.
    pub note_en: String,
    /// How the criterion would come out.
    pub outcome: Outcome,
}

/// An any-of group's part of the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupResult {
    /// The group.
    pub code: String,
    /// What it asks, in Polish.
    pub label_pl: String,
    /// What it asks, in English.
    pub label_en: String,
    /// How many of its criteria are enough.
    pub at_least: u32,
    /// How many are met.
    pub met: u32,
    /// How many are undecided.
    pub missing: u32,
    /// How the group came out.
    pub outcome: Outcome,
}

/// One preference, in the rule's order. Only `MET` counts in the ranking.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreferenceResult {
    /// The preference.
    pub code: String,
    /// What it prefers, in Polish.
    pub label_pl: String,
    /// What it prefers, in English.
    pub label_en: String,
    /// What it stands on.
    pub legal_basis: Option<String>,
    /// How it came out.
    pub outcome: Outcome,
    /// The facts it names, as they stood.
    pub facts: Vec<FactUse>,
}

impl fmt::Debug for PreferenceResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreferenceResult")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Whether one person may join by one version of the rules, on one day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Version of this engine's semantics.
    pub engine: u32,
    /// The version of the rules.
    pub rule_version_id: Uuid,
    /// The day as of which facts were read.
    pub reference_date: NaiveDate,
    /// The answer.
    pub overall: Overall,
    /// Every criterion, in the rule's order.
    pub criteria: Vec<CriterionResult>,
    /// Every group, in the rule's order.
    pub groups: Vec<GroupResult>,
    /// Every preference, in the rule's order.
    pub preferences: Vec<PreferenceResult>,
    /// SHA-256, in hexadecimal, of the rules, the facts they name and the day. Personal data like the facts themselves.
    pub inputs_digest: String,
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("rule_version_id", &self.rule_version_id)
            .field("reference_date", &self.reference_date)
            .finish_non_exhaustive()
    }
}
