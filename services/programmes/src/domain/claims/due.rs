//! When a claim is due, and how long its period may be: by dated rates, looked up at the end of the period.

use chrono::Days;
use wsparcie_kernel::Date;
use wsparcie_programmes_api::{ClaimDue, ClaimKind, RateUnit};

use crate::domain::calendar::{HolidayRule, WorkingDays};
use crate::domain::months::last_day_of_months;

/// The rate of claims but final ones.
const DUE: &str = "claim_due";
/// The rate of final claims.
const FINAL_DUE: &str = "final_claim_due";
/// The rate of the longest period.
const LONGEST: &str = "claim_period";
/// The rates that the rules here look up.
pub const CLAIM_RATES: [&str; 3] = [DUE, FINAL_DUE, LONGEST];

/// A rate with both its times: when it holds, and in which releases it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRate {
    /// Stable code.
    pub code: String,
    /// What the amount counts.
    pub unit: RateUnit,
    /// How much.
    pub amount: i64,
    /// The first day on which it holds.
    pub valid_from: Date,
    /// The last day; absent if open.
    pub valid_to: Option<Date>,
    /// The law or guideline.
    pub legal_basis: String,
    /// The first release that knows it.
    pub introduced_by: i64,
    /// The first release that does not know it any more.
    pub ended_by: Option<i64>,
}

/// What deadlines are counted by.
#[derive(Debug, Clone)]
pub struct DeadlineRules {
    /// The rates of [`CLAIM_RATES`], all releases.
    pub rates: Vec<DatedRate>,
    /// The rules of public holidays, as known now.
    pub holidays: Vec<HolidayRule>,
    /// The newest release.
    pub release: i64,
}

impl DeadlineRules {
    /// When a claim is due, by what is known now.
    ///
    /// Days are counted from the day after the period's end. A final claim's days are calendar days and end on whichever day
    /// they end, a Sunday too: no source says otherwise.
    pub fn due(&self, kind: ClaimKind, period_to: Date) -> ClaimDue {
        let Some(rate) = self.rate_of(kind, period_to, self.release) else {
            return Self::explained(None, None, self.release);
        };
        let on = match (u32::try_from(rate.amount), rate.unit) {
            (Ok(count), RateUnit::WorkingDay) => WorkingDays::by(&self.holidays).after(period_to, count),
            (Ok(count), RateUnit::Day) => period_to.checked_add_days(Days::new(count.into())),
            (Ok(count), RateUnit::Month) => period_to
                .succ_opt()
                .and_then(|first| last_day_of_months(first, count)),
            _ => None,
        };
        Self::explained(on, Some(rate), self.release)
    }

    /// The deadline as it was kept at the first submission, with the rate it came from.
    pub fn kept(&self, kind: ClaimKind, period_to: Date, on: Option<Date>, release: i64) -> ClaimDue {
        Self::explained(on, self.rate_of(kind, period_to, release), release)
    }

    /// The last day of a period that begins on `from` and ends on or about `to`, with the law that limits it; `None` where no
    /// limit is known.
    pub fn longest(&self, from: Date, to: Date) -> Option<(Date, i64, &str)> {
        let rate = self.rate(LONGEST, to, self.release)?;
        let months = u32::try_from(rate.amount)
            .ok()
            .filter(|_| rate.unit == RateUnit::Month)?;
        Some((last_day_of_months(from, months)?, rate.amount, &rate.legal_basis))
    }

    fn rate_of(&self, kind: ClaimKind, on: Date, release: i64) -> Option<&DatedRate> {
        let code = if kind == ClaimKind::Final { FINAL_DUE } else { DUE };
        self.rate(code, on, release)
    }

    fn rate(&self, code: &str, on: Date, release: i64) -> Option<&DatedRate> {
        self.rates.iter().find(|rate| {
            rate.code == code
                && rate.valid_from <= on
                && rate.valid_to.is_none_or(|last| on <= last)
                && rate.introduced_by <= release
                && rate.ended_by.is_none_or(|ended| release < ended)
        })
    }

    fn explained(on: Option<Date>, rate: Option<&DatedRate>, release: i64) -> ClaimDue {
        ClaimDue {
            on,
            count: rate.map(|rate| rate.amount),
            unit: rate.map(|rate| rate.unit),
            legal_basis: rate.map(|rate| rate.legal_basis.clone()),
            release,
        }
    }
}
