//! The few measures that comparisons print.
//!
//! Owns how they are rounded. It must not know what is counted. Input is counts and whole amounts (grosz, basis points),
//! output as well; over nothing every measure is `None`, never 0.
//!
//! Points are rounded half up (towards greater values at the half), bounds outward, so that an interval never claims more
//! than it knows.

mod mean;
mod proportion;
mod spread;
#[cfg(test)]
mod tests;

pub use mean::{mean, weighted_mean};
pub use proportion::{Proportion, wilson};
pub use spread::{Spread, spread};

/// `numerator / denominator` rounded half up; `None` if the denominator is not positive or the result is too large.
pub fn ratio_half_up(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let doubled = numerator.checked_mul(2)?.checked_add(denominator)?;
    i64::try_from(doubled.div_euclid(denominator.checked_mul(2)?)).ok()
}
