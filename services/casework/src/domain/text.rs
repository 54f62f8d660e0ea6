//! Texts that people type, and the form in which equal names are equal.

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::Problem;
use wsparcie_kernel::national::is_dash;

/// Reads a line of 1 to `max` characters; white space around it is dropped, letters are composed (NFC).
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
    // Composing never makes more characters of the letters that people here use, so what is refused is too long either way.
    let text: String = text.nfc().take(max + 1).collect();
    if text.chars().count() > max {
        return Err(Problem::new(
            "TOO_LONG",
            format!("tekst może mieć najwyżej {max} znaków; skróć go"),
            format!("the text may have at most {max} characters; shorten it"),
        ));
    }
    Ok(text)
}

/// The form by which names are looked up: composed, lower case, one space between words, one kind of dash. Polish
/// diacritics stay: Łaska is not Laska.
pub(crate) fn lookup_form(name: &str) -> String {
    let plain: String = name.nfc().map(|c| if is_dash(c) { '-' } else { c }).collect::<String>().to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// Controls, line separators, zero-width characters and marks that turn the direction of writing.
const fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_trimmed_composed_and_counted_in_characters() {
        assert_eq!(line("  Zażółć ", 6).unwrap(), "Zażółć");
        assert_eq!(line("Z\u{307}aba", 4).unwrap(), "Żaba");
        assert_eq!(line("Zażółć!", 6).unwrap_err().code, "TOO_LONG");
        assert_eq!(line(" \t\n", 6).unwrap_err().code, "REQUIRED");
        assert_eq!(line("a\0b", 6).unwrap_err().code, "CONTROL_CHARACTER");
    }

    #[test]
    fn letter_case_spaces_and_dashes_do_not_tell_names_apart_and_diacritics_do() {
        assert_eq!(lookup_form("  ŁĄCZNA –  Kowalska "), "łączna - kowalska");
        assert_eq!(lookup_form("Z\u{307}aba"), lookup_form("ŻABA"));
        assert_ne!(lookup_form("Łaska"), lookup_form("Laska"));
    }

    proptest! {
        #[test]
        fn the_lookup_form_of_a_lookup_form_is_itself(name in "\\PC{0,30}") {
            let once = lookup_form(&name);
            prop_assert_eq!(lookup_form(&once), once);
        }
    }
}
