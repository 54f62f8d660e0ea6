//! From which day on a claim can be submitted, by what it says.

use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Date, Money, Problem};
use wsparcie_programmes_api::{ClaimContents, ClaimKind};

use super::period::final_end;

/// Checks the day of a submission: the period is over and everything in the register is paid. A claim that does nothing but ask
/// for an advance reports no period and need not wait for its end.
///
/// # Errors
/// Both problems, at `on`.
pub fn check_submission(contents: &ClaimContents, on: Date) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let period_to = contents.period_to;
    if !only_asks(contents) && on < period_to {
        problems.add(
            &["on"],
            Problem::new(
                "CLAIM_PERIOD_NOT_OVER",
                format!("okres wniosku trwa do {period_to}; złóż go najwcześniej tego dnia albo skróć okres"),
                format!("the claim's period runs until {period_to}; submit it on that day at the earliest, or shorten the period"),
            )
            .by_rule("wniosek składa się po okresie, który rozlicza"),
        );
    }
    let newest = contents.expenses.iter().map(|expense| expense.paid_on).max();
    if let Some(paid_on) = newest.filter(|paid_on| on < *paid_on) {
        problems.add(
            &["on"],
            Problem::new(
                "CLAIM_BEFORE_PAYMENT",
                format!("we wniosku jest wydatek zapłacony {paid_on}; złóż go najwcześniej tego dnia albo wyjmij ten wydatek"),
                format!("the claim lists an expense paid on {paid_on}; submit it on that day at the earliest, or take the expense out"),
            )
            .by_rule("wniosek obejmuje tylko wydatki już zapłacone"),
        );
    }
    problems.finish(Some(()))
}

/// Checks a first submission's place in the project, whose last day may have moved since the draft was made.
///
/// # Errors
/// A final claim that ends on another day than the project.
pub fn check_first_submission(contents: &ClaimContents, ends_on: Option<Date>) -> Result<(), Problems> {
    final_end(contents.kind, contents.period_to, ends_on).map_or(Ok(()), |problem| Err(problem.into()))
}

fn only_asks(contents: &ClaimContents) -> bool {
    contents.kind == ClaimKind::Advance
        && contents.expenses.is_empty()
        && contents.advance_settled == Money::ZERO
}
