//! A release in words: rows, figures over all projects, and who is missing in them. Nothing is worked out here: what the
//! schema does not tell, the page does not tell either.

use super::answer::{Cost, Count, Name, People, Rate, Row, Share, Summary, Value, Word};
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::projects::period;
use crate::web::table::{Cell, Row as Line, Table};

/// Who is missing in a figure, and why; or is known by a bound only.
pub(super) struct Absent {
    pub(super) name: String,
    pub(super) projects: Vec<String>,
}

/// Names of the columns of money, beside the project's.
fn money_columns(lang: Lang) -> Vec<&'static str> {
    vec![
        lang.t("Miejsca", "Places"),
        lang.t("Koszt na miejsce, ogółem", "Cost per place, total"),
        lang.t("Koszt na miejsce, UE", "Cost per place, EU"),
        lang.t("Wkład własny", "Own contribution"),
    ]
}

/// Names of the columns of people, beside the project's.
fn people_columns(lang: Lang) -> Vec<&'static str> {
    vec![
        lang.t("Na miejscach", "On places"),
        lang.t("Obsadzenie", "Recruitment"),
        lang.t("Ukończenie", "Completion"),
        lang.t("Przerwanie", "Drop-out"),
        lang.t("Efektywność społeczna", "Social effectiveness"),
        lang.t("Efektywność zatrudnieniowa", "Employment effectiveness"),
    ]
}

/// Names of the columns of a summary, beside the figure's.
fn summary_columns(lang: Lang) -> Vec<&'static str> {
    vec![
        lang.t("Projekty", "Projects"),
        lang.t("Średnia ważona", "Weighted mean"),
        lang.t("Średnia", "Mean"),
        lang.t("Mediana", "Median"),
        lang.t("Kwartyle", "Quartiles"),
        lang.t("Od – do", "From – to"),
    ]
}

/// The tables of a release: money and people of each project, and every figure over all of them.
pub(super) fn tables(rows: &[Row], summaries: &[Summary], lang: Lang) -> Vec<Table> {
    let project = lang.t("Projekt", "Project");
    vec![
        Table::new(
            ("money", lang.t("Pieniądze i miejsca", "Money and places")),
            project,
            money_columns(lang),
            rows.iter().map(|row| money_line(row, lang)).collect(),
        )
        .or(lang.t("Żaden projekt nie spełnia warunków.", "No project fits.")),
        Table::new(
            ("people", lang.t("Uczestnicy", "Participants")),
            project,
            people_columns(lang),
            rows.iter().map(|row| people_line(row, lang)).collect(),
        )
        .or(lang.t("Żaden projekt nie spełnia warunków.", "No project fits.")),
        Table::new(
            (
                "summary",
                lang.t("Wszystkie projekty razem", "All projects together"),
            ),
            lang.t("Miara", "Figure"),
            summary_columns(lang),
            summaries.iter().map(|summary| figure(summary, lang)).collect(),
        )
        .or(lang.t("Nie ma czego zestawić.", "There is nothing to add up.")),
    ]
}

/// A project's money.
fn money_line(row: &Row, lang: Lang) -> Line {
    let places = row.places.total.as_ref();
    let cells = vec![
        shown(places.map(|places| places.in_words(lang)), None, lang),
        cost(&row.cost_total, lang),
        cost(&row.cost_eu, lang),
        share(&row.own_share, lang),
    ];
    line(row, cells, lang)
}

/// A project's people.
fn people_line(row: &Row, lang: Lang) -> Line {
    let cells = vec![
        people(&row.recruited, lang),
        rate(&row.recruitment.total, lang),
        rate(&row.completion.total, lang),
        rate(&row.drop_out.total, lang),
        rate(&row.social_effectiveness.total, lang),
        rate(&row.employment_effectiveness.total, lang),
    ];
    line(row, cells, lang)
}

fn line(row: &Row, cells: Vec<Cell>, lang: Lang) -> Line {
    let name = &row.name;
    let edition = name.edition.as_ref();
    let edition = edition.map(|edition| format!("{} {edition}", lang.t("edycja", "edition")));
    let period = period(row.starts_on.as_deref(), row.ends_on.as_deref(), lang);
    let as_of = row.people_as_of.as_deref().map(|day| {
        let words = lang.t("liczby osób na dzień", "people counted as of");
        format!("{words} {}", format::day(day, lang))
    });
    Line {
        heading: format!("{}: {}", name.centre, format::tied(&name.title)),
        under: [edition, period, as_of].into_iter().flatten().collect(),
        cells,
    }
}

