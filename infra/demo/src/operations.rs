//! The GraphQL documents that the loader sends, and what it reads of the answers.

use serde::Deserialize;

/// A mutation with one input.
pub(crate) struct Operation {
    /// The root field.
    pub(crate) field: &'static str,
    /// The document.
    pub(crate) document: &'static str,
}

/// Declares mutations: the field, the type of its input, and what is wanted of the payload.
macro_rules! mutations {
    ($($name:ident = $field:literal, $input:literal, $wanted:literal;)+) => {
        $(pub(crate) const $name: Operation = Operation {
            field: $field,
            document: concat!(
                "mutation($input: ", $input, "!) { ", $field, "(input: $input) { ", $wanted,
                " userErrors { code path message } } }"
            ),
        };)+

        #[cfg(test)]
        const ALL: &[(Operation, &str)] = &[$(($name, $input)),+];
    };
}

mutations! {
    SIGN_IN = "signIn", "SignInInput",
        "token viewer { current { organisationName } } secondFactor { challenge } secondFactorDue";
    COMPLETE_SIGN_IN = "completeSignIn", "CompleteSignInInput",
        "token viewer { current { organisationName } } secondFactorDue";
    BEGIN_SECOND_FACTOR = "beginSecondFactor", "BeginSecondFactorInput", "setup { secret }";
    CONFIRM_SECOND_FACTOR = "confirmSecondFactor", "ConfirmSecondFactorInput", "token recoveryCodes";
    ACCEPT_AGREEMENT = "acceptProcessingAgreement", "AcceptProcessingAgreementInput", "agreement { version }";
    CREATE_ORGANISATION = "createOrganisation", "CreateOrganisationInput", "organisation { id }";
    ADD_MEMBER = "addMember", "AddMemberInput", "member { id }";
    CREATE_API_CLIENT = "createApiClient", "CreateApiClientInput", "key apiClient { id version revokedAt }";
    REVOKE_API_CLIENT = "revokeApiClient", "RevokeApiClientInput", "apiClient { id }";
    CREATE_PROJECT = "createProject", "CreateProjectInput", "project { id }";
    ADD_AGREEMENT_VERSION = "addAgreementVersion", "AddAgreementVersionInput", "agreement { id }";
    MOVE_PROJECT = "moveProject", "MoveProjectInput", "project { id version }";
    CREATE_BUDGET_VERSION = "createBudgetVersion", "CreateBudgetVersionInput", "budget { id version state { code } }";
    EDIT_BUDGET = "editBudget", "EditBudgetInput", "budget { id version state { code } }";
    PUT_BUDGET_IN_FORCE = "putBudgetInForce", "PutBudgetInForceInput", "budget { id version state { code } }";
    RECORD_EXPENSE = "recordExpense", "RecordExpenseInput", "expense { id }";
    ADD_TEAM_POST = "addTeamPost", "AddTeamPostInput", "teamPost { id }";
    ADD_OFFERED_SERVICE = "addOfferedService", "AddOfferedServiceInput", "offeredService { id }";
    SET_SERVICE_RULES = "setServiceRules", "SetServiceRulesInput", "serviceRules { version }";
    CREATE_GROUP = "createGroup", "CreateGroupInput", "group { id }";
    CREATE_CLAIM = "createClaim", "CreateClaimInput", "claim { id version }";
    SUBMIT_CLAIM = "submitClaim", "SubmitClaimInput", "claim { id version }";
    ADD_READINESS_DUTY = "addReadinessDuty", "AddReadinessDutyInput", "duty { id version checks { id version } }";
    PLAN_READINESS_CHECK = "planReadinessCheck", "PlanReadinessCheckInput", "duty { id version checks { id version } }";
    RECORD_READINESS_CHECK = "recordReadinessCheck", "RecordReadinessCheckInput",
        "duty { id version checks { id version } }";
    SET_RECRUITMENT = "setRecruitment", "SetRecruitmentInput", "recruitment { id }";
    CREATE_PERSON = "createPerson", "CreatePersonInput", "person { id }";
    RECORD_FACT = "recordFact", "RecordFactInput", "fact { id }";
    NOMINATE_PERSON = "nominatePerson", "NominatePersonInput", "nomination { id }";
    DECIDE_NOMINATION = "decideNomination", "DecideNominationInput", "verdict { outcome { code } }";
    ENROL_PERSON = "enrolPerson", "EnrolPersonInput", "enrolment { id }";
    CREATE_GROUP_SESSION = "createGroupSession", "CreateGroupSessionInput", "groupSession { id }";
    END_PARTICIPATION = "endParticipation", "EndParticipationInput", "enrolment { id }";
    RECORD_SUPPORT = "recordSupport", "RecordSupportInput", "support { id }";
    RECORD_OUTCOME = "recordOutcome", "RecordOutcomeInput", "outcome { id }";
    CHOOSE_INDICATOR = "chooseIndicator", "ChooseIndicatorInput", "indicator { id }";
    ADD_OWN_INDICATOR = "addOwnIndicator", "AddOwnIndicatorInput", "indicator { id }";
    RECORD_INDICATOR_VALUE = "recordIndicatorValue", "RecordIndicatorValueInput", "indicator { id }";
    SET_EFFECTIVENESS_THRESHOLDS = "setEffectivenessThresholds", "SetEffectivenessThresholdsInput", "effectiveness { asOf }";
    DECIDE_COMPARISON_CONSENT = "decideComparisonConsent", "DecideComparisonConsentInput", "consent { granted }";
    CREATE_COMPARISON_RELEASE = "createComparisonRelease", "CreateComparisonReleaseInput", "release { id }";
    RECORD_ATTENDANCE = "recordAttendance", "RecordAttendanceInput", "groupSession { id }";
    REQUEST_UPLOAD = "requestUpload", "RequestUploadInput", "document { id } upload { method url headers { name value } }";
    FINALISE_UPLOAD = "finaliseUpload", "FinaliseUploadInput", "document { id }";
}

