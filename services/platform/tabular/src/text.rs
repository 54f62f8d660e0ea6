//! What a text may hold in a file, and which texts a spreadsheet would take for formulas.

use wsparcie_kernel::input::is_invisible;

/// The length of a text as spreadsheets count it.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text as it stands in a cell: line ends, tabs and other controls become one blank each, characters that nobody sees
/// (zero-width, marks that turn the direction of writing) and those that XML cannot hold are left out.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => Some(' '),
            c if is_invisible(c) || is_noncharacter(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Code points that are never characters; two of them are not allowed in XML.
const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// Whether a spreadsheet may take the text for a formula: its first character is `=`, `+`, `-` or `@`, also in a full-width
/// or other form that programs fold to these, and also behind blanks, controls, invisible characters and quotes, which some
/// programs drop; or it begins with a tab or a line end.
pub fn is_formula_like(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    text.chars().find(|c| !is_skipped(*c)).is_some_and(is_starter)
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || is_noncharacter(c)
        || matches!(
            c,
            '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'
                ..='\u{201F}' | '\u{FF02}' | '\u{FF07}'
        )
}

const fn is_starter(c: char) -> bool {
    matches!(
        c,
        '=' | '+'
            | '-'
            | '@'
            // Full-width, small and superscript forms, and the dashes and minus signs that are read as a minus.
            | '＝' | '＋' | '－' | '＠'
            | '﹦' | '﹢' | '﹣' | '﹫'
            | '⁼' | '⁺' | '⁻' | '₌' | '₊' | '₋'
            | '−' | '\u{2010}'..='\u{2015}'
    )
}

/// The text as it stands in a CSV: cleaned, and behind an apostrophe if a spreadsheet might take it for a formula. A tab or
/// a line end at its start is a blank by then, which starts no formula.
pub fn escaped(text: &str) -> String {
    let cleaned = clean(text);
    if is_formula_like(&cleaned) {
        format!("'{cleaned}")
    } else {
        cleaned
    }
}

/// Reads what [`escaped`] wrote: drops the apostrophe that it put there, and no other.
pub fn unescaped(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula_like(text) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+48 600",
            "-5",
            "@SUM(A1)",
            " =1",
            "\u{a0}=1",
            "\t=1",
            "\"=1",
            "'=1",
            "„=1",
            "' \"=1",
            "＝1",
            "＋1",
            "－1",
            "＠A",
            "−1",
            "–1",
            "\u{200B}=1",
            "\u{FEFF}=1",
            "\u{202E}=1",
        ] {
            assert!(is_formula_like(text), "{text:?}");
            assert!(escaped(text).starts_with('\''), "{text:?}");
        }
    }

    #[test]
    fn a_tab_or_a_line_end_at_the_start_is_a_blank_in_a_file() {
        assert!(is_formula_like("\tplain") && is_formula_like("\rplain"));
        assert_eq!(escaped("\tplain"), " plain");
        assert_eq!(escaped("\r=1"), "' =1");
    }

    #[test]
    fn plain_texts_stay_as_they_are() {
        for text in [
            "",
            "FV 12/2018",
            "a=b",
            "1-2",
            "żółć",
            "'cytat'",
            "5+3",
            "(=1)",
            "„Ala”",
        ] {
            assert_eq!(escaped(text), text);
            assert_eq!(unescaped(text), text);
        }
    }

    #[test]
    fn controls_become_blanks_and_hidden_characters_go() {
        assert_eq!(clean("a\r\nb\tc\0d\u{200B}e\u{FFFF}f\u{85}g"), "a  b c def g");
    }

    #[test]
    fn the_apostrophe_put_there_is_the_one_taken_away() {
        for text in ["=1", "'=1", "''=1", " -x", "zwykły"] {
            assert_eq!(unescaped(&escaped(text)), text);
        }
    }
}
