//! What becomes of a participation: its end, the support received, the outcomes.
//!
//! Each is recorded once and never changed; what was entered wrongly is taken back with a reason and stays readable.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{EnrolmentId, OutcomeId, ParticipationEndId, SupportId};
use wsparcie_kernel::{Date, Instant, codes};

use super::people::Personal;

codes! {
    /// How a participation ended.
    pub enum Ending {
        /// Zgodnie ze ścieżką.
        AsPlanned => "as_planned", "zgodnie ze ścieżką", "as planned";
        /// Broken off early because the person found work: it counts as ended.
        ForWork => "for_work", "wcześniej, z powodu podjęcia pracy", "early, because work was found";
        /// Broken off early for another reason.
        Early => "early", "przerwanie udziału", "broken off early";
    }
}

codes! {
    /// The four categories of instruments.
    pub enum SupportCategory {
        /// Społeczne.
        Social => "social", "społeczne", "social";
        /// Zawodowe.
        Vocational => "vocational", "zawodowe", "vocational";
        /// Edukacyjne.
        Educational => "educational", "edukacyjne", "educational";
        /// Zdrowotne.
        Health => "health", "zdrowotne", "health";
    }
}

codes! {
    /// What an outcome is about.
    pub enum OutcomeKind {
        /// The person's situation after leaving, by the dictionary `situation_after`.
        SituationAfter => "situation_after", "sytuacja po zakończeniu udziału", "situation after leaving";
        /// Work found or a business started.
        Work => "work", "podjęcie pracy lub działalności", "work found";
        /// Education or training taken up.
        Education => "education", "podjęcie kształcenia lub szkolenia", "education or training taken up";
        /// A qualification: the formal result of validation and certification by an authorised body.
        Qualification => "qualification", "uzyskanie kwalifikacji", "qualification gained";
        /// A competence, in four dated stages.
        Competence => "competence", "nabycie kompetencji", "competence acquired";
        /// A social effect, by the dictionary `social_effect`.
        SocialEffect => "social_effect", "efekt społeczny", "social effect";
    }
}

codes! {
    /// On what footing somebody works.
    pub enum ContractKind {
        /// Umowa o pracę.
        Employment => "employment", "stosunek pracy", "contract of employment";
        /// Umowa cywilnoprawna.
        CivilContract => "civil_contract", "umowa cywilnoprawna", "civil contract";
        /// Działalność gospodarcza.
        Business => "business", "działalność gospodarcza", "business";
    }
}

/// Something recorded that was wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Personal,
}

/// The end of a participation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationEnd {
    /// Id.
    pub id: ParticipationEndId,
    /// Of which participation.
    pub enrolment_id: EnrolmentId,
    /// The last day of participation.
    pub ended_on: Date,
    /// How.
    pub ending: Ending,
    /// Why, where the worker said so; always of an early end.
    pub reason: Option<Personal>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// A participation to be ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndParticipation {
    /// Which.
    pub enrolment_id: EnrolmentId,
    /// The last day of participation.
    pub ended_on: Date,
    /// How.
    pub ending: Ending,
    /// Why; needed of an early end, 1 to 500 characters.
    pub reason: Option<Personal>,
}

/// An end that was entered wrongly.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeBackEnd {
    /// Of which participation.
    pub enrolment_id: EnrolmentId,
    /// Which end. One that was taken back since is refused with `STALE_VERSION`.
    pub end_id: ParticipationEndId,
    /// Why, 1 to 500 characters.
    pub reason: Personal,
}

/// Support that a participant received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Id.
    pub id: SupportId,
    /// In which participation.
    pub enrolment_id: EnrolmentId,
    /// Category of instrument.
    pub category: SupportCategory,
    /// The code of the service.
    pub kind: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day; absent while it goes on.
    pub ends_on: Option<Date>,
    /// What the worker noted.
    pub note: Option<Personal>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Present if it was entered wrongly.
    pub taken_back: Option<TakenBack>,
}

