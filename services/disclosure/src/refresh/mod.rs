//! Whether a published row may be replaced by newer counts.
//!
//! Owns the rule on time. It must not know releases, ledgers or instants: a row carried forward keeps its own as-of.
//!
//! **The rule.** A release publishes a row anew only if in every cell, hidden and derived ones too, the count changed by
//! nobody or by at least `k` people against every state of the row that was published before; otherwise the row as last
//! published is carried forward whole. Without it 10 people in one release and 11 in the next would tell the sex of the
//! one who came.
//!
//! **Nobody before.** A triple whose total was 0 has no change to protect: the difference is the new count itself, and the
//! primary rule protects that. (Were it bound by the rule, a project that recruits three women would stay at "nobody".)
//!
//! **What was hidden stays hidden, as long as it must.** The attacker knows this rule. Earlier 10 people with both sexes
//! hidden, now 5 women and 15 men shown: the rule allows 0 + 10 and 5 + 5 before, and 5 + 5 would have been shown; so
//! it was 0 + 10. A cell that was hidden is therefore shown again only if the rule would hold whatever it had been: if
//! its new count is at least `k` from everything the attacker held possible. This depends on nothing hidden, so
//! that it tells nothing. As long as both states are hidden, a history and the one with another person of that sex in
//! each state look alike. See [`must_stay_hidden`].
//!
//! Source: issue/domain rule on frozen releases: subtracting releases or filters reveals nothing.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::{Interval, Threshold};

/// The true counts of a row at one as-of: all its cells, derived ones too, in an order that is the same each time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowValues {
    cells: Vec<u32>,
    /// Whether the cell stood in a triple of nobody.
    nobody: Vec<bool>,
}

impl RowValues {
    /// A row without cells.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds women, men and their total, three cells in this order.
    #[must_use]
    pub fn triple(mut self, women: u32, men: u32) -> Self {
        let total = women.saturating_add(men);
        self.cells.extend([women, men, total]);
        self.nobody.extend([total == 0; 3]);
        self
    }

    /// Adds a cell that is part of no triple.
    #[must_use]
    pub fn cell(mut self, people: u32) -> Self {
        self.cells.push(people);
        self.nobody.push(people == 0);
        self
    }

    /// The counts in the order of adding.
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }
}

/// How outsiders saw a cell of a published row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// With its value.
    Shown,
    /// As hidden, or not at all, with what an attacker can tell of it (see [`crate::audit`]).
    Hidden(Interval),
}

/// A row as it was published before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRow {
    /// The true counts behind it.
    pub values: RowValues,
    /// What was seen of each of them, in the same order.
    pub seen: Vec<Seen>,
}

/// What a release does with a row that was published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refresh {
    /// The row as last published stands, with its own as-of.
    CarryForward,
    /// The new counts are published.
    Replace {
        /// For each cell, whether it must stay hidden ([`crate::Cell::hidden`] instead of free).
        withheld: Vec<bool>,
    },
}

/// Whether the counts changed enough, or not at all, against every state published before.
///
/// A row of another shape (other cells) is never a refresh.
pub fn may_refresh(earlier: &[RowValues], candidate: &RowValues, threshold: Threshold) -> bool {
    let enough = u32::from(threshold.people());
    earlier.iter().all(|before| {
        before.cells.len() == candidate.cells.len()
            && before
                .cells
                .iter()
                .zip(&before.nobody)
                .zip(&candidate.cells)
                .all(|((before, nobody), now)| {
                    let change = now.abs_diff(*before);
                    *nobody || change == 0 || change >= enough
                })
    })
}

/// Whether a cell that was hidden with `before` possible must stay hidden now that it counts `people`.
///
/// Where nothing bounds what was possible, it was hidden beside everything that could bound it, and could have been any
/// count below the threshold.
pub fn must_stay_hidden(before: Interval, people: u32, threshold: Threshold) -> bool {
    let (now, enough) = (i64::from(people), threshold.count());
    let most = before.most.unwrap_or(enough - 1).max(before.least);
    let above = now >= most.saturating_add(enough);
    let below = now.saturating_add(enough) <= before.least;
    !above && !below
}

/// Whether a row is replaced, and which of its cells must stay hidden then.
///
/// `earlier` are all states of the row that were published, oldest first; none means that the row is new.
pub fn refresh(earlier: &[PublishedRow], candidate: &RowValues, threshold: Threshold) -> Refresh {
    let values: Vec<RowValues> = earlier.iter().map(|row| row.values.clone()).collect();
    let complete = earlier.iter().all(|row| row.seen.len() == row.values.cells.len());
    if !complete || !may_refresh(&values, candidate, threshold) {
        return Refresh::CarryForward;
    }
    let withheld = candidate
        .cells
        .iter()
        .enumerate()
        .map(|(index, people)| {
            earlier.iter().any(|row| match row.seen[index] {
                Seen::Shown => false,
                Seen::Hidden(before) => must_stay_hidden(before, *people, threshold),
            })
        })
        .collect();
    Refresh::Replace { withheld }
}
