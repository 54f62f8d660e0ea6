//! The session store on a real Redis.

use std::sync::Arc;
use std::time::Duration;

use wsparcie_gateway::OsRandom;
use wsparcie_gateway::http::sessions::{
    NewSession, Renewal, SessionError, SessionHash, SessionLimits, SessionStore, SessionToken, connect,
};
use wsparcie_kernel::SystemClock;
use wsparcie_kernel::ids::UserId;
use wsparcie_tenants_api::SignInMethod;

use crate::support::{organisation, own_sessions};

fn store(limits: SessionLimits) -> SessionStore {
    let redis = connect(&std::env::var("REDIS_URL").unwrap()).unwrap();
    SessionStore::new(redis, limits, Arc::new(SystemClock), Arc::new(OsRandom))
}

fn user() -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(5))
}

fn new(user: UserId, n: u128) -> NewSession {
    NewSession {
        user,
        organisation: organisation(n),
        method: SignInMethod::Password,
        client: "Firefox (Windows)".to_owned(),
    }
}

fn to(n: u128) -> Renewal {
    Renewal {
        organisation: Some(organisation(n)),
        proved: false,
    }
}

async fn hashes(store: &SessionStore) -> Vec<SessionHash> {
    let listed = store.list(user()).await.unwrap();
    listed.into_iter().map(|one| one.session.hash).collect()
}

#[tokio::test]
async fn an_idle_session_is_forgotten_and_a_used_one_lives_on() {
    let store = store(SessionLimits {
        idle: Duration::from_secs(1),
        ..own_sessions()
    });
    let used = store.start(new(user(), 1), None).await.unwrap();
    let idle = store.start(new(user(), 1), None).await.unwrap();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert!(store.find(&used).await.unwrap().is_some());
    }
    assert_eq!(store.find(&idle).await.unwrap(), None);
    assert_eq!(hashes(&store).await, [used.hash()]);
}

#[tokio::test]
async fn all_sessions_of_a_user_can_be_listed_and_ended() {
    let store = store(own_sessions());
    let first = store.start(new(user(), 1), None).await.unwrap();
    let second = store.start(new(user(), 2), None).await.unwrap();
    let other = store
        .start(new(UserId::from_uuid(uuid::Uuid::from_u128(6)), 1), None)
        .await
        .unwrap();
    assert_eq!(store.list(user()).await.unwrap().len(), 2);
    let id = store.find(&first).await.unwrap().unwrap().id;
    let stranger = UserId::from_uuid(uuid::Uuid::from_u128(6));
    assert!(!store.revoke(stranger, id).await.unwrap(), "another's session");
    assert!(store.revoke(user(), id).await.unwrap());
    assert!(!store.revoke(user(), id).await.unwrap());
    assert_eq!(store.find(&first).await.unwrap(), None);
    assert_eq!(store.revoke_all(user(), None).await.unwrap(), 1);
    assert_eq!(store.find(&second).await.unwrap(), None);
    assert!(store.find(&other).await.unwrap().is_some());
}

#[tokio::test]
async fn of_two_switches_at_once_one_gets_a_token() {
    let store = store(own_sessions());
    let token = store.start(new(user(), 1), None).await.unwrap();
    let session = store.find(&token).await.unwrap().unwrap();
    let (one, two) = tokio::join!(store.renew(&session, to(2)), store.renew(&session, to(3)));
    assert!(one.is_ok() != two.is_ok());
    assert_eq!(one.err().or(two.err()), Some(SessionError::Ended));
    assert_eq!(store.list(user()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_token_itself_is_nowhere_in_redis() {
    let limits = own_sessions();
    let prefix = limits.key_prefix.clone();
    let store = store(limits);
    let token = store.start(new(user(), 1), None).await.unwrap();
    let mut redis = connect(&std::env::var("REDIS_URL").unwrap()).unwrap();
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg(format!("{prefix}*"))
        .query_async(&mut redis)
        .await
        .unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert!(!key.contains(token.expose()));
        let dump: Vec<u8> = redis::cmd("DUMP")
            .arg(&key)
            .query_async(&mut redis)
            .await
            .unwrap();
        assert!(!String::from_utf8_lossy(&dump).contains(token.expose()));
    }
}

#[tokio::test]
async fn a_renewed_session_is_the_same_session_under_another_token() {
    let store = store(own_sessions());
    let old = store.start(new(user(), 1), None).await.unwrap();
    let session = store.find(&old).await.unwrap().unwrap();
    let token = store.renew(&session, to(2)).await.unwrap();
    assert_eq!(store.find(&old).await.unwrap(), None);
    let renewed = store.find(&token).await.unwrap().unwrap();
    assert_eq!(
        (renewed.id, renewed.signed_in_at),
        (session.id, session.signed_in_at)
    );
    assert_eq!(renewed.organisation, organisation(2));
    assert_eq!(renewed.client, "Firefox (Windows)");
    assert_ne!(renewed.hash, session.hash);
}

#[tokio::test]
async fn sessions_for_one_organisation_can_be_ended_without_the_others() {
    let store = store(own_sessions());
    let here = store.start(new(user(), 1), None).await.unwrap();
    let there = store.start(new(user(), 2), None).await.unwrap();
    assert_eq!(store.revoke_in(user(), organisation(1)).await.unwrap(), 1);
    assert_eq!(store.find(&here).await.unwrap(), None);
    assert!(store.find(&there).await.unwrap().is_some());
}

#[tokio::test]
async fn all_sessions_but_one_can_be_ended() {
    let store = store(own_sessions());
    let mine = store.start(new(user(), 1), None).await.unwrap();
    for _ in 0..3 {
        store.start(new(user(), 1), None).await.unwrap();
    }
    assert_eq!(store.revoke_all(user(), Some(&mine.hash())).await.unwrap(), 3);
    assert_eq!(hashes(&store).await, [mine.hash()]);
}

#[tokio::test]
async fn a_token_that_the_server_did_not_make_opens_nothing_and_never_will() {
    let store = store(own_sessions());
    let chosen = SessionToken::from_random([7; 32]);
    assert_eq!(store.find(&chosen).await.unwrap(), None);
    let given = store.start(new(user(), 1), None).await.unwrap();
    assert_ne!(given, chosen);
    assert_eq!(store.find(&chosen).await.unwrap(), None);
}
