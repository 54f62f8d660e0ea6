//! Single lines of text that people type: names, streets, towns.

use wsparcie_kernel::Problem;

/// Reads a line of 1 to `max` characters; white space around it is dropped.
///
/// Control characters and invisible ones that reorder or hide text are refused: a name is read by people.
pub(crate) fn line(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new("REQUIRED", "wypełnij to pole", "fill this field in"));
    }
    if text.chars().any(is_invisible) {
        return Err(Problem::new(
            "CONTROL_CHARACTER",
            "w tekście są niewidoczne znaki sterujące; usuń je (wpisz tekst zamiast go wklejać)",
            "the text holds invisible control characters; remove them (type the text instead of pasting it)",
        ));
    }
    if text.chars().count() > max {
        return Err(Problem::new(
            "TOO_LONG",
            format!("tekst może mieć najwyżej {max} znaków; skróć go"),
            format!("the text may have at most {max} characters; shorten it"),
        ));
    }
    Ok(text.to_owned())
}

/// Controls, line separators, zero-width characters and marks that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str, max: usize) -> Result<String, String> {
        line(text, max).map_err(|problem| problem.code)
    }

    #[test]
    fn a_line_is_trimmed_and_counted_in_characters() {
        assert_eq!(code("  Zażółć ", 6), Ok("Zażółć".to_owned()));
        assert_eq!(code("Zażółć!", 6), Err("TOO_LONG".to_owned()));
        assert_eq!(code(" \t\n", 6), Err("REQUIRED".to_owned()));
    }

    #[test]
    fn characters_that_nobody_sees_are_refused() {
        for text in [
            "a\0b",
            "a\nb",
            "a\u{202E}b",
            "a\u{200B}b",
            "a\u{FEFF}b",
            "a\u{2028}b",
            "a\u{7F}b",
        ] {
            assert_eq!(code(text, 10), Err("CONTROL_CHARACTER".to_owned()), "{text:?}");
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
