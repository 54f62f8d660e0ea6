//! Documents that are GraphQL but cost too much, contradict themselves, or leave open what to execute.

use std::fmt::Write as _;

use super::super::{GuardCode as C, GuardError, Limits, OperationKind, document};
use super::{check, code, counted, place, refusal};

#[test]
fn a_document_over_32_kibibytes_is_refused_unread() {
    let spaces = |count: usize| format!("{{a}}{}", " ".repeat(count - 3));
    assert!(check(&spaces(32 * 1024)).is_ok());
    let (outcome, work) = counted(&spaces(32 * 1024 + 1));
    assert_eq!((outcome.unwrap_err().code, work.bytes), (C::DocumentTooLarge, 0));
}

#[test]
fn fifty_thousand_aliased_typenames_are_refused() {
    let mut text = String::from("{");
    for index in 0..50_000 {
        write!(text, "a{index}:__typename ").unwrap();
    }
    assert_eq!(code(&text), C::DocumentTooLarge);
    let limits = Limits {
        document_bytes: usize::MAX,
        ..Limits::default()
    };
    assert_eq!(
        document::check(&text, None, &limits).unwrap_err().code,
        C::TooManyTokens
    );
    assert_eq!(
        code(&format!("{{{}}}", "a:__typename ".repeat(61))),
        C::TooManyRootFields
    );
    assert_eq!(
        code(&format!("{{x{{{}}}}}", "a:__typename ".repeat(61))),
        C::TooManyAliases
    );
    assert!(check(&format!("{{x{{{}}}}}", "a:__typename ".repeat(60))).is_ok());
}

#[test]
fn literals_1500_levels_deep_are_refused_at_the_65th_bracket() {
    for (open, close) in [("[", "]"), ("{x:", "}"), ("[{x:", "}]")] {
        let text = format!("{{a(x:{}1{})}}", open.repeat(1_500), close.repeat(1_500));
        let (outcome, work) = counted(&text);
        assert_eq!(outcome.unwrap_err().code, C::BracketsTooDeep);
        assert!(work.tokens < 300);
    }
    let list = |levels: usize| format!("{{a(x:{}1{})}}", "[".repeat(levels), "]".repeat(levels));
    assert!(check(&list(62)).is_ok());
    assert_eq!(code(&list(63)), C::BracketsTooDeep);
    assert_eq!(
        code(&format!(
            "query($a:{}Int{}){{a}}",
            "[".repeat(1_500),
            "]".repeat(1_500)
        )),
        C::BracketsTooDeep
    );
    assert_eq!(code(&format!("{{a{}", "{a".repeat(1_500))), C::BracketsTooDeep);
    assert_eq!(code(&"{...".repeat(1_500)), C::BracketsTooDeep);
}

#[test]
fn fragments_that_each_spread_the_next_twice_cost_linear_work_and_are_refused() {
    let doubling = |levels: usize| {
        let mut text = String::from("{a{...F0}}");
        for level in 0..levels {
            write!(text, "fragment F{level} on T{{...F{0} ...F{0}}}", level + 1).unwrap();
        }
        write!(text, "fragment F{levels} on T{{b}}").unwrap();
        text
    };
    let (outcome, work) = counted(&doubling(26));
    assert_eq!(outcome.unwrap_err().code, C::TooManyFields);
    assert!(work.spreads <= 2 * (26 * 2 + 1), "{work:?}");
    // As deep as the number of fragments allows: the sums saturate.
    let limits = Limits {
        fragments: 1_000,
        expanded_nesting: usize::MAX,
        ..Limits::default()
    };
    assert_eq!(
        document::check(&doubling(200), None, &limits).unwrap_err().code,
        C::TooManyFields
    );
    assert_eq!(check(&doubling(9)).unwrap().expanded_fields, 513);
}

#[test]
fn large_arguments_in_a_fragment_spread_often_are_refused() {
    let list = "1 ".repeat(1_000);
    let text = format!("{{a{{{}}}}} fragment F on T{{b(x:[{list}])}}", "...F ".repeat(50));
    assert_eq!(code(&text), C::ExpansionTooLarge);
}

