//! Adding cells and what everybody knows about them; every claim is checked against the counts.

use std::collections::BTreeSet;

use super::{Cell, CellId, Kind, Margin, Standing, Sum, Table, TableError, Triple};

impl Table {
    /// A table without cells.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cell that is part of no triple. The primary rule does not apply to it: it is hidden only to protect others.
    pub fn cell(&mut self, mut cell: Cell) -> CellId {
        if !cell.bound_holds() {
            cell.upper = None;
        }
        self.push(cell, Kind::Lone)
    }

    /// Adds women, men and their total, the equation between them, and the primary rule (see [`crate::protect`]).
    pub fn triple(&mut self, women: Cell, men: Cell, total: Cell) -> Result<Triple, TableError> {
        if women.value + men.value != total.value {
            return Err(TableError::SumDoesNotMatch {
                total: total.value,
                parts: women.value + men.value,
            });
        }
        let mut cells = [women, men, total];
        if !cells.iter().all(|cell| cell.bound_holds()) {
            for cell in &mut cells {
                cell.upper = None;
            }
        }
        let [women, men, total] = cells;
        let triple = Triple {
            women: self.push(women, Kind::Sex),
            men: self.push(men, Kind::Sex),
            total: self.push(total, Kind::Total),
        };
        self.sums.push(Sum {
            total: triple.total.0,
            parts: vec![triple.women.0, triple.men.0],
        });
        self.triples.push(triple);
        Ok(triple)
    }

    /// Everybody knows that `total` is the sum of `parts`.
    pub fn sum(&mut self, total: CellId, parts: &[CellId]) -> Result<(), TableError> {
        let value = self.value_in_equation(total)?;
        let mut together = 0_i64;
        for part in parts {
            let part = self.value_in_equation(*part)?;
            together = together.checked_add(part).ok_or(TableError::TooMany)?;
        }
        if parts.is_empty() {
            return Err(TableError::NoParts);
        }
        let distinct: BTreeSet<CellId> = parts.iter().chain([&total]).copied().collect();
        if distinct.len() != parts.len() + 1 {
            return Err(TableError::RepeatedCell);
        }
        if together != value {
            return Err(TableError::SumDoesNotMatch {
                total: value,
                parts: together,
            });
        }
        self.sums.push(Sum {
            total: total.0,
            parts: parts.iter().map(|part| part.0).collect(),
        });
        Ok(())
    }

    /// Everybody knows that `smaller` never exceeds `larger`, such as those who finished and those who began.
    pub fn at_most(&mut self, smaller: CellId, larger: CellId) -> Result<(), TableError> {
        let (low, high) = (self.value_in_equation(smaller)?, self.value_in_equation(larger)?);
        if smaller == larger {
            return Err(TableError::RepeatedCell);
        }
        if low > high {
            return Err(TableError::NotAtMost {
                smaller: low,
                larger: high,
            });
        }
        self.at_most.push((smaller.0, larger.0));
        Ok(())
    }

    /// Everybody knows that a cell counts at least so many people. Asked for no one, nothing is added.
    pub fn floor(&mut self, cell: CellId, people: u32) -> Result<(), TableError> {
        if people == 0 {
            return Ok(());
        }
        let least = self.push(Cell::shown(people), Kind::Lone);
        self.at_most(least, cell)
    }

    /// `smaller` never exceeds `larger`, for each sex and in all.
    pub fn triple_at_most(&mut self, smaller: Triple, larger: Triple) -> Result<(), TableError> {
        for (smaller, larger) in smaller.cells().into_iter().zip(larger.cells()) {
            self.at_most(smaller, larger)?;
        }
        Ok(())
    }

    /// Adds what is left of one triple without others (those still taking part: recruited less ended): a triple that is
    /// never published but that everybody can compute from what is.
    pub fn difference(&mut self, whole: Triple, less: &[Triple]) -> Result<Triple, TableError> {
        if less.is_empty() {
            return Err(TableError::NoParts);
        }
        let mut rest = [0_u32; 3];
        for (index, rest) in rest.iter_mut().enumerate() {
            let larger = self.value_in_equation(whole.cells()[index])?;
            let mut smaller = 0_i64;
            for triple in less {
                smaller += self.value_in_equation(triple.cells()[index])?;
            }
            let left = larger - smaller;
            if left < 0 {
                return Err(TableError::NotAtMost { smaller, larger });
            }
            *rest = u32::try_from(left).map_err(|_| TableError::TooMany)?;
        }
        let [women, men, total] = rest.map(Cell::derived);
        let left = self.triple(women, men, total)?;
        for (index, cell) in left.cells().into_iter().enumerate() {
            let mut parts = vec![cell];
            parts.extend(less.iter().map(|triple| triple.cells()[index]));
            self.sum(whole.cells()[index], &parts)?;
        }
        Ok(left)
    }

