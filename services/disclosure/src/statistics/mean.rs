//! Means, weighted and not.

use super::ratio_half_up;

/// The mean of single values, each counting once (the unweighted mean of a comparison), in their unit, rounded half up.
/// `None` over nothing.
pub fn mean(values: &[i64]) -> Option<i64> {
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    ratio_half_up(sum, i128::try_from(values.len()).ok()?)
}

/// `scale × Σ numerators / Σ denominators`, rounded half up: the weighted mean, such as the cost of all projects over
/// all their participants (scale 1, in grosz), or all own contribution over all budgets (scale 10 000, in basis points).
///
/// A pair with a denominator below 0 is a mistake of the caller: the answer is `None`, as over nothing or over
/// denominators of 0 altogether.
pub fn weighted_mean(pairs: &[(i64, i64)], scale: u32) -> Option<i64> {
    if pairs.iter().any(|(_, denominator)| *denominator < 0) {
        return None;
    }
    let (mut numerator, mut denominator) = (0_i128, 0_i128);
    for (above, below) in pairs {
        numerator += i128::from(*above);
        denominator += i128::from(*below);
    }
    ratio_half_up(numerator.checked_mul(i128::from(scale))?, denominator)
}
