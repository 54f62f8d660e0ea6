//! The arithmetic of one line.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{BudgetLine, BudgetPart, BudgetSource};

use super::add_up;

/// Grosz of unit cost × quantity, in thousandths: whole grosz end in three zeros.
fn product_thousandths(line: &BudgetLine) -> i128 {
    i128::from(line.unit_cost.grosz()) * i128::from(line.quantity_thousandths)
}

/// Unit cost × quantity, rounded once, half up. `None` where it is more than an amount can be.
pub(super) fn product(line: &BudgetLine) -> Option<Money> {
    let grosz = (product_thousandths(line) + 500) / 1_000;
    i64::try_from(grosz).ok().map(Money::from_grosz)
}

/// Unit cost × quantity in złoty to a thousandth of a grosz, where it is no whole grosz: `"4.99500"`.
pub(super) fn exact_product(line: &BudgetLine) -> Option<String> {
    let thousandths = product_thousandths(line);
    if thousandths % 1_000 == 0 {
        return None;
    }
    Some(format!("{}.{:05}", thousandths / 100_000, thousandths % 100_000))
}

/// The sum of the line's sources.
pub(super) fn sum_of_sources(line: &BudgetLine) -> Money {
    add_up(line.sources.iter().map(|part| part.amount))
}

/// What the line has from a source.
pub(super) fn from_source(parts: &[BudgetPart], source: BudgetSource) -> Money {
    add_up(
        parts
            .iter()
            .filter(|part| part.source == source)
            .map(|part| part.amount),
    )
}

/// Sets what a line has from a source: nothing leaves the source out. The sources stay in their order.
pub(super) fn set_source(parts: &mut Vec<BudgetPart>, source: BudgetSource, amount: Money) {
    parts.retain(|part| part.source != source);
    if amount > Money::ZERO {
        parts.push(BudgetPart { source, amount });
        parts.sort_by_key(|part| part.source);
    }
}
