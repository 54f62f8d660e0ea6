//! What money is held against: what may be settled of advances, and what a settlement shows that cannot be right.
//!
//! Transfers are facts of a bank and come in any order, so they are kept, and what does not fit is told. An approval is ours to
//! refuse.

use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::Settlement;

/// The rule of advances.
const ADVANCE_RULE: &str = "rozliczone i zwrócone zaliczki ≤ otrzymane zaliczki";

/// A claim for which more was reimbursed than was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverReimbursed {
    /// Its number.
    pub number: i32,
    /// What was reimbursed for it.
    pub reimbursed: Money,
    /// What was approved of it, less the advance that it settles; zero if it is not approved.
    pub approved: Money,
}

/// Checks that no more of advances is settled than is `left` of them: received, neither settled nor given back.
///
/// # Errors
/// How much may be settled, at `advanceSettled`.
pub fn check_advance(settled: Money, left: Money) -> Result<(), Problem> {
    if settled == Money::ZERO || settled <= left {
        return Ok(());
    }
    let left = left.max(Money::ZERO);
    let problem = Problem::new(
        "CLAIM_ADVANCE_NOT_RECEIVED",
        format!(
            "z otrzymanych do tego dnia zaliczek do rozliczenia zostało {left} zł; rozlicz najwyżej tyle albo wpisz brakujący przelew"
        ),
        format!(
            "of the advances received by that day {left} PLN are left to be settled; settle no more, or record the transfer that is missing"
        ),
    );
    Err(problem.at(&["advanceSettled"]).by_rule(ADVANCE_RULE))
}

/// What cannot be right in a settlement: something is missing in it or was entered wrong.
pub fn settlement_warnings(settled: &Settlement, over: &[OverReimbursed]) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if let Some(left) = settled.advance_left().filter(|left| *left < Money::ZERO) {
        let problem = Problem::new(
            "ADVANCE_OVERDRAWN",
            format!(
                "rozliczono i zwrócono więcej zaliczek, niż wpłynęło (różnica {left} zł); sprawdź przelewy i wnioski"
            ),
            format!(
                "more of advances was settled and given back than came in (difference {left} PLN); check transfers and claims"
            ),
        );
        warnings.push(problem.at(&["advanceLeft"]).by_rule(ADVANCE_RULE));
    }
    for claim in over {
        let number = claim.number;
        let whose = (format!("wniosku nr {number}"), format!("claim no. {number}"));
        warnings.push(reimbursed_over(claim.reimbursed, claim.approved, whose));
    }
    // What the transfers of the project add up to, whichever claims they name.
    if let Some(approved) = settled.approved.checked_sub(settled.advance_settled)
        && settled.reimbursed > approved.max(Money::ZERO)
    {
        let whose = ("projektu".to_owned(), "the project".to_owned());
        warnings.push(reimbursed_over(settled.reimbursed, approved, whose));
    }
    warnings
}

fn reimbursed_over(reimbursed: Money, approved: Money, (whose_pl, whose_en): (String, String)) -> Problem {
    let approved = approved.max(Money::ZERO);
    Problem::new(
        "REIMBURSED_OVER_APPROVED",
        format!(
            "refundacje dla {whose_pl} to {reimbursed} zł, a zatwierdzono do refundacji {approved} zł; sprawdź przelewy i wnioski"
        ),
        format!(
            "reimbursements for {whose_en} are {reimbursed} PLN, but {approved} PLN were approved for it; check transfers and claims"
        ),
    )
    .at(&["reimbursed"])
    .by_rule("refundacje ≤ kwoty zatwierdzone bez rozliczonych zaliczek")
}
