//! Reading the audit trail with its seals.

use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_tenants_api::TenantsApi;
use wsparcie_testkit::call;

use crate::support::{World, last, now};

#[tokio::test]
async fn the_trail_shows_who_did_what_and_the_seal_once_there_is_one() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let director = centre.somebody(Role::Director);
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(2)
    };
    let trail = world
        .ask()
        .list_audit_events(now(), call(&director), page)
        .await
        .unwrap();
    assert_eq!(
        (trail.edges.len(), trail.has_next_page, trail.total_count),
        (2, true, Some(3))
    );
    let first = &trail.edges[0].node;
    let wsparcie_kernel::Principal::User(operator) = &world.operator.principal else {
        panic!("a user")
    };
    assert_eq!(
        (first.action.as_str(), first.subject_kind.as_str()),
        ("member.added", "member")
    );
    assert_eq!(
        (first.principal_kind.as_str(), &first.principal_id),
        ("user", &operator.to_string())
    );
    assert_eq!(first.seal, None);

    let mut admin = world.db.admin().await;
    sqlx::query(
        "insert into platform.audit_seal (tenant_id, seq, event_id, hash, sealed_at)
         values ($1, 1, $2, decode(repeat('00', 32), 'hex'), now())",
    )
    .bind(centre.id.into_uuid())
    .bind(first.id.into_uuid())
    .execute(&mut admin)
    .await
    .unwrap();
    let trail = world
        .ask()
        .list_audit_events(now(), call(&director), PageRequest::first(100))
        .await
        .unwrap();
    assert_eq!(
        trail.edges.iter().map(|edge| edge.node.seal).collect::<Vec<_>>(),
        [Some(1), None, None]
    );
    let newest = world
        .ask()
        .list_audit_events(now(), call(&director), last(1))
        .await
        .unwrap();
    assert_eq!(newest.edges, trail.edges[2..]);
}

#[tokio::test]
async fn a_trail_is_its_own_organisations() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let list = async |actor| {
        world
            .ask()
            .list_audit_events(now(), call(actor), PageRequest::first(100))
            .await
    };
    let (ours, theirs) = (
        list(&north.admin).await.unwrap(),
        list(&south.admin).await.unwrap(),
    );
    assert!(ours.edges.iter().all(|edge| !theirs.edges.contains(edge)));
    let coordinator = north.somebody(Role::Coordinator);
    assert_eq!(list(&coordinator).await, Err(CallError::Forbidden));
    let platform = list(&world.operator).await.unwrap();
    assert!(
        platform
            .edges
            .iter()
            .all(|edge| !ours.edges.contains(edge) && !theirs.edges.contains(edge))
    );
}
