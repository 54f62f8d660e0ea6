//! Laying out the cells of a state and solving it.

use wsparcie_disclosure::{
    Carried, Cell, Pattern, PublishedRow, RowValues, Seen, Table, TableError, Threshold, Triple, audit,
    protect_nested,
};
use wsparcie_programmes_api::{Exactness, Places};

use super::{CELLS, Count, PlannedPlaces, State};
use crate::domain::comparison::SmallCells;
use crate::domain::comparison::people::PeopleCounts;

/// What subtraction tells: the first count less the second. Still taking part, dropped out, not decided yet, without the
/// effect, without vocational services (or not decided), without work.
pub(super) const DIFFERENCES: [(Count, Count); 6] = [
    (Count::Recruited, Count::Ended),
    (Count::Ended, Count::Completed),
    (Count::Completed, Count::SocialBase),
    (Count::SocialBase, Count::SocialEffect),
    (Count::Completed, Count::EmploymentBase),
    (Count::EmploymentBase, Count::EmploymentEffect),
];

/// The differences of whom nobody ever becomes less: who dropped out, or is decided without the effect, stays so. Those still
/// taking part, and those not decided yet, come and go.
const GROWING_DIFFERENCES: [(Count, Count); 3] = [
    (Count::Ended, Count::Completed),
    (Count::SocialBase, Count::SocialEffect),
    (Count::EmploymentBase, Count::EmploymentEffect),
];

/// The upper bounds of women, men and total on places that follow from all places shown. Places that are fewer than the
/// people on them bound nothing.
pub(super) fn bounds(places: &[PlannedPlaces], cells: &[u32]) -> [Option<u32>; 3] {
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
pub(super) fn cells(counts: &PeopleCounts) -> Result<Vec<u32>, TableError> {
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

pub(super) fn values(cells: &[u32]) -> RowValues {
    let mut row = RowValues::new();
    for (at, triple) in cells.chunks_exact(3).enumerate() {
        let [women, men, _] = *triple else { continue };
        row = if grows(at) {
            row.growing(women, men)
        } else {
            row.triple(women, men)
        };
    }
    row
}

/// Whether the triple at a place in the order of cells never falls.
fn grows(triple: usize) -> bool {
    let difference = triple.checked_sub(Count::ALL.len());
    difference.is_none_or(|at| {
        DIFFERENCES
            .get(at)
            .is_some_and(|pair| GROWING_DIFFERENCES.contains(pair))
    })
}

pub(super) fn limit(threshold: SmallCells) -> Threshold {
    // 3..=5 lies within what the rules bear.
    Threshold::at_least(threshold.people()).unwrap_or(Threshold::HIGHEST)
}

/// Lays the table out and solves it for each threshold; after earlier states for the highest alone.
pub(super) fn state(
    cells: &[u32],
    places: &[PlannedPlaces],
    earlier: &[PublishedRow],
) -> Result<State, TableError> {
    let carried = Carried::of(earlier);
    let table = lay_out(cells, places, &carried)?;
    let highest = limit(SmallCells::HIGHEST);
    let mut patterns = protect_nested(&table, highest);
    if !earlier.is_empty()
        && let Some(strictest) = patterns.get(&highest).cloned()
    {
        for pattern in patterns.values_mut() {
            pattern.clone_from(&strictest);
        }
    }
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
        seen.push(told.unwrap_or_else(|| tell(&table, pattern, cells.len())));
        before = Some(pattern);
    }
    Ok(State {
        cells: cells.to_vec(),
        shown_to,
        seen,
        withheld: (0..cells.len()).map(|at| carried.is_withheld(at)).collect(),
    })
}

/// What is told of the first `count` cells; behind them stand bounds that everybody knows.
fn tell(table: &Table, pattern: &Pattern, count: usize) -> Vec<Seen> {
    let mut seen = vec![Seen::Shown; count];
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

fn lay_out(cells: &[u32], places: &[PlannedPlaces], carried: &Carried) -> Result<Table, TableError> {
    let mut table = Table::new();
    let mut triples: Vec<Triple> = Vec::with_capacity(CELLS / 3);
    let mut at = 0_usize;
    let mut next = |open: fn(u32) -> Cell| {
        let people = cells.get(at).copied().unwrap_or(0);
        // A cell that must stay hidden is protected whatever it counts.
        let cell = if carried.is_withheld(at) {
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
        triples.push(left);
    }
    // Last, so that the cells keep their places.
    let ids: Vec<_> = triples.iter().flat_map(|triple| triple.cells()).collect();
    for ((at, people), cell) in cells.iter().enumerate().zip(ids) {
        if let Some(least) = carried.floor(at, *people) {
            table.floor(cell, least)?;
        }
    }
    Ok(table)
}
