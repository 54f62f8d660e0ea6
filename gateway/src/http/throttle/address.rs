//! Where a request comes from, and with what. Forwarded addresses are believed only from proxies that the configuration names.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use http::HeaderMap;
use http::header::USER_AGENT;

use super::{browser, device};
use crate::http::credentials;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of the connection, put into each request's extensions by whoever accepts connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

impl Default for PeerAddress {
    /// Nowhere: a request that came over no connection.
    fn default() -> Self {
        Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }
}

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// A text that is no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a range of addresses is written as 10.0.0.0/8 or 2001:db8::/32")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text
            .trim()
            .split_once('/')
            .map_or((text.trim(), None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| NotANetwork)?;
        if bits > most {
            return Err(NotANetwork);
        }
        Ok(Self { address, bits })
    }
}

impl Network {
    /// Whether the address lies in the range.
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |ours: u128, theirs: u128, width: u32| {
            let rest = width - u32::from(self.bits);
            rest >= 128 || (ours ^ theirs).checked_shr(rest).unwrap_or(0) == 0
        };
        match (self.address, address) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                same(u128::from(ours.to_bits()), u128::from(theirs.to_bits()), 32)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => same(ours.to_bits(), theirs.to_bits(), 128),
            _ => false,
        }
    }
}

/// Whoever sends a request, before anybody knows who it is.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// Where from.
    pub(crate) address: IpAddr,
    /// With what: a browser and a system of a fixed list.
    pub(crate) client: String,
    /// The cookie of known devices, as sent.
    pub(crate) devices: Option<String>,
}

impl Visitor {
    /// Reads the connection's other end and the headers.
    pub(crate) fn of(peer: PeerAddress, headers: &HeaderMap, trusted_proxies: &[Network]) -> Self {
        let agent = headers
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            address: sender(peer.0.to_canonical(), headers, trusted_proxies),
            client: browser::describe(agent),
            devices: credentials::only_cookie(headers, device::COOKIE_NAME).map(str::to_owned),
        }
    }
}

/// The nearest address that is none of our own proxies. What stands further left anybody may have written.
fn sender(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut nearest = peer;
    let lines: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    for text in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(nearest) {
            break;
        }
        let Some(address) = parse(text) else { break };
        nearest = address;
    }
    nearest
}

fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = bare
        .unwrap_or(text)
        .parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn from(peer: &str, forwarded: &[&str], trusted: &[&str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        Visitor::of(PeerAddress(ip(peer)), &headers, &trusted).address
    }

    #[test]
    fn an_invented_forwarded_address_is_not_believed() {
        assert_eq!(from("198.51.100.7", &["203.0.113.1"], &[]), ip("198.51.100.7"));
        assert_eq!(
            from("198.51.100.7", &["203.0.113.1"], &["10.0.0.0/8"]),
            ip("198.51.100.7")
        );
    }

    #[test]
    fn behind_our_own_proxies_the_rightmost_foreign_address_counts() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"];
        for (forwarded, expected) in [
            (vec!["203.0.113.1"], "203.0.113.1"),
            (vec!["1.1.1.1, 203.0.113.1"], "203.0.113.1"),
            (vec!["1.1.1.1", "203.0.113.1, 10.9.9.9"], "203.0.113.1"),
            (vec!["203.0.113.1:4711"], "203.0.113.1"),
            (vec!["[2a00::1]:4711"], "2a00::1"),
            (vec!["2a00::1, 2001:db8::5"], "2a00::1"),
            (vec!["203.0.113.1, rubbish"], "10.0.0.1"),
            (vec![], "10.0.0.1"),
            (vec!["10.0.0.8"], "10.0.0.8"),
        ] {
            assert_eq!(
                from("10.0.0.1", &forwarded, &trusted),
                ip(expected),
                "{forwarded:?}"
            );
        }
    }

    #[test]
    fn an_ipv4_address_in_an_ipv6_socket_is_the_ipv4_address() {
        assert_eq!(from("::ffff:198.51.100.7", &[], &[]), ip("198.51.100.7"));
    }

    #[test]
    fn a_network_contains_its_own_addresses_only() {
        let holds = |network: &str, address: &str| network.parse::<Network>().unwrap().contains(ip(address));
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("192.0.2.7", "192.0.2.7") && !holds("192.0.2.7", "192.0.2.6"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("::/0", "2001:db8::1"));
        for bad in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/-1"] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }
}
