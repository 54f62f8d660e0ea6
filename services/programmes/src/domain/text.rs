//! Texts that people type: trimmed, without control characters, within a length in characters.

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::{Problem, input};

/// Reads a text that must not be empty. Problems are added to the list; the text comes back trimmed either way.
pub(super) fn line(problems: &mut Vec<Problem>, path: &[&str], text: &str, max_chars: usize) -> String {
    input::line(text, max_chars).unwrap_or_else(|problem| {
        problems.push(problem.at(path));
        text.trim().to_owned()
    })
}

/// The same for a text that may be unknown: absent, then.
pub(super) fn optional_line(
    problems: &mut Vec<Problem>,
    path: &[&str],
    text: Option<&str>,
    max_chars: usize,
) -> Option<String> {
    text.map(|text| line(problems, path, text, max_chars))
}

/// Checks the length of a text and that it holds none of the characters that `forbidden` names.
pub(super) fn limits(
    problems: &mut Vec<Problem>,
    path: &[&str],
    text: &str,
    max_chars: usize,
    forbidden: impl Fn(char) -> bool,
) {
    if text.chars().count() > max_chars {
        let pl = format!("tekst ma najwyżej {max_chars} znaków; skróć go");
        let en = format!("a text has at most {max_chars} characters; shorten it");
        problems.push(Problem::new("TOO_LONG", pl, en).at(path));
    }
    if text.contains(forbidden) {
        let pl = "tekst zawiera znaki sterujące (np. tabulator lub koniec wiersza); usuń je";
        let en = "the text holds control characters (such as a tab or a line end); remove them";
        problems.push(Problem::new("CONTROL_CHARACTER", pl, en).at(path));
    }
}

/// What all spellings of the same words have in common, to compare them by and never to show: in capitals, without blanks and
/// marks that nobody sees, letters of full width as plain ones (NFKC), strokes and dashes of every sort as "/" and "-".
pub(super) fn key(text: &str) -> String {
    let seen = text.nfkc().filter(|c| !c.is_whitespace() && !is_unseen(*c));
    seen.map(plain).flat_map(char::to_uppercase).collect()
}

/// A soft hyphen, a joiner, a selector of a variant.
fn is_unseen(c: char) -> bool {
    input::is_invisible(c) || matches!(c, '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{FE00}'..='\u{FE0F}')
}

/// The characters that look like a stroke or a dash and are none to NFKC.
fn plain(c: char) -> char {
    match c {
        '\u{2044}' | '\u{2215}' | '\u{29F8}' | '\u{FF0F}' => '/',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn spellings_of_the_same_words_have_one_key() {
        for (spelling, words) in [
            ("ＦＶ/1/2018", "FV/1/2018"),
            ("FV∕1⁄2018", "FV/1/2018"),
            ("fv⧸1／2018", "FV/1/2018"),
            ("FV–1—2018", "FV-1-2018"),
            ("F\u{AD}V\u{2011}1\u{2212}2018", "FV-1-2018"),
            ("obcy\u{A0}  projekt", "Obcy projekt"),
            ("USŁUGI aoon", "Usługi AOON"),
            ("Z\u{307}aba", "żaba"),
        ] {
            assert_eq!(key(spelling), key(words), "{spelling}");
        }
        assert_ne!(key("FV/1/2018"), key("FV-1-2018"));
        assert_ne!(key("FV/12018"), key("FV/1/2018"));
    }
}
