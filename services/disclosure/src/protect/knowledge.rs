//! What the attacker knows, and how far apart tables are that agree with it.

use super::nature::Depth;
use super::proof::Reach;
use super::search::Scratch;
use crate::{Pattern, Standing, Table, Triple};

/// Published values, equations and bounds. A cell is open if its value is not known.
#[derive(Debug)]
pub(crate) struct Knowledge<'a> {
    pub(super) table: &'a Table,
    pub(super) bounds: Vec<Option<i64>>,
    pub(super) open: Vec<bool>,
    /// The equations that say something: those of hidden margins say nothing, as the margin is whatever its rows make.
    pub(super) active: Vec<bool>,
    /// For each cell, its equations and its sign in them.
    pub(super) sums_of: Vec<Vec<(usize, i64)>>,
    /// For each cell, its inequalities.
    pub(super) limits_of: Vec<Vec<usize>>,
    /// How many margins are shown, or looked at.
    pub(super) margins_shown: usize,
    /// For each cell, the triple it stands in.
    pub(super) triple_of: Vec<Option<usize>>,
    pub(super) reach: Vec<Reach>,
    pub(super) scratch: Scratch,
}

impl<'a> Knowledge<'a> {
    /// Before anything is hidden: all margins are, derived cells are open.
    pub(super) fn of_unpublished(table: &'a Table, bounds: Vec<Option<i64>>) -> Self {
        let count = table.cells.len();
        let mut sums_of = vec![Vec::new(); count];
        for (index, sum) in table.sums.iter().enumerate() {
            sums_of[sum.total].push((index, -1));
            for part in &sum.parts {
                sums_of[*part].push((index, 1));
            }
        }
        let mut limits_of = vec![Vec::new(); count];
        for (index, (smaller, larger)) in table.at_most.iter().enumerate() {
            limits_of[*smaller].push(index);
            limits_of[*larger].push(index);
        }
        let mut triple_of = vec![None; count];
        for (index, triple) in table.triples.iter().enumerate() {
            for cell in triple.cells() {
                triple_of[cell.index()] = Some(index);
            }
        }
        let open = table
            .cells
            .iter()
            .map(|cell| {
                matches!(
                    cell.standing,
                    Standing::Hidden | Standing::Derived | Standing::Margin
                )
            })
            .collect();
        let mut knowledge = Self {
            table,
            bounds,
            open,
            active: Vec::new(),
            sums_of,
            limits_of,
            margins_shown: 0,
            triple_of,
            reach: vec![Reach::default(); count],
            scratch: Scratch::new(count, table.sums.len()),
        };
        knowledge.without_margins();
        knowledge
    }

    /// After a pattern was published.
    pub(crate) fn of_published(table: &'a Table, pattern: &Pattern) -> Self {
        let mut knowledge = Self::of_unpublished(table, super::primary::public_bounds(table));
        for cell in pattern.hidden() {
            knowledge.open(cell.index());
        }
        let margins: Vec<usize> = table
            .ids()
            .filter(|cell| table.standing(*cell) == Some(Standing::Margin) && pattern.shows(*cell))
            .map(crate::CellId::index)
            .collect();
        knowledge.show_margins(&margins);
        // A hidden margin is a sum of its rows, which bounds it; nothing else is said by it.
        for cell in 0..table.cells.len() {
            knowledge.watch_margin(cell, true);
        }
        knowledge
    }

    pub(crate) fn is_open(&self, cell: usize) -> bool {
        self.open[cell]
    }

    pub(super) fn open(&mut self, cell: usize) {
        self.open[cell] = true;
    }

    pub(super) fn close(&mut self, cell: usize) {
        self.open[cell] = false;
    }

    /// How much of a triple is hidden now.
    pub(super) fn depth(&self, triple: Triple) -> Depth {
        if self.open[triple.total.index()] {
            2
        } else {
            u8::from(self.open[triple.women.index()] || self.open[triple.men.index()])
        }
    }

    /// Hides all margins.
    pub(super) fn without_margins(&mut self) {
        for (index, cell) in self.table.cells.iter().enumerate() {
            if cell.standing == Standing::Margin {
                self.open[index] = true;
            }
        }
        self.active = self.without_margin_equations();
        self.margins_shown = 0;
    }

    pub(super) fn without_margin_equations(&self) -> Vec<bool> {
        let sums = self.table.sums.iter();
        sums.map(|sum| self.table.margin_parts[sum.total].is_empty())
            .collect()
    }

    /// Makes margins known.
    pub(super) fn show_margins(&mut self, margins: &[usize]) {
        self.set_margins(margins, true);
    }

    /// Takes margins back.
    pub(super) fn drop_margins(&mut self, margins: &[usize]) {
        self.set_margins(margins, false);
    }

    fn set_margins(&mut self, margins: &[usize], shown: bool) {
        for margin in margins {
            self.open[*margin] = !shown;
            self.watch_margin(*margin, shown);
        }
    }

    /// Makes a margin's equation over its rows count, or not; that of its own triple follows from the rows.
    pub(super) fn watch_margin(&mut self, margin: usize, counts: bool) {
        for (sum, sign) in &self.sums_of[margin] {
            if *sign == -1 && self.table.sums[*sum].parts == self.table.margin_parts[margin] {
                match (self.active[*sum], counts) {
                    (false, true) => self.margins_shown += 1,
                    (true, false) => self.margins_shown -= 1,
                    _ => {}
                }
                self.active[*sum] = counts;
            }
        }
    }

    /// Cells that hang together by what is active now; margins belong nowhere.
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let count = self.table.cells.len();
        let mut seen = vec![false; count];
        let mut components = Vec::new();
        for first in 0..count {
            if seen[first] || self.table.cells[first].standing == Standing::Margin {
                continue;
            }
            seen[first] = true;
            let mut component = vec![first];
            let mut next = 0;
            while next < component.len() {
                for other in self.neighbours(component[next]) {
                    if !std::mem::replace(&mut seen[other], true) {
                        component.push(other);
                    }
                }
                next += 1;
            }
            component.sort_unstable();
            components.push(component);
        }
        components
    }

    /// The cells beside a cell in active equations and inequalities.
    pub(super) fn neighbours(&self, cell: usize) -> Vec<usize> {
        let mut neighbours = Vec::new();
        for (sum, _) in &self.sums_of[cell] {
            if self.active[*sum] {
                let sum = &self.table.sums[*sum];
                neighbours.extend(sum.parts.iter().chain([&sum.total]));
            }
        }
        for limit in &self.limits_of[cell] {
            let (smaller, larger) = self.table.at_most[*limit];
            neighbours.extend([smaller, larger]);
        }
        neighbours
    }
}
