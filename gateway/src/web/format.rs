//! Figures in words as people in Poland write them: `1 470 000,00 zł`, `30.06.2019`, `2 projekty`. Pure.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::lang::Lang;

/// Keeps a number and its unit on one line.
const NBSP: char = '\u{a0}';

/// An amount of the API (`"1470000.00"`), grouped, with its currency: `1 470 000,00 zł`, in English `PLN 1,470,000.00`.
pub(crate) fn money(amount: &str, lang: Lang) -> String {
    let (sign, digits) = amount.strip_prefix('-').map_or(("", amount), |rest| ("−", rest));
    let (whole, grosze) = digits.split_once('.').unwrap_or((digits, "00"));
    match lang {
        Lang::Pl => format!("{sign}{},{grosze}{NBSP}zł", grouped(whole, NBSP)),
        Lang::En => format!("{sign}PLN{NBSP}{}.{grosze}", grouped(whole, ',')),
    }
}

/// A share of the API (`"85.00"`) in percent.
pub(crate) fn percent(share: &str, lang: Lang) -> String {
    match lang {
        Lang::Pl => format!("{}{NBSP}%", share.replace('.', ",")),
        Lang::En => format!("{share}%"),
    }
}

/// A count with its thousands grouped.
pub(crate) fn count(number: i64, lang: Lang) -> String {
    grouped(&number.to_string(), if lang == Lang::Pl { NBSP } else { ',' })
}

/// A day of the API (`"2019-06-30"`): `30.06.2019`, in English `30 June 2019`. What is no such day stays as it is.
pub(crate) fn day(iso: &str, lang: Lang) -> String {
    let mut parts = iso.get(..10).unwrap_or(iso).splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    match lang {
        Lang::Pl => format!("{day}.{month}.{year}"),
        Lang::En => {
            let name = month
                .parse::<usize>()
                .ok()
                .and_then(|number| MONTHS.get(number.checked_sub(1)?))
                .copied()
                .unwrap_or(month);
            format!("{}{NBSP}{name}{NBSP}{year}", day.trim_start_matches('0'))
        }
    }
}

/// An instant of the API as Polish clocks show it, to the minute: `22.11.2026, 08:05`. What is no instant stays as it is.
pub(crate) fn moment(iso: &str, lang: Lang) -> String {
    let Ok(instant) = iso.parse::<DateTime<Utc>>() else {
        return iso.to_owned();
    };
    let local = (instant + warsaw_offset(instant)).naive_utc();
    format!(
        "{},{NBSP}{}",
        day(&local.date().to_string(), lang),
        local.format("%H:%M")
    )
}