/// The levels of a programme tree right below one, or the roots.
pub(crate) const PROGRAMMES: &str =
    "query($parentId: ID) { programmes(parentId: $parentId, first: 100) { edges { node { id code } } } }";

/// The lines of a project's budget in force, with the numbers that people know them by.
pub(crate) const LINES_IN_FORCE: &str =
    "query($id: ID!) { project(id: $id) { budgetInForce { tasks { number lines { number id } } } } }";

/// The processing agreement that a centre has to accept.
pub(crate) const AGREEMENT: &str = "{ processingAgreement { version } }";

/// Anything with an id.
#[derive(Debug, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: String,
}

/// A value of a closed set.
#[derive(Debug, Deserialize)]
pub(crate) struct Term {
    pub(crate) code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Membership {
    pub(crate) organisation_name: String,
}

#[derive(Deserialize)]
pub(crate) struct Viewer {
    pub(crate) current: Option<Membership>,
}

#[derive(Deserialize)]
pub(crate) struct Challenge {
    pub(crate) challenge: String,
}

/// How far a sign-in has come: a token and the user, or a challenge.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedIn {
    pub(crate) token: Option<String>,
    pub(crate) viewer: Option<Viewer>,
    pub(crate) second_factor: Option<Challenge>,
    pub(crate) second_factor_due: bool,
}

#[derive(Deserialize)]
pub(crate) struct Setup {
    pub(crate) secret: String,
}

#[derive(Deserialize)]
pub(crate) struct SecondFactorBegun {
    pub(crate) setup: Setup,
}

#[derive(Deserialize)]
pub(crate) struct SecondFactorConfirmed {
    pub(crate) token: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Agreement {
    pub(crate) version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) revoked_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedClient {
    pub(crate) key: Option<String>,
    pub(crate) api_client: Client,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddedTeamPost {
    pub(crate) team_post: Thing,
}

#[derive(Deserialize)]
pub(crate) struct CreatedProject {
    pub(crate) project: Thing,
}

/// A version of a budget as its changes answer.
#[derive(Deserialize)]
pub(crate) struct BudgetVersion {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) state: Term,
}

#[derive(Deserialize)]
pub(crate) struct ChangedBudget {
    pub(crate) budget: BudgetVersion,
}

#[derive(Deserialize)]
pub(crate) struct CreatedClaim {
    pub(crate) claim: Thing,
}

/// A duty of readiness with the checks planned so far.
#[derive(Deserialize)]
pub(crate) struct Duty {
    pub(crate) id: String,
    pub(crate) checks: Vec<Thing>,
}

#[derive(Deserialize)]
pub(crate) struct ChangedDuty {
    pub(crate) duty: Duty,
}

#[derive(Deserialize)]
pub(crate) struct CreatedPerson {
    pub(crate) person: Thing,
}

#[derive(Deserialize)]
pub(crate) struct Nominated {
    pub(crate) nomination: Thing,
}

#[derive(Deserialize)]
pub(crate) struct Verdict {
    pub(crate) outcome: Term,
}

#[derive(Deserialize)]
pub(crate) struct Decided {
    pub(crate) verdict: Verdict,
}

#[derive(Deserialize)]
pub(crate) struct Enrolled {
    pub(crate) enrolment: Thing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedSession {
    pub(crate) group_session: Thing,
}

#[derive(Deserialize)]
pub(crate) struct AddedIndicator {
    pub(crate) indicator: Thing,
}

#[derive(Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}

#[derive(Deserialize)]
pub(crate) struct SignedRequest {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<Header>,
}

#[derive(Deserialize)]
pub(crate) struct UploadTicket {
    pub(crate) document: Thing,
    /// Absent once the document is available.
    pub(crate) upload: Option<SignedRequest>,
}

#[derive(Deserialize)]
pub(crate) struct Level {
    pub(crate) id: String,
    pub(crate) code: String,
}

#[derive(Deserialize)]
pub(crate) struct Edge {
    pub(crate) node: Level,
}

#[derive(Deserialize)]
pub(crate) struct Levels {
    pub(crate) edges: Vec<Edge>,
}

#[cfg(test)]
mod tests {
    use super::ALL;

    const SCHEMA: &str = include_str!("../../../gateway/schema.graphql");

    #[test]
    fn every_mutation_stands_in_the_published_schema_with_its_input() {
        for (operation, input) in ALL {
            let field = format!("\t{}(", operation.field);
            let (_, after) = SCHEMA
                .split_once(&field)
                .unwrap_or_else(|| panic!("no {}", operation.field));
            let (arguments, _) = after.split_once(')').unwrap();
            assert!(
                arguments.contains(&format!("input: {input}!")),
                "{}",
                operation.field
            );
        }
    }

    #[test]
    fn every_name_in_the_documents_is_a_name_of_the_schema() {
        for (operation, _) in ALL {
            let names = operation
                .document
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|name| !name.is_empty());
            for name in names.filter(|name| !matches!(*name, "mutation" | "input")) {
                let stands = [
                    format!("\t{name}: "),
                    format!("\t{name}("),
                    format!("input {name} "),
                ];
                assert!(
                    stands.iter().any(|text| SCHEMA.contains(text)),
                    "{}: {name}",
                    operation.field
                );
            }
        }
    }
}
