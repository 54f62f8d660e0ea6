//! Hostile and mistaken conditions: each gets a typed answer, quickly, and nothing falls over.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::problem::ConditionProblemCode as Code;
use super::super::*;

fn vocabulary() -> Vocabulary {
    let premise = |code: &str| Premise {
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        legal_basis: None,
        counts_as: None,
        valid_from: None,
        valid_to: None,
    };
    let status = CodeRow {
        code: "inactive".to_owned(),
        label_pl: "bierna zawodowo".to_owned(),
        label_en: "inactive".to_owned(),
    };
    Vocabulary::new(&[premise("homeless"), premise("art7")], &[status]).unwrap()
}

fn refusal(source: &str) -> (Code, Option<u32>) {
    let problem = Condition::check(source, &vocabulary()).unwrap_err();
    assert!(!problem.message_pl.is_empty() && !problem.message_en.is_empty());
    (problem.code, problem.position)
}

#[test]
fn conditions_of_the_vocabulary_are_accepted_with_the_facts_they_name() {
    for (source, facts) in [
        ("age >= 15", vec!["age"]),
        (
            "premise.homeless || !premise.art7",
            vec!["premise.homeless", "premise.art7"],
        ),
        (
            "residence_gmina.startsWith(\"08\") && age < 30 && age > 15",
            vec!["residence_gmina", "age"],
        ),
        ("labour_status in ['inactive']", vec!["labour_status"]),
        ("sex != 'K' ? centre_client : true", vec!["sex", "centre_client"]),
        ("centre_client == false", vec!["centre_client"]),
        ("age in [15, 16] && age != -1", vec!["age"]),
        ("true", vec![]),
    ] {
        let condition = Condition::check(source, &vocabulary()).unwrap();
        assert_eq!(condition.facts(), facts, "{source}");
        assert_eq!(condition.source(), source);
    }
}

#[test]
fn each_mistake_is_named_with_its_place() {
    let mistakes = [
        ("agee >= 15", Code::ConditionUnknownFact, Some(0)),
        ("true && premise.rich", Code::ConditionUnknownFact, Some(8)),
        ("premise.homeless.deep", Code::ConditionNotBoolean, Some(0)),
        ("birth_date == '2002-10-01'", Code::ConditionUnknownFact, Some(0)),
        ("age", Code::ConditionNotBoolean, Some(0)),
        ("'K'", Code::ConditionNotBoolean, Some(0)),
        ("true && age", Code::ConditionNotBoolean, Some(8)),
        ("-age > 3", Code::ConditionOperatorNotAllowed, Some(0)),
        ("age - 1 > 3", Code::ConditionOperatorNotAllowed, Some(4)),
        ("premise", Code::ConditionUnknownFact, Some(0)),
        ("age == 'old'", Code::ConditionTypeMismatch, Some(4)),
        ("age < true", Code::ConditionTypeMismatch, Some(4)),
        ("sex < 'M'", Code::ConditionTypeMismatch, Some(4)),
        ("sex == labour_status", Code::ConditionTypeMismatch, Some(4)),
        ("sex == 'kobieta'", Code::ConditionUnknownCode, Some(7)),
        ("sex in ['K', 'X']", Code::ConditionUnknownCode, Some(13)),
        ("sex in []", Code::ConditionTypeMismatch, Some(7)),
        ("age in ['K']", Code::ConditionTypeMismatch, Some(8)),
        ("sex.startsWith('K')", Code::ConditionFunctionNotAllowed, Some(14)),
        (
            "residence_gmina.startsWith(sex)",
            Code::ConditionFunctionNotAllowed,
            Some(26),
        ),
        (
            "startsWith('a', 'b')",
            Code::ConditionOperatorNotAllowed,
            Some(10),
        ),
        ("[true][0]", Code::ConditionOperatorNotAllowed, Some(6)),
        ("age >=", Code::ConditionSyntax, Some(6)),
        ("age >= 15\n&& &&", Code::ConditionSyntax, Some(13)),
        ("null == null", Code::ConditionNotBoolean, Some(0)),
        (".age > 15", Code::ConditionUnknownFact, Some(1)),
        ("while || true", Code::ConditionSyntax, Some(0)),
    ];
    for (source, code, position) in mistakes {
        assert_eq!(refusal(source), (code, position), "{source}");
    }
}

#[test]
fn a_condition_with_too_many_parts_is_refused() {
    let many = |count: usize| vec!["age>1"; count].join("||");
    assert!(Condition::check(&many(25), &vocabulary()).is_ok());
    assert_eq!(refusal(&many(60)).0, Code::ConditionTooManyNodes);
}

