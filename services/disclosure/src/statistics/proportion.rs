//! A share of people with its interval.

use super::ratio_half_up;

/// The two-sided 95 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// All, in basis points.
const WHOLE: f64 = 10_000.0;

/// A share and how far it can be trusted, in basis points (1/100 of a percent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    /// The share, rounded half up.
    pub point: i64,
    /// The lower bound, rounded down.
    pub lower: i64,
    /// The upper bound, rounded up.
    pub upper: i64,
}

/// The Wilson score interval at 95 % for `successes` of `of` people; `None` of nobody, or if there are more successes
/// than people.
///
/// With z = 1.959964, p = successes / of: `(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)`. Computed in floats: below
/// 2⁵³ people the error is far under a millionth of a basis point, by which the bounds are moved outward before rounding;
/// at nobody and at everybody they are exactly 0 and 1, as the formula has it.
pub fn wilson(successes: u64, of: u64) -> Option<Proportion> {
    if of == 0 || successes > of || of >= 1 << 53 {
        return None;
    }
    let point = ratio_half_up(i128::from(successes) * 10_000, i128::from(of))?;
    let (n, p) = (float(of), float(successes) / float(of));
    let square = Z * Z;
    let centre = p + square / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let scale = 1.0 + square / n;
    let tolerance = 1e-6;
    let lower = ((centre - spread) / scale * WHOLE - tolerance)
        .floor()
        .clamp(0.0, WHOLE);
    let upper = ((centre + spread) / scale * WHOLE + tolerance)
        .ceil()
        .clamp(0.0, WHOLE);
    Some(Proportion {
        point,
        lower: if successes == 0 { 0 } else { whole(lower) },
        upper: if successes == of { 10_000 } else { whole(upper) },
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "checked to be below 2^53, where every integer is exact"
)]
fn float(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=10 000")]
fn whole(value: f64) -> i64 {
    value as i64
}
