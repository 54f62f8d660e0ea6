//! Several stores over one directory, as the processes of one instance have them.

use std::thread;

use wsparcie_keys::{DestructionReason, KeyError, KeyId, KeyStore, StoreFault};

use super::support::{LOG, NORTH, Place, RECORDS, north, now, print_of};

const REASON: DestructionReason = DestructionReason::ErasureRequest;

#[test]
fn a_key_made_by_one_is_found_by_the_other() {
    let (place, one) = Place::filled(0);
    let other = place.open().unwrap();
    one.create(&[north(1)], now()).unwrap();
    assert_eq!(
        print_of(&one, north(1)).unwrap(),
        print_of(&other, north(1)).unwrap()
    );
    assert_eq!(other.create(&[north(1)], now()).unwrap(), 0);
}

#[test]
fn a_destruction_by_one_takes_effect_in_the_other_at_once() {
    let (place, one) = Place::filled(5);
    let other = place.open().unwrap();
    for number in 1..=4 {
        other.key(north(number)).unwrap();
        one.destroy(&[north(number)], now(), REASON).unwrap();
        assert!(matches!(other.key(north(number)), Err(KeyError::Destroyed)));
        // The rewritten file is followed, too.
        one.create(&[north(100 + number)], now()).unwrap();
        other.key(north(100 + number)).unwrap();
    }
    other.destroy(&[KeyId::tenant(NORTH)], now(), REASON).unwrap();
    assert!(matches!(one.key(north(5)), Err(KeyError::Destroyed)));
}

#[test]
fn a_log_that_is_cut_or_exchanged_under_a_running_store_stops_it() {
    let (place, store) = Place::filled(3);
    store.destroy(&[north(1)], now(), REASON).unwrap();
    let whole = place.read(LOG);
    for bad in [&whole[..0], &whole[..20], b"something else\n"] {
        place.write(LOG, bad);
        for _ in 0..2 {
            assert!(matches!(store.key(north(2)), Err(KeyError::Store(_))));
            assert!(matches!(store.is_destroyed(north(2)), Err(KeyError::Store(_))));
        }
        assert!(matches!(
            store.create(&[north(9)], now()),
            Err(KeyError::Store(_))
        ));
    }
    place.remove(LOG);
    assert!(matches!(
        store.key(north(2)),
        Err(KeyError::Store(StoreFault::Missing { .. }))
    ));
    place.write(LOG, &whole);
    store.key(north(2)).unwrap();
}

#[test]
fn writers_do_not_interleave_and_one_id_never_has_two_keys() {
    let (place, store) = Place::filled(0);
    let stores: Vec<_> = (0..4).map(|_| place.open().unwrap()).collect();
    thread::scope(|scope| {
        for (index, writer) in (0_u128..).zip(&stores) {
            scope.spawn(move || {
                for round in 0..20 {
                    // All four race for the shared id; each also makes one of its own and destroys an older
                    // one.
                    let own = 1_000 * (index + 1) + round;
                    writer.create(&[north(round + 1), north(own)], now()).unwrap();
                    if round % 5 == 4 {
                        writer.destroy(&[north(own - 2)], now(), REASON).unwrap();
                    }
                }
            });
        }
    });
    let fresh = place.open().unwrap();
    for number in 1..=20 {
        let print = print_of(&fresh, north(number)).unwrap();
        for other in stores.iter().chain([&store]) {
            assert_eq!(print_of(other, north(number)).unwrap(), print);
        }
    }
    for index in 1..=4 {
        for round in 0..20 {
            let answer = store.key(north(1_000 * index + round));
            if round % 5 == 2 {
                assert!(matches!(answer, Err(KeyError::Destroyed)));
            } else {
                answer.unwrap();
            }
        }
    }
    let lines = String::from_utf8(place.read(RECORDS)).unwrap().lines().count();
    assert_eq!(lines, 2 + 2 + 20 + 4 * 16);
}
