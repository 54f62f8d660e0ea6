//! Another centre's documents are absent.

use wsparcie_documents_api::{Document, DocumentsApi, NewDocument};
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_rpc::tarpc::context;
use wsparcie_testkit::{Statements, user};

use crate::support::{PDF, World, new_id, project, put, world};

/// The same world as another centre sees it.
async fn other_centre(world: World) -> World {
    let tenant = world.test_db.centre("MOPS Inny").await;
    let project = project(&world.test_db, tenant).await;
    let actor = user(tenant, Role::Coordinator);
    World {
        tenant,
        project,
        actor,
        ..world
    }
}

#[tokio::test]
async fn a_foreign_document_answers_like_one_that_is_not() {
    let north = world().await;
    let available = north.available(PDF).await;
    let (awaiting, upload) = north.announce(PDF).await;
    put(&upload, PDF).await;
    let south = other_centre(north).await;
    let statements = Statements::watch();

    for foreign in [&available, &awaiting] {
        let random = Document {
            id: DocumentId::from_uuid(new_id()),
            ..foreign.clone()
        };
        let mut counts = Vec::new();
        for document in [foreign, &random] {
            statements.take();
            assert_eq!(south.finalise(document).await.unwrap_err(), CallError::NotFound);
            assert_eq!(south.link(document).await.unwrap_err(), CallError::NotFound);
            let service = south.service.clone();
            let by_id = service
                .documents_by_id(context::current(), south.call(), vec![document.id])
                .await;
            assert_eq!(by_id.unwrap(), []);
            counts.push(statements.take());
        }
        assert!(counts[0] > 0 && counts[0] == counts[1], "{counts:?}");
        let acts: Vec<_> = south
            .trail(foreign)
            .await
            .into_iter()
            .map(|(action, _)| action)
            .collect();
        assert!(!acts.contains(&"document.link_issued".to_owned()));
    }
}

#[tokio::test]
async fn a_foreign_project_answers_like_one_that_is_not() {
    let north = world().await;
    north.announce(PDF).await;
    let foreign = north.project;
    let south = other_centre(north).await;
    let statements = Statements::watch();

    let mut counts = Vec::new();
    for project_id in [foreign, ProjectId::from_uuid(new_id())] {
        statements.take();
        let input = NewDocument {
            project_id,
            ..south.input(PDF)
        };
        assert_eq!(
            south.request(south.call(), input).await.unwrap_err(),
            CallError::NotFound
        );
        let page = PageRequest {
            with_total: true,
            ..PageRequest::first(10)
        };
        let service = south.service.clone();
        let list = service
            .list_documents(context::current(), south.call(), Some(project_id), page)
            .await
            .unwrap();
        assert_eq!((list.edges.len(), list.total_count), (0, Some(0)));
        counts.push(statements.take());
    }
    assert!(counts[0] > 0 && counts[0] == counts[1], "{counts:?}");
    let service = south.service.clone();
    let all = service
        .list_documents(context::current(), south.call(), None, PageRequest::first(10))
        .await
        .unwrap();
    assert_eq!(all.edges, []);
}
