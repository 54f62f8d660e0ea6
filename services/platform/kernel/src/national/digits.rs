//! Digits, separators and weighted sums.

/// Whether a character is a hyphen or one of the dashes that word processors put in its place.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The text without white space and dashes, which people type to make a long number readable.
pub(super) fn without_separators(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_dash(*c))
        .collect()
}

/// Whether the text consists of ASCII digits only. True for the empty text.
pub(super) fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Values of the digits of a text that consists of ASCII digits.
pub(super) fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> {
    digits.bytes().map(|byte| u32::from(byte.saturating_sub(b'0')))
}

/// Sum of the leading digits, each times its weight. Digits after the last weight do not count.
pub(super) fn weighted_sum(digits: &str, weights: &[u32]) -> u32 {
    values(digits)
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// Value of the last digit; `None` for the empty text.
pub(super) fn last_value(digits: &str) -> Option<u32> {
    values(digits).next_back()
}

/// Whether every digit is zero: such numbers pass the checksums that are sums, and stand for "none" in sources.
pub(super) fn are_zeros(digits: &str) -> bool {
    digits.bytes().all(|byte| byte == b'0')
}
