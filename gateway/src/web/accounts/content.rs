//! From the answer about a project's money and results to the words on its page. Nothing is worked out here.

use super::answer::{Claim, Cost, Headcount, Indicator, Project, Readiness, Settlement};
use super::budget;
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::project::Money;
use crate::web::projects::period;
use crate::web::table::{Cell, Row, Table};

/// A figure and its value.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: Option<String>,
}

/// What the page says first.
pub(super) fn figures(project: &Project, lang: Lang) -> Vec<Figure> {
    let figure = |name, value| Figure { name, value };
    let own = project.own_contribution.as_ref();
    let own = own.and_then(|own| {
        let share = format::percent(own.share.as_deref()?, lang);
        let amount = own.amount.as_ref();
        Some(amount.map_or(share.clone(), |amount| {
            format!("{share} ({})", amount.in_words(lang))
        }))
    });
    let mut figures = vec![
        figure(
            lang.t("Koszt na osobę, ogółem", "Cost per person, total"),
            cost(project.cost_total.as_ref(), lang),
        ),
        figure(
            lang.t("Koszt na osobę, UE", "Cost per person, EU"),
            cost(project.cost_eu.as_ref(), lang),
        ),
        figure(lang.t("Wkład własny", "Own contribution"), own),
    ];
    if let Some(team) = &project.team {
        figures.push(figure(
            lang.t("Etaty i stanowiska", "Posts"),
            Some(heads(&team.posts, lang)),
        ));
        figures.push(figure(
            lang.t("Osoby w zespole", "People in the team"),
            Some(heads(&team.people, lang)),
        ));
    }
    figures
}

fn cost(cost: Option<&Cost>, lang: Lang) -> Option<String> {
    let cost = cost?;
    let value = cost.value.as_ref()?.in_words(lang);
    let bound = cost
        .exactness
        .as_ref()
        .filter(|exactness| exactness.code != "exact");
    Some(bound.map_or_else(|| value.clone(), |bound| format!("{} {value}", bound.label)))
}

fn heads(count: &Headcount, lang: Lang) -> String {
    let least = format::count(count.at_least, lang);
    match count.at_most {
        Some(most) if most == count.at_least => least,
        Some(most) => format!("{least} – {}", format::count(most, lang)),
        None => format!("{} {least}", lang.t("co najmniej", "at least")),
    }
}

/// Everything below the figures that the reader's role covers.
pub(super) fn tables(project: &Project, lang: Lang) -> Vec<Table> {
    let mut tables = Vec::new();
    if let Some(budget) = &project.budget_in_force {
        tables.extend(budget::tables(budget, lang));
    }
    tables.extend(project.claims.as_deref().map(|claims| claimed(claims, lang)));
    tables.extend(
        project
            .settlement
            .as_ref()
            .map(|settled| settlement(settled, lang)),
    );
    tables.extend(
        project
            .indicators
            .as_deref()
            .map(|indicators| told(indicators, lang)),
    );
    tables.extend(project.readiness.as_ref().map(|readiness| kept(readiness, lang)));
    tables
}

fn claimed(claims: &[Claim], lang: Lang) -> Table {
    let money = |money: &Option<Money>| Cell::of(money.as_ref().map(|money| money.in_words(lang)), "–");
    let rows = claims.iter().map(|claim| Row {
        heading: format!(
            "{} {} ({})",
            lang.t("Wniosek", "Claim"),
            claim.number,
            claim.kind.label
        ),
        under: period(Some(&claim.period_from), Some(&claim.period_to), lang)
            .into_iter()
            .collect(),
        cells: vec![
            Cell::known(claim.due_on.as_deref().map(|day| format::day(day, lang)), lang),
            Cell::known(Some(claim.state.label.clone()), lang),
            money(&claim.claimed),
            money(&claim.approved),
        ],
    });
    Table::new(
        ("claims", lang.t("Wnioski o płatność", "Payment claims")),
        lang.t("Wniosek i okres", "Claim and period"),
        vec![
            lang.t("Termin", "Due"),
            lang.t("Stan", "State"),
            lang.t("Wykazano", "Claimed"),
            lang.t("Zatwierdzono", "Approved"),
        ],
        rows.collect(),
    )
    .or(lang.t("Nie ma jeszcze wniosków.", "There are no claims yet."))
}

