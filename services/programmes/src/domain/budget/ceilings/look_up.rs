//! Which rate holds for a project: on its day, of its funding period, as known at a release.

use std::ops::RangeInclusive;

use chrono::Datelike;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Date, Money};
use wsparcie_programmes_api::{FundingPeriod, Rate, RateUnit};

/// A rate with the releases that know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRate {
    /// The rate.
    pub rate: Rate,
    /// The release that brought it.
    pub introduced_by: i64,
    /// The release that ended it.
    pub ended_by: Option<i64>,
}

/// What ceilings are looked up by.
#[derive(Debug, Clone, Copy)]
pub struct LookUp<'a> {
    /// The project's first day; where it is unknown, the day from which the version is in force.
    pub on: Option<Date>,
    /// The funding period of the project's number or programme.
    pub period: Option<FundingPeriod>,
    /// The release of reference data.
    pub release: i64,
    /// Rates of all releases and days.
    pub rates: &'a [KnownRate],
}

/// The codes of all rates that ceilings are made of begin with one of these.
pub const RATE_CODES: [&str; 2] = ["indirect_costs_", "cross_financing_share"];

/// Why a rate is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) missing: &'static str,
    pub(super) pl: String,
    pub(super) en: String,
}

/// A ceiling or a required share, and the rule behind it.
pub(super) struct Limit {
    pub(super) share: BasisPoints,
    pub(super) legal_basis: String,
}

impl LookUp<'_> {
    /// The rate of a code that holds for the project.
    fn rate(&self, code: &str) -> Result<&Rate, Unknown> {
        let Some(on) = self.on else {
            return Err(Unknown {
                missing: "startsOn",
                pl: "nie wiadomo, na jaki dzień szukać progu: podaj początek projektu".to_owned(),
                en: "it is not known on which day to look the ceiling up: give the project's first day"
                    .to_owned(),
            });
        };
        let Some(period) = self.period else {
            return Err(Unknown {
                missing: "programme",
                pl: "nie wiadomo, z jakiego okresu finansowania jest projekt: podaj jego numer albo program"
                    .to_owned(),
                en: "the project's funding period is not known: give its number or programme".to_owned(),
            });
        };
        // A project that begins when the years of its period are over goes by the last rule that they had.
        let day = on.min(last_of(period));
        let holds = |known: &&KnownRate| {
            let rate = &known.rate;
            rate.code == code
                && rate.valid_from <= day
                && rate.valid_to.is_none_or(|end| day <= end)
                && known.introduced_by <= self.release
                && known.ended_by.is_none_or(|end| end > self.release)
                // Eligible spending of one period runs into the next, so the day alone does not tell whose rule it is.
                && is_of(period, rate.valid_from)
        };
        let found = self.rates.iter().find(holds).map(|known| &known.rate);
        found.ok_or_else(|| Unknown {
            missing: "rates",
            pl: format!(
                "zasady okresu {} na dzień {on} nie są wprowadzone do danych referencyjnych",
                period.label_pl()
            ),
            en: format!(
                "the rules of {} for {on} are not in the reference data",
                period.label_en()
            ),
        })
    }

    /// The band of the table of indirect costs that direct costs fall in.
    pub(super) fn table(&self, direct: Money) -> Result<Limit, Unknown> {
        for band in 1.. {
            let Ok(up_to) = self.rate(&format!("indirect_costs_band_{band}_direct")) else {
                break;
            };
            if up_to.unit == RateUnit::Grosz && direct.grosz() <= up_to.amount {
                return self.share(&format!("indirect_costs_band_{band}_share"));
            }
        }
        self.share("indirect_costs_above_share")
    }

    pub(super) fn share(&self, code: &str) -> Result<Limit, Unknown> {
        self.rate(code).map(|rate| Limit {
            share: BasisPoints::from_hundredths_of_percent(rate.amount),
            legal_basis: rate.legal_basis.clone(),
        })
    }
}

/// The years that a period is named by.
const fn years(period: FundingPeriod) -> RangeInclusive<i32> {
    match period {
        FundingPeriod::P2007 => 2007..=2013,
        FundingPeriod::P2014 => 2014..=2020,
        FundingPeriod::P2021 => 2021..=2027,
    }
}

/// Whether a rule that began on this day is one of the period's.
fn is_of(period: FundingPeriod, valid_from: Date) -> bool {
    years(period).contains(&valid_from.year())
}

/// The last day of the years that a period is named by.
fn last_of(period: FundingPeriod) -> Date {
    Date::from_ymd_opt(*years(period).end(), 12, 31).unwrap_or(Date::MAX)
}
