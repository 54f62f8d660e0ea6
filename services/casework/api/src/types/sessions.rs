//! Group sessions and who was there.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{EnrolmentId, ProjectId, SessionId};
use wsparcie_kernel::{Date, codes};

use super::people::Personal;

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
