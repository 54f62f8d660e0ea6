//! What is published of a project after what was published of it before.

use super::{publish, recruited, seen, sex, state};
use crate::domain::comparison::SmallCells;
use crate::domain::comparison::people::{PeopleCounts, SexCounts};
use crate::domain::comparison::protection::{
    Count, Decision, PlannedPlaces, Published, State, decide, shown,
};
use wsparcie_programmes_api::{Exactness, Places};

fn published(state: State, k: u8) -> Published {
    Published {
        state,
        strictest: SmallCells::at_least(k).unwrap(),
    }
}

#[test]
fn one_more_person_waits_for_others_and_the_same_people_are_the_same_state() {
    let earlier = [published(state(&recruited(20, 20), 5), 5)];
    assert_eq!(publish(&recruited(21, 20), &earlier, 5), Decision::Repeat);
    assert_eq!(publish(&recruited(20, 20), &earlier, 5), Decision::Repeat);
    assert!(matches!(
        publish(&recruited(25, 20), &earlier, 5),
        Decision::Publish(_)
    ));
}

#[test]
fn a_change_is_held_against_the_strictest_threshold_that_knows_the_state() {
    let known_to_five = [published(state(&recruited(40, 40), 5), 5)];
    assert_eq!(publish(&recruited(44, 40), &known_to_five, 3), Decision::Repeat);
    assert!(matches!(
        publish(&recruited(45, 40), &known_to_five, 3),
        Decision::Publish(_)
    ));
    let known_to_three = [published(state(&recruited(40, 40), 3), 3)];
    assert!(matches!(
        publish(&recruited(44, 40), &known_to_three, 3),
        Decision::Publish(_)
    ));
}

/// Sixteen or forty places, which everybody knows.
fn after(first: [SexCounts; 2], next: [SexCounts; 2], places: i32) -> Option<Vec<[Option<u32>; 3]>> {
    let places = [PlannedPlaces {
        total: Some(Places {
            count: places,
            exactness: Exactness::Exact,
        }),
        ..PlannedPlaces::default()
    }];
    let of = |[women, men]: [SexCounts; 2]| PeopleCounts { women, men };
    let decided = |counts: &PeopleCounts, earlier: &[Published]| {
        decide(counts, &places, earlier, SmallCells::DEFAULT).unwrap()
    };
    let Decision::Publish(before) = decided(&of(first), &[]) else {
        panic!("a first state is published")
    };
    match decided(&of(next), &[published(before, 5)]) {
        Decision::Publish(state) => Some(shown(&state, SmallCells::DEFAULT)),
        Decision::Repeat => None,
    }
}

#[test]
fn who_is_left_is_not_told_by_those_recruited_before() {
    // Recruited people are known by sex and stay so: who ended must not be, or the 3 men left would be.
    let cells = after(
        [sex(20, 15, 15), sex(20, 8, 8)],
        [sex(20, 15, 15), sex(20, 17, 17)],
        40,
    );
    if let Some(cells) = cells {
        let [ended, completed] = [Count::Ended, Count::Completed].map(|count| cells[count as usize]);
        assert_eq!((ended[1], completed[1]), (None, None), "{cells:?}");
    }
    let cells = after([sex(6, 0, 0), sex(10, 0, 0)], [sex(6, 0, 0), sex(10, 9, 9)], 16);
    assert!(
        cells.is_some_and(|cells| cells[Count::Ended as usize] == [None, None, Some(9)]),
        "0 women are as good as 6"
    );
}

#[test]
fn a_later_state_looks_the_same_to_every_authority() {
    let earlier = [published(state(&recruited(20, 20), 5), 5)];
    let counts = PeopleCounts {
        women: sex(20, 4, 4),
        men: sex(20, 6, 6),
    };
    let Decision::Publish(state) = publish(&counts, &earlier, 3) else {
        panic!("ten more are enough")
    };
    let look = |k: u8| shown(&state, SmallCells::at_least(k).unwrap());
    assert_eq!(look(3), look(5));
    assert_eq!(look(3)[Count::Ended as usize], [None, None, Some(10)]);
}

#[test]
fn a_state_that_shows_nobody_holds_nothing_back_and_its_day_stands() {
    let earlier = [published(state(&recruited(1, 1), 5), 5)];
    assert_eq!(
        publish(&recruited(1, 2), &earlier, 5),
        Decision::Repeat,
        "not even a new day"
    );
    let Decision::Publish(state) = publish(&recruited(6, 7), &earlier, 5) else {
        panic!("now there are enough")
    };
    assert_eq!(seen(&state, 5), [Some(6), Some(7), Some(13)]);
    // Four are shown to those with a threshold of three, to whom eight would tell of four more.
    let earlier = [published(state_of_four(), 5)];
    assert_eq!(publish(&recruited(4, 4), &earlier, 5), Decision::Repeat);
    assert!(matches!(
        publish(&recruited(4, 5), &earlier, 5),
        Decision::Publish(_)
    ));
}

fn state_of_four() -> State {
    let state = state(&recruited(2, 2), 3);
    assert_eq!(
        (seen(&state, 3), seen(&state, 5)),
        ([None, None, Some(4)], [None; 3])
    );
    state
}

#[test]
fn what_was_hidden_stays_hidden_and_its_total_goes_on() {
    let earlier = [published(state(&recruited(2, 22), 5), 5)];
    let Decision::Publish(state) = publish(&recruited(9, 22), &earlier, 5) else {
        panic!("seven more are enough")
    };
    assert_eq!(seen(&state, 3), [None, None, Some(31)]);
}

/// Numbers that look like projects': the same at every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % (most + 1)
    }

    /// One sex in four states: recruiting, halfway, nearly all ended, all ended and decided.
    fn sex(&mut self) -> [SexCounts; 4] {
        let recruited = 20 + self.up_to(20);
        let dropped = self.up_to(7);
        let half = recruited / 2 - self.up_to(3);
        let late = recruited - self.up_to(6);
        let of = |ended: i64, decided: i64| {
            let dropped_out = dropped * ended / recruited;
            let completed = ended - dropped_out;
            SexCounts {
                recruited,
                ended,
                completed,
                dropped_out,
                vocational: completed * 3 / 4,
                social_base: decided.min(completed),
                social_effect: decided.min(completed) / 2,
                employment_base: decided.min(completed) * 3 / 4,
                employment_effect: decided.min(completed) / 3,
            }
        };
        [
            of(0, 0),
            of(half, 0),
            of(late, half - dropped),
            of(recruited, recruited),
        ]
    }
}

#[test]
fn projects_of_sixty_people_are_refreshed_and_show_most_of_their_counts() {
    let mut dice = Dice(14);
    let (mut states, mut refreshed, mut cells, mut of_cells) = (0, 0, 0, 0);
    for _ in 0..5 {
        let (women, men) = (dice.sex(), dice.sex());
        let mut ledger: Vec<Published> = Vec::new();
        for (women, men) in women.into_iter().zip(men) {
            states += 1;
            if let Decision::Publish(state) = publish(&PeopleCounts { women, men }, &ledger, 5) {
                refreshed += 1;
                let shown = shown(&state, SmallCells::DEFAULT);
                cells += shown.iter().flatten().flatten().count();
                of_cells += shown.iter().flatten().count();
                ledger.push(published(state, 5));
            }
        }
    }
    println!("{refreshed} of {states} states published, {cells} of {of_cells} cells in them shown");
    assert!(2 * refreshed > states, "{refreshed} of {states}");
    assert!(2 * cells > of_cells, "{cells} of {of_cells}");
}
