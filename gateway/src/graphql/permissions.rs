//! Who may ask for which field: one row a field, checked before any call, so that a forbidden field costs no SQL.
//!
//! The rights themselves are the kernel's table; services check it again.

use async_graphql::Context;
use wsparcie_kernel::permission::{self, Action, Resource};

use super::failure::Failure;
use super::scope::Scope;

/// What a field needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing: nobody has to be signed in.
    Public,
    /// A signed-in user or an API client.
    SignedIn,
    /// A role or scope with this right.
    Needs(Resource, Action),
}

impl Requirement {
    /// `public`, `signed in`, or `resource:action`.
    pub fn describe(self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::SignedIn => "signed in".to_owned(),
            Self::Needs(resource, action) => format!("{}:{}", resource.code(), action.code()),
        }
    }
}

/// One row: a field (`"Query.project"`) and what it needs.
pub type FieldPermission = (&'static str, Requirement);

const fn needs(field: &'static str, resource: Resource, action: Action) -> FieldPermission {
    (field, Requirement::Needs(resource, action))
}

/// The table: every root field, and every edge that opens something its parent does not.
pub const FIELD_PERMISSIONS: &[FieldPermission] = &[
    ("Query.viewer", Requirement::SignedIn),
    ("Query.invitationPreview", Requirement::Public),
    needs("Query.invitations", Resource::Member, Action::Read),
    needs("Query.accessReviews", Resource::AccessReview, Action::Read),
    needs("Query.breakGlassAccesses", Resource::BreakGlass, Action::Read),
    needs(
        "Query.processingAgreement",
        Resource::ProcessingAgreement,
        Action::Read,
    ),
    ("Query.node", Requirement::SignedIn),
    needs("Query.organisation", Resource::Organisation, Action::Read),
    needs("Query.organisations", Resource::Organisations, Action::Read),
    needs("Query.members", Resource::Member, Action::Read),
    needs("Query.apiClients", Resource::ApiClient, Action::Read),
    needs("Query.auditEvents", Resource::AuditTrail, Action::Read),
    needs("Query.signInProvider", Resource::Organisation, Action::Read),
    needs("Query.districtRules", Resource::District, Action::Read),
    needs("Query.responsibleForAddress", Resource::District, Action::Read),
    needs("Query.programmes", Resource::Programme, Action::Read),
    needs("Query.programme", Resource::Programme, Action::Read),
    ("Query.parseProjectNumber", Requirement::SignedIn),
    needs("Query.dictionary", Resource::ReferenceData, Action::Read),
    needs("Query.rates", Resource::ReferenceData, Action::Read),
    needs("Query.holidays", Resource::ReferenceData, Action::Read),
    needs("Query.referenceReleases", Resource::ReferenceData, Action::Read),
    needs("Query.projects", Resource::Project, Action::Read),
    needs("Query.project", Resource::Project, Action::Read),
    needs("Query.recruitmentVocabulary", Resource::Recruitment, Action::Read),
    needs("Query.projectComparison", Resource::Comparison, Action::Read),
    needs("Query.people", Resource::Person, Action::Read),
    needs("Query.person", Resource::Person, Action::Read),
    needs("Query.searchPeople", Resource::Person, Action::Read),
    needs("Query.nominations", Resource::Participation, Action::Read),
    needs("Query.nomination", Resource::Participation, Action::Read),
    needs("Query.enrolments", Resource::Participation, Action::Read),
    needs("Query.enrolment", Resource::Participation, Action::Read),
    needs("Query.groupSessions", Resource::Session, Action::Read),
    needs("Query.groupSession", Resource::Session, Action::Read),
    needs("Query.documents", Resource::Document, Action::Read),
    needs("Query.document", Resource::Document, Action::Read),
    needs("Query.claim", Resource::Claim, Action::Read),
    needs("Query.deadlines", Resource::Readiness, Action::Read),
    ("Mutation.signIn", Requirement::Public),
    ("Mutation.completeSignIn", Requirement::Public),
    ("Mutation.signOut", Requirement::Public),
    ("Mutation.switchOrganisation", Requirement::SignedIn),
    ("Mutation.proveAgain", Requirement::SignedIn),
    ("Mutation.revokeSession", Requirement::SignedIn),
    ("Mutation.revokeAllSessions", Requirement::SignedIn),
    needs("Mutation.endMemberSessions", Resource::Member, Action::Update),
    ("Mutation.beginSecondFactor", Requirement::SignedIn),
    ("Mutation.confirmSecondFactor", Requirement::SignedIn),
    ("Mutation.renewRecoveryCodes", Requirement::SignedIn),
    needs(
        "Mutation.resetSecondFactor",
        Resource::Organisations,
        Action::Update,
    ),
    ("Mutation.changePassword", Requirement::SignedIn),
    ("Mutation.requestPasswordReset", Requirement::Public),
    ("Mutation.resetPassword", Requirement::Public),
    needs("Mutation.inviteMember", Resource::Member, Action::Create),
    needs("Mutation.revokeInvitation", Resource::Member, Action::Create),
    ("Mutation.acceptInvitation", Requirement::Public),
    needs(
        "Mutation.setOrganisationStatus",
        Resource::Organisations,
        Action::Update,
    ),
    needs("Mutation.addApiKey", Resource::ApiClient, Action::Update),
    needs("Mutation.revokeApiKey", Resource::ApiClient, Action::Update),
    needs(
        "Mutation.startAccessReview",
        Resource::AccessReview,
        Action::Create,
    ),
    needs("Mutation.decideAccess", Resource::AccessReview, Action::Decide),
    needs("Mutation.breakGlass", Resource::BreakGlass, Action::Create),
    needs("Mutation.reviewBreakGlass", Resource::BreakGlass, Action::Decide),
    needs(
        "Mutation.acceptProcessingAgreement",
        Resource::ProcessingAgreement,
        Action::Decide,
    ),
    needs(
        "Mutation.createOrganisation",
        Resource::Organisations,
        Action::Create,
    ),
    needs(
        "Mutation.updateOrganisation",
        Resource::Organisation,
        Action::Update,
    ),
    needs("Mutation.addMember", Resource::Member, Action::Create),
    needs("Mutation.updateMember", Resource::Member, Action::Update),
    needs("Mutation.createApiClient", Resource::ApiClient, Action::Create),
    needs("Mutation.revokeApiClient", Resource::ApiClient, Action::Update),
    needs(
        "Mutation.setSignInProvider",
        Resource::Organisations,
        Action::Update,
    ),
    needs("Mutation.createDistrictRule", Resource::District, Action::Create),
    needs("Mutation.endDistrictRule", Resource::District, Action::Update),
    needs("Mutation.createProject", Resource::Project, Action::Create),
    needs("Mutation.updateProject", Resource::Project, Action::Update),
    needs("Mutation.setRecruitment", Resource::Recruitment, Action::Update),
    needs(
        "Mutation.previewReferenceData",
        Resource::ReferenceData,
        Action::Update,
    ),
    needs(
        "Mutation.loadReferenceData",
        Resource::ReferenceData,
        Action::Update,
    ),
    needs(
        "Mutation.setOwnDictionaryEntry",
        Resource::OwnReferenceData,
        Action::Update,
    ),
    needs(
        "Mutation.endOwnDictionaryEntry",
        Resource::OwnReferenceData,
        Action::Update,
    ),
    // The regional comparison.
    needs("Query.comparison", Resource::Comparison, Action::Read),
    needs("Query.comparisonReleases", Resource::Comparison, Action::Read),
    needs("Query.comparisonRelease", Resource::Comparison, Action::Read),
    needs(
        "Query.comparisonConsents",
        Resource::ComparisonConsent,
        Action::Read,
    ),
    needs("Query.ownComparison", Resource::Project, Action::Read),
    needs(
        "Mutation.createComparisonRelease",
        Resource::Comparison,
        Action::Create,
    ),
    needs("Mutation.exportComparison", Resource::Comparison, Action::Read),
    needs(
        "Mutation.decideComparisonConsent",
        Resource::ComparisonConsent,
        Action::Decide,
    ),
    // Agreements, status and editions of a project.
    needs(
        "Mutation.addAgreementVersion",
        Resource::Agreement,
        Action::Create,
    ),
    needs("Mutation.moveProject", Resource::Agreement, Action::Decide),
    needs("Project.agreements", Resource::Agreement, Action::Read),
    needs("Project.agreementOn", Resource::Agreement, Action::Read),
    needs("Project.agreementDifferences", Resource::Agreement, Action::Read),
    needs("Project.statusHistory", Resource::Agreement, Action::Read),
    needs("Project.editions", Resource::Project, Action::Read),
    // Budgets.
    needs("Query.budget", Resource::Budget, Action::Read),
    needs("Mutation.createBudgetVersion", Resource::Budget, Action::Update),
    needs("Mutation.editBudget", Resource::Budget, Action::Update),
    needs("Mutation.putBudgetInForce", Resource::Budget, Action::Decide),
    needs("Project.budgets", Resource::Budget, Action::Read),
    needs("Project.budgetInForce", Resource::Budget, Action::Read),
    needs("Project.costPerHead", Resource::Budget, Action::Read),
    needs("Project.ownContribution", Resource::Budget, Action::Read),
    needs("BudgetVersion.tasks", Resource::Budget, Action::Read),
    needs("BudgetVersion.sums", Resource::Budget, Action::Read),
    needs("BudgetVersion.differences", Resource::Budget, Action::Read),
    needs("BudgetVersion.checks", Resource::Budget, Action::Read),
    needs("BudgetVersion.diff", Resource::Budget, Action::Read),
    // Expenses, closed months and personnel hours.
    needs("Query.expense", Resource::Expense, Action::Read),
    needs("Query.workerMonths", Resource::WorkHours, Action::Read),
    needs("Mutation.recordExpense", Resource::Expense, Action::Create),
    needs("Mutation.correctExpense", Resource::Expense, Action::Create),
    needs("Mutation.closeExpenseMonth", Resource::Expense, Action::Decide),
    needs("Mutation.reopenExpenseMonth", Resource::Expense, Action::Decide),
    needs("Mutation.exportExpenseRegister", Resource::Expense, Action::Read),
    needs("Mutation.recordWorkHours", Resource::WorkHours, Action::Update),
    needs("Project.expenses", Resource::Expense, Action::Read),
    needs("Project.expenseSums", Resource::Expense, Action::Read),
    needs("Project.closedExpenseMonths", Resource::Expense, Action::Read),
    needs("Expense.corrections", Resource::Expense, Action::Read),
    // Team, offered services and groups.
    needs("Query.workers", Resource::Team, Action::Read),
    needs("Query.worker", Resource::Team, Action::Read),
    needs("Mutation.createWorker", Resource::Team, Action::Update),
    needs("Mutation.addTeamPost", Resource::Team, Action::Update),
    needs("Mutation.endTeamPost", Resource::Team, Action::Update),
    needs("Mutation.addOfferedService", Resource::Project, Action::Update),
    needs("Mutation.updateOfferedService", Resource::Project, Action::Update),
    needs(
        "Mutation.withdrawOfferedService",
        Resource::Project,
        Action::Update,
    ),
    needs("Mutation.setServiceRules", Resource::Project, Action::Update),
    needs("Mutation.createGroup", Resource::Project, Action::Update),
    needs("Mutation.updateGroup", Resource::Project, Action::Update),
    needs("Mutation.closeGroup", Resource::Project, Action::Update),
    needs("Project.team", Resource::Team, Action::Read),
    needs("Project.offeredServices", Resource::Project, Action::Read),
    needs("Project.serviceRules", Resource::Project, Action::Read),
    needs("Project.groups", Resource::Project, Action::Read),
    needs(
        "ParticipantGroup.enrolmentCounts",
        Resource::Participation,
        Action::Read,
    ),
    needs("Mutation.createPerson", Resource::Person, Action::Create),
    needs("Mutation.updatePerson", Resource::Person, Action::Update),
    needs("Mutation.recordFact", Resource::Person, Action::Update),
    needs("Mutation.nominatePerson", Resource::Participation, Action::Create),
    needs(
        "Mutation.decideNomination",
        Resource::Participation,
        Action::Decide,
    ),
    needs("Mutation.enrolPerson", Resource::Participation, Action::Decide),
    needs("Mutation.createGroupSession", Resource::Session, Action::Create),
    needs("Mutation.recordAttendance", Resource::Session, Action::Update),
    needs("Mutation.requestUpload", Resource::Document, Action::Create),
    needs("Mutation.finaliseUpload", Resource::Document, Action::Update),
    needs("Mutation.issueDownloadLink", Resource::Document, Action::Read),
    needs("Mutation.createClaim", Resource::Claim, Action::Create),
    needs("Mutation.updateClaim", Resource::Claim, Action::Create),
    needs("Mutation.submitClaim", Resource::Claim, Action::Decide),
    needs("Mutation.questionClaim", Resource::Claim, Action::Decide),
    needs("Mutation.approveClaim", Resource::Claim, Action::Decide),
    needs("Mutation.withdrawClaim", Resource::Claim, Action::Decide),
    needs("Mutation.recordTransfer", Resource::Claim, Action::Create),
    needs("Mutation.cancelTransfer", Resource::Claim, Action::Create),
    needs("Mutation.setForecast", Resource::Claim, Action::Create),
    needs("Mutation.addReadinessDuty", Resource::Readiness, Action::Update),
    needs(
        "Mutation.agreeLongerReadiness",
        Resource::Readiness,
        Action::Update,
    ),
    needs("Mutation.planReadinessCheck", Resource::Readiness, Action::Update),
    needs(
        "Mutation.recordReadinessCheck",
        Resource::Readiness,
        Action::Update,
    ),
    needs(
        "Mutation.reportReadinessBreach",
        Resource::Readiness,
        Action::Update,
    ),
    needs(
        "Mutation.closeReadinessBreach",
        Resource::Readiness,
        Action::Update,
    ),
    needs("Project.programme", Resource::Programme, Action::Read),
    needs("Project.recruitment", Resource::Recruitment, Action::Read),
    needs("Project.enrolmentCounts", Resource::Participation, Action::Read),
    needs("Project.documents", Resource::Document, Action::Read),
    needs("Programme.path", Resource::Programme, Action::Read),
    needs("Person.facts", Resource::Person, Action::Read),
    needs("Nomination.person", Resource::Person, Action::Read),
    needs("Nomination.project", Resource::Project, Action::Read),
    needs("Nomination.group", Resource::Project, Action::Read),
    needs("Nomination.verdict", Resource::Participation, Action::Read),
    needs("Enrolment.person", Resource::Person, Action::Read),
    needs("Enrolment.project", Resource::Project, Action::Read),
    needs("Enrolment.group", Resource::Project, Action::Read),
    needs("Enrolment.attendance", Resource::Session, Action::Read),
    needs("GroupSession.project", Resource::Project, Action::Read),
    needs("GroupSession.attendance", Resource::Session, Action::Read),
    needs("Document.project", Resource::Project, Action::Read),
    // What becomes of participations; indicators.
    needs("Enrolment.ending", Resource::Participation, Action::Read),
    needs("Enrolment.support", Resource::Participation, Action::Read),
    needs("Enrolment.pathGaps", Resource::Participation, Action::Read),
    needs("Enrolment.outcomes", Resource::Participation, Action::Read),
    needs(
        "Mutation.endParticipation",
        Resource::Participation,
        Action::Decide,
    ),
    needs(
        "Mutation.takeBackParticipationEnd",
        Resource::Participation,
        Action::Decide,
    ),
    needs("Mutation.recordSupport", Resource::Participation, Action::Create),
    needs(
        "Mutation.takeBackSupport",
        Resource::Participation,
        Action::Create,
    ),
    needs("Mutation.recordOutcome", Resource::Participation, Action::Create),
    needs(
        "Mutation.takeBackOutcome",
        Resource::Participation,
        Action::Create,
    ),
    needs("Query.indicatorDictionary", Resource::ReferenceData, Action::Read),
    needs("Query.indicatorVocabulary", Resource::Indicator, Action::Read),
    needs(
        "Query.indicatorParticipants",
        Resource::Participation,
        Action::Read,
    ),
    needs("Project.indicators", Resource::Indicator, Action::Read),
    needs("Project.effectiveness", Resource::Indicator, Action::Read),
    needs("Mutation.chooseIndicator", Resource::Indicator, Action::Update),
    needs("Mutation.addOwnIndicator", Resource::Indicator, Action::Update),
    needs(
        "Mutation.setIndicatorTargets",
        Resource::Indicator,
        Action::Update,
    ),
    needs("Mutation.removeIndicator", Resource::Indicator, Action::Update),
    needs(
        "Mutation.recordIndicatorValue",
        Resource::Indicator,
        Action::Update,
    ),
    needs(
        "Mutation.setEffectivenessThresholds",
        Resource::Indicator,
        Action::Update,
    ),
    needs("Project.claims", Resource::Claim, Action::Read),
    needs("Project.transfers", Resource::Claim, Action::Read),
    needs("Project.settlement", Resource::Claim, Action::Read),
    needs("Project.forecast", Resource::Claim, Action::Read),
    needs("Project.readiness", Resource::Readiness, Action::Read),
    needs("Claim.project", Resource::Project, Action::Read),
    needs("Claim.contents", Resource::Claim, Action::Read),
    needs("Claim.submission", Resource::Claim, Action::Read),
    needs("Claim.history", Resource::Claim, Action::Read),
];

/// When a field asks for a fresh proof (step-up) of whoever is signed in, besides the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUp {
    /// Always; [`open`] sees to it.
    Always,
    /// Only for some inputs, in these words; the resolver sees to it.
    When(&'static str),
}

/// The fields that ask for a sign-in or `proveAgain` of the last 15 minutes. Programs may use none of them.
pub const STEP_UP_FIELDS: &[(&str, StepUp)] = &[
    ("Mutation.addMember", StepUp::Always),
    (
        "Mutation.updateMember",
        StepUp::When("roles change or the membership returns"),
    ),
    ("Mutation.inviteMember", StepUp::Always),
    ("Mutation.createApiClient", StepUp::Always),
    ("Mutation.addApiKey", StepUp::Always),
    ("Mutation.breakGlass", StepUp::Always),
    ("Mutation.setOrganisationStatus", StepUp::Always),
    ("Mutation.setSignInProvider", StepUp::Always),
    ("Mutation.resetSecondFactor", StepUp::Always),
    // Its first code is a proof: without one before it, whoever finds a session open would make a proof of their own.
    ("Mutation.beginSecondFactor", StepUp::Always),
    ("Mutation.confirmSecondFactor", StepUp::Always),
    ("Mutation.renewRecoveryCodes", StepUp::Always),
    ("Mutation.decideAccess", StepUp::When("access is removed")),
    // A whole register leaves at once.
    ("Mutation.exportExpenseRegister", StepUp::Always),
];

/// The table with requirements in words, for the checked-in matrix.
pub fn permission_rows() -> Vec<(&'static str, String)> {
    let proof = |field: &str| match STEP_UP_FIELDS.iter().find(|(name, _)| *name == field) {
        Some((_, StepUp::Always)) => ", proved within 15 minutes".to_owned(),
        Some((_, StepUp::When(what))) => format!(", proved within 15 minutes if {what}"),
        None => String::new(),
    };
    FIELD_PERMISSIONS
        .iter()
        .map(|(field, requirement)| (*field, requirement.describe() + &proof(field)))
        .collect()
}

/// Fields about the account itself. An organisation's provider answers for its organisation only, so a session that it started
/// does not open them: whoever runs the provider could otherwise take over an account that belongs to other organisations too.
pub(crate) const OWN_ACCOUNT_FIELDS: &[&str] = &[
    "Mutation.proveAgain",
    "Mutation.beginSecondFactor",
    "Mutation.confirmSecondFactor",
    "Mutation.renewRecoveryCodes",
    "Mutation.changePassword",
    "Mutation.revokeSession",
    "Mutation.revokeAllSessions",
];

/// Opens a field for the request's actor, or says why not. Every resolver that calls a service begins with this. A field
/// without a row is never open.
pub(crate) fn open<'a>(ctx: &Context<'a>, field: &str) -> Result<&'a Scope, Failure> {
    let scope = Scope::of(ctx)?;
    let (_, requirement) = FIELD_PERMISSIONS
        .iter()
        .find(|(name, _)| *name == field)
        .ok_or_else(Failure::internal)?;
    match *requirement {
        Requirement::SignedIn if scope.actor().is_anonymous() => return Err(Failure::unauthenticated()),
        Requirement::Public | Requirement::SignedIn => {}
        Requirement::Needs(resource, action) => {
            permission::require(scope.actor(), resource, action)?;
        }
    }
    if OWN_ACCOUNT_FIELDS.contains(&field) && scope.is_by_provider() {
        return Err(Failure::wrong_sign_in_method());
    }
    if STEP_UP_FIELDS.contains(&(field, StepUp::Always)) {
        scope.recently_proved()?;
    }
    Ok(scope)
}
