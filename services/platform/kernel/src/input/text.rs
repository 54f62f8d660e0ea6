//! Single lines of text that people type: names, titles, streets.

use unicode_normalization::UnicodeNormalization;

use crate::problem::Problem;

/// Reads a line of 1 to `max` characters; white space around it is dropped, letters are composed (NFC), so that equal
/// words are equal texts.
///
/// Control characters and invisible ones that reorder or hide text are refused: a name is read by people.
///
/// # Errors
/// `REQUIRED`, `CONTROL_CHARACTER` or `TOO_LONG`, without a path: the caller knows the field.
pub fn line(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new(
            "REQUIRED",
            "wypełnij to pole; jeśli wartość nie jest znana, a pole można pominąć, pomiń je",
            "fill this field in; if it is unknown and may be left out, leave it out",
        ));
    }
    if text.chars().any(is_invisible) {
        return Err(Problem::new(
            "CONTROL_CHARACTER",
            "w tekście są niewidoczne znaki sterujące; usuń je (wpisz tekst zamiast go wklejać)",
            "the text holds invisible control characters; remove them (type the text instead of pasting it)",
        ));
    }
    // Reading on behind the limit would be work without an end: a text that is too long is too long either way.
    let composed: String = text.nfc().take(max + 1).collect();
    if composed.chars().count() > max {
        return Err(Problem::new(
            "TOO_LONG",
            format!("tekst może mieć najwyżej {max} znaków; skróć go"),
            format!("the text may have at most {max} characters; shorten it"),
        ));
    }
    Ok(composed)
}

/// Controls, line separators, zero-width characters and marks that turn the direction of writing.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str, max: usize) -> Result<String, String> {
        line(text, max).map_err(|problem| problem.code)
    }

    #[test]
    fn a_line_is_trimmed_composed_and_counted_in_characters() {
        assert_eq!(code("  Zażółć ", 6), Ok("Zażółć".to_owned()));
        assert_eq!(code("Z\u{307}aba", 4), Ok("Żaba".to_owned()));
        assert_eq!(code("Zażółć!", 6), Err("TOO_LONG".to_owned()));
        assert_eq!(code(" \t\n", 6), Err("REQUIRED".to_owned()));
    }

    #[test]
    fn characters_that_nobody_sees_are_refused() {
        for hidden in [
            '\0', '\n', '\u{7F}', '\u{85}', '\u{61C}', '\u{200B}', '\u{2028}', '\u{202E}', '\u{2066}',
            '\u{FEFF}',
        ] {
            assert_eq!(
                code(&format!("a{hidden}b"), 10),
                Err("CONTROL_CHARACTER".to_owned()),
                "{hidden:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_fits_and_is_accepted_again(text in ".{0,40}") {
            if let Ok(kept) = code(&text, 20) {
                prop_assert!((1..=20).contains(&kept.chars().count()));
                prop_assert_eq!(code(&kept, 20), Ok(kept));
            }
        }
    }
}
