//! A crash at any byte of a write loses at most what was never acknowledged.

use wsparcie_keys::{DestructionReason, KeyError, KeyStore, StoreFault};

use super::support::{LOG, Place, RECORDS, north, now, print_of};

const REASON: DestructionReason = DestructionReason::ErasureRequest;

fn start_of_last_line(file: &[u8]) -> usize {
    file[..file.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1
}

#[test]
fn records_cut_at_any_byte_of_the_last_line_lose_that_key_only() {
    let (place, store) = Place::filled(3);
    let (first, whole) = (print_of(&store, north(1)).unwrap(), place.read(RECORDS));
    drop(store);
    for len in start_of_last_line(&whole)..whole.len() {
        place.write(RECORDS, &whole[..len]);
        let store = place.open().unwrap();
        assert_eq!(print_of(&store, north(1)).unwrap(), first, "{len} bytes");
        store.key(north(2)).unwrap();
        assert!(
            matches!(store.key(north(3)), Err(KeyError::Unknown)),
            "{len} bytes"
        );
        // The torn line is in nobody's way.
        assert_eq!(store.create(&[north(3), north(4)], now()).unwrap(), 2);
        let made = print_of(&store, north(3)).unwrap();
        assert_eq!(print_of(&place.open().unwrap(), north(3)).unwrap(), made);
    }
}

#[test]
fn a_log_cut_at_any_byte_of_the_last_line_means_that_destruction_never_began() {
    let (place, store) = Place::filled(3);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let records_before = place.read(RECORDS);
    store.destroy(&[north(2)], now(), REASON).unwrap();
    let whole = place.read(LOG);
    drop(store);
    for len in start_of_last_line(&whole)..whole.len() {
        place.write(RECORDS, &records_before);
        place.write(LOG, &whole[..len]);
        let store = place.open().unwrap();
        assert!(
            matches!(store.key(north(1)), Err(KeyError::Destroyed)),
            "{len} bytes"
        );
        store.key(north(2)).unwrap();
        // Repeated, it works.
        assert_eq!(store.destroy(&[north(2)], now(), REASON).unwrap(), 1);
        drop(store);
        assert!(matches!(
            place.open().unwrap().key(north(2)),
            Err(KeyError::Destroyed)
        ));
        assert_eq!(place.read(LOG), whole, "the same destruction gives the same line");
    }
}

#[test]
fn a_crash_between_the_log_and_the_removal_is_finished_at_the_next_start() {
    let (place, store) = Place::filled(2);
    let before = place.read(RECORDS);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let after = place.read(RECORDS);
    drop(store);
    place.write(RECORDS, &before);
    place.write("records.new", b"half of a file");
    let store = place.open().unwrap();
    assert!(matches!(store.key(north(1)), Err(KeyError::Destroyed)));
    assert_eq!(place.read(RECORDS), after);
    assert!(!place.path().join("records.new").exists());
}

#[test]
fn a_log_that_lost_an_acknowledged_destruction_is_refused() {
    let (place, store) = Place::filled(2);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let whole = place.read(LOG);
    drop(store);
    for len in 0..whole.len() {
        place.write(LOG, &whole[..len]);
        assert!(
            matches!(place.open(), Err(KeyError::Store(StoreFault::LogTooOld))),
            "{len} bytes"
        );
    }
    place.write(LOG, &whole);
    place.open().unwrap();
}
