//! What a project offers, and what every participant's path must hold of it.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{OfferedServiceId, ProjectId, TeamPostId};
use wsparcie_kernel::{Instant, Problem};

use super::project::Exactness;
use super::team::Coded;

/// How much of a service is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedQuantity {
    /// In thousandths of the unit, 1 to 1 000 000 000 000.
    pub thousandths: i64,
    /// The upper end of a range („3–4 godziny”), in thousandths of the unit.
    pub to_thousandths: Option<i64>,
    /// Exactly so much, or at least; a range is exact.
    pub exactness: Exactness,
}

/// Who provides a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceProvider {
    /// A line of the project's team.
    TeamPost(TeamPostId),
    /// A partner of the project, by its name there.
    Partner(String),
    /// An external firm. A source may tell of a firm without naming it.
    Firm {
        /// Its name.
        name: Option<String>,
        /// Its NIP, ten digits.
        nip: Option<String>,
    },
}

/// What is said of an offered service. Absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFacts {
    /// Code of the dictionary `service_kind`.
    pub kind: String,
    /// Code of the dictionary `instrument_category`; absent: that of the kind.
    pub category: Option<String>,
    /// The source's words, 1 to 500 characters.
    pub description: Option<String>,
    /// Code of the dictionary `service_unit`.
    pub unit: Option<String>,
    /// How much is planned; needs a unit.
    pub quantity: Option<PlannedQuantity>,
    /// What the quantity is for: „na uczestnika”; 1 to 100 characters.
    pub per_what: Option<String>,
    /// Who provides it.
    pub provider: Option<ServiceProvider>,
}

/// A service to be offered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOfferedService {
    /// The project.
    pub project_id: ProjectId,
    /// What is known.
    pub facts: ServiceFacts,
}

/// A change of an offered service: the whole of what is known replaces what was known.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateOfferedService {
    /// The service.
    pub id: OfferedServiceId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// What is known now.
    pub facts: ServiceFacts,
}

/// A service that is offered no longer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithdrawOfferedService {
    /// The service.
    pub id: OfferedServiceId,
    /// The version that the change is based on.
    pub expected_version: i64,
}

/// A service that a project offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedService {
    /// Id.
    pub id: OfferedServiceId,
    /// The project.
    pub project_id: ProjectId,
    /// The kind.
    pub kind: Coded,
    /// The category.
    pub category: Coded,
    /// The source's words.
    pub description: Option<String>,
    /// The unit.
    pub unit: Option<Coded>,
    /// How much is planned.
    pub quantity: Option<PlannedQuantity>,
    /// What the quantity is for.
    pub per_what: Option<String>,
    /// Who provides it.
    pub provider: Option<ServiceProvider>,
    /// Since when it is offered no longer.
    pub withdrawn_at: Option<Instant>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// One rule: at least so many services of a category in every path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRule {
    /// Code, unique in the rules: `a-z 0-9 _`.
    pub code: String,
    /// Code of the dictionary `instrument_category`.
    pub category: String,
    /// How many, 1 to 100.
    pub at_least: i32,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// The law, guideline or rule of the project behind it.
    pub legal_basis: Option<String>,
}

/// One version of what every path of a project must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRules {
    /// The project.
    pub project_id: ProjectId,
    /// The version: 1, 2, …
    pub version: i64,
    /// The rules.
    pub rules: Vec<ServiceRule>,
    /// Rules that no path can keep now: the project offers no service of their category. Paths begin with `rules`.
    pub warnings: Vec<Problem>,
}

/// New rules; they replace the current ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetServiceRules {
    /// The project.
    pub project_id: ProjectId,
    /// The version that the change is based on; 0 if there are no rules yet.
    pub expected_version: i64,
    /// The rules, at most 20; none: nothing is asked for any more.
    pub rules: Vec<ServiceRule>,
}
