//! Which counts of a project may be published, given everything that was published of it before.
//!
//! Owns the order of the cells and the ledger's rule; `wsparcie-disclosure` solves. Patterns are made for every threshold an
//! authority may have and are nested: two authorities who put their releases together know what the one with the lower
//! threshold knows.

use serde::{Deserialize, Serialize};
use wsparcie_disclosure::{
    Cell, Pattern, PublishedRow, Refresh, RowValues, Seen, Table, TableError, Threshold, Triple, audit,
    protect_nested, refresh,
};
use wsparcie_programmes_api::{Exactness, Places};

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

/// What subtraction tells: the first count less the second. Still taking part, dropped out, not decided yet, without the
/// effect, without vocational services (or not decided), without work.
const DIFFERENCES: [(Count, Count); 6] = [
    (Count::Recruited, Count::Ended),
    (Count::Ended, Count::Completed),
    (Count::Completed, Count::SocialBase),
    (Count::SocialBase, Count::SocialEffect),
    (Count::Completed, Count::EmploymentBase),
    (Count::EmploymentBase, Count::EmploymentEffect),
];

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
    /// Which cells had to stay hidden whatever they counted.
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
    if earlier.last().is_some_and(|last| last.state.cells == cells) {
        return Ok(Decision::Repeat);
    }
    let strictest = earlier
        .iter()
        .map(|published| published.strictest)
        .fold(threshold, Ord::max);
    let rows: Vec<PublishedRow> = earlier
        .iter()
        .map(|published| PublishedRow {
            values: values(&published.state.cells),
            seen: seen_at(&published.state, strictest),
        })
        .collect();
    match refresh(&rows, &values(&cells), limit(strictest)) {
        Refresh::CarryForward => Ok(Decision::Repeat),
        Refresh::Replace { withheld } => Ok(Decision::Publish(state(&cells, places, &withheld)?)),
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
    for Published { state: before, .. } in earlier {
        if bounds(&known, &before.cells) != bounds(shown, &before.cells)
            && state(&before.cells, &known, &before.withheld)? != *before
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The upper bounds of women, men and total on places that follow from all places shown. Places that are fewer than the
/// people on them bound nothing.
fn bounds(places: &[PlannedPlaces], cells: &[u32]) -> [Option<u32>; 3] {
    let exact = |places: Option<Places>| match places {
        Some(Places {
            count,
            exactness: Exactness::Exact,
        }) => u32::try_from(count).ok(),
        _ => None,
    };
    let mut tightest = [None; 3];
    for places in places {
        let each = [places.women, places.men, places.total].map(exact);
        let holds = |(bound, people): (&Option<u32>, &u32)| bound.is_none_or(|bound| bound >= *people);
        if each.iter().zip(cells).all(holds) {
            for (tightest, bound) in tightest.iter_mut().zip(each) {
                *tightest = match (*tightest, bound) {
                    (Some(one), Some(other)) => Some(u32::min(one, other)),
                    (one, other) => one.or(other),
                };
            }
        }
    }
    tightest
}

/// The cells in their order; differences last.
fn cells(counts: &PeopleCounts) -> Result<Vec<u32>, TableError> {
    let mut cells = Vec::with_capacity(CELLS);
    let number = |count: i64| u32::try_from(count).map_err(|_| TableError::TooMany);
    let mut triple = |women: i64, men: i64| -> Result<(), TableError> {
        let (women, men) = (number(women)?, number(men)?);
        cells.extend([women, men, women.checked_add(men).ok_or(TableError::TooMany)?]);
        Ok(())
    };
    for count in Count::ALL {
        triple(count.of(&counts.women), count.of(&counts.men))?;
    }
    for (whole, part) in DIFFERENCES {
        triple(
            whole.of(&counts.women) - part.of(&counts.women),
            whole.of(&counts.men) - part.of(&counts.men),
        )?;
    }
    Ok(cells)
}

fn values(cells: &[u32]) -> RowValues {
    cells
        .chunks_exact(3)
        .fold(RowValues::new(), |row, triple| match *triple {
            [women, men, _] => row.triple(women, men),
            _ => row,
        })
}

/// What was seen of a state by those with a threshold. What is not known is taken as seen: nothing is then published anew.
fn seen_at(state: &State, threshold: SmallCells) -> Vec<Seen> {
    let step = usize::from(threshold.people() - SmallCells::LOWEST.people());
    state.seen.get(step).cloned().unwrap_or_default()
}

fn limit(threshold: SmallCells) -> Threshold {
    // 3..=5 lies within what the rules bear.
    Threshold::at_least(threshold.people()).unwrap_or(Threshold::HIGHEST)
}

/// Lays the table out and solves it for each threshold.
fn state(cells: &[u32], places: &[PlannedPlaces], withheld: &[bool]) -> Result<State, TableError> {
    let table = lay_out(cells, places, withheld)?;
    let patterns = protect_nested(&table, limit(SmallCells::HIGHEST));
    let mut shown_to = vec![0; cells.len()];
    let mut seen: Vec<Vec<Seen>> = Vec::with_capacity(patterns.len());
    let mut before: Option<&Pattern> = None;
    for (threshold, pattern) in &patterns {
        for (cell, shown) in table.ids().zip(shown_to.iter_mut()) {
            if pattern.shows(cell) {
                *shown = threshold.people();
            }
        }
        // Most neighbours hide the same; solving again would tell the same.
        let same = before.is_some_and(|before| before.hidden().eq(pattern.hidden()));
        let told = seen.last().filter(|_| same).cloned();
        seen.push(told.unwrap_or_else(|| tell(&table, pattern)));
        before = Some(pattern);
    }
    Ok(State {
        cells: cells.to_vec(),
        shown_to,
        seen,
        // One for each cell, also where nothing was published before.
        withheld: (0..cells.len())
            .map(|at| withheld.get(at).copied().unwrap_or(false))
            .collect(),
    })
}

fn tell(table: &Table, pattern: &Pattern) -> Vec<Seen> {
    let mut seen: Vec<Seen> = table.ids().map(|_| Seen::Shown).collect();
    for told in audit(table, pattern) {
        // What subtraction tells exactly is seen as if it were printed.
        if !told.interval.is_known()
            && let Some(cell) = seen.get_mut(told.cell.index())
        {
            *cell = Seen::Hidden(told.interval);
        }
    }
    seen
}

fn lay_out(cells: &[u32], places: &[PlannedPlaces], withheld: &[bool]) -> Result<Table, TableError> {
    let mut table = Table::new();
    let mut triples: Vec<Triple> = Vec::with_capacity(CELLS / 3);
    let mut at = 0_usize;
    let mut next = |open: fn(u32) -> Cell| {
        let people = cells.get(at).copied().unwrap_or(0);
        // A cell that must stay hidden is protected whatever it counts.
        let cell = if withheld.get(at).copied().unwrap_or(false) {
            Cell::hidden(people)
        } else {
            open(people)
        };
        at += 1;
        cell
    };
    for count in Count::ALL {
        let mut triple = [next(Cell::free), next(Cell::free), next(Cell::free)];
        if count == Count::Recruited {
            for (cell, bound) in triple.iter_mut().zip(bounds(places, cells)) {
                *cell = cell.maybe_planned(bound);
            }
        }
        let [women, men, total] = triple;
        triples.push(table.triple(women, men, total)?);
    }
    for (whole, part) in DIFFERENCES {
        let left = table.triple(next(Cell::derived), next(Cell::derived), next(Cell::derived))?;
        let (whole, part) = (triples[whole as usize], triples[part as usize]);
        for ((left, whole), part) in left.cells().into_iter().zip(whole.cells()).zip(part.cells()) {
            table.sum(whole, &[left, part])?;
        }
    }
    Ok(table)
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