/// A rule of the project's services („≥1 społeczne na każdej ścieżce”) that the path of a participation does not keep yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathGap {
    /// In which participation.
    pub enrolment_id: EnrolmentId,
    /// Code of the rule, unique in the project's rules.
    pub rule: String,
    /// Code of the category of services, of the dictionary `instrument_category`.
    pub category: String,
    /// How many services of it a path holds at least.
    pub at_least: i32,
    /// How many more it needs, at least 1.
    pub needed: i32,
    /// Polish label of the rule.
    pub label_pl: String,
    /// English label of the rule.
    pub label_en: String,
    /// The law, guideline or rule of the project behind it.
    pub legal_basis: Option<String>,
}

/// Support to be recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewSupport {
    /// In which participation.
    pub enrolment_id: EnrolmentId,
    /// Category of instrument.
    pub category: SupportCategory,
    /// The code of the service: one that the project offers in this category, or of the dictionary `service_kind` with this
    /// category on the first day.
    pub kind: String,
    /// The first day, within the participation.
    pub starts_on: Date,
    /// The last day, within the participation; absent while it goes on.
    pub ends_on: Option<Date>,
    /// A note, 1 to 500 characters.
    pub note: Option<Personal>,
}

/// Support that was entered wrongly.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeBackSupport {
    /// Which.
    pub support_id: SupportId,
    /// Why, 1 to 500 characters.
    pub reason: Personal,
}

/// What an outcome says. Which parts belong to which kind, the fields tell; all others are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeFacts {
    /// What it is about.
    pub kind: OutcomeKind,
    /// The day it came about. Of work the first day; of a qualification or a competence it follows from their dates and is
    /// absent from the input.
    pub occurred_on: Option<Date>,
    /// Situation, social effect: the dictionary's code. Work: the code of a [`ContractKind`].
    pub code: Option<String>,
    /// Work: the last day of the contract; absent while it is open.
    pub until_on: Option<Date>,
    /// Work by a contract of employment: the share of a full post, in percent.
    pub post_percent: Option<i32>,
    /// Work by a civil contract: whether pay of at least three minimum wages is documented.
    pub pay_documented: Option<bool>,
    /// Qualification: the day of validation.
    pub validated_on: Option<Date>,
    /// Qualification: the day of certification by an authorised body.
    pub certified_on: Option<Date>,
    /// Competence, stage 1: zakres.
    pub scope_on: Option<Date>,
    /// Competence, stage 2: wzorzec.
    pub standard_on: Option<Date>,
    /// Competence, stage 3: ocena.
    pub assessed_on: Option<Date>,
    /// Competence, stage 4: porównanie.
    pub compared_on: Option<Date>,
}

impl OutcomeFacts {
    /// An outcome of a kind, of which nothing else is said yet.
    pub const fn of(kind: OutcomeKind) -> Self {
        Self {
            kind,
            occurred_on: None,
            code: None,
            until_on: None,
            post_percent: None,
            pay_documented: None,
            validated_on: None,
            certified_on: None,
            scope_on: None,
            standard_on: None,
            assessed_on: None,
            compared_on: None,
        }
    }
}

/// The document behind an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeEvidence {
    /// Kind of the document: `"umowa"`, `"zaswiadczenie"`, `"oswiadczenie"`; 1 to 60 characters.
    pub kind: Personal,
    /// Where it is, who issued it, what it says, 1 to 500 characters.
    pub note: Option<Personal>,
}

/// A result of a participation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Id.
    pub id: OutcomeId,
    /// Of which participation.
    pub enrolment_id: EnrolmentId,
    /// What it says.
    pub facts: OutcomeFacts,
    /// The document behind it.
    pub evidence: OutcomeEvidence,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Present if it was entered wrongly.
    pub taken_back: Option<TakenBack>,
}

/// An outcome to be recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOutcome {
    /// Of which participation.
    pub enrolment_id: EnrolmentId,
    /// What it says.
    pub facts: OutcomeFacts,
    /// The document behind it.
    pub evidence: OutcomeEvidence,
}

/// An outcome that was entered wrongly.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeBackOutcome {
    /// Which.
    pub outcome_id: OutcomeId,
    /// Why, 1 to 500 characters.
    pub reason: Personal,
}

/// How far the participations of a centre were told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Republished {
    /// How many this call told.
    pub told: i64,
    /// The last one told, to go on after; absent when all were.
    pub next: Option<EnrolmentId>,
}
