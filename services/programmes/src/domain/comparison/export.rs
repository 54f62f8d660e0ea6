//! The comparison as a table for a file: what the rows show, and nothing besides.

use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{
    ComparisonMeasure, ComparisonRow, CostPerPlace, Exactness, FigureExactness, Hidden, PeopleBySex,
    PeopleCount, PeopleRate, Places, RatesBySex, Told,
};
use wsparcie_tabular::{Cell, Column, ColumnKind, Table};

/// The table of rows, with the columns of the measures asked for (all if none is named).
pub fn table(rows: &[ComparisonRow], measures: &[ComparisonMeasure], about: Vec<(String, String)>) -> Table {
    let wanted: Vec<ComparisonMeasure> = ComparisonMeasure::ALL
        .iter()
        .copied()
        .filter(|measure| measures.is_empty() || measures.contains(measure))
        .collect();
    let mut columns = vec![
        Column::new("Ośrodek", ColumnKind::Text),
        Column::new("Typ", ColumnKind::Text),
        Column::new("Województwo", ColumnKind::Text),
        Column::new("Projekt", ColumnKind::LongText),
        Column::new("Edycja", ColumnKind::Text),
        Column::new("Program", ColumnKind::Text),
        Column::new("Okres", ColumnKind::Text),
        Column::new("Od", ColumnKind::Date),
        Column::new("Do", ColumnKind::Date),
        Column::new("Miejsca", ColumnKind::Integer),
        Column::new("Miejsca K", ColumnKind::Integer),
        Column::new("Miejsca M", ColumnKind::Integer),
        Column::new("Osoby – stan na dzień", ColumnKind::Date),
    ];
    columns.extend(wanted.iter().flat_map(|measure| headers(*measure)));
    let cells = |row: &ComparisonRow| {
        let mut cells = vec![
            Cell::Text(row.centre.clone()),
            Cell::text_or_empty(row.centre_kind.clone()),
            Cell::Text(row.voivodeship.clone()),
            Cell::Text(row.title.clone()),
            Cell::text_or_empty(row.edition.clone()),
            programme(row),
            period(row),
            Cell::date_or_empty(row.starts_on),
            Cell::date_or_empty(row.ends_on),
            places(row.places_total),
            places(row.places_women),
            places(row.places_men),
            row.people_as_of.map_or_else(|| note(Hidden::Missing), Cell::Date),
        ];
        cells.extend(wanted.iter().flat_map(|measure| figures(row, *measure)));
        cells
    };
    Table {
        rows: rows.iter().map(cells).collect(),
        about,
        ..Table::new("Porównanie projektów", columns)
    }
}

fn programme(row: &ComparisonRow) -> Cell {
    if row.programme.is_empty() {
        note(Hidden::Missing)
    } else {
        Cell::Text(row.programme.join(" › "))
    }
}

fn period(row: &ComparisonRow) -> Cell {
    row.period.map_or_else(
        || note(Hidden::Missing),
        |period| Cell::Text(period.code().to_owned()),
    )
}

fn headers(measure: ComparisonMeasure) -> Vec<Column> {
    let by_sex = |title: &str, kind: ColumnKind| {
        ["", " K", " M"]
            .map(|sex| Column::new(format!("{title}{sex}"), kind))
            .to_vec()
    };
    match measure {
        ComparisonMeasure::CostPerPlace => vec![
            Column::new("Koszt na miejsce – ogółem", ColumnKind::Money),
            Column::new("Koszt na miejsce – ogółem, najwyżej", ColumnKind::Money),
            Column::new("Koszt na miejsce – UE", ColumnKind::Money),
            Column::new("Koszt na miejsce – UE, najwyżej", ColumnKind::Money),
        ],
        ComparisonMeasure::OwnContribution => vec![Column::new("Wkład własny", ColumnKind::Percent)],
        ComparisonMeasure::Recruitment => [
            by_sex("Na miejscach", ColumnKind::Integer),
            by_sex("Obsadzenie", ColumnKind::Percent),
        ]
        .concat(),
        ComparisonMeasure::Completion => [
            by_sex("Zakończyli", ColumnKind::Integer),
            by_sex("Ukończyli", ColumnKind::Integer),
            by_sex("Ukończenie", ColumnKind::Percent),
            by_sex("Przerwanie", ColumnKind::Percent),
        ]
        .concat(),
        ComparisonMeasure::SocialEffectiveness => effectiveness("Efektywność społeczna"),
        ComparisonMeasure::EmploymentEffectiveness => effectiveness("Efektywność zatrudnieniowa"),
        ComparisonMeasure::ServicesMix => vec![Column::new("Usługi według kategorii", ColumnKind::LongText)],
    }
}

