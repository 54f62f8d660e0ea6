//! What opening a directory accepts, refuses and costs.

use wsparcie_keys::{DestructionReason, FileKeyStore, KeyError, KeyId, KeyStore, StoreFault, StoreFile};

use super::support::{LOG, MASTER, NORTH, Place, RECORDS, SOUTH, north, now, person, print_of};

fn fault(place: &Place) -> StoreFault {
    let refusal = place.open().err();
    let Some(KeyError::Store(fault)) = refusal else {
        unreachable!("not a fault of the store: {refusal:?}")
    };
    fault
}

#[test]
fn only_the_owner_can_read_a_new_store() {
    let (place, _store) = Place::filled(1);
    assert_eq!(place.mode("."), 0o700);
    for file in [MASTER, RECORDS, LOG, "store.lock"] {
        assert_eq!(place.mode(file), 0o600, "{file}");
    }
}

#[test]
fn a_store_open_to_others_is_refused() {
    for (file, mode) in [(".", 0o755), (MASTER, 0o640), (RECORDS, 0o604), (LOG, 0o644)] {
        let (place, store) = Place::filled(1);
        drop(store);
        place.chmod(file, mode);
        let fault = fault(&place);
        assert!(
            matches!(fault, StoreFault::Permissions { file: named } if named.name() == file),
            "{fault}"
        );
    }
}

#[test]
fn keys_are_the_same_after_reopening_and_lie_wrapped_in_the_file() {
    let (place, store) = Place::filled(2);
    let again = place.open().unwrap();
    for id in [
        KeyId::Instance,
        KeyId::tenant(NORTH),
        KeyId::tenant(SOUTH),
        north(1),
        north(2),
    ] {
        assert_eq!(print_of(&store, id).unwrap(), print_of(&again, id).unwrap());
    }
    assert_ne!(
        print_of(&store, north(1)).unwrap(),
        print_of(&store, north(2)).unwrap()
    );
    assert_eq!(store.create(&[north(1), north(3), north(3)], now()).unwrap(), 1);
}

#[test]
fn a_missing_file_is_named_and_never_made_anew() {
    for (file, name) in [
        (MASTER, StoreFile::MasterKey),
        (RECORDS, StoreFile::Records),
        (LOG, StoreFile::DestructionLog),
    ] {
        let (place, store) = Place::filled(1);
        drop(store);
        place.remove(file);
        assert!(matches!(fault(&place), StoreFault::Missing { file } if file == name));
        assert!(!place.path().join(file).exists());
    }
}

#[test]
fn a_store_whose_creation_was_cut_short_is_completed() {
    for missing in [&[][..], &[RECORDS], &[RECORDS, LOG], &[RECORDS, LOG, MASTER]] {
        let place = Place::new();
        drop(place.open().unwrap());
        place.write("creating", b"");
        for file in missing {
            place.remove(file);
        }
        let first = print_of(&place.open().unwrap(), KeyId::Instance).unwrap();
        assert!(!place.path().join("creating").exists());
        assert_eq!(print_of(&place.open().unwrap(), KeyId::Instance).unwrap(), first);
    }
}

#[test]
fn a_store_that_should_exist_is_opened_but_never_created() {
    let absent = Place::new();
    let answer = FileKeyStore::open_existing(absent.path());
    assert!(matches!(
        answer,
        Err(KeyError::Store(StoreFault::Missing {
            file: StoreFile::Directory
        }))
    ));
    assert!(!absent.path().exists());

    let (place, store) = Place::filled(1);
    let again = FileKeyStore::open_existing(place.path()).unwrap();
    assert_eq!(
        print_of(&again, north(1)).unwrap(),
        print_of(&store, north(1)).unwrap()
    );
    for file in [RECORDS, LOG, MASTER] {
        place.remove(file);
    }
    let answer = FileKeyStore::open_existing(place.path());
    assert!(matches!(
        answer,
        Err(KeyError::Store(StoreFault::Missing {
            file: StoreFile::MasterKey
        }))
    ));
}

#[test]
fn another_master_key_is_recognised() {
    let (place, _store) = Place::filled(1);
    place.write(MASTER, &[9; 32]);
    assert!(matches!(
        fault(&place),
        StoreFault::MasterKeyMismatch {
            file: StoreFile::Records
        }
    ));
    place.write(MASTER, &[9; 31]);
    assert!(matches!(fault(&place), StoreFault::MasterKeyMismatch { .. }));
}

#[test]
fn damage_before_the_last_line_is_named_with_its_line() {
    let (place, store) = Place::filled(3);
    store
        .destroy(&[north(1), north(2)], now(), DestructionReason::RetentionEnded)
        .unwrap();
    for (file, name, line) in [
        (RECORDS, StoreFile::Records, 3),
        (LOG, StoreFile::DestructionLog, 2),
    ] {
        let whole = place.read(file);
        let start: usize = whole
            .split_inclusive(|byte| *byte == b'\n')
            .take(line - 1)
            .map(<[u8]>::len)
            .sum();
        let mut damaged = whole.clone();
        damaged[start + 60] ^= 1;
        place.write(file, &damaged);
        let found = fault(&place);
        let expected =
            matches!(found, StoreFault::Corrupt { file, line: at } if file == name && at == line as u64);
        assert!(expected, "{found}");
        assert!(
            found
                .to_string()
                .contains("restore the file from the newest backup"),
            "{found}"
        );
        place.write(file, &whole);
    }
    place.open().unwrap();
}

#[test]
fn messages_name_no_path_no_id_and_no_material() {
    let (place, store) = Place::filled(1);
    let shown = format!(
        "{:?} {:?}",
        store.key(north(9)).unwrap_err(),
        store.key(north(1)).unwrap()
    );
    assert_eq!(shown, "Unknown SecretKey(…)");
    drop(store);
    place.remove(LOG);
    let shown = format!("{:?} {}", fault(&place), fault(&place));
    assert!(!shown.contains(&place.path().display().to_string()) && !shown.contains(&person(1).to_string()));
}

#[test]
fn ten_thousand_keys_are_opened_in_one_pass_and_followed_line_by_line() {
    let (place, writer) = Place::filled(10_000);
    let store = place.open().unwrap();
    // Header, instance, two tenants, the persons: each line once.
    assert_eq!(store.stats().lines_verified, 10_004);
    assert_eq!(store.stats().keys, 10_003);
    writer.create(&[north(10_001)], now()).unwrap();
    store.key(north(10_001)).unwrap();
    assert_eq!(store.stats().lines_verified, 10_005);
    for number in (1..=10_000).step_by(500) {
        store.key(north(number)).unwrap();
    }
    assert!(matches!(store.key(north(20_000)), Err(KeyError::Unknown)));
    assert_eq!(store.stats().lines_verified, 10_005);
}
