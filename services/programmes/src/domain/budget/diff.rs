//! How two versions of a budget differ, line by line: tasks and lines keep their ids through all versions.

use std::collections::{BTreeMap, BTreeSet};

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{
    AmountChange, BudgetChangeKind, BudgetDiff, BudgetLine, BudgetPair, BudgetSource, BudgetTask,
    FieldChange, LineChange,
};

use super::line::from_source;
use super::{Plan, less, lines, sums};

/// What differs from `before` to `after`.
pub fn of(pair: BudgetPair, before: &Plan, after: &Plan) -> BudgetDiff {
    let (sums_before, sums_after) = (sums::of(&before.tasks), sums::of(&after.tasks));
    let by_source = BudgetSource::ALL.iter().map(|source| {
        amount_change(
            Some(*source),
            from_source(&sums_before.by_source, *source),
            from_source(&sums_after.by_source, *source),
        )
    });
    BudgetDiff {
        pair,
        terms: terms(before, after),
        tasks: tasks(before, after),
        lines: changed_lines(before, after),
        total: amount_change(None, sums_before.total, sums_after.total),
        by_source: by_source
            .filter(|change| change.from != Money::ZERO || change.to != Money::ZERO)
            .collect(),
    }
}

fn amount_change(source: Option<BudgetSource>, from: Money, to: Money) -> AmountChange {
    AmountChange {
        source,
        from,
        to,
        change: less(to, from),
    }
}

fn terms(before: &Plan, after: &Plan) -> Vec<FieldChange> {
    let told = |plan: &Plan| {
        let terms = plan.terms;
        [
            ("overSpending", Some(terms.over_spending.code().to_owned())),
            ("indirectRate", terms.indirect_rate.map(|rate| rate.to_string())),
            ("ownShare", terms.own_share.map(|share| share.to_string())),
        ]
    };
    told(before)
        .into_iter()
        .zip(told(after))
        .filter_map(|((field, from), (_, to))| changed(field.to_owned(), from, to))
        .collect()
}

fn tasks(before: &Plan, after: &Plan) -> Vec<FieldChange> {
    let told = |plan: &Plan| -> BTreeMap<_, (i32, String)> {
        let named = |task: &BudgetTask| (task.number, format!("{}. {}", task.number, task.name));
        plan.tasks.iter().map(|task| (task.id, named(task))).collect()
    };
    let (old, new) = (told(before), told(after));
    let ids: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    let mut changes: Vec<(i32, FieldChange)> = ids
        .into_iter()
        .filter_map(|id| {
            let (from, to) = (old.get(&id), new.get(&id));
            let number = to.or(from).map_or(0, |(number, _)| *number);
            let name = |side: Option<&(i32, String)>| side.map(|(_, name)| name.clone());
            changed(format!("task.{number}"), name(from), name(to)).map(|change| (number, change))
        })
        .collect();
    changes.sort_by_key(|(number, _)| *number);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// The lines that differ: in the order of the later version, those that it lacks behind.
fn changed_lines(before: &Plan, after: &Plan) -> Vec<LineChange> {
    let old: BTreeMap<_, _> = lines(&before.tasks)
        .map(|(task, line)| (line.id, (task, line)))
        .collect();
    let new: BTreeSet<_> = after.lines().map(|(_, line)| line.id).collect();
    let kept_and_added = after
        .lines()
        .filter_map(|(task, line)| line_change(old.get(&line.id).copied(), Some((task, line))));
    let removed = before
        .lines()
        .filter(|(_, line)| !new.contains(&line.id))
        .filter_map(|place| line_change(Some(place), None));
    kept_and_added.chain(removed).collect()
}

/// A line and the task that it stands in.
type Placed<'a> = (&'a BudgetTask, &'a BudgetLine);

fn line_change(from: Option<Placed<'_>>, to: Option<Placed<'_>>) -> Option<LineChange> {
    let (_, shown) = to.or(from)?;
    let told = |side: Option<Placed<'_>>| side.map(|(_, line)| fields(line)).unwrap_or_default();
    let (old, new) = (told(from), told(to));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let fields: Vec<FieldChange> = names
        .into_iter()
        .filter_map(|name| changed((*name).clone(), old.get(name).cloned(), new.get(name).cloned()))
        .collect();
    let kind = match (from, to) {
        (None, _) => BudgetChangeKind::Added,
        (_, None) => BudgetChangeKind::Removed,
        (Some((old, _)), Some((new, _))) if old.id != new.id => BudgetChangeKind::Moved,
        _ if fields.is_empty() => return None,
        _ => BudgetChangeKind::Changed,
    };
    let amount = |side: Option<Placed<'_>>| side.map_or(Money::ZERO, |(_, line)| line.amount);
    Some(LineChange {
        line_id: shown.id,
        kind,
        name: shown.name.clone(),
        task_from: from.map(|(task, _)| task.number),
        task_to: to.map(|(task, _)| task.number),
        amount_from: amount(from),
        amount_to: amount(to),
        fields,
    })
}

/// What is said of a line, field by field, in the API's names.
fn fields(line: &BudgetLine) -> BTreeMap<String, String> {
    let thousandths = line.quantity_thousandths;
    let mut told: BTreeMap<String, String> = [
        ("number", line.number.to_string()),
        ("name", line.name.clone()),
        ("unit", line.unit.clone()),
        ("unitCost", line.unit_cost.to_string()),
        (
            "quantity",
            format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000),
        ),
        ("amount", line.amount.to_string()),
    ]
    .map(|(field, value)| (field.to_owned(), value))
    .into();
    for part in &line.sources {
        told.insert(format!("source.{}", part.source.code()), part.amount.to_string());
    }
    if !line.flags.is_empty() {
        let flags: Vec<&str> = line.flags.iter().map(|flag| flag.code()).collect();
        told.insert("flags".to_owned(), flags.join(", "));
    }
    told
}

fn changed(field: String, from: Option<String>, to: Option<String>) -> Option<FieldChange> {
    (from != to).then_some(FieldChange { field, from, to })
}
