//! How often somebody may try: sign-ins, codes, one-time links. Counted in Redis, one attempt at a time, by the resolvers, so
//! that twenty aliases are twenty attempts.
//!
//! Each address has a bucket, and so has each account, whether somebody has it or not: ten attempts, then one every few seconds
//! or one a minute. Nobody is locked out by what others do:
//! - a device that has signed in to the account before has a bucket of its own and needs no other;
//! - an address that has not failed at the account for a quarter of an hour may try once, however empty the account's bucket;
//! - whoever gets in fills the account's bucket again.
//!
//! Redis gone means nobody tries: callers get [`SessionError::Unavailable`]. Redis never sees an address or a login, only keyed
//! digests. Whether an account exists is not known here.

mod address;
mod browser;
mod device;

use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use redis::Script;
use redis::aio::ConnectionManager;
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Clock, Problem};

pub(crate) use address::Visitor;
pub use address::{Network, PeerAddress};
pub(crate) use device::{known_device, remember_device};

use crate::http::sessions::{RedisDoor, SessionError, SessionLimits};
use crate::signing::Signer;

/// A bucket: so many attempts at once, then one in this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many attempts a full bucket holds.
    pub burst: u32,
    /// How long one attempt takes to come back.
    pub every: Duration,
}

/// How often somebody may try.
#[derive(Debug, Clone)]
pub struct ThrottleLimits {
    /// One address, a /64 of IPv6.
    pub address: Rate,
    /// One account, and one known device of an account.
    pub account: Rate,
    /// How long an address that failed at an account has no free attempt there.
    pub forget: Duration,
}

impl Default for ThrottleLimits {
    fn default() -> Self {
        Self {
            address: Rate {
                burst: 10,
                every: Duration::from_secs(5),
            },
            account: Rate {
                burst: 10,
                every: Duration::from_mins(1),
            },
            forget: Duration::from_mins(15),
        }
    }
}

/// What is tried. Each door has its own buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Passwords at sign-in; codes too, as far as addresses are counted.
    SignIn,
    /// Codes at sign-in, by account: whoever gets that far knows the password, and no address of theirs is worth a free attempt.
    Code,
    /// Asking for a link to reset a password.
    Reset,
    /// One-time links.
    Link,
    /// Passwords and codes of somebody who is signed in.
    Proof,
    /// Being sent to an organisation's own provider.
    Provider,
}

impl Door {
    const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Code => "code",
            Self::Reset => "reset",
            Self::Link => "link",
            Self::Proof => "proof",
            Self::Provider => "provider",
        }
    }
}

/// A keyed digest of who is meant: a login as typed, or a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account(String);

impl Account {
    /// The account of a login, whether there is one or not: compared as the tenants service compares it.
    pub(crate) fn of_login(signer: &Signer, login: &str) -> Self {
        let login = login.trim().to_ascii_lowercase();
        Self(hex(&signer.device_mac("login", &[login.as_bytes()])))
    }

    /// The account of somebody who is signed in.
    pub(crate) fn of_user(signer: &Signer, user: UserId) -> Self {
        Self(hex(&signer.device_mac("user", &[user.into_uuid().as_bytes()])))
    }

    /// A digest that was stored.
    pub(crate) const fn from_stored(digest: String) -> Self {
        Self(digest)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One attempt.
pub(crate) struct Attempt<'a> {
    pub(crate) door: Door,
    /// Where it comes from; absent if only the account counts.
    pub(crate) address: Option<IpAddr>,
    /// Whom it is about; absent if only the address counts.
    pub(crate) account: Option<&'a Account>,
    /// The device, if it has signed in to the account before: its own bucket counts, and nothing else.
    pub(crate) device: Option<[u8; 12]>,
}

/// An attempt that has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    /// When the next attempt is worth it, in seconds from now.
    pub(crate) seconds: u64,
    /// Whether it is the first refusal of this minute, here and for the account: those are audited.
    pub(crate) is_news: bool,
}

