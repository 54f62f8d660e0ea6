//! What team, services and groups have to know of their project, under its row's lock.

use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};

/// A locked project as a frame for what belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) recruitment_from: Option<Date>,
    pub(crate) partners: Vec<String>,
}

impl Frame {
    /// The project's days.
    pub(crate) fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.starts_on, self.ends_on)
    }

    /// The day on which the project's codes are looked up: its first, or today if that is unknown.
    pub(crate) fn day(&self, today: Date) -> Date {
        self.starts_on.unwrap_or(today)
    }
}

/// Locks a project; `None` if this centre has no such project. Two additions to it at once wait for each other here.
#[tracing::instrument(name = "db.project.lock_frame", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Frame>, DbError> {
    let row = sqlx::query!(
        r#"select starts_on, ends_on, recruitment_from,
                  array(select partner ->> 'name' from jsonb_array_elements(partners) as partner) as "partners!"
           from programmes.project where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Frame {
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        recruitment_from: row.recruitment_from,
        partners: row.partners,
    }))
}
