//! Documents that are no GraphQL, or that the parser would read differently.

use super::super::{GuardCode as C, SyntaxProblem as S};
use super::{code, place, refusal};

fn syntax(text: &str) -> S {
    let error = refusal(text);
    assert_eq!(error.code, C::Syntax, "{text}");
    error.syntax.unwrap()
}

#[test]
fn broken_strings_numbers_and_brackets_are_syntax_errors() {
    for text in [
        "{a(x:\"b)}",
        "{a(x:\"b\n\")}",
        "{a(x:\"b\r\")}",
        "{a(x:\"\\\"",
        "\"",
    ] {
        assert_eq!(syntax(text), S::UnterminatedString, "{text}");
    }
    for text in [
        "{a(x:\"\"\"b\")}",
        "{a(x:[\"\"\"b\"])}",
        "{a(x:\"\"\"\\\"\"\")}",
        "{a(x:\"\"\"\"\")}",
    ] {
        assert_eq!(syntax(text), S::UnterminatedBlockString, "{text}");
    }
    for escape in [
        "\\x",
        "\\u12",
        "\\u{}",
        "\\u{110000}",
        "\\u{41",
        "\\u{ffffffffffffffffff}",
        "\\\n",
        "\\u00é0",
    ] {
        assert_eq!(
            syntax(&format!("{{a(x:\"{escape}\")}}")),
            S::BadEscape,
            "{escape}"
        );
    }
    for number in [
        "01", "-", "1.", "1.e5", ".5", "1e", "1e+", "0x1", "1a", "1.5.3", "1_000", "-a", "00", "1...",
    ] {
        let problem = syntax(&format!("{{a(x:{number})}}"));
        assert!(
            matches!(problem, S::BadNumber | S::UnexpectedCharacter),
            "{number}: {problem:?}"
        );
    }
    for text in [
        "{",
        "{a",
        "{a(",
        "{a(x:",
        "{a(x:[1",
        "query",
        "query A(",
        "{a @",
        "{...",
        "fragment A on T",
        "{a:",
    ] {
        assert_eq!(syntax(text), S::UnexpectedEnd, "{text}");
    }
    for text in [
        "{}",
        "{a{}}",
        "{a()}",
        "query(){a}",
        "{a @b()}",
        "{...{}}",
        "{...on T{}}",
    ] {
        assert_eq!(syntax(text), S::EmptyBrackets, "{text}");
    }
    for text in [
        "{a}}",
        "{a)}",
        "{a(x:1]}",
        "{a(x:[1)]}",
        "{a(x:{y:1]})}",
        "query($a:[Int){a}",
        "{a:b:c}",
        "{a(x:$)}",
    ] {
        assert_eq!(syntax(text), S::UnexpectedToken, "{text}");
    }
    for text in [
        "{ą}",
        "{a ; b}",
        "{a}\u{a0}",
        "{a\u{2028}}",
        "{a..b}",
        "{a\u{b}}",
        "{%}",
        "{a(x:'b')}",
        "{a\u{7f}}",
    ] {
        assert_eq!(syntax(text), S::UnexpectedCharacter, "{text}");
    }
}

#[test]
fn what_the_parser_would_read_differently_is_refused() {
    assert_eq!(syntax("{... on #\nT{a}} fragment on on T{b}"), S::CommentAfterOn);
    assert_eq!(syntax("{a} fragment F on #\nT{b}"), S::CommentAfterOn);
    for text in [
        "{a} fragment on on T{b}",
        "{...on}",
        "{...on @x{a}}",
        "{...on{a}}",
        "queryA{a}",
        "mutationA{a}",
    ] {
        assert_eq!(syntax(text), S::UnexpectedToken, "{text}");
    }
    for text in [
        "{a(x:[trueish])}",
        "{a(x:nullable:1)}",
        "query($a:E=false0){a}",
        "{a(x:truey:1)}",
    ] {
        assert_eq!(syntax(text), S::KeywordPrefix, "{text}");
    }
    for text in [
        "type A{a:Int}",
        "{a(x:$b)} extend schema @x",
        "\"about\" query{a}",
        "query($a:Int=$b){a}",
    ] {
        assert_eq!(code(text), C::Syntax, "{text}");
    }
}

#[test]
fn half_a_surrogate_pair_and_the_nul_character_are_refused_in_literals() {
    for half in [
        "\\uD83D",
        "\\uD83Dx",
        "\\uD83D\\u0041",
        "\\uDE00",
        "\\uD83D\\uD83D",
        "\\u{D800}",
        "\\u{00dfff}",
    ] {
        assert_eq!(
            code(&format!("{{a(x:\"{half}\")}}")),
            C::UnpairedSurrogate,
            "{half}"
        );
    }
    for nul in [
        "{a(x:\"\\u0000\")}",
        "{a(x:\"\\u{0}\")}",
        "{a(x:\"\0\")}",
        "{a(x:\"\"\"\0\"\"\")}",
        "{a}#\0",
        "{a\0}",
    ] {
        assert_eq!(code(nul), C::NulCharacter, "{nul}");
    }
}

#[test]
fn a_refusal_says_where_in_characters_after_any_kind_of_line_end() {
    for line_end in ["\n", "\r", "\r\n"] {
        let text = format!("{{a{line_end}# ż{line_end}b(x:\"\"\"{line_end}\"\"\" y:\"żółć\" %)}}");
        assert_eq!(place(refusal(&text)), (4, 14), "{line_end:?}");
    }
    let error = refusal("{a\n %}");
    assert_eq!(
        error.message_en(),
        "GraphQL syntax error: unexpected character (line 2, column 2)"
    );
    assert_eq!(
        error.message_pl(),
        "błąd składni GraphQL: niedozwolony znak (wiersz 2, kolumna 2)"
    );
    assert!(
        refusal(&format!("{{{}}}", "a ".repeat(21)))
            .message_pl()
            .contains("więcej niż 20 pól głównych")
    );
}
