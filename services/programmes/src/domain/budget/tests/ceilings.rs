//! Ceilings, by dated rates.

use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{BudgetCheck, CheckVerdict, FundingPeriod, Rate, RateUnit};

use super::*;
use crate::domain::budget::ceilings::{KnownRate, LookUp, checks};
use crate::domain::budget::sums;
use crate::domain::reference::{Entry, ReferenceFile, SHIPPED};

fn rate(code: &str, unit: RateUnit, amount: i64) -> KnownRate {
    KnownRate {
        rate: Rate {
            code: code.to_owned(),
            unit,
            amount,
            label_pl: String::new(),
            label_en: String::new(),
            valid_from: "2014-01-01".parse().unwrap(),
            valid_to: Some("2023-12-31".parse().unwrap()),
            legal_basis: "Wytyczne 2014-2020".to_owned(),
        },
        introduced_by: 2,
        ended_by: None,
    }
}

/// The table as it is shipped.
fn rates() -> Vec<KnownRate> {
    use RateUnit::{BasisPoint, Grosz};
    vec![
        rate("indirect_costs_band_1_direct", Grosz, 83_000_000),
        rate("indirect_costs_band_1_share", BasisPoint, 2_500),
        rate("indirect_costs_band_2_direct", Grosz, 174_000_000),
        rate("indirect_costs_band_2_share", BasisPoint, 2_000),
        rate("indirect_costs_band_3_direct", Grosz, 455_000_000),
        rate("indirect_costs_band_3_share", BasisPoint, 1_500),
        rate("indirect_costs_above_share", BasisPoint, 1_000),
        rate("cross_financing_share", BasisPoint, 1_000),
    ]
}

const IN_2017: (&str, Option<FundingPeriod>, i64) = ("2017-07-01", Some(FundingPeriod::P2014), 2);

fn checked(plan: &Plan, (on, period, release): (&str, Option<FundingPeriod>, i64)) -> Vec<BudgetCheck> {
    let look_up = LookUp {
        on: on.parse().ok(),
        period,
        release,
        rates: &rates(),
    };
    checks(&sums::of(&plan.tasks), &plan.terms, &look_up)
}

fn one(checks: &[BudgetCheck], rule: &str) -> BudgetCheck {
    checks.iter().find(|check| check.rule == rule).unwrap().clone()
}

/// A version with these direct and indirect costs, and nothing else.
fn costs(direct: &str, indirect: &str) -> Plan {
    use BudgetSource::Eu;
    let lines = vec![
        line(1, 1, &[(Eu, direct)], &[]),
        line(2, 2, &[(Eu, indirect)], &[BudgetFlag::Indirect]),
    ];
    Plan {
        terms: TERMS,
        tasks: vec![task(1, lines)],
    }
}

#[test]
fn the_table_of_indirect_costs_gives_the_ceiling_of_each_band_to_the_grosz() {
    use CheckVerdict::{Exceeded, Ok};
    let cases = [
        ("830000.00", "207500.00", "25.00", Ok),
        ("830000.00", "207500.01", "25.00", Exceeded),
        ("830000.01", "166000.00", "20.00", Ok),
        ("830000.01", "166000.01", "20.00", Exceeded),
        ("1740000.00", "348000.00", "20.00", Ok),
        ("1740000.01", "261000.00", "15.00", Ok),
        ("4550000.00", "682500.00", "15.00", Ok),
        ("4550000.01", "455000.00", "10.00", Ok),
        ("4550000.01", "455000.01", "10.00", Exceeded),
    ];
    for (direct, indirect, limit, verdict) in cases {
        let check = one(
            &checked(&costs(direct, indirect), IN_2017),
            "indirect_costs_table",
        );
        assert_eq!(
            (check.limit.unwrap().to_string().as_str(), check.verdict),
            (limit, verdict),
            "{direct} {indirect}"
        );
        assert_eq!(check.base.to_string(), direct);
        assert_eq!(check.legal_basis.as_deref(), Some("Wytyczne 2014-2020"));
        assert_eq!(
            (check.release, check.on.unwrap().to_string().as_str()),
            (Some(2), "2017-07-01")
        );
    }
}

#[test]
fn a_share_that_only_looks_like_its_ceiling_is_over_it() {
    let check = one(
        &checked(&costs("100000.00", "25000.01"), IN_2017),
        "indirect_costs_table",
    );
    assert_eq!(check.actual.unwrap().to_string(), "25.00");
    assert_eq!(check.limit_amount, Some(money("25000.00")));
    assert_eq!(check.verdict, CheckVerdict::Exceeded);
}

#[test]
fn the_agreed_rate_is_a_ceiling_of_its_own_and_stays_within_the_table() {
    use CheckVerdict::{Exceeded, Ok, Undecided};
    let mut plan = costs("100000.00", "20000.01");
    let verdicts = |plan: &Plan| {
        let all = checked(plan, IN_2017);
        [
            "indirect_costs_table",
            "indirect_costs_agreed_rate",
            "agreed_rate_within_table",
        ]
        .map(|rule| one(&all, rule).verdict)
    };
    assert_eq!(verdicts(&plan), [Ok, Undecided, Undecided]);
    plan.terms.indirect_rate = Some(BasisPoints::from_hundredths_of_percent(2_000));
    assert_eq!(verdicts(&plan), [Ok, Exceeded, Ok]);
    plan.terms.indirect_rate = Some(BasisPoints::from_hundredths_of_percent(2_501));
    assert_eq!(verdicts(&plan), [Ok, Ok, Exceeded]);
}

