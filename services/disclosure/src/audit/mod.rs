//! What an attacker can tell of the cells that are hidden.
//!
//! Owns the account of a finished pattern, for an operator's check and for [`crate::refresh`]. It decides nothing.

use serde::{Deserialize, Serialize};

use crate::protect::knowledge::Knowledge;
use crate::{CellId, Pattern, Table};

/// The values that a cell can take: from `least` to `most`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The least value.
    pub least: i64,
    /// The greatest; `None` where nothing bounds it.
    pub most: Option<i64>,
}

impl Interval {
    /// How far apart the ends are; `None` where nothing bounds it.
    pub fn width(self) -> Option<i64> {
        self.most.map(|most| most - self.least)
    }

    /// Whether only one value is left.
    pub fn is_known(self) -> bool {
        self.width() == Some(0)
    }
}

/// What can be told of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The cell: hidden, or derived.
    pub cell: CellId,
    /// What it can be. Never narrower than what follows from everything published.
    pub interval: Interval,
}

/// Tells of every hidden and derived cell which values fit everything published, in the order of adding.
///
/// Only equations, inequalities, bounds and shown values are used, in whole people. Where many rows hang together (over
/// 400 hidden cells) the interval is computed by propagation and may be wider than what an attacker with patience finds.
pub fn audit(table: &Table, pattern: &Pattern) -> Vec<Told> {
    let mut knowledge = Knowledge::of_published(table, pattern);
    let open: Vec<CellId> = table
        .ids()
        .filter(|cell| knowledge.is_open(cell.index()))
        .collect();
    open.into_iter()
        .map(|cell| Told {
            cell,
            interval: knowledge.interval(cell.index()),
        })
        .collect()
}
