//! Where a version does not add up.

use wsparcie_programmes_api::{BudgetDifference, DifferencePlace};

use super::*;
use crate::domain::budget::differences::{self, Stated};
use crate::domain::budget::sums;

fn found(plan: &Plan, stated: &Stated) -> Vec<BudgetDifference> {
    differences::of(&plan.tasks, &sums::of(&plan.tasks), stated)
}

fn stated(total: Option<&str>, parts: Option<&[(BudgetSource, &str)]>) -> Stated {
    Stated {
        agreement_total: None,
        project_total: total.map(money),
        project_parts: parts.map(|parts| {
            parts
                .iter()
                .map(|(source, amount)| part(*source, amount))
                .collect()
        }),
        ..Stated::default()
    }
}

#[test]
fn a_line_with_less_than_is_spent_blocks_where_over_spending_is_refused_and_is_shown_where_it_is_flagged() {
    let plan = plan();
    let line = &plan.tasks[0].lines[0];
    let with = |spent: &str, refuses_over_spending| Stated {
        spent: std::collections::BTreeMap::from([(line.id, money(spent))]),
        refuses_over_spending,
        ..Stated::default()
    };
    let exact = line.amount.to_string();
    assert_eq!(found(&plan, &with(&exact, true)), [], "all of it may be spent");
    let over = line.amount.checked_add(money("0.01")).unwrap().to_string();
    for refuses in [true, false] {
        let told = found(&plan, &with(&over, refuses));
        assert_eq!(
            (told.len(), told[0].place, told[0].blocking, told[0].line_id),
            (1, DifferencePlace::LineSpent, refuses, Some(line.id))
        );
        assert_eq!(told[0].difference, money("-0.01"));
        let refused = differences::refusals(&told);
        assert_eq!(refused.len(), usize::from(refuses));
        for problem in refused {
            assert_eq!(problem.code, "BUDGET_LINE_LESS_THAN_SPENT");
            assert!(problem.message_pl.contains(&exact) && problem.message_pl.contains(&over));
        }
    }
}

#[test]
fn a_version_that_adds_up_has_no_difference() {
    use BudgetSource::{Eu, LocalGovernment};
    let stated = stated(
        Some("200.00"),
        Some(&[(Eu, "150.00"), (LocalGovernment, "50.00")]),
    );
    assert_eq!(found(&plan(), &stated), []);
}

#[test]
fn a_single_grosz_is_shown_and_blocks() {
    let mut plan = plan();
    plan.tasks[0].lines[0].amount = money("100.01");
    let stated = stated(Some("200.00"), None);
    let all = found(&plan, &stated);
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.place, one.difference.to_string(), one.line_id, one.blocking))
        .collect();
    let of_line = Some(line_id(11));
    assert_eq!(
        told,
        [
            (DifferencePlace::LineProduct, "0.01".to_owned(), of_line, true),
            (DifferencePlace::LineSources, "0.01".to_owned(), of_line, true),
            (DifferencePlace::ProjectTotal, "0.01".to_owned(), None, true),
        ]
    );
    let refusals = differences::refusals(&all);
    assert_eq!(refusals.len(), 3);
    assert!(
        refusals
            .iter()
            .all(|problem| problem.code == "BUDGET_DOES_NOT_ADD_UP")
    );
    assert!(
        refusals[0].message_pl.contains("zadanie 1, pozycja 1") && refusals[0].message_pl.contains("0.01")
    );
}

#[test]
fn a_product_is_rounded_once_and_what_it_was_is_told() {
    let mut plan = plan();
    let line = &mut plan.tasks[0].lines[0];
    // 3.33 × 1.5 = 4.995, rounded half up.
    (line.unit_cost, line.quantity_thousandths) = (money("3.33"), 1_500);
    line.amount = money("4.99");
    line.sources = vec![part(BudgetSource::Eu, "4.99")];
    let all = found(&plan, &Stated::default());
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].should, all[0].difference),
        (money("5.00"), money("-0.01"))
    );
    assert_eq!(all[0].exact_product.as_deref(), Some("4.99500"));
    let line = &mut plan.tasks[0].lines[0];
    line.amount = money("5.00");
    line.sources = vec![part(BudgetSource::Eu, "5.00")];
    assert_eq!(found(&plan, &Stated::default()), []);
}

#[test]
fn a_product_beyond_every_amount_is_a_difference() {
    let mut plan = plan();
    let line = &mut plan.tasks[0].lines[0];
    (line.unit_cost, line.quantity_thousandths) = (super::super::MAX_AMOUNT, 1_000_000_000);
    line.amount = super::super::MAX_AMOUNT;
    line.sources = vec![BudgetPart {
        source: BudgetSource::Eu,
        amount: super::super::MAX_AMOUNT,
    }];
    let all = found(&plan, &Stated::default());
    assert_eq!(
        all.iter().map(|one| one.place).collect::<Vec<_>>(),
        [DifferencePlace::LineProduct]
    );
    assert!(all[0].blocking);
}

#[test]
fn a_source_that_the_project_states_otherwise_is_named() {
    use BudgetSource::{Eu, LocalGovernment, Private};
    let stated = stated(
        None,
        Some(&[(Eu, "149.99"), (LocalGovernment, "50.00"), (Private, "0.01")]),
    );
    let told: Vec<_> = found(&plan(), &stated)
        .into_iter()
        .map(|one| (one.source.unwrap(), one.difference.to_string()))
        .collect();
    assert_eq!(told, [(Eu, "0.01".to_owned()), (Private, "-0.01".to_owned())]);
}

#[test]
fn stated_amounts_that_contradict_themselves_are_shown_and_block_nothing() {
    let stated = stated(Some("201.00"), Some(&[(BudgetSource::Eu, "200.00")]));
    let all = found(&plan(), &stated);
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|one| !one.blocking));
    assert_eq!(differences::refusals(&all), []);
}

#[test]
fn the_agreement_decides_where_it_speaks() {
    let stated = Stated {
        agreement_total: Some(money("200.01")),
        ..stated(Some("250.00"), None)
    };
    let told: Vec<_> = found(&plan(), &stated)
        .into_iter()
        .map(|one| (one.place, one.blocking))
        .collect();
    assert_eq!(
        told,
        [
            (DifferencePlace::AgreementTotal, true),
            (DifferencePlace::ProjectTotal, false)
        ]
    );
}
