//! Projects: what is known of them, and how sure it is.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProgrammeId, ProjectId, TenantId};
use wsparcie_kernel::{Date, Money, codes};

use super::programme::ProjectNumber;
use super::status::ProjectStatus;

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
        /// Where the figure comes from: the page, an agreement, a notice.
        Source => "source", "źródło", "source";
        /// The source gives a lower bound („min. 60”), which is never a point.
        Minimum => "minimum", "dolna granica", "lower bound";
    }
}

/// What a note can speak of, in the API's names: the figures of a project, groups of them (`period`, `places`, `recruitment`,
/// `goals`), and what a source tells beyond the fields. A closed list; new names are only added.
pub const NOTED_FIGURES: [&str; 36] = [
    "title",
    "edition",
    "undertaking",
    "programme",
    "number",
    "mode",
    "period",
    "startsOn",
    "endsOn",
    "recruitment",
    "recruitmentFrom",
    "recruitmentUntil",
    "recruitmentRules",
    "places",
    "placesTotal",
    "placesWomen",
    "placesMen",
    "budget",
    "budgetTotal",
    "beneficiary",
    "implementer",
    "partners",
    "goals",
    "mainGoal",
    "specificGoals",
    "targetGroup",
    "area",
    "agreements",
    "status",
    "groups",
    "services",
    "team",
    "hours",
    "districts",
    "indicators",
    "readiness",
];

codes! {
    /// The facts that an update may leave unsaid: they stay as they are stored. (What clients said before these facts existed
    /// must not wipe them.)
    pub enum LaterFact {
        /// [`ProjectFacts::beneficiary`].
        Beneficiary => "beneficiary", "beneficjent", "beneficiary";
        /// [`ProjectFacts::implementer`].
        Implementer => "implementer", "realizator", "implementer";
        /// [`ProjectFacts::main_goal`].
        MainGoal => "main_goal", "cel główny", "main goal";
        /// [`ProjectFacts::specific_goals`].
        SpecificGoals => "specific_goals", "cele szczegółowe", "specific goals";
        /// [`ProjectFacts::target_groups`].
        TargetGroups => "target_groups", "grupy docelowe", "target groups";
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
    /// What else is known of it. In an update, absent: as it is stored of the partner of this name.
    #[serde(default)]
    pub details: Option<PartnerDetails>,
}

/// What is known of a partner besides its role and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartnerDetails {
    /// „Partner nr 1”: 1 to 99; absent if the source gives none.
    #[serde(default)]
    pub number: Option<i32>,
    /// Whether it is the centre itself.
    #[serde(default)]
    pub is_centre: bool,
    /// Its share of the budget, more than zero; absent if unknown.
    #[serde(default)]
    pub share: Option<Money>,
}

/// An entity that answers for a project: its beneficiary (usually the gmina) or its implementer (the centre).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectParty {
    /// Its name.
    pub name: String,
    /// Its NIP, ten digits; absent if unknown. Not unique: a centre's may be its gmina's.
    pub nip: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// Who signed for the project: usually the gmina.
    #[serde(default)]
    pub beneficiary: Option<ProjectParty>,
    /// Who carries it out: usually the centre.
    #[serde(default)]
    pub implementer: Option<ProjectParty>,
    /// The main goal, in the words of the source.
    #[serde(default)]
    pub main_goal: Option<String>,
    /// The specific goals, in the order of the source; empty if it tells none.
    #[serde(default)]
    pub specific_goals: Vec<String>,
    /// Whom the project is for, in the order and the words of the source; empty if it does not say. Who may take part is
    /// decided by the recruitment rules, not by these texts.
    #[serde(default)]
    pub target_groups: Vec<String>,
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
    /// How far it has come.
    #[serde(default)]
    pub status: ProjectStatus,
    /// The statuses that it may be moved to.
    #[serde(default)]
    pub next_statuses: Vec<ProjectStatus>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// The other projects of a project's undertaking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectEditions {
    /// The project.
    pub project_id: ProjectId,
    /// The others, at most 50: by first day (unknown last), then edition, then id.
    pub editions: Vec<ProjectId>,
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
    /// Which of the later facts the change speaks of; the others stay as they are stored.
    #[serde(default)]
    pub stated: Vec<LaterFact>,
}

impl SourceNote {
    /// Whether the note is on this figure, or on the group that the figure belongs to.
    pub fn speaks_of(&self, figure: &str) -> bool {
        let group = match figure {
            "startsOn" | "endsOn" => "period",
            "recruitmentFrom" | "recruitmentUntil" => "recruitment",
            "placesTotal" | "placesWomen" | "placesMen" => "places",
            "mainGoal" | "specificGoals" => "goals",
            other => other,
        };
        self.field == figure || self.field == group
    }
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
