//! A sealed text opens where it was sealed, unchanged, and nowhere else.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_keys::{KeyError, KeyId, Keyring, SealedText};

use super::support::{NORTH, Place, SOUTH, keyring, north, now, person};
use wsparcie_keys::KeyStore;

fn ring() -> (Place, Keyring) {
    let (place, store) = Place::filled(2);
    store.create(&[KeyId::person(SOUTH, person(1))], now()).unwrap();
    (place, keyring(store))
}

#[test]
fn whatever_is_sealed_opens_in_its_place_and_in_no_other() {
    let (_place, keys) = ring();
    let text = proptest::collection::vec(any::<u8>(), 0..200);
    proptest!(|(plain in text, context in "[a-z]{1,8}\\.[a-z]{1,8}", other in "[a-z]{0,8}\\.[a-z]{1,8}")| {
        let sealed = keys.seal(NORTH, person(1), &context, &plain).unwrap();
        let opened = keys.open(NORTH, person(1), &context, sealed.as_bytes()).unwrap();
        prop_assert_eq!(&*opened, &plain);

        let elsewhere: [(Uuid, Uuid, &str); 3] =
            [(NORTH, person(2), &context), (SOUTH, person(1), &context), (NORTH, person(1), &other)];
        for (tenant, subject, context_there) in elsewhere {
            if (tenant, subject, context_there) != (NORTH, person(1), context.as_str()) {
                let answer = keys.open(tenant, subject, context_there, sealed.as_bytes());
                prop_assert!(matches!(answer, Err(KeyError::Tampered)));
            }
        }
        for owner in [KeyId::tenant(NORTH), KeyId::Instance] {
            prop_assert!(matches!(keys.open_for(owner, &context, sealed.as_bytes()), Err(KeyError::Tampered)));
        }
    });
}

#[test]
fn an_envelope_with_any_one_bit_flipped_does_not_open() {
    let (_place, keys) = ring();
    let sealed = keys
        .seal(NORTH, person(1), "person.name", "Zażółć Gęślą".as_bytes())
        .unwrap()
        .into_bytes();
    for bit in 0..sealed.len() * 8 {
        let mut damaged = sealed.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let answer = keys.open(NORTH, person(1), "person.name", &damaged);
        assert!(matches!(answer, Err(KeyError::Tampered)), "bit {bit}");
    }
}

#[test]
fn an_envelope_cut_or_lengthened_anywhere_does_not_open() {
    let (_place, keys) = ring();
    let sealed = keys
        .seal(NORTH, person(1), "person.name", b"Anna")
        .unwrap()
        .into_bytes();
    for len in 0..sealed.len() {
        let answer = keys.open(NORTH, person(1), "person.name", &sealed[..len]);
        assert!(matches!(answer, Err(KeyError::Tampered)), "{len} bytes");
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert!(matches!(
        keys.open(NORTH, person(1), "person.name", &longer),
        Err(KeyError::Tampered)
    ));
}

#[test]
fn equal_texts_are_sealed_differently_and_the_plaintext_is_not_in_them() {
    let (_place, keys) = ring();
    let first = keys.seal(NORTH, person(1), "person.name", b"Anna Nowak").unwrap();
    let second = keys.seal(NORTH, person(1), "person.name", b"Anna Nowak").unwrap();
    assert_ne!(first, second);
    assert!(!first.as_bytes().windows(4).any(|window| window == b"Anna"));
    assert_eq!(format!("{first:?}"), "SealedText(51 bytes)");
    assert_eq!(SealedText::from_bytes(first.clone().into_bytes()), first);
}

#[test]
fn text_comes_back_as_text_and_other_bytes_are_refused_as_text() {
    let (_place, keys) = ring();
    let sealed = keys
        .seal(NORTH, person(1), "person.name", "Łucja".as_bytes())
        .unwrap();
    assert_eq!(
        keys.open_text(NORTH, person(1), "person.name", sealed.as_bytes())
            .unwrap(),
        "Łucja"
    );
    let sealed = keys.seal(NORTH, person(1), "person.name", &[0xff, 0xfe]).unwrap();
    let answer = keys.open_text(NORTH, person(1), "person.name", sealed.as_bytes());
    assert!(matches!(answer, Err(KeyError::Tampered)));
}

#[test]
fn nobody_without_a_key_is_sealed_for() {
    let (_place, keys) = ring();
    for owner in [
        north(99),
        KeyId::tenant(Uuid::from_u128(7)),
        KeyId::person(Uuid::from_u128(7), person(1)),
    ] {
        assert!(matches!(
            keys.seal_for(owner, "person.name", b"x"),
            Err(KeyError::Unknown)
        ));
    }
}

#[test]
fn blind_indexes_agree_within_one_tenant_and_label_only() {
    let (_place, keys) = ring();
    let index = |tenant, label: &str, text: &str| keys.blind_index(tenant, label, text).unwrap();
    let one = index(NORTH, "person.pesel", "90010112345");
    assert_eq!(one, index(NORTH, "person.pesel", "90010112345"));
    assert_ne!(one, index(SOUTH, "person.pesel", "90010112345"));
    assert_ne!(one, index(NORTH, "person.pesel", "90010112346"));
    assert_ne!(one, index(NORTH, "person.name", "90010112345"));
    assert_ne!(index(NORTH, "ab", "c"), index(NORTH, "a", "bc"));
}
