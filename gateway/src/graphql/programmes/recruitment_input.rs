//! Recruitment rules as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use super::terms::RecruitmentTermsInput;

/// One condition of recruitment.
#[derive(InputObject)]
pub(crate) struct CriterionInput {
    /// Code, unique in the rules: `a-z 0-9 _`.
    code: String,
    /// The condition in Polish words.
    label_pl: String,
    /// The condition in English words.
    label_en: String,
    /// The law or guideline behind it.
    legal_basis: Option<String>,
    /// The condition as it is decided: a CEL expression over `recruitmentVocabulary`.
    expression: String,
    /// The code of the group it belongs to; not given: required by itself.
    group: Option<String>,
    /// Kinds of documents that can prove it.
    #[graphql(default)]
    evidence_kinds: Vec<String>,
}

/// A group of criteria of which a number must be met.
#[derive(InputObject)]
pub(crate) struct CriterionGroupInput {
    /// Code, unique in the rules: `a-z 0-9 _`.
    code: String,
    /// The group in Polish words.
    label_pl: String,
    /// The group in English words.
    label_en: String,
    /// How many of its criteria must be met, at least 1.
    at_least: i64,
}

/// What puts a person before others of equal standing.
#[derive(InputObject)]
pub(crate) struct PreferenceInput {
    /// Code, unique in the rules: `a-z 0-9 _`.
    code: String,
    /// The preference in Polish words.
    label_pl: String,
    /// The preference in English words.
    label_en: String,
    /// The condition as it is decided: a CEL expression over `recruitmentVocabulary`.
    expression: String,
}

/// The content of recruitment rules.
#[derive(InputObject)]
pub(crate) struct RecruitmentRulesInput {
    /// The criteria.
    criteria: Vec<CriterionInput>,
    /// Groups of criteria of which a number must be met.
    #[graphql(default)]
    groups: Vec<CriterionGroupInput>,
    /// What puts a person before others, the strongest first.
    #[graphql(default)]
    preferences: Vec<PreferenceInput>,
}

/// New recruitment rules of a project. They replace the current ones; earlier verdicts keep theirs.
#[derive(InputObject)]
pub(crate) struct SetRecruitmentInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// The version that the change is based on; 0 if there are no rules yet.
    pub(super) expected_version: i64,
    /// All rules from now on.
    pub(super) rules: RecruitmentRulesInput,
    /// All terms from now on; not given: those of the current version stay.
    pub(super) terms: Option<RecruitmentTermsInput>,
}

impl From<CriterionInput> for api::Criterion {
    fn from(input: CriterionInput) -> Self {
        Self {
            code: input.code,
            label_pl: input.label_pl,
            label_en: input.label_en,
            legal_basis: input.legal_basis,
            expression: input.expression,
            group: input.group,
            evidence_kinds: input.evidence_kinds,
        }
    }
}

impl From<RecruitmentRulesInput> for api::RecruitmentRules {
    fn from(input: RecruitmentRulesInput) -> Self {
        let group = |input: CriterionGroupInput| api::CriterionGroup {
            code: input.code,
            label_pl: input.label_pl,
            label_en: input.label_en,
            // The service refuses what no group can have.
            at_least: i32::try_from(input.at_least).unwrap_or(i32::MAX),
        };
        let preference = |input: PreferenceInput| api::Preference {
            code: input.code,
            label_pl: input.label_pl,
            label_en: input.label_en,
            expression: input.expression,
        };
        Self {
            criteria: input.criteria.into_iter().map(Into::into).collect(),
            groups: input.groups.into_iter().map(group).collect(),
            preferences: input.preferences.into_iter().map(preference).collect(),
        }
    }
}
