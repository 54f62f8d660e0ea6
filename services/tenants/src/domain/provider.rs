//! What an organisation's sign-in provider may be.
//!
//! The gateway calls the issuer's address from within our network, so the address is as narrow as it can be: `https`, a public
//! DNS name, no user, no query, no fragment. Where the name leads, the gateway checks when it connects.

use wsparcie_kernel::Problem;
use wsparcie_kernel::input::{Problems, line};
use wsparcie_tenants_api::{Secret, SetSignInProvider};

const LONGEST_ISSUER: usize = 300;
const LONGEST_CLIENT_ID: usize = 200;
const LONGEST_SECRET: usize = 500;

/// Settings of a provider, checked.
#[derive(Clone)]
pub(crate) struct ProviderDraft {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<Secret>,
    pub(crate) enabled: bool,
}

impl ProviderDraft {
    /// Checks settings. `loopback`: an issuer on this machine will do, without TLS.
    pub(crate) fn parse(input: &SetSignInProvider, loopback: bool) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let issuer = problems.keep(&["issuer"], issuer(&input.issuer, loopback));
        let client_id = problems.keep(&["clientId"], line(&input.client_id, LONGEST_CLIENT_ID));
        let client_secret = match &input.client_secret {
            None => Some(None),
            Some(secret) => problems.keep(&["clientSecret"], client_secret(secret)).map(Some),
        };
        let draft = (|| {
            Some(Self {
                issuer: issuer?,
                client_id: client_id?,
                client_secret: client_secret?,
                enabled: input.enabled,
            })
        })();
        problems.finish(draft)
    }
}

/// Whether people reach the platform on this machine only, so that a provider may stand beside it.
pub(crate) fn is_demonstration(public_url: &str) -> bool {
    let Some(rest) = public_url.strip_prefix("http://") else {
        return false;
    };
    split_authority(rest).is_some_and(|(host, _, _)| LOOPBACK.contains(&host))
}

const LOOPBACK: [&str; 2] = ["127.0.0.1", "localhost"];

fn issuer(text: &str, loopback: bool) -> Result<String, Problem> {
    let text = text.trim();
    let plain = text.len() <= LONGEST_ISSUER
        && (text.strip_prefix("https://").is_some_and(is_public)
            || (loopback && text.strip_prefix("http://").is_some_and(is_on_this_machine)));
    if plain {
        return Ok(text.to_owned());
    }
    Err(Problem::new(
        "PROVIDER_ISSUER",
        "adres wystawcy to https://, nazwa domenowa i ewentualnie ścieżka, dokładnie jak w dokumentacji dostawcy; bez adresu IP, użytkownika, znaku ? i #",
        "an issuer is https://, a domain name and perhaps a path, exactly as the provider states it; no IP address, user, ? or #",
    ))
}

fn is_public(rest: &str) -> bool {
    split_authority(rest).is_some_and(|(host, port, path)| is_domain(host) && is_port(port) && is_path(path))
}

fn is_on_this_machine(rest: &str) -> bool {
    split_authority(rest)
        .is_some_and(|(host, port, path)| LOOPBACK.contains(&host) && is_port(port) && is_path(path))
}

/// Host, port and path of what follows `https://`.
fn split_authority(rest: &str) -> Option<(&str, Option<&str>, &str)> {
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at_checked(slash)?,
        None => (rest, ""),
    };
    match authority.split_once(':') {
        Some((host, port)) => Some((host, Some(port), path)),
        None => Some((authority, None, path)),
    }
}

/// Two labels at least; the last begins with a letter, so that no way of writing an IP address is one.
fn is_domain(host: &str) -> bool {
    let labels: Vec<_> = host.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(is_label)
        && labels
            .last()
            .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_lowercase()))
        && !labels
            .last()
            .is_some_and(|last| ["localhost", "local", "internal"].contains(last))
}

fn is_port(port: Option<&str>) -> bool {
    port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

fn is_path(path: &str) -> bool {
    path.split('/').all(|part| part != "." && part != "..")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte))
}