/// Central European time: two hours ahead of UTC from the last Sunday of March to that of October, at 01:00 UTC, else one.
fn warsaw_offset(instant: DateTime<Utc>) -> TimeDelta {
    let turn = |month: u32| {
        let last = NaiveDate::from_ymd_opt(instant.year(), month, 31)?;
        let back = u64::from(last.weekday().num_days_from_sunday());
        last.checked_sub_days(Days::new(back))?.and_hms_opt(1, 0, 0)
    };
    let summer = match (turn(3), turn(10)) {
        (Some(begin), Some(end)) => (begin..end).contains(&instant.naive_utc()),
        _ => false,
    };
    TimeDelta::hours(if summer { 2 } else { 1 })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number with its noun in the form that Polish needs (`1 projekt`, `2 projekty`, `5 projektów`), or English.
pub(crate) fn counted(number: i64, pl: [&str; 3], en: [&str; 2], lang: Lang) -> String {
    let noun = match lang {
        Lang::En => en[usize::from(number != 1)],
        Lang::Pl => pl[polish_form(number)],
    };
    format!("{}{NBSP}{noun}", count(number, lang))
}

fn polish_form(number: i64) -> usize {
    match (number, number % 10, number % 100) {
        (1, ..) => 0,
        (_, 2..=4, tens) if !(12..=14).contains(&tens) => 1,
        _ => 2,
    }
}

/// A file's size: `12 kB`.
pub(crate) fn size(bytes: i64, lang: Lang) -> String {
    if bytes < 1024 {
        return format!("{bytes}{NBSP}B");
    }
    if bytes < 1024 * 1024 {
        return format!("{}{NBSP}kB", count(bytes.div_euclid(1024), lang));
    }
    format!("{}{NBSP}MB", count(bytes.div_euclid(1024 * 1024), lang))
}

/// Keeps Polish one-letter words (`w`, `z`, `i`) with the word behind them, as Polish typography asks.
pub(crate) fn tied(text: &str) -> String {
    let mut tied = String::with_capacity(text.len());
    let mut letters_before = 0_usize;
    let mut alone = false;
    for letter in text.chars() {
        if letter == ' ' {
            tied.push(if alone && letters_before == 1 { NBSP } else { ' ' });
            letters_before = 0;
        } else {
            letters_before += 1;
            alone = letters_before == 1 && "aiouwzAIOUWZ".contains(letter);
            tied.push(letter);
        }
    }
    tied
}

/// With its first letter a capital: labels of the API begin small.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_in_each_language() {
        assert_eq!(money("1470000.00", Lang::Pl), "1\u{a0}470\u{a0}000,00\u{a0}zł");
        assert_eq!(money("-21015.43", Lang::Pl), "−21\u{a0}015,43\u{a0}zł");
        assert_eq!(money("1470000.00", Lang::En), "PLN\u{a0}1,470,000.00");
        assert_eq!(money("0.00", Lang::Pl), "0,00\u{a0}zł");
        assert_eq!(percent("85.00", Lang::Pl), "85,00\u{a0}%");
    }

    #[test]
    fn days_are_written_as_in_each_language() {
        assert_eq!(day("2019-06-30", Lang::Pl), "30.06.2019");
        assert_eq!(day("2019-06-03", Lang::En), "3\u{a0}June\u{a0}2019");
        assert_eq!(day("2026-11-22T07:00:00Z", Lang::Pl), "22.11.2026");
        for broken in ["", "żółć", "2019", "2019-99-99", "2019-00-01"] {
            let _ = day(broken, Lang::En);
        }
    }

    #[test]
    fn instants_are_told_as_clocks_in_poland_show_them() {
        assert_eq!(moment("2026-11-22T07:05:00Z", Lang::Pl), "22.11.2026,\u{a0}08:05");
        assert_eq!(moment("2026-07-01T22:30:00Z", Lang::Pl), "02.07.2026,\u{a0}00:30");
        assert_eq!(moment("2026-03-29T00:59:00Z", Lang::Pl), "29.03.2026,\u{a0}01:59");
        assert_eq!(moment("2026-03-29T01:00:00Z", Lang::Pl), "29.03.2026,\u{a0}03:00");
        assert_eq!(moment("2026-10-25T01:00:00Z", Lang::Pl), "25.10.2026,\u{a0}02:00");
        assert_eq!(moment("wczoraj", Lang::Pl), "wczoraj");
    }

    #[test]
    fn polish_nouns_agree_with_their_numbers() {
        let people = |number| counted(number, ["osoba", "osoby", "osób"], ["person", "people"], Lang::Pl);
        assert_eq!(people(1), "1\u{a0}osoba");
        assert_eq!(people(22), "22\u{a0}osoby");
        assert_eq!(people(12), "12\u{a0}osób");
        assert_eq!(people(0), "0\u{a0}osób");
        assert_eq!(people(1165), "1\u{a0}165\u{a0}osób");
        assert_eq!(
            counted(1, ["", "", ""], ["person", "people"], Lang::En),
            "1\u{a0}person"
        );
    }

    #[test]
    fn a_lone_letter_stays_with_its_word() {
        assert_eq!(tied("MOPS w Jeleniej Górze"), "MOPS w\u{a0}Jeleniej Górze");
        assert_eq!(tied("i z domu"), "i\u{a0}z\u{a0}domu");
        assert_eq!(tied("raz dwa"), "raz dwa");
    }

    #[test]
    fn sizes_are_rounded_down() {
        assert_eq!(size(900, Lang::Pl), "900\u{a0}B");
        assert_eq!(size(12_500, Lang::Pl), "12\u{a0}kB");
        assert_eq!(size(52_428_800, Lang::En), "50\u{a0}MB");
    }
}
