//! Recruitment rules as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use wsparcie_programmes_api as api;

use super::terms::RecruitmentTerms;
use crate::graphql::codes::{Label, Language};
use crate::graphql::ids::{self, GlobalId};

/// One version of a project's recruitment rules. Verdicts name the version they were decided with.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
pub(crate) struct Recruitment {
    /// The global id of this version.
    id: ID,
    /// The global id of the project.
    project_id: ID,
    /// The version, from 1; for `expectedVersion` of `setRecruitment`.
    version: i64,
    /// The criteria.
    criteria: Vec<Criterion>,
    /// Groups of criteria of which a number must be met.
    groups: Vec<CriterionGroup>,
    /// What puts a person before others, the strongest first.
    preferences: Vec<Preference>,
    /// The terms: days, quotas, the order of the list.
    terms: RecruitmentTerms,
}

impl From<api::Recruitment> for Recruitment {
    fn from(row: api::Recruitment) -> Self {
        Self {
            id: ids::encode("Recruitment", row.id.into_uuid()),
            project_id: row.project_id.global(),
            version: row.version,
            criteria: row.rules.criteria.into_iter().map(Criterion).collect(),
            groups: row.rules.groups.into_iter().map(Into::into).collect(),
            preferences: row.rules.preferences.into_iter().map(Into::into).collect(),
            terms: row.terms.into(),
        }
    }
}

pub(super) struct Criterion(pub(super) api::Criterion);

/// One condition of recruitment.
///
/// Permission for all fields: recruitment:read
#[Object]
impl Criterion {
    /// Code, unique in the rules.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The condition in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        Label {
            pl: self.0.label_pl.clone(),
            en: self.0.label_en.clone(),
        }
        .text(ctx, lang)
        .to_owned()
    }

    /// The law or guideline behind it; null if there is none.
    async fn legal_basis(&self) -> Option<&str> {
        self.0.legal_basis.as_deref()
    }

    /// The condition as it is decided: a CEL expression over `recruitmentVocabulary`.
    async fn expression(&self) -> &str {
        &self.0.expression
    }

    /// The code of the group it belongs to; null if it is required by itself.
    async fn group(&self) -> Option<&str> {
        self.0.group.as_deref()
    }

    /// Kinds of documents that can prove it.
    async fn evidence_kinds(&self) -> &[String] {
        &self.0.evidence_kinds
    }
}

/// A group of criteria of which a number must be met.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
#[graphql(complex)]
struct CriterionGroup {
    /// Code, unique in the rules.
    code: String,
    #[graphql(skip)]
    labels: Label,
    /// How many of its criteria must be met, at least 1.
    at_least: i32,
}

#[ComplexObject]
impl CriterionGroup {
    /// The group in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::CriterionGroup> for CriterionGroup {
    fn from(row: api::CriterionGroup) -> Self {
        Self {
            code: row.code,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            at_least: row.at_least,
        }
    }
}

/// What puts a person before others of equal standing.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
#[graphql(complex)]
struct Preference {
    /// Code, unique in the rules.
    code: String,
    #[graphql(skip)]
    labels: Label,
    /// The condition as it is decided: a CEL expression over `recruitmentVocabulary`.
    expression: String,
}

#[ComplexObject]
impl Preference {
    /// The preference in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::Preference> for Preference {
    fn from(row: api::Preference) -> Self {
        Self {
            code: row.code,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            expression: row.expression,
        }
    }
}

/// A word that recruitment conditions may use, and that facts are recorded under.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct VocabularyTerm {
    /// The name as written in a condition: "age", "premise.homeless".
    name: String,
    /// "bool", "int" or "string".
    value_type: String,
    #[graphql(skip)]
    meanings: Label,
    /// The unit of an "int": "years", "months".
    unit: Option<String>,
    /// Whether it is a special category of personal data, or treated alike.
    is_special: bool,
    /// Whether it is computed from other facts, so that nobody records it.
    is_derived: bool,
    /// The codes that a string may have; empty if any text may.
    values: Vec<String>,
}

#[ComplexObject]
impl VocabularyTerm {
    /// What it means.
    async fn meaning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.meanings.text(ctx, lang)
    }
}

impl From<api::VocabularyTerm> for VocabularyTerm {
    fn from(row: api::VocabularyTerm) -> Self {
        Self {
            name: row.name,
            value_type: row.value_type,
            meanings: Label {
                pl: row.meaning_pl,
                en: row.meaning_en,
            },
            unit: row.unit,
            is_special: row.is_special,
            is_derived: row.is_derived,
            values: row.values,
        }
    }
}
