//! Edits of a draft.

use wsparcie_kernel::Money;
use wsparcie_kernel::money::BasisPoints;

use super::*;

#[test]
fn a_task_and_its_line_are_added_by_one_request() {
    let edits = [
        BudgetEdit::SetTask {
            task_id: None,
            number: 1,
            name: " Aktywizacja ".to_owned(),
        },
        BudgetEdit::SetLine(draft()),
    ];
    let plan = edit(&nothing(), &edits).unwrap();
    assert_eq!(plan.tasks[0].name, "Aktywizacja");
    let line = &plan.tasks[0].lines[0];
    assert_eq!((line.amount, line.number), (money("200.00"), 3));
}

#[test]
fn a_line_keeps_its_id_in_another_task() {
    let moved = BudgetEdit::SetLine(LineDraft {
        line_id: Some(line_id(11)),
        task_number: 2,
        number: 9,
        ..draft()
    });
    let after = edit(&plan(), &[moved]).unwrap();
    assert_eq!(after.tasks[0].lines.len(), 1);
    assert_eq!(after.tasks[1].lines[1].id, line_id(11));
}

#[test]
fn a_move_takes_from_one_line_what_the_other_gets() {
    let moved = BudgetEdit::MoveAmount {
        from_line: line_id(11),
        to_line: line_id(21),
        source: BudgetSource::Eu,
        amount: money("0.01"),
    };
    let after = edit(&plan(), &[moved]).unwrap();
    assert_eq!(after.tasks[0].lines[0].amount, money("99.99"));
    assert_eq!(after.tasks[1].lines[0].amount, money("30.01"));
    assert_eq!(
        after.tasks[1].lines[0].sources,
        [
            part(BudgetSource::Eu, "0.01"),
            part(BudgetSource::LocalGovernment, "30.00")
        ]
    );
}

#[test]
fn what_does_not_fit_the_draft_is_refused_with_its_place() {
    let plan = plan();
    let (unknown, first) = (line_id(99), line_id(11));
    let moves = |from_line, to_line, amount| BudgetEdit::MoveAmount {
        from_line,
        to_line,
        source: BudgetSource::Eu,
        amount: money(amount),
    };
    let task = |task_id, number| BudgetEdit::SetTask {
        task_id,
        number,
        name: "a".to_owned(),
    };
    let stranger = Some(BudgetTaskId::from_uuid(Uuid::from_u128(99)));
    let cases = [
        (task(None, 2), "BUDGET_TASK_NUMBER_TAKEN", "setTask.number"),
        (task(stranger, 3), "BUDGET_TASK_UNKNOWN", "setTask.taskId"),
        (
            BudgetEdit::RemoveTask {
                task_id: plan.tasks[0].id,
            },
            "BUDGET_TASK_HAS_LINES",
            "removeTask.taskId",
        ),
        (
            BudgetEdit::SetLine(LineDraft { number: 1, ..draft() }),
            "BUDGET_LINE_NUMBER_TAKEN",
            "setLine.number",
        ),
        (
            BudgetEdit::SetLine(LineDraft {
                task_number: 3,
                ..draft()
            }),
            "BUDGET_TASK_UNKNOWN",
            "setLine.taskNumber",
        ),
        (
            BudgetEdit::SetLine(LineDraft {
                line_id: Some(unknown),
                ..draft()
            }),
            "BUDGET_LINE_UNKNOWN",
            "setLine.lineId",
        ),
        (
            BudgetEdit::RemoveLine { line_id: unknown },
            "BUDGET_LINE_UNKNOWN",
            "removeLine.lineId",
        ),
        (
            moves(first, first, "1.00"),
            "BUDGET_MOVE_TO_ITSELF",
            "moveAmount.toLineId",
        ),
        (
            moves(first, unknown, "1.00"),
            "BUDGET_LINE_UNKNOWN",
            "moveAmount.toLineId",
        ),
        (
            moves(first, line_id(12), "100.01"),
            "BUDGET_MOVE_TOO_MUCH",
            "moveAmount.amount",
        ),
        // The line has money, but none of the Union.
        (
            moves(line_id(21), first, "0.01"),
            "BUDGET_MOVE_TOO_MUCH",
            "moveAmount.amount",
        ),
    ];
    for (refuse, code, path) in cases {
        assert_eq!(
            refused(&plan, &[refuse]),
            [told(code, &format!("edits.0.{path}"))]
        );
    }
}

