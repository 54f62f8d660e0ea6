//! API clients: their keys, what ends them, and whom a key stands for.

use wsparcie_kernel::ids::ApiClientId;
use wsparcie_kernel::{Actor, CallError, Date, PageRequest, Principal, Role, Scope};
use wsparcie_tenants_api::{ApiClient, CreatedApiClient, NewApiClient, RevokeApiClient, TenantsApi, api_key};
use wsparcie_testkit::{call, noon};

use crate::support::{Centre, Statements, World, now, once, one, random, refusal};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn new_client(last_day: &str) -> NewApiClient {
    NewApiClient {
        name: "eksport do hurtowni".to_owned(),
        scopes: vec![Scope::ProjectsRead, Scope::PeopleRead],
        expires_on: day(last_day),
    }
}

async fn create(world: &World, centre: &Centre) -> (ApiClient, String) {
    let answer = world
        .ask()
        .create_api_client(now(), call(&centre.admin), new_client("2026-12-31"))
        .await;
    let CreatedApiClient { client, key } = answer.unwrap();
    (
        client,
        key.expect("a new client comes with its key").expose().to_owned(),
    )
}

async fn actor_of(world: &World, key: &str) -> Option<Actor> {
    let digest = api_key::digest(key).to_vec();
    world
        .ask()
        .actor_of_key(now(), call(&Actor::anonymous()), digest)
        .await
        .unwrap()
}

fn revoke(client: &ApiClient) -> RevokeApiClient {
    RevokeApiClient {
        id: client.id,
        expected_version: client.version,
    }
}

#[tokio::test]
async fn a_key_is_shown_once_and_only_its_digest_is_kept() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, key) = create(&world, &centre).await;
    assert!(api_key::check_format(&key), "{key}");
    for kept in [
        "select count(*) from tenants.api_client c where c::text like '%wsp\\_%'",
        "select count(*) from tenants.api_client_key k where k::text like '%wsp\\_%'",
    ] {
        assert_eq!(world.count(kept).await, 0);
    }
    assert_eq!(
        world
            .count("select count(*) from platform.audit_event e where e::text like '%wsp\\_%'")
            .await,
        0
    );

    let actor = actor_of(&world, &key).await.unwrap();
    assert_eq!(actor.principal, Principal::ApiClient(client.id));
    assert_eq!(
        (actor.tenant(), actor.scopes.clone()),
        (Some(centre.id), client.scopes.clone())
    );
    assert!(actor.roles.is_empty());

    let statements = Statements::watch();
    assert_eq!(actor_of(&world, &key).await, Some(actor));
    assert_eq!(statements.take(), 1, "the last use is known already");

    let mut client = client;
    client.keys[0].last_used_at = Some(noon("2026-03-02"));
    let clients = world
        .ask()
        .list_api_clients(now(), call(&centre.admin), PageRequest::first(5))
        .await
        .unwrap();
    assert_eq!(
        clients.edges.iter().map(|edge| &edge.node).collect::<Vec<_>>(),
        [&client]
    );
    assert_eq!(
        world
            .ask()
            .api_clients_by_id(now(), call(&centre.admin), vec![client.id])
            .await
            .unwrap(),
        [client]
    );
}

#[tokio::test]
async fn a_key_is_valid_through_its_last_day_in_utc() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (_, key) = create(&world, &centre).await;
    for (instant, valid) in [("2026-12-31T23:59:59Z", true), ("2027-01-01T00:00:00Z", false)] {
        world.clock.set(instant.parse().unwrap());
        assert_eq!(actor_of(&world, &key).await.is_some(), valid, "{instant}");
    }
    world.clock.set(noon("2026-03-02"));
    world
        .plant(
            "update tenants.organisation set status = 'suspended' where id = $1",
            centre.id.into_uuid(),
        )
        .await;
    assert_eq!(actor_of(&world, &key).await, None);
    assert_eq!(actor_of(&world, "wsp_unknown").await, None);
    let statements = Statements::watch();
    let short = world
        .ask()
        .actor_of_key(now(), call(&Actor::anonymous()), vec![1, 2, 3])
        .await;
    assert_eq!((short, statements.take()), (Ok(None), 0));
}

