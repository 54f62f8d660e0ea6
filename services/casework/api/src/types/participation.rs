//! From a nomination through a verdict to a place or the reserve list.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::ids::{
    EnrolmentId, FactId, GroupId, NominationId, PersonId, ProjectId, RecruitmentId, VerdictId,
};
use wsparcie_kernel::{Date, Instant, codes};

use super::people::Personal;

codes! {
    /// Who put the person forward.
    pub enum NominatedBy {
        /// Pracownik socjalny.
        SocialWorker => "social_worker", "pracownik socjalny", "social worker";
        /// Asystent rodziny.
        FamilyAssistant => "family_assistant", "asystent rodziny", "family assistant";
        /// The person themself.
        SelfNomination => "self", "zgłoszenie własne", "self-nomination";
    }
}

codes! {
    /// Where a nomination stands.
    pub enum NominationState {
        /// Put forward, not enrolled.
        Open => "open", "zgłoszona", "open";
        /// Enrolled on a place or the reserve.
        Enrolled => "enrolled", "przyjęta", "enrolled";
    }
}

/// A nomination of a person to a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomination {
    /// Id.
    pub id: NominationId,
    /// Who is put forward.
    pub person_id: PersonId,
    /// To which project.
    pub project_id: ProjectId,
    /// To which group of it, if to one.
    #[serde(default)]
    pub group_id: Option<GroupId>,
    /// By whom.
    pub nominated_by: NominatedBy,
    /// When.
    pub nominated_on: Date,
    /// Where it stands.
    pub state: NominationState,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A person to be nominated.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewNomination {
    /// Who.
    pub person_id: PersonId,
    /// To which project.
    pub project_id: ProjectId,
    /// To which group of it, if to one.
    #[serde(default)]
    pub group_id: Option<GroupId>,
    /// By whom.
    pub nominated_by: NominatedBy,
    /// When.
    pub nominated_on: Date,
}

/// A nomination to be decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecideNomination {
    /// Which.
    pub nomination_id: NominationId,
    /// The day on which age and facts are looked at.
    pub reference_date: Date,
}

codes! {
    /// What a criterion came to.
    pub enum CriterionOutcome {
        /// Met.
        Met => "met", "spełnione", "met";
        /// Not met.
        NotMet => "not_met", "niespełnione", "not met";
        /// Cannot be decided: facts are missing or were refused.
        Missing => "missing", "brak danych", "missing";
    }
}

codes! {
    /// Whether a criterion that is met is documented as its rules ask.
    pub enum EvidenceState {
        /// The rules name no kinds of evidence, or the criterion is not met.
        NotRequired => "not_required", "bez wymaganych dokumentów", "no evidence required";
        /// The facts with evidence of those kinds, valid on the reference date, suffice by themselves.
        Complete => "complete", "udokumentowane", "documented";
        /// Without facts that lack such evidence the criterion would not be met: documents are to be asked for.
        Incomplete => "incomplete", "brakuje dokumentów", "evidence missing";
    }
}

codes! {
    /// What all criteria came to.
    pub enum VerdictOutcome {
        /// Eligible.
        Eligible => "eligible", "kwalifikuje się", "eligible";
        /// Not eligible.
        NotEligible => "not_eligible", "nie kwalifikuje się", "not eligible";
        /// Undecided: facts are missing.
        Undecided => "undecided", "nierozstrzygnięte", "undecided";
    }
}

/// A fact as a verdict used it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The vocabulary's name.
    pub name: String,
    /// The value in words (`"15"`, `"true"`, `"severe"`); absent if unknown.
    pub value: Option<Personal>,
    /// `known`, `refused` or `unknown`.
    pub state: String,
    /// The fact's id, where it was recorded and not derived.
    pub fact_id: Option<FactId>,
    /// The kind of the document behind it.
    pub evidence_kind: Option<String>,
    /// The last day on which that document is valid, where it says so. On a reference date behind it the fact still counts,
    /// but the document proves it no longer.
    #[serde(default)]
    pub evidence_valid_until: Option<Date>,
}

