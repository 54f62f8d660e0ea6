//! Which counts of people an authority may see.
//!
//! Owns the suppression of small cells. It must not know where counts come from or who asks.
//!
//! **The rule.** A row has three cells: women, men and their total. Fewer than `k` people (0 among them, because a sex that
//! is absent tells the sex of everybody else) are not shown, and with such a cell whatever would let it be computed:
//! 1. nobody at all: all three are shown, for there is nobody to protect;
//! 2. a total below `k`: nothing is shown;
//! 3. both sexes at `k` or more: everything is shown;
//! 4. otherwise the total alone is shown; women and men are both hidden, as each is the total less the other.
//!
//! **The criterion.** Whoever knows this rule, `k`, what is shown, and the project's planned places (they are public, and
//! people on places never exceed them) must be left with at least two possible values of every hidden cell. Places can
//! narrow rule 4 to one value (2 places for women, 8 for men, total 10: it must be 2 and 8); then the total is hidden too.
//! A sex without any place is known to be absent before anything is shown; it then hides nothing. A property test tries every small
//! table.
//!
//! **What a hidden cell says.** Only that it is hidden, never "less than 5": it may be large. Sums over projects are not
//! published, so nothing can be subtracted between rows. Comparing a row over time is met by frozen releases (a later step).

#[cfg(test)]
mod tests;

use wsparcie_programmes_api::{Exactness, Hidden, PeopleCount, Places};

/// The smallest number of people that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallCells(i64);

impl SmallCells {
    /// Five people, unless an instance is told otherwise (domain.md §7).
    pub const DEFAULT: Self = Self(5);

    /// Shows cells of at least `k` people; `None` if `k` is under 3, which would protect nobody.
    pub const fn at_least(k: i64) -> Option<Self> {
        if k >= 3 { Some(Self(k)) } else { None }
    }
}

impl Default for SmallCells {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// People on the places of one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolled {
    /// Women, 0 or more.
    pub women: i64,
    /// Men, 0 or more.
    pub men: i64,
}

/// The planned places of one project. Only exact ones bound how many people can be on them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlannedPlaces {
    /// In all.
    pub total: Option<Places>,
    /// For women.
    pub women: Option<Places>,
    /// For men.
    pub men: Option<Places>,
}

/// The three cells as an authority sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownCounts {
    /// In all.
    pub total: PeopleCount,
    /// Women.
    pub women: PeopleCount,
    /// Men.
    pub men: PeopleCount,
}

/// The most people there can be of each kind, as everyone knows from the planned places.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    total: i64,
    women: i64,
    men: i64,
}

/// More people than any project has.
const UNBOUNDED: i64 = 1 << 40;

impl Bounds {
    fn of(places: &PlannedPlaces) -> Self {
        let bound = |places: Option<Places>| match places {
            Some(Places {
                count,
                exactness: Exactness::Exact,
            }) => i64::from(count),
            _ => UNBOUNDED,
        };
        let (women, men) = (bound(places.women), bound(places.men));
        Self {
            total: bound(places.total).min(women + men),
            women,
            men,
        }
    }

    const fn allow(self, enrolled: Enrolled) -> bool {
        enrolled.women <= self.women
            && enrolled.men <= self.men
            && enrolled.women + enrolled.men <= self.total
    }
}

/// What an authority may see of one project; `None` where the centre has reported nothing yet.
pub fn shown(enrolled: Option<Enrolled>, places: &PlannedPlaces, small: SmallCells) -> ShownCounts {
    let Some(enrolled) = enrolled else {
        return all_not_shown(Hidden::Missing);
    };
    let SmallCells(k) = small;
    let total = enrolled.women + enrolled.men;
    let known = Bounds::of(places);
    // Places that were reduced below the people already on them bound nothing.
    let bounds = if known.allow(enrolled) {
        known
    } else {
        Bounds {
            total: UNBOUNDED,
            women: UNBOUNDED,
            men: UNBOUNDED,
        }
    };
    let everything = ShownCounts {
        total: PeopleCount::Shown(total),
        women: PeopleCount::Shown(enrolled.women),
        men: PeopleCount::Shown(enrolled.men),
    };
    let nothing = all_not_shown(Hidden::Suppressed);
    if total == 0 {
        // With a single place, showing nobody would make a hidden total say one.
        return if bounds.total >= 2 { everything } else { nothing };
    }
    if total < k {
        return nothing;
    }
    let one_sex_only = bounds.women == 0 || bounds.men == 0;
    if one_sex_only || (enrolled.women >= k && enrolled.men >= k) {
        return everything;
    }
    if women_possible(total, bounds, k) >= 2 {
        ShownCounts {
            total: PeopleCount::Shown(total),
            ..nothing
        }
    } else {
        nothing
    }
}

/// How many numbers of women fit a shown total beside two hidden cells.
fn women_possible(total: i64, bounds: Bounds, k: i64) -> i64 {
    let (least, most) = ((total - bounds.men).max(0), bounds.women.min(total));
    let length = |from: i64, to: i64| (to - from + 1).max(0);
    let few_women = length(least, most.min(k - 1));
    // Not counting again what has few women too.
    let few_men = length(least.max(k).max(total - k + 1), most);
    few_women + few_men
}

const fn all_not_shown(why: Hidden) -> ShownCounts {
    let cell = PeopleCount::NotShown(why);
    ShownCounts {
        total: cell,
        women: cell,
        men: cell,
    }
}