    /// Adds the sums of triples over rows (a region's total, a filter's). A margin is shown only if every hidden cell of
    /// the whole table stays protected: all three cells, else the total alone, else nothing. Margins are tried in the
    /// order of adding. A margin among `rows` stands for the rows it adds up.
    pub fn margin(&mut self, rows: &[Triple]) -> Result<Triple, TableError> {
        let column = |pick: fn(&Triple) -> CellId| rows.iter().map(pick).collect::<Vec<_>>();
        let parts = [
            self.base_parts(&column(|row| row.women))?,
            self.base_parts(&column(|row| row.men))?,
            self.base_parts(&column(|row| row.total))?,
        ];
        let [women, men, total] = parts;
        let triple = Triple {
            women: self.add_margin(women, Kind::Sex)?,
            men: self.add_margin(men, Kind::Sex)?,
            total: self.add_margin(total, Kind::Total)?,
        };
        self.sums.push(Sum {
            total: triple.total.0,
            parts: vec![triple.women.0, triple.men.0],
        });
        self.triples.push(triple);
        self.margins.push(Margin {
            sexes: vec![triple.women.0, triple.men.0],
            total: triple.total.0,
        });
        Ok(triple)
    }

    /// Adds the sum of single cells over rows, shown on the same terms as [`Self::margin`].
    pub fn margin_cell(&mut self, rows: &[CellId]) -> Result<CellId, TableError> {
        let parts = self.base_parts(rows)?;
        let cell = self.add_margin(parts, Kind::Lone)?;
        self.margins.push(Margin {
            sexes: Vec::new(),
            total: cell.0,
        });
        Ok(cell)
    }

    /// How many people a cell counts; `None` for a cell of another table.
    pub fn value(&self, cell: CellId) -> Option<i64> {
        self.cells.get(cell.0).map(|cell| cell.value)
    }

    /// How far it is settled whether a cell is shown; `None` for a cell of another table.
    pub fn standing(&self, cell: CellId) -> Option<Standing> {
        self.cells.get(cell.0).map(|cell| cell.standing)
    }

    /// Every cell, in the order of adding.
    pub fn ids(&self) -> impl Iterator<Item = CellId> + use<> {
        (0..self.cells.len()).map(CellId)
    }

    fn push(&mut self, cell: Cell, kind: Kind) -> CellId {
        self.cells.push(cell);
        self.kinds.push(kind);
        self.margin_parts.push(Vec::new());
        CellId(self.cells.len() - 1)
    }

    fn add_margin(&mut self, parts: Vec<usize>, kind: Kind) -> Result<CellId, TableError> {
        let mut together = 0_i64;
        for part in &parts {
            together = together
                .checked_add(self.cells[*part].value)
                .ok_or(TableError::TooMany)?;
        }
        let id = self.push(Cell::new(together, Standing::Margin), kind);
        self.margin_parts[id.0].clone_from(&parts);
        self.sums.push(Sum { total: id.0, parts });
        Ok(id)
    }

    /// The rows' own cells behind cells that may be margins themselves.
    fn base_parts(&self, cells: &[CellId]) -> Result<Vec<usize>, TableError> {
        let mut parts = Vec::with_capacity(cells.len());
        for cell in cells {
            let known = self.cells.get(cell.0).ok_or(TableError::UnknownCell)?;
            if known.standing == Standing::Margin {
                parts.extend_from_slice(&self.margin_parts[cell.0]);
            } else {
                parts.push(cell.0);
            }
        }
        if parts.is_empty() {
            return Err(TableError::NoParts);
        }
        let distinct: BTreeSet<usize> = parts.iter().copied().collect();
        if distinct.len() != parts.len() {
            return Err(TableError::RepeatedCell);
        }
        Ok(parts)
    }

    fn value_in_equation(&self, cell: CellId) -> Result<i64, TableError> {
        let cell = self.cells.get(cell.0).ok_or(TableError::UnknownCell)?;
        if cell.standing == Standing::Margin {
            return Err(TableError::MarginInEquation);
        }
        Ok(cell.value)
    }
}
