//! The shapes that the calls take and give.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId, RecruitmentId, TenantId};
use wsparcie_kernel::{Date, Money, codes};

codes! {
    /// The funding period of a programme.
    pub enum FundingPeriod {
        /// 2007-2013 (PO KL).
        P2007 => "2007-2013", "2007-2013", "2007-2013";
        /// 2014-2020 (RPO, PO WER).
        P2014 => "2014-2020", "2014-2020", "2014-2020";
        /// 2021-2027 (FE, FERS).
        P2021 => "2021-2027", "2021-2027", "2021-2027";
    }
}

codes! {
    /// A level of a programme tree. Names differ by period: domain.md §1.
    pub enum ProgrammeLevel {
        /// Program operacyjny.
        Programme => "programme", "program", "programme";
        /// Priorytet (2007-13, 2021-27) or oś priorytetowa (2014-20).
        Priority => "priority", "priorytet / oś priorytetowa", "priority axis";
        /// Działanie.
        Measure => "measure", "działanie", "measure";
        /// Poddziałanie.
        Submeasure => "submeasure", "poddziałanie", "submeasure";
        /// Typ projektu (2021-27).
        ProjectType => "project_type", "typ projektu", "project type";
    }
}

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

/// One level of a programme tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Id.
    pub id: ProgrammeId,
    /// The level above; absent at the root.
    pub parent_id: Option<ProgrammeId>,
    /// The funding period.
    pub period: FundingPeriod,
    /// Which level it is.
    pub level: ProgrammeLevel,
    /// The level's own code, unique in its tree: `"POKL"`, `"VII"`, `"7.1"`, `"7.1.1"`, `"RPSW"`, `"9.2.1"`.
    pub code: String,
    /// Polish name.
    pub name_pl: String,
    /// English name.
    pub name_en: String,
    /// The voivodeship of a regional programme (TERYT); absent for national ones.
    pub voivodeship: Option<String>,
}

/// A project number and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectNumber {
    /// The text as it was given.
    pub raw: String,
    /// The normalised form.
    pub normalised: String,
    /// The programme's abbreviation: `"RPSW"`, `"POKL"`, `"POWR"`, `"FEDS"`.
    pub programme_code: String,
    /// The funding period.
    pub period: FundingPeriod,
    /// Priority or axis, without leading zeros: `"9"`.
    pub priority: String,
    /// Measure: `"9.2"`.
    pub measure: String,
    /// Submeasure: `"9.2.1"`; absent where the programme has none (`00`, or 2021-27).
    pub submeasure: Option<String>,
    /// Voivodeship (TERYT, `"26"`); `"00"` for national; absent for 2021-27, whose numbers name an institution.
    pub voivodeship: Option<String>,
    /// The institution of a 2021-27 number: `"IZ.00"`, `"IP.02"`.
    pub institution: Option<String>,
    /// The serial, as written.
    pub serial: String,
    /// The year of the call, four digits.
    pub year: i32,
    /// The agreement's version: 0 the original, 1… annexes; absent if the number does not say.
    pub agreement_version: Option<i32>,
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

/// One recruitment criterion: one condition with its label and legal basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Code, unique in the rules: `a-z 0-9 _`.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// The law or guideline behind it.
    pub legal_basis: Option<String>,
    /// The condition: a CEL expression over the vocabulary.
    pub expression: String,
    /// The any-of group it belongs to; absent: required by itself.
    pub group: Option<String>,
    /// Kinds of evidence that can prove it.
    pub evidence_kinds: Vec<String>,
}

/// A group of criteria of which a number must be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionGroup {
    /// Code, unique in the rules.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// How many of its criteria must be met.
    pub at_least: i32,
}

/// A preference: what puts a person before others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Code, unique in the rules.
    pub code: String,
    /// Polish label.
    pub label_pl: String,
    /// English label.
    pub label_en: String,
    /// The condition: a CEL expression over the vocabulary.
    pub expression: String,
}

/// The content of recruitment rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecruitmentRules {
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The any-of groups.
    pub groups: Vec<CriterionGroup>,
    /// The preferences, the strongest first.
    pub preferences: Vec<Preference>,
}

/// One version of a project's recruitment rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recruitment {
    /// The id of this version.
    pub id: RecruitmentId,
    /// The project.
    pub project_id: ProjectId,
    /// The version: 1, 2, …
    pub version: i64,
    /// The rules.
    pub rules: RecruitmentRules,
}

/// New recruitment rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetRecruitment {
    /// The project.
    pub project_id: ProjectId,
    /// The version that the change is based on; 0 if there are no rules yet.
    pub expected_version: i64,
    /// The rules.
    pub rules: RecruitmentRules,
}

/// A word that recruitment conditions may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VocabularyTerm {
    /// The name as written in a condition: `"age"`, `"premise.homeless"`.
    pub name: String,
    /// `bool`, `int` or `string`.
    pub value_type: String,
    /// What it means, in Polish.
    pub meaning_pl: String,
    /// What it means, in English.
    pub meaning_en: String,
    /// The codes a string may have; empty if open.
    pub values: Vec<String>,
}

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
