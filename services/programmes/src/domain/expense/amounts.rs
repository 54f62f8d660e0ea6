//! The amounts of a document: gross, VAT, what of it can be recovered, what is eligible, and from which sources.

use std::collections::BTreeMap;

use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{BudgetPart, BudgetSource, EffectiveAmounts, ExpenseAmounts, VatRecoverable};

/// The largest amount: twelve digits before the dot, as amounts are read.
const MAX_AMOUNT: Money = Money::from_grosz(99_999_999_999_999);

/// Eligible money by source, without zeros.
pub type Split = BTreeMap<BudgetSource, Money>;

/// Amounts that agree with each other; of a correction, signed differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// Gross.
    pub amount: Money,
    /// VAT.
    pub vat: Money,
    /// Whether the VAT can be recovered.
    pub vat_recoverable: VatRecoverable,
    /// The part that can be.
    pub recoverable_vat: Money,
    /// The eligible part.
    pub eligible: Money,
}

impl Amounts {
    /// Checks amounts as they are typed in. Every problem is added to the list.
    pub(super) fn check(problems: &mut Vec<Problem>, typed: &ExpenseAmounts) -> Self {
        if typed.amount <= Money::ZERO || typed.amount > MAX_AMOUNT {
            let pl = "kwota powinna być większa od zera i mieć najwyżej 12 cyfr przed kropką";
            let en = "an amount should be more than zero and have at most 12 digits before the dot";
            problems.push(Problem::new("AMOUNT_OUT_OF_RANGE", pl, en).at(&["amounts", "amount"]));
        }
        if typed.vat < Money::ZERO || typed.vat > typed.amount {
            let pl = "VAT powinien być od zera do kwoty dokumentu; popraw kwotę albo VAT";
            let en = "the VAT should be from zero to the document's amount; correct the amount or the VAT";
            problems.push(Problem::new("VAT_OUT_OF_RANGE", pl, en).at(&["amounts", "vat"]));
        }
        let recoverable_vat = recoverable(problems, typed);
        check_eligible(problems, typed, recoverable_vat);
        Self {
            amount: typed.amount,
            vat: typed.vat,
            vat_recoverable: typed.vat_recoverable,
            recoverable_vat,
            eligible: typed.eligible,
        }
    }

    /// These less what is left of an entry: what a correction books. `None` where it would not fit, which amounts within
    /// the limits do.
    pub(super) fn less(&self, left: &EffectiveAmounts) -> Option<Self> {
        Some(Self {
            amount: self.amount.checked_sub(left.amount)?,
            vat: self.vat.checked_sub(left.vat)?,
            vat_recoverable: self.vat_recoverable,
            recoverable_vat: self.recoverable_vat.checked_sub(left.recoverable_vat)?,
            eligible: self.eligible.checked_sub(left.eligible)?,
        })
    }

    /// Whether nothing is booked.
    pub(super) fn are_zero(&self) -> bool {
        [self.amount, self.vat, self.recoverable_vat, self.eligible]
            .iter()
            .all(|amount| *amount == Money::ZERO)
    }
}

fn recoverable(problems: &mut Vec<Problem>, typed: &ExpenseAmounts) -> Money {
    let path = &["amounts", "recoverableVat"];
    match (typed.vat_recoverable, typed.recoverable_vat) {
        (VatRecoverable::Yes, None) => typed.vat,
        (VatRecoverable::No, None) => Money::ZERO,
        (VatRecoverable::Partly, Some(part)) => {
            if part <= Money::ZERO || part >= typed.vat {
                let pl = "VAT do odzyskania w części powinien być większy od zera i mniejszy od całego VAT-u";
                let en =
                    "a part of the VAT that can be recovered should be more than zero and less than the VAT";
                problems.push(Problem::new("RECOVERABLE_VAT_OUT_OF_RANGE", pl, en).at(path));
            }
            part
        }
        (VatRecoverable::Partly, None) => {
            let pl = "podaj, jaką część VAT-u można odzyskać";
            let en = "say how much of the VAT can be recovered";
            problems.push(Problem::new("RECOVERABLE_VAT_MISSING", pl, en).at(path));
            Money::ZERO
        }
        (VatRecoverable::Yes | VatRecoverable::No, Some(_)) => {
            let pl = "kwotę VAT-u do odzyskania podaje się tylko, gdy można odzyskać część; pomiń ją";
            let en = "give the recoverable VAT only where a part of it can be recovered; leave it out";
            problems.push(Problem::new("RECOVERABLE_VAT_NOT_EXPECTED", pl, en).at(path));
            Money::ZERO
        }
    }
}

/// VAT that can be recovered is no cost, so it is never eligible.
fn check_eligible(problems: &mut Vec<Problem>, typed: &ExpenseAmounts, recoverable: Money) {
    let path = &["amounts", "eligible"];
    if typed.eligible < Money::ZERO {
        let pl = "kwota kwalifikowalna nie może być ujemna";
        let en = "the eligible part cannot be negative";
        problems.push(Problem::new("ELIGIBLE_NEGATIVE", pl, en).at(path));
    } else if typed.eligible > typed.amount {
        let pl = format!(
            "kwota kwalifikowalna nie może przekraczać kwoty dokumentu ({} zł)",
            typed.amount
        );
        let en = format!(
            "the eligible part cannot exceed the document's amount (PLN {})",
            typed.amount
        );
        problems.push(Problem::new("ELIGIBLE_EXCEEDS_AMOUNT", pl, en).at(path));
    } else if typed
        .amount
        .checked_sub(recoverable)
        .is_some_and(|cost| typed.eligible > cost && recoverable > Money::ZERO)
    {
        let pl = format!(
            "VAT, który można odzyskać ({recoverable} zł), nie jest kwalifikowalny; zmniejsz kwotę kwalifikowalną"
        );
        let en = format!(
            "VAT that can be recovered (PLN {recoverable}) is never eligible; reduce the eligible part"
        );
        problems.push(
            Problem::new("ELIGIBLE_HOLDS_RECOVERABLE_VAT", pl, en)
                .at(path)
                .by_rule("wytyczne w zakresie kwalifikowalności wydatków: VAT"),
        );
    }
}

/// Checks the sources of an eligible part; none is fine.
pub(super) fn check_sources(problems: &mut Vec<Problem>, parts: &[BudgetPart], eligible: Money) -> Split {
    let mut split = Split::new();
    for (at, part) in parts.iter().enumerate() {
        let at = at.to_string();
        if part.amount <= Money::ZERO || part.amount > MAX_AMOUNT {
            let pl = "kwota ze źródła powinna być większa od zera i mieć najwyżej 12 cyfr przed kropką";
            let en =
                "an amount from a source should be more than zero and have at most 12 digits before the dot";
            problems
                .push(Problem::new("AMOUNT_OUT_OF_RANGE", pl, en).at(&["amounts", "sources", &at, "amount"]));
        }
        if split.insert(part.source, part.amount).is_some() {
            let pl = "to źródło już występuje; połącz kwoty w jedną";
            let en = "this source is there already; add the amounts up";
            problems.push(Problem::new("SOURCE_REPEATED", pl, en).at(&["amounts", "sources", &at, "source"]));
        }
    }
    if !split.is_empty() && Money::sum(split.values().copied()) != Some(eligible) {
        let pl = format!("kwoty ze źródeł powinny dać razem kwotę kwalifikowalną ({eligible} zł)");
        let en = format!("the amounts from sources should add up to the eligible part (PLN {eligible})");
        problems.push(Problem::new("SOURCES_DO_NOT_ADD_UP", pl, en).at(&["amounts", "sources"]));
    }
    split
}
