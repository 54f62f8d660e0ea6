//! Random texts of troublesome pieces, and valid documents that were damaged.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::generate::valid;

const NASTY: &[&str] = &[
    "\"",
    "\"\"",
    "\"\"\"",
    "\\",
    "\\\"",
    "\\\"\"\"",
    "#",
    "\n",
    "\r",
    "\r\n",
    " ",
    ",",
    "\u{feff}",
    "\u{2028}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "on",
    "on ",
    "a",
    "b ",
    ":",
    "$",
    "@",
    "!",
    "=",
    "0",
    "-1",
    "1.5",
    "e5",
    "true",
    "null",
    "false",
    "query ",
    "fragment ",
    "F0",
    "on T",
    "é",
    "|",
    "&",
    ".",
    "\\u0041",
    "\\uD83D",
    "{a}",
    "(x:1)",
    "__schema{a}",
    "mutation",
    "/",
    "_",
];

/// Pieces of documents in any order.
pub(super) fn soup(pieces: usize) -> impl Strategy<Value = String> {
    vec(select(NASTY), 0..pieces).prop_map(|parts| parts.concat())
}

/// Soups where strings, values or selections are expected, so that both readers accept many of them.
pub(super) fn framed_soup() -> impl Strategy<Value = String> {
    let pieces = &[
        "\"", "\"", "\"\"\"", "\\", "\\\"\"\"", "#", "\n", "\r", "a", " ", "]", "[", "{", "}", "\"\"",
        "\u{2028}", ",",
    ];
    let words = &[
        "a", "b", " ", "on", "...", "{", "}", "T", ":", "#\n", "true", "F", ",", "on ", "{a}", "@x", "(a:1)",
    ];
    let frames = select(
        &[
            ("{a(x:[", "])b}"),
            ("{a(x:\"", "\")b}"),
            ("{a(x:\"\"\"", "\"\"\")b}"),
            ("{a #", "\nb}"),
        ][..],
    );
    let quoted = (frames, vec(select(&pieces[..]), 0..9))
        .prop_map(|((open, close), parts)| open.to_owned() + &parts.concat() + close);
    let tails = select(
        &[
            "}",
            "}fragment F on T{c}",
            "}fragment on on T{c}",
            "}fragment T on T{c}query Q{d}",
        ][..],
    );
    let selected = (vec(select(&words[..]), 1..9), tails)
        .prop_map(|(parts, tail)| format!("{{{}{tail}", parts.concat()));
    prop_oneof![quoted, selected]
}

/// A valid document with a few pieces put in, taken out or doubled.
pub(super) fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..6_usize, select(NASTY));
    (valid(), vec(edit, 1..4)).prop_map(|(text, edits)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, removed, piece) in edits {
            let at = at.index(letters.len() + 1);
            let end = (at + removed).min(letters.len());
            match removed {
                0 | 1 => drop(letters.splice(at..at, piece.chars())),
                2 => drop(letters.splice(at..end, piece.chars())),
                3 => drop(letters.splice(at..end, [])),
                _ => {
                    let copy = letters[at..end].to_vec();
                    letters.splice(at..at, copy);
                }
            }
        }
        letters.into_iter().collect()
    })
}