fn settlement(settled: &Settlement, lang: Lang) -> Table {
    let row = |heading: &str, money: Option<&Money>| Row {
        heading: heading.to_owned(),
        under: Vec::new(),
        cells: vec![Cell::known(money.map(|money| money.in_words(lang)), lang)],
    };
    let rows = vec![
        row(lang.t("Otrzymano", "Received"), settled.received.as_ref()),
        row(
            lang.t("W tym zaliczki", "Of it advances"),
            Some(&settled.advances),
        ),
        row(lang.t("Wydano", "Spent"), Some(&settled.spent)),
        row(
            lang.t("Czeka na decyzję", "Waits for a decision"),
            Some(&settled.awaiting),
        ),
        row(lang.t("Zatwierdzono", "Approved"), Some(&settled.approved)),
        row(lang.t("Zwrócono", "Given back"), Some(&settled.returned)),
        row(
            lang.t("Zaliczki do rozliczenia", "Advances to settle"),
            settled.advance_left.as_ref(),
        ),
        row(lang.t("Nierozliczone", "Not settled"), settled.unsettled.as_ref()),
    ];
    Table::new(
        ("settlement", lang.t("Rozliczenie", "Settlement")),
        lang.t("Co", "What"),
        vec![lang.t("Kwota", "Amount")],
        rows,
    )
}

fn told(indicators: &[Indicator], lang: Lang) -> Table {
    let count = |number: Option<i64>| number.map(|number| format::count(number, lang));
    let rows = indicators.iter().map(|indicator| {
        let value = &indicator.value;
        let by_sex = count(value.women).zip(count(value.men)).map(|(women, men)| {
            let (of_women, of_men) = (lang.t("kobiety", "women"), lang.t("mężczyźni", "men"));
            format!("{of_women} {women}, {of_men} {men}")
        });
        let open = value.undecided.filter(|people| *people > 0).map(|people| {
            let words = lang.t("nieustalone dla", "not known of");
            let nouns = ["osoby", "osób", "osób"];
            format!(
                "{words} {}",
                format::counted(people, nouns, ["person", "people"], lang)
            )
        });
        let under: Vec<String> = [by_sex, open].into_iter().flatten().collect();
        let kept = lang.t("ukryte: zbyt mało osób", "hidden: too few people");
        let reached = value.percent_of_target.as_ref();
        let why = if value.too_few {
            kept
        } else {
            lang.t("nieznane", "unknown")
        };
        Row {
            heading: indicator.label.clone(),
            under: vec![format!("{} · {}", indicator.code, indicator.unit)],
            cells: vec![
                Cell::known(count(indicator.targets.total), lang),
                Cell::of(count(value.total), why).under((!under.is_empty()).then(|| under.join("; "))),
                Cell::of(reached.map(|share| format::percent(share, lang)), "–"),
            ],
        }
    });
    Table::new(
        ("indicators", lang.t("Wskaźniki", "Indicators")),
        lang.t("Wskaźnik", "Indicator"),
        vec![
            lang.t("Cel", "Target"),
            lang.t("Wartość", "Value"),
            lang.t("Osiągnięto", "Reached"),
        ],
        rows.collect(),
    )
    .or(lang.t(
        "Projekt nie ma jeszcze wskaźników.",
        "The project has no indicators yet.",
    ))
}

fn kept(readiness: &Readiness, lang: Lang) -> Table {
    let until = |day: &Option<String>| Cell::known(day.as_deref().map(|day| format::day(day, lang)), lang);
    let rows = readiness.duties.iter().map(|duty| Row {
        heading: duty.service.clone(),
        under: Vec::new(),
        cells: vec![until(&duty.until)],
    });
    let heading = lang.t("Trwałość", "Readiness after the project");
    let heading = match period(readiness.from.as_deref(), readiness.until.as_deref(), lang) {
        Some(period) => format!("{heading}: {period}"),
        None => heading.to_owned(),
    };
    Table::new(
        ("readiness", heading),
        lang.t("Usługa do utrzymania", "Service to keep"),
        vec![lang.t("Do kiedy", "Until")],
        rows.collect(),
    )
    .or(lang.t(
        "Nie zapisano usług do utrzymania.",
        "No services to keep are recorded.",
    ))
}
