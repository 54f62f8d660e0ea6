//! Reading readiness: one statement for all projects of a batch, duties with their checks and breaches included.

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{OfferedServiceId, ProjectId, ReadinessDutyId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    AgreedReadiness, DutyOf, Readiness, ReadinessBreach, ReadinessCheck, ReadinessDuty,
};

use crate::domain::readiness;

/// A duty as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Duty {
    id: ReadinessDutyId,
    service_id: Option<OfferedServiceId>,
    service: String,
    source_note: Option<String>,
    agreed: Option<AgreedReadiness>,
    checks: Vec<ReadinessCheck>,
    breaches: Vec<ReadinessBreach>,
    version: i64,
}

impl Duty {
    fn of(self, project_id: ProjectId) -> ReadinessDuty {
        ReadinessDuty {
            id: self.id,
            project_id,
            service_id: self.service_id,
            service: self.service,
            source_note: self.source_note,
            agreed: self.agreed,
            from: None,
            until: None,
            checks: self.checks,
            breaches: self.breaches,
            version: self.version,
        }
    }
}

/// The readiness of each project that the centre has.
#[tracing::instrument(name = "db.readiness.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Readiness>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id, p.starts_on, p.ends_on, (
             select coalesce(jsonb_agg(jsonb_build_object(
                 'id', d.id, 'service_id', d.service_id, 'service', coalesce(d.service, s.description, s.kind),
                 'source_note', d.source_note, 'version', d.version,
                 'agreed', case when d.agreed_until is not null then jsonb_build_object(
                     'until', d.agreed_until, 'reason', d.agreed_reason, 'legal_basis', d.agreed_basis) end,
                 'checks', (
                     select coalesce(jsonb_agg(jsonb_build_object(
                         'id', c.id, 'planned_on', c.planned_on, 'done_on', c.done_on, 'done_by', c.done_by,
                         'outcome', c.outcome, 'note', c.note, 'version', c.version,
                         'evidence', (
                             select coalesce(jsonb_agg(
                                 case when e.document_id is not null then jsonb_build_object('document', e.document_id)
                                      else jsonb_build_object('words', e.words) end order by e.position), '[]')
                             from programmes.readiness_evidence e
                             where e.tenant_id = $1 and e.check_id = c.id)) order by c.planned_on, c.id), '[]')
                     from programmes.readiness_check c where c.tenant_id = $1 and c.duty_id = d.id),
                 'breaches', (
                     select coalesce(jsonb_agg(jsonb_build_object(
                         'id', b.id, 'found_on', b.found_on, 'what', b.what, 'remedy', b.remedy,
                         'closed_on', b.closed_on, 'closing', b.closing, 'version', b.version)
                         order by b.found_on, b.id), '[]')
                     from programmes.readiness_breach b where b.tenant_id = $1 and b.duty_id = d.id))
                 order by d.id), '[]')
             from programmes.readiness_duty d
             left join programmes.offered_service s on s.tenant_id = $1 and s.id = d.service_id
             where d.tenant_id = $1 and d.project_id = p.id) as "duties!: Json<Vec<Duty>>"
           from programmes.project p where p.tenant_id = $1 and p.id = any($2) order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let found = rows.into_iter().map(|row| {
        let project = ProjectId::from_uuid(row.id);
        let duties = row.duties.0.into_iter().map(|duty| duty.of(project)).collect();
        readiness::readiness(project, row.starts_on, row.ends_on, duties)
    });
    Ok(found.collect())
}

/// The project and the duty that something belongs to, if the centre has it.
#[tracing::instrument(name = "db.readiness.duty_of", skip_all, err(level = "debug"))]
pub(crate) async fn duty_of(
    tx: &mut TenantTx,
    of: DutyOf,
) -> Result<Option<(ProjectId, ReadinessDutyId)>, DbError> {
    let (duty, check, breach) = match of {
        DutyOf::Duty(id) => (Some(id.into_uuid()), None, None),
        DutyOf::Check(id) => (None, Some(id.into_uuid()), None),
        DutyOf::Breach(id) => (None, None, Some(id.into_uuid())),
    };
    let row = sqlx::query!(
        "select d.project_id, d.id from programmes.readiness_duty d
         where d.tenant_id = $1 and d.id = coalesce($2,
             (select c.duty_id from programmes.readiness_check c where c.tenant_id = $1 and c.id = $3),
             (select b.duty_id from programmes.readiness_breach b where b.tenant_id = $1 and b.id = $4))",
        tx.tenant().into_uuid(),
        duty,
        check,
        breach,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        (
            ProjectId::from_uuid(row.project_id),
            ReadinessDutyId::from_uuid(row.id),
        )
    }))
}
