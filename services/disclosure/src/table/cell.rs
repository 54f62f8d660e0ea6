//! One count of people.

/// A cell's place in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub(crate) usize);

impl CellId {
    /// Its number, in the order of adding.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// How far it is settled whether a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// To be decided.
    Free,
    /// Was published with its value; everybody has it.
    Shown,
    /// Was published as hidden, or must stay hidden (see [`crate::Carried`]); it stays protected.
    Hidden,
    /// Never published itself, but others tell it when they are subtracted: it is protected if it is small.
    Derived,
    /// A sum over many rows, shown only if nothing else has to be hidden for it.
    Margin,
}

/// What part a cell plays, for the order in which cells are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Sex,
    Lone,
    Total,
}

/// A count of people, what is publicly known of it, and how far it is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub(crate) value: i64,
    pub(crate) upper: Option<i64>,
    pub(crate) standing: Standing,
}

impl Cell {
    /// A count that may be shown or hidden.
    pub const fn free(people: u32) -> Self {
        Self::new(people as i64, Standing::Free)
    }

    /// A count that was published before.
    pub const fn shown(people: u32) -> Self {
        Self::new(people as i64, Standing::Shown)
    }

    /// A count that was hidden before and stays so.
    pub const fn hidden(people: u32) -> Self {
        Self::new(people as i64, Standing::Hidden)
    }

    /// A count that is never published itself. See also [`crate::Table::difference`].
    pub const fn derived(people: u32) -> Self {
        Self::new(people as i64, Standing::Derived)
    }

    /// Everybody knows that it is at most this many, such as planned places.
    ///
    /// Places that were reduced below the people already on them bound nothing and are ignored, in a triple for all
    /// three cells.
    #[must_use]
    pub const fn planned(mut self, places: u32) -> Self {
        self.upper = Some(places as i64);
        self
    }

    /// The same with or without a public upper bound.
    #[must_use]
    pub const fn maybe_planned(self, places: Option<u32>) -> Self {
        match places {
            Some(places) => self.planned(places),
            None => self,
        }
    }

    pub(crate) const fn new(value: i64, standing: Standing) -> Self {
        Self {
            value,
            upper: None,
            standing,
        }
    }

    pub(crate) fn bound_holds(self) -> bool {
        self.upper.is_none_or(|upper| self.value <= upper)
    }
}
