//! Statistical disclosure control: which cells of a table of people may be shown.
//!
//! Pure rules. Nothing here knows SQL, the clock, projects or centres: a caller lays out a [`Table`] of counted people
//! with everything that outsiders know about it, and is told by [`protect`] which cells stay hidden, for its threshold
//! and all lower ones together, so that authorities with different thresholds may put their publications together.
//! [`may_refresh`] decides whether a row that was published before may be replaced, [`audit`] tells an operator what an
//! attacker could say of each hidden cell, and [`statistics`] holds the few measures that comparisons print.
//!
//! **Who attacks.** Somebody who knows every published cell of every release, the public upper bounds (planned places),
//! the equations and inequalities between cells, the threshold, and this very program (Kerckhoffs). Not known to the
//! attacker: the counts themselves. Somebody who took part and knows about themselves and friends is met by the width
//! that every hidden cell keeps, not by more.
//!
//! Source: issue/domain rule on suppression: people cells below k (5; per authority at least 3) are hidden, with
//! complementary suppression until no cell can be recovered, also across releases.

pub mod audit;
mod protect;
mod refresh;
pub mod statistics;
mod table;
mod threshold;

pub use audit::{Interval, Told, audit};
pub use protect::{Pattern, protect, protect_nested};
pub use refresh::{Carried, PublishedRow, RowValues, Seen, changed_enough, may_refresh};
pub use table::{Cell, CellId, Standing, Table, TableError, Triple};
pub use threshold::Threshold;
