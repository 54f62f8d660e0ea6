//! What to hide next for another cell's sake.

use std::cmp::Reverse;

use super::knowledge::Knowledge;
use crate::Standing;
use crate::table::Kind;

/// Cells that are hidden together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// A sex before a lone cell before a total; what was added last first.
    order: (Kind, Reverse<usize>),
    pub(super) cells: Vec<usize>,
}

impl Knowledge<'_> {
    /// The nearest cells that are still shown and free, in the order in which they should be hidden: over hidden cells only,
    /// for what is shown shuts off what is behind it. No hidden count is looked at.
    pub(super) fn candidates(&self, cell: usize, hidden: &[bool]) -> Vec<Candidate> {
        let mut seen = std::collections::BTreeSet::from([cell]);
        let mut ring = vec![cell];
        while !ring.is_empty() {
            let mut next = Vec::new();
            for cell in ring {
                next.extend(
                    self.neighbours(cell)
                        .into_iter()
                        .filter(|other| seen.insert(*other)),
                );
            }
            let free =
                |other: &&usize| self.table.cells[**other].standing == Standing::Free && !hidden[**other];
            let mut candidates: Vec<Candidate> = next
                .iter()
                .filter(free)
                .map(|other| self.together(*other, hidden))
                .collect();
            if !candidates.is_empty() {
                candidates.sort_by_key(|candidate| candidate.order);
                candidates.dedup_by(|one, other| one.cells == other.cells);
                return candidates;
            }
            next.retain(|other| self.open[*other]);
            ring = next;
        }
        Vec::new()
    }

    /// What is hidden with a cell: a sex's other sex, as it is the total less the one; a total's sexes. A sex that everybody
    /// knows to be absent stays.
    pub(super) fn together(&self, cell: usize, hidden: &[bool]) -> Candidate {
        let kind = self.table.kinds[cell];
        let mut cells = vec![cell];
        if let (Some(triple), Kind::Sex | Kind::Total) = (self.triple_of[cell], kind) {
            let triple = self.table.triples[triple];
            let sexes = [triple.women, triple.men].map(crate::CellId::index);
            cells.extend(sexes.into_iter().filter(|sex| {
                *sex != cell
                    && self.table.cells[*sex].standing == Standing::Free
                    && !hidden[*sex]
                    && self.bounds[*sex] != Some(0)
            }));
        }
        cells.sort_unstable();
        Candidate {
            order: (kind, Reverse(cell)),
            cells,
        }
    }
}
