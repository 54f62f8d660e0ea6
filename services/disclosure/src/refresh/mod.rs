//! Whether a published row may be replaced by newer counts, and what the newer ones have to hide for the earlier ones' sake.
//!
//! Owns the rule on time. It must not know releases, ledgers or instants: a row carried forward keeps its own as-of.
//!
//! **Only what was seen decides.** The attacker knows this rule. A rule that looks at hidden counts tells of them by what
//! it lets pass: "every cell, hidden ones too, changed by nobody or by at least 5" left one single history of 6 women and
//! 10 men of whom 9 ended. So nothing here looks at a count that outsiders do not see. Whoever holds one possible history
//! against another that looks the same finds that the rule treats both alike, and each state is as open as it is alone.
//! That a row was carried forward tells nothing: the counts may simply have stayed.
//!
//! **The rule.** A row is replaced only if
//! 1. every count that outsiders know before and after (what subtraction tells included) changed by nobody or by at least
//!    `k` people against every state published before. Otherwise 10 people in one release and 11 in the next would tell
//!    the sex of the one who came. Who was nobody has no change to protect: the difference is the new count itself;
//! 2. what was hidden stays hidden ([`Carried::cell`]). Were it shown, 9 women and 20 men after 24 people of whom too few
//!    were of one sex would tell that these were 4 women, as nobody who was recruited is recruited no more. Where it follows
//!    from what is shown all the same, it must be at least `k` from everything that it could have been;
//! 3. a count that outsiders know before and after changed. Otherwise the new as-of alone would tell that somebody hidden came.
//!
//! **What grows.** Outsiders take it that those recruited, ended and so on are never fewer than before. The new state is
//! therefore solved with the least that the earlier ones leave as a public bound ([`Carried::floor`]): recruited
//! people once shown do not become open again. Where a count fell nevertheless (a correction), outsiders must see it fall;
//! otherwise the row is carried forward.
//!
//! Source: issue/domain rule on frozen releases: subtracting releases or filters reveals nothing.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::{Cell, Interval, Threshold};

/// The true counts of a row at one as-of: all its cells, derived ones too, in an order that is the same each time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowValues {
    cells: Vec<u32>,
    /// Whether the cell stood in a triple of nobody.
    nobody: Vec<bool>,
    /// Whether outsiders take it that the cell never falls.
    grows: Vec<bool>,
}

impl RowValues {
    /// A row without cells.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds women, men and their total, three cells in this order, that may be fewer another time (those still taking part).
    #[must_use]
    pub fn triple(mut self, women: u32, men: u32) -> Self {
        let total = women.saturating_add(men);
        self.cells.extend([women, men, total]);
        self.nobody.extend([total == 0; 3]);
        self.grows.extend([false; 3]);
        self
    }

    /// Adds women, men and their total of whom outsiders take it that they are never fewer than before (those recruited).
    #[must_use]
    pub fn growing(self, women: u32, men: u32) -> Self {
        let mut row = self.triple(women, men);
        let before = row.grows.len() - 3;
        row.grows.truncate(before);
        row.grows.extend([true; 3]);
        row
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
    /// With its value, printed or left over by subtraction.
    Shown,
    /// As hidden, or not at all, with what an attacker can tell of it (see [`crate::audit`]).
    Hidden(Interval),
}

/// A row as it was published, or as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRow {
    /// The true counts behind it.
    pub values: RowValues,
    /// What was seen of each of them, in the same order.
    pub seen: Vec<Seen>,
}

impl PublishedRow {
    /// Each cell as outsiders know it.
    fn look(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        let cells = self.values.cells.iter().zip(&self.seen);
        cells.map(|(people, seen)| (*seen == Seen::Shown).then_some(*people))
    }

    fn is_complete(&self, cells: usize) -> bool {
        let values = &self.values;
        [
            self.seen.len(),
            values.cells.len(),
            values.nobody.len(),
            values.grows.len(),
        ] == [cells; 4]
    }
}

/// What earlier states of a row ask of the next: nothing of a row that was never published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    withheld: Vec<bool>,
    least: Vec<u32>,
}

