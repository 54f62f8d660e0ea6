//! Reading people. Each person shown is recorded in the audit trail.

use wsparcie_casework_api::Person;
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Edge, Page, PageRequest};

use super::{Casework, person_reads, uuids};
use crate::db;

/// One page of the centre's people. Erased people are left out, so a page may hold fewer than asked for, and the total
/// counts them still.
pub(crate) async fn list(svc: &Casework, call: &Call, request: PageRequest) -> CallResult<Page<Person>> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::people::list(&mut tx, &request).await?;
    let total = if request.with_total {
        Some(db::people::count(&mut tx).await?)
    } else {
        None
    };
    let sealed = Page::from_fetched(&request, rows, total, |row| row.id);
    let vault = svc.vault(tenant);
    let mut edges = Vec::with_capacity(sealed.edges.len());
    for edge in sealed.edges {
        if let Some(node) = vault.open_person(&edge.node)? {
            edges.push(Edge {
                cursor: edge.cursor,
                node,
            });
        }
    }
    let shown = edges.iter().map(|edge| edge.cursor);
    svc.record(&mut tx, call, person_reads(shown, "list"), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(Page {
        edges,
        has_next_page: sealed.has_next_page,
        has_previous_page: sealed.has_previous_page,
        total_count: sealed.total_count,
    })
}

/// People by id.
pub(crate) async fn by_id(svc: &Casework, call: &Call, ids: &[PersonId]) -> CallResult<Vec<Person>> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::people::find_all(&mut tx, &uuids(ids, PersonId::into_uuid)).await?;
    let people = svc.vault(tenant).open_people(&rows)?;
    let shown = people.iter().map(|person| person.id.into_uuid());
    svc.record(&mut tx, call, person_reads(shown, "id"), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(people)
}
