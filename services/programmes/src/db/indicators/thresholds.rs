//! SQL of `programmes.effectiveness_threshold`.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{EffectivenessThresholds, SetEffectivenessThresholds};

/// Those of the projects that the centre has, each with its thresholds if they were entered.
#[tracing::instrument(
    name = "db.effectiveness_threshold.of_projects",
    skip_all,
    err(level = "debug")
)]
pub(crate) async fn of_projects(
    tx: &mut TenantTx,
    projects: &[Uuid],
) -> Result<Vec<(ProjectId, Option<EffectivenessThresholds>)>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id as project_id, t.social, t.employment, t.disability_social, t.disability_employment,
                  t.source as "source?", t.version as "version?"
           from programmes.project p
           left join programmes.effectiveness_threshold t on t.tenant_id = $1 and t.project_id = p.id
           where p.tenant_id = $1 and p.id = any($2)
           order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let found = rows.into_iter().map(|row| {
        let project_id = ProjectId::from_uuid(row.project_id);
        let thresholds = row
            .source
            .zip(row.version)
            .map(|(source, version)| EffectivenessThresholds {
                project_id,
                social: row.social,
                employment: row.employment,
                disability_social: row.disability_social,
                disability_employment: row.disability_employment,
                source,
                version,
            });
        (project_id, thresholds)
    });
    Ok(found.collect())
}

/// Stores the thresholds of a project whose row is locked.
#[tracing::instrument(name = "db.effectiveness_threshold.set", skip_all, err(level = "debug"))]
pub(crate) async fn set(
    tx: &mut TenantTx,
    input: &SetEffectivenessThresholds,
    source: &str,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.effectiveness_threshold
             (tenant_id, project_id, social, employment, disability_social, disability_employment, source, version,
              updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (tenant_id, project_id) do update
         set social = excluded.social, employment = excluded.employment,
             disability_social = excluded.disability_social, disability_employment = excluded.disability_employment,
             source = excluded.source, version = excluded.version, updated_at = excluded.updated_at",
        tx.tenant().into_uuid(),
        input.project_id.into_uuid(),
        input.social,
        input.employment,
        input.disability_social,
        input.disability_employment,
        source,
        input.expected_version + 1,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
