//! From what people type and paste to the characters that numbers are written in.

use wsparcie_kernel::national::is_dash;

use super::ProjectNumberProblem;

/// Longer texts are no project number; the bound keeps stored raw texts and messages small. In bytes.
const MAX_LENGTH: usize = 200;
/// Length of every programme's code: `RPSW`, `POWR`, `POKL`, `FEDS`.
const PROGRAMME_LENGTH: usize = 4;

/// Capitals, ASCII hyphens, no spaces. The letter Ż stays: FEPŻ is another programme than FEPZ.
///
/// A space beside a separator is dropped, one after the programme's code stands for the dot. Any other space could
/// hide the border between two parts (`9 2`, `/16 00`), so it is refused.
pub(super) fn canonical_characters(text: &str) -> Result<String, ProjectNumberProblem> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(ProjectNumberProblem::Empty);
    }
    if text.len() > MAX_LENGTH {
        return Err(ProjectNumberProblem::TooLong);
    }
    let mut typed = String::with_capacity(trimmed.len());
    let mut after_space = false;
    for (at, c) in trimmed.chars().enumerate() {
        if c.is_whitespace() {
            after_space = true;
            continue;
        }
        let c =
            canonical_character(c, &mut typed).ok_or(ProjectNumberProblem::Character { position: at + 1 })?;
        let splits_a_part = after_space && c.is_alphanumeric() && typed.ends_with(char::is_alphanumeric);
        if splits_a_part {
            if !(c.is_ascii_digit() && ends_with_programme_code(&typed)) {
                return Err(ProjectNumberProblem::AmbiguousSpace);
            }
            typed.push('.');
        }
        typed.push(c);
        after_space = false;
    }
    Ok(typed)
}

/// The character as numbers write it; `None` if they have no such character.
///
/// Only ASCII letters are raised: `ſ` and `ı` would become S and I.
fn canonical_character(c: char, typed: &mut String) -> Option<char> {
    match c {
        '.' | '/' => Some(c),
        'ż' | 'Ż' => Some('Ż'),
        // A combining dot above: the same Ż, decomposed.
        '\u{307}' if typed.ends_with('Z') => {
            typed.pop();
            Some('Ż')
        }
        _ if is_dash(c) => Some('-'),
        _ if c.is_ascii_alphanumeric() => Some(c.to_ascii_uppercase()),
        _ => None,
    }
}

fn ends_with_programme_code(typed: &str) -> bool {
    let code = typed.rsplit('-').next().unwrap_or(typed);
    code.chars().count() == PROGRAMME_LENGTH && code.chars().all(char::is_alphabetic)
}
