//! The order of eligible people: preferences in the rule's order, or their points; then the project's tie-breaks (the time of
//! nomination unless it says otherwise), then the id.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::verdict::{Outcome, Verdict};

/// Someone to be ranked. People from the environment (otoczenie) are not.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The nomination.
    pub id: Uuid,
    /// When she was nominated.
    pub nominated_at: DateTime<Utc>,
    /// Codes of the preferences she meets; what is undecided counts as not met.
    pub preferences_met: BTreeSet<String>,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Candidate {
    /// A candidate with the preferences that a verdict found met.
    pub fn from_verdict(id: Uuid, nominated_at: DateTime<Utc>, verdict: &Verdict) -> Self {
        let met = verdict
            .preferences
            .iter()
            .filter(|item| item.outcome == Outcome::Met);
        Self {
            id,
            nominated_at,
            preferences_met: met.map(|item| item.code.clone()).collect(),
        }
    }
}

/// What breaks a tie between people of equal standing. The id is always the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieBreak {
    /// The preferences in their order: for lists that are made by points.
    PreferenceOrder,
    /// Who was nominated earlier.
    NominationTime,
}

/// How a project orders people: data, part of its recruitment rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RankingOrder {
    /// Codes of the preferences, the weightiest first.
    pub preferences: Vec<String>,
    /// What each preference is worth, where the list is made by points. Empty: the first preference outweighs all others.
    pub points: BTreeMap<String, u32>,
    /// What decides between equals, before the id. Empty: the time of nomination.
    pub tie_breaks: Vec<TieBreak>,
}

/// What put a person behind the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The one before meets this preference, this one doesn't.
    Preference(String),
    /// The one before has more points.
    Points,
    /// Same standing; the one before was nominated earlier.
    NominationTime,
    /// Equal in everything else: the tie-break is the id.
    Id,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// From 1.
    pub position: u32,
    /// The nomination.
    pub id: Uuid,
    /// What decided against the one before; `None` for the first.
    pub decided_by: Option<DecidedBy>,
}

/// Ranks candidates by preferences in this order, the first weighing more than all after it together; then by nomination.
pub fn rank(preference_order: &[String], candidates: Vec<Candidate>) -> Vec<Ranked> {
    let order = RankingOrder {
        preferences: preference_order.to_vec(),
        ..RankingOrder::default()
    };
    rank_by(&order, candidates)
}

