//! Per-request loaders: the things that many fields of one request ask for are fetched in one call.
//!
//! Keys are typed: what is loaded follows from what is given. A thing that the caller cannot see is simply not there.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use wsparcie_casework_api as casework;
use wsparcie_documents_api as documents;
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{
    AccessReviewId, ApiClientId, BreakGlassId, DistrictRuleId, DocumentId, EnrolmentId, InvitationId,
    MembershipId, NominationId, PersonId, ProgrammeId, ProjectId, SessionId, TenantId,
};
use wsparcie_programmes_api as programmes;
use wsparcie_tenants_api as tenants;

use crate::services::{Backend, ask};

/// The most keys of one call.
pub(crate) const MAX_KEYS: usize = 200;

macro_rules! keys {
    ($($(#[$meta:meta])* $name:ident($id:ty);)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $name(pub(crate) $id);
    )+};
}

keys! {
    /// The current recruitment rules of a project.
    RecruitmentOf(ProjectId);
    /// How many people take part in a project.
    CountsOf(ProjectId);
    /// All facts of a person.
    FactsOf(PersonId);
    /// The newest verdict of a nomination.
    VerdictOf(NominationId);
    /// The attendance list of a session.
    AttendanceAt(SessionId);
    /// What a participation adds up to.
    AttendanceOf(EnrolmentId);
}

/// One row a key.
macro_rules! one {
    ($($key:ty => $value:ty: $service:ident.$method:ident, $bare:expr, $key_of:expr;)+) => {$(
        #[async_graphql::async_trait::async_trait]
        impl Loader<$key> for Backend {
            type Value = $value;
            type Error = CallError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, CallError> {
                let ids = keys.iter().map($bare).collect();
                let rows = ask!(self, $service.$method(self.call.clone(), ids))?;
                let key_of = $key_of;
                Ok(rows.into_iter().map(|row| (key_of(&row), row)).collect())
            }
        }
    )+};
}

/// Many rows a key.
macro_rules! many {
    ($($key:ty => $value:ty: $service:ident.$method:ident, $key_of:expr;)+) => {$(
        #[async_graphql::async_trait::async_trait]
        impl Loader<$key> for Backend {
            type Value = Vec<$value>;
            type Error = CallError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Vec<$value>>, CallError> {
                let ids = keys.iter().map(|key| key.0).collect();
                let rows = ask!(self, $service.$method(self.call.clone(), ids))?;
                let mut groups: HashMap<$key, Vec<$value>> = HashMap::new();
                let key_of = $key_of;
                for row in rows {
                    groups.entry(key_of(&row)).or_default().push(row);
                }
                Ok(groups)
            }
        }
    )+};
}

one! {
    TenantId => tenants::Organisation: tenants.organisations_by_id, |key| *key, |row: &tenants::Organisation| row.id;
    MembershipId => tenants::Member: tenants.members_by_id, |key| *key, |row: &tenants::Member| row.id;
    ApiClientId => tenants::ApiClient: tenants.api_clients_by_id, |key| *key, |row: &tenants::ApiClient| row.id;
    DistrictRuleId => tenants::DistrictRule:
        tenants.district_rules_by_id, |key| *key, |row: &tenants::DistrictRule| row.id;
    InvitationId => tenants::Invitation: tenants.invitations_by_id, |key| *key, |row: &tenants::Invitation| row.id;
    AccessReviewId => tenants::AccessReview:
        tenants.access_reviews_by_id, |key| *key, |row: &tenants::AccessReview| row.id;
    BreakGlassId => tenants::BreakGlass: tenants.break_glass_by_id, |key| *key, |row: &tenants::BreakGlass| row.id;
    ProgrammeId => programmes::Programme:
        programmes.programmes_by_id, |key| *key, |row: &programmes::Programme| row.id;
    ProjectId => programmes::Project: programmes.projects_by_id, |key| *key, |row: &programmes::Project| row.id;
    PersonId => casework::Person: casework.people_by_id, |key| *key, |row: &casework::Person| row.id;
    NominationId => casework::Nomination: casework.nominations_by_id, |key| *key, |row: &casework::Nomination| row.id;
    EnrolmentId => casework::Enrolment: casework.enrolments_by_id, |key| *key, |row: &casework::Enrolment| row.id;
    SessionId => casework::GroupSession: casework.sessions_by_id, |key| *key, |row: &casework::GroupSession| row.id;
    DocumentId => documents::Document: documents.documents_by_id, |key| *key, |row: &documents::Document| row.id;
    RecruitmentOf => programmes::Recruitment:
        programmes.recruitments_by_project, |key| key.0, |row: &programmes::Recruitment| RecruitmentOf(row.project_id);
    CountsOf => casework::EnrolmentCounts:
        casework.enrolment_counts, |key| key.0, |row: &casework::EnrolmentCounts| CountsOf(row.project_id);
    VerdictOf => casework::Verdict:
        casework.verdicts_by_nomination, |key| key.0, |row: &casework::Verdict| VerdictOf(row.nomination_id);
    AttendanceOf => casework::AttendanceSum:
        casework.attendance_by_enrolment, |key| key.0, |row: &casework::AttendanceSum| AttendanceOf(row.enrolment_id);
}

many! {
    FactsOf => casework::Fact: casework.facts_by_person, |row: &casework::Fact| FactsOf(row.person_id);
    AttendanceAt => casework::Attendance:
        casework.attendance_by_session, |row: &casework::Attendance| AttendanceAt(row.session_id);
}
