//! The regional comparison: counts of people, what of them may be published, and the figures that follow.
//!
//! Owns the order of the published cells, what a frozen row holds, rates and summaries. It must not know where counts come
//! from, who asks, or SQL; which cells are hidden, `wsparcie-disclosure` decides.
//!
//! **What an authority may learn.** Figures of people come from frozen releases alone. Of a project its newest state in the
//! ledger is shown, refreshed only where the change against every state shown before, as outsiders saw it, protects single
//! people; otherwise the earlier state stands with its own day. Cells below the authority's threshold are hidden together with those that would
//! tell them. Everything else an authority asks for (filters, sums, means, quartiles) is computed from shown cells, so that
//! it tells nothing more. No sum over hidden cells is ever published: the projects of two releases, or of two authorities,
//! overlap, and one such sum subtracted from another would be a count of the projects in between.

pub mod export;
pub mod figures;
pub mod frozen;
pub mod names;
pub mod people;
mod precise;
pub mod protection;
pub mod summary;
#[cfg(test)]
mod tests;

/// The version of the definitions below. Another order or meaning of cells is another version.
pub const DEFINITION: i32 = 1;

/// The definitions in Polish, as releases show them.
pub const DEFINITION_PL: &str = "Osoby: uczestnicy na miejscach projektu (bez listy rezerwowej). Obsadzenie: osoby na miejscach ÷ \
    planowane miejsca; tylko gdy liczba miejsc jest dokładna. Ukończenie: zakończenie zgodne ze ścieżką albo przerwane z powodu podjęcia \
    pracy ÷ zakończenia; przerwanie: pozostałe zakończenia ÷ zakończenia. Efektywność społeczna: osoby, które ukończyły udział i mają efekt \
    najpóźniej w czasie określonym w zasadach (parametr effectiveness_days, liczony od dnia po zakończeniu) ÷ osoby, które ukończyły udział i \
    mają efekt albo którym ten czas minął; zatrudnieniowa: to samo wśród osób z co najmniej jedną usługą zawodową. Usługi: ile usług każdej \
    kategorii projekt oferuje (nie ile udzielono) ÷ wszystkie oferowane usługi. Przedziały: Wilson 95 %. Koszt na miejsce i wkład własny: \
    kwoty podane w projekcie, a gdy ich brak – obowiązujący budżet; „min.” daje granicę (co najwyżej), nie punkt. Liczby osób poniżej progu są \
    ukryte razem z tymi, które by je zdradziły; liczby projektu są z dnia, który przy nich podano, i odświeża się je dopiero wtedy, gdy zmiana \
    nikogo nie zdradza; średnie liczy się wyłącznie z tego, co pokazano.";

/// The definitions in English.
pub const DEFINITION_EN: &str = "People: participants on places of the project (without the reserve list). Places taken: people on places ÷ \
    planned places; only where the number of places is exact. Completion: ended as planned, or broken off for work ÷ ended; drop-out: ended \
    otherwise ÷ ended. Social effectiveness: those who completed and have the effect within the time set by the rules (parameter \
    effectiveness_days, counted from the day after the end) ÷ those who completed and have the effect or for whom that time is over; \
    employment effectiveness: the same among those with at least one vocational service. Services: how many services of each category the \
    project offers (not how many were delivered) ÷ all services offered. Intervals: Wilson 95 %. Cost per place and own contribution: \
    amounts stated by the project, else of the budget in force; a minimum of places gives a bound (at most), never a point. Counts of people \
    below the threshold are hidden together with those that would tell them; a project's counts are of the day given beside them, and are \
    refreshed only once the change tells of nobody; means are computed from what is shown alone.";

/// The smallest number of people that is shown to an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SmallCells(u8);

impl SmallCells {
    /// Three people; no authority may go below (domain.md §7).
    pub const LOWEST: Self = Self(3);
    /// Five people, unless an authority is told otherwise.
    pub const DEFAULT: Self = Self(5);
    /// Five people: patterns are kept for each threshold up to here, for any authority's sake. What it takes to find them
    /// grows fast with the threshold, as every lower one is tried for what it would tell.
    pub const HIGHEST: Self = Self(5);

    /// Shows cells of at least `people`; `None` outside 3..=5.
    pub const fn at_least(people: u8) -> Option<Self> {
        if people >= Self::LOWEST.0 && people <= Self::HIGHEST.0 {
            Some(Self(people))
        } else {
            None
        }
    }

    /// How many people this is.
    pub const fn people(self) -> u8 {
        self.0
    }
}

impl Default for SmallCells {
    fn default() -> Self {
        Self::DEFAULT
    }
}
