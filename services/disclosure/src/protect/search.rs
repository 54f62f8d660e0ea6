//! Looking for another table by shifting people along the equations: fast, and exact in what it finds.

use std::rc::Rc;

use super::knowledge::Knowledge;
use super::nature::{Alike, Compared};
use super::proof::Shift;

/// How many cells a search may try before integer programming has to answer.
const TRIES: u32 = 120;

/// The same beside shown margins, where any of many rows may have to make up for a change.
const TRIES_WITH_MARGINS: u32 = 800;

/// Room for a search, kept between searches.
#[derive(Debug)]
pub(super) struct Scratch {
    change: Vec<i64>,
    /// For each equation, by how much its parts exceed its total.
    excess: Vec<i64>,
    changed: Vec<usize>,
    /// What tables are looked for, if not just any.
    alike: Option<(Alike, i64)>,
}

impl Scratch {
    pub(super) fn new(cells: usize, sums: usize) -> Self {
        Self {
            change: vec![0; cells],
            excess: vec![0; sums],
            changed: Vec::new(),
            alike: None,
        }
    }
}

impl Knowledge<'_> {
    /// A table in which `cell` counts `way` more (or fewer, if negative) and that agrees with all that is known.
    pub(super) fn search(&mut self, cell: usize, way: i64) -> Option<Shift> {
        if way == 0 || self.room(cell, way) != way {
            return None;
        }
        self.apply(cell, way);
        let mut tries = if self.margins_shown == 0 {
            TRIES
        } else {
            TRIES_WITH_MARGINS
        };
        let found = self.settle(&mut tries).then(|| {
            let changed = &self.scratch.changed;
            let shift: Vec<_> = changed
                .iter()
                .map(|cell| (*cell, self.scratch.change[*cell]))
                .collect();
            Rc::from(shift)
        });
        while let Some(last) = self.scratch.changed.last().copied() {
            self.undo(last);
        }
        found
    }

    /// The same among tables that look like the true one.
    pub(super) fn search_alike(&mut self, cell: usize, way: i64, alike: Alike, k: i64) -> Option<Shift> {
        self.scratch.alike = Some((alike, k));
        let found = self.search(cell, way);
        self.scratch.alike = None;
        found
    }

    /// Whether a shift still agrees with all that is known, in a table that looks like the true one.
    pub(super) fn agrees_alike(&mut self, shift: &Shift, alike: Alike, k: i64) -> bool {
        self.scratch.alike = Some((alike, k));
        let agrees = self.agrees(shift);
        self.scratch.alike = None;
        agrees
    }

    /// Whether a shift still agrees with all that is known. (Bounds and inequalities do not change.)
    pub(super) fn agrees(&mut self, shift: &Shift) -> bool {
        if !shift.iter().all(|(cell, _)| self.open[*cell]) {
            return false;
        }
        for (cell, change) in shift.iter() {
            self.apply(*cell, *change);
        }
        let agrees = self.first_unsettled().is_none() && self.looks_alike();
        while let Some(last) = self.scratch.changed.last().copied() {
            self.undo(last);
        }
        agrees
    }

    /// How much of a change the cell's own bounds, and inequalities with known cells, leave.
    fn room(&self, cell: usize, way: i64) -> i64 {
        if !self.open[cell] {
            return 0;
        }
        let value = self.table.cells[cell].value;
        let (mut down, mut up) = (-value, self.bounds[cell].map_or(i64::MAX, |most| most - value));
        for limit in &self.limits_of[cell] {
            let (smaller, larger) = self.table.at_most[*limit];
            let slack = self.table.cells[larger].value - self.table.cells[smaller].value;
            if smaller == cell && !self.open[larger] {
                up = up.min(slack);
            }
            if larger == cell && !self.open[smaller] {
                down = down.max(-slack);
            }
        }
        way.clamp(down, up.max(down))
    }

    fn apply(&mut self, cell: usize, change: i64) {
        self.scratch.change[cell] = change;
        self.scratch.changed.push(cell);
        for (sum, sign) in &self.sums_of[cell] {
            self.scratch.excess[*sum] += sign * change;
        }
    }

    fn undo(&mut self, cell: usize) {
        let change = std::mem::take(&mut self.scratch.change[cell]);
        self.scratch.changed.pop();
        for (sum, sign) in &self.sums_of[cell] {
            self.scratch.excess[*sum] -= sign * change;
        }
    }

    /// The first equation or inequality that the changes so far break.
    fn first_unsettled(&self) -> Option<Unsettled> {
        for cell in &self.scratch.changed {
            for (sum, _) in &self.sums_of[*cell] {
                if self.active[*sum] && self.scratch.excess[*sum] != 0 {
                    return Some(Unsettled::Sum(*sum));
                }
            }
            for limit in &self.limits_of[*cell] {
                let (smaller, larger) = self.table.at_most[*limit];
                let now = |cell: usize| self.table.cells[cell].value + self.scratch.change[cell];
                let excess = now(smaller) - now(larger);
                if excess > 0 {
                    return Some(Unsettled::Limit {
                        smaller,
                        larger,
                        excess,
                    });
                }
            }
        }
        None
    }

    /// Whether the changed table looks like the true one, if that is asked for.
    fn looks_alike(&self) -> bool {
        let Some((alike, k)) = self.scratch.alike else {
            return true;
        };
        let mut triples = self
            .scratch
            .changed
            .iter()
            .filter_map(|cell| self.triple_of[*cell]);
        triples.all(|index| {
            let triple = self.table.triples[index];
            let compared = Compared::new(self.table, triple, &self.bounds, &self.scratch.change);
            match alike {
                Alike::Few => compared.agree_on_few(k),
                Alike::Hidden => compared.look_alike(k, self.depth(triple)),
            }
        })
    }

    /// Changes further cells, each once, until everything agrees.
    fn settle(&mut self, tries: &mut u32) -> bool {
        match self.first_unsettled() {
            None => self.looks_alike(),
            Some(Unsettled::Sum(sum)) => self.settle_sum(sum, tries),
            Some(Unsettled::Limit {
                smaller,
                larger,
                excess,
            }) => {
                (self.fits(larger, excess) && self.attempt(larger, excess, tries))
                    || (self.fits(smaller, -excess) && self.attempt(smaller, -excess, tries))
            }
        }
    }

    fn settle_sum(&mut self, sum: usize, tries: &mut u32) -> bool {
        let excess = self.scratch.excess[sum];
        let table = self.table;
        let equation = &table.sums[sum];
        let total = (equation.total, excess);
        // One cell that takes everything, before several that share it.
        for whole in [true, false] {
            for (cell, change) in equation.parts.iter().map(|part| (*part, -excess)).chain([total]) {
                if self.scratch.change[cell] != 0 || !self.open[cell] {
                    continue;
                }
                let room = self.room(cell, change);
                if room == 0 || (room == change) != whole {
                    continue;
                }
                if self.attempt(cell, room, tries) {
                    return true;
                }
                if *tries == 0 {
                    return false;
                }
            }
        }
        false
    }

    fn fits(&self, cell: usize, change: i64) -> bool {
        self.scratch.change[cell] == 0 && self.open[cell] && self.room(cell, change) == change
    }

    fn attempt(&mut self, cell: usize, change: i64, tries: &mut u32) -> bool {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        self.apply(cell, change);
        if self.settle(tries) {
            return true;
        }
        self.undo(cell);
        false
    }
}

/// What changes so far break.
enum Unsettled {
    Sum(usize),
    Limit {
        smaller: usize,
        larger: usize,
        excess: i64,
    },
}