impl Refused {
    /// What the user is told: the same for every login.
    pub(crate) fn problem(self) -> Problem {
        let seconds = self.seconds;
        Problem::new(
            "TOO_MANY_ATTEMPTS",
            format!("za dużo prób; spróbuj ponownie za {seconds} s"),
            format!("too many attempts; try again in {seconds} s"),
        )
    }
}

/// Counts one attempt. Buckets are kept as the instant at which they will be full again.
///
/// Keys: address, account or device, the address's last attempt at the account, news of the address, news of the account. An
/// empty text stands for a key that does not count.
/// Arguments: now, then burst and interval of the address, burst and interval of the account, and how long failures count,
/// all in milliseconds. Gives the milliseconds to wait, 0 for none, and whether a refusal is news.
static ENTER: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local now = tonumber(ARGV[1])
         local function full_at(key, burst, every)
             local at = tonumber(redis.call('GET', key) or '0')
             return math.max(now, math.min(at, now + burst * every))
         end
         local function wait(key, burst, every)
             return math.max(0, full_at(key, burst, every) - (burst - 1) * every - now)
         end
         local function take(key, burst, every)
             local at = full_at(key, burst, every) + every
             redis.call('SET', key, string.format('%.0f', at), 'PX', string.format('%.0f', at - now))
         end
         local address_burst, address_every = tonumber(ARGV[2]), tonumber(ARGV[3])
         local account_burst, account_every = tonumber(ARGV[4]), tonumber(ARGV[5])
         local forget = tonumber(ARGV[6])
         local longest = 0
         if KEYS[1] ~= '' then
             longest = wait(KEYS[1], address_burst, address_every)
             if longest == 0 then take(KEYS[1], address_burst, address_every) end
         end
         if KEYS[2] ~= '' then
             local account = wait(KEYS[2], account_burst, account_every)
             local free = false
             if account > 0 and KEYS[3] ~= '' then
                 local last = tonumber(redis.call('GET', KEYS[3]) or '0')
                 free = last == 0 or now - last >= forget
                 if not free then account = math.min(account, last + forget - now) end
             end
             if account > 0 and not free then longest = math.max(longest, account) end
             if longest == 0 then
                 if not free then take(KEYS[2], account_burst, account_every) end
                 if KEYS[3] ~= '' then redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[6]) end
             end
         end
         if longest == 0 then return {0, 0} end
         local news = 1
         for i = 4, 5 do
             if news == 1 and KEYS[i] ~= '' and not redis.call('SET', KEYS[i], '1', 'NX', 'PX', 60000) then news = 0 end
         end
         return {longest, news}",
    )
});

/// Forgets what failed at an account or from a known device, and gives the address its point back: only failures count there, or
/// the people behind one centre's router would wait for each other every morning.
///
/// Keys: the account, the address's last attempt at it, the address, the device; each may be an empty text. Arguments: now, and
/// the interval of the address, in milliseconds.
static FORGIVE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "for _, i in ipairs({1, 2, 4}) do
             if KEYS[i] ~= '' then redis.call('DEL', KEYS[i]) end
         end
         if KEYS[3] ~= '' then
             local left = tonumber(redis.call('GET', KEYS[3]) or '0') - tonumber(ARGV[2]) - tonumber(ARGV[1])
             if left <= 0 then redis.call('DEL', KEYS[3])
             else
                 redis.call('SET', KEYS[3], string.format('%.0f', left + tonumber(ARGV[1])), 'PX', string.format('%.0f', left))
             end
         end
         return 1",
    )
});

/// The throttles. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Throttle {
    redis: RedisDoor,
    prefix: String,
    limits: ThrottleLimits,
    clock: Arc<dyn Clock>,
    signer: Signer,
}

