//! Pages of documents, of a centre or of one project. Each way of walking keeps its index: the ids are picked first.

use uuid::Uuid;
use wsparcie_documents_api::Document;
use wsparcie_kernel::PageRequest;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};

use super::row::{Row, documents};

/// The rows of one page and one more, in the order in which the page is walked.
#[tracing::instrument(name = "db.document.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    project: Option<ProjectId>,
    page: &PageRequest,
) -> Result<Vec<Document>, DbError> {
    let rows = match project {
        None => of_centre(tx, page).await?,
        Some(project) => of_project(tx, project, page).await?,
    };
    let mut documents = documents(rows)?;
    if page.backward {
        documents.reverse();
    }
    Ok(documents)
}

async fn of_centre(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<Row>, sqlx::Error> {
    let (after, before) = bounds(page);
    sqlx::query_as!(
        Row,
        "with ids as (
             (select id from documents.document
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from documents.document
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5))
         select d.id, d.project_id, d.kind, d.title, d.file_name, d.media_type, d.size_bytes, d.sha256, d.state,
                d.object_id, d.version, d.created_at
         from ids join documents.document d on (d.tenant_id, d.id) = ($1, ids.id)
         order by d.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await
}

async fn of_project(
    tx: &mut TenantTx,
    project: ProjectId,
    page: &PageRequest,
) -> Result<Vec<Row>, sqlx::Error> {
    let (after, before) = bounds(page);
    sqlx::query_as!(
        Row,
        "with ids as (
             (select id from documents.document
              where tenant_id = $1 and project_id = $6 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from documents.document
              where tenant_id = $1 and project_id = $6 and $2 and id > $3 and id < $4 order by id desc limit $5))
         select d.id, d.project_id, d.kind, d.title, d.file_name, d.media_type, d.size_bytes, d.sha256, d.state,
                d.object_id, d.version, d.created_at
         from ids join documents.document d on (d.tenant_id, d.id) = ($1, ids.id)
         order by d.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
        project.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await
}

/// How many documents the whole list has.
#[tracing::instrument(name = "db.document.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: Option<ProjectId>) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from documents.document
           where tenant_id = $1 and ($2::uuid is null or project_id = $2)"#,
        tx.tenant().into_uuid(),
        project.map(ProjectId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// The open interval of ids that the page lies in.
fn bounds(page: &PageRequest) -> (Uuid, Uuid) {
    (
        page.after.unwrap_or(Uuid::nil()),
        page.before.unwrap_or(Uuid::max()),
    )
}
