//! How values spread: least, quartiles, greatest.

use super::ratio_half_up;

/// Least, quartiles and greatest of some values, in their unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The least value.
    pub least: i64,
    /// A quarter of the way, rounded half up.
    pub lower_quartile: i64,
    /// The middle, rounded half up.
    pub median: i64,
    /// Three quarters of the way, rounded half up.
    pub upper_quartile: i64,
    /// The greatest value.
    pub greatest: i64,
}

/// Describes values in any order; `None` over nothing.
///
/// Quartiles by linear interpolation ("type 7" of Hyndman and Fan, as in spreadsheets): of `n` sorted values the one at
/// position `(n − 1) · q / 4`, counted from 0, and between two values in proportion. Computed in whole numbers.
pub fn spread(values: &[i64]) -> Option<Spread> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    Some(Spread {
        least: *sorted.first()?,
        lower_quartile: quartile(&sorted, 1)?,
        median: quartile(&sorted, 2)?,
        upper_quartile: quartile(&sorted, 3)?,
        greatest: *sorted.last()?,
    })
}

fn quartile(sorted: &[i64], quarter: usize) -> Option<i64> {
    let position = (sorted.len() - 1) * quarter;
    let (index, quarters_on) = (position / 4, i128::try_from(position % 4).ok()?);
    let low = i128::from(*sorted.get(index)?);
    let high = i128::from(*sorted.get(index + 1).or(sorted.get(index))?);
    ratio_half_up(low * (4 - quarters_on) + high * quarters_on, 4)
}
