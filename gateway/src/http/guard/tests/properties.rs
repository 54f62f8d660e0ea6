//! Nothing panics, and the work is linear, whatever arrives.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{Limits, check_body, document};
use super::{counted, generate, soups};

/// Turns a byte: each byte is passed once, and each token may be looked at once more.
fn assert_linear(text: &str) {
    let (_, work) = counted(text);
    assert!(work.bytes <= text.len(), "{work:?} for {} bytes", text.len());
    assert!(work.tokens <= text.len().min(4_000), "{work:?}");
    assert!(work.spreads <= 2 * work.tokens, "{work:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic_as_a_body(bytes in vec(any::<u8>(), 0..200)) {
        let _ = check_body(&bytes, &Limits::default());
    }

    #[test]
    fn random_json_soups_never_panic_as_a_body(
        parts in vec(proptest::sample::select(&["{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "d83d", "0000", "1", "-", "e",
            "null", "\"query\":", "\"{a}\"", "\"variables\":", " ", "ż", "\0"][..]), 0..40)
    ) {
        let _ = check_body(parts.concat().as_bytes(), &Limits::default());
        let _ = check_body(format!("{{\"query\":\"{{a}}\",{}}}", parts.concat()).as_bytes(), &Limits::default());
    }

    #[test]
    fn random_text_never_panics_as_a_document(text in any::<String>()) {
        assert_linear(&text);
    }

    #[test]
    fn random_soups_never_panic_and_cost_linear_work(text in soups::soup(60)) {
        assert_linear(&text);
    }

    #[test]
    fn damaged_documents_never_panic_and_cost_linear_work(text in soups::mutated()) {
        assert_linear(&text);
    }

    #[test]
    fn a_document_passes_alike_in_a_body_and_alone(text in generate::valid()) {
        let limits = Limits::default();
        let body = serde_json::json!({"query": text}).to_string();
        let alone = document::check(&text, None, &limits);
        prop_assert_eq!(check_body(body.as_bytes(), &limits).map(|request| request.checked), alone);
    }

    #[test]
    fn any_cut_of_a_valid_document_never_panics(text in generate::valid(), at in any::<prop::sample::Index>()) {
        let letters: Vec<char> = text.chars().collect();
        assert_linear(&letters[..at.index(letters.len() + 1)].iter().collect::<String>());
    }
}

#[test]
fn the_largest_documents_of_one_piece_cost_linear_work() {
    let pieces = [
        "{",
        "}",
        "[",
        "...",
        "\"",
        "\"\"\"",
        "\\",
        "#",
        "#\n",
        "a",
        "a ",
        "a:b ",
        "0",
        "-",
        ",",
        "\u{feff}",
        "\r\n",
        "{a}",
        "...F ",
        "@x ",
        "\"\" ",
        "\\\"\"\"",
        "fragment F on T{...F}",
        "query{a}",
        "\"\\u0041\"",
        "é",
    ];
    for piece in pieces {
        let fill = piece.repeat(32 * 1024 / piece.len() - 4);
        for text in [
            fill.clone(),
            format!("{{{fill}}}"),
            format!("{{a(x:[{fill}])}}"),
            format!("{{a(x:\"\"\"{fill}\"\"\")}}"),
        ] {
            assert_linear(&text);
        }
    }
}
