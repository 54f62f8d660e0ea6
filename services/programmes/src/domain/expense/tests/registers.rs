//! The register as a table.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{BudgetPart, BudgetSource, CorrectionKind, ExpenseFlag};

use super::{day, expense, money};
use crate::domain::expense::{RegisterRow, check_period, file_name, sum_of, table};

fn rows() -> Vec<RegisterRow> {
    let row = |expense| RegisterRow {
        expense,
        task: "1. Rekrutacja".to_owned(),
        line: "1.1. Ogłoszenia".to_owned(),
        corrects_number: None,
    };
    let mut first = expense();
    first.flags = vec![ExpenseFlag::LineOverspent];
    first.overspent_by = Some(money("5.00"));
    first.entry.sources = vec![BudgetPart {
        source: BudgetSource::Eu,
        amount: money("1230.00"),
    }];
    let mut correction = expense();
    correction.corrects = Some(first.id);
    correction.correction = Some(CorrectionKind::Difference);
    correction.reason = Some("=pomyłka".to_owned());
    correction.entry.amounts.amount = money("-230.01");
    correction.entry.amounts.vat = money("-30.00");
    correction.entry.amounts.eligible = money("-230.01");
    correction.entry.sources = vec![BudgetPart {
        source: BudgetSource::Eu,
        amount: money("-230.01"),
    }];
    vec![row(first), row(correction)]
}

#[test]
fn the_sum_below_is_that_of_the_rows() {
    let rows = rows();
    let sum = sum_of(&rows).unwrap();
    assert_eq!(
        (sum.amount, sum.eligible, sum.rows),
        (money("999.99"), money("999.99"), 2)
    );
    let csv = String::from_utf8(table("Projekt", &rows, &sum).csv().unwrap()).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[1].contains("przekroczona pozycja budżetu; przekroczenie pozycji: 5.00 zł"));
    assert!(lines[2].contains("różnica") && lines[2].contains("-230,01") && lines[2].contains("'=pomyłka"));
    assert_eq!(
        lines[3],
        ";Razem;;;;;;;;;;999,99;200,00;;0,00;999,99;999,99;0,00;0,00;0,00;;"
    );
}

#[test]
fn a_sum_that_does_not_fit_is_none() {
    let mut rows = rows();
    rows[0].expense.entry.amounts.amount = Money::from_grosz(i64::MAX);
    rows[1].expense.entry.amounts.amount = Money::from_grosz(1);
    assert_eq!(sum_of(&rows), None);
}

#[test]
fn a_period_is_whole_months_and_names_the_file() {
    let (first, last) = check_period(day("2018-01-15"), day("2018-03-02")).unwrap();
    assert_eq!(
        file_name(first, last, "csv"),
        "rejestr-wydatkow-2018-01-2018-03.csv"
    );
    assert_eq!(
        check_period(day("2018-03-01"), day("2018-02-28"))
            .unwrap_err()
            .code,
        "PERIOD_REVERSED"
    );
    assert!(
        check_period(day("2018-03-31"), day("2018-03-01")).is_ok(),
        "both days of one month"
    );
}
