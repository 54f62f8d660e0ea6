//! Checks a rule set once and applies it to people.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::condition::{Condition, Node};
use super::facts::{BIRTH_DATE, Fact, Facts};
use super::kleene::Kleene;
use super::leaf::LeafEvaluator;
use super::resolve::Resolved;
use super::rule_problem::{RULES_TOO_MANY, RuleProblem, shape_problems};
use super::rules::{Criterion, Group, RuleSet};
use super::verdict::{
    CriterionResult, EvidenceStatus, GroupResult, OtherReadingResult, Outcome, Overall, PreferenceResult,
    Verdict,
};
use super::vocabulary::{AGE, PREMISE_COUNT, Vocabulary};

/// Grows with every change that could change a verdict on the same inputs.
const ENGINE: u32 = 1;

/// A rule set that has passed every check; the only thing that can be evaluated.
#[derive(Debug, Clone)]
pub struct CheckedRules {
    rules: RuleSet,
    vocabulary: Vocabulary,
    criteria: Vec<CheckedCriterion>,
    preferences: Vec<Condition>,
}

#[derive(Debug, Clone)]
struct CheckedCriterion {
    condition: Condition,
    other_reading: Option<Condition>,
}

impl CheckedRules {
    /// Checks every part of a rule set.
    ///
    /// # Errors
    /// Every problem found, so that all can be put right at once.
    pub fn check(rules: RuleSet) -> Result<Self, Vec<RuleProblem>> {
        let vocabulary = Vocabulary::new(&rules.premises, &rules.labour_statuses)
            .map_err(|problem| vec![RuleProblem::vocabulary(&problem)])?;
        let mut problems = shape_problems(&rules);
        if problems.iter().any(|problem| problem.code == RULES_TOO_MANY) {
            return Err(problems);
        }
        let mut condition = |path: &[&str], source: &str| match Condition::check(source, &vocabulary) {
            Ok(condition) => Some(condition),
            Err(problem) => {
                problems.push(RuleProblem::condition(path, problem));
                None
            }
        };
        let mut criteria = Vec::new();
        for item in &rules.criteria {
            let main = condition(&["criteria", &item.code, "expression"], &item.expression);
            let path = ["criteria", &item.code, "other_reading", "expression"];
            let other = item
                .other_reading
                .as_ref()
                .map(|other| condition(&path, &other.expression));
            if let Some(main) = main {
                criteria.push(CheckedCriterion {
                    condition: main,
                    other_reading: other.flatten(),
                });
            }
        }
        let mut preferences = Vec::new();
        for item in &rules.preferences {
            preferences.extend(condition(
                &["preferences", &item.code, "expression"],
                &item.expression,
            ));
        }
        if problems.is_empty() {
            Ok(Self {
                rules,
                vocabulary,
                criteria,
                preferences,
            })
        } else {
            Err(problems)
        }
    }

    /// The rule set as data.
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The facts that its conditions may name.
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The recorded facts that decide verdicts: what an interview has to establish.
    pub fn facts_needed(&self) -> BTreeSet<String> {
        let conditions = self
            .criteria
            .iter()
            .flat_map(|item| std::iter::once(&item.condition).chain(&item.other_reading))
            .chain(&self.preferences);
        let mut needed = BTreeSet::new();
        for name in conditions.flat_map(Condition::facts) {
            match name.as_str() {
                AGE => {
                    needed.insert(BIRTH_DATE.to_owned());
                }
                PREMISE_COUNT => needed.extend(self.rules.premises.iter().map(super::Premise::fact_name)),
                recorded => {
                    needed.insert(recorded.to_owned());
                }
            }
        }
        needed
    }
}

/// Applies rules to one person's facts as they stood on a day. The same rules, facts and day give the same verdict.
pub fn evaluate(checked: &CheckedRules, facts: &Facts, reference_date: NaiveDate) -> Verdict {
    let resolved = Resolved::on(reference_date, facts, &checked.vocabulary);
    let judge = Judge {
        leaves: LeafEvaluator::new(),
        facts: &resolved,
    };
    let rules = &checked.rules;
    let criteria: Vec<_> = rules
        .criteria
        .iter()
        .zip(&checked.criteria)
        .map(|(item, parts)| judge.criterion(item, parts))
        .collect();
    let groups: Vec<_> = rules
        .groups
        .iter()
        .map(|group| group_result(group, &criteria))
        .collect();
    let preferences = rules
        .preferences
        .iter()
        .zip(&checked.preferences)
        .map(|(item, condition)| PreferenceResult {
            code: item.code.clone(),
            label_pl: item.label_pl.clone(),
            label_en: item.label_en.clone(),
            legal_basis: item.legal_basis.clone(),
            outcome: judge.truth(condition.node()).into(),
            facts: resolved.uses_of(condition.facts()),
        });
    let required = criteria
        .iter()
        .filter(|item| item.group.is_none())
        .map(|item| item.outcome);
    let overall = required
        .chain(groups.iter().map(|group| group.outcome))
        .map(Kleene::from);
    Verdict {
        engine: ENGINE,
        rule_version_id: rules.version_id,
        reference_date,
        overall: match overall.fold(Kleene::True, Kleene::and) {
            Kleene::True => Overall::Eligible,
            Kleene::False => Overall::NotEligible,
            Kleene::Unknown => Overall::Undecided,
        },
        preferences: preferences.collect(),
        criteria,
        groups,
        inputs_digest: digest(checked, facts, reference_date),
    }
}