fn client_secret(secret: &Secret) -> Result<Secret, Problem> {
    let text = secret.expose();
    if (1..=LONGEST_SECRET).contains(&text.len()) && text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Ok(secret.clone());
    }
    Err(Problem::new(
        "PROVIDER_SECRET",
        "sekret klienta ma od 1 do 500 znaków ASCII; skopiuj go jeszcze raz od dostawcy",
        "a client secret has 1 to 500 ASCII characters; copy it from the provider again",
    ))
}

/// The refusal of settings without a secret where there is none to keep, or where it belongs to another issuer or client.
pub(crate) fn secret_needed() -> Problem {
    Problem::new(
        "PROVIDER_SECRET_NEEDED",
        "podaj sekret klienta: nie ma jeszcze żadnego albo należał do innego wystawcy lub klienta",
        "enter the client secret: there is none yet, or it belonged to another issuer or client",
    )
    .at(&["clientSecret"])
}

/// The refusal of a provider for the platform's own organisation.
pub(crate) fn not_for_the_platform() -> Problem {
    Problem::new(
        "PROVIDER_ORGANISATION",
        "operatorzy platformy logują się hasłem; wybierz ośrodek albo instytucję",
        "operators of the platform sign in by password; choose a centre or an authority",
    )
    .at(&["organisation"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str, loopback: bool) -> bool {
        issuer(text, loopback).is_ok()
    }

    #[test]
    fn an_issuer_is_a_domain_with_tls() {
        for text in [
            "https://login.miasto.example",
            "https://login.miasto.example/",
            "https://login.miasto.example:8443/realms/mops_1",
            "https://xn--bdka.pl",
        ] {
            assert!(accepted(text, false), "{text}");
        }
    }

    #[test]
    fn addresses_that_lead_into_our_network_are_refused() {
        for text in [
            "",
            "https://",
            "http://login.miasto.example",
            "ftp://login.miasto.example",
            "https://127.0.0.1",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest",
            "https://2130706433",
            "https://0x7f.1",
            "https://0x7f000001",
            "https://127.1",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]",
            "https://localhost",
            "https://redis.localhost",
            "https://printer.local",
            "https://metadata.google.internal",
            "https://intranet",
            "https://login.miasto.example.",
            "https://LOGIN.miasto.example",
            "https://user@login.miasto.example",
            "https://user:pass@login.miasto.example",
            "https://login.miasto.example#x",
            "https://login.miasto.example?x=1",
            "https://login.miasto.example/../x",
            "https://login.miasto.example/a%2fb",
            "https://login.miasto.example\\@evil.example",
            "https://login.miasto.example:0",
            "https://login.miasto.example:65536",
            "https://login.miasto.example:",
            "https://łogin.miasto.example",
            "https://login .example",
            "https://login\t.example",
            "https://-a.example",
        ] {
            for loopback in [false, true] {
                assert!(!accepted(text, loopback), "{text}");
            }
        }
        assert!(!accepted(&format!("https://{}.example", "a.".repeat(200)), true));
    }

    #[test]
    fn an_issuer_on_this_machine_will_do_for_a_demonstration_only() {
        for text in ["http://127.0.0.1:4000", "http://localhost:4000/oidc"] {
            assert!(accepted(text, true) && !accepted(text, false), "{text}");
        }
        for text in [
            "http://127.0.0.2",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
        ] {
            assert!(!accepted(text, true), "{text}");
        }
        assert!(is_demonstration("http://127.0.0.1:8080") && is_demonstration("http://localhost:8080"));
        for hosted in [
            "https://127.0.0.1",
            "http://127.0.0.1.evil.example",
            "http://localhost.example",
            "https://wsparcie.example",
            "http://wsparcie.example",
            "",
        ] {
            assert!(!is_demonstration(hosted), "{hosted}");
        }
    }

    #[test]
    fn a_secret_is_never_printed_and_checked_for_what_can_be_sent() {
        for text in ["", "tajne\n", "zażółć", &"x".repeat(501)] {
            assert!(client_secret(&Secret::new(text.to_owned())).is_err());
        }
        assert!(client_secret(&Secret::new("p@ss word+/=".to_owned())).is_ok());
    }
}
