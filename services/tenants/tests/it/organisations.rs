//! Reading and changing organisations.

use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_tenants_api::{Address, TenantsApi, UpdateOrganisation};
use wsparcie_testkit::call;

use crate::support::{Statements, World, last, now, one, random, refusal};

fn rename(id: TenantId, expected_version: i64, name: &str) -> UpdateOrganisation {
    UpdateOrganisation {
        id,
        expected_version,
        name: Some(name.to_owned()),
        short_name: None,
        address: None,
    }
}

#[tokio::test]
async fn a_centre_sees_itself_and_the_operator_sees_all() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let ids = vec![south.id, north.id, TenantId::from_uuid(random())];
    let seen = world
        .ask()
        .organisations_by_id(now(), call(&north.admin), ids.clone())
        .await
        .unwrap();
    assert_eq!(seen.iter().map(|o| o.id).collect::<Vec<_>>(), [north.id]);
    let seen = world
        .ask()
        .organisations_by_id(now(), call(&world.operator), ids)
        .await
        .unwrap();
    assert_eq!(
        seen.iter().map(|o| o.id).collect::<Vec<_>>(),
        [north.id, south.id]
    );
    let many = vec![north.id; 201];
    assert_eq!(
        refusal(
            world
                .ask()
                .organisations_by_id(now(), call(&north.admin), many)
                .await
        ),
        one("TOO_MANY_IDS", "")
    );
}

#[tokio::test]
async fn the_operator_walks_all_organisations_both_ways() {
    let world = World::start().await;
    let mut ids = vec![world.operator.tenant().unwrap()];
    for short in ["a", "b", "c", "d"] {
        ids.push(world.centre(short).await.id);
    }
    let list = async |page| {
        world
            .ask()
            .list_organisations(now(), call(&world.operator), page)
            .await
            .unwrap()
    };
    let order = |page: &wsparcie_kernel::Page<wsparcie_tenants_api::Organisation>| {
        page.edges.iter().map(|edge| edge.node.id).collect::<Vec<_>>()
    };

    let first = list(PageRequest {
        with_total: true,
        ..PageRequest::first(2)
    })
    .await;
    assert_eq!(order(&first), ids[..2]);
    assert_eq!(
        (first.has_next_page, first.has_previous_page, first.total_count),
        (true, false, Some(5))
    );
    let second = list(PageRequest {
        after: Some(first.edges[1].cursor),
        ..PageRequest::first(3)
    })
    .await;
    assert_eq!(
        (order(&second), second.has_next_page, second.total_count),
        (ids[2..].to_vec(), false, None)
    );
    let end = list(last(2)).await;
    assert_eq!((order(&end), end.has_previous_page), (ids[3..].to_vec(), true));
    let before = list(PageRequest {
        before: Some(end.edges[0].cursor),
        ..last(2)
    })
    .await;
    assert_eq!(order(&before), ids[1..3]);

    let admin = world.centre("e").await.admin;
    let answer = world
        .ask()
        .list_organisations(now(), call(&admin), PageRequest::first(1))
        .await;
    assert_eq!(answer, Err(CallError::Forbidden));
}

#[tokio::test]
async fn an_administrator_changes_names_and_address() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let address = Address {
        street: "al. Jana Pawła II 7".into(),
        postcode: "58-506".into(),
        town: "Jelenia Góra".into(),
    };
    let mut input = rename(centre.id, 1, " MOPS w Jeleniej Górze ");
    input.address = Some(address.clone());
    let changed = world
        .ask()
        .update_organisation(now(), call(&centre.admin), input)
        .await
        .unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.version),
        ("MOPS w Jeleniej Górze", 2)
    );
    assert_eq!(changed.address, Some(address));
    let read = world
        .ask()
        .organisations_by_id(now(), call(&centre.admin), vec![centre.id])
        .await
        .unwrap();
    assert_eq!(read, [changed]);
    assert!(
        world
            .trail(centre.id)
            .await
            .contains(&"organisation.updated".to_owned())
    );

    let stale = world
        .ask()
        .update_organisation(now(), call(&centre.admin), rename(centre.id, 1, "x"))
        .await;
    assert_eq!(refusal(stale), one("STALE_VERSION", "expectedVersion"));
    let empty = world
        .ask()
        .update_organisation(now(), call(&centre.admin), rename(centre.id, 2, "\0"))
        .await;
    assert_eq!(refusal(empty), one("CONTROL_CHARACTER", "name"));
    let worker = centre.somebody(Role::SocialWorker);
    let forbidden = world
        .ask()
        .update_organisation(now(), call(&worker), rename(centre.id, 2, "x"))
        .await;
    assert_eq!(forbidden, Err(CallError::Forbidden));
}

#[tokio::test]
async fn another_organisation_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let statements = Statements::watch();
    let foreign = world
        .ask()
        .update_organisation(now(), call(&north.admin), rename(south.id, 1, "zabrane"))
        .await;
    let work = statements.take();
    let absent = rename(TenantId::from_uuid(random()), 1, "zabrane");
    let absent = world
        .ask()
        .update_organisation(now(), call(&north.admin), absent)
        .await;
    assert_eq!((foreign, work), (absent.clone(), statements.take()));
    assert_eq!(absent, Err(CallError::NotFound));
    assert_eq!(
        world
            .count("select count(*) from tenants.organisation where name = 'zabrane'")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_changes_to_one_version_one_wins() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let (service, call) = (world.ask(), call(&centre.admin));
            let input = rename(centre.id, 1, &format!("nazwa {n}"));
            tokio::spawn(async move { service.update_organisation(now(), call, input).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            refused => assert_eq!(refusal(refused), one("STALE_VERSION", "expectedVersion")),
        }
    }
    assert_eq!(won, 1);
}
