//! Which counts of a project may be published, given everything that was published of it before.
//!
//! Owns the order of the cells and the ledger's rule; `wsparcie-disclosure` solves. Patterns are made for every threshold an
//! authority may have and are nested: two authorities who put their releases together know what the one with the lower
//! threshold knows.

mod solve;

use serde::{Deserialize, Serialize};
use wsparcie_disclosure::{PublishedRow, Seen, TableError, changed_enough, may_refresh};
use wsparcie_programmes_api::Places;

use self::solve::{DIFFERENCES, bounds, cells, limit, state, values};
use super::SmallCells;
use super::people::{PeopleCounts, SexCounts};

/// A triple of women, men and total that is published; the place in this list is the place among the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// People on places.
    Recruited,
    /// Of them ended.
    Ended,
    /// Of those completed.
    Completed,
    /// Of those whose social effect is decided.
    SocialBase,
    /// With a social effect.
    SocialEffect,
    /// Of the completed with vocational services whose employment effect is decided.
    EmploymentBase,
    /// With an employment effect.
    EmploymentEffect,
}

impl Count {
    /// All, in the order of the cells. What stands earlier is hidden later.
    pub const ALL: [Self; 7] = [
        Self::Recruited,
        Self::Ended,
        Self::Completed,
        Self::SocialBase,
        Self::SocialEffect,
        Self::EmploymentBase,
        Self::EmploymentEffect,
    ];

    const fn of(self, sex: &SexCounts) -> i64 {
        match self {
            Self::Recruited => sex.recruited,
            Self::Ended => sex.ended,
            Self::Completed => sex.completed,
            Self::SocialBase => sex.social_base,
            Self::SocialEffect => sex.social_effect,
            Self::EmploymentBase => sex.employment_base,
            Self::EmploymentEffect => sex.employment_effect,
        }
    }
}

/// How many cells a state has: women, men and total of each count and each difference.
pub const CELLS: usize = 3 * (Count::ALL.len() + DIFFERENCES.len());

/// The planned places of a project: publicly known, and people on places do not exceed them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPlaces {
    /// In all.
    pub total: Option<Places>,
    /// For women.
    pub women: Option<Places>,
    /// For men.
    pub men: Option<Places>,
}

/// A state of a project's people, as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The true counts.
    pub cells: Vec<u32>,
    /// For each cell the largest threshold at which it is shown; 0 where it never is.
    pub shown_to: Vec<u8>,
    /// For each threshold from the lowest, what could be seen of each cell.
    pub seen: Vec<Vec<Seen>>,
    /// Which cells had to stay hidden whatever they counted, because they were hidden before.
    pub withheld: Vec<bool>,
}

/// A state with the strictest threshold of any release that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The state.
    pub state: State,
    /// The strictest threshold.
    pub strictest: SmallCells,
}

/// What a release shows of a project's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The state published last, with its own day.
    Repeat,
    /// A new state.
    Publish(State),
}

