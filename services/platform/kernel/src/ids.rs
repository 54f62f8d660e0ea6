//! Typed ids, so that two kinds of thing never mix, and the source they come from.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Instant;

/// Declares id types: newtypes over [`Uuid`].
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to name this kind of thing.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID, for SQL parameters.
            pub const fn into_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )+};
}

ids! {
    /// An organisation: a centre, an authority or the platform itself. A tenant is an organisation.
    TenantId;
    /// A person who signs in. One user may belong to several organisations.
    UserId;
    /// A user's membership in one organisation.
    MembershipId;
    /// A program that calls the API for one organisation.
    ApiClientId;
    /// One key of an API client.
    ApiKeyId;
    /// An invitation to join an organisation.
    InvitationId;
    /// A review of who has access to an organisation's data.
    AccessReviewId;
    /// One person's or program's access within a review.
    AccessReviewItemId;
    /// Case data opened in an emergency.
    BreakGlassId;
    /// A range of addresses and the worker responsible for it.
    DistrictRuleId;
    /// One loading of reference data.
    ReferenceReleaseId;
    /// A level of a programme tree (programme, priority, measure, submeasure).
    ProgrammeId;
    /// A project of one centre.
    ProjectId;
    /// One version of a project's recruitment rules.
    RecruitmentId;
    /// A version of a project's grant agreement: the agreement itself or an annex.
    AgreementId;
    /// Somebody who works for a centre, as its accounts know them.
    WorkerId;
    /// Posts of one kind in a project's team.
    TeamPostId;
    /// A service that a project offers.
    OfferedServiceId;
    /// A group (cohort) of a project's participants.
    GroupId;
    /// One version of a project's budget.
    BudgetId;
    /// A task of a project's budget; the same in all its versions.
    BudgetTaskId;
    /// A line of a project's budget; the same in all its versions.
    BudgetLineId;
    /// An expense of a project.
    ExpenseId;
    /// Hours that somebody worked in a month, for one employer and one engagement.
    WorkHoursId;
    /// A payment claim (wniosek o płatność).
    ClaimId;
    /// Money that came in for a project, or was given back.
    TransferId;
    /// An indicator of a project: one of a dictionary's, or the project's own.
    IndicatorId;
    /// A duty to keep a service ready after a project's end (trwałość).
    ReadinessDutyId;
    /// One check of a readiness duty.
    ReadinessCheckId;
    /// A service that was found not to be ready.
    ReadinessBreachId;
    /// One version of a project's forecast of payments.
    ForecastId;
    /// A frozen release of the regional comparison.
    ComparisonReleaseId;
    /// A person known to one centre.
    PersonId;
    /// A dated fact about a person.
    FactId;
    /// A nomination of a person to a project.
    NominationId;
    /// A decision on a nomination, with its proof.
    VerdictId;
    /// A person's participation in a project.
    EnrolmentId;
    /// The end of a participation, as it was recorded.
    ParticipationEndId;
    /// Support that a participant received.
    SupportId;
    /// A result of a participation: work found, a qualification, a social effect.
    OutcomeId;
    /// One group session.
    SessionId;
    /// A document and its versions.
    DocumentId;
    /// One entry of the audit trail.
    AuditEventId;
    /// One background job.
    JobId;
    /// One event in the outbox.
    EventId;
}

/// Where new ids come from. Injected, so that tests can tell ids in advance.
pub trait IdSource: Send + Sync {
    /// A new UUIDv7 whose time part is `now`: ids sort by creation.
    fn next(&self, now: Instant) -> Uuid;
}

/// Ids from the operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next(&self, now: Instant) -> Uuid {
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(
            uuid::NoContext,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }
}
