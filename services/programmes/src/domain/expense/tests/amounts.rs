//! Amounts, VAT, eligible parts, sources, lines.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{BudgetPart, BudgetSource, ExpenseAmounts, OverSpending, VatRecoverable};

use super::{amounts, codes, day, entry, money};
use crate::domain::expense::{LinePosition, check};

fn checked(amounts: ExpenseAmounts) -> Result<Money, Vec<wsparcie_kernel::Problem>> {
    let mut entry = entry();
    entry.amounts = amounts;
    check(&entry, day("2026-03-02")).map(|checked| checked.amounts.recoverable_vat)
}

#[test]
fn vat_that_can_be_recovered_is_never_eligible() {
    use VatRecoverable::{No, Partly, Yes};
    assert_eq!(
        checked(amounts("1230.00", "230.00", No, "1230.00")),
        Ok(Money::ZERO)
    );
    assert_eq!(
        checked(amounts("1230.00", "230.00", Yes, "1000.00")),
        Ok(money("230.00"))
    );
    let held = ["amounts.eligible:ELIGIBLE_HOLDS_RECOVERABLE_VAT"];
    assert_eq!(codes(checked(amounts("1230.00", "230.00", Yes, "1000.01"))), held);
    let partly = |part: Option<&str>, eligible| ExpenseAmounts {
        recoverable_vat: part.map(money),
        ..amounts("1230.00", "230.00", Partly, eligible)
    };
    assert_eq!(checked(partly(Some("100.00"), "1130.00")), Ok(money("100.00")));
    assert_eq!(codes(checked(partly(Some("100.00"), "1130.01"))), held);
    assert_eq!(
        codes(checked(partly(None, "5.00"))),
        ["amounts.recoverableVat:RECOVERABLE_VAT_MISSING"]
    );
    for part in ["0.00", "230.00", "-1.00"] {
        let outcome = checked(partly(Some(part), "5.00"));
        assert_eq!(
            codes(outcome),
            ["amounts.recoverableVat:RECOVERABLE_VAT_OUT_OF_RANGE"],
            "{part}"
        );
    }
    let twice = ExpenseAmounts {
        recoverable_vat: Some(money("1.00")),
        ..amounts("1230.00", "230.00", Yes, "5.00")
    };
    assert_eq!(
        codes(checked(twice)),
        ["amounts.recoverableVat:RECOVERABLE_VAT_NOT_EXPECTED"]
    );
}

#[test]
fn amounts_that_cannot_be_are_refused_all_at_once() {
    let wrong = amounts("-1.00", "5.00", VatRecoverable::No, "-2.00");
    assert_eq!(
        codes(checked(wrong)),
        [
            "amounts.amount:AMOUNT_OUT_OF_RANGE",
            "amounts.vat:VAT_OUT_OF_RANGE",
            "amounts.eligible:ELIGIBLE_NEGATIVE"
        ]
    );
    let more = amounts("10.00", "0.00", VatRecoverable::No, "10.01");
    assert_eq!(codes(checked(more)), ["amounts.eligible:ELIGIBLE_EXCEEDS_AMOUNT"]);
    let mut huge = amounts("1.00", "0.00", VatRecoverable::No, "0.00");
    huge.amount = Money::from_grosz(100_000_000_000_000);
    assert_eq!(codes(checked(huge)), ["amounts.amount:AMOUNT_OUT_OF_RANGE"]);
    assert!(
        checked(amounts("10.00", "0.00", VatRecoverable::No, "0.00")).is_ok(),
        "nothing eligible is fine"
    );
}

#[test]
fn sources_add_up_to_the_eligible_part_to_the_grosz() {
    let part = |source, amount| BudgetPart {
        source,
        amount: money(amount),
    };
    let with = |parts: &[BudgetPart]| {
        let mut entry = entry();
        entry.sources = parts.to_vec();
        check(&entry, day("2026-03-02")).map(|checked| checked.split.len())
    };
    let (eu, own) = (BudgetSource::Eu, BudgetSource::LocalGovernment);
    assert_eq!(with(&[part(eu, "1045.50"), part(own, "184.50")]), Ok(2));
    assert_eq!(
        codes(with(&[part(eu, "1045.50"), part(own, "184.49")])),
        ["amounts.sources:SOURCES_DO_NOT_ADD_UP"]
    );
    assert_eq!(
        codes(with(&[part(eu, "1230.00"), part(eu, "1230.00")])),
        ["amounts.sources.1.source:SOURCE_REPEATED"]
    );
    assert_eq!(
        codes(with(&[part(eu, "1230.01"), part(own, "-0.01")])),
        ["amounts.sources.1.amount:AMOUNT_OUT_OF_RANGE"]
    );
}

#[test]
fn a_line_is_spent_to_its_last_grosz_and_not_beyond() {
    let position = |rule| LinePosition {
        planned: money("1000.00"),
        spent: money("400.00"),
        rule,
    };
    let (refuse, flag) = (position(OverSpending::Refuse), position(OverSpending::Flag));
    assert_eq!(refuse.after(money("600.00")), Ok(None));
    let refused = refuse.after(money("600.01")).unwrap_err();
    assert_eq!(refused.code, "LINE_OVERSPENT");
    assert!(refused.message_pl.contains("600.00 zł") && refused.message_en.contains("600.00"));
    assert_eq!(flag.after(money("600.01")), Ok(Some(money("0.01"))));
    let over = LinePosition {
        spent: money("1500.00"),
        ..refuse
    };
    assert_eq!(
        over.after(money("-0.01")),
        Ok(None),
        "taking off is never held up"
    );
    assert_eq!(over.after(money("0.00")), Ok(None));
    let full = LinePosition {
        planned: Money::ZERO,
        spent: Money::from_grosz(i64::MAX),
        rule: OverSpending::Flag,
    };
    assert!(
        full.after(money("0.01")).is_err(),
        "what does not fit is refused, not wrapped"
    );
}
