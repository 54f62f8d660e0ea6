//! The form in which equal names are equal.

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::national::is_dash;

/// The form by which names are looked up: composed, lower case, one space between words, one kind of dash. Polish
/// diacritics stay: Łaska is not Laska.
pub(crate) fn lookup_form(name: &str) -> String {
    let one_dash = name.nfc().map(|c| if is_dash(c) { '-' } else { c });
    let lower: String = one_dash.collect::<String>().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    // Some letters come apart when they become small.
    words.join(" ").nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
