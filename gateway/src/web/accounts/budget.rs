//! The budget in force, in words: its sums, and the ceilings with their verdicts.

use super::answer::{Budget, Check};
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::table::{Cell, Row, Table};

/// The tables of a budget.
pub(super) fn tables(budget: &Budget, lang: Lang) -> Vec<Table> {
    let ceilings = budget.checks.as_deref().map(|checks| ceilings(checks, lang));
    let tables = [tasks(budget, lang), sources(budget, lang), ceilings];
    tables.into_iter().flatten().collect()
}

fn tasks(budget: &Budget, lang: Lang) -> Option<Table> {
    let sums = budget.sums.as_ref()?;
    let of = |id: &str| sums.by_task.iter().find(|sum| sum.task_id == id);
    let rows = budget.tasks.iter().flatten().map(|task| Row {
        heading: format!("{}. {}", task.number, task.name),
        under: Vec::new(),
        cells: vec![Cell::known(
            of(&task.id).map(|sum| sum.amount.in_words(lang)),
            lang,
        )],
    });
    let total = Row {
        heading: lang.t("Razem", "In all").to_owned(),
        under: Vec::new(),
        cells: vec![Cell::known(Some(sums.total.in_words(lang)), lang)],
    };
    let rows = rows.chain([total]).collect();
    let mut heading = format!(
        "{} {}",
        lang.t("Budżet, wersja", "Budget, version"),
        budget.number
    );
    if let Some(day) = &budget.in_force_from {
        heading = format!(
            "{heading}, {} {}",
            lang.t("obowiązuje od", "in force from"),
            format::day(day, lang)
        );
    }
    Some(Table::new(
        ("tasks", heading),
        lang.t("Zadanie", "Task"),
        vec![lang.t("Kwota", "Amount")],
        rows,
    ))
}

fn sources(budget: &Budget, lang: Lang) -> Option<Table> {
    let sums = budget.sums.as_ref()?;
    let rows = sums.by_source.iter().map(|sum| Row {
        heading: format::capital(&sum.source.label),
        under: Vec::new(),
        cells: vec![Cell::known(Some(sum.amount.in_words(lang)), lang)],
    });
    Some(
        Table::new(
            ("sources", lang.t("Źródła finansowania", "Sources")),
            lang.t("Źródło", "Source"),
            vec![lang.t("Kwota", "Amount")],
            rows.collect(),
        )
        .or(lang.t("Nie podano źródeł.", "No sources are given.")),
    )
}

fn ceilings(checks: &[Check], lang: Lang) -> Table {
    let rows = checks.iter().map(|check| {
        let percent = |share: &Option<String>| share.as_ref().map(|share| format::percent(share, lang));
        let amount = check.actual_amount.as_ref().map(|money| money.in_words(lang));
        let under = [Some(check.base_label.clone()), check.legal_basis.clone()];
        Row {
            heading: check.label.clone(),
            under: under.into_iter().flatten().collect(),
            cells: vec![
                Cell::known(percent(&check.limit), lang),
                Cell::known(percent(&check.actual), lang).under(amount),
                Cell::known(Some(check.verdict.label.clone()), lang).under(check.reason.clone()),
            ],
        }
    });
    Table::new(
        (
            "ceilings",
            lang.t("Limity i wymagane udziały", "Ceilings and required shares"),
        ),
        lang.t("Reguła", "Rule"),
        vec![
            lang.t("Granica", "Limit"),
            lang.t("W budżecie", "In the budget"),
            lang.t("Ocena", "Verdict"),
        ],
        rows.collect(),
    )
    .or(lang.t(
        "Żadna reguła nie dotyczy tego budżetu.",
        "No rule is about this budget.",
    ))
}
