//! Money, counted in grosz and never in floating point.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of Polish zloty, in whole grosz. May be negative (a difference, a correction).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyProblem {
    /// Not digits with an optional fraction.
    #[error("write the amount in digits with a dot, for example 1249500.00")]
    NotANumber,
    /// More than two decimal places.
    #[error("an amount has at most two decimal places")]
    TooManyDecimals,
    /// Beyond what a project budget can be.
    #[error("an amount has at most 12 digits before the dot")]
    TooLarge,
}

impl MoneyProblem {
    /// The stable code of the problem.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "MONEY_NOT_A_NUMBER",
            Self::TooManyDecimals => "MONEY_TOO_MANY_DECIMALS",
            Self::TooLarge => "MONEY_TOO_LARGE",
        }
    }

    /// The Polish message.
    pub const fn message_pl(self) -> &'static str {
        match self {
            Self::NotANumber => "wpisz kwotę cyframi z kropką, np. 1249500.00",
            Self::TooManyDecimals => "kwota ma najwyżej dwa miejsca po przecinku",
            Self::TooLarge => "kwota ma najwyżej 12 cyfr przed kropką",
        }
    }
}

impl Money {
    /// No money at all.
    pub const ZERO: Self = Self(0);

    /// An amount of whole grosz.
    pub const fn from_grosz(grosz: i64) -> Self {
        Self(grosz)
    }

    /// The amount in grosz.
    pub const fn grosz(self) -> i64 {
        self.0
    }

    /// Reads `"1470000.00"`, `"8.3"` or `"-5"`: ASCII digits, a dot, at most two decimals.
    ///
    /// # Errors
    /// [`MoneyProblem`] names what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, MoneyProblem> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits
            .split_once('.')
            .map_or((digits, None), |(w, f)| (w, Some(f)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || fraction.is_some_and(|f| !all_digits(f)) {
            return Err(MoneyProblem::NotANumber);
        }
        let fraction = fraction.unwrap_or("0");
        if fraction.len() > 2 {
            return Err(MoneyProblem::TooManyDecimals);
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > 12 {
            return Err(MoneyProblem::TooLarge);
        }
        let zloty: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().map_err(|_| MoneyProblem::TooLarge)?
        };
        let tenths_or_hundredths: i64 = fraction.parse().map_err(|_| MoneyProblem::NotANumber)?;
        let grosz = zloty * 100
            + if fraction.len() == 1 {
                tenths_or_hundredths * 10
            } else {
                tenths_or_hundredths
            };
        Ok(Self(if negative { -grosz } else { grosz }))
    }

    /// The sum, or `None` where it would not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(grosz) => Some(Self(grosz)),
            None => None,
        }
    }

    /// The difference, or `None` where it would not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(grosz) => Some(Self(grosz)),
            None => None,
        }
    }

    /// The sum of all parts, or `None` where it would not fit. The sum of nothing is zero.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// What share of `whole` this is, in hundredths of a percent (85.00 % is 8500), rounded half up.
    ///
    /// `None` where there is no share: `whole` is not positive, or this is negative.
    pub fn share_of(self, whole: Self) -> Option<BasisPoints> {
        if whole.0 <= 0 || self.0 < 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.0), i128::from(whole.0));
        let points = (part * 20_000 + whole) / (2 * whole);
        i64::try_from(points).ok().map(BasisPoints)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let grosz = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", grosz / 100, grosz % 100)
    }
}

/// A share in hundredths of a percent: 85.00 % is 8500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(i64);

impl BasisPoints {
    /// So many hundredths of a percent.
    pub const fn from_hundredths_of_percent(points: i64) -> Self {
        Self(points)
    }

    /// The share in hundredths of a percent.
    pub const fn hundredths_of_percent(self) -> i64 {
        self.0
    }
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_and_written_to_the_grosz() {
        for (text, grosz) in [
            ("1470000.00", 147_000_000),
            ("8.3", 830),
            ("0.05", 5),
            ("-5", -500),
            ("007.10", 710),
        ] {
            assert_eq!(Money::parse(text), Ok(Money::from_grosz(grosz)), "{text}");
        }
        assert_eq!(Money::from_grosz(20_014_696).to_string(), "200146.96");
        assert_eq!(Money::from_grosz(-5).to_string(), "-0.05");
    }

    #[test]
    fn a_text_that_is_no_amount_says_what_is_wrong() {
        for text in [
            "", ".", "1.", ".5", "1,5", "1e3", "٣", "--1", "+1", " 1", "NaN", "-",
        ] {
            assert_eq!(Money::parse(text), Err(MoneyProblem::NotANumber), "{text}");
        }
        assert_eq!(Money::parse("1.005"), Err(MoneyProblem::TooManyDecimals));
        assert_eq!(Money::parse("1234567890123"), Err(MoneyProblem::TooLarge));
        assert_eq!(
            Money::parse("999999999999.99"),
            Ok(Money::from_grosz(99_999_999_999_999))
        );
    }

    #[test]
    fn a_share_is_rounded_half_up_and_absent_where_there_is_no_whole() {
        let eu = Money::from_grosz(124_950_000);
        assert_eq!(
            eu.share_of(Money::from_grosz(147_000_000)).unwrap().to_string(),
            "85.00"
        );
        assert_eq!(
            Money::from_grosz(2_101_543)
                .share_of(Money::from_grosz(20_014_696))
                .unwrap()
                .to_string(),
            "10.50"
        );
        assert_eq!(eu.share_of(Money::ZERO), None);
    }
}
