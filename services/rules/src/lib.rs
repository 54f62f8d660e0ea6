//! Who may join a project: recruitment conditions as data, verdicts with a proof, ranking and places.
//!
//! Pure rules. Nothing here knows SQL, the clock, random numbers, or any one project: a project's conditions are CEL
//! expressions over a closed vocabulary of facts, and no branch of this code may name a project or a premise.
//!
//! The way of a verdict: [`RuleSet`] (data) is checked once into [`CheckedRules`]; [`evaluate`] reads [`Facts`] as they
//! stood on a reference date and gives a [`Verdict`]. A fact that nobody has established gives `MISSING`, never a no.
//!
//! Source: domain rules §4 (ustawa o pomocy społecznej art. 7, wytyczne 2014-2020), the project's own recruitment rules.

mod check;
mod closed;
mod condition;
pub mod contract;
mod definitions;
mod evaluate;
mod facts;
mod guard;
mod intake;
mod kleene;
mod leaf;
mod path;
mod premise;
mod problem;
mod ranking;
mod resolve;
mod rule_problem;
mod rules;
mod verdict;
mod vocabulary;
#[cfg(test)]
mod vocabulary_page;

#[cfg(test)]
mod tests;

pub use closed::{ConditionJudge, Given};
pub use condition::Condition;
pub use definitions::EDUCATION_LEVELS;
pub use evaluate::{CheckedRules, evaluate};
pub use facts::{Answer, BIRTH_DATE, Evidence, Fact, FactValue, Facts};
pub use intake::{
    Bound, BoundKind, Counts, Participation, Placement, Places, ReserveReason, first_to_promote, place,
};
pub use kleene::Kleene;
pub use path::{Missing, PathRule, check_path};
pub use premise::Premise;
pub use problem::{ConditionProblem, ConditionProblemCode};
pub use ranking::{Candidate, DecidedBy, Ranked, RankingOrder, TieBreak, rank, rank_by};
pub use resolve::{FactState, FactUse};
pub use rule_problem::RuleProblem;
pub use rules::{Criterion, Group, OtherReading, Preference, RuleSet};
pub use verdict::{
    CriterionResult, EvidenceStatus, GroupResult, OtherReadingResult, Outcome, Overall, PreferenceResult,
    Verdict,
};
pub use vocabulary::{CodeRow, FactDef, FactType, Sensitivity, Vocabulary, VocabularyProblem};
