//! Devices that have signed in to an account before: a cookie that we sign and that proves this and nothing else.
//!
//! A device with it is not held up by what others do to the account. It opens nothing: the password and the code are asked for
//! as ever. One cookie holds the last few accounts of a device, each as 128 bits of the login's digest, 96 random bits that name
//! the device for the throttle, the day it was given, and a signature over them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wsparcie_kernel::Instant;

use super::Account;
use crate::config::RandomSource;
use crate::signing::Signer;

pub(super) const COOKIE_NAME: &str = "__Host-wsparcie-device";
/// How many accounts of one device are remembered.
const ACCOUNTS: usize = 5;
/// How long a device is known after its last sign-in.
const KNOWN_FOR: i64 = 180 * 24 * 60 * 60;
/// Digest, name, seconds since 1970, signature.
const ENTRY_BYTES: usize = 32 + 12 + 8 + 16;
const SIGNED_BYTES: usize = ENTRY_BYTES - 16;

/// The device's name for the throttle, if the cookie proves that it has signed in to the account.
pub(crate) fn known_device(
    signer: &Signer,
    cookie: Option<&str>,
    account: &Account,
    now: Instant,
) -> Option<[u8; 12]> {
    entries(cookie?)
        .find_map(|entry| read(signer, entry, now).filter(|(of, _)| of == account.as_str()))
        .map(|(_, device)| device)
}

/// The cookie that makes this device known to the account, besides the accounts it knows; `None` without random numbers.
pub(crate) fn remember_device(
    signer: &Signer,
    cookie: Option<&str>,
    account: &Account,
    now: Instant,
    random: &dyn RandomSource,
) -> Option<String> {
    let device = match known_device(signer, cookie, account, now) {
        Some(device) => device,
        None => *random.bytes()?.first_chunk::<12>()?,
    };
    let mut kept = vec![write(signer, account, device, now)];
    let others = entries(cookie.unwrap_or_default())
        .filter(|entry| read(signer, entry, now).is_some_and(|(of, _)| of != account.as_str()))
        .map(str::to_owned);
    kept.extend(others.take(ACCOUNTS - 1));
    Some(format!(
        "{COOKIE_NAME}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={KNOWN_FOR}",
        kept.join(".")
    ))
}

fn entries(cookie: &str) -> impl Iterator<Item = &str> {
    cookie.split('.').take(ACCOUNTS)
}

fn write(signer: &Signer, account: &Account, device: [u8; 12], now: Instant) -> String {
    let mut bytes = account.as_str().as_bytes().to_vec();
    bytes.extend_from_slice(&device);
    bytes.extend_from_slice(&now.timestamp().to_be_bytes());
    let signature = signer.device_mac("device", &[&bytes]);
    bytes.extend_from_slice(signature.get(..16).unwrap_or_default());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whose the entry is and the device's name, if the signature is ours and not too old.
fn read(signer: &Signer, entry: &str, now: Instant) -> Option<(String, [u8; 12])> {
    // Longer texts are not even decoded.
    if entry.len() > ENTRY_BYTES * 2 {
        return None;
    }
    let bytes: [u8; ENTRY_BYTES] = URL_SAFE_NO_PAD.decode(entry).ok()?.try_into().ok()?;
    let (content, signature) = bytes.split_at(SIGNED_BYTES);
    if !signer.device_mac_is("device", &[content], signature) {
        return None;
    }
    let (account, rest) = content.split_at(32);
    let (device, given) = rest.split_at(12);
    let age = now.timestamp() - i64::from_be_bytes(given.try_into().ok()?);
    if !(0..KNOWN_FOR).contains(&age) {
        return None;
    }
    Some((String::from_utf8(account.to_vec()).ok()?, device.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{OsRandom, Secrets};

    fn signer(key: u8) -> Signer {
        Signer::new(Secrets {
            cursor_key: [1; 32],
            fingerprint_key: [2; 32],
            device_key: [key; 32],
        })
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
    }

    fn value(set_cookie: &str) -> &str {
        let pair = set_cookie.split(';').next().unwrap();
        pair.strip_prefix("__Host-wsparcie-device=").unwrap()
    }

    #[test]
    fn a_device_is_known_to_the_accounts_it_signed_in_to_and_to_no_other() {
        let signer = signer(3);
        let [anna, ewa] = ["anna", "ewa"].map(|login| Account::of_login(&signer, login));
        let first = remember_device(&signer, None, &anna, at(0), &OsRandom).unwrap();
        assert!(known_device(&signer, Some(value(&first)), &anna, at(1)).is_some());
        assert_eq!(known_device(&signer, Some(value(&first)), &ewa, at(1)), None);
        let both = remember_device(&signer, Some(value(&first)), &ewa, at(2), &OsRandom).unwrap();
        assert_eq!(
            known_device(&signer, Some(value(&both)), &anna, at(3)),
            known_device(&signer, Some(value(&first)), &anna, at(3))
        );
        assert!(known_device(&signer, Some(value(&both)), &ewa, at(3)).is_some());
    }

    #[test]
    fn a_cookie_that_is_forged_foreign_or_old_makes_no_device_known() {
        let signer = signer(3);
        let anna = Account::of_login(&signer, "anna");
        let cookie = remember_device(&signer, None, &anna, at(0), &OsRandom).unwrap();
        let cookie = value(&cookie);
        let known = |cookie: &str, seconds| known_device(&signer, Some(cookie), &anna, at(seconds)).is_some();
        assert!(known(cookie, 0));
        assert!(!known(cookie, KNOWN_FOR));
        assert!(!known(cookie, -1));
        assert!(!known(&cookie[1..], 0));
        assert!(!known(&"A".repeat(cookie.len()), 0));
        assert!(!known(&"A".repeat(1_000_000), 0));
        assert!(!known("", 0));
        let other = super::tests::signer(4);
        let theirs = Account::of_login(&other, "anna");
        assert_eq!(known_device(&other, Some(cookie), &theirs, at(0)), None);
    }

    #[test]
    fn a_cookie_stays_small_however_many_people_use_the_device() {
        let signer = signer(3);
        let mut cookie = String::new();
        for n in 0..20 {
            let account = Account::of_login(&signer, &format!("osoba{n}"));
            let set = remember_device(&signer, Some(&cookie), &account, at(n), &OsRandom).unwrap();
            value(&set).clone_into(&mut cookie);
        }
        assert!(cookie.len() < 600, "{}", cookie.len());
        let last = Account::of_login(&signer, "osoba19");
        assert!(known_device(&signer, Some(&cookie), &last, at(20)).is_some());
        let first = Account::of_login(&signer, "osoba0");
        assert_eq!(known_device(&signer, Some(&cookie), &first, at(20)), None);
    }
}
