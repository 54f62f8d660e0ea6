//! What each client has left: a token bucket for the client and a larger one for its whole organisation, kept in Redis.
//!
//! Points flow back with time, and the time is Redis's own, so that all processes agree. A request takes what it asks for
//! before it is executed and gets back what it did not use; what a list without pages returned beyond its price is taken
//! afterwards, so a bucket may be in debt. One script, one round trip, atomic. Without Redis nothing is executed.

mod script;

use std::net::IpAddr;
use std::time::Duration;

use http::StatusCode;
use serde::Serialize;
use wsparcie_kernel::{Actor, Principal};

use super::fault::Fault;
use super::sessions::{RedisDoor, SessionError};
use crate::config::{BucketKind, Charge, ChargeListener};

/// The sizes of the buckets, in points (`docs/cost.md`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketLimits {
    /// What a client's bucket holds.
    pub capacity: u64,
    /// What flows back into it in a second.
    pub restore_rate: u64,
    /// The organisation's bucket is so many times a client's, however many clients the organisation has.
    pub organisation_share: u64,
}

impl Default for BucketLimits {
    fn default() -> Self {
        Self {
            capacity: 20_000,
            restore_rate: 200,
            organisation_share: 5,
        }
    }
}

/// What a request cost and what is left, as `extensions.cost` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CostReport {
    /// Points that the document asks for.
    pub(crate) requested: u64,
    /// Points that the answer used; absent where nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actual: Option<u64>,
    /// Points left in the client's bucket, or in its organisation's if that has fewer. Never below zero. Absent where the
    /// bucket was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) available: Option<u64>,
    /// Points that flow back in a second.
    pub(crate) restore_rate: u64,
    /// Nothing was executed, because the client asked for the price only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) dry_run: bool,
}

/// Whose buckets a request is charged to: names of keys, no personal data but an account's or an address's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// The organisation, or the network of somebody who has not signed in.
    group: String,
    /// The user or API client in it, or the address.
    member: String,
}

impl Account {
    /// The account of an actor. Strangers share one with everybody behind their address (IPv6: their /64 network) and the
    /// larger one with their /24 (/48) network.
    pub(crate) fn of(actor: &Actor, address: IpAddr) -> Self {
        let member = match &actor.principal {
            Principal::User(id) => format!("u:{}", id.into_uuid()),
            Principal::ApiClient(id) => format!("k:{}", id.into_uuid()),
            Principal::System(_) | Principal::Anonymous => return Self::of_address(address),
        };
        let group = actor
            .tenant()
            .map_or_else(|| member.clone(), |tenant| tenant.into_uuid().to_string());
        Self { group, member }
    }

    fn of_address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, d] = address.octets();
                Self {
                    group: format!("net:{a}.{b}.{c}"),
                    member: format!("a:{d}"),
                }
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self {
                    group: format!("net:{a:x}:{b:x}:{c:x}"),
                    member: format!("a:{d:x}"),
                }
            }
        }
    }
}

/// The buckets. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Buckets {
    redis: RedisDoor,
    prefix: String,
    limits: BucketLimits,
    listener: ChargeListener,
}

/// What is left after a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) available: i64,
    /// How long until the refused points have flowed back; zero if they were granted.
    wait: Duration,
    granted: bool,
    /// Points left in the client's and in the organisation's bucket, before anything that was not granted.
    client: i64,
    organisation: i64,
}

impl Buckets {
    pub(crate) fn new(
        redis: RedisDoor,
        prefix: String,
        limits: BucketLimits,
        listener: ChargeListener,
    ) -> Self {
        Self {
            redis,
            prefix,
            limits,
            listener,
        }
    }

