use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const HIDDEN: PeopleCount = PeopleCount::NotShown(Hidden::Suppressed);

#[expect(clippy::unnecessary_wraps, reason = "a fact that may be unknown")]
fn exact(count: i32) -> Option<Places> {
    Some(Places {
        count,
        exactness: Exactness::Exact,
    })
}

fn of(women: i64, men: i64) -> ShownCounts {
    shown(
        Some(Enrolled { women, men }),
        &PlannedPlaces::default(),
        SmallCells::DEFAULT,
    )
}

/// Total, women, men; `None` where hidden.
fn cells(counts: ShownCounts) -> [Option<i64>; 3] {
    [counts.total, counts.women, counts.men].map(|cell| match cell {
        PeopleCount::Shown(count) => Some(count),
        PeopleCount::NotShown(_) => None,
    })
}

#[test]
fn cells_of_five_and_more_are_shown() {
    assert_eq!(cells(of(5, 5)), [Some(10), Some(5), Some(5)]);
    assert_eq!(cells(of(147, 153)), [Some(300), Some(147), Some(153)]);
}

#[test]
fn a_small_cell_is_hidden_with_its_complement() {
    assert_eq!(cells(of(4, 20)), [Some(24), None, None]);
    assert_eq!(cells(of(20, 4)), [Some(24), None, None]);
    assert_eq!(cells(of(4, 4)), [Some(8), None, None]);
}

#[test]
fn an_absent_sex_is_hidden_as_it_tells_the_sex_of_everybody() {
    assert_eq!(cells(of(19, 0)), [Some(19), None, None]);
}

#[test]
fn a_small_total_hides_everything_and_nobody_at_all_is_shown() {
    assert_eq!(cells(of(1, 0)), [None; 3]);
    assert_eq!(cells(of(2, 2)), [None; 3]);
    assert_eq!(cells(of(0, 0)), [Some(0); 3]);
}

#[test]
fn a_centre_that_reported_nothing_is_no_data_rather_than_zero_or_suppressed() {
    let counts = shown(None, &PlannedPlaces::default(), SmallCells::DEFAULT);
    assert_eq!(counts, all_not_shown(Hidden::Missing));
    assert_ne!(counts.total, HIDDEN);
}

#[test]
fn full_places_do_not_give_the_hidden_cells_away() {
    let places = PlannedPlaces {
        total: exact(10),
        women: exact(2),
        men: exact(8),
    };
    let counts = |women, men| cells(shown(Some(Enrolled { women, men }), &places, SmallCells::DEFAULT));
    assert_eq!(counts(2, 8), [None; 3], "a total of 10 could only be 2 and 8");
    assert_eq!(counts(1, 8), [Some(9), None, None], "9 may be 1 and 8 or 2 and 7");
}

#[test]
fn a_project_for_women_only_shows_its_women() {
    let places = PlannedPlaces {
        men: exact(0),
        ..PlannedPlaces::default()
    };
    assert_eq!(
        cells(shown(
            Some(Enrolled { women: 11, men: 0 }),
            &places,
            SmallCells::DEFAULT
        )),
        [Some(11), Some(11), Some(0)]
    );
    assert_eq!(
        cells(shown(
            Some(Enrolled { women: 4, men: 0 }),
            &places,
            SmallCells::DEFAULT
        )),
        [None; 3]
    );
}

#[test]
fn places_reduced_below_the_people_on_them_do_not_hide_large_cells() {
    let places = PlannedPlaces {
        women: exact(100),
        ..PlannedPlaces::default()
    };
    assert_eq!(
        cells(shown(
            Some(Enrolled { women: 147, men: 153 }),
            &places,
            SmallCells::DEFAULT
        )),
        [Some(300), Some(147), Some(153)]
    );
}

#[test]
fn a_threshold_under_three_is_no_threshold() {
    assert_eq!(SmallCells::at_least(2), None);
    assert_eq!(SmallCells::at_least(5), Some(SmallCells::DEFAULT));
}

/// Tries every table within the places: groups those that look alike, and looks at what a hidden cell can be.
fn every_hidden_cell_stays_open(k: i64, places: &PlannedPlaces) -> Result<(), TestCaseError> {
    let small = SmallCells::at_least(k).unwrap();
    let bounds = Bounds::of(places);
    // Every way to split a total is tried, so that no total lacks its neighbours.
    let tables = (0..=(3 * k + 20)).flat_map(|total| (0..=total).map(move |women| (women, total - women)));
    let mut looks_alike: BTreeMap<[Option<i64>; 3], [BTreeSet<i64>; 3]> = BTreeMap::new();
    for (women, men) in tables.filter(|(women, men)| {
        bounds.allow(Enrolled {
            women: *women,
            men: *men,
        })
    }) {
        let counts = cells(shown(Some(Enrolled { women, men }), places, small));
        let possible = looks_alike.entry(counts).or_default();
        for (values, value) in possible.iter_mut().zip([women + men, women, men]) {
            values.insert(value);
        }
    }
    // What the places alone leave open.
    let open = [
        bounds.total > 0,
        bounds.women.min(bounds.total) > 0,
        bounds.men.min(bounds.total) > 0,
    ];
    for (counts, possible) in looks_alike {
        for ((cell, values), open) in counts.into_iter().zip(possible).zip(open) {
            let recovered = cell.is_none() && open && values.len() < 2;
            prop_assert!(!recovered, "k {k}, {places:?}: {counts:?} can only be {values:?}");
            let too_small = cell.is_some_and(|count| count > 0 && count < k);
            prop_assert!(!too_small, "k {k}, {places:?}: {counts:?} shows a small cell");
        }
    }
    Ok(())
}

#[test]
fn without_planned_places_no_hidden_cell_can_be_recovered() {
    for k in 3..=12 {
        every_hidden_cell_stays_open(k, &PlannedPlaces::default()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whatever_places_are_known_no_hidden_cell_can_be_recovered(
        k in 3_i64..8,
        total in proptest::option::of(0_i32..24),
        women in proptest::option::of(0_i32..14),
        men in proptest::option::of(0_i32..14),
        at_least in any::<bool>(),
    ) {
        let places = |count: Option<i32>| {
            let exactness = if at_least { Exactness::Minimum } else { Exactness::Exact };
            count.map(|count| Places { count, exactness })
        };
        let planned = PlannedPlaces { total: places(total), women: places(women), men: places(men) };
        every_hidden_cell_stays_open(k, &planned)?;
    }

    #[test]
    fn large_cells_are_shown_whatever_their_size(women in 5_i64..1_000_000, men in 5_i64..1_000_000) {
        prop_assert_eq!(cells(of(women, men)), [Some(women + men), Some(women), Some(men)]);
    }
}
