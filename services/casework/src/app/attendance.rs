//! Attendance lists: recording, reading, adding up.

use serde_json::json;
use wsparcie_casework_api::{Attendance, AttendanceSum, GroupSession, RecordAttendance};
use wsparcie_kernel::ids::{EnrolmentId, SessionId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::{Casework, reads, uuids};
use crate::db;
use crate::domain::{attendance, latest_today};

/// Records who was there.
pub(crate) async fn record(
    svc: &Casework,
    call: &Call,
    input: &RecordAttendance,
) -> CallResult<GroupSession> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Update)?;
    attendance::check_input(input)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let known = db::sessions::find_all(&mut tx, &[id])
            .await?
            .pop()
            .ok_or(CallError::NotFound)?;
        tx.commit().await?;
        return Ok(known);
    }
    let mut session = db::sessions::lock(&mut tx, input.session_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if session.version != input.expected_version {
        return Err(stale_version());
    }
    let ids: Vec<_> = input
        .marks
        .iter()
        .map(|mark| mark.enrolment_id.into_uuid())
        .collect();
    let enrolments = db::enrolments::find_all(&mut tx, &ids).await?;
    attendance::check_marks(input, &session, &enrolments, latest_today(now))?;
    db::attendance::record(&mut tx, &session, &input.marks, now).await?;
    db::sessions::count_on(&mut tx, session.id).await?;
    session.version += 1;
    let act = Act::on("attendance.recorded", "session", session.id.into_uuid())
        .with(json!({"marks": input.marks.len(), "version": session.version}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, session.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(session)
}

/// The attendance of several sessions, with names as on a paper list. Erased people are left out.
pub(crate) async fn by_session(
    svc: &Casework,
    call: &Call,
    sessions: &[SessionId],
) -> CallResult<Vec<Attendance>> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Read)?;
    check_id_count(sessions.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let sealed = db::attendance::of_sessions(&mut tx, &uuids(sessions, SessionId::into_uuid)).await?;
    let vault = svc.vault(tenant);
    let mut people = Vec::with_capacity(sealed.len());
    let mut lines = Vec::with_capacity(sealed.len());
    for line in sealed {
        let name = vault.open_full_name(line.person_id, &line.first_name_sealed, &line.last_name_sealed)?;
        let Some(participant) = name else { continue };
        people.push(line.person_id.into_uuid());
        lines.push(Attendance {
            session_id: line.session_id,
            enrolment_id: line.enrolment_id,
            participant,
            presence: line.presence,
        });
    }
    // As on paper: by name. The database cannot sort what is sealed.
    lines.sort_by(|a, b| {
        (a.session_id, &a.participant, a.enrolment_id).cmp(&(b.session_id, &b.participant, b.enrolment_id))
    });
    svc.record(&mut tx, call, reads("attendance.read", people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(lines)
}

/// What each enrolment attended. Sums without names.
pub(crate) async fn by_enrolment(
    svc: &Casework,
    call: &Call,
    enrolments: &[EnrolmentId],
) -> CallResult<Vec<AttendanceSum>> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Read)?;
    check_id_count(enrolments.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let sums = db::attendance::sums(&mut tx, &uuids(enrolments, EnrolmentId::into_uuid)).await?;
    tx.commit().await?;
    Ok(sums)
}
