//! A project's budget by source, in the words of its page. Pure.

use super::Money;
use super::answer::Budget;
use super::notes::Flag;
use crate::web::format;
use crate::web::lang::Lang;

/// A row of the budget.
pub(super) struct Part {
    pub(super) source: String,
    pub(super) amount: String,
    pub(super) share: String,
}

/// The budget in words.
pub(super) struct BudgetTable {
    pub(super) parts: Vec<Part>,
    pub(super) sum: Option<String>,
    pub(super) total: Option<String>,
    pub(super) stated: Option<String>,
    /// What the stated total and the sum differ by; none if they agree or cannot be compared.
    pub(super) difference: Option<String>,
    pub(super) agrees: bool,
    pub(super) flags: Vec<Flag>,
}

pub(super) fn money(budget: &Budget, flags: Vec<Flag>, lang: Lang) -> BudgetTable {
    let words = |money: &Option<Money>| money.as_ref().map(|money| money.in_words(lang));
    let parts = budget.parts.as_deref().unwrap_or_default();
    let differs = budget
        .difference
        .as_ref()
        .filter(|difference| !difference.is_zero());
    BudgetTable {
        parts: parts
            .iter()
            .map(|part| Part {
                source: format::capital(&part.source.label),
                amount: part.amount.in_words(lang),
                share: part
                    .share
                    .as_deref()
                    .map_or_else(|| "–".to_owned(), |share| format::percent(share, lang)),
            })
            .collect(),
        sum: words(&budget.sum_of_parts),
        total: words(&budget.total),
        stated: words(&budget.stated_total),
        difference: differs.map(|difference| difference.in_words(lang)),
        agrees: budget.difference.as_ref().is_some_and(Money::is_zero),
        flags,
    }
}
