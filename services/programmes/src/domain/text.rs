//! Texts that people type: trimmed, without control characters, within a length in characters.

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
