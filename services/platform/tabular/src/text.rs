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

/// What separates cells in files of other programs and settings. A spreadsheet that separates by another character than ours sees
/// cells begin inside our texts.
const SEPARATORS: [char; 4] = [',', ';', '|', '\t'];

/// The text as it stands in a CSV: cleaned, and with an apostrophe wherever a spreadsheet might see a formula begin: at its
/// start, and behind whatever may separate cells. A tab or a line end is a blank by then, which starts no cell.
pub fn escaped(text: &str) -> String {
    let cleaned = clean(text);
    let mut guarded = String::with_capacity(cleaned.len() + 1);
    for cell in cells(&cleaned) {
        if is_formula_like(cell) {
            guarded.push('\'');
        }
        guarded.push_str(cell);
    }
    guarded
}

/// Reads what [`escaped`] wrote: drops the apostrophes that it put there, and no others.
pub fn unescaped(text: &str) -> String {
    cells(text)
        .map(|cell| match cell.strip_prefix('\'') {
            Some(rest) if is_formula_like(cell) => rest,
            _ => cell,
        })
        .collect()
}

/// The parts of a text that could be cells of their own, each with the separator behind it.
fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(SEPARATORS)
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
            "Firma, 1+1, x",
            "a;b|c, d - e",
            "Kraków,Nowa-Huta",
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
        for text in [
            "=1",
            "'=1",
            "''=1",
            " -x",
            "zwykły",
            "a,=1",
            "a,'=1;'b|''-2",
            "'a',=1",
        ] {
            assert_eq!(unescaped(&escaped(text)), text);
        }
    }

    #[test]
    fn a_formula_behind_another_separator_is_guarded_too() {
        for (text, guarded) in [
            ("Firma,=1+1,x", "Firma,'=1+1,x"),
            ("a;+1", "a;'+1"),
            ("a|@SUM(A1)", "a|'@SUM(A1)"),
            ("a,  =1", "a,'  =1"),
            ("a,\"=1\"", "a,'\"=1\""),
            ("a,'=1", "a,''=1"),
            ("=1,=2;-3", "'=1,'=2;'-3"),
            (",,=1", ",,'=1"),
            ("a,\u{200B}＝1", "a,'＝1"),
            // In the file these are blanks, which separate nothing.
            ("a\t=1", "a =1"),
            ("a\r\n=1", "a  =1"),
        ] {
            assert_eq!(escaped(text), guarded, "{text:?}");
        }
    }
}