/// Ranks candidates in a project's own order.
pub fn rank_by(order: &RankingOrder, mut candidates: Vec<Candidate>) -> Vec<Ranked> {
    let criteria = order.criteria();
    // Sorted by the id first and stable after that: the id decides between equals.
    candidates.sort_unstable_by_key(|candidate| candidate.id);
    candidates.sort_by(|one, other| {
        let decided = criteria.iter().map(|by| by.compare(order, one, other));
        decided
            .map(|(ordering, _)| ordering)
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    let mut before: Option<&Candidate> = None;
    let mut position = 0_u32;
    let mut list = Vec::with_capacity(candidates.len());
    for candidate in &candidates {
        position = position.saturating_add(1);
        let decided_by = before.map(|before| {
            let mut decided = criteria.iter().map(|by| by.compare(order, before, candidate));
            decided
                .find(|(ordering, _)| ordering.is_ne())
                .map_or(DecidedBy::Id, |(_, by)| by)
        });
        list.push(Ranked {
            position,
            id: candidate.id,
            decided_by,
        });
        before = Some(candidate);
    }
    list
}

/// One step of the comparison.
#[derive(Clone, Copy)]
enum Step {
    Points,
    Preferences,
    Nomination,
}

impl RankingOrder {
    fn criteria(&self) -> Vec<Step> {
        let first = if self.points.is_empty() {
            Step::Preferences
        } else {
            Step::Points
        };
        let ties = self.tie_breaks.iter().map(|tie| match tie {
            TieBreak::PreferenceOrder => Step::Preferences,
            TieBreak::NominationTime => Step::Nomination,
        });
        let default = self.tie_breaks.is_empty().then_some(Step::Nomination);
        std::iter::once(first).chain(ties).chain(default).collect()
    }

    /// The points of what a candidate meets.
    fn points_of(&self, candidate: &Candidate) -> u64 {
        let met = candidate.preferences_met.iter();
        met.filter_map(|code| self.points.get(code))
            .map(|points| u64::from(*points))
            .sum()
    }
}

impl Step {
    /// Who of two goes first by this step, and what to say of it if it decides.
    fn compare(self, order: &RankingOrder, one: &Candidate, other: &Candidate) -> (Ordering, DecidedBy) {
        match self {
            Self::Points => {
                let ordering = order.points_of(other).cmp(&order.points_of(one));
                (ordering, DecidedBy::Points)
            }
            Self::Nomination => (
                one.nominated_at.cmp(&other.nominated_at),
                DecidedBy::NominationTime,
            ),
            Self::Preferences => {
                let meets = |candidate: &Candidate, code: &String| candidate.preferences_met.contains(code);
                let differing = order
                    .preferences
                    .iter()
                    .find(|code| meets(one, code) != meets(other, code));
                match differing {
                    Some(code) => (
                        meets(other, code).cmp(&meets(one, code)),
                        DecidedBy::Preference(code.clone()),
                    ),
                    None => (Ordering::Equal, DecidedBy::Id),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    fn candidate(id: u128, second: i64, met: &[&str]) -> Candidate {
        Candidate {
            id: Uuid::from_u128(id),
            nominated_at: DateTime::from_timestamp(second, 0).unwrap(),
            preferences_met: met.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    fn ids(list: &[Ranked]) -> Vec<u128> {
        list.iter().map(|ranked| ranked.id.as_u128()).collect()
    }

    #[test]
    fn points_add_up_and_ties_are_broken_as_the_project_says() {
        let order = RankingOrder {
            preferences: order(),
            points: [("a", 3), ("b", 2), ("c", 2)]
                .map(|(code, points)| (code.to_owned(), points))
                .into(),
            tie_breaks: vec![TieBreak::PreferenceOrder],
        };
        let list = rank_by(
            &order,
            vec![
                candidate(1, 0, &["a"]),
                candidate(2, 9, &["b", "c"]),
                candidate(3, 1, &["c"]),
                candidate(4, 2, &["b"]),
                candidate(5, 5, &["b"]),
            ],
        );
        // Two and two are more than three; b before c by the order; the same in all: the id, whatever the time.
        assert_eq!(ids(&list), [2, 1, 4, 5, 3]);
        let reasons: Vec<_> = list.into_iter().filter_map(|ranked| ranked.decided_by).collect();
        let by_b = DecidedBy::Preference("b".to_owned());
        assert_eq!(
            reasons,
            [DecidedBy::Points, DecidedBy::Points, DecidedBy::Id, by_b]
        );
    }

    #[test]
    fn the_first_preference_outweighs_all_the_others() {
        let list = rank(
            &order(),
            vec![candidate(1, 0, &["b", "c"]), candidate(2, 9, &["a"])],
        );
        assert_eq!(ids(&list), [2, 1]);
        assert_eq!(list[1].decided_by, Some(DecidedBy::Preference("a".to_owned())));
    }

    #[test]
    fn equal_preferences_go_by_nomination_then_by_id() {
        let people = vec![
            candidate(3, 5, &["a"]),
            candidate(2, 5, &["a"]),
            candidate(9, 4, &["a"]),
        ];
        let list = rank(&order(), people);
        assert_eq!(ids(&list), [9, 2, 3]);
        let decided: Vec<_> = list.into_iter().map(|ranked| ranked.decided_by).collect();
        assert_eq!(
            decided,
            [None, Some(DecidedBy::NominationTime), Some(DecidedBy::Id)]
        );
    }

    #[test]
    fn an_edited_order_changes_the_list_and_an_unknown_preference_counts_for_nothing() {
        let people = vec![candidate(1, 0, &["b", "x"]), candidate(2, 9, &["a"])];
        assert_eq!(
            ids(&rank(&["b".to_owned(), "a".to_owned()], people.clone())),
            [1, 2]
        );
        assert_eq!(ids(&rank(&[], people)), [1, 2]);
    }

    proptest! {
        #[test]
        fn the_list_does_not_depend_on_the_order_of_arrival(
            people in proptest::collection::vec((0_i64..3, proptest::bits::u8::masked(7)), 0..30),
            shift in 0_usize..30,
        ) {
            let all: Vec<Candidate> = (1_u128..).zip(&people).map(|(id, (second, bits))| {
                let met: Vec<&str> = [("a", 1), ("b", 2), ("c", 4)]
                    .iter().filter(|(_, bit)| bits & bit != 0).map(|(code, _)| *code).collect();
                candidate(id, *second, &met)
            }).collect();
            let mut turned = all.clone();
            turned.rotate_left(if all.is_empty() { 0 } else { shift % all.len() });
            turned.reverse();
            let list = rank(&order(), all);
            prop_assert_eq!(&list, &rank(&order(), turned));
            prop_assert!(list.iter().map(|ranked| ranked.position).eq(1..=u32::try_from(people.len()).unwrap()));
        }
    }
}
