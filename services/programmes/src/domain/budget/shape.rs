//! What can be told of an edit without knowing the draft: amounts, quantities, numbers, texts.

use std::ops::RangeInclusive;

use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{BudgetEdit, BudgetPart, BudgetTerms, LineDraft};

use super::MAX_AMOUNT;
use crate::domain::text;

/// Longest name of a task or line, in characters.
const MAX_NAME: usize = 300;
/// Longest name of a unit, in characters.
const MAX_UNIT: usize = 50;
const TASK_NUMBERS: RangeInclusive<i32> = 1..=999;
const LINE_NUMBERS: RangeInclusive<i32> = 1..=9_999;
/// From a thousandth to a million of units.
const QUANTITIES: RangeInclusive<i64> = 1..=1_000_000_000;

/// The place of an edit in the input, in the API's names.
pub(super) struct Place {
    at: String,
    edit: &'static str,
}

impl Place {
    pub(super) fn of(at: usize, edit: &BudgetEdit) -> Self {
        let name = match edit {
            BudgetEdit::SetTerms(_) => "setTerms",
            BudgetEdit::SetTask { .. } => "setTask",
            BudgetEdit::RemoveTask { .. } => "removeTask",
            BudgetEdit::SetLine(_) => "setLine",
            BudgetEdit::RemoveLine { .. } => "removeLine",
            BudgetEdit::MoveAmount { .. } => "moveAmount",
        };
        Self {
            at: at.to_string(),
            edit: name,
        }
    }

    /// A problem with a field of the edit.
    pub(super) fn problem(&self, field: &str, problem: Problem) -> Problem {
        problem.at(&["edits", &self.at, self.edit, field])
    }
}

/// The edit with its texts trimmed and its lists in order.
///
/// # Errors
/// Every problem of the edit that can be told without the draft.
pub(super) fn checked(place: &Place, edit: &BudgetEdit) -> Result<BudgetEdit, Vec<Problem>> {
    let mut problems = Vec::new();
    let edit = match edit {
        BudgetEdit::SetTerms(terms) => {
            terms_rates(&mut problems, place, *terms);
            edit.clone()
        }
        BudgetEdit::SetTask {
            task_id,
            number,
            name,
        } => {
            in_range(&mut problems, place, "number", *number, &TASK_NUMBERS);
            BudgetEdit::SetTask {
                task_id: *task_id,
                number: *number,
                name: named(&mut problems, place, "name", name, MAX_NAME),
            }
        }
        BudgetEdit::SetLine(draft) => BudgetEdit::SetLine(line(&mut problems, place, draft)),
        BudgetEdit::MoveAmount { amount, .. } => {
            more_than_nothing(&mut problems, place, "amount", *amount);
            edit.clone()
        }
        BudgetEdit::RemoveTask { .. } | BudgetEdit::RemoveLine { .. } => edit.clone(),
    };
    if problems.is_empty() {
        Ok(edit)
    } else {
        Err(problems)
    }
}

fn line(problems: &mut Vec<Problem>, place: &Place, draft: &LineDraft) -> LineDraft {
    in_range(problems, place, "number", draft.number, &LINE_NUMBERS);
    not_negative(problems, place, "unitCost", draft.unit_cost);
    not_negative(problems, place, "amount", draft.amount);
    if !QUANTITIES.contains(&draft.quantity_thousandths) {
        let pl = "ilość powinna być większa od zera i nie przekraczać 1 000 000";
        let en = "a quantity should be more than zero and at most 1,000,000";
        let problem = Problem::new("BUDGET_QUANTITY_OUT_OF_RANGE", pl, en)
            .by_rule("budżet: ilość od 0,001 do 1 000 000 jednostek");
        problems.push(place.problem("quantity", problem));
    }
    let mut flags = draft.flags.clone();
    flags.sort_unstable();
    flags.dedup();
    if flags.len() != draft.flags.len() {
        let pl = "to oznaczenie już jest przy tej pozycji; podaj je raz";
        let en = "the line has this flag already; give it once";
        problems.push(place.problem("flags", Problem::new("BUDGET_FLAG_REPEATED", pl, en)));
    }
    LineDraft {
        name: named(problems, place, "name", &draft.name, MAX_NAME),
        unit: named(problems, place, "unit", &draft.unit, MAX_UNIT),
        sources: sources(problems, place, &draft.sources),
        flags,
        ..draft.clone()
    }
}

