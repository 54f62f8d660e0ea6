//! The proof of a verdict: how it is kept, and how it reads in the contract's words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_casework_api::{
    CriterionOutcome, CriterionResult, EvidenceState, Fact, FactUsed, Personal, Verdict, VerdictOutcome,
};
use wsparcie_kernel::ids::{FactId, NominationId, PersonId, RecruitmentId, VerdictId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_rules as engine;

/// What is sealed of a verdict. Stored: fields are only added, with a default.
#[derive(Serialize, Deserialize)]
pub(crate) struct Proof {
    verdict: engine::Verdict,
    /// The documents behind the recorded facts, those that have run out included.
    documents: BTreeMap<Uuid, Document>,
    /// The release of reference data that it was decided with; absent in verdicts from before releases.
    #[serde(default)]
    reference_release: Option<i64>,
    /// What the conditions of the nomination's group came to; absent where there are none.
    #[serde(default)]
    group: Option<GroupVerdict>,
}

/// What the conditions of a participant group came to. Stored like the proof.
#[derive(Serialize, Deserialize)]
pub(crate) struct GroupVerdict {
    /// The group's name at that time.
    pub(crate) name: String,
    pub(crate) version: i64,
    pub(crate) verdict: engine::Verdict,
}

/// What stands before the code of a group's condition: no code of rules has a dot.
const OF_GROUP: &str = "group.";

/// A document as a verdict saw it.
#[derive(Serialize, Deserialize)]
struct Document {
    kind: String,
    valid_until: Option<Date>,
}

/// What stands in clear beside a proof.
pub(crate) struct VerdictHead {
    pub(crate) id: VerdictId,
    pub(crate) nomination_id: NominationId,
    pub(crate) recruitment_id: RecruitmentId,
    pub(crate) reference_date: Date,
    pub(crate) outcome: VerdictOutcome,
    pub(crate) decided_at: Instant,
}

impl Proof {
    /// The proof of a verdict on a person with these facts.
    pub(crate) fn of(verdict: engine::Verdict, facts: &[Fact], reference_release: Option<i64>) -> Self {
        let documents = facts.iter().filter_map(|fact| {
            let document = fact.evidence.as_ref()?;
            let kept = Document {
                kind: document.kind.clone(),
                valid_until: document.valid_until,
            };
            Some((fact.id.into_uuid(), kept))
        });
        Self {
            documents: documents.collect(),
            verdict,
            reference_release,
            group: None,
        }
    }

    /// The same with what the conditions of the group came to, if it has any.
    pub(crate) fn and_of_group(mut self, group: Option<GroupVerdict>) -> Self {
        self.group = group;
        self
    }

    /// What it came to: the weaker of what the project's rules and the group's conditions did.
    pub(crate) fn outcome(&self) -> VerdictOutcome {
        let group = self.group.as_ref().map(|group| group.verdict.overall);
        let both = [Some(self.verdict.overall), group];
        let has = |overall| both.contains(&Some(overall));
        super::rules::outcome(if has(engine::Overall::NotEligible) {
            engine::Overall::NotEligible
        } else if has(engine::Overall::Undecided) {
            engine::Overall::Undecided
        } else {
            engine::Overall::Eligible
        })
    }

    /// The verdict as it is answered. `person` tells facts of the person's own from recorded ones.
    pub(crate) fn into_verdict(self, head: &VerdictHead, person: PersonId) -> Verdict {
        let used = |facts: Vec<engine::FactUse>| {
            facts
                .into_iter()
                .map(|fact| self.fact_used(fact, person))
                .collect()
        };
        let criterion = |item: engine::CriterionResult| CriterionResult {
            code: item.code,
            label_pl: item.label_pl,
            label_en: item.label_en,
            legal_basis: item.legal_basis,
            group: item.group,
            of_group: None,
            outcome: criterion_outcome(item.outcome),
            evidence: evidence_state(item.evidence),
            evidence_kinds: item.evidence_kinds,
            facts_used: used(item.facts),
        };
        let criteria = self.verdict.criteria.iter().cloned().map(criterion);
        let of_group = self.group.iter().flat_map(|group| {
            group.verdict.criteria.iter().cloned().map(move |item| {
                let result = criterion(item);
                CriterionResult {
                    code: format!("{OF_GROUP}{}", result.code),
                    of_group: Some(group.name.clone()),
                    ..result
                }
            })
        });
        let groups = self.verdict.groups.iter().cloned().map(|item| CriterionResult {
            code: item.code,
            label_pl: item.label_pl,
            label_en: item.label_en,
            legal_basis: None,
            group: None,
            of_group: None,
            outcome: criterion_outcome(item.outcome),
            evidence_kinds: Vec::new(),
            evidence: EvidenceState::NotRequired,
            facts_used: Vec::new(),
        });
        let preferences = self
            .verdict
            .preferences
            .iter()
            .cloned()
            .map(|item| CriterionResult {
                code: item.code,
                label_pl: item.label_pl,
                label_en: item.label_en,
                legal_basis: item.legal_basis,
                group: None,
                of_group: None,
                outcome: criterion_outcome(item.outcome),
                evidence_kinds: Vec::new(),
                evidence: EvidenceState::NotRequired,
                facts_used: used(item.facts),
            });
        Verdict {
            id: head.id,
            nomination_id: head.nomination_id,
            recruitment_id: head.recruitment_id,
            reference_date: head.reference_date,
            reference_release: self.reference_release,
            outcome: head.outcome,
            criteria: criteria.chain(of_group).collect(),
            groups: groups.collect(),
            preferences: preferences.collect(),
            decided_at: head.decided_at,
        }
    }

    fn fact_used(&self, fact: engine::FactUse, person: PersonId) -> FactUsed {
        let recorded = fact.fact_id.filter(|id| *id != person.into_uuid());
        let document = recorded.and_then(|id| self.documents.get(&id));
        let (state, value) = state_and_value(&fact.state);
        FactUsed {
            name: fact.name,
            value: value.map(Personal::new),
            state: state.to_owned(),
            fact_id: recorded.map(FactId::from_uuid),
            evidence_kind: document.map(|document| document.kind.clone()),
            evidence_valid_until: document.and_then(|document| document.valid_until),
        }
    }

    /// The engine's verdict by the project's rules, to be compared with a repetition.
    #[cfg(test)]
    pub(crate) const fn verdict(&self) -> &engine::Verdict {
        &self.verdict
    }
}

const fn evidence_state(status: engine::EvidenceStatus) -> EvidenceState {
    match status {
        engine::EvidenceStatus::NotRequired => EvidenceState::NotRequired,
        engine::EvidenceStatus::Complete => EvidenceState::Complete,
        engine::EvidenceStatus::Incomplete => EvidenceState::Incomplete,
    }
}

const fn criterion_outcome(outcome: engine::Outcome) -> CriterionOutcome {
    match outcome {
        engine::Outcome::Met => CriterionOutcome::Met,
        engine::Outcome::NotMet => CriterionOutcome::NotMet,
        engine::Outcome::Missing => CriterionOutcome::Missing,
    }
}

/// A state in the contract's three words, and the value in words where it is known. What has run out, is contradictory or
/// has no possible value decides nothing, so it is unknown.
fn state_and_value(state: &engine::FactState) -> (&'static str, Option<String>) {
    use engine::{FactState, FactValue};
    match state {
        FactState::Known(FactValue::Bool(value)) => ("known", Some(value.to_string())),
        FactState::Known(FactValue::Int(value)) => ("known", Some(value.to_string())),
        FactState::Known(FactValue::Text(value)) => ("known", Some(value.clone())),
        FactState::Known(FactValue::Date(value)) => ("known", Some(value.to_string())),
        // Nobody can meet a premise that does not exist on the day.
        FactState::NotInForce => ("known", Some(false.to_string())),
        FactState::Refused => ("refused", None),
        FactState::Unknown
        | FactState::Range { .. }
        | FactState::Expired
        | FactState::Conflicting
        | FactState::Unusable => ("unknown", None),
    }
}
