//! The attacker knows the program and every state of a row that was ever published: among all histories that look alike,
//! and in which nobody who was recruited or ended is so no more, every hidden count stays open in every state.
//!
//! Each history of a family (all small counts) is published; those that look alike are put together. A family ends
//! somewhere, which takes alternatives away and never adds any: passing is a proof for the histories in it. The last test
//! lets rows be published as they were before this rule and expects the same attacker to succeed.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod row;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use row::{Counts, Look, Rule, Seat, cells, few, grew, look, solve};
use wsparcie_disclosure::{Carried, PublishedRow, Threshold, may_refresh};

/// Histories that look alike: what was published of each state, and the counts that it can be.
struct Alike {
    rows: Vec<PublishedRow>,
    histories: Vec<Vec<Counts>>,
}

/// A family of histories.
struct Family {
    seat: Seat,
    k: Threshold,
    rule: Rule,
    /// All counts that a state can have.
    all: Vec<Counts>,
    /// What was solved already: many earlier states ask the same of the next.
    solved: RefCell<HashMap<(String, Counts), (PublishedRow, bool)>>,
}

/// What an attacker found: the state, the cell, its value, and the looks.
type Found = (usize, usize, u32, Vec<Look>);

impl Family {
    /// Every first state, those that look alike together.
    fn first(&self) -> Vec<Alike> {
        let none = Alike {
            rows: Vec::new(),
            histories: vec![Vec::new()],
        };
        self.followed(&none)
    }

    /// What can be published after some states; nothing but looks decides it.
    fn followed(&self, before: &Alike) -> Vec<Alike> {
        let mut alike: BTreeMap<Look, Alike> = BTreeMap::new();
        let carried = self.rule.carried(&before.rows);
        let asked = format!("{carried:?}");
        for counts in &self.all {
            let mut possible = before
                .histories
                .iter()
                .filter(|history| history.last().is_none_or(|last| self.follows(last, counts)))
                .peekable();
            if possible.peek().is_none() {
                continue;
            }
            let (next, tells) = self.solved(&asked, &carried, counts);
            let earlier = !before.rows.is_empty();
            if earlier && self.rule == Rule::Looks && !(tells && may_refresh(&before.rows, &next, self.k)) {
                continue;
            }
            let longer = possible.map(|history| [history.as_slice(), &[*counts]].concat());
            let entry = alike.entry(look(&next)).or_insert_with(|| Alike {
                rows: [before.rows.as_slice(), std::slice::from_ref(&next)].concat(),
                histories: Vec::new(),
            });
            entry.histories.extend(longer);
        }
        alike.into_values().collect()
    }

    fn solved(&self, asked: &str, carried: &Carried, counts: &Counts) -> (PublishedRow, bool) {
        let mut solved = self.solved.borrow_mut();
        let entry = solved.entry((asked.to_owned(), *counts));
        entry
            .or_insert_with(|| solve(&self.seat, counts, carried, self.k))
            .clone()
    }

    fn follows(&self, before: &Counts, after: &Counts) -> bool {
        grew(before, after)
            && match self.rule {
                Rule::Looks => true,
                Rule::TrueCounts => row::changed_enough(before, after, u32::from(self.k.people())),
            }
    }

    /// Whether histories that look alike may lie beyond the family's end.
    fn is_cut(&self, alike: &Alike) -> bool {
        let end = self
            .all
            .iter()
            .map(|counts| counts[0] + counts[1])
            .max()
            .unwrap_or(0);
        let open = |state: usize| look(&alike.rows[state])[2].is_none();
        self.seat.places.is_none()
            && alike.histories.iter().any(|history| {
                let mut states = history.iter().enumerate();
                states.any(|(state, counts)| counts[0] + counts[1] == end && open(state))
            })
    }

