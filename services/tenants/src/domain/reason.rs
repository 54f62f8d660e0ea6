//! Reasons: why somebody did what others will ask about.

use wsparcie_kernel::Problem;
use wsparcie_kernel::input::line;

const LONGEST: usize = 500;

/// Reads a reason of `shortest` to 500 characters.
///
/// # Errors
/// `REASON_TOO_SHORT`, or what [`line`] refuses; without a path.
pub(crate) fn reason(text: &str, shortest: usize) -> Result<String, Problem> {
    let reason = line(text, LONGEST)?;
    if reason.chars().count() < shortest {
        return Err(Problem::new(
            "REASON_TOO_SHORT",
            format!("uzasadnienie musi mieć co najmniej {shortest} znaków; napisz, co się stało i dlaczego"),
            format!("a reason has at least {shortest} characters; write what happened and why"),
        ));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_counted_in_characters_without_the_space_around_it() {
        for (text, code) in [
            ("  zażółćżółć ", Some("REASON_TOO_SHORT")),
            ("zażółćżółćż", None),
            ("   ", Some("REQUIRED")),
            ("zażółć\nżółć", Some("CONTROL_CHARACTER")),
        ] {
            assert_eq!(
                reason(text, 11).err().map(|problem| problem.code).as_deref(),
                code,
                "{text}"
            );
        }
        assert_eq!(reason(&"ż".repeat(501), 10).unwrap_err().code, "TOO_LONG");
    }
}
