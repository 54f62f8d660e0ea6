//! Answering for who has access: status of organisations, access reviews, break-glass, the processing agreement.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{
    AccessReviewId, AccessReviewItemId, ApiClientId, BreakGlassId, MembershipId, TenantId, UserId,
};
use wsparcie_kernel::{Date, Instant, Role, Scope, codes};

codes! {
    /// Whether an organisation takes part. Effective within a second.
    pub enum OrganisationStatus {
        /// It works.
        Active => "active", "czynna", "active";
        /// Nobody signs in for it and none of its keys works; its data stay.
        Suspended => "suspended", "zawieszona", "suspended";
        /// It reads and exports, and changes nothing more; its API keys do not work.
        Leaving => "leaving", "odchodzi", "leaving";
    }
}

/// A change of an organisation's status.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetOrganisationStatus {
    /// The organisation; not the platform's own.
    pub id: TenantId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The status from now on.
    pub status: OrganisationStatus,
    /// Why, 10 to 500 characters; stands in the organisation's row.
    pub reason: String,
}

/// A review of everybody's access, as it was when the review began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReview {
    /// Its id.
    pub id: AccessReviewId,
    /// When it began.
    pub started_at: Instant,
    /// Who began it.
    pub started_by: UserId,
    /// When the last item was decided; absent while any is open.
    pub completed_at: Option<Instant>,
    /// How many items it has.
    pub items_total: i64,
    /// How many are undecided.
    pub items_open: i64,
}

/// Whose access an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessHolder {
    /// A user.
    Member(MembershipId),
    /// A program.
    ApiClient(ApiClientId),
}

codes! {
    /// What was decided about somebody's access.
    pub enum AccessDecision {
        /// It is still needed.
        Confirmed => "confirmed", "potwierdzono", "confirmed";
        /// It was taken away: the membership was ended, or the client's keys were revoked.
        Removed => "removed", "odebrano", "removed";
    }
}

/// One user's or program's access within a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReviewItem {
    /// Its id.
    pub id: AccessReviewItemId,
    /// The review.
    pub review: AccessReviewId,
    /// Who has the access.
    pub holder: AccessHolder,
    /// The user's name, or what the program is for.
    pub name: String,
    /// The roles at the beginning of the review; of a user.
    pub roles: Vec<Role>,
    /// The scopes at the beginning of the review; of a program.
    pub scopes: Vec<Scope>,
    /// When the access was last used before the review; absent if never, as far as is known.
    pub last_used_at: Option<Instant>,
    /// The decision; absent while it is open.
    pub decision: Option<AccessDecision>,
    /// Who decided. Nobody decides on their own access.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<Instant>,
}

/// A decision about somebody's access. Decided once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecideAccess {
    /// The item.
    pub id: AccessReviewItemId,
    /// Confirm or remove.
    pub decision: AccessDecision,
}

/// Case data opened in an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlass {
    /// Its id.
    pub id: BreakGlassId,
    /// Who opened them.
    pub user: UserId,
    /// The user's name.
    pub user_name: String,
    /// Why.
    pub reason: String,
    /// From when.
    pub opened_at: Instant,
    /// Until when: three hours later.
    pub expires_at: Instant,
    /// When somebody else looked into it; absent while it waits.
    pub reviewed_at: Option<Instant>,
    /// Who did.
    pub reviewed_by: Option<UserId>,
    /// What they found.
    pub review_note: Option<String>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// An emergency. The user who calls may read case data for three hours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewBreakGlass {
    /// Why, 20 to 500 characters.
    pub reason: String,
}

/// The look into an emergency that is over or running. Nobody reviews their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReviewBreakGlass {
    /// The emergency.
    pub id: BreakGlassId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// What was found, 1 to 500 characters.
    pub note: String,
}

/// The agreement on processing personal data (art. 28 GDPR) between a centre and the operator of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessingAgreement {
    /// The version in force, `2026-1`.
    pub version: String,
    /// From when this version is offered.
    pub valid_from: Date,
    /// Its text in Polish.
    pub text: String,
    /// The acceptance; absent until the centre has accepted this version. Without one no person is entered.
    pub accepted: Option<AgreementAcceptance>,
}

/// That a centre has accepted the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementAcceptance {
    /// When.
    pub at: Instant,
    /// Who, for the centre.
    pub by: UserId,
}
