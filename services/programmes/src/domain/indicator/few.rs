//! What of counted values is told to whom. Conditions ask for disability, origin and housing, so whoever may not read
//! participations is told values of today alone, and none in which, or in whose difference to another, 1 to 4 people stand.

use std::ops::RangeInclusive;

use wsparcie_kernel::Date;
use wsparcie_kernel::national::Sex;
use wsparcie_programmes_api::{IndicatorOrigin, ProjectIndicator, ValueSource};

use super::count::{Standing, Standings};

/// So few people that their number speaks of single ones. Nobody is told: that says of everybody the same.
pub(in crate::domain) const FEW: RangeInclusive<i64> = 1..=4;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody who may read participations: everything.
    OfParticipations,
    /// Somebody who may not: nothing of few. `today` is the only day they are told about; the figures of one day beside those
    /// of the next would tell who came in between.
    OfFigures {
        /// The day it is.
        today: Date,
    },
}

/// Withholds counted values that a reader is not told whatever the number, so that they are not even counted: those of
/// another day than today, and those of own conditions, which can be as narrow as one person. Values entered by hand are
/// facts of the project and stay.
pub fn withhold(indicators: &mut [ProjectIndicator], reader: Reader) {
    let Reader::OfFigures { today } = reader else {
        return;
    };
    for indicator in indicators {
        let is_own = indicator.origin == IndicatorOrigin::Own;
        let is_told = !is_own && indicator.value.as_of == today;
        indicator.value.too_few = indicator.value.source == ValueSource::Counted && !is_told;
    }
}

/// Which indicators of a project a reader of figures is not told, each in its place; `by_sex` says which are told by sex.
///
/// Withheld is a value with few in it: women, men, all, or left open. Of what is left, so is the smaller of those that leave
/// few in a third: of all participants without the unemployed and the employed, the inactive are left; of the unemployed
/// without the long-term unemployed, the others. One or two parts are taken from a whole; sums of more are not tried.
pub(super) fn too_few(standings: &Standings, by_sex: &[bool]) -> Vec<bool> {
    let groups = groups(standings, by_sex);
    let mut withheld: Vec<bool> = vec![false; by_sex.len()];
    for group in &groups {
        if let Some(at) = group.of
            && group.size.is_few(group.by_sex)
            && let Some(withheld) = withheld.get_mut(at)
        {
            *withheld = true;
        }
    }
    for (at, whole) in groups.iter().enumerate() {
        let parts: Vec<&Group> = groups
            .iter()
            .enumerate()
            .filter(|(other, part)| *other != at && part.of.is_some() && part.is_within(whole))
            .map(|(_, part)| part)
            .collect();
        for (first, one) in parts.iter().enumerate() {
            leave(&mut withheld, whole, &[one]);
            for other in parts.iter().skip(first + 1) {
                if one.is_apart_from(other) {
                    leave(&mut withheld, whole, &[one, other]);
                }
            }
        }
    }
    withheld
}

/// Withholds the smallest of the parts, if everything is told yet and few are left of the whole without them.
fn leave(withheld: &mut [bool], whole: &Group, parts: &[&Group]) {
    let is_told = |group: &Group| {
        group
            .of
            .is_none_or(|at| withheld.get(at).is_some_and(|hidden| !hidden))
    };
    if !is_told(whole) || !parts.iter().all(|part| is_told(part)) {
        return;
    }
    let by_sex = whole.by_sex && parts.iter().all(|part| part.by_sex);
    let left = parts.iter().fold(whole.size, |left, part| left.less(part.size));
    if !left.is_few(by_sex) {
        return;
    }
    let smallest = parts.iter().min_by_key(|part| part.size.total());
    if let Some(withheld) = smallest
        .and_then(|part| part.of)
        .and_then(|at| withheld.get_mut(at))
    {
        *withheld = true;
    }
}

/// People whose number is told, or, as all participants, known.
struct Group {
    /// The indicator that tells it; absent of all participants.
    of: Option<usize>,
    by_sex: bool,
    /// One bit for each participant.
    people: Vec<u64>,
    size: Size,
}

impl Group {
    fn is_within(&self, whole: &Self) -> bool {
        let mut both = self.people.iter().zip(&whole.people);
        both.all(|(part, whole)| part & !whole == 0)
    }

    fn is_apart_from(&self, other: &Self) -> bool {
        let mut both = self.people.iter().zip(&other.people);
        both.all(|(one, other)| one & other == 0)
    }
}

#[derive(Clone, Copy, Default)]
struct Size {
    women: i64,
    men: i64,
}

impl Size {
    const fn total(self) -> i64 {
        self.women + self.men
    }

    fn is_few(self, by_sex: bool) -> bool {
        FEW.contains(&self.total()) || (by_sex && (FEW.contains(&self.women) || FEW.contains(&self.men)))
    }

    const fn less(self, part: Self) -> Self {
        Self {
            women: self.women - part.women,
            men: self.men - part.men,
        }
    }
}

/// All participants, then of each indicator those who count and, not by sex, those left open if there are any.
fn groups(standings: &Standings, by_sex: &[bool]) -> Vec<Group> {
    let mut groups = vec![group(standings, None, true, |_| true)];
    for (at, by_sex) in by_sex.iter().enumerate() {
        let stands = |wanted| move |all: &[Standing]| all.get(at) == Some(&wanted);
        groups.push(group(standings, Some(at), *by_sex, stands(Standing::Counted)));
        let open = group(standings, Some(at), false, stands(Standing::Undecided));
        if open.size.total() > 0 {
            groups.push(open);
        }
    }
    groups
}

fn group(
    standings: &Standings,
    of: Option<usize>,
    by_sex: bool,
    is_in: impl Fn(&[Standing]) -> bool,
) -> Group {
    let mut size = Size::default();
    let blocks = standings.people().chunks(64).map(|block| {
        let mut bits = 0_u64;
        for (place, (sex, all)) in block.iter().enumerate() {
            if !is_in(all) {
                continue;
            }
            bits |= 1 << place;
            match sex {
                Sex::Female => size.women += 1,
                Sex::Male => size.men += 1,
            }
        }
        bits
    });
    let people = blocks.collect();
    Group {
        of,
        by_sex,
        people,
        size,
    }
}