struct Judge<'a> {
    leaves: LeafEvaluator,
    facts: &'a Resolved<'a>,
}

impl Judge<'_> {
    fn criterion(&self, item: &Criterion, parts: &CheckedCriterion) -> CriterionResult {
        let outcome = Outcome::from(self.truth(parts.condition.node()));
        let other_reading = item.other_reading.as_ref().zip(parts.other_reading.as_ref());
        CriterionResult {
            code: item.code.clone(),
            label_pl: item.label_pl.clone(),
            label_en: item.label_en.clone(),
            legal_basis: item.legal_basis.clone(),
            group: item.group.clone(),
            outcome,
            facts: self.facts.uses_of(parts.condition.facts()),
            evidence_kinds: item.evidence_kinds.clone(),
            evidence: self.evidence(item, parts, outcome),
            other_reading: other_reading.map(|(other, condition)| OtherReadingResult {
                quote: other.quote.clone(),
                note_pl: other.note_pl.clone(),
                note_en: other.note_en.clone(),
                outcome: self.truth(condition.node()).into(),
            }),
        }
    }

    fn evidence(&self, item: &Criterion, parts: &CheckedCriterion, outcome: Outcome) -> EvidenceStatus {
        if outcome != Outcome::Met || item.evidence_kinds.is_empty() {
            return EvidenceStatus::NotRequired;
        }
        let documented = self.facts.documented_by(&item.evidence_kinds);
        if truth(parts.condition.node(), &self.leaves, &documented) == Kleene::True {
            EvidenceStatus::Complete
        } else {
            EvidenceStatus::Incomplete
        }
    }

    fn truth(&self, node: &Node) -> Kleene {
        truth(node, &self.leaves, self.facts)
    }
}

/// Three-valued logic over leaves. The depth is bounded by the checks.
pub(super) fn truth(node: &Node, leaves: &LeafEvaluator, facts: &Resolved<'_>) -> Kleene {
    let of = |part: &Node| truth(part, leaves, facts);
    match node {
        Node::Constant(value) => (*value).into(),
        Node::Fact(name) => facts.truth(name),
        Node::Not(part) => of(part).negate(),
        Node::And(parts) => parts.iter().map(of).fold(Kleene::True, Kleene::and),
        Node::Or(parts) => parts.iter().map(of).fold(Kleene::False, Kleene::or),
        Node::Choice(condition, yes, no) => of(condition).choose(of(yes), of(no)),
        Node::Same(left, right) => of(left).same(of(right)),
        Node::Leaf(leaf) => leaves.evaluate(leaf, facts),
    }
}

fn group_result(group: &Group, criteria: &[CriterionResult]) -> GroupResult {
    let members = || {
        criteria
            .iter()
            .filter(|item| item.group.as_ref() == Some(&group.code))
    };
    let count =
        |outcome| u32::try_from(members().filter(|item| item.outcome == outcome).count()).unwrap_or(u32::MAX);
    let (met, missing) = (count(Outcome::Met), count(Outcome::Missing));
    let outcome = if met >= group.at_least {
        Outcome::Met
    } else if met.saturating_add(missing) < group.at_least {
        Outcome::NotMet
    } else {
        Outcome::Missing
    };
    GroupResult {
        code: group.code.clone(),
        label_pl: group.label_pl.clone(),
        label_en: group.label_en.clone(),
        at_least: group.at_least,
        met,
        missing,
        outcome,
    }
}

#[derive(Serialize)]
struct Inputs<'a> {
    engine: u32,
    rules: &'a RuleSet,
    facts: Vec<&'a Fact>,
    reference_date: NaiveDate,
}

/// Only the facts that can matter go in, so that an unrelated new fact doesn't make a verdict look outdated.
#[expect(
    clippy::expect_used,
    reason = "structs, texts and numbers always serialise; nothing outside can change that"
)]
fn digest(checked: &CheckedRules, facts: &Facts, reference_date: NaiveDate) -> String {
    let needed = checked.facts_needed();
    let relevant = facts.matching(|name| needed.contains(name)).collect();
    let inputs = Inputs {
        engine: ENGINE,
        rules: &checked.rules,
        facts: relevant,
        reference_date,
    };
    let text = serde_json::to_string(&inputs).expect("plain data is always JSON");
    format!("{:x}", Sha256::digest(text.as_bytes()))
}
