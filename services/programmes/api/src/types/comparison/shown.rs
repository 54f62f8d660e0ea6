//! What may be shown of a figure, and why it is not. No personal data.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::codes;

use super::super::project::Places;

codes! {
    /// Why a figure is not shown.
    pub enum Hidden {
        /// Fewer people than may be shown, or what would reveal such a cell.
        Suppressed => "suppressed", "ukryte (tajemnica statystyczna)", "suppressed";
        /// The centre has not reported it.
        Missing => "missing", "brak danych", "no data";
        /// The centre does not consent to the measure.
        NoConsent => "no_consent", "brak zgody ośrodka", "the centre does not consent";
        /// Only a bound is known („min. 60"), which is never a point.
        Bound => "bound", "znana tylko granica", "only a bound is known";
    }
}

codes! {
    /// What regions compare, and what a centre consents to one by one.
    pub enum ComparisonMeasure {
        /// The cost of a participant's place: of the whole value, and of the Union's money.
        CostPerPlace => "cost_per_place", "koszt na miejsce uczestnika", "cost per participant's place";
        /// The share of own money.
        OwnContribution => "own_contribution", "udział wkładu własnego", "share of own contribution";
        /// People on places against the places, by sex.
        Recruitment => "recruitment", "rekrutacja wobec miejsc", "recruitment against places";
        /// Completed and dropped out, of those who ended: one cannot be told without the other.
        Completion => "completion", "ukończenie i przerwanie udziału", "completion and drop-out";
        /// Social effectiveness.
        SocialEffectiveness =>
            "social_effectiveness", "efektywność społeczna", "social effectiveness";
        /// Employment effectiveness.
        EmploymentEffectiveness =>
            "employment_effectiveness", "efektywność zatrudnieniowa", "employment effectiveness";
        /// The services offered, by category.
        ServicesMix => "services_mix", "struktura usług", "mix of services";
    }
}

/// A figure as whoever asks may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told<T> {
    /// The figure.
    Shown(T),
    /// Not shown, and why.
    NotShown(Hidden),
}

impl<T> Told<T> {
    /// The figure, if it is shown.
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(figure) => Some(figure),
            Self::NotShown(_) => None,
        }
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

impl PeopleCount {
    /// How many, if that is shown.
    pub const fn shown(self) -> Option<i64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::NotShown(_) => None,
        }
    }
}

/// One project of the newest release, with the people on its places alone. No personal data.
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
    /// The day that the counts are of, at its start in UTC: no closer, for a time would tell of single people. Without counts,
    /// the day of the release.
    pub as_of: wsparcie_kernel::Instant,
}
