//! Dates, places and money.

use super::*;

#[test]
fn recruitment_lies_within_reason_of_the_project() {
    let project = ProjectFacts {
        starts_on: day("2017-07-01"),
        ends_on: day("2019-06-30"),
        ..facts()
    };
    let with = |from: &str, until: &str| {
        problems(&ProjectFacts {
            recruitment_from: day(from),
            recruitment_until: day(until),
            ..project.clone()
        })
    };
    assert_eq!(with("2017-05-01", "2019-06-30"), Vec::new());
    assert_eq!(
        with("2018-02-01", "2018-01-31"),
        one("RECRUITMENT_REVERSED", "project.recruitmentUntil")
    );
    assert_eq!(
        with("2018-02-01", "2019-07-01"),
        one("RECRUITMENT_AFTER_END", "project.recruitmentUntil")
    );
    assert_eq!(
        with("2014-01-01", "2017-07-01"),
        one("RECRUITMENT_TOO_EARLY", "project.recruitmentFrom")
    );
    assert_eq!(
        with("0217-10-01", "2018-07-01")[0],
        one("DATE_OUT_OF_RANGE", "project.recruitmentFrom")[0]
    );
}

#[test]
fn places_by_sex_may_stay_below_the_total_but_not_exceed_it() {
    let with = |total, women, men| {
        problems(&ProjectFacts {
            places_total: total,
            places_women: women,
            places_men: men,
            ..facts()
        })
    };
    let exact = |count| places(count, Exactness::Exact);
    let minimum = |count| places(count, Exactness::Minimum);
    assert_eq!(with(exact(300), exact(147), exact(153)), Vec::new());
    assert_eq!(with(exact(300), exact(140), exact(150)), Vec::new());
    assert_eq!(with(minimum(60), exact(50), exact(50)), Vec::new());
    let exceeded = one("PLACES_EXCEED_TOTAL", "project.placesTotal");
    assert_eq!(with(exact(300), exact(148), exact(153)), exceeded);
    assert_eq!(with(exact(10), minimum(11), None), exceeded);
    assert_eq!(
        with(exact(1_000_001), None, None),
        one("PLACES_OUT_OF_RANGE", "project.placesTotal")
    );
    assert_eq!(with(exact(1_000_000), exact(0), None), Vec::new());
}

#[test]
fn a_budget_has_each_source_once_and_amounts_above_zero() {
    let with = |parts: Vec<BudgetPart>| {
        problems(&ProjectFacts {
            budget: Some(parts),
            ..facts()
        })
    };
    assert_eq!(
        with(vec![part(BudgetSource::Eu, 1), part(BudgetSource::Private, 1)]),
        Vec::new()
    );
    assert_eq!(
        with(vec![part(BudgetSource::Eu, 0)]),
        one("AMOUNT_OUT_OF_RANGE", "project.budget.0.amount")
    );
    assert_eq!(
        with(vec![part(BudgetSource::Eu, i64::MAX)]),
        one("AMOUNT_OUT_OF_RANGE", "project.budget.0.amount")
    );
    let twice = vec![part(BudgetSource::Eu, 1), part(BudgetSource::Eu, 2)];
    assert_eq!(
        with(twice),
        one("BUDGET_SOURCE_REPEATED", "project.budget.1.source")
    );
    let facts = ProjectFacts {
        budget_total: Some(Money::from_grosz(-1)),
        ..facts()
    };
    assert_eq!(
        problems(&facts),
        one("AMOUNT_OUT_OF_RANGE", "project.budgetTotal")
    );
}

#[test]
fn a_total_that_differs_from_its_parts_is_shown_and_not_refused() {
    let facts = ProjectFacts {
        budget: Some(vec![
            part(BudgetSource::LocalGovernment, 300),
            part(BudgetSource::Eu, 1_000),
        ]),
        budget_total: Some(Money::from_grosz(1_299)),
        ..facts()
    };
    let checked = check(&facts).unwrap().facts;
    assert_eq!(checked.budget_sum(), Some(Money::from_grosz(1_300)));
    assert_eq!(checked.budget_difference(), Some(Money::from_grosz(-1)));
    assert_eq!(
        checked.budget.unwrap()[0].source,
        BudgetSource::Eu,
        "the sources stand in one order"
    );
}
