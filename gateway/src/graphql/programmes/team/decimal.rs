//! Small decimals as text: hours, quantities, shares. Never in floating point.

/// Reads digits with a dot and at most so many decimals into a whole number of the smallest step; `None` if the text is not
/// one, or is beyond what a whole number holds.
pub(super) fn read(text: &str, decimals: u32) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let places = usize::try_from(decimals).ok()?;
    let has_dot = text.contains('.');
    if whole.is_empty() || !digits(whole) || !digits(fraction) || (has_dot && fraction.is_empty()) {
        return None;
    }
    if fraction.len() > places {
        return None;
    }
    let padded = format!("{whole}{fraction:0<places$}");
    padded.parse().ok()
}

/// Writes a number of the smallest step without needless zeros.
pub(super) fn write(value: i64, decimals: u32) -> String {
    let step = 10_i64.saturating_pow(decimals);
    let (whole, fraction) = (value / step, value % step);
    let places = usize::try_from(decimals).unwrap_or_default();
    let text = format!("{whole}.{fraction:0>places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_and_written_without_needless_zeros() {
        for (text, value, back) in [
            ("50", 50_000, "50"),
            ("1.5", 1_500, "1.5"),
            ("0.001", 1, "0.001"),
            ("2.50", 2_500, "2.5"),
        ] {
            assert_eq!(read(text, 3), Some(value));
            assert_eq!(write(value, 3), back);
        }
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "1,5",
            "1.2345",
            "1e3",
            "99999999999999999999",
        ] {
            assert_eq!(read(bad, 3), None, "{bad}");
        }
    }
}
