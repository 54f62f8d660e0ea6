//! What the guard lets through to the parser.

use super::super::guard::{MAX_DEPTH, admit};
use super::super::problem::ConditionProblemCode as Code;

fn refusal(source: &str) -> (Code, Option<u32>) {
    let problem = admit(source).unwrap_err();
    (problem.code, problem.position)
}

#[test]
fn ordinary_conditions_pass() {
    for source in [
        "age >= 15",
        "a && !b || (c ? d : e)",
        "sex in [\"female\", 'male']",
        "residence_gmina.startsWith(\"08\")",
        "x in (['a'])",
        "age > -1\n&& true",
    ] {
        assert_eq!(admit(source), Ok(()), "{source}");
    }
}

#[test]
fn each_fault_is_named_with_its_place() {
    assert_eq!(refusal(" \n"), (Code::ConditionEmpty, None));
    assert_eq!(refusal(&"a".repeat(1_001)), (Code::ConditionTooLong, None));
    assert_eq!(refusal(&"ą".repeat(1_000_000)), (Code::ConditionTooLong, None));
    assert_eq!(
        refusal("płeć == 1"),
        (Code::ConditionUnexpectedCharacter, Some(1))
    );
    assert_eq!(refusal("a & b"), (Code::ConditionUnexpectedCharacter, Some(2)));
    assert_eq!(refusal("a = 1"), (Code::ConditionUnexpectedCharacter, Some(2)));
    assert_eq!(refusal("a == 'x"), (Code::ConditionUnclosedText, Some(5)));
    assert_eq!(
        refusal("a == r'x'"),
        (Code::ConditionUnexpectedCharacter, Some(6))
    );
    assert_eq!(
        refusal("a == '''x'''"),
        (Code::ConditionUnexpectedCharacter, Some(7))
    );
    assert_eq!(
        refusal("a == 'x\\n'"),
        (Code::ConditionUnexpectedCharacter, Some(7))
    );
    assert_eq!(refusal("(a"), (Code::ConditionUnbalancedBracket, Some(0)));
    assert_eq!(refusal("(a]"), (Code::ConditionUnbalancedBracket, Some(2)));
    assert_eq!(refusal("a)"), (Code::ConditionUnbalancedBracket, Some(1)));
    assert_eq!(
        refusal("age + 1 > 2"),
        (Code::ConditionOperatorNotAllowed, Some(4))
    );
    assert_eq!(refusal("{'a': 1}"), (Code::ConditionOperatorNotAllowed, Some(0)));
    assert_eq!(
        refusal("age > 0x1F"),
        (Code::ConditionUnexpectedCharacter, Some(6))
    );
    assert_eq!(
        refusal("age > 1.5"),
        (Code::ConditionUnexpectedCharacter, Some(6))
    );
    assert_eq!(
        refusal("age > 1234567890"),
        (Code::ConditionUnexpectedCharacter, Some(6))
    );
    assert_eq!(
        refusal("sex.matches('(a+)+')"),
        (Code::ConditionFunctionNotAllowed, Some(4))
    );
    assert_eq!(
        refusal("[1].all (x, true)"),
        (Code::ConditionFunctionNotAllowed, Some(4))
    );
    assert_eq!(
        refusal("has(premise.a)"),
        (Code::ConditionFunctionNotAllowed, Some(0))
    );
}

#[test]
fn nesting_is_bounded_for_every_kind_of_bracket_and_sign() {
    let just = |open: &str, close: &str| format!("{}a{}", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
    assert_eq!(admit(&just("(", ")")), Ok(()));
    for deep in [
        "(".repeat(400),
        "[".repeat(400),
        "([".repeat(20),
        "!".repeat(400),
        "a?".repeat(100),
    ] {
        assert_eq!(refusal(&deep).0, Code::ConditionTooDeep, "{deep}");
    }
    assert_eq!(refusal(&"a,".repeat(200)).0, Code::ConditionTooManyTokens);
}