fn sources(problems: &mut Vec<Problem>, place: &Place, parts: &[BudgetPart]) -> Vec<BudgetPart> {
    for (at, part) in parts.iter().enumerate() {
        let mut found = Vec::new();
        more_than_nothing(&mut found, place, "sources", part.amount);
        if parts[..at].iter().any(|other| other.source == part.source) {
            let pl = "to źródło finansowania już występuje; połącz kwoty w jedną";
            let en = "this source of money is there already; add the amounts up";
            found.push(place.problem("sources", Problem::new("BUDGET_SOURCE_REPEATED", pl, en)));
        }
        for mut problem in found {
            problem.path.push(at.to_string());
            problems.push(problem);
        }
    }
    let mut parts = parts.to_vec();
    parts.sort_by_key(|part| part.source);
    parts
}

/// Checks terms that a new version is given.
///
/// # Errors
/// Every problem, with paths that begin with `terms`.
pub fn check_terms(terms: &BudgetTerms) -> Result<(), Vec<Problem>> {
    let rates = [
        ("indirectRate", terms.indirect_rate),
        ("ownShare", terms.own_share),
    ];
    let problems: Vec<Problem> = rates
        .into_iter()
        .filter_map(|(field, rate)| {
            check_rate(rate)
                .err()
                .map(|problem| problem.at(&["terms", field]))
        })
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn terms_rates(problems: &mut Vec<Problem>, place: &Place, terms: BudgetTerms) {
    for (field, rate) in [
        ("indirectRate", terms.indirect_rate),
        ("ownShare", terms.own_share),
    ] {
        if let Err(problem) = check_rate(rate) {
            problems.push(place.problem(field, problem));
        }
    }
}

/// Whether a share is from 0 to 100 %; the problem has no path yet.
fn check_rate(rate: Option<BasisPoints>) -> Result<(), Problem> {
    if rate.is_none_or(|rate| (0..=10_000).contains(&rate.hundredths_of_percent())) {
        return Ok(());
    }
    let pl = "podaj udział od 0 do 100 procent";
    let en = "give a share from 0 to 100 percent";
    Err(Problem::new("BUDGET_RATE_OUT_OF_RANGE", pl, en))
}

fn in_range(
    problems: &mut Vec<Problem>,
    place: &Place,
    field: &str,
    number: i32,
    range: &RangeInclusive<i32>,
) {
    if !range.contains(&number) {
        let (low, high) = (range.start(), range.end());
        let pl = format!("numer powinien być od {low} do {high}");
        let en = format!("the number should be from {low} to {high}");
        problems.push(place.problem(field, Problem::new("BUDGET_NUMBER_OUT_OF_RANGE", pl, en)));
    }
}

fn named(problems: &mut Vec<Problem>, place: &Place, field: &str, name: &str, max_chars: usize) -> String {
    let path = ["edits", place.at.as_str(), place.edit, field];
    text::line(problems, &path, name, max_chars)
}

fn not_negative(problems: &mut Vec<Problem>, place: &Place, field: &str, amount: Money) {
    if amount < Money::ZERO || amount > MAX_AMOUNT {
        let pl = "kwota nie może być ujemna i ma najwyżej 12 cyfr przed kropką";
        let en = "an amount is not negative and has at most 12 digits before the dot";
        let problem = Problem::new("BUDGET_AMOUNT_OUT_OF_RANGE", pl, en)
            .by_rule("budżet: kwoty od 0,00 do 999 999 999 999,99 zł");
        problems.push(place.problem(field, problem));
    }
}

fn more_than_nothing(problems: &mut Vec<Problem>, place: &Place, field: &str, amount: Money) {
    if amount <= Money::ZERO || amount > MAX_AMOUNT {
        let pl = "kwota powinna być większa od zera i mieć najwyżej 12 cyfr przed kropką";
        let en = "an amount should be more than zero and have at most 12 digits before the dot";
        let problem = Problem::new("AMOUNT_OUT_OF_RANGE", pl, en)
            .by_rule("budżet: kwoty od 0,01 do 999 999 999 999,99 zł");
        problems.push(place.problem(field, problem));
    }
}
