//! Months that are closed, one after the other: nothing is entered in them any more.
//!
//! Closed months have no gaps: each but the first follows the one closed before it, and only the last is opened again. So
//! the last closed month says it all, and a month before the first closed one is closed as well.

use chrono::{Datelike, Months};
use wsparcie_kernel::{Date, Problem};

/// The first day of a day's month.
pub fn first_of(day: Date) -> Date {
    day.with_day(1).unwrap_or(day)
}

/// The first day of the next month.
pub fn month_after(month: Date) -> Date {
    first_of(month)
        .checked_add_months(Months::new(1))
        .unwrap_or(month)
}

/// Says why nothing can be entered in a month, if so.
///
/// # Errors
/// `MONTH_CLOSED`.
pub fn check_open(month: Date, closed_until: Option<Date>) -> Result<(), Problem> {
    match closed_until {
        Some(last) if month <= last => {
            let (shown, open) = (shown(last), shown(month_after(last)));
            let pl = format!("miesiące do {shown} są zamknięte; wpisz to w miesiącu {open} lub późniejszym");
            let en = format!("the months up to {shown} are closed; enter it in {open} or later");
            Err(Problem::new("MONTH_CLOSED", pl, en).at(&["month"]))
        }
        _ => Ok(()),
    }
}

/// What an expense, or a correction of one, is not booked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The project's first day, if it is known.
    pub project: Option<Date>,
    /// The document's date.
    pub document: Date,
    /// The day of the payment.
    pub payment: Date,
    /// The month of the entry, where one is corrected.
    pub entry: Option<Date>,
}

/// Says why a month is too early, if so: an expense is booked when its document or its payment exists, in the project's time,
/// and a correction when its entry exists. A month from before all that would have to be closed first of all.
///
/// # Errors
/// `MONTH_TOO_EARLY`, which names the first month that is possible.
pub fn check_not_too_early(month: Date, bounds: Bounds) -> Result<(), Problem> {
    let booked = first_of(bounds.document.min(bounds.payment));
    let reasons = [
        (
            Some(booked),
            "wydatek księguje się najwcześniej w miesiącu dokumentu lub zapłaty",
            "an expense is booked in the month of its document or payment at the earliest",
            "art. 20 ust. 1 ustawy o rachunkowości",
        ),
        (
            bounds.entry.map(first_of),
            "korektę księguje się najwcześniej w miesiącu korygowanego wpisu",
            "a correction is booked in the month of its entry at the earliest",
            "art. 20 ust. 1 ustawy o rachunkowości",
        ),
        (
            bounds.project.map(first_of),
            "wydatków nie księguje się przed początkiem projektu",
            "no expense is booked before the project begins",
            "okres realizacji projektu",
        ),
    ];
    let last = reasons
        .into_iter()
        .filter_map(|(first, pl, en, rule)| first.map(|first| (first, pl, en, rule)))
        .max_by_key(|(first, ..)| *first);
    match last {
        Some((first, pl, en, rule)) if month < first => {
            let first = shown(first);
            let pl = format!("{pl}; podaj miesiąc {first} lub późniejszy");
            let en = format!("{en}; give the month {first} or a later one");
            Err(Problem::new("MONTH_TOO_EARLY", pl, en)
                .at(&["month"])
                .by_rule(rule))
        }
        _ => Ok(()),
    }
}

/// Says why a month cannot be closed, if so. `first` is the first month that the project has to do with, where known: its
/// first day's or its first entry's, whichever is earlier.
///
/// # Errors
/// `MONTH_NOT_OVER`, `MONTH_ALREADY_CLOSED`, `MONTH_OUT_OF_ORDER`.
pub fn check_closing(
    month: Date,
    closed_until: Option<Date>,
    first: Option<Date>,
    today: Date,
) -> Result<(), Problem> {
    if month >= first_of(today) {
        let pl = "zamknąć można tylko miesiąc, który się skończył";
        let en = "only a month that is over can be closed";
        return Err(Problem::new("MONTH_NOT_OVER", pl, en).at(&["month"]));
    }
    if closed_until.is_some_and(|last| month <= last) {
        let (pl, en) = ("ten miesiąc jest już zamknięty", "this month is closed already");
        return Err(Problem::new("MONTH_ALREADY_CLOSED", pl, en).at(&["month"]));
    }
    match closed_until.map(month_after).or(first.map(first_of)) {
        Some(next) if month != next => {
            let next = shown(next);
            let pl = format!("miesiące zamyka się po kolei; najpierw zamknij {next}");
            let en = format!("months are closed one after the other; close {next} first");
            Err(Problem::new("MONTH_OUT_OF_ORDER", pl, en).at(&["month"]))
        }
        _ => Ok(()),
    }
}

/// Says why a month cannot be opened again, if so.
///
/// # Errors
/// `MONTH_NOT_CLOSED`, `MONTH_OUT_OF_ORDER`.
pub fn check_reopening(month: Date, closed_until: Option<Date>) -> Result<(), Problem> {
    match closed_until {
        Some(last) if month == last => Ok(()),
        Some(last) if month < last => {
            let last = shown(last);
            let pl = format!("otwiera się najpierw ostatni zamknięty miesiąc: {last}");
            let en = format!("the month closed last is opened first: {last}");
            Err(Problem::new("MONTH_OUT_OF_ORDER", pl, en).at(&["month"]))
        }
        _ => {
            let (pl, en) = ("ten miesiąc nie jest zamknięty", "this month is not closed");
            Err(Problem::new("MONTH_NOT_CLOSED", pl, en).at(&["month"]))
        }
    }
}

fn shown(month: Date) -> String {
    month.format("%Y-%m").to_string()
}