#[test]
fn cross_financing_and_own_contribution_are_held_against_the_whole() {
    use BudgetSource::{Eu, LocalGovernment, Private};
    let lines = vec![
        line(1, 1, &[(Eu, "10.00")], &[BudgetFlag::CrossFinancing]),
        line(
            2,
            2,
            &[(Eu, "80.00"), (LocalGovernment, "9.00"), (Private, "1.00")],
            &[],
        ),
    ];
    let mut plan = Plan {
        terms: TERMS,
        tasks: vec![task(1, lines)],
    };
    plan.terms.own_share = Some(BasisPoints::from_hundredths_of_percent(1_000));
    let all = checked(&plan, IN_2017);
    assert_eq!(one(&all, "cross_financing").verdict, CheckVerdict::Ok);
    let own = one(&all, "own_contribution");
    assert_eq!(
        (own.verdict, own.actual.unwrap().to_string().as_str()),
        (CheckVerdict::Ok, "10.00")
    );
    plan.terms.own_share = Some(BasisPoints::from_hundredths_of_percent(1_001));
    let own = one(&checked(&plan, IN_2017), "own_contribution");
    assert_eq!(
        (own.verdict, own.limit_amount),
        (CheckVerdict::Exceeded, Some(money("10.01")))
    );
    plan.tasks[0].lines[0].amount = money("10.01");
    let cross = one(&checked(&plan, IN_2017), "cross_financing");
    // A tenth of 100.01 is 10.001.
    assert_eq!(
        (cross.verdict, cross.limit_amount),
        (CheckVerdict::Exceeded, Some(money("10.00")))
    );
    assert_eq!(
        (cross.base_label_en.as_str(), cross.base),
        ("total value", money("100.01"))
    );
}

#[test]
fn without_the_day_the_period_or_its_rules_a_ceiling_is_undecided_and_says_why() {
    let plan = costs("100.00", "99.00");
    let cases = [
        (("", Some(FundingPeriod::P2014), 2), "startsOn"),
        (("2017-07-01", None, 2), "programme"),
        // Eligible days of the earlier period run into the later one, and the later begins before the earlier's rules end.
        (("2014-03-01", Some(FundingPeriod::P2007), 2), "rates"),
        (("2022-03-01", Some(FundingPeriod::P2021), 2), "rates"),
        (("2010-01-01", Some(FundingPeriod::P2007), 2), "rates"),
        // Not yet known at that release.
        (("2017-07-01", Some(FundingPeriod::P2014), 1), "rates"),
    ];
    for (by, missing) in cases {
        for rule in ["indirect_costs_table", "cross_financing"] {
            let check = one(&checked(&plan, by), rule);
            assert_eq!(
                (check.verdict, check.missing),
                (CheckVerdict::Undecided, vec![missing.to_owned()])
            );
            assert!(check.limit.is_none() && check.why_pl.is_some() && check.why_en.is_some());
        }
    }
}

/// The rates that the platform comes with.
fn shipped() -> Vec<KnownRate> {
    let file = ReferenceFile::parse(SHIPPED).unwrap();
    let rates = file.entries.into_iter().filter_map(|entry| match entry {
        Entry::Rate(row) => Some(KnownRate {
            rate: Rate {
                code: row.code,
                unit: row.unit,
                amount: row.amount,
                label_pl: row.label_pl,
                label_en: row.label_en,
                valid_from: row.times.from,
                valid_to: row.times.to,
                legal_basis: row.legal_basis,
            },
            introduced_by: 2,
            ended_by: None,
        }),
        _ => None,
    });
    rates.collect()
}

#[test]
fn cross_financing_of_every_period_is_held_against_a_tenth_by_that_periods_rule_and_the_table_only_in_its_own()
 {
    use BudgetFlag::CrossFinancing;
    use CheckVerdict::{Exceeded, Undecided};
    use FundingPeriod::{P2007, P2014, P2021};
    let lines = vec![
        line(1, 1, &[(BudgetSource::Eu, "10.01")], &[CrossFinancing]),
        line(2, 2, &[(BudgetSource::Eu, "89.99")], &[]),
    ];
    let plan = Plan {
        terms: TERMS,
        tasks: vec![task(1, lines)],
    };
    let rates = shipped();
    for (on, period, names) in [
        ("2010-01-01", P2007, "2007-2013"),
        ("2014-03-01", P2007, "2007-2013"),
        ("2017-07-01", P2014, "2014-2020"),
        // Both begin in the same year, and each goes by its own period.
        ("2022-03-01", P2014, "2014-2020"),
        ("2022-03-01", P2021, "2021-2027"),
        ("2026-01-01", P2021, "2021-2027"),
        ("2028-06-01", P2021, "2021-2027"),
    ] {
        let look_up = LookUp {
            on: on.parse().ok(),
            period: Some(period),
            release: 2,
            rates: &rates,
        };
        let all = checks(&sums::of(&plan.tasks), &plan.terms, &look_up);
        let cross = one(&all, "cross_financing");
        assert_eq!(
            (cross.verdict, cross.limit_amount),
            (Exceeded, Some(money("10.00"))),
            "{on} {period:?}"
        );
        let basis = cross.legal_basis.unwrap();
        assert!(basis.contains(names), "{on} {period:?}: {basis}");
        let has_table = one(&all, "indirect_costs_table").verdict != Undecided;
        assert_eq!(has_table, period == P2014, "{on} {period:?}");
    }
}
