//! Verdicts with their proof.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_casework_api as api;

use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::scalars::{Date, DateTime};

/// A decision on a nomination by the project's rules, with its proof. Decided again, the old verdict stays.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct Verdict {
    /// The global id.
    id: ID,
    /// The global id of the nomination.
    nomination_id: ID,
    /// The global id of the version of the rules.
    recruitment_id: ID,
    /// The day on which age and facts were looked at.
    reference_date: Date,
    /// The number of the release of reference data (premises and their dates) that it was decided with; null for verdicts
    /// from before releases. A later release changes nothing in it.
    reference_release: Option<i64>,
    /// What all criteria came to.
    outcome: Term,
    /// Criterion by criterion.
    criteria: Vec<CriterionResult>,
    /// The groups of criteria; the facts are with their criteria.
    groups: Vec<CriterionResult>,
    /// The preferences, the strongest first.
    preferences: Vec<CriterionResult>,
    /// When it was decided.
    decided_at: DateTime,
}

/// What one criterion, group or preference came to, and on which facts.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CriterionResult {
    /// The code from the rules; of a condition of a participant group with "group." before it.
    code: String,
    #[graphql(skip)]
    labels: Label,
    /// The law or guideline behind it; null if there is none.
    legal_basis: Option<String>,
    /// The code of the group it belongs to; null if it stands by itself.
    group: Option<String>,
    /// The name of the participant group (cohort) whose condition it is; null if it is the project's.
    of_group: Option<String>,
    /// Met, not met, or missing facts.
    outcome: Term,
    /// The kinds of evidence that the rules ask for, codes of the dictionary "evidence_kind".
    evidence_kinds: Vec<String>,
    /// Whether it is documented by them, with documents valid on the reference date. Undocumented it is met all the same:
    /// whoever enrols asks for the documents.
    evidence: Term,
    /// The facts looked at.
    facts_used: Vec<FactUsed>,
}

#[ComplexObject]
impl CriterionResult {
    /// The condition in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

/// A fact as a verdict used it.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct FactUsed {
    /// The name from `recruitmentVocabulary`.
    name: String,
    /// The value in words: "15", "true", "severe"; null if unknown.
    value: Option<String>,
    /// "known", "refused" or "unknown".
    state: String,
    /// The global id of the fact; null if it was derived, or unknown.
    fact_id: Option<ID>,
    /// The kind of the document behind it; null if there is none.
    evidence_kind: Option<String>,
}

impl From<api::CriterionResult> for CriterionResult {
    fn from(row: api::CriterionResult) -> Self {
        let used = |fact: api::FactUsed| FactUsed {
            name: fact.name,
            value: fact.value.map(|value| value.expose().to_owned()),
            state: fact.state,
            fact_id: fact.fact_id.map(|id| ids::encode("Fact", id.into_uuid())),
            evidence_kind: fact.evidence_kind,
        };
        Self {
            code: row.code,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            legal_basis: row.legal_basis,
            group: row.group,
            of_group: row.of_group,
            outcome: row.outcome.into(),
            evidence_kinds: row.evidence_kinds,
            evidence: row.evidence.into(),
            facts_used: row.facts_used.into_iter().map(used).collect(),
        }
    }
}

impl From<api::Verdict> for Verdict {
    fn from(row: api::Verdict) -> Self {
        let all = |results: Vec<api::CriterionResult>| results.into_iter().map(Into::into).collect();
        Self {
            id: ids::encode("Verdict", row.id.into_uuid()),
            nomination_id: row.nomination_id.global(),
            recruitment_id: ids::encode("Recruitment", row.recruitment_id.into_uuid()),
            reference_date: row.reference_date.into(),
            reference_release: row.reference_release,
            outcome: row.outcome.into(),
            criteria: all(row.criteria),
            groups: all(row.groups),
            preferences: all(row.preferences),
            decided_at: row.decided_at.into(),
        }
    }
}