    /// Takes what a request asks for.
    ///
    /// # Errors
    /// 429 `RATE_LIMITED` if there is not enough, with the time until there is; 503 if Redis does not answer.
    pub(crate) async fn charge(&self, account: &Account, requested: u64) -> Result<Left, Fault> {
        let charged = self.run(account, signed(requested), "charge").await;
        (self.listener)(charged.map_or(Charge::Unavailable, |left| self.told(left, requested)));
        let left = charged?;
        if left.granted {
            return Ok(left);
        }
        Err(rate_limited(left.wait, self.report(requested, None, Some(left))))
    }

    /// What telemetry hears of a charge.
    fn told(&self, left: Left, requested: u64) -> Charge {
        let capacity = self.limits.capacity.max(1);
        let shared = capacity.saturating_mul(self.limits.organisation_share.max(1));
        // The client's bucket is named first where both have too little: it is what the client can do something about.
        let short = if left.client < signed(requested.min(capacity)) {
            BucketKind::Client
        } else {
            BucketKind::Organisation
        };
        Charge::Answered {
            client: fullness(left.client, capacity),
            organisation: fullness(left.organisation, shared),
            refused_by: (!left.granted).then_some(short),
        }
    }

    /// Gives back what a request did not use, or takes what it used beyond.
    pub(crate) async fn settle(
        &self,
        account: &Account,
        requested: u64,
        actual: u64,
    ) -> Result<Left, SessionError> {
        self.run(account, signed(actual) - signed(requested), "settle")
            .await
    }

    /// The words of `extensions.cost`.
    pub(crate) fn report(&self, requested: u64, actual: Option<u64>, left: Option<Left>) -> CostReport {
        CostReport {
            requested,
            actual,
            available: left.map(|left| u64::try_from(left.available).unwrap_or(0)),
            restore_rate: self.limits.restore_rate,
            dry_run: false,
        }
    }

    async fn run(&self, account: &Account, points: i64, mode: &str) -> Result<Left, SessionError> {
        // Both keys of an organisation live on one node of a cluster: the braces say so.
        let group = format!("{}:cost:{{{}}}", self.prefix, account.group);
        let keys = [format!("{group}:{}", account.member), group];
        let share = self.limits.organisation_share.max(1);
        let arguments = [
            mode.to_owned(),
            points.to_string(),
            self.limits.capacity.to_string(),
            self.limits.restore_rate.max(1).to_string(),
            self.limits.capacity.saturating_mul(share).to_string(),
            self.limits.restore_rate.max(1).saturating_mul(share).to_string(),
        ];
        let (granted, available, wait_ms, client, organisation): (i64, i64, u64, i64, i64) =
            self.redis.run(&script::BUCKET, &keys, &arguments).await?;
        Ok(Left {
            available,
            wait: Duration::from_millis(wait_ms),
            granted: granted == 1,
            client,
            organisation,
        })
    }
}

impl Left {
    /// What is left if an answer's settlement could not be told to Redis any more.
    pub(crate) fn settled(self, requested: u64, actual: u64) -> Self {
        Self {
            available: self.available.saturating_add(signed(requested) - signed(actual)),
            ..self
        }
    }
}

/// The share of its capacity that a bucket holds.
#[expect(clippy::cast_precision_loss, reason = "a share for a chart")]
fn fullness(held: i64, capacity: u64) -> f64 {
    held as f64 / capacity as f64
}

fn signed(points: u64) -> i64 {
    // Prices are at most some thousands; a saturated sum stays far from the edge, too.
    i64::try_from(points).unwrap_or(i64::MAX).min(1 << 40)
}

fn rate_limited(wait: Duration, cost: CostReport) -> Fault {
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    let fault = Fault::new(
        StatusCode::TOO_MANY_REQUESTS,
        "RATE_LIMITED",
        "wykorzystano punkty przydzielone na zapytania; powtórz żądanie po czasie z nagłówka Retry-After",
        "the points for requests are used up; repeat the request after the time in Retry-After",
    );
    Fault {
        retry_after: Some(seconds.max(1)),
        cost: Some(Box::new(cost)),
        ..fault
    }
}

#[cfg(test)]
mod tests;
