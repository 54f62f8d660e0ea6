//! A project's budget by source.

use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{BudgetPart, ProjectFacts};

/// The largest amount: twelve digits before the dot, as amounts are read.
const MAX_AMOUNT: Money = Money::from_grosz(99_999_999_999_999);

/// The stated total need not be the sum of the parts: both are kept, and the difference is shown.
pub(super) fn check(problems: &mut Vec<Problem>, facts: &ProjectFacts) {
    let parts = facts.budget.as_deref().unwrap_or_default();
    if facts.budget.is_some() && parts.is_empty() {
        let pl = "budżet bez części to budżet nieznany; pomiń pole albo podaj kwoty";
        let en = "a budget without parts is unknown; leave the field out or give the amounts";
        problems.push(Problem::new("BUDGET_EMPTY", pl, en).at(&["project", "budget"]));
    }
    for (at, part) in parts.iter().enumerate() {
        check_amount(
            problems,
            &["project", "budget", &at.to_string(), "amount"],
            part.amount,
        );
        if parts[..at].iter().any(|other| other.source == part.source) {
            let pl = "to źródło finansowania już występuje; połącz kwoty w jedną";
            let en = "this source of money is there already; add the amounts up";
            problems.push(Problem::new("BUDGET_SOURCE_REPEATED", pl, en).at(&[
                "project",
                "budget",
                &at.to_string(),
                "source",
            ]));
        }
    }
    if let Some(total) = facts.budget_total {
        check_amount(problems, &["project", "budgetTotal"], total);
    }
}

pub(in crate::domain) fn check_amount(problems: &mut Vec<Problem>, path: &[&str], amount: Money) {
    if amount <= Money::ZERO || amount > MAX_AMOUNT {
        let pl = "kwota powinna być większa od zera i mieć najwyżej 12 cyfr przed kropką";
        let en = "an amount should be more than zero and have at most 12 digits before the dot";
        problems.push(Problem::new("AMOUNT_OUT_OF_RANGE", pl, en).at(path));
    }
}

/// The parts in the order of the sources, as they are always shown.
pub(super) fn in_order(parts: Option<&[BudgetPart]>) -> Option<Vec<BudgetPart>> {
    parts.map(|parts| {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|part| part.source);
        parts
    })
}
