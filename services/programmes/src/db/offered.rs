//! SQL of `programmes.offered_service`.

use uuid::Uuid;
use wsparcie_kernel::ids::{OfferedServiceId, ProjectId, TeamPostId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Exactness, PlannedQuantity, ServiceFacts, ServiceProvider};

use crate::domain::offered::CheckedService;

const TABLE: &str = "programmes.offered_service";

/// A stored service.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) id: OfferedServiceId,
    pub(crate) project_id: ProjectId,
    pub(crate) facts: ServiceFacts,
    pub(crate) category: String,
    pub(crate) withdrawn_at: Option<Instant>,
    pub(crate) version: i64,
    /// The project's first day, for the labels of codes.
    pub(crate) project_starts_on: Option<Date>,
}

/// The services of projects, and services by id.
#[tracing::instrument(name = "db.offered_service.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, projects: &[Uuid], ids: &[Uuid]) -> Result<Vec<Stored>, DbError> {
    let rows = sqlx::query!(
        "select s.id, s.project_id, s.kind, s.category, s.description, s.unit, s.quantity_thousandths,
                s.quantity_to_thousandths, s.quantity_exactness, s.per_what, s.provider, s.provider_post_id,
                s.provider_name, s.provider_nip, s.withdrawn_at, s.version, p.starts_on
         from programmes.offered_service s
         join programmes.project p on p.tenant_id = $1 and p.id = s.project_id
         where s.tenant_id = $1 and (s.project_id = any($2) or s.id = any($3))
         order by s.project_id, s.id",
        tx.tenant().into_uuid(),
        projects,
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    let wrong = |column| DbError::Inconsistent { table: TABLE, column };
    let stored = rows.into_iter().map(|row| {
        let quantity = match (row.quantity_thousandths, row.quantity_exactness.as_deref()) {
            (Some(thousandths), Some(code)) => Some(PlannedQuantity {
                thousandths,
                to_thousandths: row.quantity_to_thousandths,
                exactness: Exactness::parse(code).ok_or(wrong("quantity_exactness"))?,
            }),
            _ => None,
        };
        let provider = match (row.provider.as_deref(), row.provider_post_id, row.provider_name) {
            (None, ..) => None,
            (Some("team_post"), Some(post), _) => {
                Some(ServiceProvider::TeamPost(TeamPostId::from_uuid(post)))
            }
            (Some("partner"), _, Some(name)) => Some(ServiceProvider::Partner(name)),
            (Some("firm"), _, name) => Some(ServiceProvider::Firm {
                name,
                nip: row.provider_nip,
            }),
            _ => return Err(wrong("provider")),
        };
        Ok(Stored {
            id: OfferedServiceId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            category: row.category,
            withdrawn_at: row.withdrawn_at,
            version: row.version,
            project_starts_on: row.starts_on,
            facts: ServiceFacts {
                kind: row.kind,
                category: None,
                description: row.description,
                unit: row.unit,
                quantity,
                per_what: row.per_what,
                provider,
            },
        })
    });
    stored.collect()
}

/// How many services a locked project has, the withdrawn ones among them.
#[tracing::instrument(name = "db.offered_service.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.offered_service where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// A locked service.
pub(crate) struct Locked {
    pub(crate) version: i64,
    pub(crate) is_withdrawn: bool,
}

/// The project of a service, without a lock; `None` if this centre has no such service.
#[tracing::instrument(name = "db.offered_service.project_of", skip_all, err(level = "debug"))]
pub(crate) async fn project_of(
    tx: &mut TenantTx,
    id: OfferedServiceId,
) -> Result<Option<ProjectId>, DbError> {
    let project = sqlx::query_scalar!(
        "select project_id from programmes.offered_service where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(project.map(ProjectId::from_uuid))
}

/// Locks a service; `None` if this centre has no such service.
#[tracing::instrument(name = "db.offered_service.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: OfferedServiceId) -> Result<Option<Locked>, DbError> {
    let row = sqlx::query!(
        r#"select version, withdrawn_at is not null as "is_withdrawn!"
           from programmes.offered_service where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Locked {
        version: row.version,
        is_withdrawn: row.is_withdrawn,
    }))
}

/// The columns of a provider.
struct Provider {
    kind: Option<&'static str>,
    post: Option<Uuid>,
    name: Option<String>,
    nip: Option<String>,
}

impl Provider {
    fn of(provider: Option<&ServiceProvider>) -> Self {
        let nobody = Self {
            kind: None,
            post: None,
            name: None,
            nip: None,
        };
        match provider {
            None => nobody,
            Some(ServiceProvider::TeamPost(post)) => Self {
                kind: Some("team_post"),
                post: Some(post.into_uuid()),
                ..nobody
            },
            Some(ServiceProvider::Partner(name)) => Self {
                kind: Some("partner"),
                name: Some(name.clone()),
                ..nobody
            },
            Some(ServiceProvider::Firm { name, nip }) => Self {
                kind: Some("firm"),
                name: name.clone(),
                nip: nip.clone(),
                ..nobody
            },
        }
    }
}

/// Stores a new service, version 1.
#[tracing::instrument(name = "db.offered_service.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: OfferedServiceId,
    project: ProjectId,
    checked: &CheckedService,
    now: Instant,
) -> Result<(), DbError> {
    let facts = &checked.facts;
    let provider = Provider::of(facts.provider.as_ref());
    sqlx::query!(
        "insert into programmes.offered_service
             (tenant_id, id, project_id, kind, category, description, unit, quantity_thousandths,
              quantity_to_thousandths, quantity_exactness, per_what, provider, provider_post_id, provider_name,
              provider_nip, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        facts.kind,
        checked.category,
        facts.description,
        facts.unit,
        facts.quantity.map(|quantity| quantity.thousandths),
        facts.quantity.and_then(|quantity| quantity.to_thousandths),
        facts.quantity.map(|quantity| quantity.exactness.code()),
        facts.per_what,
        provider.kind,
        provider.post,
        provider.name,
        provider.nip,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces what is known of a locked service, and counts its version up.
#[tracing::instrument(name = "db.offered_service.update", skip_all, err(level = "debug"))]
pub(crate) async fn update(
    tx: &mut TenantTx,
    id: OfferedServiceId,
    checked: &CheckedService,
) -> Result<(), DbError> {
    let facts = &checked.facts;
    let provider = Provider::of(facts.provider.as_ref());
    sqlx::query!(
        "update programmes.offered_service
         set kind = $3, category = $4, description = $5, unit = $6, quantity_thousandths = $7,
             quantity_to_thousandths = $8, quantity_exactness = $9, per_what = $10, provider = $11,
             provider_post_id = $12, provider_name = $13, provider_nip = $14, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        facts.kind,
        checked.category,
        facts.description,
        facts.unit,
        facts.quantity.map(|quantity| quantity.thousandths),
        facts.quantity.and_then(|quantity| quantity.to_thousandths),
        facts.quantity.map(|quantity| quantity.exactness.code()),
        facts.per_what,
        provider.kind,
        provider.post,
        provider.name,
        provider.nip,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Marks a locked service as offered no longer.
#[tracing::instrument(name = "db.offered_service.withdraw", skip_all, err(level = "debug"))]
pub(crate) async fn withdraw(tx: &mut TenantTx, id: OfferedServiceId, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.offered_service set withdrawn_at = $3, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
