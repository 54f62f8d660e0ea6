//! What the projects of a release add up to, from shown figures alone.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::codes;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::national::Sex;

use super::{ComparisonMeasure, Hidden};

codes! {
    /// A figure that is summed up.
    pub enum ComparisonFigure {
        /// The cost of a place, of the whole value.
        CostPerPlaceTotal => "cost_per_place_total",
            "koszt na miejsce (wartość ogółem)", "cost per place (total value)";
        /// The cost of a place, of the Union's money.
        CostPerPlaceEu => "cost_per_place_eu", "koszt na miejsce (dofinansowanie UE)", "cost per place (EU funding)";
        /// The share of own money.
        OwnContributionShare => "own_contribution_share", "udział wkładu własnego", "share of own contribution";
        /// People on places ÷ places.
        RecruitmentRate => "recruitment_rate", "obsadzenie miejsc", "places taken";
        /// Completed ÷ ended.
        CompletionRate => "completion_rate", "ukończenie udziału", "completion";
        /// Dropped out ÷ ended.
        DropOutRate => "drop_out_rate", "przerwanie udziału", "drop-out";
        /// Social effectiveness.
        SocialEffectiveness => "social_effectiveness", "efektywność społeczna", "social effectiveness";
        /// Employment effectiveness.
        EmploymentEffectiveness =>
            "employment_effectiveness", "efektywność zatrudnieniowa", "employment effectiveness";
        /// The share of a category among the services.
        ServicesShare => "services_share", "udział kategorii w usługach", "share of a category of services";
    }
}

impl ComparisonFigure {
    /// The measure it belongs to.
    pub const fn measure(self) -> ComparisonMeasure {
        match self {
            Self::CostPerPlaceTotal | Self::CostPerPlaceEu => ComparisonMeasure::CostPerPlace,
            Self::OwnContributionShare => ComparisonMeasure::OwnContribution,
            Self::RecruitmentRate => ComparisonMeasure::Recruitment,
            Self::CompletionRate | Self::DropOutRate => ComparisonMeasure::Completion,
            Self::SocialEffectiveness => ComparisonMeasure::SocialEffectiveness,
            Self::EmploymentEffectiveness => ComparisonMeasure::EmploymentEffectiveness,
            Self::ServicesShare => ComparisonMeasure::ServicesMix,
        }
    }
}

codes! {
    /// What the values of a figure count.
    pub enum FigureUnit {
        /// Grosz.
        Grosz => "grosz", "grosze", "grosz";
        /// Hundredths of a percent.
        BasisPoints => "basis_points", "setne części procenta", "hundredths of a percent";
    }
}

/// Least, quartiles and greatest of the shown values, in the figure's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureSpread {
    /// The least.
    pub least: i64,
    /// A quarter of the way.
    pub lower_quartile: i64,
    /// The middle.
    pub median: i64,
    /// Three quarters of the way.
    pub upper_quartile: i64,
    /// The greatest.
    pub greatest: i64,
}

/// A project whose figure is not among the values, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingProject {
    /// The row.
    pub id: Uuid,
    /// The centre's short name.
    pub centre: String,
    /// The project's title.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// Why.
    pub reason: Hidden,
}

/// A project of which only a bound is known: listed apart, never averaged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureBound {
    /// The row.
    pub id: Uuid,
    /// The centre's short name.
    pub centre: String,
    /// The project's title.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// At most this much, in the figure's unit.
    pub at_most: i64,
}

/// One figure over the projects asked for. Everything follows from shown values, so it tells nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureSummary {
    /// The figure.
    pub figure: ComparisonFigure,
    /// Of one sex; absent: of all.
    pub sex: Option<Sex>,
    /// Of one category of services.
    pub category: Option<String>,
    /// What the values count.
    pub unit: FigureUnit,
    /// How many projects are included.
    pub included: i64,
    /// Of how many.
    pub considered: i64,
    /// Σ numerators ÷ Σ denominators of the included; absent of none.
    pub weighted_mean: Option<i64>,
    /// Wilson's 95 % interval of the weighted mean, for shares of people.
    pub interval: Option<(BasisPoints, BasisPoints)>,
    /// Each project counting once.
    pub mean: Option<i64>,
    /// How the values spread.
    pub spread: Option<FigureSpread>,
    /// Bounds, apart.
    pub bounds: Vec<FigureBound>,
    /// The others, by name and why.
    pub missing: Vec<MissingProject>,
}