/// Why counts cannot be published: they contradict one another, which the database does not let happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the counts contradict one another: {0}")]
pub struct BrokenCounts(#[from] TableError);

/// Decides what a release with a threshold shows, after everything `earlier` (oldest first).
///
/// A first state is solved alone, for each threshold. A later one is solved with what outsiders saw of the earlier ones and
/// looks the same at every threshold, as at the highest: whether it may be published hangs on nothing but these looks (see
/// `wsparcie-disclosure`), so that no threshold tells of another one's hidden counts. If it may not, the state last published
/// stands with its own day. A state that shows nobody to those with the highest threshold holds nothing back but too small
/// a change of what others know.
///
/// A change is held against the strictest threshold of any release that knows one of the earlier states: each authority is
/// promised that two of its releases never tell of fewer people than its own threshold.
/// `places` are all that were ever shown of the project, those that this release shows included: see [`may_show`].
pub fn decide(
    counts: &PeopleCounts,
    places: &[PlannedPlaces],
    earlier: &[Published],
    threshold: SmallCells,
) -> Result<Decision, BrokenCounts> {
    let cells = cells(counts)?;
    let Some(last) = earlier.last() else {
        return Ok(Decision::Publish(state(&cells, places, &[])?));
    };
    if last.state.cells == cells {
        return Ok(Decision::Repeat);
    }
    let rows = telling(earlier);
    let next = state(&cells, places, &rows)?;
    // Another day beside nothing would tell that somebody came.
    if !tells(&next) {
        return Ok(Decision::Repeat);
    }
    let strictest = earlier
        .iter()
        .map(|published| published.strictest)
        .fold(threshold, Ord::max);
    let new = row(&next, SmallCells::HIGHEST);
    let may = may_refresh(&rows, &new, limit(strictest))
        && faint(earlier).all(|before| changed_enough(&before, &new, limit(strictest)));
    Ok(if may {
        Decision::Publish(next)
    } else {
        Decision::Repeat
    })
}

/// Whether a state shows to everybody that it has people of one count or another.
fn tells(state: &State) -> bool {
    let to_all = |shown_to: &u8| *shown_to >= SmallCells::HIGHEST.people();
    let counts = state.cells.chunks_exact(3).zip(state.shown_to.chunks_exact(3));
    counts
        .take(Count::ALL.len())
        .any(|(people, shown_to)| people.iter().sum::<u32>() > 0 && shown_to.iter().any(to_all))
}

/// The earlier states that tell everybody something, as those see them who see the least: what they do not see decides
/// nothing.
fn telling(earlier: &[Published]) -> Vec<PublishedRow> {
    let states = earlier.iter().map(|published| &published.state);
    states
        .filter(|state| tells(state))
        .map(|state| row(state, SmallCells::HIGHEST))
        .collect()
}

/// The others, which may tell something to those who see more.
fn faint(earlier: &[Published]) -> impl Iterator<Item = PublishedRow> {
    let states = earlier.iter().map(|published| &published.state);
    states
        .filter(|state| !tells(state))
        .map(|state| row(state, SmallCells::LOWEST))
}

fn row(state: &State, threshold: SmallCells) -> PublishedRow {
    let step = usize::from(threshold.people() - SmallCells::LOWEST.people());
    PublishedRow {
        values: values(&state.cells),
        // What is not known is no row: nothing is then published anew.
        seen: state.seen.get(step).cloned().unwrap_or_default(),
    }
}

/// Whether a release may show `places` beside a project of which `shown` were shown before: only if each state shown
/// before would have been solved to the very same, had they been known from the start. Otherwise somebody would hold the
/// new bound against what a pattern hid without it, and the places shown last stand.
pub fn may_show(
    places: &PlannedPlaces,
    shown: &[PlannedPlaces],
    earlier: &[Published],
) -> Result<bool, BrokenCounts> {
    if shown.contains(places) {
        return Ok(true);
    }
    let known = [shown, std::slice::from_ref(places)].concat();
    for (at, Published { state: before, .. }) in earlier.iter().enumerate() {
        if bounds(&known, &before.cells) != bounds(shown, &before.cells)
            && state(&before.cells, &known, &telling(&earlier[..at]))? != *before
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The cells of a state that are shown at a threshold, by count: women, men, total.
pub fn shown(state: &State, threshold: SmallCells) -> Vec<[Option<u32>; 3]> {
    let visible = |at: usize| {
        let shown_to = state.shown_to.get(at).copied().unwrap_or(0);
        (shown_to >= threshold.people())
            .then(|| state.cells.get(at).copied())
            .flatten()
    };
    (0..Count::ALL.len())
        .map(|count| [visible(3 * count), visible(3 * count + 1), visible(3 * count + 2)])
        .collect()
}

/// All counts, nothing hidden: for the centre itself.
pub fn everything(counts: &PeopleCounts) -> Vec<[Option<u32>; 3]> {
    let number = |count: i64| u32::try_from(count).ok();
    Count::ALL
        .iter()
        .map(|count| {
            let (women, men) = (count.of(&counts.women), count.of(&counts.men));
            [number(women), number(men), number(women + men)]
        })
        .collect()
}
