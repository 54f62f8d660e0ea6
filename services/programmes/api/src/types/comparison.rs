//! Projects side by side, as an authority may see them. No personal data.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::codes;

use super::project::Places;

codes! {
    /// Why a number of people is not shown.
    pub enum Hidden {
        /// Fewer people than may be shown, or what would reveal such a cell.
        Suppressed => "suppressed", "ukryte (tajemnica statystyczna)", "suppressed";
        /// The centre has not reported it.
        Missing => "missing", "brak danych", "no data";
    }
}

/// A count of people as an authority may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleCount {
    /// This many.
    Shown(i64),
    /// Not shown, and why.
    NotShown(Hidden),
}

/// One project in the comparison. No personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedProject {
    /// The row's id, not the project's own.
    pub id: Uuid,
    /// The centre's short name.
    pub centre: String,
    /// The voivodeship (TERYT).
    pub voivodeship: String,
    /// The project's title.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// Places in all.
    pub places_total: Option<Places>,
    /// Places for women.
    pub places_women: Option<Places>,
    /// Places for men.
    pub places_men: Option<Places>,
    /// People enrolled, in all.
    pub enrolled_total: PeopleCount,
    /// Women enrolled.
    pub enrolled_women: PeopleCount,
    /// Men enrolled.
    pub enrolled_men: PeopleCount,
    /// The day on which the counts last changed, at its start in UTC: no closer, for a time would tell of single people.
    pub as_of: wsparcie_kernel::Instant,
}
