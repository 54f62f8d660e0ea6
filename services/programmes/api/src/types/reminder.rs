//! The event that something is due at a centre, in words that stay the same (`docs/events.md`).

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{ClaimId, ProjectId, ReadinessBreachId, ReadinessCheckId};

use super::DeadlineKind;

/// The topic of [`ReminderEvent`].
pub const REMINDER_DUE: &str = "programmes.reminder_due";
/// The number of the meaning of [`ReminderEvent`]'s fields.
pub const REMINDER_SCHEMA: u32 = 1;

/// Why a centre is reminded. Of each deadline it is told once for each of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderStage {
    /// The last day has come near.
    Near,
    /// The last day is over.
    Over,
    /// A breach is open.
    Open,
}

/// Something is due, or over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderEvent {
    /// [`REMINDER_SCHEMA`].
    pub schema: u32,
    /// The reminder. It is the same however often the event is delivered.
    pub reminder_id: Uuid,
    /// What is due.
    pub kind: DeadlineKind,
    /// Why it is told.
    pub stage: ReminderStage,
    /// The project.
    pub project_id: ProjectId,
    /// Its title, which is public: the only words of an event.
    pub project_title: String,
    /// The claim, if it is about one.
    pub claim_id: Option<ClaimId>,
    /// The check of readiness, if it is about one.
    pub check_id: Option<ReadinessCheckId>,
    /// The breach of readiness, if it is about one.
    pub breach_id: Option<ReadinessBreachId>,
    /// The last day; of a breach, the day on which it was found.
    pub due_on: Date,
}
