//! How two versions differ.

use wsparcie_kernel::ids::BudgetId;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{BudgetChangeKind, BudgetDiff, BudgetPair, FieldChange};

use super::*;
use crate::domain::budget::diff;

fn differ(before: &Plan, after: &Plan) -> BudgetDiff {
    let id = |number| BudgetId::from_uuid(Uuid::from_u128(number));
    let pair = BudgetPair {
        budget: id(2),
        against: id(1),
    };
    diff::of(pair, before, after)
}

fn field(name: &str, from: Option<&str>, to: Option<&str>) -> FieldChange {
    FieldChange {
        field: name.to_owned(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    }
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let same = differ(&plan(), &plan());
    assert!(same.terms.is_empty() && same.tasks.is_empty() && same.lines.is_empty());
    assert_eq!(same.total.change, Money::ZERO);
}

#[test]
fn lines_added_removed_moved_and_changed_are_told_apart_with_every_field() {
    let before = plan();
    let mut after = plan();
    after.tasks[0].lines.remove(0);
    let mut moved = after.tasks[0].lines.remove(0);
    moved.number = 2;
    after.tasks[1].lines.push(moved);
    let changed = &mut after.tasks[1].lines[0];
    changed.amount = money("40.00");
    changed.sources = vec![
        part(BudgetSource::Eu, "10.00"),
        part(BudgetSource::LocalGovernment, "30.00"),
    ];
    changed.flags = vec![BudgetFlag::Indirect, BudgetFlag::OwnContribution];
    changed.flags.sort_unstable();
    after.tasks[1]
        .lines
        .push(line(31, 3, &[(BudgetSource::Private, "5.00")], &[]));
    let diff = differ(&before, &after);
    let kinds: Vec<_> = diff
        .lines
        .iter()
        .map(|line| (line.kind, line.line_id, line.task_from, line.task_to))
        .collect();
    assert_eq!(
        kinds,
        [
            (BudgetChangeKind::Changed, line_id(21), Some(2), Some(2)),
            (BudgetChangeKind::Moved, line_id(12), Some(1), Some(2)),
            (BudgetChangeKind::Added, line_id(31), None, Some(2)),
            (BudgetChangeKind::Removed, line_id(11), Some(1), None),
        ]
    );
    assert_eq!(
        diff.lines[0].fields,
        [
            field("amount", Some("30.00"), Some("40.00")),
            field("flags", Some("indirect"), Some("own_contribution, indirect")),
            field("source.eu", None, Some("10.00")),
        ]
    );
    assert_eq!(diff.lines[1].fields, []);
    assert_eq!(diff.lines[3].amount_from, money("100.00"));
    assert_eq!(diff.lines[3].amount_to, Money::ZERO);
}

#[test]
fn the_change_of_the_total_is_that_of_the_lines_and_of_the_sources() {
    let (before, mut after) = (plan(), plan());
    after.tasks[0].lines.remove(0);
    after.tasks.remove(1);
    after.tasks[0].name = "inna".to_owned();
    after.terms.own_share = Some(BasisPoints::from_hundredths_of_percent(1_500));
    let diff = differ(&before, &after);
    assert_eq!(diff.total.change, money("-130.00"));
    let lines: i64 = diff
        .lines
        .iter()
        .map(|line| line.amount_to.grosz() - line.amount_from.grosz())
        .sum();
    assert_eq!(Money::from_grosz(lines), diff.total.change);
    let sources: i64 = diff.by_source.iter().map(|source| source.change.grosz()).sum();
    assert_eq!(Money::from_grosz(sources), diff.total.change);
    assert_eq!(
        diff.tasks,
        [
            field("task.1", Some("1. zadanie 1"), Some("1. inna")),
            field("task.2", Some("2. zadanie 2"), None),
        ]
    );
    assert_eq!(diff.terms, [field("ownShare", None, Some("15.00"))]);
}
