//! The service's face: each call of the contract handed to its use case.

use std::sync::Arc;

use tarpc::context::Context;
use wsparcie_casework_api::{
    Attendance, AttendanceSum, CaseworkApi, DecideNomination, EndParticipation, Enrol, Enrolment,
    EnrolmentCounts, Fact, GroupEnrolmentCounts, GroupSession, NewFact, NewNomination, NewOutcome, NewPerson,
    NewSession, NewSupport, Nomination, Outcome, ParticipationEnd, PathGap, Person, PersonMatch,
    RecordAttendance, Republished, SearchPeople, Support, TakeBackEnd, TakeBackOutcome, TakeBackSupport,
    UpdatePerson, Verdict,
};
use wsparcie_kernel::ids::{EnrolmentId, GroupId, NominationId, PersonId, ProjectId, SessionId};
use wsparcie_kernel::{Call, CallResult, Clock, IdSource, Page, PageRequest};
use wsparcie_keys::Keyring;
use wsparcie_postgres::Db;

use crate::app::{self, Casework};

/// The case work service. Cheap to clone.
#[derive(Clone)]
pub struct CaseworkService {
    pub(crate) inner: Arc<Casework>,
}

impl CaseworkService {
    /// The service on a database, with the keys that seal what is personal in it.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, keys: Keyring) -> Self {
        Self {
            inner: Arc::new(Casework { db, clock, ids, keys }),
        }
    }
}

impl CaseworkApi for CaseworkService {
    async fn list_people(self, _: Context, call: Call, page: PageRequest) -> CallResult<Page<Person>> {
        app::people::list(&self.inner, &call, page).await
    }

    async fn people_by_id(self, _: Context, call: Call, ids: Vec<PersonId>) -> CallResult<Vec<Person>> {
        app::people::by_id(&self.inner, &call, &ids).await
    }

    async fn search_people(
        self,
        _: Context,
        call: Call,
        input: SearchPeople,
    ) -> CallResult<Vec<PersonMatch>> {
        app::search::search(&self.inner, &call, &input).await
    }

    async fn create_person(self, _: Context, call: Call, input: NewPerson) -> CallResult<Person> {
        app::people_change::create(&self.inner, &call, &input).await
    }

    async fn update_person(self, _: Context, call: Call, input: UpdatePerson) -> CallResult<Person> {
        app::people_change::update(&self.inner, &call, &input).await
    }

    async fn facts_by_person(self, _: Context, call: Call, people: Vec<PersonId>) -> CallResult<Vec<Fact>> {
        app::facts::by_person(&self.inner, &call, &people).await
    }

    async fn record_fact(self, _: Context, call: Call, input: NewFact) -> CallResult<Fact> {
        app::facts::record(&self.inner, &call, &input).await
    }

    async fn list_nominations(
        self,
        _: Context,
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Nomination>> {
        app::nominations::list(&self.inner, &call, project, page).await
    }

    async fn nominations_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<NominationId>,
    ) -> CallResult<Vec<Nomination>> {
        app::nominations::by_id(&self.inner, &call, &ids).await
    }

    async fn nominate(self, _: Context, call: Call, input: NewNomination) -> CallResult<Nomination> {
        app::nominations::nominate(&self.inner, &call, &input).await
    }

    async fn decide_nomination(self, _: Context, call: Call, input: DecideNomination) -> CallResult<Verdict> {
        app::verdicts::decide(&self.inner, &call, &input).await
    }

    async fn verdicts_by_nomination(
        self,
        _: Context,
        call: Call,
        nominations: Vec<NominationId>,
    ) -> CallResult<Vec<Verdict>> {
        app::verdicts::by_nomination(&self.inner, &call, &nominations).await
    }

    async fn enrol(self, _: Context, call: Call, input: Enrol) -> CallResult<Enrolment> {
        app::enrolments::enrol(&self.inner, &call, &input).await
    }

    async fn list_enrolments(
        self,
        _: Context,
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Enrolment>> {
        app::enrolments::list(&self.inner, &call, project, page).await
    }

    async fn enrolments_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<EnrolmentId>,
    ) -> CallResult<Vec<Enrolment>> {
        app::enrolments::by_id(&self.inner, &call, &ids).await
    }

