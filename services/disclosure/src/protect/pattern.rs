//! What is shown of a table.

use crate::{CellId, Standing, Table};

/// Which cells of a table are hidden. A hidden cell says nothing, not even that it is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    hidden: Vec<bool>,
    exposed: Vec<CellId>,
}

impl Pattern {
    pub(super) fn new(table: &Table, hidden: &[bool], exposed: Vec<CellId>) -> Self {
        let hidden = table
            .cells
            .iter()
            .zip(hidden)
            .map(|(cell, hidden)| match cell.standing {
                Standing::Shown => false,
                Standing::Hidden | Standing::Derived => true,
                Standing::Free | Standing::Margin => *hidden,
            })
            .collect();
        Self { hidden, exposed }
    }

    /// Everything that may be shown is shown but these cells: for trying out in tests what an attacker would find.
    #[must_use]
    pub fn revealing(mut self, cell: CellId) -> Self {
        if let Some(hidden) = self.hidden.get_mut(cell.index()) {
            *hidden = false;
        }
        self
    }

    /// Whether the cell is not published. Derived cells never are; a cell of another table is not either.
    pub fn hides(&self, cell: CellId) -> bool {
        self.hidden.get(cell.index()).copied().unwrap_or(true)
    }

    /// Whether the cell is published with its value.
    pub fn shows(&self, cell: CellId) -> bool {
        !self.hides(cell)
    }

    /// The cells that are not published, in the order of adding.
    pub fn hidden(&self) -> impl Iterator<Item = CellId> + '_ {
        self.hidden
            .iter()
            .enumerate()
            .filter(|(_, hidden)| **hidden)
            .map(|(index, _)| CellId(index))
    }

    /// Guarded cells whose value follows from what was published before or is public, so that hiding does not help.
    /// Empty unless the ledger was broken already; an operator should look.
    pub fn exposed(&self) -> &[CellId] {
        &self.exposed
    }
}
