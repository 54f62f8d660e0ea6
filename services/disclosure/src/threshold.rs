//! How few people are too few to be shown.

use serde::{Deserialize, Serialize};

/// The smallest number of people that is shown: cells below it are sensitive.
///
/// Source: issue/domain rule: 5, and per authority at least 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Threshold(u8);

/// A threshold outside 3..=50: lower ones protect nobody, higher ones hide whole regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a threshold is from 3 to 50 people")]
pub struct NoThreshold;

impl Threshold {
    /// Three people; no authority may go below.
    pub const LOWEST: Self = Self(3);
    /// Five people, unless an authority is told otherwise.
    pub const DEFAULT: Self = Self(5);
    /// Fifty people; a pattern is computed for every threshold on the way, so there is an end.
    pub const HIGHEST: Self = Self(50);

    /// Shows cells of at least `people`; `None` outside 3..=50.
    pub const fn at_least(people: u8) -> Option<Self> {
        if people >= Self::LOWEST.0 && people <= Self::HIGHEST.0 {
            Some(Self(people))
        } else {
            None
        }
    }

    /// How many people this is.
    pub const fn people(self) -> u8 {
        self.0
    }

    /// As the values of cells are counted.
    pub(crate) const fn count(self) -> i64 {
        self.0 as i64
    }

    /// Every threshold from the lowest to this one.
    pub(crate) fn ladder(self) -> impl Iterator<Item = Self> {
        (Self::LOWEST.0..=self.0).map(Self)
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl TryFrom<u8> for Threshold {
    type Error = NoThreshold;

    fn try_from(people: u8) -> Result<Self, NoThreshold> {
        Self::at_least(people).ok_or(NoThreshold)
    }
}

impl From<Threshold> for u8 {
    fn from(threshold: Threshold) -> Self {
        threshold.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_under_three_is_no_threshold() {
        assert_eq!(Threshold::at_least(2), None);
        assert_eq!(Threshold::at_least(51), None);
        assert_eq!(Threshold::at_least(5), Some(Threshold::DEFAULT));
    }
}
