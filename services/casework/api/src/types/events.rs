//! The events of participation: what case work tells others, in words that stay the same (`docs/events.md`).
//!
//! Delivery is at least once and in no order, so each event carries the whole present state and a version that grows:
//! whoever keeps the newest is right. No name, PESEL, birth date or person; the enrolment's id alone. Nor what the person said
//! of herself: outbox and jobs are read for all centres at once. Of that an event has the version; the [`Profile`] itself stands
//! in the centre's own rows, in the view `casework_published.participation_profile`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};

use super::outcomes::{ContractKind, Ending, SupportCategory};

/// The version of the schema below. A change that readers of the old one would misread is another number.
pub const PARTICIPATION_SCHEMA: u32 = 1;
/// A person was enrolled.
pub const PARTICIPATION_STARTED: &str = "participation.started";
/// A participation ended.
pub const PARTICIPATION_ENDED: &str = "participation.ended";
/// Support was received.
pub const PARTICIPATION_SUPPORTED: &str = "participation.supported";
/// An outcome came about.
pub const PARTICIPATION_OUTCOME: &str = "participation.outcome";
/// Something that was known has changed: a fact of the day of accession came later, or a record was taken back.
pub const PARTICIPATION_CHANGED: &str = "participation.changed";
/// All topics that carry a [`ParticipationEvent`].
pub const PARTICIPATION_TOPICS: [&str; 5] = [
    PARTICIPATION_STARTED,
    PARTICIPATION_ENDED,
    PARTICIPATION_SUPPORTED,
    PARTICIPATION_OUTCOME,
    PARTICIPATION_CHANGED,
];

/// The job of a centre that tells all its participations again, a page a time. While it waits, nobody may count them all.
pub const REPUBLISH_JOB: &str = "casework.republish";

/// What is known of something asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", content = "value", rename_all = "snake_case")]
pub enum Known<T> {
    /// The answer.
    Known(T),
    /// The person refused to say: neither yes nor no.
    Refused,
    /// Nobody has established it.
    #[default]
    Unknown,
}

/// What indicators need to know of a person on the day of accession. Published to the centre's own transactions alone, by the
/// view `casework_published.participation_profile`; in no event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Completed years.
    pub age: Known<i64>,
    /// Code of the dictionary `labour_status`.
    pub labour_status: Known<String>,
    /// For how many full months without work and looking for it.
    pub unemployed_months: Known<i64>,
    /// The highest ISCED level completed: `isced_0` … `isced_5_8`.
    pub education: Known<String>,
    /// Learns or trains.
    pub in_education_or_training: Known<bool>,
    /// Has a disability, mental disorders included.
    pub has_disability: Known<bool>,
    /// Has a severe or a coupled disability: effectiveness has thresholds of its own for them.
    pub severe_or_coupled_disability: Known<bool>,
    /// National or ethnic minority, migrant or of foreign origin (one question, 2014-20).
    pub foreign_origin_or_minority: Known<bool>,
    /// Of foreign origin (2021-27).
    pub foreign_origin: Known<bool>,
    /// Of a national or ethnic minority (2021-27).
    pub minority: Known<bool>,
    /// National of a country outside the EU.
    pub third_country_national: Known<bool>,
    /// Homeless or excluded from housing.
    pub homeless_or_housing_excluded: Known<bool>,
    /// Disadvantaged in another way.
    pub other_disadvantage: Known<bool>,
    /// Lives in a rural area (DEGURBA 3).
    pub rural_area: Known<bool>,
}

/// A dated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DatedCode {
    /// The code.
    pub code: String,
    /// The day.
    pub on: Date,
}

/// Work that was found, as it is documented. Whether it counts for effectiveness, the reader's dated rules say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkFound {
    /// The first day.
    pub on: Date,
    /// The last day of the contract; absent while it is open.
    pub until: Option<Date>,
    /// On what footing.
    pub contract: ContractKind,
    /// The share of a full post in percent, of a contract of employment.
    pub post_percent: Option<i32>,
    /// Whether pay of at least three minimum wages is documented, of a civil contract.
    pub pay_documented: Option<bool>,
}

/// The end of a participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The last day.
    pub on: Date,
    /// How.
    pub ending: Ending,
}

/// What a participation has come to, as a whole, at one version of it. What was taken back is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationEvent {
    /// [`PARTICIPATION_SCHEMA`].
    pub schema: u32,
    /// The enrolment.
    pub participation_id: EnrolmentId,
    /// Its project.
    pub project_id: ProjectId,
    /// Grows with every change of this participation. Of two events the one with the higher version counts.
    pub version: i64,
    /// `K` or `M`.
    pub sex: String,
    /// Whether the person is on a place; otherwise on the reserve list, and counted nowhere.
    pub on_place: bool,
    /// The first day of participation: accession to the first support.
    pub starts_on: Date,
    /// Its end; absent while it goes on.
    pub ended: Option<Ended>,
    /// The categories of the support received.
    pub support: BTreeSet<SupportCategory>,
    /// The person's situation after leaving (dictionary `situation_after`), each with the day it was established.
    pub situation_after: Vec<DatedCode>,
    /// Work found.
    pub work: Vec<WorkFound>,
    /// The days on which education or training was taken up.
    pub education_on: Vec<Date>,
    /// The days of certification of qualifications that were validated and certified.
    pub qualification_on: Vec<Date>,
    /// The days on which competences had all four stages.
    pub competence_on: Vec<Date>,
    /// The days of social effects. Which effect each was stays with case work: it may speak of the person's health.
    pub social_effect_on: Vec<Date>,
    /// The version of this participation that its newest [`Profile`] was written with, 0 if none was. It stays behind
    /// `version` once the person was erased: what was known before still holds.
    pub profile_version: i64,
}
