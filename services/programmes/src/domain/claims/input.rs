//! What people enter: drafts of claims, transfers, forecasts. All problems of an input at once.

use std::collections::BTreeSet;

use wsparcie_kernel::ids::ExpenseId;
use wsparcie_kernel::input::{Problems, is_invisible, line};
use wsparcie_kernel::{Date, Money, Problem};
use wsparcie_programmes_api::{ClaimDraft, ClaimKind, ClaimRegister, NewTransfer, SetForecast};

use super::period::{Surroundings, check_period};
use crate::domain::months::quarter_of;

/// The largest amount: twelve digits before the dot.
const MAX_AMOUNT: Money = Money::from_grosz(99_999_999_999_999);
/// Days that are typing errors beyond.
const FIRST: Option<Date> = Date::from_ymd_opt(2000, 1, 1);
const LAST: Option<Date> = Date::from_ymd_opt(2199, 12, 31);
/// The most tasks whose progress is told.
const MOST_TASKS: usize = 100;
/// The most quarters of a forecast: twenty years.
const MOST_QUARTERS: usize = 80;
/// The most expenses that one input names.
const MOST_NAMED: usize = 200;

/// A draft as it may be stored.
///
/// # Errors
/// All problems, under `claim`: a period backwards, too long, outside the project or over another claim's; a final claim that is
/// not the only one and the last; texts; amounts.
pub fn check_draft(mut draft: ClaimDraft, around: &Surroundings<'_>) -> Result<ClaimDraft, Problems> {
    let mut problems = Problems::default();
    check_period(&mut problems, &draft, around);
    if let Some(note) = &mut draft.note {
        keep(&mut problems, &["claim", "note"], note, prose, 2000);
    }
    match (draft.kind, draft.advance_requested) {
        (ClaimKind::Final, Some(_)) => problems.add(
            &["claim", "advanceRequested"],
            Problem::new(
                "CLAIM_ADVANCE_NOT_HERE",
                "we wniosku końcowym nie wnioskuje się już o zaliczkę; pomiń to pole",
                "a final claim asks for no advance; leave this field out",
            ),
        ),
        (ClaimKind::Advance, None) => problems.add(
            &["claim", "advanceRequested"],
            Problem::new(
                "CLAIM_ADVANCE_MISSING",
                "we wniosku zaliczkowym podaj wnioskowaną zaliczkę",
                "a claim for an advance says how much is asked for",
            ),
        ),
        (_, Some(advance)) => amount(&mut problems, &["claim", "advanceRequested"], advance),
        (_, None) => {}
    }
    if draft.advance_settled != Money::ZERO {
        amount(&mut problems, &["claim", "advanceSettled"], draft.advance_settled);
    }
    check_progress(&mut problems, &mut draft);
    if let ClaimRegister::These(expenses) = &draft.register {
        check_named(&mut problems, expenses);
    }
    problems.finish(Some(draft))
}

fn check_progress(problems: &mut Problems, draft: &mut ClaimDraft) {
    if draft.progress.len() > MOST_TASKS {
        problems.add(
            &["claim", "progress"],
            Problem::new(
                "CLAIM_PROGRESS_TOO_MANY",
                format!("opisz postęp najwyżej {MOST_TASKS} zadań"),
                format!("tell the progress of at most {MOST_TASKS} tasks"),
            ),
        );
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, (task, progress)) in draft.progress.iter_mut().enumerate() {
        let index = index.to_string();
        keep(
            problems,
            &["claim", "progress", &index, "text"],
            progress,
            prose,
            4000,
        );
        if !seen.insert(*task) {
            problems.add(
                &["claim", "progress", &index, "taskId"],
                Problem::new(
                    "CLAIM_PROGRESS_REPEATED",
                    "to zadanie jest już opisane; połącz opisy",
                    "this task is told of already; put the texts together",
                ),
            );
        }
    }
}

fn check_named(problems: &mut Problems, expenses: &[ExpenseId]) {
    if expenses.len() > MOST_NAMED {
        problems.add(
            &["claim", "expenseIds"],
            Problem::new(
                "CLAIM_EXPENSES_TOO_MANY",
                format!("wymień najwyżej {MOST_NAMED} wydatków albo weź wszystkie nierozliczone"),
                format!("name at most {MOST_NAMED} expenses, or take all that are open"),
            ),
        );
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, _) in expenses.iter().enumerate().filter(|(_, id)| !seen.insert(**id)) {
        problems.add(
            &["claim", "expenseIds", &index.to_string()],
            Problem::new(
                "CLAIM_EXPENSE_REPEATED",
                "ten wydatek jest wymieniony dwa razy; usuń powtórzenie",
                "this expense is named twice; remove one",
            ),
        );
    }
}