impl fmt::Debug for FactUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactUsed(***)")
    }
}

/// What one criterion, group or preference came to, and on which facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// The criterion's code; of a condition of a participant group with `group.` before it.
    pub code: String,
    /// Its Polish label.
    pub label_pl: String,
    /// Its English label.
    pub label_en: String,
    /// The law or guideline behind it.
    pub legal_basis: Option<String>,
    /// The any-of group it belongs to.
    pub group: Option<String>,
    /// The name of the participant group (cohort) whose condition it is; absent if it is the project's.
    #[serde(default)]
    pub of_group: Option<String>,
    /// What it came to.
    pub outcome: CriterionOutcome,
    /// The kinds of evidence that the rules ask for, codes of the dictionary `evidence_kind`.
    #[serde(default)]
    pub evidence_kinds: Vec<String>,
    /// Whether it is documented by them. Undocumented it is met all the same: whoever enrols asks for the documents.
    pub evidence: EvidenceState,
    /// The facts looked at.
    pub facts_used: Vec<FactUsed>,
}

/// A decision on a nomination with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Id.
    pub id: VerdictId,
    /// Which nomination.
    pub nomination_id: NominationId,
    /// The version of the rules.
    pub recruitment_id: RecruitmentId,
    /// The day on which age and facts were looked at.
    pub reference_date: Date,
    /// The release of reference data (premises and their dates) that it was decided with; absent in verdicts from before
    /// releases.
    #[serde(default)]
    pub reference_release: Option<i64>,
    /// What it came to.
    pub outcome: VerdictOutcome,
    /// Criterion by criterion.
    pub criteria: Vec<CriterionResult>,
    /// The any-of groups (their `facts_used` are empty: see their criteria).
    pub groups: Vec<CriterionResult>,
    /// The preferences, the strongest first.
    pub preferences: Vec<CriterionResult>,
    /// When it was decided.
    pub decided_at: Instant,
}

/// An eligible nomination to be enrolled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrol {
    /// Which.
    pub nomination_id: NominationId,
    /// The version of the nomination that the change is based on.
    pub expected_version: i64,
    /// The first day of participation.
    pub starts_on: Date,
}

codes! {
    /// Where an enrolled person stands.
    pub enum EnrolmentState {
        /// On a place.
        Enrolled => "enrolled", "uczestnik", "participant";
        /// On the reserve list: the places are taken.
        ReservePlacesFull => "reserve_places_full", "lista rezerwowa – brak miejsc", "reserve list: no places left";
        /// On the reserve list: the places for this sex are taken.
        ReserveSexQuotaFull => "reserve_sex_quota_full", "lista rezerwowa – wyczerpany limit dla płci", "reserve list: no places left for this sex";
    }
}

/// A person's participation in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Id.
    pub id: EnrolmentId,
    /// The nomination it came from.
    pub nomination_id: NominationId,
    /// Who.
    pub person_id: PersonId,
    /// In which project.
    pub project_id: ProjectId,
    /// In which group of it, if in one.
    #[serde(default)]
    pub group_id: Option<GroupId>,
    /// Where the person stands.
    pub state: EnrolmentState,
    /// The first day of participation.
    pub starts_on: Date,
}

/// How many people take part in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentCounts {
    /// The project.
    pub project_id: ProjectId,
    /// Women on places.
    pub women: i64,
    /// Men on places.
    pub men: i64,
    /// Women on the reserve list.
    pub reserve_women: i64,
    /// Men on the reserve list.
    pub reserve_men: i64,
}

/// How many people take part in a group of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEnrolmentCounts {
    /// The group.
    pub group_id: GroupId,
    /// Women on places.
    pub women: i64,
    /// Men on places.
    pub men: i64,
    /// Women on the reserve list.
    pub reserve_women: i64,
    /// Men on the reserve list.
    pub reserve_men: i64,
}

/// The payload of the event `participation.counted`: how many people a project has now. Ids and counts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationCounted {
    /// The project.
    pub project_id: Uuid,
}
