//! The asynchronous face of the store, as services use it.

use wsparcie_keys::{DestructionReason, KeyError, KeyId, Purpose};

use super::support::{NORTH, Place, keyring, now, person};

#[tokio::test]
async fn a_person_is_sealed_found_and_erased() {
    let place = Place::new();
    let keys = keyring(place.open().unwrap());
    let early = keys.create_person_key(NORTH, person(1), now()).await;
    assert!(
        matches!(early, Err(KeyError::Unknown)),
        "a person needs the tenant's key"
    );

    keys.create_tenant_key(NORTH, now()).await.unwrap();
    keys.create_person_keys(NORTH, vec![person(1), person(2)], now())
        .await
        .unwrap();
    let sealed = keys.seal(NORTH, person(1), "person.name", b"Anna").unwrap();
    let other = keys.seal(NORTH, person(2), "person.name", b"Ewa").unwrap();

    let reason = DestructionReason::ErasureRequest;
    assert!(
        keys.destroy_person_key(NORTH, person(1), now(), reason)
            .await
            .unwrap()
    );
    assert!(
        !keys
            .destroy_person_key(NORTH, person(1), now(), reason)
            .await
            .unwrap()
    );
    assert!(keys.is_destroyed(KeyId::person(NORTH, person(1))).unwrap());
    let gone = keys.open(NORTH, person(1), "person.name", sealed.as_bytes());
    assert!(matches!(gone, Err(KeyError::Destroyed)));
    assert_eq!(
        keys.open_text(NORTH, person(2), "person.name", other.as_bytes())
            .unwrap(),
        "Ewa"
    );

    assert!(
        keys.destroy_tenant_key(NORTH, now(), DestructionReason::TenantLeft)
            .await
            .unwrap()
    );
    let gone = keys.open(NORTH, person(2), "person.name", other.as_bytes());
    assert!(matches!(gone, Err(KeyError::Destroyed)));
    assert!(matches!(
        keys.blind_index(NORTH, "person.pesel", "1"),
        Err(KeyError::Destroyed)
    ));
    assert!(matches!(
        keys.create_tenant_key(NORTH, now()).await,
        Err(KeyError::Destroyed)
    ));
}

#[tokio::test]
async fn the_instances_signatures_survive_a_restart() {
    let place = Place::new();
    let keys = keyring(place.open().unwrap());
    let signature = keys.instance_subkey(Purpose::AuditHead).unwrap().sign(b"head");
    let again = keyring(place.open().unwrap());
    assert!(
        again
            .instance_subkey(Purpose::AuditHead)
            .unwrap()
            .verify(b"head", &signature)
    );
    assert!(
        !again
            .instance_subkey(Purpose::ActorSigning)
            .unwrap()
            .verify(b"head", &signature)
    );
    assert_eq!(format!("{again:?}"), "Keyring(…)");
}

#[tokio::test]
async fn secrets_of_a_tenant_and_of_the_instance_are_kept_apart() {
    let (_place, store) = Place::filled(0);
    let keys = keyring(store);
    let owner = KeyId::tenant(NORTH);
    let sealed = keys.seal_for(owner, "webhook.secret", b"s").unwrap();
    assert_eq!(
        &**keys.open_for(owner, "webhook.secret", sealed.as_bytes()).unwrap(),
        b"s"
    );
    let swapped = keys.open_for(KeyId::Instance, "webhook.secret", sealed.as_bytes());
    assert!(matches!(swapped, Err(KeyError::Tampered)));
}
