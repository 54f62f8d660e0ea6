//! What rows add up to: rounded once.

use wsparcie_kernel::national::Sex;

use super::*;

#[test]
fn means_and_quartiles_are_of_what_the_rates_are_of_and_not_of_rounded_rates() {
    // Completed of ended, women and men.
    let with = |women: (i64, i64), men: (i64, i64)| {
        let counts = PeopleCounts {
            women: sex(100, women.1, women.0),
            men: sex(100, men.1, men.0),
        };
        let everything = FrozenRow::own(facts(), Some((counts, "2026-03-02T12:00:00Z".parse().unwrap())));
        figures::of(everything)
    };
    let of_sex = |rows: &[_], wanted| {
        let summaries = summary::of(rows, &[ComparisonMeasure::Completion]);
        let found = summaries.into_iter().find(|one| one.sex == Some(wanted)).unwrap();
        (found.mean.unwrap(), found.spread.unwrap())
    };
    let rows = [
        with((12, 22), (9, 14)),
        with((0, 9), (6, 6)),
        with((0, 0), (8, 8)),
    ];
    let (mean, spread) = of_sex(&rows, Sex::Female);
    assert_eq!((mean, spread.median), (2727, 2727), "27.2727…, of two");
    assert_eq!((spread.least, spread.greatest), (0, 5455));
    let (mean, spread) = of_sex(&rows, Sex::Male);
    assert_eq!((mean, spread.lower_quartile), (8810, 8214), "82.1428…");
    assert_eq!((spread.least, spread.median), (6429, 10_000));
}

#[test]
fn the_mean_cost_of_a_place_is_rounded_once() {
    let of = |grosz: i64, places: i32| {
        let mut facts = facts();
        facts.places.total = Some(Places {
            count: places,
            exactness: Exactness::Exact,
        });
        facts.money.total = Some((Money::from_grosz(grosz), MoneyOrigin::Stated));
        figures::of(FrozenRow::own(facts, None))
    };
    // 2.50 and 2.50 and 2.40 grosz: 3 and 3 and 2, whose mean would be 3.
    let rows = [of(5, 2), of(5, 2), of(12, 5)];
    let summary = summary::of(&rows, &[ComparisonMeasure::CostPerPlace]).remove(0);
    assert_eq!((summary.included, summary.mean), (3, Some(2)), "2.4667");
}