/// What a claim that was submitted may not change any more: its kind and period, from which its deadline was counted and kept.
///
/// # Errors
/// One problem for each that differs.
pub fn check_fixed(before: (ClaimKind, Date, Date), draft: &ClaimDraft) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let (kind, from, to) = before;
    for (field, is_same) in [
        ("kind", draft.kind == kind),
        ("periodFrom", draft.period_from == from),
        ("periodTo", draft.period_to == to),
    ] {
        if !is_same {
            problems.add(
                &["claim", field],
                Problem::new(
                    "CLAIM_PERIOD_FIXED",
                    format!("wniosek był już złożony: jego rodzaj i okres ({from} – {to}) zostają, bo od nich liczono termin"),
                    format!("the claim was submitted: its kind and period ({from} – {to}) stay, for its deadline was counted from them"),
                ),
            );
        }
    }
    problems.finish(Some(()))
}

/// A transfer as it may be stored.
///
/// # Errors
/// All problems.
pub fn check_transfer(mut transfer: NewTransfer, today: Date) -> Result<NewTransfer, Problems> {
    let mut problems = Problems::default();
    if let Some(first) = FIRST {
        problems.day(&["on"], transfer.on, first, today);
    }
    amount(&mut problems, &["amount"], transfer.amount);
    keep(&mut problems, &["title"], &mut transfer.title, line, 200);
    problems.finish(Some(transfer))
}

/// A forecast as it may be stored: quarters by their first days, in their order.
///
/// # Errors
/// All problems: no quarters or too many, a quarter twice, a day that begins no quarter.
pub fn check_forecast(mut forecast: SetForecast) -> Result<SetForecast, Problems> {
    let mut problems = Problems::default();
    if let Some(note) = &mut forecast.note {
        keep(&mut problems, &["note"], note, line, 1000);
    }
    if forecast.quarters.is_empty() || forecast.quarters.len() > MOST_QUARTERS {
        problems.add(
            &["quarters"],
            Problem::new(
                "FORECAST_QUARTERS",
                format!("podaj od 1 do {MOST_QUARTERS} kwartałów"),
                format!("give 1 to {MOST_QUARTERS} quarters"),
            ),
        );
        return problems.finish(None);
    }
    let mut seen = BTreeSet::new();
    for (index, planned) in forecast.quarters.iter().enumerate() {
        let index = index.to_string();
        let path = ["quarters", &index, "quarter"];
        day(&mut problems, &path, planned.quarter);
        if quarter_of(planned.quarter) != planned.quarter {
            problems.add(
                &path,
                Problem::new(
                    "FORECAST_NOT_A_QUARTER",
                    "podaj pierwszy dzień kwartału, np. 2018-04-01",
                    "give the first day of a quarter, such as 2018-04-01",
                ),
            );
        } else if !seen.insert(planned.quarter) {
            problems.add(
                &path,
                Problem::new(
                    "FORECAST_QUARTER_REPEATED",
                    "ten kwartał już jest; połącz kwoty",
                    "this quarter is there already; add the amounts up",
                ),
            );
        }
        if planned.amount != Money::ZERO {
            amount(&mut problems, &["quarters", &index, "amount"], planned.amount);
        }
    }
    forecast.quarters.sort_by_key(|planned| planned.quarter);
    problems.finish(Some(forecast))
}

/// Text of several lines, 1 to `max` characters: like [`line`], but lines may end.
///
/// # Errors
/// `REQUIRED`, `CONTROL_CHARACTER` or `TOO_LONG`, without a path.
pub fn prose(text: &str, max: usize) -> Result<String, Problem> {
    let unified = text.replace("\r\n", "\n").replace('\t', " ");
    let lines: Vec<&str> = unified.trim().lines().map(str::trim_end).collect();
    // Each line by itself: what hides in a line is refused as in any line.
    if let Some(hidden) = lines.iter().find(|part| part.chars().any(is_invisible)) {
        line(&format!(".{hidden}."), max)?;
    }
    // The line ends are counted as the blanks that stand for them here.
    line(&lines.join(" "), max)?;
    Ok(lines.join("\n"))
}

/// Takes a text as `read` keeps it, or notes what is wrong with it.
pub(super) fn keep(
    problems: &mut Problems,
    path: &[&str],
    text: &mut String,
    read: fn(&str, usize) -> Result<String, Problem>,
    max: usize,
) {
    if let Some(kept) = problems.keep(path, read(text, max)) {
        *text = kept;
    }
}

/// An amount of more than zero and at most twelve digits.
pub(super) fn amount(problems: &mut Problems, path: &[&str], amount: Money) {
    if amount <= Money::ZERO || amount > MAX_AMOUNT {
        problems.add(
            path,
            Problem::new(
                "AMOUNT_OUT_OF_RANGE",
                "kwota powinna być większa od zera i mieć najwyżej 12 cyfr przed kropką",
                "an amount should be more than zero and have at most 12 digits before the dot",
            ),
        );
    }
}

/// An amount of either sign and at most twelve digits.
pub(super) fn signed(problems: &mut Problems, path: &[&str], given: Money) {
    if given
        .grosz()
        .checked_abs()
        .is_none_or(|grosz| grosz > MAX_AMOUNT.grosz())
    {
        amount(problems, path, Money::ZERO);
    }
}

pub(super) fn day(problems: &mut Problems, path: &[&str], day: Date) {
    if let (Some(first), Some(last)) = (FIRST, LAST) {
        problems.day(path, day, first, last);
    }
}