    /// The cells that only one value is left for though they are hidden, or few.
    fn recovered(&self, alike: &Alike) -> Option<Found> {
        let looks = || alike.rows.iter().map(look).collect();
        for state in 0..alike.rows.len() {
            let shown = look(&alike.rows[state]);
            let first = cells(alike.histories.first()?.get(state)?);
            for cell in 0..first.len() {
                if shown.get(cell).is_some_and(Option::is_some) {
                    continue;
                }
                let others = |history: &Vec<Counts>| cells(&history[state])[cell] != first[cell];
                if alike.histories.iter().any(others) {
                    continue;
                }
                // What subtraction tells, or everybody knows from earlier, may be told if it is not of few people.
                if few(&first, cell, self.k) {
                    return Some((state, cell, first[cell], looks()));
                }
            }
        }
        None
    }

    /// How many ways of looking there are after so many states.
    fn stays_open(&self, states: usize) -> usize {
        let mut all = self.first();
        for _ in 1..states {
            all = all.iter().flat_map(|alike| self.followed(alike)).collect();
            for alike in all.iter().filter(|alike| !self.is_cut(alike)) {
                assert_eq!(self.recovered(alike), None, "{:?}", alike.histories);
            }
        }
        all.len()
    }
}

fn k(people: u8) -> Threshold {
    Threshold::at_least(people).unwrap()
}

/// Women and men recruited and ended, at most `most` of them recruited.
fn people(most: u32) -> Vec<Counts> {
    let mut all = Vec::new();
    for women in 0..=most {
        for men in 0..=most - women {
            for ended_women in 0..=women {
                for ended_men in 0..=men {
                    all.push([women, men, ended_women, ended_men]);
                }
            }
        }
    }
    all
}

/// Few people, for the time that tests have. `WSPARCIE_PEOPLE` and `WSPARCIE_K` ask for more.
fn asked(name: &str, otherwise: u32) -> u32 {
    let asked = std::env::var(name).ok().and_then(|asked| asked.parse().ok());
    asked.unwrap_or(otherwise)
}

fn family(places: bool) -> Family {
    let most = asked("WSPARCIE_PEOPLE", 6);
    Family {
        seat: Seat {
            places: places.then_some(most),
        },
        k: k(u8::try_from(asked("WSPARCIE_K", 3)).unwrap()),
        rule: Rule::Looks,
        all: people(most),
        solved: RefCell::default(),
    }
}

#[test]
fn three_states_within_planned_places() {
    let ways = family(true).stays_open(3);
    println!("{ways} ways");
    assert!(ways > 10, "{ways}");
}

#[test]
fn two_states_without_places() {
    let ways = family(false).stays_open(2);
    println!("{ways} ways");
    assert!(ways > 10, "{ways}");
}

/// A first state that is wholly shown, and what is published of each that follows.
fn after(places: u32, first: Counts, rule: Rule) -> (Family, Vec<Alike>) {
    let [women, men, ended_women, ended_men] = first;
    let ends = (ended_women..=women).flat_map(|w| (ended_men..=men).map(move |m| [women, men, w, m]));
    let family = Family {
        seat: Seat { places: Some(places) },
        k: k(5),
        rule,
        all: ends.collect(),
        solved: RefCell::default(),
    };
    let begun = Alike {
        rows: vec![solve(&family.seat, &first, &rule.carried(&[]), family.k).0],
        histories: vec![vec![first]],
    };
    assert!(look(&begun.rows[0]).iter().all(Option::is_some));
    let all = family.followed(&begun);
    (family, all)
}

#[test]
fn those_who_ended_after_nobody_had_are_not_told_by_who_is_left() {
    for (places, first) in [
        (16, [6, 10, 0, 0]),
        (40, [20, 20, 15, 8]),
        (17, [6, 10, 0, 0]),
        (20, [10, 10, 5, 5]),
    ] {
        let (family, all) = after(places, first, Rule::Looks);
        for alike in &all {
            assert_eq!(family.recovered(alike), None, "{:?}", alike.histories);
        }
        println!("{first:?}: {} ways", all.len());
    }
}

#[test]
fn the_attacker_succeeds_where_hidden_counts_decide() {
    for (places, first) in [(16, [6, 10, 0, 0]), (40, [20, 20, 15, 8])] {
        let (family, all) = after(places, first, Rule::TrueCounts);
        assert!(
            all.iter().any(|alike| family.recovered(alike).is_some()),
            "{first:?}"
        );
    }
}