impl Throttle {
    pub(crate) fn new(
        manager: ConnectionManager,
        sessions: &SessionLimits,
        limits: ThrottleLimits,
        clock: Arc<dyn Clock>,
        signer: Signer,
    ) -> Self {
        Self {
            redis: RedisDoor {
                manager,
                timeout: sessions.redis_timeout,
            },
            prefix: sessions.key_prefix.clone(),
            limits,
            clock,
            signer,
        }
    }

    /// Counts an attempt; whether it may go on.
    pub(crate) async fn enter(&self, attempt: &Attempt<'_>) -> Result<Result<(), Refused>, SessionError> {
        let address = attempt.address.map(|address| self.address(address));
        let account = attempt.account.map(Account::as_str);
        let key = |kind: &str, of: &[&str]| {
            format!(
                "{}:throttle:{}:{kind}:{}",
                self.prefix,
                attempt.door.name(),
                of.join(":")
            )
        };
        let by_address = address.as_deref().map(|address| key("address", &[address]));
        let news_of_address = address.as_deref().map(|address| key("news-address", &[address]));
        let news_of_account = account.map(|account| key("news-account", &[account]));
        let keys = match (attempt.device, account) {
            (Some(device), Some(account)) => {
                let own = key("device", &[account, &hex(&device)]);
                [None, Some(own), None, news_of_address, news_of_account]
            }
            (_, Some(account)) => {
                let last = address.as_deref().map(|address| key("last", &[account, address]));
                [
                    by_address,
                    Some(key("account", &[account])),
                    last,
                    news_of_address,
                    news_of_account,
                ]
            }
            (_, None) => [by_address, None, None, news_of_address, None],
        };
        let Rate { burst, every } = self.limits.address;
        let of_account = self.limits.account;
        let numbers = [
            self.clock.now().timestamp_millis().to_string(),
            burst.to_string(),
            every.as_millis().to_string(),
            of_account.burst.to_string(),
            of_account.every.as_millis().to_string(),
            self.limits.forget.as_millis().to_string(),
        ];
        let (wait, news): (u64, i64) = self
            .redis
            .run(&ENTER, &keys.map(Option::unwrap_or_default), &numbers)
            .await?;
        if wait == 0 {
            return Ok(Ok(()));
        }
        Ok(Err(Refused {
            seconds: wait.div_ceil(1_000),
            is_news: news == 1,
        }))
    }

    /// Fills the attempt's account's and device's buckets again, lets its address be one that never failed there, and gives it its
    /// point back.
    pub(crate) async fn forgive(&self, attempt: &Attempt<'_>) -> Result<(), SessionError> {
        let start = format!("{}:throttle:{}", self.prefix, attempt.door.name());
        let account = attempt.account.map(Account::as_str);
        let address = attempt.address.map(|address| self.address(address));
        let last = account.zip(address.as_deref());
        let device = account.zip(attempt.device);
        let keys = [
            account.map(|account| format!("{start}:account:{account}")),
            last.map(|(account, address)| format!("{start}:last:{account}:{address}")),
            address
                .as_deref()
                .map(|address| format!("{start}:address:{address}")),
            device.map(|(account, device)| format!("{start}:device:{account}:{}", hex(&device))),
        ]
        .map(Option::unwrap_or_default);
        let numbers = [
            self.clock.now().timestamp_millis().to_string(),
            self.limits.address.every.as_millis().to_string(),
        ];
        self.redis.run::<i64>(&FORGIVE, &keys, &numbers).await.map(|_| ())
    }

    /// A keyed digest of the address; of IPv6 the first 64 bits, for whoever has one address there has all of them.
    fn address(&self, address: IpAddr) -> String {
        let digest = match address {
            IpAddr::V4(four) => self.signer.device_mac("address", &[&four.octets()]),
            IpAddr::V6(six) => {
                let octets = six.octets();
                let (network, _) = octets.split_at(8);
                self.signer.device_mac("address", &[network])
            }
        };
        hex(&digest)
    }
}

/// The first 128 bits in hexadecimal digits: enough to tell buckets apart.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
