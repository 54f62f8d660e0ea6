//! A review from its beginning to its last decision.

use wsparcie_kernel::{Actor, Clock, PageRequest, Role};
use wsparcie_tenants_api::AccessDecision::{Confirmed, Removed};
use wsparcie_tenants_api::{AccessHolder, SessionOf, SignInMethod, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{World, last, now, one, refusal};

use super::*;

#[tokio::test]
async fn a_review_shows_who_has_what_and_when_it_was_last_used() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = world
        .add(&centre, "anna@jg", &[Role::Coordinator, Role::SocialWorker])
        .await;
    let gone = world.add(&centre, "byla@jg", &[Role::Specialist]).await;
    world
        .plant(
            "update tenants.membership set active = false where id = $1",
            gone.id.into_uuid(),
        )
        .await;
    let live = client(&world, &centre).await;
    let revoked = client(&world, &centre).await;
    world
        .plant(
            "update tenants.api_client_key set revoked_at = now() where client_id = $1",
            revoked.id.into_uuid(),
        )
        .await;
    let session = SessionOf {
        user: anna.user_id,
        organisation: centre.id,
        method: SignInMethod::Password,
    };
    world
        .ask()
        .actor_of_session(now(), call(&Actor::anonymous()), session)
        .await
        .unwrap();

    let started = start(&world, &centre.admin).await.unwrap();
    assert_eq!(
        (started.items_total, started.items_open, started.completed_at),
        (3, 3, None)
    );
    let items = items(&world, &centre.admin, started.id).await;
    assert_eq!(items.len(), 3);
    let annas = of(&items, "Osoba anna@jg");
    assert_eq!(annas.holder, AccessHolder::Member(anna.id));
    assert_eq!(
        (&annas.roles, annas.last_used_at),
        (&anna.roles, Some(world.clock.now()))
    );
    let clients = of(&items, "eksport");
    assert_eq!(clients.holder, AccessHolder::ApiClient(live.id));
    assert_eq!((&clients.scopes, clients.last_used_at), (&live.scopes, None));
    assert!(of(&items, "Osoba admin@jg").decision.is_none());
    let read = "select count(*) from platform.audit_event where action = 'member.read'";
    assert_eq!(world.count(read).await, 2, "names of people are personal data");

    let page = PageRequest {
        with_total: true,
        ..last(2)
    };
    let newest = world
        .ask()
        .list_access_review_items(now(), call(&centre.admin), started.id, page)
        .await
        .unwrap();
    assert_eq!((newest.edges.len(), newest.total_count), (2, Some(3)));
    assert_eq!(newest.edges[1].node, items[2]);
    let reviews = world
        .ask()
        .list_access_reviews(now(), call(&centre.admin), page)
        .await
        .unwrap();
    assert_eq!((&reviews.edges[0].node, reviews.total_count), (&started, Some(1)));
}

#[tokio::test]
async fn a_review_ends_with_its_last_decision_and_removals_take_the_access_away() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let client = client(&world, &centre).await;
    let director = director(&world, &centre).await;
    let started = start(&world, &centre.admin).await.unwrap();
    assert_eq!(
        refusal(start(&world, &director).await),
        one("ACCESS_REVIEW_OPEN", "")
    );
    let items = items(&world, &centre.admin, started.id).await;

    let decided = decide(&world, &centre.admin, of(&items, "Osoba anna@jg"), Removed)
        .await
        .unwrap();
    assert_eq!(
        (decided.decision, decided.decided_at),
        (Some(Removed), Some(world.clock.now()))
    );
    assert!(world.signed_in("anna@jg").await.is_err());
    let twice = decide(&world, &director, &decided, Confirmed).await;
    assert_eq!(refusal(twice), one("ALREADY_DECIDED", ""));

    decide(&world, &centre.admin, of(&items, "eksport"), Removed)
        .await
        .unwrap();
    let clients = world
        .ask()
        .api_clients_by_id(now(), call(&centre.admin), vec![client.id])
        .await
        .unwrap();
    assert!(clients[0].revoked_at.is_some() && clients[0].keys[0].revoked_at.is_some());

    for decision in [Confirmed, Removed] {
        let own = decide(&world, &centre.admin, of(&items, "Osoba admin@jg"), decision).await;
        assert_eq!(refusal(own), one("OWN_ACCESS", ""));
    }
    decide(&world, &centre.admin, of(&items, "Osoba dyrektor"), Confirmed)
        .await
        .unwrap();
    assert_eq!(review(&world, &centre.admin, started.id).await.items_open, 1);
    let last = decide(&world, &director, of(&items, "Osoba admin@jg"), Removed).await;
    assert_eq!(refusal(last), one("LAST_ADMINISTRATOR", ""));
    decide(&world, &director, of(&items, "Osoba admin@jg"), Confirmed)
        .await
        .unwrap();
    let completed = review(&world, &centre.admin, started.id).await;
    assert_eq!(
        (completed.items_open, completed.completed_at),
        (0, Some(world.clock.now()))
    );
    let trail = world.trail(centre.id).await;
    for (action, times) in [
        ("access_review.started", 1),
        ("access_review.decided", 4),
        ("access_review.completed", 1),
        ("member.updated", 1),
        ("api_client.revoked", 1),
    ] {
        assert_eq!(
            trail.iter().filter(|told| *told == action).count(),
            times,
            "{action}"
        );
    }
    let next = start(&world, &director).await.unwrap();
    assert_eq!(next.items_total, 2, "who was removed is not asked about again");
}

#[tokio::test]
async fn the_only_overseer_confirms_their_own_access_and_the_trail_says_so() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let started = start(&world, &centre.admin).await.unwrap();
    let items = items(&world, &centre.admin, started.id).await;
    let own = of(&items, "Osoba admin@jg");
    let removed = decide(&world, &centre.admin, own, Removed).await;
    assert_eq!(refusal(removed), one("OWN_ACCESS", ""));
    decide(&world, &centre.admin, own, Confirmed).await.unwrap();
    decide(&world, &centre.admin, of(&items, "Osoba anna@jg"), Confirmed)
        .await
        .unwrap();
    assert!(
        review(&world, &centre.admin, started.id)
            .await
            .completed_at
            .is_some()
    );
    let marked: Vec<bool> = sqlx::query_scalar(
        "select (details ->> 'own')::boolean from platform.audit_event
         where action = 'access_review.decided' order by id",
    )
    .fetch_all(&mut world.db.admin().await)
    .await
    .unwrap();
    assert_eq!(marked, [true, false]);
}

#[tokio::test]
async fn what_ended_during_the_review_is_removed_without_ado() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let client = client(&world, &centre).await;
    let started = start(&world, &centre.admin).await.unwrap();
    world
        .plant(
            "update tenants.membership set active = false where id = $1",
            anna.id.into_uuid(),
        )
        .await;
    world
        .plant(
            "update tenants.api_client set revoked_at = now() where id = $1",
            client.id.into_uuid(),
        )
        .await;
    let items = items(&world, &centre.admin, started.id).await;
    for name in ["Osoba anna@jg", "eksport"] {
        decide(&world, &centre.admin, of(&items, name), Removed)
            .await
            .unwrap();
    }
    let trail = world.trail(centre.id).await;
    assert!(
        !trail
            .iter()
            .any(|action| action == "member.updated" || action == "api_client.revoked")
    );
}
