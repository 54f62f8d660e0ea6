//! What a claim's contents add up to, exact to the grosz.

use std::collections::BTreeMap;

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{BudgetSource, ClaimContents, ClaimSource, ClaimTaskSum, ClaimedExpense};

/// Divides an amount by weights, exactly: the parts add up to the amount, each differs from its true share by less than a
/// grosz, and the grosze that are over go to the largest remainders (to the first of equal ones).
///
/// Weights that are all zero divide nothing: `None`. Negative weights count as zero. A negative amount is divided like its
/// opposite.
pub fn allocate(amount: Money, weights: &[Money]) -> Option<Vec<Money>> {
    let weight = |money: &Money| i128::from(money.grosz().max(0));
    let whole: i128 = weights.iter().map(weight).sum();
    if whole == 0 {
        return None;
    }
    let sign = if amount < Money::ZERO { -1 } else { 1 };
    let total = i128::from(amount.grosz()) * sign;
    let mut parts: Vec<i128> = weights
        .iter()
        .map(|money| total * weight(money) / whole)
        .collect();
    let mut remainders: Vec<(i128, usize)> = weights
        .iter()
        .enumerate()
        .map(|(index, money)| (total * weight(money) % whole, index))
        .collect();
    remainders.sort_by_key(|(remainder, index)| (-remainder, *index));
    let over = total - parts.iter().sum::<i128>();
    // Fewer are over than there are parts with a remainder.
    for (_, index) in remainders.into_iter().take(usize::try_from(over).ok()?) {
        parts[index] += 1;
    }
    parts
        .into_iter()
        .map(|part| i64::try_from(part * sign).ok().map(Money::from_grosz))
        .collect()
}

/// A row of a register with what its sources are worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The row, with the sources that were said.
    pub expense: ClaimedExpense,
    /// Its line's sources in the budget's version that the document was held against.
    pub shares: Vec<(BudgetSource, Money)>,
    /// What the document's earlier rows (its entry, earlier corrections) left without a source.
    pub unsaid_before: Money,
}

/// Gives what a row leaves without a source to those of its line, by their shares; gives how much that was, too. Without
/// shares the source is unknown.
///
/// It goes by the document, not the row: a correction that says the sources of an entry without any takes back what was worked
/// out for the entry, and a reversal all of it, to the grosz. So the sources of a row always add up to its eligible part.
pub(super) fn with_sources(listed: Listed) -> Option<(ClaimedExpense, Money)> {
    let Listed {
        mut expense,
        shares,
        unsaid_before,
    } = listed;
    let said = Money::sum(expense.sources.iter().map(|part| part.eligible))?;
    let unsaid = expense.eligible.checked_sub(said)?;
    let was_said = !expense.sources.is_empty();
    if was_said && unsaid == Money::ZERO {
        return Some((expense, Money::ZERO));
    }
    let weights: Vec<Money> = shares.iter().map(|(_, amount)| *amount).collect();
    let after = allocate(unsaid_before.checked_add(unsaid)?, &weights);
    let worked_out: Vec<(Option<BudgetSource>, Money)> = match after.zip(allocate(unsaid_before, &weights)) {
        Some((after, before)) => shares
            .iter()
            .zip(after.into_iter().zip(before))
            .map(|((source, _), (after, before))| Some((Some(*source), after.checked_sub(before)?)))
            .collect::<Option<_>>()?,
        None => vec![(None, unsaid)],
    };
    for (source, eligible) in worked_out {
        match expense.sources.iter_mut().find(|part| part.source == source) {
            Some(part) => part.eligible = part.eligible.checked_add(eligible)?,
            None => expense.sources.push(ClaimSource { source, eligible }),
        }
    }
    if was_said {
        expense.sources.retain(|part| part.eligible != Money::ZERO);
    }
    expense
        .sources
        .sort_by_key(|part| (part.source.is_none(), part.source));
    // One source gets everything: that follows from the budget and is not worked out.
    expense.sources_derived = shares.len() > 1;
    let derived = if expense.sources_derived {
        unsaid
    } else {
        Money::ZERO
    };
    Some((expense, derived))
}

/// Sums of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// Gross.
    pub amount: Money,
    /// Eligible.
    pub eligible: Money,
    /// By task, in the order of their numbers.
    pub by_task: Vec<ClaimTaskSum>,
    /// By source, unknown ones last.
    pub by_source: Vec<ClaimSource>,
}

/// Adds a register up; `None` if a sum does not fit (its expenses then cannot be right).
pub fn sums(expenses: &[ClaimedExpense]) -> Option<Sums> {
    let mut by_task: BTreeMap<_, ClaimTaskSum> = BTreeMap::new();
    let mut by_source: BTreeMap<(bool, Option<BudgetSource>), Money> = BTreeMap::new();
    for expense in expenses {
        let task = by_task.entry(expense.task_id).or_insert_with(|| ClaimTaskSum {
            task_id: expense.task_id,
            number: expense.task_number,
            name: expense.task_name.clone(),
            eligible: Money::ZERO,
        });
        task.eligible = task.eligible.checked_add(expense.eligible)?;
        for part in &expense.sources {
            let sum = by_source.entry((part.source.is_none(), part.source)).or_default();
            *sum = sum.checked_add(part.eligible)?;
        }
    }
    let mut by_task: Vec<ClaimTaskSum> = by_task.into_values().collect();
    by_task.sort_by_key(|task| (task.number, task.task_id));
    Some(Sums {
        amount: Money::sum(expenses.iter().map(|expense| expense.amount))?,
        eligible: Money::sum(expenses.iter().map(|expense| expense.eligible))?,
        by_task,
        by_source: by_source
            .into_iter()
            .map(|((_, source), eligible)| ClaimSource { source, eligible })
            .collect(),
    })
}

/// Puts contents together: the register in the order of payment, with sources and sums. `None` if a sum does not fit.
pub fn assemble(mut contents: ClaimContents, register: Vec<Listed>) -> Option<ClaimContents> {
    let rows: Vec<_> = register.into_iter().map(with_sources).collect::<Option<_>>()?;
    contents.derived = Money::sum(rows.iter().map(|(_, derived)| *derived))?;
    contents.expenses = rows.into_iter().map(|(expense, _)| expense).collect();
    contents
        .expenses
        .sort_by_key(|expense| (expense.paid_on, expense.expense_id));
    let sums = sums(&contents.expenses)?;
    contents.amount = sums.amount;
    contents.eligible = sums.eligible;
    contents.by_task = sums.by_task;
    contents.by_source = sums.by_source;
    Some(contents)
}

/// SHA-256 of a text.
pub fn digest(text: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).to_vec()
}
