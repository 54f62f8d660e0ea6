//! The part of a table around a cell, and what propagation tells of it.

use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::Knowledge;
use crate::Interval;

/// Stands for "nothing bounds it" in propagation; far above any count, far below overflow.
const UNBOUNDED: i64 = 1 << 50;

/// How often propagation goes through the equations. Stopping early leaves intervals too wide, never too narrow.
const ROUNDS: u32 = 30;

/// How many rows of a margin are taken into a window, so that it holds their other cells too.
const ROWS: usize = 24;

/// Open cells that hang together with one, nearest first, and what ties them.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) cells: Vec<usize>,
    pub(super) sums: Vec<usize>,
    pub(super) limits: Vec<usize>,
    partial: bool,
}

impl Window {
    /// At most `most` open cells around `cell`.
    pub(super) fn around(knowledge: &Knowledge<'_>, cell: usize, most: usize) -> Self {
        let mut cells = vec![cell];
        let mut seen = BTreeSet::from([cell]);
        let (mut next, mut partial) = (0, false);
        while next < cells.len() && cells.len() < most {
            let (around, all) = knowledge.near(cells[next]);
            partial |= !all;
            for other in around {
                if !seen.insert(other) {
                    continue;
                }
                if cells.len() == most {
                    partial = true;
                    break;
                }
                cells.push(other);
            }
            next += 1;
        }
        partial |= next < cells.len();
        let (mut sums, mut limits) = (BTreeSet::new(), BTreeSet::new());
        for cell in &cells {
            let active = knowledge.sums_of[*cell].iter().map(|(sum, _)| *sum);
            sums.extend(active.filter(|sum| knowledge.active[*sum]));
            limits.extend(knowledge.limits_of[*cell].iter().copied());
        }
        Self {
            cells,
            sums: sums.into_iter().collect(),
            limits: limits.into_iter().collect(),
            partial,
        }
    }

    /// Whether more cells hang together than fitted.
    pub(super) fn is_partial(&self) -> bool {
        self.partial
    }
}

impl Knowledge<'_> {
    /// The open cells beside a cell, of long equations only some; and whether these are all.
    fn near(&self, cell: usize) -> (Vec<usize>, bool) {
        let (mut near, mut all) = (Vec::new(), true);
        for (sum, _) in &self.sums_of[cell] {
            if !self.active[*sum] {
                continue;
            }
            let sum = &self.table.sums[*sum];
            let members = sum.parts.iter().chain([&sum.total]).copied();
            let mut open = members.filter(|member| self.open[*member]);
            near.extend(open.by_ref().take(ROWS));
            all &= open.next().is_none();
        }
        for limit in &self.limits_of[cell] {
            let (smaller, larger) = self.table.at_most[*limit];
            near.extend([smaller, larger].into_iter().filter(|end| self.open[*end]));
        }
        (near, all)
    }

    /// What propagation of bounds tells of a cell: in whole numbers, never narrower than the truth.
    pub(super) fn outer(&self, window: &Window, cell: usize) -> Interval {
        let mut ranges = Ranges {
            knowledge: self,
            known: BTreeMap::new(),
            changed: false,
        };
        for _ in 0..ROUNDS {
            ranges.changed = false;
            for sum in &window.sums {
                ranges.narrow_by_sum(*sum);
            }
            for limit in &window.limits {
                let (smaller, larger) = self.table.at_most[*limit];
                let (low, high) = (ranges.of(smaller), ranges.of(larger));
                ranges.narrow(smaller, 0, high.1);
                ranges.narrow(larger, low.0, UNBOUNDED);
            }
            if !ranges.changed {
                break;
            }
        }
        let (least, most) = ranges.of(cell);
        Interval {
            least,
            // What is bounded by the placeholder only is bounded by nothing.
            most: (most < UNBOUNDED / 2).then_some(most),
        }
    }
}

/// Least and greatest values while they are narrowed.
struct Ranges<'a, 'b> {
    knowledge: &'a Knowledge<'b>,
    known: BTreeMap<usize, (i64, i64)>,
    changed: bool,
}

impl Ranges<'_, '_> {
    fn of(&self, cell: usize) -> (i64, i64) {
        if let Some(known) = self.known.get(&cell) {
            return *known;
        }
        if self.knowledge.open[cell] {
            (0, self.knowledge.bounds[cell].unwrap_or(UNBOUNDED))
        } else {
            let value = self.knowledge.table.cells[cell].value;
            (value, value)
        }
    }

    fn narrow(&mut self, cell: usize, least: i64, most: i64) {
        let (low, high) = self.of(cell);
        let narrowed = (low.max(least), high.min(most));
        if narrowed != (low, high) {
            self.known.insert(cell, narrowed);
            self.changed = true;
        }
    }

    fn narrow_by_sum(&mut self, sum: usize) {
        let sum = &self.knowledge.table.sums[sum];
        let (mut least, mut most) = (0_i64, 0_i64);
        for part in &sum.parts {
            let (low, high) = self.of(*part);
            least += low;
            most = most.saturating_add(high).min(i64::MAX / 4);
        }
        self.narrow(sum.total, least, most.min(UNBOUNDED));
        let (total_least, total_most) = self.of(sum.total);
        for part in &sum.parts {
            let (low, high) = self.of(*part);
            // The others at their greatest leave this one at its least, and the other way round.
            let others_most = most.saturating_sub(high);
            let others_least = least - low;
            self.narrow(
                *part,
                total_least.saturating_sub(others_most),
                total_most.saturating_sub(others_least),
            );
            // Keeps both sums true of what has just been narrowed.
            let (new_low, new_high) = self.of(*part);
            least += new_low - low;
            most -= high - new_high;
        }
    }
}
