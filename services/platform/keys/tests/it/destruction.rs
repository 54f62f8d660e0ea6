//! What is destroyed stays destroyed.

use wsparcie_keys::{DestructionReason, KeyError, KeyId, KeyStore, StoreFault};

use super::support::{LOG, NORTH, Place, RECORDS, SOUTH, north, now, person};

const REASON: DestructionReason = DestructionReason::ErasureRequest;

fn holds(place: &Place, number: u128) -> bool {
    String::from_utf8(place.read(RECORDS))
        .unwrap()
        .contains(&person(number).to_string())
}

#[test]
fn the_material_leaves_the_file_and_the_id_never_gets_a_key_again() {
    let (place, store) = Place::filled(3);
    assert!(holds(&place, 2));
    assert_eq!(store.destroy(&[north(2), north(2)], now(), REASON).unwrap(), 1);
    assert!(!holds(&place, 2) && holds(&place, 1) && holds(&place, 3));
    assert_eq!(place.mode(RECORDS), 0o600);
    for store in [&store, &place.open().unwrap()] {
        assert!(matches!(store.key(north(2)), Err(KeyError::Destroyed)));
        assert!(store.is_destroyed(north(2)).unwrap() && !store.is_destroyed(north(1)).unwrap());
        let again = store.create(&[north(7), north(2)], now());
        assert!(matches!(again, Err(KeyError::Destroyed)));
        assert!(
            matches!(store.key(north(7)), Err(KeyError::Unknown)),
            "none of a refused batch is created"
        );
        store.key(north(3)).unwrap();
    }
}

#[test]
fn a_tenants_end_is_the_end_of_all_its_persons_and_of_no_other_tenants() {
    let (place, store) = Place::filled(3);
    store.create(&[KeyId::person(SOUTH, person(1))], now()).unwrap();
    assert_eq!(
        store
            .destroy(&[KeyId::tenant(NORTH)], now(), DestructionReason::TenantLeft)
            .unwrap(),
        1
    );
    for store in [&store, &place.open().unwrap()] {
        for id in [KeyId::tenant(NORTH), north(1), north(2), north(3), north(99)] {
            assert!(matches!(store.key(id), Err(KeyError::Destroyed)));
            assert!(store.is_destroyed(id).unwrap());
        }
        store.key(KeyId::person(SOUTH, person(1))).unwrap();
    }
    assert!(
        !String::from_utf8(place.read(RECORDS))
            .unwrap()
            .contains(&NORTH.to_string())
    );
}

#[test]
fn an_id_without_a_key_can_be_destroyed_before_it_gets_one() {
    let (_place, store) = Place::filled(1);
    assert_eq!(store.destroy(&[north(50)], now(), REASON).unwrap(), 1);
    assert!(matches!(
        store.create(&[north(50)], now()),
        Err(KeyError::Destroyed)
    ));
}

#[test]
fn the_instances_key_is_not_destroyed_and_nothing_with_it() {
    let (_place, store) = Place::filled(1);
    let answer = store.destroy(&[north(1), KeyId::Instance], now(), REASON);
    assert!(matches!(answer, Err(KeyError::InstanceKeyIsNeeded)));
    store.key(north(1)).unwrap();
}

#[test]
fn old_records_under_the_newer_log_are_cleaned_before_anything_is_served() {
    let (place, store) = Place::filled(3);
    let old_records = place.read(RECORDS);
    store.destroy(&[north(2)], now(), REASON).unwrap();
    drop(store);
    place.write(RECORDS, &old_records);
    assert!(holds(&place, 2));
    let store = place.open().unwrap();
    assert!(!holds(&place, 2), "removed by opening");
    assert!(matches!(store.key(north(2)), Err(KeyError::Destroyed)));
    store.key(north(1)).unwrap();
}

#[test]
fn a_restored_backup_forgets_again_what_a_replayed_log_names() {
    let (place, store) = Place::filled(4);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let backup = place.backup();
    store.destroy(&[north(2)], now(), REASON).unwrap();
    store
        .destroy(&[KeyId::tenant(SOUTH)], now(), DestructionReason::TenantLeft)
        .unwrap();
    let log = store.destruction_log().unwrap();

    let restored = backup.open().unwrap();
    restored.key(north(2)).unwrap();
    assert_eq!(restored.replay_destructions(&log).unwrap(), 2);
    assert_eq!(restored.replay_destructions(&log).unwrap(), 0);
    assert!(matches!(restored.key(north(2)), Err(KeyError::Destroyed)));
    assert!(matches!(
        restored.key(KeyId::tenant(SOUTH)),
        Err(KeyError::Destroyed)
    ));
    restored.key(north(3)).unwrap();
    assert!(!holds(&backup, 2));
    assert_eq!(
        backup.read(LOG),
        log,
        "the restored log continues as the first one did"
    );
}

#[test]
fn logs_that_went_different_ways_are_joined() {
    let (place, store) = Place::filled(3);
    let backup = place.backup();
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let restored = backup.open().unwrap();
    restored.destroy(&[north(2)], now(), REASON).unwrap();
    assert_eq!(
        restored
            .replay_destructions(&store.destruction_log().unwrap())
            .unwrap(),
        1
    );
    for number in [1, 2] {
        assert!(matches!(
            backup.open().unwrap().key(north(number)),
            Err(KeyError::Destroyed)
        ));
    }
}

#[test]
fn another_instances_log_and_a_forged_one_destroy_nothing() {
    let (_place, store) = Place::filled(2);
    let (_elsewhere, other) = Place::filled(2);
    other.destroy(&[north(1)], now(), REASON).unwrap();
    let foreign = other.destruction_log().unwrap();
    let mut forged = foreign.clone();
    let last = forged.len() - 3;
    forged[last] ^= 1;
    for log in [&foreign, &forged, &b"rubbish\n".to_vec()] {
        let answer = store.replay_destructions(log);
        assert!(matches!(
            answer,
            Err(KeyError::Store(StoreFault::ForeignLog { line: 1 }))
        ));
    }
    store.key(north(1)).unwrap();
}

#[test]
fn the_log_says_what_when_and_why_and_no_more() {
    let (place, store) = Place::filled(1);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let log = String::from_utf8(place.read(LOG)).unwrap();
    let (_tag, json) = log.trim_end().split_once(' ').unwrap();
    let expected = format!(
        r#"{{"key":{{"kind":"person","tenant":"{NORTH}","subject":"{}"}},"at":"{}","reason":"erasure_request"}}"#,
        person(1),
        now().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    );
    assert_eq!(json, expected);
}
