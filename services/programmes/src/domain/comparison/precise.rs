//! Means and quartiles of ratios, rounded once. From values that are rounded already they would be rounded twice: the mean of
//! 12 of 22 and 0 of 9 is 27.27 %, of 54.55 % and 0.00 % it would be 27.28 %.
//!
//! Ratios are added as whole numbers of 10⁻¹⁸: their common denominator could be of any length. Each is rounded up there, so
//! that what lies exactly in the middle of two results is rounded half up, as everywhere; wrong would be only what comes
//! closer to the middle than 10⁻¹⁸ for each ratio without reaching it.

use wsparcie_disclosure::statistics::ratio_half_up;
use wsparcie_programmes_api::FigureSpread;

/// One, in the fixed-point numbers of this module.
const ONE: i128 = 1_000_000_000_000_000_000;

/// The mean of `scale × numerator / denominator`, each ratio counting once, rounded half up. `None` over nothing, and where a
/// denominator is not positive.
pub(super) fn mean(ratios: &[(i64, i64)], scale: u32) -> Option<i64> {
    let fixed = all_fixed(ratios, scale)?;
    let sum = fixed
        .iter()
        .try_fold(0_i128, |sum, value| sum.checked_add(*value))?;
    round(sum, i128::try_from(fixed.len()).ok()?)
}

/// Least, quartiles and greatest of `scale × numerator / denominator`, each rounded half up; quartiles as
/// `wsparcie_disclosure::statistics::spread` has them. `None` as for [`mean`].
pub(super) fn spread(ratios: &[(i64, i64)], scale: u32) -> Option<FigureSpread> {
    let mut sorted = all_fixed(ratios, scale)?;
    sorted.sort_unstable();
    Some(FigureSpread {
        least: round(*sorted.first()?, 1)?,
        lower_quartile: quartile(&sorted, 1)?,
        median: quartile(&sorted, 2)?,
        upper_quartile: quartile(&sorted, 3)?,
        greatest: round(*sorted.last()?, 1)?,
    })
}

fn quartile(sorted: &[i128], quarter: usize) -> Option<i64> {
    let position = sorted.len().checked_sub(1)?.checked_mul(quarter)?;
    let (index, quarters_on) = (position / 4, i128::try_from(position % 4).ok()?);
    let low = *sorted.get(index)?;
    let high = *sorted.get(index + 1).or(sorted.get(index))?;
    let both = low
        .checked_mul(4 - quarters_on)?
        .checked_add(high.checked_mul(quarters_on)?)?;
    round(both, 4)
}

fn all_fixed(ratios: &[(i64, i64)], scale: u32) -> Option<Vec<i128>> {
    ratios.iter().map(|ratio| fixed(*ratio, scale)).collect()
}

/// A ratio in fixed point, rounded up.
fn fixed((numerator, denominator): (i64, i64), scale: u32) -> Option<i128> {
    if denominator <= 0 {
        return None;
    }
    let denominator = i128::from(denominator);
    let above = i128::from(numerator) * i128::from(scale);
    let rest = above.rem_euclid(denominator) * ONE;
    let up = i128::from(rest % denominator != 0);
    above
        .div_euclid(denominator)
        .checked_mul(ONE)?
        .checked_add(rest / denominator + up)
}

fn round(fixed: i128, parts: i128) -> Option<i64> {
    ratio_half_up(fixed, parts.checked_mul(ONE)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wsparcie_disclosure::statistics;

    use super::*;

    #[test]
    fn means_and_quartiles_are_rounded_once() {
        assert_eq!(mean(&[(12, 22), (0, 9)], 10_000), Some(2727), "27.2727…");
        let two = spread(&[(12, 22), (0, 9)], 10_000).unwrap();
        assert_eq!((two.least, two.median, two.greatest), (0, 2727, 5455));
        let three = spread(&[(9, 14), (1, 1), (3, 3)], 10_000).unwrap();
        assert_eq!(
            (three.least, three.lower_quartile, three.median),
            (6429, 8214, 10_000)
        );
        // Cost per place: 10.00 zł over 3 places, twice, and nothing over one: 2.2222… zł each in the mean.
        assert_eq!(mean(&[(1000, 3), (1000, 3), (0, 1)], 1), Some(222));
    }

    #[test]
    fn what_lies_in_the_middle_is_rounded_up_whatever_the_fractions_are() {
        assert_eq!(mean(&[(1, 3), (2, 3)], 1), Some(1), "half");
        assert_eq!(mean(&[(1, 6), (1, 3)], 1), Some(0), "a quarter");
        assert_eq!(mean(&[(1, 7), (6, 7), (1, 2), (1, 2)], 1), Some(1));
        assert_eq!(spread(&[(1, 3), (2, 3)], 1).unwrap().median, 1);
        assert_eq!(mean(&[(-1, 3), (-2, 3)], 1), Some(0), "towards the greater value");
    }

    #[test]
    fn over_nothing_there_is_nothing_and_large_amounts_do_not_overflow() {
        assert_eq!((mean(&[], 1), spread(&[], 1)), (None, None));
        assert_eq!(mean(&[(1, 0)], 1), None);
        let most = 99_999_999_999_999;
        assert_eq!(mean(&vec![(most, most); 5000], 10_000), Some(10_000));
        assert_eq!(mean(&vec![(most, 1); 5000], 1), Some(most));
        assert_eq!(spread(&[(most, 1), (1, most)], 1).unwrap().greatest, most);
    }

    proptest! {
        /// Over whole values they are the means and quartiles of the disclosure crate.
        #[test]
        fn whole_values_have_the_means_and_quartiles_of_statistics(
            values in proptest::collection::vec(-100_000_i64..100_000, 1..30),
        ) {
            let ratios: Vec<_> = values.iter().map(|value| (*value, 1)).collect();
            prop_assert_eq!(mean(&ratios, 1), statistics::mean(&values));
            let (ours, theirs) = (spread(&ratios, 1).unwrap(), statistics::spread(&values).unwrap());
            prop_assert_eq!(
                (ours.least, ours.lower_quartile, ours.median, ours.upper_quartile, ours.greatest),
                (theirs.least, theirs.lower_quartile, theirs.median, theirs.upper_quartile, theirs.greatest)
            );
        }

        /// Against the sum over the product of all denominators.
        #[test]
        fn few_ratios_have_the_mean_of_their_common_denominator(
            ratios in proptest::collection::vec((0_i64..60, 1_i64..60), 1..6),
        ) {
            let common: i128 = ratios.iter().map(|(_, below)| i128::from(*below)).product();
            let sum: i128 = ratios
                .iter()
                .map(|(above, below)| i128::from(*above) * 10_000 * (common / i128::from(*below)))
                .sum();
            let exact = ratio_half_up(sum, common * i128::try_from(ratios.len()).unwrap());
            prop_assert_eq!(mean(&ratios, 10_000), exact);
        }
    }
}
