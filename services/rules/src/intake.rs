//! Places and quotas: who is enrolled, who goes to the reserve list.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::national::Sex;

/// Whether a number of places is a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundKind {
    /// Exactly so many: a cap.
    Exact,
    /// „min. 60": at least so many, no cap.
    Minimum,
}

/// A number of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Whether it is a cap.
    pub kind: BoundKind,
    /// People.
    pub count: u32,
}

impl Bound {
    const fn is_reached(bound: Option<Self>, enrolled: u32) -> bool {
        match bound {
            Some(Self {
                kind: BoundKind::Exact,
                count,
            }) => enrolled >= count,
            Some(Self {
                kind: BoundKind::Minimum,
                ..
            })
            | None => false,
        }
    }
}

/// A project's places. What the source doesn't say is `None`, and caps nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Places {
    /// Participants in all.
    pub total: Option<Bound>,
    /// Women among them.
    pub women: Option<Bound>,
    /// Men among them.
    pub men: Option<Bound>,
}

/// In which role a person joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Participation {
    /// A participant, who takes a place.
    Participant,
    /// From the environment (otoczenie): the same household as a participant; takes no place, is counted apart.
    Environment,
}

/// How many people are enrolled now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Participating women.
    pub women: u32,
    /// Participating men.
    pub men: u32,
    /// People from the environment, both sexes.
    pub environment: u32,
}

impl Counts {
    /// Participants, without the environment.
    pub const fn participants(self) -> u32 {
        self.women.saturating_add(self.men)
    }

    /// The counts after one more enrolment.
    #[must_use]
    pub const fn with(mut self, role: Participation, sex: Sex) -> Self {
        let count = match (role, sex) {
            (Participation::Environment, _) => &mut self.environment,
            (Participation::Participant, Sex::Female) => &mut self.women,
            (Participation::Participant, Sex::Male) => &mut self.men,
        };
        *count = count.saturating_add(1);
        self
    }
}

/// Why a person goes to the reserve list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReserveReason {
    /// The places of her sex are taken; others are free.
    SexQuotaFull,
    /// All places are taken.
    PlacesFull,
}

/// What happens to an eligible person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// There is a place.
    Enrolled,
    /// She waits.
    Reserve(ReserveReason),
}

/// Decides about the next participant. People from the environment need no place and are never asked about here.
pub const fn place(counts: Counts, sex: Sex, places: Places) -> Placement {
    let (quota, enrolled) = match sex {
        Sex::Female => (places.women, counts.women),
        Sex::Male => (places.men, counts.men),
    };
    if Bound::is_reached(places.total, counts.participants()) {
        Placement::Reserve(ReserveReason::PlacesFull)
    } else if Bound::is_reached(quota, enrolled) {
        Placement::Reserve(ReserveReason::SexQuotaFull)
    } else {
        Placement::Enrolled
    }
}

/// Who of the reserve list, in its order, can have a place now.
pub fn first_to_promote(counts: Counts, places: Places, reserve: &[(Uuid, Sex)]) -> Option<Uuid> {
    let fits = |sex| matches!(place(counts, sex, places), Placement::Enrolled);
    reserve.iter().find(|(_, sex)| fits(*sex)).map(|(id, _)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn exact(count: u32) -> Bound {
        Bound {
            kind: BoundKind::Exact,
            count,
        }
    }

    /// 300 people: 147 K and 153 M.
    const ZIELONA_GORA: Places = Places {
        total: Some(exact(300)),
        women: Some(exact(147)),
        men: Some(exact(153)),
    };

    const fn enrolled(women: u32, men: u32) -> Counts {
        Counts {
            women,
            men,
            environment: 0,
        }
    }

    #[test]
    fn the_148th_woman_of_zielona_gora_goes_to_the_reserve() {
        assert_eq!(
            place(enrolled(146, 0), Sex::Female, ZIELONA_GORA),
            Placement::Enrolled
        );
        let full = Placement::Reserve(ReserveReason::SexQuotaFull);
        assert_eq!(place(enrolled(147, 0), Sex::Female, ZIELONA_GORA), full);
        assert_eq!(place(enrolled(147, 152), Sex::Female, ZIELONA_GORA), full);
        assert_eq!(
            place(enrolled(147, 152), Sex::Male, ZIELONA_GORA),
            Placement::Enrolled
        );
        assert_eq!(
            place(enrolled(147, 153), Sex::Male, ZIELONA_GORA),
            Placement::Reserve(ReserveReason::PlacesFull)
        );
    }

    #[test]
    fn a_minimum_and_an_unknown_number_cap_nothing() {
        let minimum = Places {
            total: Some(Bound {
                kind: BoundKind::Minimum,
                count: 60,
            }),
            ..Places::default()
        };
        assert_eq!(place(enrolled(600, 0), Sex::Female, minimum), Placement::Enrolled);
        assert_eq!(
            place(enrolled(u32::MAX, u32::MAX), Sex::Male, Places::default()),
            Placement::Enrolled
        );
    }

    #[test]
    fn the_environment_takes_no_place() {
        let counts = enrolled(146, 153)
            .with(Participation::Environment, Sex::Female)
            .with(Participation::Environment, Sex::Male);
        assert_eq!((counts.environment, counts.participants()), (2, 299));
        assert_eq!(place(counts, Sex::Female, ZIELONA_GORA), Placement::Enrolled);
    }

    #[test]
    fn the_first_in_the_reserve_whose_sex_has_a_place_moves_up() {
        let (woman, man) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let reserve = [(woman, Sex::Female), (man, Sex::Male)];
        assert_eq!(
            first_to_promote(enrolled(147, 152), ZIELONA_GORA, &reserve),
            Some(man)
        );
        assert_eq!(
            first_to_promote(enrolled(146, 152), ZIELONA_GORA, &reserve),
            Some(woman)
        );
        assert_eq!(first_to_promote(enrolled(147, 153), ZIELONA_GORA, &reserve), None);
    }

    proptest! {
        #[test]
        fn no_cap_is_ever_exceeded(
            total in proptest::option::of(0_u32..20),
            women in proptest::option::of(0_u32..12),
            men in proptest::option::of(0_u32..12),
            arrivals in proptest::collection::vec(proptest::bool::ANY, 0..60),
        ) {
            let cap = |count: Option<u32>| count.map(exact);
            let places = Places { total: cap(total), women: cap(women), men: cap(men) };
            let mut counts = Counts::default();
            for is_woman in arrivals {
                let sex = if is_woman { Sex::Female } else { Sex::Male };
                if place(counts, sex, places) == Placement::Enrolled {
                    counts = counts.with(Participation::Participant, sex);
                }
                prop_assert!(total.is_none_or(|cap| counts.participants() <= cap));
                prop_assert!(women.is_none_or(|cap| counts.women <= cap));
                prop_assert!(men.is_none_or(|cap| counts.men <= cap));
            }
        }
    }
}
