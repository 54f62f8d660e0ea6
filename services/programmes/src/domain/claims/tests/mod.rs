//! The rules of claims by table and by property.

mod approval;
mod draft;
mod due;
mod held;
mod money;
mod period;
mod steps;
mod submission;

use wsparcie_kernel::Date;
use wsparcie_programmes_api::RateUnit;

use super::{CLAIM_RATES, DatedRate, DeadlineRules};
use crate::domain::calendar::{Falls, HolidayRule};
use crate::domain::reference::{Entry, ReferenceFile, SHIPPED, shipped_holidays};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn rate(code: &str, unit: RateUnit, amount: i64) -> DatedRate {
    DatedRate {
        code: code.to_owned(),
        unit,
        amount,
        valid_from: day("2014-01-01"),
        valid_to: Some(day("2023-12-31")),
        legal_basis: "Wytyczne 2014-2020".to_owned(),
        introduced_by: 2,
        ended_by: None,
    }
}

fn holiday(code: &str, falls: Falls, from: &str, to: Option<&str>) -> HolidayRule {
    HolidayRule {
        code: code.to_owned(),
        falls,
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        valid_from: day(from),
        valid_to: to.map(day),
        legal_basis: "ustawa".to_owned(),
    }
}

/// The rules that the platform comes with.
fn shipped() -> DeadlineRules {
    let entries = ReferenceFile::parse(SHIPPED).unwrap().entries;
    let rates = entries.into_iter().filter_map(|entry| match entry {
        Entry::Rate(row) => Some(DatedRate {
            code: row.code,
            unit: row.unit,
            amount: row.amount,
            valid_from: row.times.from,
            valid_to: row.times.to,
            legal_basis: row.legal_basis,
            introduced_by: 2,
            ended_by: None,
        }),
        _ => None,
    });
    DeadlineRules {
        rates: rates.collect(),
        holidays: shipped_holidays(),
        release: 2,
    }
}

/// The Polish rules of 2014-20, in a table of their own.
fn rules() -> DeadlineRules {
    let fixed = |month, day| Falls::Fixed { month, day };
    let old = "1951-01-18";
    DeadlineRules {
        rates: vec![
            rate("claim_due", RateUnit::WorkingDay, 10),
            rate("final_claim_due", RateUnit::Day, 30),
            rate("claim_period", RateUnit::Month, 3),
        ],
        holidays: vec![
            holiday("new_year", fixed(1, 1), old, None),
            holiday("epiphany", fixed(1, 6), "2011-01-01", None),
            holiday("easter", Falls::Easter { offset: 0 }, old, None),
            holiday("easter_monday", Falls::Easter { offset: 1 }, old, None),
            holiday("may", fixed(5, 1), old, None),
            holiday("constitution", fixed(5, 3), old, None),
            holiday("corpus_christi", Falls::Easter { offset: 60 }, old, None),
            holiday("assumption", fixed(8, 15), old, None),
            holiday("all_saints", fixed(11, 1), old, None),
            holiday("independence", fixed(11, 11), old, None),
            holiday("hundred_years", fixed(11, 12), "2018-11-12", Some("2018-11-12")),
            holiday("christmas_eve", fixed(12, 24), "2025-02-01", None),
            holiday("christmas", fixed(12, 25), old, None),
            holiday("st_stephen", fixed(12, 26), old, None),
        ],
        release: 2,
    }
}
