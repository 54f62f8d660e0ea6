//! SQL of `casework.attendance`. The rules are in `domain::attendance`.

use uuid::Uuid;
use wsparcie_casework_api::{AttendanceMark, AttendanceSum, GroupSession, Presence};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{EnrolmentId, PersonId, SessionId};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;

const TABLE: &str = "casework.attendance";

/// One line of an attendance list, the name sealed.
pub(crate) struct SealedLine {
    pub(crate) session_id: SessionId,
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) person_id: PersonId,
    pub(crate) first_name_sealed: Vec<u8>,
    pub(crate) last_name_sealed: Vec<u8>,
    pub(crate) presence: Presence,
}

/// Records marks for a session; an earlier mark of the same person is replaced.
#[tracing::instrument(name = "db.attendance.record", skip_all, err(level = "debug"))]
pub(crate) async fn record(
    tx: &mut TenantTx,
    session: &GroupSession,
    marks: &[AttendanceMark],
    now: Instant,
) -> Result<(), DbError> {
    let enrolments: Vec<Uuid> = marks.iter().map(|mark| mark.enrolment_id.into_uuid()).collect();
    let presences: Vec<String> = marks.iter().map(|mark| mark.presence.code().to_owned()).collect();
    sqlx::query!(
        "insert into casework.attendance (tenant_id, session_id, enrolment_id, project_id, presence, recorded_at)
         select $1, $2, mark.enrolment_id, $3, mark.presence, $4
         from unnest($5::uuid[], $6::text[]) as mark (enrolment_id, presence)
         on conflict (tenant_id, session_id, enrolment_id)
             do update set presence = excluded.presence, recorded_at = excluded.recorded_at",
        tx.tenant().into_uuid(),
        session.id.into_uuid(),
        session.project_id.into_uuid(),
        now,
        &enrolments,
        &presences,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The lines of several sessions, in the order of enrolment.
#[tracing::instrument(name = "db.attendance.of_sessions", skip_all, err(level = "debug"))]
pub(crate) async fn of_sessions(tx: &mut TenantTx, sessions: &[Uuid]) -> Result<Vec<SealedLine>, DbError> {
    let rows = sqlx::query!(
        "select a.session_id, a.enrolment_id, e.person_id, p.first_name_sealed, p.last_name_sealed, a.presence
         from casework.attendance a
         join casework.enrolment e on e.tenant_id = $1 and e.id = a.enrolment_id
         join casework.person p on p.tenant_id = $1 and p.id = e.person_id
         where a.tenant_id = $1 and a.session_id = any($2)
         order by a.session_id, a.enrolment_id",
        tx.tenant().into_uuid(),
        sessions,
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| {
        Ok(SealedLine {
            session_id: SessionId::from_uuid(row.session_id),
            enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
            person_id: PersonId::from_uuid(row.person_id),
            first_name_sealed: row.first_name_sealed,
            last_name_sealed: row.last_name_sealed,
            presence: Presence::parse(&row.presence).ok_or(unknown_code(TABLE, "presence"))?,
        })
    });
    lines.collect()
}

/// What each enrolment attended; one without a record counts 0.
#[tracing::instrument(name = "db.attendance.sums", skip_all, err(level = "debug"))]
pub(crate) async fn sums(tx: &mut TenantTx, enrolments: &[Uuid]) -> Result<Vec<AttendanceSum>, DbError> {
    let rows = sqlx::query!(
        r#"select wanted.id as "enrolment_id!", count(s.id) as "sessions!", coalesce(sum(s.minutes), 0) as "minutes!"
           from (select distinct unnest($2::uuid[]) as id) wanted
           left join casework.attendance a
               on a.tenant_id = $1 and a.enrolment_id = wanted.id and a.presence = 'present'
           left join casework.group_session s on s.tenant_id = $1 and s.id = a.session_id
           group by wanted.id order by wanted.id"#,
        tx.tenant().into_uuid(),
        enrolments,
    )
    .fetch_all(tx.conn())
    .await?;
    let sums = rows.into_iter().map(|row| AttendanceSum {
        enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
        sessions: row.sessions,
        minutes: row.minutes,
    });
    Ok(sums.collect())
}
