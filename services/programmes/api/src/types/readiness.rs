//! Readiness after a project's end (trwałość): which services are kept, until when, how it was checked.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::{
    DocumentId, OfferedServiceId, ProjectId, ReadinessBreachId, ReadinessCheckId, ReadinessDutyId,
};

codes! {
    /// How a project's readiness stands on a day.
    pub enum ReadinessState {
        /// The project's days are not known, so nothing can be said.
        Undecided => "undecided", "nie wiadomo (brak dat projektu)", "undecided (the project's days are unknown)";
        /// No service has to be kept.
        None => "none", "nie dotyczy", "no duty";
        /// The project has not ended.
        Upcoming => "upcoming", "przed okresem trwałości", "not begun";
        /// Services have to be ready.
        Running => "running", "w okresie trwałości", "running";
        /// A breach is open.
        Breached => "breached", "naruszona", "breached";
        /// The last day has passed.
        Ended => "ended", "zakończona", "ended";
    }
}

codes! {
    /// What the last day of readiness follows from.
    pub enum ReadinessBasis {
        /// The project's own duration.
        Duration => "duration", "okres realizacji projektu", "the project's duration";
        /// A longer time that was agreed.
        Agreed => "agreed", "uzgodniony dłuższy okres", "a longer time that was agreed";
    }
}

codes! {
    /// What a check found.
    pub enum CheckOutcome {
        /// The service is ready.
        Kept => "kept", "zachowana", "kept";
        /// The service is not ready.
        Breached => "breached", "naruszona", "breached";
    }
}

/// How long a project is: whole months with the days that remain, and all of it in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectDuration {
    /// Whole months.
    pub months: u32,
    /// Days beyond them.
    pub days: u32,
    /// All days, both ends included.
    pub total_days: u32,
}

/// A time longer than the project's own duration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedReadiness {
    /// The last day.
    pub until: Date,
    /// Why it is longer.
    pub reason: String,
    /// Where it is agreed.
    pub legal_basis: String,
}

/// What a check stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A document of the centre.
    Document(DocumentId),
    /// In words: where the paper is.
    Words(String),
}

/// A check of a duty, planned or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadinessCheck {
    /// Id.
    pub id: ReadinessCheckId,
    /// When it is planned.
    pub planned_on: Date,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Who checked.
    pub done_by: Option<String>,
    /// What was found.
    pub outcome: Option<CheckOutcome>,
    /// More words.
    pub note: Option<String>,
    /// What it stands on.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A service that was found not to be ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadinessBreach {
    /// Id.
    pub id: ReadinessBreachId,
    /// When it was found.
    pub found_on: Date,
    /// What was wrong.
    pub what: String,
    /// What is done about it.
    pub remedy: Option<String>,
    /// When it was put right; open until then.
    pub closed_on: Option<Date>,
    /// How it was put right.
    pub closing: Option<String>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A service that has to be kept ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadinessDuty {
    /// Id.
    pub id: ReadinessDutyId,
    /// The project.
    pub project_id: ProjectId,
    /// The project's service, if it is one of its list.
    pub service_id: Option<OfferedServiceId>,
    /// The service in words: as entered, or as the project's list has it.
    pub service: String,
    /// What the source says.
    pub source_note: Option<String>,
    /// A longer time, if one was agreed.
    pub agreed: Option<AgreedReadiness>,
    /// The first day; absent while the project's days are unknown.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day; absent while nothing is known.
    #[serde(default)]
    pub until: Option<Date>,
    /// Checks, in the order of their plan.
    pub checks: Vec<ReadinessCheck>,
    /// Breaches, in the order of their finding.
    pub breaches: Vec<ReadinessBreach>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A project's readiness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    /// The project.
    pub project_id: ProjectId,
    /// How long the project is; absent while its days are unknown.
    pub duration: Option<ProjectDuration>,
    /// The first day: that after the project's last one.
    pub from: Option<Date>,
    /// The last day that follows from the duration.
    pub computed_until: Option<Date>,
    /// The last day that counts.
    pub until: Option<Date>,
    /// What `until` follows from.
    pub basis: Option<ReadinessBasis>,
    /// The services to keep, oldest first.
    pub duties: Vec<ReadinessDuty>,
}

impl Readiness {
    /// How it stands on a day: by the breaches that were open then, and by the time.
    pub fn state_on(&self, on: Date) -> ReadinessState {
        if self.duties.is_empty() {
            return ReadinessState::None;
        }
        let (Some(from), Some(until)) = (self.from, self.until) else {
            return ReadinessState::Undecided;
        };
        let breached = self
            .duties
            .iter()
            .flat_map(|duty| &duty.breaches)
            .any(|breach| breach.found_on <= on && breach.closed_on.is_none_or(|closed| on < closed));
        if on < from {
            ReadinessState::Upcoming
        } else if breached {
            ReadinessState::Breached
        } else if on <= until {
            ReadinessState::Running
        } else {
            ReadinessState::Ended
        }
    }
}

/// A service to be kept from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReadinessDuty {
    /// The project.
    pub project_id: ProjectId,
    /// One of its services…
    pub service_id: Option<OfferedServiceId>,
    /// …or a service in words, which none of the project's other duties has, however they are spelt.
    pub service: Option<String>,
    /// What the source says.
    pub source_note: Option<String>,
    /// A longer time, if one was agreed.
    pub agreed: Option<AgreedReadiness>,
}

/// A longer time for a duty that there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreeReadiness {
    /// The duty.
    pub duty_id: ReadinessDutyId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The time.
    pub agreed: AgreedReadiness,
}

/// A check to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanReadinessCheck {
    /// The duty.
    pub duty_id: ReadinessDutyId,
    /// When: one of the duty's days, where they are known.
    pub planned_on: Date,
}

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordReadinessCheck {
    /// The check.
    pub check_id: ReadinessCheckId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// When it was made; not before the duty's first day.
    pub done_on: Date,
    /// Who checked.
    pub done_by: String,
    /// What was found.
    pub outcome: CheckOutcome,
    /// More words; needed for a breach.
    pub note: Option<String>,
    /// What it stands on; where the service was found ready, this or a note is needed.
    pub evidence: Vec<Evidence>,
}

/// A service that is not ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReadinessBreach {
    /// The duty.
    pub duty_id: ReadinessDutyId,
    /// When it was found; not before the duty's first day.
    pub found_on: Date,
    /// What is wrong.
    pub what: String,
    /// What is done about it.
    pub remedy: Option<String>,
}

/// A breach that was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseReadinessBreach {
    /// The breach.
    pub breach_id: ReadinessBreachId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// When.
    pub closed_on: Date,
    /// How.
    pub closing: String,
}

/// How a duty is named where one is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyOf {
    /// By itself.
    Duty(ReadinessDutyId),
    /// By one of its checks.
    Check(ReadinessCheckId),
    /// By one of its breaches.
    Breach(ReadinessBreachId),
}
