//! Global ids: base64url of `Type:uuid`, so that `node(id)` knows what it is asked for and a mixed-up id is noticed.

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;
use wsparcie_kernel::ids::{
    AccessReviewId, AccessReviewItemId, AgreementId, ApiClientId, ApiKeyId, BreakGlassId, BudgetId,
    BudgetLineId, BudgetTaskId, ClaimId, ComparisonReleaseId, DistrictRuleId, DocumentId, EnrolmentId,
    ExpenseId, GroupId, IndicatorId, InvitationId, MembershipId, NominationId, OfferedServiceId, OutcomeId,
    ParticipationEndId, PersonId, ProgrammeId, ProjectId, ReadinessBreachId, ReadinessCheckId,
    ReadinessDutyId, SessionId, SupportId, TeamPostId, TenantId, TransferId, WorkerId,
};

use super::failure::Failure;

/// The longest id: the longest type's name, a colon and a UUID, in base64.
const MAX_LENGTH: usize = 100;

/// Writes a global id.
pub(crate) fn encode(kind: &str, id: Uuid) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{kind}:{id}")))
}

/// The type's name and the id within it; `None` if the text is no global id.
pub(crate) fn decode(id: &ID) -> Option<(String, Uuid)> {
    if id.len() > MAX_LENGTH {
        return None;
    }
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?).ok()?;
    let (kind, uuid) = text.split_once(':')?;
    // Only the form that we write: a UUID has several, and each thing has one id.
    let parsed = Uuid::try_parse(uuid)
        .ok()
        .filter(|parsed| parsed.to_string() == uuid)?;
    Some((kind.to_owned(), parsed))
}

/// A typed id with a name in the schema.
pub(crate) trait GlobalId: Sized {
    /// The GraphQL type's name.
    const KIND: &'static str;
    fn wrap(id: Uuid) -> Self;
    fn bare(self) -> Uuid;

    fn global(self) -> ID {
        encode(Self::KIND, self.bare())
    }
}

/// Reads an id of one type.
pub(crate) fn parse<T: GlobalId>(id: &ID) -> Result<T, Failure> {
    match decode(id) {
        Some((kind, uuid)) if kind == T::KIND => Ok(T::wrap(uuid)),
        _ => Err(bad_id()),
    }
}

pub(crate) const fn bad_id() -> Failure {
    Failure::new(
        "BAD_INPUT",
        "to nie jest identyfikator tego rodzaju rzeczy; użyj pola id z odpowiedzi API",
        "this is not an id of this kind of thing; use the id field of an answer of the API",
    )
}

macro_rules! global_ids {
    ($($id:ident => $kind:literal;)+) => {$(
        impl GlobalId for $id {
            const KIND: &'static str = $kind;

            fn wrap(id: Uuid) -> Self {
                Self::from_uuid(id)
            }

            fn bare(self) -> Uuid {
                self.into_uuid()
            }
        }
    )+};
}

global_ids! {
    TenantId => "Organisation";
    MembershipId => "Member";
    ApiClientId => "ApiClient";
    ApiKeyId => "ApiKey";
    InvitationId => "Invitation";
    AccessReviewId => "AccessReview";
    AccessReviewItemId => "AccessReviewItem";
    BreakGlassId => "BreakGlass";
    DistrictRuleId => "DistrictRule";
    ProgrammeId => "Programme";
    ProjectId => "Project";
    ComparisonReleaseId => "ComparisonRelease";
    AgreementId => "Agreement";
    BudgetId => "BudgetVersion";
    BudgetTaskId => "BudgetTask";
    BudgetLineId => "BudgetLine";
    WorkerId => "Worker";
    ExpenseId => "Expense";
    TeamPostId => "TeamPost";
    OfferedServiceId => "OfferedService";
    GroupId => "ParticipantGroup";
    PersonId => "Person";
    NominationId => "Nomination";
    EnrolmentId => "Enrolment";
    SessionId => "GroupSession";
    ParticipationEndId => "ParticipationEnd";
    SupportId => "Support";
    OutcomeId => "Outcome";
    IndicatorId => "ProjectIndicator";
    DocumentId => "Document";
    ClaimId => "Claim";
    TransferId => "Transfer";
    ReadinessDutyId => "ReadinessDuty";
    ReadinessCheckId => "ReadinessCheck";
    ReadinessBreachId => "ReadinessBreach";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uuid() -> Uuid {
        Uuid::from_u128(0x0190_d3c4_7b1a_7c3e_8f00_0123_4567_89ab)
    }

    #[test]
    fn an_id_names_its_type_and_is_refused_as_another() {
        let id = ProjectId::from_uuid(uuid()).global();
        assert_eq!(parse::<ProjectId>(&id).ok(), Some(ProjectId::from_uuid(uuid())));
        assert!(parse::<PersonId>(&id).is_err());
    }

    #[test]
    fn what_is_no_id_of_ours_is_refused() {
        let encoded = |text: &str| ID(URL_SAFE_NO_PAD.encode(text));
        for id in [
            ID(String::new()),
            ID(uuid().to_string()),
            ID("%".to_owned()),
            encoded("Project"),
            encoded("Project:"),
            encoded("Project:1"),
            encoded(&format!("Project:{}", uuid().to_string().to_uppercase())),
            encoded(&format!("Project:{}", uuid().simple())),
            ID("A".repeat(1_000_000)),
        ] {
            assert!(parse::<ProjectId>(&id).is_err());
        }
    }
}
