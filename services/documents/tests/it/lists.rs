//! Pages and batches.

use wsparcie_documents_api::{Document, DocumentsApi, NewDocument};
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::{CallError, Page, PageRequest, Role};
use wsparcie_rpc::tarpc::context;
use wsparcie_testkit::{call, user};

use crate::support::{PDF, World, codes, new_id, project, world};

async fn list(world: &World, project: Option<ProjectId>, page: PageRequest) -> Page<Document> {
    world
        .service
        .clone()
        .list_documents(context::current(), world.call(), project, page)
        .await
        .unwrap()
}

fn ids(page: &Page<Document>) -> Vec<DocumentId> {
    page.edges.iter().map(|edge| edge.node.id).collect()
}

#[tokio::test]
async fn documents_are_walked_in_both_directions_and_by_project() {
    let world = world().await;
    let second = project(&world.test_db, world.tenant).await;
    let mut all = Vec::new();
    for n in 0..5 {
        let project_id = if n % 2 == 0 { world.project } else { second };
        let input = NewDocument {
            project_id,
            ..world.input(PDF)
        };
        all.push(world.request(world.call(), input).await.unwrap().document.id);
    }
    all.sort();
    let first = list(
        &world,
        None,
        PageRequest {
            with_total: true,
            ..PageRequest::first(2)
        },
    )
    .await;
    assert_eq!(
        (ids(&first), first.has_next_page, first.total_count),
        (all[..2].to_vec(), true, Some(5))
    );
    let after = Some(all[1].into_uuid());
    let next = list(
        &world,
        None,
        PageRequest {
            after,
            ..PageRequest::first(10)
        },
    )
    .await;
    assert_eq!(
        (ids(&next), next.has_next_page, next.total_count),
        (all[2..].to_vec(), false, None)
    );
    let backward = PageRequest {
        backward: true,
        before: Some(all[4].into_uuid()),
        ..PageRequest::first(3)
    };
    let last = list(&world, None, backward).await;
    assert_eq!((ids(&last), last.has_previous_page), (all[1..4].to_vec(), true));

    let of_second = list(
        &world,
        Some(second),
        PageRequest {
            with_total: true,
            ..PageRequest::first(1)
        },
    )
    .await;
    assert_eq!(
        (
            of_second.edges.len(),
            of_second.has_next_page,
            of_second.total_count
        ),
        (1, true, Some(2))
    );
    let last = PageRequest {
        backward: true,
        ..PageRequest::first(1)
    };
    assert_eq!(
        list(&world, Some(second), last).await.edges[0].node.project_id,
        second
    );
}

#[tokio::test]
async fn a_batch_leaves_unseen_ids_out_and_has_an_end() {
    let world = world().await;
    let (document, _) = world.announce(PDF).await;
    let unseen = DocumentId::from_uuid(new_id());
    let batch = |ids: Vec<DocumentId>| {
        world
            .service
            .clone()
            .documents_by_id(context::current(), world.call(), ids)
    };
    assert_eq!(
        batch(vec![unseen, document.id, document.id]).await.unwrap(),
        [document]
    );
    assert_eq!(batch(Vec::new()).await.unwrap(), []);
    assert_eq!(codes(batch(vec![unseen; 201]).await), ["TOO_MANY_IDS"]);
}

#[tokio::test]
async fn an_authority_and_the_operator_see_no_documents() {
    let world = world().await;
    for role in [Role::RegionalAnalyst, Role::Operator] {
        let call = call(&user(world.tenant, role));
        let list = world
            .service
            .clone()
            .list_documents(context::current(), call, None, PageRequest::first(1))
            .await;
        assert_eq!(list.unwrap_err(), CallError::Forbidden);
    }
}
