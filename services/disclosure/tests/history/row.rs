//! A small row: recruited, ended, and those still taking part, who are never shown.

use wsparcie_disclosure::{Carried, Cell, PublishedRow, RowValues, Seen, Table, Threshold, audit, protect};

/// Women and men recruited, women and men ended.
pub(crate) type Counts = [u32; 4];

/// What is printed of a state: women, men, total recruited, then ended.
pub(crate) type Look = Vec<Option<u32>>;

/// What everybody knows of a project.
pub(crate) struct Seat {
    pub(crate) places: Option<u32>,
}

/// By which rule a row is published anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// By what was seen.
    Looks,
    /// As it was before: by the true counts, each state solved alone.
    TrueCounts,
}

impl Rule {
    pub(crate) fn carried(self, earlier: &[PublishedRow]) -> Carried {
        match self {
            Self::Looks => Carried::of(earlier),
            Self::TrueCounts => Carried::default(),
        }
    }
}

/// Recruited, ended, still taking part.
pub(crate) fn cells([women, men, ended_women, ended_men]: &Counts) -> [u32; 9] {
    let left = [women - ended_women, men - ended_men];
    [
        *women,
        *men,
        women + men,
        *ended_women,
        *ended_men,
        ended_women + ended_men,
        left[0],
        left[1],
        left[0] + left[1],
    ]
}

/// Whether a cell is of so few people that nobody may learn of it.
pub(crate) fn few(cells: &[u32; 9], cell: usize, k: Threshold) -> bool {
    cells[cell / 3 * 3 + 2] > 0 && cells[cell] < u32::from(k.people())
}

/// Whether nobody who was recruited or ended is so no more.
pub(crate) fn grew(before: &Counts, after: &Counts) -> bool {
    before.iter().zip(after).all(|(before, after)| before <= after)
}

/// Whether each count changed by nobody or by enough.
pub(crate) fn changed_enough(before: &Counts, after: &Counts, enough: u32) -> bool {
    let (before, after) = (cells(before), cells(after));
    before.chunks(3).zip(after.chunks(3)).all(|(before, after)| {
        let changes = before
            .iter()
            .zip(after)
            .map(|(before, after)| before.abs_diff(*after));
        before[2] == 0 || changes.into_iter().all(|change| change == 0 || change >= enough)
    })
}

/// What is printed of a row.
pub(crate) fn look(row: &PublishedRow) -> Look {
    row.values.cells()[..6]
        .iter()
        .zip(&row.seen)
        .map(|(people, seen)| (*seen == Seen::Shown).then_some(*people))
        .collect()
}

/// Solves a state with what earlier ones ask of it; and whether anybody is shown at all.
pub(crate) fn solve(seat: &Seat, counts: &Counts, carried: &Carried, k: Threshold) -> (PublishedRow, bool) {
    let people = cells(counts);
    let mut table = Table::new();
    let cell = |index: usize| carried.cell(index, people[index]);
    let recruited = table
        .triple(cell(0), cell(1), cell(2).maybe_planned(seat.places))
        .unwrap();
    let ended = table.triple(cell(3), cell(4), cell(5)).unwrap();
    let left = table
        .triple(
            Cell::derived(people[6]),
            Cell::derived(people[7]),
            Cell::derived(people[8]),
        )
        .unwrap();
    let parts = left.cells().into_iter().zip(ended.cells());
    for (whole, (left, ended)) in recruited.cells().into_iter().zip(parts) {
        table.sum(whole, &[left, ended]).unwrap();
    }
    let ids: Vec<_> = recruited.cells().into_iter().chain(ended.cells()).collect();
    for (index, id) in ids.into_iter().enumerate() {
        if let Some(least) = carried.floor(index, people[index]) {
            table.floor(id, least).unwrap();
        }
    }
    let mut seen = vec![Seen::Shown; people.len()];
    let pattern = protect(&table, k);
    let tells = table
        .ids()
        .take(6)
        .any(|cell| pattern.shows(cell) && table.value(cell) > Some(0));
    for told in audit(&table, &pattern) {
        if !told.interval.is_known() {
            seen[told.cell.index()] = Seen::Hidden(told.interval);
        }
    }
    let row = PublishedRow {
        values: RowValues::new()
            .growing(people[0], people[1])
            .growing(people[3], people[4])
            .triple(people[6], people[7]),
        seen,
    };
    (row, tells)
}
