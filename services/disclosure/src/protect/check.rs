//! Whether somebody who knows the program can tell more than the equations do.
//!
//! The attacker may publish any table and see whether it looks like ours. So do we: every hidden cell needs another table
//! that has another count there and that this program publishes alike. Rows in which only the primary rule hid anything,
//! with width to spare, need no such check: a table with one person moved is treated alike.

use std::collections::BTreeSet;

use super::hiding::Hiding;
use super::margins::SPARE;
use super::nature::Alike;
use super::proof::Shift;
use crate::{Table, Threshold};

/// How many hidden cells a table has at most for its margins to be checked.
const FEW_HIDDEN: usize = 24;

/// How many tables are published for one cell before it counts as told.
const TRIALS: usize = 12;

impl Hiding<'_> {
    /// Whether every guarded cell of a component keeps more width than it must, so that one person more or less does not
    /// change the pattern.
    pub(super) fn has_to_spare(&mut self, component: usize, k: i64) -> bool {
        let cells = self.components[component].clone();
        cells.into_iter().all(|cell| {
            !self.is_guarded(cell)
                || (self.knowledge.keeps(cell, k + SPARE, self.goal) && self.knowledge.keeps_alike(cell, k))
        })
    }

    /// Hides all of a component in which a cell has no other table that looks alike.
    pub(super) fn check(&mut self, component: usize, k: i64) {
        let cells = self.components[component].clone();
        if !self.all_have_partners(&cells, k, |hiding, shift| {
            hiding.row_looks_alike(shift, &cells, k)
        }) {
            let rest = self.free_of(component);
            self.hide(&rest);
        }
    }

    /// Whether every hidden cell has another table that looks alike beside these margins. Tables with many hidden cells are
    /// not tried: there, [`SPARE`] has to do.
    pub(super) fn margins_look_alike(&mut self, margins: &[usize], k: i64) -> bool {
        let cells: Vec<usize> = (0..self.hidden.len()).collect();
        let guarded = cells.iter().filter(|cell| self.is_guarded(**cell)).count();
        guarded > FEW_HIDDEN
            || self.all_have_partners(&cells, k, |hiding, shift| {
                hiding.table_looks_alike(shift, margins, k)
            })
    }

    fn all_have_partners(
        &mut self,
        cells: &[usize],
        k: i64,
        looks_alike: impl Fn(&Self, &[(usize, i64)]) -> bool,
    ) -> bool {
        let mut open = BTreeSet::new();
        for cell in cells {
            if !self.is_guarded(*cell) || open.contains(cell) {
                continue;
            }
            match self.partner(*cell, k, &looks_alike) {
                Some(shift) => open.extend(shift.iter().map(|(moved, _)| *moved)),
                None if self.knowledge.keeps(*cell, 1, self.goal) => return false,
                // Public, or given away by what was published before.
                None => {}
            }
        }
        true
    }

    /// Another table that is published alike and has another count in the cell.
    fn partner(
        &mut self,
        cell: usize,
        k: i64,
        looks_alike: impl Fn(&Self, &[(usize, i64)]) -> bool,
    ) -> Option<Shift> {
        let mut tried: Vec<Shift> = Vec::new();
        for way in self.knowledge.ways(cell, k + SPARE) {
            let likely = self.knowledge.search_alike(cell, way, Alike::Hidden, k);
            let any = self.knowledge.search(cell, way);
            for shift in [likely, any].into_iter().flatten() {
                if tried.contains(&shift) {
                    continue;
                }
                if looks_alike(self, &shift) {
                    return Some(shift);
                }
                tried.push(shift);
                if tried.len() >= TRIALS {
                    return None;
                }
            }
        }
        None
    }

    fn row_looks_alike(&self, shift: &[(usize, i64)], cells: &[usize], k: i64) -> bool {
        let other = self.table.part(cells, shift);
        let expected: Vec<bool> = cells.iter().map(|cell| self.hidden[*cell]).collect();
        published(&other, k, &expected).is_some_and(|hidden| hidden == expected)
    }

    fn table_looks_alike(&self, shift: &[(usize, i64)], margins: &[usize], k: i64) -> bool {
        // Margins that are still to be tried come after these.
        let last = margins.iter().max().copied().unwrap_or_default();
        let open_ended = |cell: usize| self.is_margin(cell) && cell > last;
        let expected: Vec<bool> = (0..self.hidden.len())
            .map(|cell| open_ended(cell) || (self.hidden[cell] && !margins.contains(&cell)))
            .collect();
        published(&self.table.shifted(shift), k, &expected).is_some_and(|hidden| {
            let mut cells = hidden.iter().zip(&expected).enumerate();
            cells.all(|(cell, (hidden, expected))| hidden == expected || open_ended(cell))
        })
    }
}

/// What is hidden of a table at a threshold that is not checked itself; the lower ones, from which it starts, are. `None` as
/// soon as a lower one hides more than is expected in the end.
fn published(table: &Table, k: i64, expected: &[bool]) -> Option<Vec<bool>> {
    let threshold = Threshold::at_least(u8::try_from(k).ok()?)?;
    let mut hiding = Hiding::new(table, threshold);
    for step in threshold.ladder() {
        hiding.checked = step < threshold;
        hiding.step(step);
        let mut cells = hiding.hidden.iter().zip(expected);
        if cells.any(|(hidden, expected)| *hidden && !expected) {
            return None;
        }
    }
    Some(hiding.hidden)
}
