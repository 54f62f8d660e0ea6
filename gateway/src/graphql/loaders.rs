//! Per-request loaders: the things that many fields of one request ask for are fetched in one call.
//!
//! Keys are typed: what is loaded follows from what is given. A thing that the caller cannot see is simply not there.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use wsparcie_casework_api as casework;
use wsparcie_documents_api as documents;
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{
    AccessReviewId, ApiClientId, BreakGlassId, BudgetId, ClaimId, ComparisonReleaseId, DistrictRuleId,
    DocumentId, EnrolmentId, ExpenseId, GroupId, InvitationId, MembershipId, NominationId, OfferedServiceId,
    PersonId, ProgrammeId, ProjectId, SessionId, TeamPostId, TenantId, TransferId, WorkerId,
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
    /// The versions of a project's agreement.
    AgreementsOf(ProjectId);
    /// How a project came to its status.
    StatusChangesOf(ProjectId);
    /// The other editions of a project's undertaking.
    EditionsOf(ProjectId);
    /// The versions of a project's budget.
    BudgetsOf(ProjectId);
    /// What a project costs per head, and its own contribution.
    FiguresOf(ProjectId);
    /// The tasks and lines of a version of a budget.
    ContentOf(BudgetId);
    /// What a version of a budget adds up to, where it differs, which ceilings it keeps.
    FindingsOf(BudgetId);
    /// The team of a project.
    TeamOf(ProjectId);
    /// What a project offers.
    ServicesOf(ProjectId);
    /// What every path of a project must hold.
    ServiceRulesOf(ProjectId);
    /// The groups of a project beside its places.
    GroupsOf(ProjectId);
    /// What a project's register adds up to.
    ExpenseSumsOf(ProjectId);
    /// The months of a project that were closed.
    ClosedMonthsOf(ProjectId);
    /// The corrections of an expense.
    CorrectionsOf(ExpenseId);
    /// How many people take part in a project.
    CountsOf(ProjectId);
    /// How many people take part in a group of a project.
    GroupCountsOf(GroupId);
    /// All facts of a person.
    FactsOf(PersonId);
    /// The newest verdict of a nomination.
    VerdictOf(NominationId);
    /// The attendance list of a session.
    AttendanceAt(SessionId);
    /// What a participation adds up to.
    AttendanceOf(EnrolmentId);
    /// The end of a participation.
    EndOf(EnrolmentId);
    /// The support of a participation.
    SupportOf(EnrolmentId);
    /// What the path of a participation lacks.
    PathGapsOf(EnrolmentId);
    /// The outcomes of a participation.
    OutcomesOf(EnrolmentId);
    /// The payment claims of a project.
    ClaimsOf(ProjectId);
    /// What a claim says now.
    ContentsOf(ClaimId);
    /// The newest submission of a claim.
    SubmissionOf(ClaimId);
    /// The history of a claim.
    HistoryOf(ClaimId);
    /// What the money of a project adds up to.
    SettlementOf(ProjectId);
    /// The newest forecast of a project.
    ForecastOf(ProjectId);
    /// The readiness of a project.
    ReadinessOf(ProjectId);
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
    EditionsOf => programmes::ProjectEditions:
        programmes.editions_by_project, |key| key.0, |row: &programmes::ProjectEditions| EditionsOf(row.project_id);
    BudgetId => programmes::BudgetVersion:
        programmes.budgets_by_id, |key| *key, |row: &programmes::BudgetVersion| row.id;
    FiguresOf => programmes::BudgetFigures: programmes.budget_figures_by_project, |key| key.0,
        |row: &programmes::BudgetFigures| FiguresOf(row.project_id);
    FindingsOf => programmes::BudgetFindings:
        programmes.budget_findings, |key| key.0, |row: &programmes::BudgetFindings| FindingsOf(row.budget_id);
    ComparisonReleaseId => programmes::ComparisonRelease:
        programmes.comparison_releases_by_id, |key| *key, |row: &programmes::ComparisonRelease| row.id;
    WorkerId => programmes::Worker: programmes.workers_by_id, |key| *key, |row: &programmes::Worker| row.id;
    TeamPostId => programmes::TeamPost: programmes.team_posts_by_id, |key| *key, |row: &programmes::TeamPost| row.id;
    OfferedServiceId => programmes::OfferedService:
        programmes.offered_services_by_id, |key| *key, |row: &programmes::OfferedService| row.id;
    GroupId => programmes::ParticipantGroup:
        programmes.groups_by_id, |key| *key, |row: &programmes::ParticipantGroup| row.id;
    TeamOf => programmes::Team:
        programmes.teams_by_project, |key| key.0, |row: &programmes::Team| TeamOf(row.project_id);
    ServiceRulesOf => programmes::ServiceRules: programmes.service_rules_by_project, |key| key.0,
        |row: &programmes::ServiceRules| ServiceRulesOf(row.project_id);
    GroupsOf => programmes::GroupsOfProject:
        programmes.groups_by_project, |key| key.0, |row: &programmes::GroupsOfProject| GroupsOf(row.project_id);
    ExpenseId => programmes::Expense: programmes.expenses_by_id, |key| *key, |row: &programmes::Expense| row.id;
    ExpenseSumsOf => programmes::ExpenseSums:
        programmes.expense_sums_by_project, |key| key.0, |row: &programmes::ExpenseSums| ExpenseSumsOf(row.project_id);
    CountsOf => casework::EnrolmentCounts:
        casework.enrolment_counts, |key| key.0, |row: &casework::EnrolmentCounts| CountsOf(row.project_id);
    GroupCountsOf => casework::GroupEnrolmentCounts: casework.group_enrolment_counts, |key| key.0,
        |row: &casework::GroupEnrolmentCounts| GroupCountsOf(row.group_id);
    VerdictOf => casework::Verdict:
        casework.verdicts_by_nomination, |key| key.0, |row: &casework::Verdict| VerdictOf(row.nomination_id);
    AttendanceOf => casework::AttendanceSum:
        casework.attendance_by_enrolment, |key| key.0, |row: &casework::AttendanceSum| AttendanceOf(row.enrolment_id);
    EndOf => casework::ParticipationEnd:
        casework.ends_by_enrolment, |key| key.0, |row: &casework::ParticipationEnd| EndOf(row.enrolment_id);
    ClaimId => programmes::Claim: programmes.claims_by_id, |key| *key, |row: &programmes::Claim| row.id;
    TransferId => programmes::Transfer: programmes.transfers_by_id, |key| *key, |row: &programmes::Transfer| row.id;
    SettlementOf => programmes::Settlement: programmes.settlements_by_project, |key| key.0,
        |row: &programmes::Settlement| SettlementOf(row.project_id);
    ForecastOf => programmes::Forecast: programmes.forecasts_by_project, |key| key.0,
        |row: &programmes::Forecast| ForecastOf(row.project_id);
    ReadinessOf => programmes::Readiness: programmes.readiness_by_project, |key| key.0,
        |row: &programmes::Readiness| ReadinessOf(row.project_id);
}