fn effectiveness(title: &str) -> Vec<Column> {
    let sexes = ["", " K", " M"];
    let columns = sexes.iter().flat_map(|sex| {
        ["", " – od", " – do"].map(|part| Column::new(format!("{title}{sex}{part}"), ColumnKind::Percent))
    });
    columns.collect()
}

fn figures(row: &ComparisonRow, measure: ComparisonMeasure) -> Vec<Cell> {
    match measure {
        ComparisonMeasure::CostPerPlace => [cost(&row.cost_total), cost(&row.cost_eu)].concat(),
        ComparisonMeasure::OwnContribution => vec![match &row.own_share {
            Told::Shown(own) => percent(own.share),
            Told::NotShown(why) => note(*why),
        }],
        ComparisonMeasure::Recruitment => [counts(&row.recruited), shares(&row.recruitment)].concat(),
        ComparisonMeasure::Completion => [
            counts(&row.ended),
            counts(&row.completed),
            shares(&row.completion),
            shares(&row.drop_out),
        ]
        .concat(),
        ComparisonMeasure::SocialEffectiveness => intervals(&row.social_effectiveness),
        ComparisonMeasure::EmploymentEffectiveness => intervals(&row.employment_effectiveness),
        ComparisonMeasure::ServicesMix => vec![match &row.services {
            Told::Shown(services) => Cell::Text(
                services
                    .iter()
                    .map(|service| format!("{}: {}", service.category, service.services))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            Told::NotShown(why) => note(*why),
        }],
    }
}

/// The point, and the bound; each where it is one.
fn cost(told: &Told<CostPerPlace>) -> Vec<Cell> {
    match told {
        Told::NotShown(why) => vec![note(*why), Cell::Empty],
        Told::Shown(cost) if cost.exactness == FigureExactness::Exact => {
            vec![Cell::Money(cost.value), Cell::Empty]
        }
        Told::Shown(cost) => vec![note(Hidden::Bound), Cell::Money(cost.value)],
    }
}

fn places(places: Option<Places>) -> Cell {
    match places {
        None => note(Hidden::Missing),
        Some(Places {
            count,
            exactness: Exactness::Exact,
        }) => Cell::Integer(i64::from(count)),
        Some(Places { count, .. }) => Cell::Note(format!("min. {count}")),
    }
}

fn counts(people: &PeopleBySex) -> Vec<Cell> {
    let cell = |count: PeopleCount| match count {
        PeopleCount::Shown(people) => Cell::Integer(people),
        PeopleCount::NotShown(why) => note(why),
    };
    vec![cell(people.total), cell(people.women), cell(people.men)]
}

fn shares(rates: &RatesBySex) -> Vec<Cell> {
    let cell = |told: &Told<PeopleRate>| match told {
        Told::Shown(rate) => percent(rate.share),
        Told::NotShown(why) => note(*why),
    };
    vec![cell(&rates.total), cell(&rates.women), cell(&rates.men)]
}

fn intervals(rates: &RatesBySex) -> Vec<Cell> {
    let cells = |told: &Told<PeopleRate>| match told {
        Told::Shown(rate) => {
            let bound = |bound: Option<BasisPoints>| bound.map_or(Cell::Empty, percent);
            vec![percent(rate.share), bound(rate.lower), bound(rate.upper)]
        }
        Told::NotShown(why) => vec![note(*why), Cell::Empty, Cell::Empty],
    };
    [cells(&rates.total), cells(&rates.women), cells(&rates.men)].concat()
}

fn percent(share: BasisPoints) -> Cell {
    Cell::Percent(share.hundredths_of_percent())
}

fn note(why: Hidden) -> Cell {
    Cell::Note(why.label_pl().to_owned())
}
