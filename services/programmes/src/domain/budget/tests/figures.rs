//! Costs per head and own contributions: the answers of the seeds.

#![expect(
    clippy::unnecessary_wraps,
    reason = "what tests write down may be unknown, so helpers give an Option"
)]

use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{BudgetFigures, CostPerHead, Exactness, FigureExactness, MoneyOrigin, Places};

use super::*;
use crate::domain::budget::figures::{Basis, of};

fn figures(basis: &Basis) -> BudgetFigures {
    of(ProjectId::from_uuid(Uuid::nil()), basis)
}

const fn places(count: i32, exactness: Exactness) -> Option<Places> {
    Some(Places { count, exactness })
}

fn parts(eu: &str, own: &str) -> Option<Vec<BudgetPart>> {
    Some(vec![
        part(BudgetSource::Eu, eu),
        part(BudgetSource::LocalGovernment, own),
    ])
}

fn told(cost: &CostPerHead) -> (Option<String>, Option<FigureExactness>) {
    (cost.value.map(|value| value.to_string()), cost.exactness)
}

fn exactly(value: &str) -> (Option<String>, Option<FigureExactness>) {
    (Some(value.to_owned()), Some(FigureExactness::Exact))
}

#[test]
fn przasnysz_costs_10_534_05_a_head_and_pays_10_50_percent() {
    let figures = figures(&Basis {
        stated_total: Some(money("200146.96")),
        stated_parts: parts("179131.53", "21015.43"),
        places: places(19, Exactness::Exact),
        in_force: None,
    });
    assert_eq!(told(&figures.total_per_head), exactly("10534.05"));
    assert_eq!(figures.own_contribution.share.unwrap().to_string(), "10.50");
    assert_eq!(figures.own_contribution.amount, Some(money("21015.43")));
    assert_eq!(figures.total_per_head.origin, Some(MoneyOrigin::Stated));
}

#[test]
fn jelenia_gora_costs_8_909_09_a_head_in_all_and_7_572_73_of_the_unions_money() {
    let figures = figures(&Basis {
        stated_parts: parts("1249500.00", "220500.00"),
        places: places(165, Exactness::Exact),
        ..Basis::default()
    });
    assert_eq!(told(&figures.total_per_head), exactly("8909.09"));
    assert_eq!(told(&figures.eu_per_head), exactly("7572.73"));
    assert_eq!(figures.own_contribution.share.unwrap().to_string(), "15.00");
}

#[test]
fn integra_costs_at_most_13_005_49_a_head_because_60_people_are_a_minimum() {
    let second = figures(&Basis {
        stated_total: Some(money("780329.00")),
        places: places(60, Exactness::Minimum),
        ..Basis::default()
    });
    assert_eq!(
        told(&second.total_per_head),
        (Some("13005.49".to_owned()), Some(FigureExactness::AtMost))
    );
    assert_eq!(second.eu_per_head.missing, ["budget"]);
    assert_eq!(second.own_contribution.share, None);
    let first = figures(&Basis {
        stated_total: Some(money("5899249.51")),
        places: places(656, Exactness::Exact),
        ..Basis::default()
    });
    assert_eq!(told(&first.total_per_head), exactly("8992.76"));
}

#[test]
fn a_bound_that_comes_out_even_is_not_rounded_further() {
    let even = figures(&Basis {
        stated_total: Some(money("600.00")),
        places: places(60, Exactness::Minimum),
        ..Basis::default()
    });
    assert_eq!(even.total_per_head.value, Some(money("10.00")));
}

#[test]
fn what_is_unknown_is_unknown_and_says_what_is_missing() {
    let zielona_gora = figures(&Basis {
        places: places(300, Exactness::Exact),
        ..Basis::default()
    });
    for cost in [&zielona_gora.total_per_head, &zielona_gora.eu_per_head] {
        assert_eq!(
            (told(cost), cost.missing.join(",")),
            ((None, None), "budget".to_owned())
        );
        assert_eq!((cost.heads, cost.money, cost.origin), (Some(300), None, None));
    }
    assert_eq!(zielona_gora.own_contribution.missing, ["budget"]);
    let nothing = figures(&Basis {
        places: places(0, Exactness::Exact),
        ..Basis::default()
    });
    assert_eq!(nothing.total_per_head.missing, ["budget", "placesTotal"]);
}

#[test]
fn where_nothing_is_stated_the_budget_in_force_is_taken_and_says_so() {
    let basis = Basis {
        in_force: parts("85.00", "15.00"),
        places: places(3, Exactness::Exact),
        ..Basis::default()
    };
    let of_lines = figures(&basis);
    assert_eq!(told(&of_lines.total_per_head), exactly("33.33"));
    assert_eq!(of_lines.eu_per_head.origin, Some(MoneyOrigin::BudgetInForce));
    assert_eq!(of_lines.own_contribution.share.unwrap().to_string(), "15.00");
    let stated = figures(&Basis {
        stated_total: Some(money("90.00")),
        ..basis
    });
    assert_eq!(told(&stated.total_per_head), exactly("30.00"));
    assert_eq!(stated.total_per_head.origin, Some(MoneyOrigin::Stated));
}

#[test]
fn parts_that_do_not_make_up_the_stated_total_say_nothing_of_the_own_contribution() {
    let own = |total: &str, parts: &[(BudgetSource, &str)]| {
        let basis = Basis {
            stated_total: Some(money(total)),
            stated_parts: Some(
                parts
                    .iter()
                    .map(|(source, amount)| part(*source, amount))
                    .collect(),
            ),
            ..Basis::default()
        };
        let own = figures(&basis).own_contribution;
        (own.share.map(|share| share.to_string()), own.amount, own.missing)
    };
    let unknown = (None, None, vec!["budget".to_owned()]);
    let (eu, private) = (BudgetSource::Eu, BudgetSource::Private);
    assert_eq!(own("200.00", &[(eu, "100.00")]), unknown);
    assert_eq!(own("200.00", &[(private, "100.00")]), unknown);
    assert_eq!(
        own("100.00", &[(eu, "100.00"), (private, "10.00")]),
        unknown,
        "more than there is"
    );
    assert_eq!(
        own("100.01", &[(eu, "90.00"), (private, "10.00")]),
        unknown,
        "a grosz"
    );
    assert_eq!(
        own("100.00", &[(eu, "90.00"), (private, "10.00")]),
        (Some("10.00".to_owned()), Some(money("10.00")), Vec::new())
    );
}

#[test]
fn parts_that_leave_the_rest_open_say_nothing_of_the_union() {
    let own_only = |total: &str| {
        let basis = Basis {
            stated_total: Some(money(total)),
            stated_parts: Some(vec![part(BudgetSource::LocalGovernment, "15.00")]),
            places: places(1, Exactness::Exact),
            in_force: None,
        };
        figures(&basis).eu_per_head.value
    };
    assert_eq!(own_only("100.00"), None);
    assert_eq!(own_only("15.00"), Some(Money::ZERO));
}
