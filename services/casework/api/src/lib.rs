//! What the case work service does for others: people, dated facts, nominations, verdicts, enrolments, sessions.
//!
//! Types and calls only. Every read of a person is recorded in the audit trail by the service.

mod types;

pub use types::*;
use wsparcie_kernel::ids::{EnrolmentId, GroupId, NominationId, PersonId, ProjectId, SessionId};
use wsparcie_kernel::{Call, CallResult, Page, PageRequest};

/// The calls of the case work service.
#[tarpc::service]
pub trait CaseworkApi {
    /// People of the acting centre.
    async fn list_people(call: Call, page: PageRequest) -> CallResult<Page<Person>>;

    /// People by id. Unseen ids are left out.
    async fn people_by_id(call: Call, ids: Vec<PersonId>) -> CallResult<Vec<Person>>;

    /// Looks for a person before a new one is made: by PESEL, or by last name (with first name, birth date). At most 20.
    async fn search_people(call: Call, input: SearchPeople) -> CallResult<Vec<PersonMatch>>;

    /// Enters a person. A PESEL that the centre already has is refused with `PESEL_TAKEN`.
    async fn create_person(call: Call, input: NewPerson) -> CallResult<Person>;

    /// Changes a person; what is absent from the input stays.
    async fn update_person(call: Call, input: UpdatePerson) -> CallResult<Person>;

    /// Facts of several people, oldest first, at most 500 a person.
    async fn facts_by_person(call: Call, people: Vec<PersonId>) -> CallResult<Vec<Fact>>;

    /// Records a dated fact about a person with its evidence.
    async fn record_fact(call: Call, input: NewFact) -> CallResult<Fact>;

    /// Nominations, of one project if given.
    async fn list_nominations(
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Nomination>>;

    /// Nominations by id. Unseen ids are left out.
    async fn nominations_by_id(call: Call, ids: Vec<NominationId>) -> CallResult<Vec<Nomination>>;

    /// Nominates a person to a project, or to a group of it: to each once while the nomination is open. A group of another
    /// project is refused with `GROUP_NOT_OF_PROJECT`, a closed one with `GROUP_CLOSED`. Outside the days of recruitment it is
    /// refused with `NOT_RECRUITING`.
    async fn nominate(call: Call, input: NewNomination) -> CallResult<Nomination>;

    /// Decides a nomination by the project's current rules and the conditions of its group on the facts known for the reference date, and stores the
    /// verdict with its proof. Deciding again gives a new verdict; the old ones stay.
    async fn decide_nomination(call: Call, input: DecideNomination) -> CallResult<Verdict>;

    /// The newest verdict of each nomination. Undecided nominations are left out.
    async fn verdicts_by_nomination(call: Call, nominations: Vec<NominationId>) -> CallResult<Vec<Verdict>>;

    /// Enrols the nominated person: on a place, or on the reserve list where the places or the quota by sex are full.
    /// Of a nomination to a group the group's places count beside the project's, and its days (`GROUP_DATES`).
    /// Refused unless the newest verdict is eligible.
    async fn enrol(call: Call, input: Enrol) -> CallResult<Enrolment>;

    /// Enrolments, of one project if given.
    async fn list_enrolments(
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Enrolment>>;

    /// Enrolments by id. Unseen ids are left out.
    async fn enrolments_by_id(call: Call, ids: Vec<EnrolmentId>) -> CallResult<Vec<Enrolment>>;

    /// How many people of each project are enrolled and on the reserve, by sex. A project nobody was enrolled in counts 0.
    async fn enrolment_counts(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<EnrolmentCounts>>;

    /// How many people of each group of a project are enrolled and on the reserve, by sex. A group that nobody is in
    /// counts 0.
    async fn group_enrolment_counts(
        call: Call,
        groups: Vec<GroupId>,
    ) -> CallResult<Vec<GroupEnrolmentCounts>>;

    /// Group sessions, of one project if given.
    async fn list_sessions(
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<GroupSession>>;

    /// Sessions by id. Unseen ids are left out.
    async fn sessions_by_id(call: Call, ids: Vec<SessionId>) -> CallResult<Vec<GroupSession>>;

    /// Plans or records a group session of a project.
    async fn create_session(call: Call, input: NewSession) -> CallResult<GroupSession>;

    /// Records who was there; people not named keep what was recorded for them.
    async fn record_attendance(call: Call, input: RecordAttendance) -> CallResult<GroupSession>;

    /// The attendance of several sessions.
    async fn attendance_by_session(call: Call, sessions: Vec<SessionId>) -> CallResult<Vec<Attendance>>;

    /// How much of the sessions each enrolment attended. Enrolments without a record count 0.
    async fn attendance_by_enrolment(
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<AttendanceSum>>;

    // What becomes of a participation.

    /// Ends a participation, on a day within it and the project. One that has ended is refused with `ALREADY_ENDED`.
    async fn end_participation(call: Call, input: EndParticipation) -> CallResult<Enrolment>;

    /// Takes back an end that was entered wrongly.
    async fn take_back_end(call: Call, input: TakeBackEnd) -> CallResult<Enrolment>;

    /// The ends of several participations. Those that go on are left out.
    async fn ends_by_enrolment(call: Call, enrolments: Vec<EnrolmentId>)
    -> CallResult<Vec<ParticipationEnd>>;

    /// Records support that a participant received.
    async fn record_support(call: Call, input: NewSupport) -> CallResult<Support>;

    /// Takes back support that was entered wrongly.
    async fn take_back_support(call: Call, input: TakeBackSupport) -> CallResult<Support>;

    /// The support of several participations in the order of recording, at most 500 each, what was taken back included.
    async fn support_by_enrolment(call: Call, enrolments: Vec<EnrolmentId>) -> CallResult<Vec<Support>>;

    /// What the paths of several participations lack by the project's rules now, at most 20 rules each. Support that stands
    /// counts; a person on the reserve list has no path yet.
    async fn path_gaps_by_enrolment(call: Call, enrolments: Vec<EnrolmentId>) -> CallResult<Vec<PathGap>>;

    /// Records an outcome.
    async fn record_outcome(call: Call, input: NewOutcome) -> CallResult<Outcome>;

    /// Takes back an outcome that was entered wrongly.
    async fn take_back_outcome(call: Call, input: TakeBackOutcome) -> CallResult<Outcome>;

    /// The outcomes of several participations in the order of recording, at most 500 each, what was taken back included.
    async fn outcomes_by_enrolment(call: Call, enrolments: Vec<EnrolmentId>) -> CallResult<Vec<Outcome>>;

    /// Tells the participations of a project, or of the whole centre, again: for the operator, after a restore or for
    /// participations from before events. At most 200 a call, after `after`.
    async fn republish_participation(
        call: Call,
        project: Option<ProjectId>,
        after: Option<EnrolmentId>,
    ) -> CallResult<Republished>;
}
