//! Changes of group sessions.

use async_graphql::{Context, Object};
use wsparcie_casework_api as api;
use wsparcie_kernel::ids::SessionId;

use super::session::{CreateGroupSessionInput, GroupSession, RecordAttendanceInput};
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `createGroupSession`.
    ///
    /// Permission: session:create
    CreateGroupSessionPayload {
        /// The session created; null if it was refused.
        group_session: GroupSession
    }

    /// What became of `recordAttendance`.
    ///
    /// Permission: session:update
    RecordAttendancePayload {
        /// The session as it is now, also after a conflict of versions; null if the marks were refused otherwise.
        group_session: GroupSession
    }
}

#[derive(Default)]
pub(crate) struct SessionMutation;

#[Object(name = "CaseworkSessionMutation")]
impl SessionMutation {
    /// Plans or records a group session of a project.
    ///
    /// Permission: session:create
    async fn create_group_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] input: CreateGroupSessionInput,
    ) -> Nullable<CreateGroupSessionPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createGroupSession")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = api::NewSession {
                project_id: ids::parse(&input.session.project_id)?,
                title: input.session.title,
                held_on: input.session.held_on.0,
                // The service refuses what no session can last.
                minutes: i32::try_from(input.session.minutes).unwrap_or(i32::MAX),
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.create_session(call, new)),
                Err(refused) => Err(refused),
            };
            CreateGroupSessionPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Records who was there; people not named keep what was recorded for them.
    ///
    /// Permission: session:update
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The marks.")] input: RecordAttendanceInput,
    ) -> Nullable<RecordAttendancePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordAttendance")?;
            let session_id: SessionId = ids::parse(&input.session_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let mark = |input: super::session::AttendanceMarkInput| {
                Ok::<_, Failure>(api::AttendanceMark {
                    enrolment_id: ids::parse(&input.enrolment_id)?,
                    presence: input.presence.into(),
                })
            };
            let record = api::RecordAttendance {
                session_id,
                expected_version: input.expected_version,
                marks: input.marks.into_iter().map(mark).collect::<Result<_, _>>()?,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.record_attendance(call, record)),
                Err(refused) => Err(refused),
            };
            RecordAttendancePayload::settle_or_current(scope, answer, async { load!(scope, session_id) })
                .await
        };
        Some(change.await)
    }
}
