//! The shapes that the calls take and give, by subject.

mod facts;
mod participation;
mod people;
mod sessions;

pub use facts::{Evidence, Fact, FactValue, NewFact};
pub use participation::{
    CriterionOutcome, CriterionResult, DecideNomination, Enrol, Enrolment, EnrolmentCounts, EnrolmentState,
    FactUsed, NewNomination, NominatedBy, Nomination, NominationState, ParticipationCounted, Verdict,
    VerdictOutcome,
};
pub use people::{
    Identification, MatchReason, NewPerson, Person, PersonMatch, Personal, SearchPeople, UpdatePerson,
};
pub use sessions::{
    Attendance, AttendanceMark, AttendanceSum, GroupSession, NewSession, Presence, RecordAttendance,
};
