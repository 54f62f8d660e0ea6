//! Hiding cells of one table, threshold after threshold.

use std::cmp::Reverse;

use super::knowledge::Knowledge;
use super::pattern::Pattern;
use super::primary::{public_bounds, sensitive};
use crate::{CellId, Standing, Table, Threshold};

/// The work on one table.
pub(super) struct Hiding<'a> {
    pub(super) table: &'a Table,
    pub(super) knowledge: Knowledge<'a>,
    /// A width beyond the highest threshold that will be asked for: looking for so wide a shift at once saves looking again.
    pub(super) goal: i64,
    pub(super) hidden: Vec<bool>,
    /// Cells that hang together without margins.
    pub(super) components: Vec<Vec<usize>>,
    /// How wide a cell's interval is when all is hidden, looked for up to a width.
    leeway: Vec<Option<(i64, i64)>>,
    /// Whether small cells of the current threshold are sensitive.
    pub(super) sensitive: Vec<bool>,
    /// Whether the pattern is checked by publishing other tables.
    pub(super) checked: bool,
}

impl<'a> Hiding<'a> {
    pub(super) fn new(table: &'a Table, goal: Threshold) -> Self {
        let knowledge = Knowledge::of_unpublished(table, public_bounds(table));
        let count = table.cells.len();
        Self {
            table,
            goal: goal.count() + super::margins::SPARE,
            hidden: table
                .cells
                .iter()
                .map(|cell| cell.standing == Standing::Hidden)
                .collect(),
            components: knowledge.components(),
            leeway: vec![None; count],
            sensitive: vec![false; count],
            checked: true,
            knowledge,
        }
    }

    /// What is hidden before any rule.
    pub(super) fn start(&self) -> Pattern {
        Pattern::new(self.table, &self.hidden, Vec::new())
    }

    /// Hides what this threshold needs beyond the lower ones.
    pub(super) fn step(&mut self, threshold: Threshold) -> Pattern {
        let k = threshold.count();
        self.sensitive = sensitive(self.table, &self.knowledge.bounds, k);
        self.knowledge.without_margins();
        for cell in 0..self.hidden.len() {
            if self.sensitive[cell] && self.is_free(cell) {
                let together = self.knowledge.together(cell, &self.hidden);
                self.hide(&together.cells);
            }
        }
        for component in 0..self.components.len() {
            let plain = self.complete(component, k);
            if self.checked && !(plain && self.has_to_spare(component, k)) {
                self.check(component, k);
            }
        }
        for margin in &self.table.margins {
            self.try_margin(margin, k);
        }
        let exposed = self.exposed(k);
        Pattern::new(self.table, &self.hidden, exposed)
    }

    pub(super) fn hide(&mut self, cells: &[usize]) {
        for cell in cells {
            self.hidden[*cell] = true;
            self.knowledge.open(*cell);
        }
    }

    pub(super) fn is_margin(&self, cell: usize) -> bool {
        self.table.cells[cell].standing == Standing::Margin
    }

    fn is_free(&self, cell: usize) -> bool {
        self.table.cells[cell].standing == Standing::Free && !self.hidden[cell]
    }

    /// Whether outsiders must not learn the cell. Margins tell nothing but what their rows tell.
    pub(super) fn is_guarded(&self, cell: usize) -> bool {
        match self.table.cells[cell].standing {
            Standing::Free | Standing::Hidden => self.hidden[cell],
            Standing::Derived => self.sensitive[cell],
            Standing::Shown | Standing::Margin => false,
        }
    }

    /// Hides cells of one component until all guarded ones stay open. Whether nothing had to be hidden for it.
    fn complete(&mut self, component: usize, k: i64) -> bool {
        let mut plain = true;
        while let Some(told) = self.first_told(component, k) {
            let candidates = self.knowledge.candidates(told, &self.hidden);
            // The first that helps at once, else the first.
            let helpful = candidates
                .iter()
                .find(|candidate| self.would_help(told, component, &candidate.cells, k));
            let Some(next) = helpful.or(candidates.first()) else {
                // With nothing left to hide a cell keeps all its leeway; only a search that gave up comes here.
                return false;
            };
            let next = next.cells.clone();
            self.hide(&next);
            plain = false;
        }
        plain
    }

    /// The first guarded cell that does not stay open. Totals come first, for hiding one often protects its sexes; then what
    /// was added last, so that a triple hidden for another one's sake is completed before that one.
    fn first_told(&mut self, component: usize, k: i64) -> Option<usize> {
        let mut guarded: Vec<usize> = self.components[component]
            .iter()
            .copied()
            .filter(|cell| self.is_guarded(*cell))
            .collect();
        guarded.sort_by_key(|cell| Reverse((self.table.kinds[*cell], *cell)));
        guarded
            .into_iter()
            .find(|cell| !self.is_wide(*cell, component, k))
    }

    fn would_help(&mut self, told: usize, component: usize, cells: &[usize], k: i64) -> bool {
        let goal = k.min(self.leeway_of(told, component, k));
        self.knowledge.width_with(told, cells, goal) >= goal
    }

    /// Whether the interval is `width` wide, or all that there is.
    pub(super) fn is_wide(&mut self, cell: usize, component: usize, width: i64) -> bool {
        self.knowledge.keeps(cell, width, self.goal) || {
            let leeway = self.leeway_of(cell, component, width);
            leeway < width && self.knowledge.keeps(cell, leeway, self.goal)
        }
    }

    /// How wide, up to `width`, the interval is if everything that is free is hidden, margins too.
    fn leeway_of(&mut self, cell: usize, component: usize, width: i64) -> i64 {
        match self.leeway[cell] {
            Some((asked, found)) if found < asked || asked >= width => return found.min(width),
            _ => {}
        }
        let free = self.free_of(component);
        let found = self.knowledge.width_with(cell, &free, width);
        self.leeway[cell] = Some((width, found));
        found
    }

    pub(super) fn free_of(&self, component: usize) -> Vec<usize> {
        let cells = self.components[component].iter().copied();
        cells.filter(|cell| self.is_free(*cell)).collect()
    }

    /// Guarded cells that what was published before, or is public, has given away already.
    fn exposed(&mut self, k: i64) -> Vec<CellId> {
        let mut exposed = Vec::new();
        for component in 0..self.components.len() {
            for index in 0..self.components[component].len() {
                let cell = self.components[component][index];
                if self.is_guarded(cell)
                    && !self.knowledge.keeps(cell, 1, self.goal)
                    && self.leeway_of(cell, component, k) == 0
                {
                    exposed.push(CellId(cell));
                }
            }
        }
        exposed.sort_unstable();
        exposed
    }
}
