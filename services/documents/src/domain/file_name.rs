//! Names of files.

use wsparcie_kernel::Problem;
use wsparcie_kernel::input::line;

/// Reads a file's name: a line that is no path on any system.
pub(crate) fn file_name(text: &str, max: usize) -> Result<String, Problem> {
    let name = line(text, max)?;
    if name.contains(['/', '\\']) || name == "." || name == ".." {
        return Err(Problem::new(
            "FILE_NAME_IS_PATH",
            "podaj samą nazwę pliku, bez ścieżki (bez znaków / i \\)",
            "give the file's name alone, without a path (no / and no \\)",
        ));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> Result<String, String> {
        file_name(text, 12).map_err(|problem| problem.code)
    }

    #[test]
    fn a_file_name_is_trimmed_and_counted_in_characters() {
        assert_eq!(code(" regulamiń.pdf "), Err("TOO_LONG".to_owned()));
        assert_eq!(code(" regulań.pdf "), Ok("regulań.pdf".to_owned()));
        assert_eq!(code(" \t\n"), Err("REQUIRED".to_owned()));
    }

    #[test]
    fn a_file_name_is_no_path() {
        for text in ["../a.pdf", "a/b.pdf", "C:\\a.pdf", ".", ".."] {
            assert_eq!(code(text), Err("FILE_NAME_IS_PATH".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_file_name_cannot_show_another_ending_than_it_has() {
        for text in [
            "a\u{202E}fdp.exe",
            "a\u{2066}b",
            "a\u{061C}b",
            "a\0b",
            "a\r\nb",
            "a\u{200B}b",
            "a\u{85}b",
        ] {
            assert_eq!(code(text), Err("CONTROL_CHARACTER".to_owned()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_fits_and_is_accepted_again(text in ".{0,40}") {
            if let Ok(kept) = code(&text) {
                prop_assert!((1..=12).contains(&kept.chars().count()));
                prop_assert_eq!(code(&kept), Ok(kept));
            }
        }
    }
}
