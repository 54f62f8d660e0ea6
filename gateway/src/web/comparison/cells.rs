//! What stands in the cells of a release's tables: a figure, or why there is none.

use super::answer::{Cost, Count, People, Rate, Row, Services, Share, Value, Word};
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::table::Cell;

/// A cell with its text, or with why there is none.
pub(super) fn shown(text: Option<String>, hidden: Option<&Word>, lang: Lang) -> Cell {
    match hidden {
        Some(word) => Cell::of(text, &word.label),
        None => Cell::known(text, lang),
    }
}

pub(super) fn cost(cost: &Cost, lang: Lang) -> Cell {
    let bound = cost
        .exactness
        .as_ref()
        .filter(|exactness| exactness.code != "exact");
    let text = cost.value.as_ref().map(|value| match bound {
        Some(bound) => format!("{} {}", bound.label, value.in_words(lang)),
        None => value.in_words(lang),
    });
    shown(text, cost.hidden.as_ref(), lang)
}

pub(super) fn share(share: &Share, lang: Lang) -> Cell {
    let text = share.share.as_ref().map(|share| format::percent(share, lang));
    shown(text, share.hidden.as_ref(), lang)
}

pub(super) fn people(people: &People, lang: Lang) -> Cell {
    let one = |count: &Count| match (count.count, &count.hidden) {
        (Some(number), _) => format::count(number, lang),
        (None, Some(why)) => why.label.clone(),
        (None, None) => lang.t("nieznane", "unknown").to_owned(),
    };
    let text = people.total.count.map(|number| format::count(number, lang));
    let mut cell = shown(text, people.total.hidden.as_ref(), lang);
    if people.women.count.is_some() || people.men.count.is_some() {
        cell.under = Some(format!(
            "{} {}, {} {}",
            lang.t("kobiety", "women"),
            one(&people.women),
            lang.t("mężczyźni", "men"),
            one(&people.men)
        ));
    }
    cell
}

pub(super) fn rate(rate: &Rate, lang: Lang) -> Cell {
    let text = rate.share.as_ref().map(|share| format::percent(share, lang));
    let mut cell = shown(text, rate.hidden.as_ref(), lang);
    let of = rate.numerator.zip(rate.denominator).map(|(some, all)| {
        let (some, all) = (format::count(some, lang), format::count(all, lang));
        format!("{some} {} {all}", lang.t("z", "of"))
    });
    let interval = interval(rate.lower.as_deref(), rate.upper.as_deref(), lang);
    let under: Vec<String> = [of, interval].into_iter().flatten().collect();
    cell.under = (!under.is_empty()).then(|| under.join("; "));
    cell
}

pub(super) fn interval(lower: Option<&str>, upper: Option<&str>, lang: Lang) -> Option<String> {
    let (lower, upper) = lower.zip(upper)?;
    let words = lang.t("przedział 95 %:", "95% interval:");
    Some(format!(
        "{words} {} – {}",
        format::percent(lower, lang),
        format::percent(upper, lang)
    ))
}

pub(super) fn value(value: &Value, lang: Lang) -> Option<String> {
    match (&value.amount, &value.percent) {
        (Some(amount), _) => Some(amount.in_words(lang)),
        (None, Some(percent)) => Some(format::percent(percent, lang)),
        (None, None) => None,
    }
}

/// A project's places.
pub(super) fn places(row: &Row, lang: Lang) -> Cell {
    let places = row.places.total.as_ref();
    shown(places.map(|places| places.in_words(lang)), None, lang)
}

/// How many services of each category: „społeczne: 3, zawodowe: 1”.
pub(super) fn services(services: &Services, lang: Lang) -> Cell {
    let text = services.categories.as_ref().map(|categories| {
        let counts = categories
            .iter()
            .map(|one| format!("{}: {}", one.category, format::count(one.services, lang)));
        let counts: Vec<_> = counts.collect();
        if counts.is_empty() {
            lang.t("żadnych", "none").to_owned()
        } else {
            counts.join(", ")
        }
    });
    shown(text, services.hidden.as_ref(), lang)
}