impl Carried {
    /// What follows from how outsiders saw the earlier states; their hidden counts do not matter.
    pub fn of(earlier: &[PublishedRow]) -> Self {
        let mut carried = Self::default();
        for row in earlier {
            let cells = row.seen.len();
            carried.withheld.resize(cells, false);
            carried.least.resize(cells, 0);
            for (index, seen) in row.seen.iter().enumerate() {
                // What may be fewer another time tells nothing of before.
                if row.values.grows.get(index) != Some(&true) {
                    continue;
                }
                let least = match seen {
                    Seen::Shown => row.values.cells.get(index).copied().unwrap_or(0),
                    Seen::Hidden(before) => {
                        carried.withheld[index] = true;
                        u32::try_from(before.least).unwrap_or(0)
                    }
                };
                carried.least[index] = carried.least[index].max(least);
            }
        }
        carried
    }

    /// A cell of the next state: free, or to be protected whatever it counts because it was hidden before.
    pub fn cell(&self, index: usize, people: u32) -> Cell {
        if self.is_withheld(index) {
            Cell::hidden(people)
        } else {
            Cell::free(people)
        }
    }

    /// Whether a cell that never falls was hidden before.
    pub fn is_withheld(&self, index: usize) -> bool {
        self.withheld.get(index).copied().unwrap_or(false)
    }

    /// The least that outsiders think a cell of the next state can count, for [`crate::Table::floor`]; `None` where earlier
    /// states say nothing, or where the cell fell below it, which [`may_refresh`] lets pass only if it is seen.
    pub fn floor(&self, index: usize, people: u32) -> Option<u32> {
        let least = self.least.get(index).copied().unwrap_or(0);
        (least > 0 && people >= least).then_some(least)
    }

    fn fell(&self, index: usize, people: u32) -> bool {
        self.least.get(index).is_some_and(|least| people < *least)
    }
}

/// Whether `next`, solved with what [`Carried`] asks, may be published after all `earlier` states of the row, oldest first.
///
/// A row of another shape (other cells) is never a refresh.
pub fn may_refresh(earlier: &[PublishedRow], next: &PublishedRow, threshold: Threshold) -> bool {
    let cells = next.values.cells.len();
    let Some(last) = earlier.last() else { return true };
    let complete = next.is_complete(cells) && earlier.iter().all(|row| row.is_complete(cells));
    // The counts are then others than before in every history that looks like this one.
    let mut looks = last.look().zip(next.look());
    let is_new = looks.any(|(before, now)| before.zip(now).is_some_and(|(before, now)| before != now));
    if !complete || !is_new {
        return false;
    }
    let carried = Carried::of(earlier);
    let fell_unseen = next
        .values
        .cells
        .iter()
        .zip(&next.seen)
        .enumerate()
        .any(|(index, (people, seen))| carried.fell(index, *people) && *seen != Seen::Shown);
    !fell_unseen
        && earlier
            .iter()
            .all(|before| changed_enough(before, next, threshold) && reappears_far(before, next, threshold))
}

/// Whether every count that outsiders know before and after changed by nobody or by enough.
pub fn changed_enough(before: &PublishedRow, next: &PublishedRow, threshold: Threshold) -> bool {
    let enough = u32::from(threshold.people());
    let nobody = &before.values.nobody;
    let cells = next.values.cells.len();
    before.is_complete(cells)
        && next.is_complete(cells)
        && before
            .look()
            .zip(next.look())
            .zip(nobody)
            .all(|((before, now), nobody)| {
                let (Some(before), Some(now)) = (before, now) else {
                    return true;
                };
                let change = now.abs_diff(before);
                *nobody || change == 0 || change >= enough
            })
}

/// Whether nothing that was hidden and never falls is told now but far from all that it could have been. Those still taking
/// part may be known to be nobody later on; that tells nothing of those before.
fn reappears_far(before: &PublishedRow, next: &PublishedRow, threshold: Threshold) -> bool {
    let mut cells = next.look().zip(&next.values.grows).zip(&before.seen);
    cells.all(|((now, grows), before)| match (now, before) {
        (Some(now), Seen::Hidden(possible)) => !grows || is_far(*possible, now, threshold),
        _ => true,
    })
}

/// Whether a count is so far from all that it could have been before that it tells nothing of it.
///
/// Where nothing bounds what was possible, it was hidden beside everything that could bound it, and could have been any
/// count below the threshold.
fn is_far(before: Interval, people: u32, threshold: Threshold) -> bool {
    let (now, enough) = (i64::from(people), threshold.count());
    let most = before.most.unwrap_or(enough - 1).max(before.least);
    now >= most.saturating_add(enough) || now.saturating_add(enough) <= before.least
}