/// A cell with its text, or with why there is none.
fn shown(text: Option<String>, hidden: Option<&Word>, lang: Lang) -> Cell {
    match hidden {
        Some(word) => Cell::of(text, &word.label),
        None => Cell::known(text, lang),
    }
}

fn cost(cost: &Cost, lang: Lang) -> Cell {
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

fn share(share: &Share, lang: Lang) -> Cell {
    let text = share.share.as_ref().map(|share| format::percent(share, lang));
    shown(text, share.hidden.as_ref(), lang)
}

fn people(people: &People, lang: Lang) -> Cell {
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

fn rate(rate: &Rate, lang: Lang) -> Cell {
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

fn interval(lower: Option<&str>, upper: Option<&str>, lang: Lang) -> Option<String> {
    let (lower, upper) = lower.zip(upper)?;
    let words = lang.t("przedział 95 %:", "95% interval:");
    Some(format!(
        "{words} {} – {}",
        format::percent(lower, lang),
        format::percent(upper, lang)
    ))
}

fn value(value: &Value, lang: Lang) -> Option<String> {
    match (&value.amount, &value.percent) {
        (Some(amount), _) => Some(amount.in_words(lang)),
        (None, Some(percent)) => Some(format::percent(percent, lang)),
        (None, None) => None,
    }
}

/// One figure over all projects.
fn figure(summary: &Summary, lang: Lang) -> Line {
    let of = |one: Option<&Value>| shown(one.and_then(|one| value(one, lang)), None, lang);
    let range = |ends: Option<(&Value, &Value)>| {
        let text = ends.and_then(|(from, to)| Some(format!("{} – {}", value(from, lang)?, value(to, lang)?)));
        shown(text, None, lang)
    };
    let spread = summary.spread.as_ref();
    let projects = format!(
        "{} {} {}",
        format::count(summary.included, lang),
        lang.t("z", "of"),
        format::count(summary.considered, lang)
    );
    let mut weighted = of(summary.weighted_mean.as_ref());
    weighted.under = interval(summary.lower.as_deref(), summary.upper.as_deref(), lang);
    let cells = vec![
        shown(Some(projects), None, lang),
        weighted,
        of(summary.mean.as_ref()),
        of(spread.map(|spread| &spread.median)),
        range(spread.map(|spread| (&spread.lower_quartile, &spread.upper_quartile))),
        range(spread.map(|spread| (&spread.least, &spread.greatest))),
    ];
    Line {
        heading: figure_name(summary),
        under: Vec::new(),
        cells,
    }
}

fn figure_name(summary: &Summary) -> String {
    let sex = summary.sex.as_ref().map(|sex| sex.label.clone());
    let more: Vec<String> = [summary.category.clone(), sex].into_iter().flatten().collect();
    let figure = format::capital(&summary.figure.label);
    if more.is_empty() {
        figure
    } else {
        format!("{figure} ({})", more.join(", "))
    }
}

/// Who is missing in a figure; nobody in some.
pub(super) fn absent(summary: &Summary, lang: Lang) -> Option<Absent> {
    let name = |name: &Name| match &name.edition {
        Some(edition) => format!("{}, {} ({edition})", name.centre, name.title),
        None => format!("{}, {}", name.centre, name.title),
    };
    let bounds = summary.bounds.iter().filter_map(|bound| {
        let at_most = value(&bound.at_most, lang)?;
        let words = lang.t(
            "znane tylko ograniczenie: co najwyżej",
            "only a bound is known: at most",
        );
        Some(format!("{} – {words} {at_most}", name(&bound.name)))
    });
    let missing = summary
        .missing
        .iter()
        .map(|one| format!("{} – {}", name(&one.name), one.reason.label));
    let projects: Vec<String> = bounds.chain(missing).collect();
    (!projects.is_empty()).then(|| Absent {
        name: figure_name(summary),
        projects,
    })
}
