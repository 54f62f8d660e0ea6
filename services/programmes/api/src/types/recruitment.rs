//! Recruitment rules in versions, and the words they may use.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProjectId, RecruitmentId};

/// One recruitment criterion: one condition with its label and legal basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Code, unique in the rules: `a-z 0-9 _`.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// The law or guideline behind it.
    pub legal_basis: Option<String>,
    /// The condition: a CEL expression over the vocabulary.
    pub expression: String,
    /// The any-of group it belongs to; absent: required by itself.
    pub group: Option<String>,
    /// Kinds of evidence that can prove it.
    pub evidence_kinds: Vec<String>,
}

/// A group of criteria of which a number must be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionGroup {
    /// Code, unique in the rules.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// How many of its criteria must be met.
    pub at_least: i32,
}

/// A preference: what puts a person before others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Code, unique in the rules.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// The condition: a CEL expression over the vocabulary.
    pub expression: String,
}

/// The content of recruitment rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecruitmentRules {
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The any-of groups.
    pub groups: Vec<CriterionGroup>,
    /// The preferences, the strongest first.
    pub preferences: Vec<Preference>,
}

/// One version of a project's recruitment rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recruitment {
    /// The id of this version.
    pub id: RecruitmentId,
    /// The project.
    pub project_id: ProjectId,
    /// The version: 1, 2, …
    pub version: i64,
    /// The rules.
    pub rules: RecruitmentRules,
}

/// New recruitment rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetRecruitment {
    /// The project.
    pub project_id: ProjectId,
    /// The version that the change is based on; 0 if there are no rules yet.
    pub expected_version: i64,
    /// The rules.
    pub rules: RecruitmentRules,
}

/// A word that recruitment conditions may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VocabularyTerm {
    /// The name as written in a condition: `"age"`, `"premise.homeless"`.
    pub name: String,
    /// `bool`, `int` or `string`.
    pub value_type: String,
    /// What it means, in Polish.
    pub meaning_pl: String,
    /// What it means, in English.
    pub meaning_en: String,
    /// The codes a string may have; empty if open.
    pub values: Vec<String>,
}
