//! The order of eligible people: preferences in the rule's order, then the time of nomination, then the id.

use std::cmp::Reverse;
use std::collections::BTreeSet;
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

/// What put a person behind the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The one before meets this preference, this one doesn't.
    Preference(String),
    /// Same preferences; the one before was nominated earlier.
    NominationTime,
    /// Nominated at the same moment: the tie-break is the id.
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

/// Ranks candidates by preferences in this order, the first weighing more than all after it together.
pub fn rank(preference_order: &[String], mut candidates: Vec<Candidate>) -> Vec<Ranked> {
    let meets = |candidate: &Candidate| -> Vec<Reverse<bool>> {
        preference_order
            .iter()
            .map(|code| Reverse(candidate.preferences_met.contains(code)))
            .collect()
    };
    candidates.sort_by_cached_key(|candidate| (meets(candidate), candidate.nominated_at, candidate.id));
    let mut before: Option<&Candidate> = None;
    let mut position = 0_u32;
    let mut list = Vec::with_capacity(candidates.len());
    for candidate in &candidates {
        position = position.saturating_add(1);
        let decided_by = before.map(|before| decided_by(preference_order, before, candidate));
        list.push(Ranked {
            position,
            id: candidate.id,
            decided_by,
        });
        before = Some(candidate);
    }
    list
}

fn decided_by(preference_order: &[String], before: &Candidate, after: &Candidate) -> DecidedBy {
    let differing = preference_order
        .iter()
        .find(|code| before.preferences_met.contains(*code) != after.preferences_met.contains(*code));
    match differing {
        Some(code) => DecidedBy::Preference(code.clone()),
        None if before.nominated_at != after.nominated_at => DecidedBy::NominationTime,
        None => DecidedBy::Id,
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
