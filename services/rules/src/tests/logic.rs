//! Conditions against a reference: three-valued logic, and CEL itself on every way of completing what is unknown.

use std::collections::HashMap;

use cel::{Context, Program};
use proptest::prelude::*;

use super::super::evaluate::truth;
use super::super::leaf::LeafEvaluator;
use super::super::resolve::Resolved;
use super::super::*;
use super::cases::{
    PREMISES, Person, STATUSES, completions, day, expected, facts, people, trees, vocabulary, written,
};

fn judged(condition: &Condition, person: &Person, vocabulary: &Vocabulary) -> Kleene {
    let facts = facts(person);
    truth(
        condition.node(),
        &LeafEvaluator::new(),
        &Resolved::on(day(), &facts, vocabulary),
    )
}

/// CEL's own answer where nothing is unknown.
fn by_cel(program: &Program, person: &Person) -> bool {
    let mut context = Context::default();
    let premises: HashMap<String, bool> = PREMISES
        .iter()
        .map(|code| (*code).to_owned())
        .zip(person.premises.map(Option::unwrap))
        .collect();
    let count = i64::try_from(premises.values().filter(|met| **met).count()).unwrap();
    context.add_variable_from_value("premise", premises);
    context.add_variable_from_value("premise_count", count);
    context.add_variable_from_value("age", person.age.unwrap());
    context.add_variable_from_value("labour_status", STATUSES[person.status.unwrap()]);
    program.execute(&context).unwrap() == cel::Value::Bool(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn conditions_follow_kleene_logic(tree in trees(), person in people()) {
        let vocabulary = vocabulary();
        let condition = Condition::check(&written(&tree), &vocabulary).unwrap();
        let expected = expected(&tree, &person).map_or(Kleene::Unknown, Kleene::from);
        prop_assert_eq!(judged(&condition, &person, &vocabulary), expected, "{}", condition.source());
    }

    #[test]
    fn a_decided_condition_is_what_cel_says_however_the_unknown_turns_out(tree in trees(), person in people()) {
        let vocabulary = vocabulary();
        let source = written(&tree);
        let decided = judged(&Condition::check(&source, &vocabulary).unwrap(), &person, &vocabulary);
        let program = Program::compile(&source).unwrap();
        for complete in completions(&person) {
            let answer = Kleene::from(by_cel(&program, &complete));
            prop_assert!(decided == Kleene::Unknown || decided == answer, "{}", source);
        }
    }

    #[test]
    fn learning_more_never_reverses_an_answer(tree in trees(), person in people(), index in 0..4_usize, value: bool) {
        let vocabulary = vocabulary();
        let condition = Condition::check(&written(&tree), &vocabulary).unwrap();
        let before = judged(&condition, &person, &vocabulary);
        let mut later = person;
        later.premises[index] = later.premises[index].or(Some(value));
        let after = judged(&condition, &later, &vocabulary);
        prop_assert!(before == Kleene::Unknown || before == after, "{}", condition.source());
    }
}

/// Why the walk over `&&`, `||`, `!` and `?:` is ours: CEL takes an unknown name for an error. It absorbs errors in `&&` and
/// `||`, which is Kleene logic by luck, but not in `?:`, and it cannot tell "not established" from a mistake.
#[test]
fn cel_itself_treats_the_unknown_as_an_error() {
    let run = |source: &str| {
        Program::compile(source)
            .unwrap()
            .execute(&Context::default())
            .ok()
    };
    for source in ["true || unknown", "unknown || true"] {
        assert_eq!(run(source), Some(cel::Value::Bool(true)), "{source}");
    }
    for source in ["false && unknown", "unknown && false"] {
        assert_eq!(run(source), Some(cel::Value::Bool(false)), "{source}");
    }
    for source in [
        "false || unknown",
        "unknown && true",
        "!unknown",
        "unknown ? true : true",
    ] {
        assert_eq!(run(source), None, "{source}");
    }
}

#[test]
fn an_undecided_count_answers_only_what_every_count_would() {
    let vocabulary = vocabulary();
    let judge = |source: &str, premises| {
        let person = Person {
            premises,
            age: None,
            status: None,
        };
        judged(
            &Condition::check(source, &vocabulary).unwrap(),
            &person,
            &vocabulary,
        )
    };
    let one_of_four = [Some(true), None, Some(false), Some(false)];
    assert_eq!(judge("premise_count >= 1", one_of_four), Kleene::True);
    assert_eq!(judge("premise_count >= 2", one_of_four), Kleene::Unknown);
    assert_eq!(judge("premise_count >= 3", one_of_four), Kleene::False);
    assert_eq!(
        judge("2 <= premise_count", [Some(true), Some(true), None, None]),
        Kleene::True
    );
    assert_eq!(judge("premise_count == age", one_of_four), Kleene::Unknown);
}
