//! Recruitment rules in versions, and the words they may use.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProjectId, RecruitmentId};
use wsparcie_kernel::{Date, codes};

use super::project::Places;

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

codes! {
    /// How a project orders the eligible.
    pub enum RankingMethod {
        /// The first preference outweighs all after it together.
        Order => "order", "kolejność preferencji", "order of preferences";
        /// Each preference has points, which add up.
        Points => "points", "punkty", "points";
    }
}

codes! {
    /// What decides between people of equal standing; the id is always the last.
    pub enum TieBreak {
        /// The preferences in their order: for lists that are made by points.
        PreferenceOrder => "preference_order", "kolejność preferencji", "order of preferences";
        /// Who was nominated earlier.
        NominationTime => "nomination_time", "czas wskazania", "time of nomination";
    }
}

/// What a preference is worth, where the list is made by points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreferencePoints {
    /// The preference's code.
    pub preference: String,
    /// Points, 1 to 1000.
    pub points: i32,
}

/// Places by sex and in all, as the recruitment terms set them. If any is given, these three hold instead of the project's own,
/// and what is absent is not limited; if none is, the project's own hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quotas {
    /// In all.
    pub total: Option<Places>,
    /// For women.
    pub women: Option<Places>,
    /// For men.
    pub men: Option<Places>,
}

/// How a project recruits, beside the conditions themselves. Absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecruitmentTerms {
    /// Whether people are taken all the time rather than between two days.
    pub continuous: Option<bool>,
    /// The first day.
    pub opens_on: Option<Date>,
    /// The last day; of continuous recruitment too, where it is known.
    pub closes_on: Option<Date>,
    /// The terms in words, 1 to 4000 characters.
    pub conditions: Option<String>,
    /// With fewer people the project, or its group, does not start; 1 to 1 000 000.
    pub minimum: Option<i32>,
    /// Places by sex and in all.
    pub quotas: Quotas,
    /// How the eligible are ordered; absent: by the order of preferences.
    pub ranking: Option<RankingMethod>,
    /// Points of the preferences, if the list is made by points.
    pub points: Vec<PreferencePoints>,
    /// What decides between equals; empty: the time of nomination.
    pub tie_breaks: Vec<TieBreak>,
    /// The rules, guideline or law that the terms stand on, 1 to 300 characters.
    pub legal_basis: Option<String>,
}

/// One version of a project's recruitment rules and terms.
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
    /// The terms.
    #[serde(default)]
    pub terms: RecruitmentTerms,
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
    /// The terms; absent: those of the current version stay.
    #[serde(default)]
    pub terms: Option<RecruitmentTerms>,
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
    /// The unit of an `int`: `"years"`, `"months"`.
    pub unit: Option<String>,
    /// A special category of personal data, or so close to one that it is treated alike.
    pub is_special: bool,
    /// Computed from other facts, so nobody records it.
    pub is_derived: bool,
    /// The codes a string may have; empty if open.
    pub values: Vec<String>,
}
