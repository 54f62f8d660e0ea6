//! The shapes that the calls take and give. What is personal prints as `***`.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::ids::{
    EnrolmentId, FactId, NominationId, PersonId, ProjectId, RecruitmentId, SessionId, VerdictId,
};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Date, Instant, codes};

/// A text about a person: travels and is stored, never printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// Wraps a text.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for whoever may see it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A person known to a centre.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// First name or names.
    pub first_name: Personal,
    /// Last name.
    pub last_name: Personal,
    /// PESEL; absent for people without one.
    pub pesel: Option<Personal>,
    /// Birth date, from the PESEL where there is one.
    pub birth_date: Date,
    /// Sex, from the PESEL where there is one.
    pub sex: Sex,
    /// Version, for conflict-safe updates.
    pub version: i64,
    /// When the person was entered.
    pub created_at: Instant,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({}, ***)", self.id.into_uuid())
    }
}

/// How a person is identified.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identification {
    /// By PESEL, which gives birth date and sex.
    Pesel(Personal),
    /// Without PESEL: birth date and sex as typed.
    WithoutPesel {
        /// Birth date, from 1900-01-01 to today.
        birth_date: Date,
        /// Sex.
        sex: Sex,
    },
}

impl fmt::Debug for Identification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pesel(_) => "Pesel(***)",
            Self::WithoutPesel { .. } => "WithoutPesel(***)",
        })
    }
}

/// A person to be entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewPerson {
    /// First name or names, 1 to 100 characters.
    pub first_name: Personal,
    /// Last name, 1 to 100 characters.
    pub last_name: Personal,
    /// How the person is identified.
    pub identification: Identification,
}

/// A change of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdatePerson {
    /// The person.
    pub id: PersonId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// New first name, if it changes.
    pub first_name: Option<Personal>,
    /// New last name, if it changes.
    pub last_name: Option<Personal>,
}

/// What to look for before a person is entered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SearchPeople {
    /// PESEL: finds the one person who has it.
    pub pesel: Option<Personal>,
    /// Last name, whole, in any letter case.
    pub last_name: Option<Personal>,
    /// First name, whole, in any letter case; narrows a search by last name.
    pub first_name: Option<Personal>,
    /// Birth date; narrows a search by last name.
    pub birth_date: Option<Date>,
}

codes! {
    /// Why a person was found.
    pub enum MatchReason {
        /// The same PESEL.
        Pesel => "pesel", "ten sam PESEL", "same PESEL";
        /// The same first and last name and birth date.
        NameAndBirthDate => "name_and_birth_date", "to samo imię, nazwisko i data urodzenia", "same name and birth date";
        /// The same first and last name.
        FullName => "full_name", "to samo imię i nazwisko", "same full name";
        /// The same last name.
        LastName => "last_name", "to samo nazwisko", "same last name";
    }
}

/// A person found, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMatch {
    /// The person.
    pub person: Person,
    /// The strongest reason.
    pub reason: MatchReason,
}

/// What a fact says. Unknown is the absence of a fact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A code of a dictionary, or a TERYT code.
    Code(String),
    /// The person refused to say: neither yes nor no.
    Refused,
}

impl fmt::Debug for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactValue(***)")
    }
}

/// A document behind a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Kind: `"zaswiadczenie"`, `"orzeczenie"`, `"oswiadczenie"`, `"wywiad"`; 1 to 60 characters.
    pub kind: String,
    /// Its number or place in the files, 1 to 200 characters.
    pub reference: Personal,
    /// The date on it.
    pub dated: Option<Date>,
    /// The last day it is valid.
    pub valid_until: Option<Date>,
}

/// A dated fact about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Id.
    pub id: FactId,
    /// Whose.
    pub person_id: PersonId,
    /// The vocabulary's name: `"premise.homeless"`, `"disability_degree"`.
    pub name: String,
    /// What it says.
    pub value: FactValue,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last day it holds; absent while it goes on.
    pub valid_to: Option<Date>,
    /// The document behind it.
    pub evidence: Option<Evidence>,
    /// When it was recorded. A later record for the same day wins.
    pub recorded_at: Instant,
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fact({}, ***)", self.id.into_uuid())
    }
}

/// A fact to be recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewFact {
    /// Whose.
    pub person_id: PersonId,
    /// The vocabulary's name; derived names (`age`, `sex`, `premise_count`) cannot be recorded.
    pub name: String,
    /// What it says.
    pub value: FactValue,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last day it holds.
    pub valid_to: Option<Date>,
    /// The document behind it.
    pub evidence: Option<Evidence>,
}

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
    /// The criterion's code.
    pub code: String,
    /// Its Polish label.
    pub label_pl: String,
    /// Its English label.
    pub label_en: String,
    /// The law or guideline behind it.
    pub legal_basis: Option<String>,
    /// The any-of group it belongs to.
    pub group: Option<String>,
    /// What it came to.
    pub outcome: CriterionOutcome,
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

/// One group session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSession {
    /// Id.
    pub id: SessionId,
    /// Of which project.
    pub project_id: ProjectId,
    /// Its subject, 1 to 200 characters.
    pub title: String,
    /// The day.
    pub held_on: Date,
    /// Length in minutes, 15 to 720.
    pub minutes: i32,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A group session to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewSession {
    /// Of which project.
    pub project_id: ProjectId,
    /// Its subject.
    pub title: String,
    /// The day.
    pub held_on: Date,
    /// Length in minutes, 15 to 720.
    pub minutes: i32,
}

codes! {
    /// Whether somebody was there.
    pub enum Presence {
        /// Was there.
        Present => "present", "obecność", "present";
        /// Was not there, with a reason.
        Excused => "excused", "nieobecność usprawiedliwiona", "excused absence";
        /// Was not there.
        Absent => "absent", "nieobecność", "absent";
    }
}

/// One person's mark for a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceMark {
    /// Who.
    pub enrolment_id: EnrolmentId,
    /// Whether they were there.
    pub presence: Presence,
}

/// Attendance to be recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordAttendance {
    /// Of which session.
    pub session_id: SessionId,
    /// The version of the session that the change is based on.
    pub expected_version: i64,
    /// The marks, at most 100, one a person.
    pub marks: Vec<AttendanceMark>,
}

/// One line of an attendance list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Of which session.
    pub session_id: SessionId,
    /// Whose participation.
    pub enrolment_id: EnrolmentId,
    /// First and last name, as on a paper list: whoever holds the session sees no more than this.
    pub participant: Personal,
    /// Whether they were there.
    pub presence: Presence,
}

/// What one participation adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceSum {
    /// Whose.
    pub enrolment_id: EnrolmentId,
    /// Sessions attended.
    pub sessions: i64,
    /// Minutes attended.
    pub minutes: i64,
}

/// The payload of the event `participation.counted`: how many people a project has now. Ids and counts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationCounted {
    /// The project.
    pub project_id: Uuid,
}
