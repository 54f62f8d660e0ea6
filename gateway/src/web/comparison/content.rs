//! A release in words: rows, figures over all projects, and who is missing in them. Nothing is worked out here: what the
//! schema does not tell, the page does not tell either.

use wsparcie_programmes_api::ComparisonMeasure as Measure;

use super::answer::{Name, Row, Summary, Value};
use super::cells::{cost, interval, people, places, rate, services, share, shown, value};
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::projects::period;
use crate::web::table::{Cell, Row as Line, Table};

/// Who is missing in a figure, and why; or is known by a bound only.
pub(super) struct Absent {
    pub(super) name: String,
    pub(super) projects: Vec<String>,
}

/// A column of rows: the measure it belongs to, its name and what stands in it.
type Column = (Measure, &'static str, fn(&Row, Lang) -> Cell);

/// The columns of money, beside the project's and its places.
fn money_columns(lang: Lang) -> Vec<Column> {
    vec![
        (
            Measure::CostPerPlace,
            lang.t("Koszt na miejsce, ogółem", "Cost per place, total"),
            |row, lang| cost(&row.cost_total, lang),
        ),
        (
            Measure::CostPerPlace,
            lang.t("Koszt na miejsce, UE", "Cost per place, EU"),
            |row, lang| cost(&row.cost_eu, lang),
        ),
        (
            Measure::OwnContribution,
            lang.t("Wkład własny", "Own contribution"),
            |row, lang| share(&row.own_share, lang),
        ),
    ]
}

/// The columns of people, beside the project's.
fn people_columns(lang: Lang) -> Vec<Column> {
    vec![
        (
            Measure::Recruitment,
            lang.t("Na miejscach", "On places"),
            |row, lang| people(&row.recruited, lang),
        ),
        (
            Measure::Recruitment,
            lang.t("Obsadzenie", "Recruitment"),
            |row, lang| rate(&row.recruitment.total, lang),
        ),
        (
            Measure::Completion,
            lang.t("Ukończenie", "Completion"),
            |row, lang| rate(&row.completion.total, lang),
        ),
        (
            Measure::Completion,
            lang.t("Przerwanie", "Drop-out"),
            |row, lang| rate(&row.drop_out.total, lang),
        ),
        (
            Measure::SocialEffectiveness,
            lang.t("Efektywność społeczna", "Social effectiveness"),
            |row, lang| rate(&row.social_effectiveness.total, lang),
        ),
        (
            Measure::EmploymentEffectiveness,
            lang.t("Efektywność zatrudnieniowa", "Employment effectiveness"),
            |row, lang| rate(&row.employment_effectiveness.total, lang),
        ),
    ]
}

/// The column of services, beside the project's.
fn service_columns(lang: Lang) -> Vec<Column> {
    vec![(
        Measure::ServicesMix,
        lang.t("Usługi według kategorii", "Services by category"),
        |row, lang| services(&row.services, lang),
    )]
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

/// The tables of a release: money, people and services of each project, and every figure over all of them. A table without any
/// of the measures asked for is left out.
pub(super) fn tables(rows: &[&Row], summaries: &[Summary], measures: &[Measure], lang: Lang) -> Vec<Table> {
    let of_rows = |id, heading, columns, with_places| {
        let columns = asked_for(columns, measures);
        (!columns.is_empty()).then(|| row_table((id, heading), rows, &columns, with_places, lang))
    };
    let summary = Table::new(
        (
            "summary",
            lang.t("Wszystkie projekty razem", "All projects together"),
        ),
        lang.t("Miara", "Figure"),
        summary_columns(lang),
        summaries.iter().map(|summary| figure(summary, lang)).collect(),
    );
    [
        of_rows(
            "money",
            lang.t("Pieniądze i miejsca", "Money and places"),
            money_columns(lang),
            true,
        ),
        of_rows(
            "people",
            lang.t("Uczestnicy", "Participants"),
            people_columns(lang),
            false,
        ),
        of_rows(
            "services",
            lang.t("Struktura usług", "Mix of services"),
            service_columns(lang),
            false,
        ),
        Some(summary.or(lang.t("Nie ma czego zestawić.", "There is nothing to add up."))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The columns of the measures asked for; all if none is named.
fn asked_for(columns: Vec<Column>, measures: &[Measure]) -> Vec<Column> {
    let is_asked_for = |(measure, ..): &Column| measures.is_empty() || measures.contains(measure);
    columns.into_iter().filter(is_asked_for).collect()
}

fn row_table(
    heading: (&'static str, &'static str),
    rows: &[&Row],
    columns: &[Column],
    with_places: bool,
    lang: Lang,
) -> Table {
    let first = with_places.then(|| lang.t("Miejsca", "Places"));
    let names = first.into_iter().chain(columns.iter().map(|(_, name, _)| *name));
    let cells = |row: &Row| {
        let first = with_places.then(|| places(row, lang));
        first
            .into_iter()
            .chain(columns.iter().map(|(.., cell)| cell(row, lang)))
            .collect()
    };
    Table::new(
        heading,
        lang.t("Projekt", "Project"),
        names.collect(),
        rows.iter().map(|row| line(row, cells(row), lang)).collect(),
    )
    .or(lang.t("Nie ma już więcej projektów.", "There are no more projects."))
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