    async fn enrolment_counts(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<EnrolmentCounts>> {
        app::enrolments::counts(&self.inner, &call, &projects).await
    }

    async fn group_enrolment_counts(
        self,
        _: Context,
        call: Call,
        groups: Vec<GroupId>,
    ) -> CallResult<Vec<GroupEnrolmentCounts>> {
        app::enrolments::group_counts(&self.inner, &call, &groups).await
    }

    async fn list_sessions(
        self,
        _: Context,
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<GroupSession>> {
        app::sessions::list(&self.inner, &call, project, page).await
    }

    async fn sessions_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<SessionId>,
    ) -> CallResult<Vec<GroupSession>> {
        app::sessions::by_id(&self.inner, &call, &ids).await
    }

    async fn create_session(self, _: Context, call: Call, input: NewSession) -> CallResult<GroupSession> {
        app::sessions::create(&self.inner, &call, &input).await
    }

    async fn record_attendance(
        self,
        _: Context,
        call: Call,
        input: RecordAttendance,
    ) -> CallResult<GroupSession> {
        app::attendance::record(&self.inner, &call, &input).await
    }

    async fn attendance_by_session(
        self,
        _: Context,
        call: Call,
        sessions: Vec<SessionId>,
    ) -> CallResult<Vec<Attendance>> {
        app::attendance::by_session(&self.inner, &call, &sessions).await
    }

    async fn attendance_by_enrolment(
        self,
        _: Context,
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<AttendanceSum>> {
        app::attendance::by_enrolment(&self.inner, &call, &enrolments).await
    }

    // What becomes of a participation.

    async fn end_participation(
        self,
        _: Context,
        call: Call,
        input: EndParticipation,
    ) -> CallResult<Enrolment> {
        Box::pin(app::course::ends::end(&self.inner, &call, &input)).await
    }

    async fn take_back_end(self, _: Context, call: Call, input: TakeBackEnd) -> CallResult<Enrolment> {
        Box::pin(app::course::ends::take_back(&self.inner, &call, &input)).await
    }

    async fn ends_by_enrolment(
        self,
        _: Context,
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<ParticipationEnd>> {
        Box::pin(app::course::ends::by_enrolment(&self.inner, &call, &enrolments)).await
    }

    async fn record_support(self, _: Context, call: Call, input: NewSupport) -> CallResult<Support> {
        Box::pin(app::course::support::record(&self.inner, &call, &input)).await
    }

    async fn take_back_support(self, _: Context, call: Call, input: TakeBackSupport) -> CallResult<Support> {
        Box::pin(app::course::support::take_back(&self.inner, &call, &input)).await
    }

    async fn support_by_enrolment(
        self,
        _: Context,
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<Support>> {
        Box::pin(app::course::support::by_enrolment(
            &self.inner,
            &call,
            &enrolments,
        ))
        .await
    }

    async fn path_gaps_by_enrolment(
        self,
        _: Context,
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<PathGap>> {
        Box::pin(app::course::path::by_enrolment(&self.inner, &call, &enrolments)).await
    }

    async fn record_outcome(self, _: Context, call: Call, input: NewOutcome) -> CallResult<Outcome> {
        Box::pin(app::course::outcomes::record(&self.inner, &call, &input)).await
    }

    async fn take_back_outcome(self, _: Context, call: Call, input: TakeBackOutcome) -> CallResult<Outcome> {
        Box::pin(app::course::outcomes::take_back(&self.inner, &call, &input)).await
    }

    async fn outcomes_by_enrolment(
        self,
        _: Context,
        call: Call,
        enrolments: Vec<EnrolmentId>,
    ) -> CallResult<Vec<Outcome>> {
        Box::pin(app::course::outcomes::by_enrolment(
            &self.inner,
            &call,
            &enrolments,
        ))
        .await
    }

    async fn republish_participation(
        self,
        _: Context,
        call: Call,
        project: Option<ProjectId>,
        after: Option<EnrolmentId>,
    ) -> CallResult<Republished> {
        Box::pin(app::course::republish::republish(
            &self.inner,
            &call,
            project,
            after,
        ))
        .await
    }
}
