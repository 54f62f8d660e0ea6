//! Proofs that a cell stays open: tables that agree with everything known and are far apart in it.

use std::rc::Rc;

use super::knowledge::Knowledge;
use super::nature::Alike;
use super::window::Window;
use crate::Interval;

/// How many open cells integer programming looks at for a proof; those further away are taken as known, which can only
/// make it find less.
const PROOF_WINDOW: usize = 150;

/// The same for an audit, which falls back to propagation beyond it.
const AUDIT_WINDOW: usize = 400;

/// Changes of several cells that together agree with everything known.
pub(super) type Shift = Rc<[(usize, i64)]>;

/// The farthest shifts found for a cell, and one among tables that look like the true one.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    up: Option<(i64, Shift)>,
    down: Option<(i64, Shift)>,
    alike: Option<Shift>,
}

/// Shifts that prove a width.
struct Proof {
    cell: usize,
    up: i64,
    down: i64,
    shifts: Vec<Shift>,
}

impl Proof {
    fn from(cell: usize, up: i64, down: i64) -> Self {
        Self {
            cell,
            up,
            down,
            shifts: Vec::new(),
        }
    }

    fn width(&self) -> i64 {
        self.up.saturating_add(self.down)
    }

    fn take(&mut self, shift: Option<Shift>) {
        let Some(shift) = shift else { return };
        let change = change_of(&shift, self.cell);
        self.up = self.up.max(change);
        self.down = self.down.max(-change);
        self.shifts.push(shift);
    }
}

impl Knowledge<'_> {
    /// Whether a cell's interval is at least `width` wide, by a proof. `goal` is the width that is looked for first.
    pub(super) fn keeps(&mut self, cell: usize, width: i64, goal: i64) -> bool {
        if width <= 0 {
            return true;
        }
        let (up, down) = self.revalidated(cell);
        let mut proof = Proof::from(cell, up, down);
        if proof.width() < width {
            self.prove(&mut proof, width, goal);
            for shift in &proof.shifts {
                self.credit(shift);
            }
        }
        proof.width() >= width
    }

    /// Whether the cell can take another value among tables that look like the true one. The search gives up early; then the cell counts as told.
    pub(super) fn keeps_alike(&mut self, cell: usize, k: i64) -> bool {
        if let Some(shift) = self.reach[cell].alike.clone()
            && self.agrees_alike(&shift, Alike::Hidden, k)
        {
            return true;
        }
        let Some(shift) = self.find_alike(cell, k) else {
            self.reach[cell].alike = None;
            return false;
        };
        for (other, _) in shift.iter() {
            self.reach[*other].alike = Some(Rc::clone(&shift));
        }
        true
    }

    /// Whether [`Self::keeps_alike`] would hold if all margins were hidden.
    pub(super) fn alike_alone(&mut self, cell: usize, k: i64) -> bool {
        self.with_hidden(&[], |knowledge| knowledge.find_alike(cell, k).is_some())
    }

    fn find_alike(&mut self, cell: usize, k: i64) -> Option<Shift> {
        self.ways(cell, k)
            .into_iter()
            .find_map(|way| self.search_alike(cell, way, Alike::Hidden, k))
    }

    /// Changes of a cell that are worth a try: small ones; for a sex also those that make the other one the small one.
    pub(super) fn ways(&self, cell: usize, far: i64) -> Vec<i64> {
        let mut ways: Vec<i64> = (1..=far).flat_map(|far| [far, -far]).collect();
        let triple = self.triple_of[cell].map(|triple| self.table.triples[triple]);
        if let Some(triple) = triple.filter(|triple| triple.total.index() != cell) {
            let value = self.table.cells[cell].value;
            let total = self.table.cells[triple.total.index()].value;
            let other = total - value;
            let swapped = [other, other + 1, other - 1, 0, 1, total, total - 1];
            ways.extend(swapped.map(|target| target - value));
        }
        ways
    }

    /// The width, up to `goal`, of a cell's interval if these cells were hidden too, and all margins.
    pub(super) fn width_with(&mut self, cell: usize, also: &[usize], goal: i64) -> i64 {
        self.with_hidden(also, |knowledge| {
            let mut proof = Proof::from(cell, 0, 0);
            knowledge.prove(&mut proof, goal, goal);
            proof.width().min(goal)
        })
    }

    fn with_hidden<T>(&mut self, also: &[usize], look: impl FnOnce(&mut Self) -> T) -> T {
        let without_margins = self.without_margin_equations();
        let active = std::mem::replace(&mut self.active, without_margins);
        for other in also {
            self.open(*other);
        }
        let seen = look(self);
        for other in also {
            self.close(*other);
        }
        self.active = active;
        seen
    }

    /// Looks for shifts that make a proof as wide as asked: the quick ways first, then the complete one.
    fn prove(&mut self, proof: &mut Proof, width: i64, goal: i64) {
        let cell = proof.cell;
        for way in [goal, -goal] {
            proof.take(self.search(cell, way));
            if proof.width() >= width {
                return;
            }
        }
        for sign in [1, -1] {
            let missing = (width - proof.width()).min(width);
            let far = (1..=missing).rev().find_map(|far| self.search(cell, sign * far));
            proof.take(far);
            if proof.width() >= width {
                return;
            }
        }
        let window = Window::around(self, cell, PROOF_WINDOW);
        let outer = self.outer(&window, cell).width();
        if outer.is_some_and(|outer| outer < width) {
            return;
        }
        for upwards in [true, false] {
            proof.take(self.farthest(&window, cell, upwards, width));
            if proof.width() >= width {
                return;
            }
        }
    }

    /// What a cell can be, by all that is known; never narrower than the truth.
    pub(crate) fn interval(&mut self, cell: usize) -> Interval {
        let window = Window::around(self, cell, AUDIT_WINDOW);
        let outer = self.outer(&window, cell);
        if window.is_partial() {
            return outer;
        }
        let value = self.table.cells[cell].value;
        let mut interval = outer;
        if let Some(shift) = self.farthest(&window, cell, false, i64::MAX) {
            interval.least = outer.least.max(value + change_of(&shift, cell));
        }
        if outer.most.is_some()
            && let Some(shift) = self.farthest(&window, cell, true, i64::MAX)
        {
            interval.most = outer.most.map(|most| most.min(value + change_of(&shift, cell)));
        }
        interval
    }

    /// How far up and down the cell goes by those shifts that still agree with what is known.
    fn revalidated(&mut self, cell: usize) -> (i64, i64) {
        let (up, down) = (self.reach[cell].up.take(), self.reach[cell].down.take());
        let up = up.filter(|(_, shift)| self.agrees(shift));
        let down = down.filter(|(_, shift)| self.agrees(shift));
        let far = |side: &Option<(i64, Shift)>| side.as_ref().map_or(0, |(far, _)| *far);
        let found = (far(&up), far(&down));
        self.reach[cell].up = up;
        self.reach[cell].down = down;
        found
    }

    /// Notes a shift for every cell that it moves farther than before.
    fn credit(&mut self, shift: &Shift) {
        for (cell, change) in shift.iter() {
            let reach = &mut self.reach[*cell];
            let side = if *change > 0 {
                &mut reach.up
            } else {
                &mut reach.down
            };
            let far = change.abs();
            if side.as_ref().is_none_or(|(before, _)| *before < far) {
                *side = Some((far, Rc::clone(shift)));
            }
        }
    }
}

/// How a shift changes one cell.
fn change_of(shift: &Shift, cell: usize) -> i64 {
    shift
        .iter()
        .find(|(other, _)| *other == cell)
        .map_or(0, |(_, change)| *change)
}
