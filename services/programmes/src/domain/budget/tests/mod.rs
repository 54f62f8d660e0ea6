//! The rules of budgets.

mod ceilings;
mod diff;
mod differences;
mod edits;
mod figures;
mod properties;

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId};
use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{
    BudgetEdit, BudgetFlag, BudgetLine, BudgetPart, BudgetSource, BudgetTask, BudgetTerms, LineDraft,
    OverSpending,
};

use super::{Plan, apply_all};

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn part(source: BudgetSource, amount: &str) -> BudgetPart {
    BudgetPart {
        source,
        amount: money(amount),
    }
}

const TERMS: BudgetTerms = BudgetTerms {
    over_spending: OverSpending::Refuse,
    indirect_rate: None,
    own_share: None,
    agreement_id: None,
};

fn nothing() -> Plan {
    Plan {
        terms: TERMS,
        tasks: Vec::new(),
    }
}

/// Ids counted up.
fn counter() -> impl FnMut() -> Uuid {
    let mut last = 1_000;
    move || {
        last += 1;
        Uuid::from_u128(last)
    }
}

fn line_id(id: u128) -> BudgetLineId {
    BudgetLineId::from_uuid(Uuid::from_u128(id))
}

fn line(id: u128, number: i32, sources: &[(BudgetSource, &str)], flags: &[BudgetFlag]) -> BudgetLine {
    let sources: Vec<BudgetPart> = sources
        .iter()
        .map(|(source, amount)| part(*source, amount))
        .collect();
    let amount = super::add_up(sources.iter().map(|part| part.amount));
    BudgetLine {
        id: line_id(id),
        number,
        name: format!("pozycja {id}"),
        unit: "komplet".to_owned(),
        unit_cost: amount,
        quantity_thousandths: 1_000,
        amount,
        sources,
        flags: flags.to_vec(),
    }
}

fn task(number: i32, lines: Vec<BudgetLine>) -> BudgetTask {
    BudgetTask {
        id: BudgetTaskId::from_uuid(Uuid::from_u128(u128::from(number.unsigned_abs()))),
        number,
        name: format!("zadanie {number}"),
        lines,
    }
}

/// Two tasks: 100.00 and 50.00 of the Union and 20.00 of local government, then 30.00 of local government.
fn plan() -> Plan {
    use BudgetSource::{Eu, LocalGovernment};
    Plan {
        terms: TERMS,
        tasks: vec![
            task(
                1,
                vec![
                    line(11, 1, &[(Eu, "100.00")], &[BudgetFlag::Personnel]),
                    line(12, 2, &[(Eu, "50.00"), (LocalGovernment, "20.00")], &[]),
                ],
            ),
            task(
                2,
                vec![line(
                    21,
                    1,
                    &[(LocalGovernment, "30.00")],
                    &[BudgetFlag::Indirect],
                )],
            ),
        ],
    }
}

/// A whole new line in task 1.
fn draft() -> LineDraft {
    LineDraft {
        line_id: None,
        task_number: 1,
        number: 3,
        name: "Doradca".to_owned(),
        unit: "godzina".to_owned(),
        unit_cost: money("80.00"),
        quantity_thousandths: 2_500,
        amount: money("200.00"),
        sources: vec![part(BudgetSource::Eu, "200.00")],
        flags: vec![BudgetFlag::Outsourced],
    }
}

fn edit(plan: &Plan, edits: &[BudgetEdit]) -> Result<Plan, Vec<Problem>> {
    apply_all(plan, edits, &mut counter())
}

/// The codes and paths of a refusal.
fn refused(plan: &Plan, edits: &[BudgetEdit]) -> Vec<(String, String)> {
    let problems = edit(plan, edits).unwrap_err();
    problems
        .into_iter()
        .map(|problem| (problem.code, problem.path.join(".")))
        .collect()
}

fn told(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}
