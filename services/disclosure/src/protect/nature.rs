//! What a triple is to the primary rule, and which other tables look like the true one to somebody who knows the program.

use crate::{CellId, Standing, Table, Triple};

/// How much of a triple is hidden: nothing, the sexes, all.
pub(super) type Depth = u8;

/// Which other tables count as looking like the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Those that the primary rule treats in a way that fits what is hidden.
    Hidden,
    /// Those in which triples of few people are of few people.
    Few,
}

/// A triple with its true counts and those of another table.
pub(super) struct Compared<'a> {
    table: &'a Table,
    triple: Triple,
    bounds: &'a [Option<i64>],
    before: [i64; 3],
    after: [i64; 3],
}

impl<'a> Compared<'a> {
    pub(super) fn new(table: &'a Table, triple: Triple, bounds: &'a [Option<i64>], change: &[i64]) -> Self {
        let cells = triple.cells().map(CellId::index);
        Self {
            table,
            triple,
            bounds,
            before: cells.map(|cell| table.cells[cell].value),
            after: cells.map(|cell| table.cells[cell].value + change[cell]),
        }
    }

    /// Whether both have few people, or neither.
    pub(super) fn agree_on_few(&self, k: i64) -> bool {
        (self.needed(self.before, k) == 2) == (self.needed(self.after, k) == 2)
    }

    /// Whether the other table, published at this threshold, could look like the true one, of which `depth` is hidden: the
    /// primary rule hides at least as much in it (or it might show more), and not more than is hidden.
    pub(super) fn look_alike(&self, k: i64, depth: Depth) -> bool {
        let (before, after) = (self.needed(self.before, k), self.needed(self.after, k));
        let total = self.triple.total.index();
        let shown_stays = match depth {
            0 => self.before == self.after,
            1 => self.before[2] == self.after[2],
            _ => true,
        };
        if !shown_stays {
            false
        } else if self.table.cells[total].standing == Standing::Derived {
            before == after
        } else {
            before <= after && after <= depth.max(before)
        }
    }

    /// How much the primary rule hides.
    fn needed(&self, [women, men, total]: [i64; 3], k: i64) -> Depth {
        let bound = |cell: CellId| self.bounds[cell.index()];
        let few_of = |people: i64, cell: CellId| people < k && bound(cell) != Some(0);
        if total == 0 && bound(self.triple.total) != Some(1) {
            0
        } else if few_of(total, self.triple.total) {
            2
        } else {
            u8::from(few_of(women, self.triple.women) || few_of(men, self.triple.men))
        }
    }
}
