//! No sequence of edits loses or makes a grosz.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::domain::budget::{apply, sums};

/// What edits say, with lines and tasks chosen by their place in the draft: so that most of them hit something.
#[derive(Debug, Clone)]
enum Wish {
    Task {
        number: i32,
    },
    RemoveTask {
        at: usize,
    },
    Line {
        of: Option<usize>,
        task: i32,
        number: i32,
        amounts: [i64; 4],
        slip: i64,
        flags: Vec<BudgetFlag>,
    },
    RemoveLine {
        at: usize,
    },
    Move {
        from: usize,
        to: usize,
        source: usize,
        grosz: i64,
    },
}

fn grosz() -> impl Strategy<Value = i64> {
    prop_oneof![
        60 => 0_i64..1_000_000,
        10 => Just(1_i64),
        1 => Just(99_999_999_999_999_i64),
        1 => -5_i64..=0,
        1 => Just(100_000_000_000_000_i64),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    let flags = prop::sample::subsequence(BudgetFlag::ALL.to_vec(), 0..=6);
    let small = prop_oneof![6 => Just(0_i64), 1 => -3_i64..=3];
    prop_oneof![
        2 => (1_i32..6).prop_map(|number| Wish::Task { number }),
        1 => (0_usize..6).prop_map(|at| Wish::RemoveTask { at }),
        6 => (prop::option::of(0_usize..12), 1_i32..6, 1_i32..8, prop::array::uniform4(grosz()), small, flags)
            .prop_map(|(of, task, number, amounts, slip, flags)| Wish::Line { of, task, number, amounts, slip, flags }),
        1 => (0_usize..12).prop_map(|at| Wish::RemoveLine { at }),
        6 => (0_usize..12, 0_usize..12, 0_usize..4, grosz())
            .prop_map(|(from, to, source, grosz)| Wish::Move { from, to, source, grosz }),
    ]
}

fn to_edit(wish: &Wish, plan: &Plan) -> BudgetEdit {
    let lines: Vec<BudgetLineId> = plan.lines().map(|(_, line)| line.id).collect();
    let line = |at: usize| lines.get(at).copied().unwrap_or_else(|| line_id(7));
    match wish {
        Wish::Task { number } => BudgetEdit::SetTask {
            task_id: None,
            number: *number,
            name: "zadanie".to_owned(),
        },
        Wish::RemoveTask { at } => BudgetEdit::RemoveTask {
            task_id: plan
                .tasks
                .get(*at)
                .map_or_else(|| BudgetTaskId::from_uuid(Uuid::nil()), |task| task.id),
        },
        Wish::Line {
            of,
            task,
            number,
            amounts,
            slip,
            flags,
        } => {
            let sources: Vec<BudgetPart> = BudgetSource::ALL
                .iter()
                .zip(amounts)
                .filter(|(_, grosz)| **grosz != 0)
                .map(|(source, grosz)| BudgetPart {
                    source: *source,
                    amount: Money::from_grosz(*grosz),
                })
                .collect();
            let sum: i64 = amounts.iter().sum::<i64>() + slip;
            BudgetEdit::SetLine(LineDraft {
                line_id: of.map(line),
                task_number: *task,
                number: *number,
                unit_cost: Money::from_grosz(sum),
                amount: Money::from_grosz(sum),
                sources,
                flags: flags.clone(),
                ..draft()
            })
        }
        Wish::RemoveLine { at } => BudgetEdit::RemoveLine { line_id: line(*at) },
        Wish::Move {
            from,
            to,
            source,
            grosz,
        } => BudgetEdit::MoveAmount {
            from_line: line(*from),
            to_line: line(*to),
            source: BudgetSource::ALL[*source],
            amount: Money::from_grosz(*grosz),
        },
    }
}

/// The lines' grosz, counted here and not by the code under test: in all, by source, by task, by flag.
fn ledger(plan: &Plan) -> (i64, BTreeMap<&'static str, i64>) {
    let mut total = 0;
    let mut by = BTreeMap::new();
    for task in &plan.tasks {
        for line in &task.lines {
            total += line.amount.grosz();
            for part in &line.sources {
                *by.entry(part.source.code()).or_insert(0) += part.amount.grosz();
            }
            for flag in &line.flags {
                *by.entry(flag.code()).or_insert(0) += line.amount.grosz();
            }
        }
    }
    by.retain(|_, grosz| *grosz != 0);
    (total, by)
}

fn agrees(plan: &Plan) {
    let (total, by) = ledger(plan);
    let sums = sums::of(&plan.tasks);
    assert_eq!(sums.total.grosz(), total);
    assert_eq!(
        sums.by_task.iter().map(|task| task.amount.grosz()).sum::<i64>(),
        total
    );
    let indirect = sums
        .by_flag
        .iter()
        .find(|sum| sum.flag == BudgetFlag::Indirect)
        .unwrap();
    assert_eq!(sums.direct.grosz() + indirect.amount.grosz(), total);
    let mut told: BTreeMap<&str, i64> = BTreeMap::new();
    told.extend(
        sums.by_source
            .iter()
            .map(|part| (part.source.code(), part.amount.grosz())),
    );
    told.extend(
        sums.by_flag
            .iter()
            .map(|sum| (sum.flag.code(), sum.amount.grosz())),
    );
    told.retain(|_, grosz| *grosz != 0);
    assert_eq!(told, by);
    for source in BudgetSource::ALL {
        let tasks = sums.by_task.iter().flat_map(|task| &task.sources);
        let of_tasks: i64 = tasks
            .filter(|part| part.source == *source)
            .map(|part| part.amount.grosz())
            .sum();
        assert_eq!(of_tasks, by.get(source.code()).copied().unwrap_or(0));
    }
    let numbers: Vec<_> = plan
        .lines()
        .map(|(task, line)| (task.number, line.number))
        .collect();
    assert!(
        numbers.windows(2).all(|pair| pair[0] < pair[1]),
        "in order, each number once"
    );
    assert!(plan.lines().all(|(_, line)| line.amount >= Money::ZERO));
    assert!(
        plan.lines()
            .all(|(_, line)| line.sources.iter().all(|part| part.amount > Money::ZERO))
    );
}

/// What the edit is to add to the total, reckoned from the edit and the plan before it.
fn expected_change(edit: &BudgetEdit, before: &Plan) -> i64 {
    let amount_of = |id: BudgetLineId| {
        let found = before.lines().find(|(_, line)| line.id == id);
        found.map_or(0, |(_, line)| line.amount.grosz())
    };
    match edit {
        BudgetEdit::SetLine(draft) => draft.amount.grosz() - draft.line_id.map_or(0, amount_of),
        BudgetEdit::RemoveLine { line_id } => -amount_of(*line_id),
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_edits_loses_or_makes_a_grosz(wishes in vec(wish(), 1..60)) {
        let mut new_id = counter();
        let mut plan = nothing();
        let (mut applied, mut refused) = (0, 0);
        for (at, wish) in wishes.iter().enumerate() {
            let edit = to_edit(wish, &plan);
            let before = plan.clone();
            match apply(&plan, at, &edit, &mut new_id) {
                Ok(after) => {
                    applied += 1;
                    agrees(&after);
                    let change = ledger(&after).0 - ledger(&before).0;
                    prop_assert_eq!(change, expected_change(&edit, &before));
                    if let BudgetEdit::MoveAmount { source, .. } = &edit {
                        let of = |plan: &Plan| ledger(plan).1.get(source.code()).copied();
                        prop_assert_eq!(of(&after), of(&before), "a move keeps the source's sum");
                        prop_assert!(after != before, "a move moves");
                    }
                    plan = after;
                }
                Err(problems) => {
                    refused += 1;
                    prop_assert!(!problems.is_empty());
                    prop_assert_eq!(&plan, &before, "a refused edit changes nothing");
                }
            }
        }
        prop_assert_eq!(applied + refused, wishes.len());
    }

    #[test]
    fn a_list_of_edits_is_its_edits_one_by_one_or_nothing(wishes in vec(wish(), 1..12)) {
        let start = plan();
        let edits: Vec<BudgetEdit> = wishes.iter().map(|wish| to_edit(wish, &start)).collect();
        let mut new_id = counter();
        let one_by_one = edits.iter().enumerate().try_fold(start.clone(), |plan, (at, edit)| {
            apply(&plan, at, edit, &mut new_id).ok()
        });
        prop_assert_eq!(edit(&start, &edits).ok(), one_by_one);
    }
}

#[test]
fn the_wishes_are_mostly_granted_so_that_the_property_means_something() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, TestRunner};
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let (mut granted, mut moved) = (0, 0);
    let mut plan = plan();
    let mut new_id = counter();
    for _ in 0..2_000 {
        let wish = wish().new_tree(&mut runner).unwrap().current();
        let edit = to_edit(&wish, &plan);
        if let Ok(after) = apply(&plan, 0, &edit, &mut new_id) {
            granted += 1;
            moved += usize::from(matches!(edit, BudgetEdit::MoveAmount { .. }));
            plan = after;
        }
    }
    assert!(granted > 500 && moved > 50, "{granted} granted, {moved} moves");
}
