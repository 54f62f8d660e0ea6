//! A client's second key, so that the first can be exchanged without a pause.

use wsparcie_kernel::ids::ApiKeyId;
use wsparcie_kernel::{Actor, CallError, CallResult, Clock, Date, Role, Scope};
use wsparcie_tenants_api::{
    AddApiKey, ApiClient, CreatedApiClient, NewApiClient, RevokeApiClient, RevokeApiKey, Secret, TenantsApi,
    api_key,
};
use wsparcie_testkit::call;

use crate::support::{Centre, Statements, World, now, once, one, random, refusal};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

async fn client(world: &World, centre: &Centre) -> (ApiClient, Secret) {
    let input = NewApiClient {
        name: "eksport".to_owned(),
        scopes: vec![Scope::ProjectsRead],
        expires_on: day("2026-06-30"),
    };
    let made = world
        .ask()
        .create_api_client(now(), call(&centre.admin), input)
        .await
        .unwrap();
    (made.client, made.key.unwrap())
}

fn further(client: &ApiClient) -> AddApiKey {
    AddApiKey {
        client: client.id,
        expected_version: client.version,
        expires_on: day("2026-12-31"),
    }
}

fn without(client: &ApiClient, key: ApiKeyId) -> RevokeApiKey {
    RevokeApiKey {
        client: client.id,
        key,
        expected_version: client.version,
    }
}

async fn add(world: &World, centre: &Centre, client: &ApiClient) -> CallResult<CreatedApiClient> {
    world
        .ask()
        .add_api_key(now(), call(&centre.admin), further(client))
        .await
}

async fn revoke(world: &World, centre: &Centre, client: &ApiClient, key: ApiKeyId) -> CallResult<ApiClient> {
    world
        .ask()
        .revoke_api_key(now(), call(&centre.admin), without(client, key))
        .await
}

async fn works(world: &World, key: &Secret) -> bool {
    let digest = api_key::digest(key.expose()).to_vec();
    world
        .ask()
        .actor_of_key(now(), call(&Actor::anonymous()), digest)
        .await
        .unwrap()
        .is_some()
}

async fn read(world: &World, centre: &Centre, client: &ApiClient) -> ApiClient {
    world
        .ask()
        .api_clients_by_id(now(), call(&centre.admin), vec![client.id])
        .await
        .unwrap()
        .pop()
        .unwrap()
}

#[tokio::test]
async fn a_key_is_exchanged_without_a_pause() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, old) = client(&world, &centre).await;
    let added = add(&world, &centre, &client).await.unwrap();
    let new = added.key.unwrap();
    assert!(works(&world, &old).await && works(&world, &new).await);
    assert_eq!((added.client.keys.len(), added.client.version), (2, 2));
    assert_eq!(
        added.client.keys[0].expires_on,
        day("2026-12-31"),
        "the newest comes first"
    );
    let third = add(&world, &centre, &added.client).await;
    assert_eq!(refusal(third), one("TWO_KEYS_LIVE", ""));

    let left = revoke(&world, &centre, &added.client, client.keys[0].id)
        .await
        .unwrap();
    assert!(!works(&world, &old).await && works(&world, &new).await);
    assert_eq!(
        (left.version, left.keys[1].revoked_at, left.revoked_at),
        (3, Some(world.clock.now()), None)
    );
    assert_eq!(
        read(&world, &centre, &client).await.keys[0].last_used_at,
        Some(world.clock.now())
    );
    let again = revoke(&world, &centre, &left, client.keys[0].id).await;
    assert_eq!(refusal(again), one("API_KEY_REVOKED", ""));
    let next = add(&world, &centre, &left).await.unwrap();
    assert_eq!(next.client.keys.len(), 3);
    let trail = world.trail(centre.id).await;
    assert_eq!(
        &trail[trail.len() - 4..],
        [
            "api_client.created",
            "api_client.key_added",
            "api_client.key_revoked",
            "api_client.key_added"
        ]
    );
}

