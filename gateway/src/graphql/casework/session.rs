//! Group sessions and attendance lists.

use async_graphql::{ComplexObject, Context, ID, InputObject, SimpleObject};
use wsparcie_casework_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::{Term, input_enums};
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::AttendanceAt;
use crate::graphql::permissions::open;
use crate::graphql::programmes::Project;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

input_enums! {
    /// Whether somebody was there. Answers have the code in lower case.
    Presence for api::Presence {
        /// Was there.
        Present,
        /// Was not there, with a reason.
        Excused,
        /// Was not there.
        Absent,
    }
}

/// One group session of a project.
///
/// Permission for all fields, unless they name another: session:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct GroupSession {
    #[graphql(skip)]
    row: api::GroupSession,
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The global id of the project.
    project_id: ID,
    /// Its subject.
    title: String,
    /// The day.
    held_on: Date,
    /// Length in minutes, 15 to 720.
    minutes: i32,
    /// Version, for `expectedVersion` of `recordAttendance`.
    version: i64,
}

#[ComplexObject]
impl GroupSession {
    /// The project.
    ///
    /// Permission: project:read
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "GroupSession.project")?;
            Ok(load!(scope, self.row.project_id)?.map(Project::from))
        };
        read.await.transpose()
    }

    /// The attendance list: whoever was marked so far.
    ///
    /// Permission: session:read
    async fn attendance(&self, ctx: &Context<'_>) -> Nullable<Vec<Attendance>> {
        let read = async {
            let scope = open(ctx, "GroupSession.attendance")?;
            let rows = load!(scope, AttendanceAt(self.row.id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Attendance::from).collect())
        };
        Some(read.await)
    }
}

impl From<api::GroupSession> for GroupSession {
    fn from(row: api::GroupSession) -> Self {
        Self {
            id: row.id.global(),
            project_id: row.project_id.global(),
            title: row.title.clone(),
            held_on: row.held_on.into(),
            minutes: row.minutes,
            version: row.version,
            row,
        }
    }
}

/// One line of an attendance list.
///
/// Permission for all fields: session:read
#[derive(SimpleObject)]
pub(crate) struct Attendance {
    /// The global id of the participation.
    enrolment_id: ID,
    /// First and last name, as on a paper list. Personal data.
    participant: String,
    /// Whether the person was there.
    presence: Term,
}

impl From<api::Attendance> for Attendance {
    fn from(row: api::Attendance) -> Self {
        Self {
            enrolment_id: row.enrolment_id.global(),
            participant: row.participant.expose().to_owned(),
            presence: row.presence.into(),
        }
    }
}

/// A group session to be created.
#[derive(InputObject)]
pub(crate) struct CreateGroupSessionInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The session.
    pub(super) session: GroupSessionInput,
}

/// A group session.
#[derive(InputObject)]
pub(crate) struct GroupSessionInput {
    /// The global id of the project.
    pub(super) project_id: ID,
    /// Its subject, 1 to 200 characters.
    pub(super) title: String,
    /// The day.
    pub(super) held_on: Date,
    /// Length in minutes, 15 to 720.
    pub(super) minutes: i64,
}

/// One person's mark for a session.
#[derive(InputObject)]
pub(crate) struct AttendanceMarkInput {
    /// The global id of the participation.
    pub(super) enrolment_id: ID,
    /// Whether the person was there.
    pub(super) presence: Presence,
}

/// Attendance to be recorded. People not named keep what was recorded for them.
#[derive(InputObject)]
pub(crate) struct RecordAttendanceInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the session.
    pub(super) session_id: ID,
    /// The version of the session that the change is based on.
    pub(super) expected_version: i64,
    /// The marks, at most 100, one a person.
    pub(super) marks: Vec<AttendanceMarkInput>,
}