#[test]
fn a_chain_of_fragments_and_inline_fragments_cannot_nest_deeper_than_the_stack_bears() {
    let mut text = String::from("{...F0}");
    for level in 0..20 {
        write!(
            text,
            "fragment F{level} on T{{...{{...{{...{{...F{}}}}}}}}}",
            level + 1
        )
        .unwrap();
    }
    text.push_str("fragment F20 on T{a}");
    assert_eq!(code(&text), C::NestingTooDeep);
}

#[test]
fn fields_are_counted_through_fragments_and_depth_adds_up() {
    let chain = |levels: usize| format!("{}a{}", "a{".repeat(levels - 1), "}".repeat(levels - 1));
    assert_eq!(check(&format!("{{{}}}", chain(12))).unwrap().selection_depth, 12);
    assert_eq!(code(&format!("{{{}}}", chain(13))), C::SelectionTooDeep);
    assert!(check(&format!("{{a{{...{{...F}}}}}} fragment F on T{{{}}}", chain(11))).is_ok());
    assert_eq!(
        code(&format!("{{a{{...{{...F}}}}}} fragment F on T{{{}}}", chain(12))),
        C::SelectionTooDeep
    );
    assert_eq!(
        code(&format!("{{a}} fragment Unused on T{{{}}}", chain(17))),
        C::SelectionTooDeep
    );
}

#[test]
fn introspection_has_its_own_depth_at_the_root_only() {
    let chain = |levels: usize| format!("{}a{}", "a{".repeat(levels - 1), "}".repeat(levels - 1));
    let checked = check(&format!("{{__schema{{{}}}}}", chain(15))).unwrap();
    assert!(checked.introspects);
    assert_eq!((checked.selection_depth, checked.introspection_depth), (0, 16));
    assert_eq!(
        code(&format!("{{__schema{{{}}}}}", chain(16))),
        C::SelectionTooDeep
    );
    assert_eq!(
        code(&format!("{{a{{__schema{{{}}}}}}}", chain(11))),
        C::SelectionTooDeep
    );
    assert_eq!(
        code(&format!(
            "{{a{{...F}}}} fragment F on T{{__schema{{{}}}}}",
            chain(11)
        )),
        C::SelectionTooDeep
    );
    // An alias is no way around.
    assert_eq!(
        code(&format!("{{__schema:a{{{}}}}}", chain(12))),
        C::SelectionTooDeep
    );
    assert!(check("query A{x:__schema{a}}").unwrap().introspects);
    assert!(
        check("{...{...F}} fragment F on Query{x:__type(name:\"A\"){a}}")
            .unwrap()
            .introspects
    );
    assert!(
        check("{a} fragment Unused on Query{a{__type{b}}}")
            .unwrap()
            .introspects
    );
    assert!(
        !check("{__typename __schema:a b(x:\"__schema\",y:__type)}")
            .unwrap()
            .introspects
    );
}

#[test]
fn root_fields_aliases_and_directives_are_counted_through_fragments() {
    assert!(check(&format!("{{{}}}", "a ".repeat(20))).is_ok());
    assert_eq!(code(&format!("{{{}}}", "a ".repeat(21))), C::TooManyRootFields);
    assert_eq!(
        code(&format!("mutation{{{}}}", "a ".repeat(11))),
        C::TooManyRootFields
    );
    assert_eq!(
        refusal(&format!("mutation{{{}}}", "a ".repeat(11))).limit,
        Some(10)
    );
    assert_eq!(
        code("mutation{...A ...A ...A} fragment A on M{...B ...B} fragment B on M{...{a b}}"),
        C::TooManyRootFields
    );
    let aliases = format!(
        "{{a{{{}}}}} fragment F on T{{{}}}",
        "...F ".repeat(7),
        "x:y ".repeat(9)
    );
    assert_eq!(code(&aliases), C::TooManyAliases);
    let directives = format!("{{a{{{}}}}} fragment F on T{{b @x @x @x}}", "...F ".repeat(7));
    assert_eq!(code(&directives), C::TooManyDirectives);
    assert_eq!(
        code(&format!("query($a:Int{}){{a}}", "@x ".repeat(21))),
        C::TooManyDirectives
    );
    assert_eq!(
        code(&format!("{{a ...F}} fragment F on T{}{{b}}", "@x ".repeat(21))),
        C::TooManyDirectives
    );
}

