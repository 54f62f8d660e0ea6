//! A table of counted people and what everybody knows about it.
//!
//! Owns the cells, the equations and inequalities between them, and that they are true of the counts. It must not know
//! which cells get hidden.

mod build;
mod cell;
#[cfg(test)]
mod tests;

pub(crate) use cell::Kind;
pub use cell::{Cell, CellId, Standing};

/// Women, men and their total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Triple {
    /// The cell of women.
    pub women: CellId,
    /// The cell of men.
    pub men: CellId,
    /// The cell of women and men together.
    pub total: CellId,
}

impl Triple {
    /// Women, men, total.
    pub const fn cells(self) -> [CellId; 3] {
        [self.women, self.men, self.total]
    }
}

/// Why cells do not make a table: a mistake of the caller, never of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The id is of another table.
    #[error("no such cell in this table")]
    UnknownCell,
    /// Parts do not add up to their total.
    #[error("the parts make {parts}, not the total of {total}")]
    SumDoesNotMatch {
        /// What the total's cell counts.
        total: i64,
        /// What the parts count together.
        parts: i64,
    },
    /// A count that can never exceed another does.
    #[error("{smaller} is above {larger}")]
    NotAtMost {
        /// The count that should be the smaller one.
        smaller: i64,
        /// The count it should not exceed.
        larger: i64,
    },
    /// The same cell twice in one equation or inequality.
    #[error("a cell stands twice in one equation")]
    RepeatedCell,
    /// An equation without parts, or a margin over nothing.
    #[error("nothing to add up")]
    NoParts,
    /// Margins come from [`Table::margin`] alone and take part in no other equation.
    #[error("a margin takes part in no other equation")]
    MarginInEquation,
    /// More people than can be counted.
    #[error("more people than can be counted")]
    TooMany,
}

/// `total = Σ parts`, as everybody knows.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    pub(crate) total: usize,
    pub(crate) parts: Vec<usize>,
}

/// Margins that are shown together or not at all: a triple's cells, or one cell.
#[derive(Debug, Clone)]
pub(crate) struct Margin {
    /// Women, men (none for a lone cell).
    pub(crate) sexes: Vec<usize>,
    /// The total, or the lone cell.
    pub(crate) total: usize,
}

/// Counted people with everything that outsiders know of how the counts hang together.
///
/// Cells added earlier count as more important: where there is a choice, cells added later are hidden first, and a sex
/// before a total. Equal tables built in the same order give equal patterns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) cells: Vec<Cell>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) sums: Vec<Sum>,
    pub(crate) at_most: Vec<(usize, usize)>,
    pub(crate) triples: Vec<Triple>,
    pub(crate) margins: Vec<Margin>,
    /// For a margin, the cells it adds up.
    pub(crate) margin_parts: Vec<Vec<usize>>,
}

impl Table {
    /// The same table with some cells counting more or fewer people; margins follow their rows.
    pub(crate) fn shifted(&self, shift: &[(usize, i64)]) -> Self {
        let mut other = self.clone();
        for (cell, change) in shift {
            other.cells[*cell].value += change;
        }
        for (cell, rows) in self.margin_parts.iter().enumerate() {
            if !rows.is_empty() {
                other.cells[cell].value = rows.iter().map(|row| other.cells[*row].value).sum();
            }
        }
        other
    }

    /// These cells (in rising order, without margins) as a table of their own, some counting more or fewer people.
    pub(crate) fn part(&self, cells: &[usize], shift: &[(usize, i64)]) -> Self {
        let place = |cell: usize| cells.binary_search(&cell).ok();
        let mut part = Self::new();
        for cell in cells {
            part.cells.push(self.cells[*cell]);
            part.kinds.push(self.kinds[*cell]);
            part.margin_parts.push(Vec::new());
        }
        for (cell, change) in shift {
            if let Some(place) = place(*cell) {
                part.cells[place].value += change;
            }
        }
        for sum in &self.sums {
            let parts: Option<Vec<usize>> = sum.parts.iter().map(|part| place(*part)).collect();
            if let (Some(total), Some(parts)) = (place(sum.total), parts) {
                part.sums.push(Sum { total, parts });
            }
        }
        for (smaller, larger) in &self.at_most {
            if let (Some(smaller), Some(larger)) = (place(*smaller), place(*larger)) {
                part.at_most.push((smaller, larger));
            }
        }
        for triple in &self.triples {
            if let [Some(women), Some(men), Some(total)] = triple.cells().map(|cell| place(cell.0)) {
                part.triples.push(Triple {
                    women: CellId(women),
                    men: CellId(men),
                    total: CellId(total),
                });
            }
        }
        part
    }
}