#[test]
fn every_problem_of_a_line_is_told_at_once_with_its_place() {
    let wrong = LineDraft {
        number: 0,
        name: " ".to_owned(),
        unit_cost: Money::from_grosz(-1),
        quantity_thousandths: 0,
        amount: Money::from_grosz(100_000_000_000_000),
        sources: vec![
            part(BudgetSource::Eu, "1.00"),
            BudgetPart {
                source: BudgetSource::Eu,
                amount: Money::ZERO,
            },
        ],
        flags: vec![BudgetFlag::Indirect, BudgetFlag::Indirect],
        ..draft()
    };
    let rate = BudgetEdit::SetTerms(BudgetTerms {
        own_share: Some(BasisPoints::from_hundredths_of_percent(10_001)),
        ..TERMS
    });
    let problems = edit(&plan(), &[BudgetEdit::SetLine(wrong), rate]).unwrap_err();
    assert!(
        problems
            .iter()
            .all(|problem| !problem.message_pl.is_empty() && !problem.message_en.is_empty())
    );
    let mut found: Vec<_> = problems
        .iter()
        .map(|problem| (problem.code.as_str(), problem.path.join(".")))
        .collect();
    found.sort();
    let at = |field: &str| format!("edits.0.setLine.{field}");
    assert_eq!(
        found,
        [
            ("AMOUNT_OUT_OF_RANGE", at("sources.1")),
            ("BUDGET_AMOUNT_OUT_OF_RANGE", at("amount")),
            ("BUDGET_AMOUNT_OUT_OF_RANGE", at("unitCost")),
            ("BUDGET_FLAG_REPEATED", at("flags")),
            ("BUDGET_NUMBER_OUT_OF_RANGE", at("number")),
            ("BUDGET_QUANTITY_OUT_OF_RANGE", at("quantity")),
            ("BUDGET_RATE_OUT_OF_RANGE", "edits.1.setTerms.ownShare".to_owned()),
            ("BUDGET_SOURCE_REPEATED", at("sources.1")),
            ("REQUIRED", at("name")),
        ]
    );
}

#[test]
fn edits_are_all_or_none_and_counted() {
    let plan = plan();
    let edits = [
        BudgetEdit::RemoveLine { line_id: line_id(11) },
        BudgetEdit::RemoveLine { line_id: line_id(11) },
    ];
    assert_eq!(
        refused(&plan, &edits),
        [told("BUDGET_LINE_UNKNOWN", "edits.1.removeLine.lineId")]
    );
    assert_eq!(refused(&plan, &[]), [told("BUDGET_EDITS_COUNT", "edits")]);
    let many = vec![edits[0].clone(); super::super::MAX_EDITS + 1];
    assert_eq!(refused(&plan, &many), [told("BUDGET_EDITS_COUNT", "edits")]);
}

#[test]
fn a_version_does_not_grow_without_end_nor_beyond_twelve_digits() {
    let mut plan = nothing();
    plan.tasks.push(task(1, Vec::new()));
    let one = |number| {
        BudgetEdit::SetLine(LineDraft {
            number,
            unit_cost: money("0.00"),
            amount: money("0.00"),
            sources: Vec::new(),
            ..draft()
        })
    };
    let edits: Vec<_> = (1..=200).map(one).collect();
    let full = edit(&plan, &edits).unwrap();
    assert_eq!(
        refused(&full, &[one(201)]),
        [told("BUDGET_TOO_LARGE", "edits.0.setLine.number")]
    );
    let huge = |number| {
        BudgetEdit::SetLine(LineDraft {
            number,
            amount: super::super::MAX_AMOUNT,
            ..draft()
        })
    };
    assert_eq!(
        refused(&plan, &[huge(1), huge(2)]),
        [told("BUDGET_TOTAL_OUT_OF_RANGE", "edits.1.setLine.amount")]
    );
}
