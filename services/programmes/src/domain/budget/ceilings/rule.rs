//! The rules in words, and an amount or a rate held against one.

use wsparcie_kernel::Money;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{BudgetCheck, CheckVerdict};

use super::AGREED_RATE;
use super::look_up::{Limit, LookUp, Unknown};

/// A rule in words.
pub(super) struct Rule {
    code: &'static str,
    label: (&'static str, &'static str),
    base: (&'static str, &'static str),
}

pub(super) const INDIRECT_TABLE: Rule = Rule {
    code: "indirect_costs_table",
    label: (
        "koszty pośrednie w granicach tabeli",
        "indirect costs within the table",
    ),
    base: ("koszty bezpośrednie", "direct costs"),
};
pub(super) const INDIRECT_AGREED: Rule = Rule {
    code: "indirect_costs_agreed_rate",
    label: (
        "koszty pośrednie w granicach uzgodnionej stawki",
        "indirect costs within the agreed rate",
    ),
    base: ("koszty bezpośrednie", "direct costs"),
};
pub(super) const RATE_WITHIN_TABLE: Rule = Rule {
    code: "agreed_rate_within_table",
    label: (
        "uzgodniona stawka kosztów pośrednich w granicach tabeli",
        "agreed rate of indirect costs within the table",
    ),
    base: ("koszty bezpośrednie", "direct costs"),
};
pub(super) const CROSS_FINANCING: Rule = Rule {
    code: "cross_financing",
    label: (
        "cross-financing w granicach limitu",
        "cross-financing within its limit",
    ),
    base: ("wartość ogółem", "total value"),
};
pub(super) const OWN_SHARE: Rule = Rule {
    code: "own_contribution",
    label: (
        "wkład własny co najmniej w wymaganym udziale",
        "own contribution of at least the required share",
    ),
    base: ("wartość ogółem", "total value"),
};

impl Rule {
    fn undecided(&self, look_up: &LookUp<'_>, base: Money) -> BudgetCheck {
        BudgetCheck {
            rule: self.code.to_owned(),
            label_pl: self.label.0.to_owned(),
            label_en: self.label.1.to_owned(),
            legal_basis: None,
            base_label_pl: self.base.0.to_owned(),
            base_label_en: self.base.1.to_owned(),
            base,
            limit: None,
            limit_amount: None,
            actual: None,
            actual_amount: None,
            verdict: CheckVerdict::Undecided,
            missing: Vec::new(),
            why_pl: None,
            why_en: None,
            on: look_up.on,
            release: Some(look_up.release),
        }
    }

    fn with_limit(&self, look_up: &LookUp<'_>, base: Money, limit: &Result<Limit, Unknown>) -> BudgetCheck {
        let check = self.undecided(look_up, base);
        match limit {
            Ok(limit) => BudgetCheck {
                legal_basis: Some(limit.legal_basis.clone()),
                limit: Some(limit.share),
                ..check
            },
            Err(unknown) => BudgetCheck {
                missing: vec![unknown.missing.to_owned()],
                why_pl: Some(unknown.pl.clone()),
                why_en: Some(unknown.en.clone()),
                ..check
            },
        }
    }

    fn of_amounts(
        &self,
        look_up: &LookUp<'_>,
        base: Money,
        actual: Money,
        limit: &Result<Limit, Unknown>,
    ) -> BudgetCheck {
        BudgetCheck {
            actual: actual.share_of(base),
            actual_amount: Some(actual),
            ..self.with_limit(look_up, base, limit)
        }
    }

    /// A ceiling on an amount.
    pub(super) fn at_most(
        &self,
        look_up: &LookUp<'_>,
        base: Money,
        actual: Money,
        limit: &Result<Limit, Unknown>,
    ) -> BudgetCheck {
        let mut check = self.of_amounts(look_up, base, actual, limit);
        if let Ok(limit) = limit {
            let ceiling = portion(base, limit.share).div_euclid(10_000);
            check.limit_amount = i64::try_from(ceiling).ok().map(Money::from_grosz);
            check.verdict = verdict(i128::from(actual.grosz()) <= ceiling);
        }
        check
    }

    /// A share that an amount has to reach.
    pub(super) fn at_least(
        &self,
        look_up: &LookUp<'_>,
        base: Money,
        actual: Money,
        limit: &Result<Limit, Unknown>,
    ) -> BudgetCheck {
        let mut check = self.of_amounts(look_up, base, actual, limit);
        if let Ok(limit) = limit {
            let floor = (portion(base, limit.share) + 9_999).div_euclid(10_000);
            check.limit_amount = i64::try_from(floor).ok().map(Money::from_grosz);
            check.verdict = verdict(i128::from(actual.grosz()) >= floor);
        }
        check
    }

    /// A ceiling on a rate.
    pub(super) fn rate_at_most(
        &self,
        look_up: &LookUp<'_>,
        base: Money,
        rate: Option<BasisPoints>,
        limit: &Result<Limit, Unknown>,
    ) -> BudgetCheck {
        let mut check = self.with_limit(look_up, base, limit);
        check.actual = rate;
        match (rate, limit) {
            (Some(rate), Ok(limit)) => check.verdict = verdict(rate <= limit.share),
            (None, _) => {
                check.missing.push(AGREED_RATE.0.to_owned());
                check.why_pl.get_or_insert_with(|| AGREED_RATE.1.to_owned());
                check.why_en.get_or_insert_with(|| AGREED_RATE.2.to_owned());
            }
            (Some(_), Err(_)) => {}
        }
        check
    }
}

/// `base` × `share`, in ten-thousandths of a grosz.
fn portion(base: Money, share: BasisPoints) -> i128 {
    i128::from(base.grosz()) * i128::from(share.hundredths_of_percent())
}

const fn verdict(kept: bool) -> CheckVerdict {
    if kept {
        CheckVerdict::Ok
    } else {
        CheckVerdict::Exceeded
    }
}
