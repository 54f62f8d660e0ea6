//! Which cells are hidden: the small ones, and others so that nobody can compute them.
//!
//! **Primary rule.** In a triple of women, men and total, every cell below `k` is sensitive, 0 among them: a sex that is
//! absent tells the sex of everybody else. A triple of nobody has nobody to protect. A cell that everybody knows to be 0
//! (no places) is not sensitive.
//!
//! **Complementary cells.** For every hidden or sensitive cell the attacker's interval is found by solving: all equations,
//! inequalities, public bounds and shown values, in whole people. Until it is at least `k` wide, the nearest
//! free cells are hidden: the sexes of a triple (both, as each is the total less the other) before its total, a cell added
//! later before an earlier one. The choice never looks at hidden counts. Where public bounds alone make an interval
//! narrower than `k`, it must keep all that they leave.
//!
//! **Knowing the program.** What is hidden hints at why. Of 11 people with places for 5 women and 9 men, 2 women are the only
//! way for a sex to be below 3, so hidden sexes would tell them. Every hidden cell therefore needs another table with
//! another count there that is published alike; where none is found, the whole row is hidden (see `check`).
//!
//! **Margins** come last, each shown only if every hidden cell of the whole table keeps its width beside it, with
//! some to spare: were the edge sharp, a hidden margin would tell that it lies beyond (see `margins`).
//!
//! **Proof of width.** A cell counts as protected only by two whole-number tables that agree with everything published
//! and are that far apart in it. One such table serves many cells. They are looked for by shifting people along the
//! equations, then by integer programming, whose answers are checked in whole numbers: no float decides.
//!
//! **Nested.** The pattern of `k` starts from that of `k − 1`, down to 3, so that authorities with different thresholds
//! who put their publications together know no more than the one with the lowest.
//!
//! **Over time.** Whatever was published before stays known. Earlier states of rows belong into the table as shown and
//! hidden cells, and earlier margins as shown cells with their equation, as long as a hidden cell is among their rows:
//! a row hidden earlier and shown now would otherwise give away its neighbour in an earlier margin.
//!
//! Source: issue/domain rule on suppression.

mod candidate;
mod check;
mod hiding;
pub(crate) mod knowledge;
mod margins;
mod nature;
mod pattern;
mod primary;
mod proof;
mod search;
mod solve;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

pub use pattern::Pattern;

use crate::protect::hiding::Hiding;
use crate::{Table, Threshold};

/// Decides which cells of the table are hidden for a threshold. Equal tables give equal patterns, and the pattern of a
/// higher threshold hides at least the same cells.
pub fn protect(table: &Table, threshold: Threshold) -> Pattern {
    let mut hiding = Hiding::new(table, threshold);
    let mut pattern = hiding.start();
    for step in threshold.ladder() {
        pattern = hiding.step(step);
    }
    pattern
}

/// The patterns of every threshold from 3 to `highest`; each is the one that [`protect`] gives.
pub fn protect_nested(table: &Table, highest: Threshold) -> BTreeMap<Threshold, Pattern> {
    let mut hiding = Hiding::new(table, highest);
    highest.ladder().map(|step| (step, hiding.step(step))).collect()
}