#[tokio::test]
async fn an_expired_key_makes_room_for_another() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, first) = client(&world, &centre).await;
    let both = add(&world, &centre, &client).await.unwrap().client;
    world.clock.set("2026-06-30T23:59:59Z".parse().unwrap());
    let early = AddApiKey {
        expires_on: day("2027-01-31"),
        ..further(&both)
    };
    let refused = world
        .ask()
        .add_api_key(now(), call(&centre.admin), early.clone())
        .await;
    assert_eq!(refusal(refused), one("TWO_KEYS_LIVE", ""));
    world.clock.set("2026-07-01T00:00:00Z".parse().unwrap());
    assert!(!works(&world, &first).await);
    world
        .ask()
        .add_api_key(now(), call(&centre.admin), early)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_client_that_is_revoked_takes_its_keys_along_and_gets_no_more() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, first) = client(&world, &centre).await;
    let added = add(&world, &centre, &client).await.unwrap();
    let input = RevokeApiClient {
        id: client.id,
        expected_version: 2,
    };
    let ended = world
        .ask()
        .revoke_api_client(now(), call(&centre.admin), input)
        .await
        .unwrap();
    assert!(ended.keys.iter().all(|key| key.revoked_at.is_some()));
    assert_eq!(
        read(&world, &centre, &client).await.keys[0].revoked_at,
        ended.revoked_at
    );
    for key in [first, added.key.unwrap()] {
        assert!(!works(&world, &key).await);
    }
    assert_eq!(
        refusal(add(&world, &centre, &ended).await),
        one("API_CLIENT_REVOKED", "")
    );
    let key = revoke(&world, &centre, &ended, ended.keys[0].id).await;
    assert_eq!(refusal(key), one("API_CLIENT_REVOKED", ""));
}

#[tokio::test]
async fn a_repeated_request_gives_no_key_and_makes_none() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, _) = client(&world, &centre).await;
    let request = || {
        let call = once(&centre.admin, "drugi", "a");
        world.ask().add_api_key(now(), call, further(&client))
    };
    let (first, second) = tokio::join!(request(), request());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.client, second.client);
    assert_ne!(first.key.is_some(), second.key.is_some());
    assert_eq!(
        world.count("select count(*) from tenants.api_client_key").await,
        2
    );

    let key = client.keys[0].id;
    let request = || {
        let call = once(&centre.admin, "bez", "b");
        world
            .ask()
            .revoke_api_key(now(), call, without(&first.client, key))
    };
    assert_eq!(request().await.unwrap(), request().await.unwrap());
}

#[tokio::test]
async fn bad_input_and_other_roles_are_refused() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, _) = client(&world, &centre).await;
    for (last, code) in [
        ("2026-03-01", "EXPIRY_IN_THE_PAST"),
        ("2028-03-03", "EXPIRY_TOO_FAR"),
    ] {
        let input = AddApiKey {
            expires_on: day(last),
            ..further(&client)
        };
        let answer = world.ask().add_api_key(now(), call(&centre.admin), input).await;
        assert_eq!(refusal(answer), one(code, "expiresOn"));
    }
    let stale = ApiClient {
        version: 5,
        ..client.clone()
    };
    assert_eq!(
        refusal(add(&world, &centre, &stale).await),
        one("STALE_VERSION", "expectedVersion")
    );
    let unknown = revoke(&world, &centre, &client, ApiKeyId::from_uuid(random())).await;
    assert_eq!(unknown, Err(CallError::NotFound));
    let director = centre.somebody(Role::Director);
    let forbidden = world
        .ask()
        .add_api_key(now(), call(&director), further(&client))
        .await;
    assert_eq!(forbidden.err(), Some(CallError::Forbidden));
    let forbidden = world
        .ask()
        .revoke_api_key(now(), call(&director), without(&client, client.keys[0].id))
        .await;
    assert_eq!(forbidden.err(), Some(CallError::Forbidden));
}

#[tokio::test]
async fn another_centres_client_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let (theirs, key) = client(&world, &south).await;
    let absent = ApiClient {
        id: wsparcie_kernel::ids::ApiClientId::from_uuid(random()),
        ..theirs.clone()
    };
    let statements = Statements::watch();
    let mut answers = Vec::new();
    for client in [&theirs, &absent] {
        let added = add(&world, &north, client).await.err();
        let revoked = revoke(&world, &north, client, theirs.keys[0].id).await.err();
        answers.push((added, revoked, statements.take()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, Some(CallError::NotFound));
    assert!(works(&world, &key).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_requests_at_once_one_adds_a_key() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (client, _) = client(&world, &centre).await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (service, call, input) = (world.ask(), call(&centre.admin), further(&client));
            tokio::spawn(async move { service.add_api_key(now(), call, input).await })
        })
        .collect();
    let mut added = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => added += 1,
            refused => assert_eq!(refusal(refused), one("STALE_VERSION", "expectedVersion")),
        }
    }
    assert_eq!(added, 1);
    assert_eq!(
        world.count("select count(*) from tenants.api_client_key").await,
        2
    );
}
