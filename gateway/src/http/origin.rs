//! Cross-site requests: a browser must not act for a signed-in person because another site told it to.
//!
//! `POST` takes JSON only, which another site's page cannot send without asking first, and nobody is ever answered that it
//! may. On top of that a request with the session cookie has to show that it comes from our own pages or from a program: by
//! `Sec-Fetch-Site`, by `Origin`, or by a header that a foreign page cannot set.

use http::header::{HOST, ORIGIN};
use http::{HeaderMap, StatusCode, Uri};

use super::credentials;
use super::fault::Fault;

/// Headers that no page of another site can add without asking first.
const OWN_HEADERS: [&str; 2] = ["x-wsparcie-csrf", "apollo-require-preflight"];

/// Refuses what another site may have sent.
pub(crate) fn check(headers: &HeaderMap, uri: &Uri, public_origin: Option<&str>) -> Result<(), Fault> {
    let fetch_site = headers
        .get("sec-fetch-site")
        .map(|value| value.to_str().unwrap_or_default());
    let origin = headers
        .get(ORIGIN)
        .map(|value| value.to_str().unwrap_or_default());
    let foreign_fetch = fetch_site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = origin.is_some_and(|origin| !is_ours(origin, headers, uri, public_origin));
    if foreign_fetch || foreign_origin {
        return Err(refused());
    }
    let shown = fetch_site == Some("same-origin")
        || origin.is_some()
        || OWN_HEADERS.iter().any(|name| headers.contains_key(*name));
    if credentials::has_cookie(headers) && !shown {
        return Err(refused());
    }
    Ok(())
}

fn is_ours(origin: &str, headers: &HeaderMap, uri: &Uri, public_origin: Option<&str>) -> bool {
    if let Some(public) = public_origin {
        return origin.eq_ignore_ascii_case(public.trim_end_matches('/'));
    }
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .or(uri.authority().map(http::uri::Authority::as_str));
    let authority = origin.strip_prefix("https://").or(origin.strip_prefix("http://"));
    matches!((authority, host), (Some(authority), Some(host)) if authority.eq_ignore_ascii_case(host))
}

fn refused() -> Fault {
    Fault::new(
        StatusCode::FORBIDDEN,
        "CROSS_SITE_REQUEST",
        "żądanie z ciasteczkiem sesji musi pochodzić z tej samej strony albo mieć nagłówek x-wsparcie-csrf",
        "a request with the session cookie has to come from the same origin or carry the header x-wsparcie-csrf",
    )
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    fn checked(pairs: &[(&'static str, &str)], public: Option<&str>) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect::<HeaderMap>();
        check(&headers, &Uri::from_static("/graphql"), public).is_ok()
    }

    const COOKIE: (&str, &str) = ("cookie", "__Host-wsparcie=x");
    const HOSTED: (&str, &str) = ("host", "wsparcie.test:8080");

    #[test]
    fn a_cookie_alone_is_not_enough() {
        assert!(!checked(&[COOKIE, HOSTED], None));
        assert!(checked(&[COOKIE, HOSTED, ("x-wsparcie-csrf", "1")], None));
        assert!(checked(
            &[COOKIE, HOSTED, ("sec-fetch-site", "same-origin")],
            None
        ));
        assert!(checked(
            &[COOKIE, HOSTED, ("origin", "http://wsparcie.test:8080")],
            None
        ));
        assert!(
            !checked(&[COOKIE, HOSTED, ("sec-fetch-site", "none")], None),
            "an address typed or a link followed"
        );
    }

    #[test]
    fn another_site_is_refused_with_and_without_a_cookie() {
        for foreign in [
            ("origin", "https://zly.test"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert!(!checked(&[HOSTED, foreign], None), "{foreign:?}");
            assert!(
                !checked(&[HOSTED, COOKIE, foreign, ("x-wsparcie-csrf", "1")], None),
                "{foreign:?}"
            );
        }
    }

    #[test]
    fn the_configured_origin_counts_and_not_what_the_host_header_says() {
        let public = Some("https://wsparcie.example");
        assert!(checked(
            &[HOSTED, COOKIE, ("origin", "https://wsparcie.example")],
            public
        ));
        assert!(!checked(
            &[HOSTED, COOKIE, ("origin", "http://wsparcie.test:8080")],
            public
        ));
    }

    #[test]
    fn a_program_without_a_cookie_needs_nothing() {
        assert!(checked(&[HOSTED], None) && checked(&[], None));
    }
}
