//! Ceilings of a budget, by the rates that hold on the project's day. Warnings: a version comes into force with them.
//!
//! Shares are compared by exact amounts; the percentages shown are rounded.

mod look_up;
mod rule;

use wsparcie_kernel::Money;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{BudgetCheck, BudgetFlag, BudgetSums, BudgetTerms};

use super::sums::own_contribution;
use look_up::{Limit, Unknown};
use rule::{CROSS_FINANCING, INDIRECT_AGREED, INDIRECT_TABLE, OWN_SHARE, RATE_WITHIN_TABLE};

pub use look_up::{KnownRate, LookUp, RATE_CODES};

/// Every check of a version.
pub fn checks(sums: &BudgetSums, terms: &BudgetTerms, look_up: &LookUp<'_>) -> Vec<BudgetCheck> {
    let flagged = |flag| {
        let found = sums.by_flag.iter().find(|sum| sum.flag == flag);
        found.map_or(Money::ZERO, |sum| sum.amount)
    };
    let (indirect, cross) = (flagged(BudgetFlag::Indirect), flagged(BudgetFlag::CrossFinancing));
    let own = own_contribution(&sums.by_source);
    let table = look_up.table(sums.direct);
    vec![
        INDIRECT_TABLE.at_most(look_up, sums.direct, indirect, &table),
        INDIRECT_AGREED.at_most(
            look_up,
            sums.direct,
            indirect,
            &agreed(terms.indirect_rate, AGREED_RATE),
        ),
        RATE_WITHIN_TABLE.rate_at_most(look_up, sums.direct, terms.indirect_rate, &table),
        CROSS_FINANCING.at_most(
            look_up,
            sums.total,
            cross,
            &look_up.share("cross_financing_share"),
        ),
        OWN_SHARE.at_least(look_up, sums.total, own, &agreed(terms.own_share, OWN)),
    ]
}

/// A term of the version that may be unknown: the field, why it is undecided then, and what it is by.
type Term = (&'static str, &'static str, &'static str, &'static str);

const AGREED_RATE: Term = (
    "indirectRate",
    "nie podano uzgodnionej stawki kosztów pośrednich",
    "the agreed rate of indirect costs is not given",
    "umowa o dofinansowanie: uzgodniona stawka kosztów pośrednich",
);
const OWN: Term = (
    "ownShare",
    "nie podano wymaganego udziału wkładu własnego",
    "the required share of own contribution is not given",
    "regulamin naboru lub umowa o dofinansowanie: wymagany wkład własny",
);

fn agreed(share: Option<BasisPoints>, (missing, pl, en, basis): Term) -> Result<Limit, Unknown> {
    let unknown = Unknown {
        missing,
        pl: pl.to_owned(),
        en: en.to_owned(),
    };
    share
        .map(|share| Limit {
            share,
            legal_basis: basis.to_owned(),
        })
        .ok_or(unknown)
}
