//! Projects: what is known of them, and how sure it is.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProgrammeId, ProjectId, TenantId};
use wsparcie_kernel::{Date, Money, codes};

use super::programme::ProjectNumber;

codes! {
    /// How a project was chosen.
    pub enum ProjectMode {
        /// Systemowy: no competition, a framework agreement over years (2007-13).
        Systemic => "systemic", "systemowy", "systemic";
        /// Konkursowy.
        Competitive => "competitive", "konkursowy", "competitive";
        /// Pozakonkursowy.
        NonCompetitive => "non_competitive", "pozakonkursowy", "non-competitive";
    }
}

codes! {
    /// Where money of a budget comes from.
    pub enum BudgetSource {
        /// European Social Fund.
        Eu => "eu", "Unia Europejska", "European Union";
        /// Budżet państwa.
        StateBudget => "state_budget", "budżet państwa", "state budget";
        /// Jednostka samorządu terytorialnego; own contribution.
        LocalGovernment => "local_government", "samorząd (wkład własny)", "local government (own contribution)";
        /// Private.
        Private => "private", "środki prywatne", "private";
    }
}

codes! {
    /// What a partner is in a project.
    pub enum PartnerRole {
        /// Lider = partner wiodący.
        Lead => "lead", "partner wiodący (lider)", "lead partner";
        /// Partner nr 1, 2 …
        Partner => "partner", "partner", "partner";
    }
}

codes! {
    /// How sure a number is.
    pub enum Exactness {
        /// Just this many.
        Exact => "exact", "dokładnie", "exactly";
        /// At least this many („min. 60”): a bound, never a point.
        Minimum => "minimum", "co najmniej", "at least";
    }
}

codes! {
    /// What a note on a source says.
    pub enum SourceNoteKind {
        /// The source does not say it: unknown.
        Unknown => "unknown", "brak danych", "unknown";
        /// The source contradicts itself; stored as it stands.
        Contradiction => "contradiction", "sprzeczność w źródle", "contradiction in the source";
        /// The source can be read in another way.
        OtherReading => "other_reading", "inne możliwe odczytanie", "another possible reading";
    }
}

/// A number of places that may be a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// How many, 0 to 1 000 000.
    pub count: i32,
    /// Exactly so many, or at least.
    pub exactness: Exactness,
}

/// Money from one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetPart {
    /// The source.
    pub source: BudgetSource,
    /// The amount, more than zero.
    pub amount: Money,
}

/// A partner of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// What it is in the project.
    pub role: PartnerRole,
    /// Its name.
    pub name: String,
}

/// A note about what a source says, or does not say, of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// What the note says.
    pub kind: SourceNoteKind,
    /// The field it speaks of, in the API's name: `"budget"`, `"period"`, `"places"`.
    pub field: String,
    /// The note, in Polish.
    pub text: String,
}

/// What is known of a project. Absent is unknown, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectFacts {
    /// Title, 1 to 300 characters.
    pub title: String,
    /// The edition, where the undertaking runs in several: `"2014-2015"`.
    pub edition: Option<String>,
    /// What links the editions of one undertaking: its name, `"INTEGRA"`.
    pub undertaking: Option<String>,
    /// The deepest known level of the programme tree.
    pub programme_id: Option<ProgrammeId>,
    /// The project number, as written in the source.
    pub number: Option<String>,
    /// How it was chosen.
    pub mode: Option<ProjectMode>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// The first day of recruitment.
    pub recruitment_from: Option<Date>,
    /// The last day of recruitment.
    pub recruitment_until: Option<Date>,
    /// Places in all.
    pub places_total: Option<Places>,
    /// Places for women.
    pub places_women: Option<Places>,
    /// Places for men.
    pub places_men: Option<Places>,
    /// The budget by source, one part a source at most; absent if unknown.
    pub budget: Option<Vec<BudgetPart>>,
    /// The total as the source states it; it may differ from the sum of the parts, and then both are shown.
    pub budget_total: Option<Money>,
    /// Partners, the centre itself among them where it is one.
    pub partners: Vec<Partner>,
    /// Notes on the source.
    pub source_notes: Vec<SourceNote>,
    /// The area: TERYT code of gmina (7), powiat (4) or voivodeship (2).
    pub area: Option<String>,
}

/// A project of one centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Id.
    pub id: ProjectId,
    /// The centre.
    pub tenant_id: TenantId,
    /// What is known.
    pub facts: ProjectFacts,
    /// The number's parts, if a number is known.
    pub number: Option<ProjectNumber>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A project to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewProject {
    /// What is known.
    pub facts: ProjectFacts,
}

/// A change of a project: the whole of what is known replaces what was known.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateProject {
    /// The project.
    pub id: ProjectId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// What is known now.
    pub facts: ProjectFacts,
}

impl ProjectFacts {
    /// What the parts of the budget add up to; `None` if the budget is unknown.
    pub fn budget_sum(&self) -> Option<Money> {
        Money::sum(self.budget.as_ref()?.iter().map(|part| part.amount))
    }

    /// The stated total less the sum of the parts: zero where they agree, `None` where one of them is unknown. It is shown,
    /// never rounded away.
    pub fn budget_difference(&self) -> Option<Money> {
        self.budget_total?.checked_sub(self.budget_sum()?)
    }
}