#[test]
fn operations_fragments_and_variables_are_counted() {
    let operations: String = (0..11).fold(String::new(), |text, index| {
        text + &format!("query Q{index}{{a}}")
    });
    assert_eq!(code(&operations), C::TooManyOperations);
    let fragments = (0..101).fold("{a}".to_owned(), |text, index| {
        text + &format!("fragment F{index} on T{{a}}")
    });
    assert_eq!(code(&fragments), C::TooManyFragments);
    let variables = (0..101).fold(String::new(), |text, index| text + &format!("$v{index}:Int "));
    assert_eq!(code(&format!("query({variables}){{a}}")), C::TooManyVariables);
    let fragment = format!("fragment F on T{{{}}}", "b ".repeat(600));
    let many: String = (0..10).fold(fragment, |text, index| {
        text + &format!("query Q{index}{{a{{...F}}}}")
    });
    assert_eq!(
        code(&many),
        C::TooManyFields,
        "operations that are not executed are validated all the same"
    );
}

#[test]
fn fragments_that_spread_themselves_or_nothing_are_refused() {
    assert_eq!(code("{...A} fragment A on T{...A}"), C::FragmentCycle);
    assert_eq!(
        code("{a} fragment A on T{a{...B}} fragment B on T{...C} fragment C on T{...{...A}}"),
        C::FragmentCycle
    );
    assert_eq!(code("{...A}"), C::UnknownFragment);
    assert_eq!(code("{a} fragment A on T{...B}"), C::UnknownFragment);
    assert_eq!(
        code("{a} fragment A on T{a} fragment A on T{a}"),
        C::DuplicateFragment
    );
    assert_eq!(place(refusal("{a\n  ...A}")), (2, 3));
}

#[test]
fn the_operation_is_selected_as_the_specification_says() {
    let limits = Limits::default();
    let two = "query A{a} mutation B{b}";
    let selected = document::check(two, Some("B"), &limits).unwrap();
    assert_eq!(selected.operation_kind, OperationKind::Mutation);
    assert_eq!(
        (selected.operation_name.as_deref(), selected.root_fields),
        (Some("B"), vec!["b".to_owned()])
    );
    assert_eq!(code(two), C::OperationNameRequired);
    assert_eq!(
        document::check(two, Some("C"), &limits).unwrap_err().code,
        C::OperationNotFound
    );
    assert_eq!(
        document::check(two, Some(""), &limits).unwrap_err().code,
        C::OperationNotFound
    );
    assert_eq!(
        document::check("{a}", Some("A"), &limits).unwrap_err().code,
        C::OperationNotFound
    );
    assert_eq!(
        document::check("fragment A on T{a}", Some("A"), &limits)
            .unwrap_err()
            .code,
        C::OperationNotFound
    );
    assert_eq!(code("fragment A on T{a}"), C::OperationMissing);
    assert_eq!(code("# nothing"), C::OperationMissing);
    assert_eq!(code("{a} {b}"), C::AnonymousOperationNotAlone);
    assert_eq!(code("query A{a} {b}"), C::AnonymousOperationNotAlone);
    assert_eq!(code("query A{a} mutation A{b}"), C::DuplicateOperation);
}

#[test]
fn every_code_is_spelled_once_and_has_its_own_sentences() {
    let mut seen = std::collections::BTreeSet::new();
    for code in C::ALL {
        let error = GuardError::over(*code, 7);
        assert!(
            code.as_str()
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        );
        assert!(seen.insert(code.as_str().to_owned()), "{code:?}");
        assert!(
            seen.insert(error.message_en()) && seen.insert(error.message_pl()),
            "{code:?} shares a sentence"
        );
        assert!(!error.message_en().contains("{limit}") && !error.message_pl().contains("{limit}"));
    }
}
