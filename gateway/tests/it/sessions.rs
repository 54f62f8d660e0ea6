//! The session store on a real Redis.

use std::sync::Arc;
use std::time::Duration;

use wsparcie_gateway::OsRandom;
use wsparcie_gateway::http::sessions::{SessionError, SessionLimits, SessionStore, connect};
use wsparcie_kernel::SystemClock;
use wsparcie_kernel::ids::UserId;

use crate::support::{organisation, own_sessions};

fn store(limits: SessionLimits) -> SessionStore {
    let redis = connect(&std::env::var("REDIS_URL").unwrap()).unwrap();
    SessionStore::new(redis, limits, Arc::new(SystemClock), Arc::new(OsRandom))
}

fn user() -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(5))
}

#[tokio::test]
async fn an_idle_session_is_forgotten_and_a_used_one_lives_on() {
    let store = store(SessionLimits {
        idle: Duration::from_secs(1),
        ..own_sessions()
    });
    let used = store.start(user(), organisation(1), None).await.unwrap();
    let idle = store.start(user(), organisation(1), None).await.unwrap();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert!(store.find(&used).await.unwrap().is_some());
    }
    assert_eq!(store.find(&idle).await.unwrap(), None);
    assert_eq!(store.list(user()).await.unwrap(), [used.hash()]);
}

#[tokio::test]
async fn all_sessions_of_a_user_can_be_listed_and_ended() {
    let store = store(own_sessions());
    let first = store.start(user(), organisation(1), None).await.unwrap();
    let second = store.start(user(), organisation(2), None).await.unwrap();
    let other = store
        .start(UserId::from_uuid(uuid::Uuid::from_u128(6)), organisation(1), None)
        .await
        .unwrap();
    assert_eq!(store.list(user()).await.unwrap().len(), 2);
    assert!(store.revoke(user(), &first.hash()).await.unwrap());
    assert!(!store.revoke(user(), &first.hash()).await.unwrap());
    assert_eq!(store.find(&first).await.unwrap(), None);
    assert_eq!(store.revoke_all(user()).await.unwrap(), 1);
    assert_eq!(store.find(&second).await.unwrap(), None);
    assert!(store.find(&other).await.unwrap().is_some());
}

#[tokio::test]
async fn of_two_switches_at_once_one_gets_a_token() {
    let store = store(own_sessions());
    let token = store.start(user(), organisation(1), None).await.unwrap();
    let session = store.find(&token).await.unwrap().unwrap();
    let (one, two) = tokio::join!(
        store.switch(&session, organisation(2)),
        store.switch(&session, organisation(3))
    );
    assert!(one.is_ok() != two.is_ok());
    assert_eq!(one.err().or(two.err()), Some(SessionError::Ended));
    assert_eq!(store.list(user()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_token_itself_is_nowhere_in_redis() {
    let limits = own_sessions();
    let prefix = limits.key_prefix.clone();
    let store = store(limits);
    let token = store.start(user(), organisation(1), None).await.unwrap();
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