many! {
    BudgetsOf => programmes::BudgetVersion:
        programmes.budgets_by_project, |row: &programmes::BudgetVersion| BudgetsOf(row.project_id);
    ServicesOf => programmes::OfferedService:
        programmes.offered_services_by_project, |row: &programmes::OfferedService| ServicesOf(row.project_id);
    FactsOf => casework::Fact: casework.facts_by_person, |row: &casework::Fact| FactsOf(row.person_id);
    AgreementsOf => programmes::Agreement:
        programmes.agreements_by_project, |row: &programmes::Agreement| AgreementsOf(row.project_id);
    StatusChangesOf => programmes::StatusChange:
        programmes.status_changes_by_project, |row: &programmes::StatusChange| StatusChangesOf(row.project_id);
    ClosedMonthsOf => programmes::ClosedMonth:
        programmes.closed_months_by_project, |row: &programmes::ClosedMonth| ClosedMonthsOf(row.project_id);
    CorrectionsOf => programmes::Expense: programmes.corrections_by_expense,
        |row: &programmes::Expense| CorrectionsOf(row.corrects.unwrap_or(row.id));
    AttendanceAt => casework::Attendance:
        casework.attendance_by_session, |row: &casework::Attendance| AttendanceAt(row.session_id);
    SupportOf => casework::Support: casework.support_by_enrolment, |row: &casework::Support| SupportOf(row.enrolment_id);
    PathGapsOf => casework::PathGap:
        casework.path_gaps_by_enrolment, |row: &casework::PathGap| PathGapsOf(row.enrolment_id);
    OutcomesOf => casework::Outcome:
        casework.outcomes_by_enrolment, |row: &casework::Outcome| OutcomesOf(row.enrolment_id);
    ClaimsOf => programmes::Claim: programmes.claims_by_project, |row: &programmes::Claim| ClaimsOf(row.project_id);
    HistoryOf => programmes::ClaimEvent: programmes.claim_history, |row: &programmes::ClaimEvent| HistoryOf(row.claim_id);
}

/// The most versions of budgets whose lines one call carries: more would not fit into a message between processes.
const MAX_CONTENTS: usize = 50;

/// One row a key, a few at a time.
macro_rules! in_portions {
    ($($key:ty => $value:ty: $service:ident.$method:ident, $bare:expr, $key_of:expr;)+) => {$(
        #[async_graphql::async_trait::async_trait]
        impl Loader<$key> for Backend {
            type Value = $value;
            type Error = CallError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, CallError> {
                let key_of = $key_of;
                let mut found = HashMap::with_capacity(keys.len());
                for portion in keys.chunks(MAX_CONTENTS) {
                    let ids = portion.iter().map($bare).collect();
                    let rows = ask!(self, $service.$method(self.call.clone(), ids))?;
                    found.extend(rows.into_iter().map(|row| (key_of(&row), row)));
                }
                Ok(found)
            }
        }
    )+};
}

in_portions! {
    ContentOf => programmes::BudgetContent:
        programmes.budget_contents, |key| key.0, |row: &programmes::BudgetContent| ContentOf(row.budget_id);
    programmes::BudgetPair => programmes::BudgetDiff:
        programmes.budget_diffs, |key| *key, |row: &programmes::BudgetDiff| row.pair;
}
