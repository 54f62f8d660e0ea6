//! The shapes that the calls take and give, by subject.

mod events;
mod facts;
mod outcomes;
mod participation;
mod people;
mod sessions;

pub use events::{
    DatedCode, Ended, Known, PARTICIPATION_CHANGED, PARTICIPATION_ENDED, PARTICIPATION_OUTCOME,
    PARTICIPATION_SCHEMA, PARTICIPATION_STARTED, PARTICIPATION_SUPPORTED, PARTICIPATION_TOPICS,
    ParticipationEvent, Profile, REPUBLISH_JOB, WorkFound,
};
pub use facts::{Evidence, Fact, FactValue, NewFact};
pub use outcomes::{
    ContractKind, EndParticipation, Ending, NewOutcome, NewSupport, Outcome, OutcomeEvidence, OutcomeFacts,
    OutcomeKind, ParticipationEnd, PathGap, Republished, Support, SupportCategory, TakeBackEnd,
    TakeBackOutcome, TakeBackSupport, TakenBack,
};
pub use participation::{
    CriterionOutcome, CriterionResult, DecideNomination, Enrol, Enrolment, EnrolmentCounts, EnrolmentState,
    EvidenceState, FactUsed, GroupEnrolmentCounts, NewNomination, NominatedBy, Nomination, NominationState,
    ParticipationCounted, Verdict, VerdictOutcome,
};
pub use people::{
    Identification, MatchReason, NewPerson, Person, PersonMatch, Personal, SearchPeople, UpdatePerson,
};
pub use sessions::{
    Attendance, AttendanceMark, AttendanceSum, GroupSession, NewSession, Presence, RecordAttendance,
};