#[tokio::test]
async fn a_revoked_key_is_gone_at_once_and_for_good() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, key) = create(&world, &centre).await;
    let revoked = world
        .ask()
        .revoke_api_client(now(), call(&centre.admin), revoke(&client))
        .await
        .unwrap();
    assert_eq!(
        (revoked.revoked_at, revoked.version),
        (Some(noon("2026-03-02")), 2)
    );
    assert_eq!(actor_of(&world, &key).await, None);
    let stale = world
        .ask()
        .revoke_api_client(now(), call(&centre.admin), revoke(&client))
        .await;
    assert_eq!(refusal(stale), one("STALE_VERSION", "expectedVersion"));
    let twice = world
        .ask()
        .revoke_api_client(now(), call(&centre.admin), revoke(&revoked))
        .await;
    assert_eq!(refusal(twice), one("API_CLIENT_REVOKED", ""));
    let trail = world.trail(centre.id).await;
    assert_eq!(
        &trail[trail.len() - 2..],
        ["api_client.created", "api_client.revoked"]
    );
}

#[tokio::test]
async fn a_repeated_request_gives_the_client_without_the_key() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let request = || {
        let call = once(&centre.admin, "klucz", "a");
        world
            .ask()
            .create_api_client(now(), call, new_client("2026-12-31"))
    };
    let (first, second) = tokio::join!(request(), request());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.client, second.client);
    assert_eq!(
        [first.key.is_some(), second.key.is_some()]
            .iter()
            .filter(|shown| **shown)
            .count(),
        1
    );
    let other = once(&centre.admin, "klucz", "b");
    let reused = world
        .ask()
        .create_api_client(now(), other, new_client("2026-12-30"))
        .await;
    assert_eq!(refusal(reused), one("IDEMPOTENCY_KEY_REUSED", "idempotencyKey"));

    let call = || once(&centre.admin, "odwołanie", "c");
    let revoked = world
        .ask()
        .revoke_api_client(now(), call(), revoke(&first.client))
        .await
        .unwrap();
    assert_eq!(
        world
            .ask()
            .revoke_api_client(now(), call(), revoke(&first.client))
            .await
            .unwrap(),
        revoked
    );
}

#[tokio::test]
async fn bad_input_is_refused_all_at_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let input = NewApiClient {
        name: " ".to_owned(),
        scopes: vec![Scope::ComparisonRead],
        expires_on: day("2026-03-01"),
    };
    let answer = world
        .ask()
        .create_api_client(now(), call(&centre.admin), input)
        .await;
    let wanted = [
        ("REQUIRED", "name"),
        ("SCOPE_NOT_IN_ORGANISATION", "scopes"),
        ("EXPIRY_IN_THE_PAST", "expiresOn"),
    ];
    assert_eq!(
        refusal(answer),
        wanted.map(|(code, path)| (code.to_owned(), path.to_owned()))
    );
    let far = world
        .ask()
        .create_api_client(now(), call(&centre.admin), new_client("2028-03-03"))
        .await;
    assert_eq!(refusal(far), one("EXPIRY_TOO_FAR", "expiresOn"));
    for role in [Role::Director, Role::Coordinator] {
        let somebody = call(&centre.somebody(role));
        let answer = world
            .ask()
            .create_api_client(now(), somebody, new_client("2026-12-31"))
            .await;
        assert_eq!(answer.unwrap_err(), CallError::Forbidden, "{role:?}");
    }
}

#[tokio::test]
async fn another_centres_client_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let (theirs, key) = create(&world, &south).await;
    let absent = ApiClient {
        id: ApiClientId::from_uuid(random()),
        ..theirs.clone()
    };
    let statements = Statements::watch();
    let foreign = world
        .ask()
        .revoke_api_client(now(), call(&north.admin), revoke(&theirs))
        .await;
    let work = statements.take();
    let random = world
        .ask()
        .revoke_api_client(now(), call(&north.admin), revoke(&absent))
        .await;
    assert_eq!((foreign, work), (random.clone(), statements.take()));
    assert_eq!(random, Err(CallError::NotFound));
    let seen = world
        .ask()
        .api_clients_by_id(now(), call(&north.admin), vec![theirs.id, absent.id])
        .await
        .unwrap();
    assert!(seen.is_empty());
    let listed = world
        .ask()
        .list_api_clients(now(), call(&north.admin), PageRequest::first(9))
        .await
        .unwrap();
    assert!(listed.edges.is_empty());
    assert!(actor_of(&world, &key).await.is_some());
}