/// Checks on a thread with far less stack than a server's worker has.
fn check_on_a_small_stack(sources: Vec<String>) -> Duration {
    let check = move || {
        let vocabulary = vocabulary();
        let mut slowest = Duration::ZERO;
        for source in &sources {
            let begun = Instant::now();
            let _ = Condition::check(source, &vocabulary);
            slowest = slowest.max(begun.elapsed());
        }
        slowest
    };
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(check)
        .unwrap()
        .join()
        .unwrap()
}

/// Parses what the guard admits on a quarter of the parser's stack; an overflow would end the whole test run.
fn parse_on_a_quarter_of_the_stack(sources: Vec<String>) {
    let parse = move || {
        for source in sources.iter().filter(|source| guard::admit(source).is_ok()) {
            let _ = condition::parse_here(source);
        }
    };
    let quarter = condition::PARSER_STACK_BYTES / 4;
    std::thread::Builder::new()
        .stack_size(quarter)
        .spawn(parse)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn the_deepest_conditions_that_pass_the_guard_need_little_stack_and_time() {
    let (depth, choices) = (guard::MAX_DEPTH, guard::MAX_CHOICES);
    let sources = vec![
        format!("{}true{}", "(".repeat(depth), ")".repeat(depth)),
        format!("{}true{}", "!(".repeat(depth), ")".repeat(depth)),
        format!("{}true{}", "[".repeat(depth), "]".repeat(depth)),
        format!("{}true", "true ? true : ".repeat(choices)),
        format!("{}true{}", "(true ? true : ".repeat(choices), ")".repeat(choices)),
        format!(
            "{}true{}",
            "(true && (true || ".repeat(depth / 2),
            "))".repeat(depth / 2)
        ),
        format!("{}true{}", "a.startsWith(".repeat(depth), ")".repeat(depth)),
        vec!["true"; 150].join("&&"),
        vec!["1"; 150].join("<"),
        vec!["a"; 150].join("."),
        vec!["1"; 150].join("-"),
        format!("age in [{}]", vec!["1"; 148].join(",")),
        format!("{}a{}", "a[".repeat(depth), "]".repeat(depth)),
        format!("{}true{}", "!!!(".repeat(depth), ")".repeat(depth)),
        format!("a in {}1{}", "[(".repeat(depth / 2), ")]".repeat(depth / 2)),
        "a?".repeat(choices),
    ];
    parse_on_a_quarter_of_the_stack(sources.clone());
    let slowest = check_on_a_small_stack(sources);
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn a_megabyte_of_anything_is_refused_before_it_is_read() {
    for piece in [
        "(", "[", "!", "-", "a.", "a?a:", "\"", "ą", "{", "a&&", "\\", "\u{0}",
    ] {
        let source = piece.repeat(1_000_000 / piece.len());
        let begun = Instant::now();
        assert!(Condition::check(&source, &vocabulary()).is_err());
        assert!(begun.elapsed() < Duration::from_millis(500), "{piece:?}");
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "!",
        "-",
        "?",
        ":",
        ",",
        ".",
        "&&",
        "||",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        " in ",
        "age",
        "sex",
        "premise",
        "premise.homeless",
        "premise_count",
        "true",
        "false",
        "null",
        "0",
        "15",
        "999999999",
        "'K'",
        "\"0862011\"",
        "residence_gmina",
        ".startsWith(",
        " ",
        "\n",
        "while",
        "x",
        "centre_client",
        "-1",
        "in",
    ]);
    proptest::collection::vec(piece, 0..40).prop_map(|list| list.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_sequence_of_tokens_makes_the_parser_panic(source in pieces()) {
        parse_on_a_quarter_of_the_stack(vec![source.clone()]);
        prop_assert!(check_on_a_small_stack(vec![source]) < Duration::from_secs(2));
    }

    #[test]
    fn no_text_makes_the_check_panic(source in any::<String>()) {
        let _ = Condition::check(&source, &vocabulary());
    }

    #[test]
    fn no_ascii_makes_the_check_panic(source in proptest::collection::vec(0x20_u8..0x7f, 0..60)) {
        let _ = Condition::check(&String::from_utf8(source).unwrap(), &vocabulary());
    }

    #[test]
    fn nesting_of_any_depth_is_answered(
        open in proptest::sample::select(vec!["(", "[", "!(", "true ? (", "true && (", "a.startsWith("]),
        depth in 0_usize..200,
    ) {
        let close = if open == "[" { "]" } else { ")" };
        let source = format!("{}true{}", open.repeat(depth), close.repeat(depth));
        prop_assert!(check_on_a_small_stack(vec![source]) < Duration::from_secs(2));
    }
}
