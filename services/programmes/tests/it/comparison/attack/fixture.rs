//! What is counted of ten projects in three rounds, and what is asked of each release.

use wsparcie_programmes_api::{ComparisonFilter, FundingPeriod};

use super::notebook::Truth;

const fn only([rw, rm, ew, em, cw, cm]: [i64; 6]) -> Truth {
    [rw, rm, ew, em, cw, cm, 0, 0, 0, 0, 0, 0, 0, 0]
}

/// Three rounds of counts for each project.
pub(super) const HISTORIES: [(&str, &str, [Truth; 3]); 10] = [
    (
        "mixed",
        "0261011",
        [
            only([4, 6, 0, 0, 0, 0]),
            only([9, 6, 0, 0, 0, 0]),
            only([9, 6, 9, 6, 2, 6]),
        ],
    ),
    (
        "few men",
        "0261011",
        [
            only([10, 1, 0, 0, 0, 0]),
            only([10, 2, 0, 0, 0, 0]),
            only([10, 6, 5, 6, 5, 1]),
        ],
    ),
    (
        "far away",
        "0862011",
        [
            only([6, 6, 6, 6, 1, 6]),
            only([6, 6, 6, 6, 6, 6]),
            only([6, 6, 6, 6, 6, 1]),
        ],
    ),
    (
        "one sex",
        "0261011",
        [
            only([10, 0, 0, 0, 0, 0]),
            only([10, 0, 5, 0, 5, 0]),
            only([10, 0, 10, 0, 5, 0]),
        ],
    ),
    // By the true counts, 9 of 10 men who ended after nobody had left one history alone.
    (
        "ended men",
        "0261011",
        [
            only([6, 10, 0, 0, 0, 0]),
            only([6, 10, 0, 9, 0, 9]),
            only([6, 10, 0, 9, 0, 9]),
        ],
    ),
    // Three men are left of those recruited, whom earlier figures gave by sex.
    (
        "three left",
        "0261011",
        [
            only([8, 8, 5, 0, 5, 0]),
            only([8, 8, 5, 5, 5, 5]),
            only([8, 8, 8, 8, 8, 8]),
        ],
    ),
    (
        "all counts",
        "0261011",
        [
            [8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [8, 8, 8, 7, 7, 6, 7, 6, 6, 5, 5, 6, 5, 1],
            [8, 8, 8, 8, 7, 7, 7, 7, 6, 6, 5, 7, 5, 2],
        ],
    ),
    (
        "effects come",
        "0862011",
        [
            [8, 8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0],
            [8, 8, 8, 8, 8, 8, 8, 8, 8, 3, 8, 8, 3, 0],
            [8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 5],
        ],
    ),
    (
        "undecided",
        "0261011",
        [
            [7, 7, 6, 6, 6, 6, 5, 5, 0, 0, 0, 0, 0, 0],
            [7, 7, 7, 7, 7, 7, 6, 5, 5, 5, 5, 0, 0, 0],
            [7, 7, 7, 7, 7, 7, 7, 7, 7, 5, 7, 7, 2, 5],
        ],
    ),
    (
        "few at first",
        "0261011",
        [
            only([1, 2, 0, 0, 0, 0]),
            only([2, 2, 0, 0, 0, 0]),
            only([7, 8, 0, 0, 0, 0]),
        ],
    ),
];

/// What is asked of each release: everything, and every filter on its own and two together.
pub(super) fn filters() -> Vec<ComparisonFilter> {
    let none = ComparisonFilter::default;
    let by = |voivodeship: &str| ComparisonFilter {
        voivodeship: Some(voivodeship.to_owned()),
        ..none()
    };
    let programme = |code: &str| ComparisonFilter {
        programme: Some(code.to_owned()),
        ..none()
    };
    let kind = |code: &str| ComparisonFilter {
        centre_kind: Some(code.to_owned()),
        ..none()
    };
    let period = ComparisonFilter {
        period: Some(FundingPeriod::P2014),
        ..none()
    };
    vec![
        none(),
        by("02"),
        by("08"),
        programme("RPSW"),
        programme("9.2.1"),
        period.clone(),
        kind("MOPS"),
        kind("GOPS"),
        ComparisonFilter {
            period: Some(FundingPeriod::P2014),
            ..kind("GOPS")
        },
        ComparisonFilter {
            voivodeship: Some("08".to_owned()),
            ..period
        },
    ]
}
