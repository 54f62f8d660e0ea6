//! Conditions over another vocabulary than recruitment's: the facts are given as they stand, by name.
//!
//! Indicators use it: what they ask of a participation has no evidence, no history and no premises of its own.

use super::condition::Condition;
use super::evaluate::truth;
use super::kleene::Kleene;
use super::leaf::LeafEvaluator;
use super::resolve::{FactState, Resolved};
use super::vocabulary::Vocabulary;

/// What is known, fact by fact. A fact that is not given is unknown; one whose value it cannot have is unusable.
pub struct Given<'v>(Resolved<'v>);

impl<'v> Given<'v> {
    /// Takes the states of facts.
    pub fn new(vocabulary: &'v Vocabulary, states: impl IntoIterator<Item = (String, FactState)>) -> Self {
        Self(Resolved::given(vocabulary, states))
    }
}

/// Decides conditions. Made once for many: the CEL context behind it is not small.
pub struct ConditionJudge {
    leaves: LeafEvaluator,
}

impl Default for ConditionJudge {
    fn default() -> Self {
        Self::new()
    }
}

impl ConditionJudge {
    /// A judge.
    pub fn new() -> Self {
        Self {
            leaves: LeafEvaluator::new(),
        }
    }

    /// Whether the condition holds, as far as what is known decides it.
    pub fn truth(&self, condition: &Condition, given: &Given<'_>) -> Kleene {
        truth(condition.node(), &self.leaves, &given.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FactDef, FactType, FactValue, Sensitivity};

    fn fact(name: &str, fact_type: FactType) -> FactDef {
        FactDef {
            name: name.to_owned(),
            fact_type,
            meaning_pl: "fakt".to_owned(),
            meaning_en: "a fact".to_owned(),
            unit: None,
            sensitivity: Sensitivity::Personal,
            derived: true,
        }
    }

    fn vocabulary() -> Vocabulary {
        Vocabulary::closed([
            fact("age", FactType::Integer),
            fact("after.seeks_work", FactType::Boolean),
            fact(
                "status",
                FactType::Code(vec!["inactive".to_owned(), "employed".to_owned()]),
            ),
        ])
    }

    fn truth_of(source: &str, states: &[(&str, FactState)]) -> Kleene {
        let vocabulary = vocabulary();
        let condition = Condition::check(source, &vocabulary).unwrap();
        let states = states
            .iter()
            .map(|(name, state)| ((*name).to_owned(), state.clone()));
        ConditionJudge::new().truth(&condition, &Given::new(&vocabulary, states))
    }

    #[test]
    fn given_facts_decide_and_what_is_not_given_leaves_undecided() {
        let inactive = FactState::Known(FactValue::Text("inactive".to_owned()));
        let yes = FactState::Known(FactValue::Bool(true));
        let source = "status == \"inactive\" && after.seeks_work";
        assert_eq!(
            truth_of(
                source,
                &[("status", inactive.clone()), ("after.seeks_work", yes.clone())]
            ),
            Kleene::True
        );
        assert_eq!(truth_of(source, &[("after.seeks_work", yes)]), Kleene::Unknown);
        assert_eq!(
            truth_of(
                source,
                &[("status", inactive), ("after.seeks_work", FactState::Refused)]
            ),
            Kleene::Unknown
        );
        assert_eq!(
            truth_of("age < 25", &[("age", FactState::Known(FactValue::Int(24)))]),
            Kleene::True
        );
    }

    #[test]
    fn a_value_that_the_fact_cannot_have_decides_nothing() {
        let odd = FactState::Known(FactValue::Text("retired".to_owned()));
        assert_eq!(
            truth_of("status == \"inactive\"", &[("status", odd)]),
            Kleene::Unknown
        );
        assert_eq!(
            truth_of("age < 25", &[("age", FactState::Known(FactValue::Bool(true)))]),
            Kleene::Unknown
        );
    }

    #[test]
    fn only_facts_of_the_vocabulary_can_be_named() {
        let vocabulary = vocabulary();
        for source in [
            "sex == \"K\"",
            "premise_count > 1",
            "after.other",
            "status == \"retired\"",
        ] {
            assert!(Condition::check(source, &vocabulary).is_err(), "{source}");
        }
    }
}
