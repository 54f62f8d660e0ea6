//! Where amounts that should be one differ. Nothing is rounded away.

use std::collections::BTreeMap;

use wsparcie_kernel::ids::BudgetLineId;
use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{
    BudgetDifference, BudgetLine, BudgetPart, BudgetSource, BudgetSums, BudgetTask, DifferencePlace,
};

use super::line::{exact_product, from_source, product, sum_of_sources};
use super::{MAX_AMOUNT, add_up, less, lines};

/// What a version is held against. Absent is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The total of the agreement that the version is linked to.
    pub agreement_total: Option<Money>,
    /// The project's stated total.
    pub project_total: Option<Money>,
    /// The project's stated parts by source.
    pub project_parts: Option<Vec<BudgetPart>>,
    /// What is spent on the project's lines, corrections included.
    pub spent: BTreeMap<BudgetLineId, Money>,
    /// Whether the version refuses over-spending: then no line may have less than is spent on it.
    pub refuses_over_spending: bool,
}

impl Stated {
    /// Whether the project's total and parts contradict each other: then no budget can agree with both.
    fn contradicts_itself(&self) -> bool {
        match (&self.project_parts, self.project_total) {
            (Some(parts), Some(total)) => add_up(parts.iter().map(|part| part.amount)) != total,
            _ => false,
        }
    }
}

/// Every difference of a version: line by line, then the whole against what is stated.
pub fn of(tasks: &[BudgetTask], sums: &BudgetSums, stated: &Stated) -> Vec<BudgetDifference> {
    let mut found: Vec<BudgetDifference> = lines(tasks)
        .flat_map(|(task, line)| of_line(task, line).chain(of_spending(task, line, stated)))
        .collect();
    found.extend(of_whole(sums, stated));
    found
}

fn of_line(task: &BudgetTask, line: &BudgetLine) -> impl Iterator<Item = BudgetDifference> {
    let at_line = |place, should: Money| at_line(task, line, difference(place, line.amount, should, true));
    let product = BudgetDifference {
        exact_product: exact_product(line),
        // A product beyond every amount is shown as the largest amount; it differs in any case.
        ..at_line(
            DifferencePlace::LineProduct,
            product(line).unwrap_or(MAX_AMOUNT).min(MAX_AMOUNT),
        )
    };
    let overflows = self::product(line).is_none_or(|product| product > MAX_AMOUNT);
    let sources = at_line(DifferencePlace::LineSources, sum_of_sources(line));
    [(product, overflows), (sources, false)]
        .into_iter()
        .filter(|(difference, certain)| *certain || difference.difference != Money::ZERO)
        .map(|(difference, _)| difference)
}

fn at_line(task: &BudgetTask, line: &BudgetLine, difference: BudgetDifference) -> BudgetDifference {
    BudgetDifference {
        task_number: Some(task.number),
        line_id: Some(line.id),
        line_number: Some(line.number),
        ..difference
    }
}

/// A line that has less than is spent on it. Where the version only flags over-spending, it is shown and blocks nothing.
fn of_spending(task: &BudgetTask, line: &BudgetLine, stated: &Stated) -> Option<BudgetDifference> {
    let spent = *stated.spent.get(&line.id)?;
    let blocking = stated.refuses_over_spending;
    (spent > line.amount).then(|| {
        let place = DifferencePlace::LineSpent;
        at_line(task, line, difference(place, line.amount, spent, blocking))
    })
}

fn of_whole(sums: &BudgetSums, stated: &Stated) -> Vec<BudgetDifference> {
    // The agreement decides where it speaks; what the project states is then older news.
    let project_blocks = stated.agreement_total.is_none() && !stated.contradicts_itself();
    let mut found = Vec::new();
    if let Some(total) = stated.agreement_total {
        found.push(difference(
            DifferencePlace::AgreementTotal,
            sums.total,
            total,
            true,
        ));
    }
    if let Some(total) = stated.project_total {
        found.push(difference(
            DifferencePlace::ProjectTotal,
            sums.total,
            total,
            project_blocks,
        ));
    }
    if let Some(parts) = &stated.project_parts {
        found.extend(BudgetSource::ALL.iter().map(|source| BudgetDifference {
            source: Some(*source),
            ..difference(
                DifferencePlace::ProjectSource,
                from_source(&sums.by_source, *source),
                from_source(parts, *source),
                project_blocks,
            )
        }));
    }
    found.retain(|difference| difference.difference != Money::ZERO);
    found
}

fn difference(place: DifferencePlace, has: Money, should: Money, blocking: bool) -> BudgetDifference {
    BudgetDifference {
        place,
        task_number: None,
        line_id: None,
        line_number: None,
        source: None,
        has,
        should,
        difference: less(has, should),
        exact_product: None,
        blocking,
    }
}

/// The refusals of a version that is to come into force: one for each difference that blocks it.
pub fn refusals(differences: &[BudgetDifference]) -> Vec<Problem> {
    differences
        .iter()
        .filter(|difference| difference.blocking)
        .map(|difference| match difference.place {
            DifferencePlace::LineSpent => less_than_spent(difference),
            _ => refusal(difference),
        })
        .collect()
}

fn less_than_spent(difference: &BudgetDifference) -> Problem {
    let (task, line) = (
        difference.task_number.unwrap_or_default(),
        difference.line_number.unwrap_or_default(),
    );
    let (has, spent) = (difference.has, difference.should);
    let pl = format!(
        "zadanie {task}, pozycja {line}: wydano już {spent} zł, a ta wersja ma {has} zł; zwiększ pozycję albo popraw wydatki"
    );
    let en = format!(
        "task {task}, line {line}: PLN {spent} is spent already, this version has {has}; raise the line or correct the \
         expenses"
    );
    Problem::new("BUDGET_LINE_LESS_THAN_SPENT", pl, en)
        .at(&["budgetId"])
        .by_rule("zasada budżetu projektu: przekroczenie pozycji jest odrzucane")
}

fn refusal(difference: &BudgetDifference) -> Problem {
    let numbers = (difference.task_number, difference.line_number);
    let (where_pl, where_en) = match (numbers, difference.source) {
        ((Some(task), Some(line)), _) => (
            format!("zadanie {task}, pozycja {line}: "),
            format!("task {task}, line {line}: "),
        ),
        (_, Some(source)) => (
            format!("{}: ", source.label_pl()),
            format!("{}: ", source.label_en()),
        ),
        _ => (String::new(), String::new()),
    };
    let BudgetDifference {
        place,
        has,
        should,
        difference,
        ..
    } = difference;
    Problem::new(
        "BUDGET_DOES_NOT_ADD_UP",
        format!(
            "{where_pl}{}: jest {has}, powinno być {should}, różnica {difference}; popraw budżet",
            place.label_pl()
        ),
        format!(
            "{where_en}{}: is {has}, should be {should}, difference {difference}; correct the budget",
            place.label_en()
        ),
    )
    .at(&["budgetId"])
    .by_rule("budżet obowiązujący zgadza się co do grosza")
}
