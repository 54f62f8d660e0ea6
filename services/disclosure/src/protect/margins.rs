//! Which sums over rows are shown.
//!
//! A margin that is hidden tells that showing it would give something away. Two rows of few people each and a hidden margin:
//! if the margin were hidden only when it is below `k = 3`, both rows would be known to be 1. So a margin is shown only
//! at some distance from where it would give anything away; what lies between looks like what lies beyond.

use super::hiding::Hiding;
use super::nature::Alike;
use crate::table::Margin;

/// How many people a margin keeps from where it would give something away.
pub(super) const SPARE: i64 = 2;

impl Hiding<'_> {
    /// Shows a margin as far as everything stays protected: all its cells, else the total.
    pub(super) fn try_margin(&mut self, margin: &Margin, k: i64) {
        let all: Vec<usize> = margin.sexes.iter().copied().chain([margin.total]).collect();
        let all_shown = self.may_try(&all) && self.bears(&all, k);
        for sex in &margin.sexes {
            self.hidden[*sex] = !all_shown;
        }
        let total = [margin.total];
        let total_shown = all_shown || (all.len() > 1 && self.may_try(&total) && self.bears(&total, k));
        self.hidden[margin.total] = !total_shown;
    }

    fn may_try(&self, cells: &[usize]) -> bool {
        cells
            .iter()
            .all(|cell| !self.hidden[*cell] && !self.sensitive[*cell])
    }

    /// Whether everything stays protected beside these margins; they are shown from then on if so.
    fn bears(&mut self, margins: &[usize], k: i64) -> bool {
        if margins.iter().all(|margin| self.is_known(*margin)) {
            self.knowledge.show_margins(margins);
            return true;
        }
        if !margins.iter().all(|margin| self.is_off_the_edge(*margin, k)) {
            return false;
        }
        self.knowledge.show_margins(margins);
        for component in 0..self.components.len() {
            for index in 0..self.components[component].len() {
                let cell = self.components[component][index];
                if self.is_guarded(cell) && !self.bears_for(cell, component, k) {
                    self.knowledge.drop_margins(margins);
                    return false;
                }
            }
        }
        if self.checked && !self.margins_look_alike(margins, k) {
            self.knowledge.drop_margins(margins);
            return false;
        }
        true
    }

    /// Whether a guarded cell keeps its width and some to spare, or all that it has without margins, and other values that
    /// look alike, if it has such without margins.
    fn bears_for(&mut self, cell: usize, component: usize, k: i64) -> bool {
        if !self.is_wide(cell, component, k + SPARE) {
            let alone = self.knowledge.width_with(cell, &[], k + SPARE);
            if !self.is_wide(cell, component, alone.max(k)) {
                return false;
            }
        }
        self.knowledge.keeps_alike(cell, k) || !self.knowledge.alike_alone(cell, k)
    }

    /// Whether a margin follows from what is shown already.
    fn is_known(&mut self, margin: usize) -> bool {
        self.knowledge.watch_margin(margin, true);
        let known = !self.knowledge.keeps(margin, 1, 1);
        self.knowledge.watch_margin(margin, false);
        known
    }

    /// Whether a margin could be [`SPARE`] people more and fewer with triples of few people staying so. One that cannot
    /// move at all is known already.
    fn is_off_the_edge(&mut self, margin: usize, k: i64) -> bool {
        if self.is_known(margin) {
            return true;
        }
        self.knowledge.watch_margin(margin, true);
        let off = [SPARE, -SPARE].into_iter().all(|way| {
            let shift = self.knowledge.search_alike(margin, way, Alike::Few, k);
            shift.is_some()
        });
        self.knowledge.watch_margin(margin, false);
        off
    }
}
