//! What a request brings to say who sends it: a session cookie, a bearer token or an API key. Reads headers, asks nobody.

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, StatusCode, Uri};

use super::fault::Fault;
use super::sessions::SessionToken;

const COOKIE_NAME: &str = "__Host-wsparcie";

/// The cookie that makes a browser forget the session.
pub(crate) const FORGET_COOKIE: &str =
    "__Host-wsparcie=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";

/// The cookie that carries a session. It ends with the browser; the server decides when the session does.
pub(crate) fn session_cookie(token: &SessionToken) -> String {
    format!(
        "{COOKIE_NAME}={}; Path=/; Secure; HttpOnly; SameSite=Strict",
        token.expose()
    )
}

/// How a session's token travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    /// In the cookie, which the browser sends by itself.
    Cookie,
    /// In `Authorization: Bearer`.
    Bearer,
}

/// Who the sender claims to be.
pub(crate) enum Credentials {
    /// Nobody.
    None,
    /// The owner of a session.
    Session(SessionToken, Transport),
    /// A program.
    ApiKey(String),
    /// Something that is certainly no valid credential.
    Malformed(Transport),
}

/// Parameters under which clients of other systems send credentials. URLs end up in logs, histories and referrers.
const FORBIDDEN_PARAMETERS: &[&str] = &[
    "api_key",
    "apikey",
    "api-key",
    "access_token",
    "token",
    "key",
    "authorization",
    "session",
    "password",
];

/// Refuses a request whose address carries credentials.
pub(crate) fn none_in_the_address(uri: &Uri) -> Result<(), Fault> {
    let names = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or_default());
    for name in names {
        if FORBIDDEN_PARAMETERS
            .iter()
            .any(|forbidden| name.eq_ignore_ascii_case(forbidden))
        {
            return Err(Fault::new(
                StatusCode::BAD_REQUEST,
                "CREDENTIALS_IN_URL",
                "nie wysyłaj kluczy ani tokenów w adresie; użyj nagłówka Authorization i unieważnij ten klucz",
                "never send keys or tokens in the address; use the Authorization header, and revoke this key",
            ));
        }
    }
    Ok(())
}

/// Whether the browser sent our cookie, whatever is in it.
pub(crate) fn has_cookie(headers: &HeaderMap) -> bool {
    cookies(headers, COOKIE_NAME).next().is_some()
}

/// The value of a cookie, if it was sent once.
pub(crate) fn only_cookie<'a>(headers: &'a HeaderMap, name: &'a str) -> Option<&'a str> {
    let mut found = cookies(headers, name);
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

/// Reads the credentials. `Authorization` is explicit and wins over the cookie.
pub(crate) fn read(headers: &HeaderMap) -> Credentials {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter();
    if let Some(value) = authorizations.next() {
        let bearer = value
            .to_str()
            .ok()
            .and_then(bearer)
            .filter(|_| authorizations.next().is_none());
        return match bearer {
            Some(key) if key.starts_with("wsp_") => Credentials::ApiKey(key.to_owned()),
            Some(token) => session(token, Transport::Bearer),
            None => Credentials::Malformed(Transport::Bearer),
        };
    }
    let mut cookies = cookies(headers, COOKIE_NAME);
    match (cookies.next(), cookies.next()) {
        (None, _) => Credentials::None,
        (Some(token), None) => session(token, Transport::Cookie),
        // Two cookies of one name: somebody planted one.
        (Some(_), Some(_)) => Credentials::Malformed(Transport::Cookie),
    }
}

fn session(token: &str, transport: Transport) -> Credentials {
    SessionToken::parse(token).map_or(Credentials::Malformed(transport), |token| {
        Credentials::Session(token, transport)
    })
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn cookies<'a>(headers: &'a HeaderMap, wanted: &'a str) -> impl Iterator<Item = &'a str> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(move |(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn read_from(pairs: &[(HeaderName, &str)]) -> Credentials {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, value);
        }
        read(&headers)
    }

    #[test]
    fn a_cookie_a_bearer_token_and_a_key_are_told_apart() {
        let token = SessionToken::from_random([3; 32]);
        let bearer = format!("Bearer {}", token.expose());
        let cookie = format!("a=b; __Host-wsparcie={}", token.expose());
        assert!(matches!(read_from(&[]), Credentials::None));
        assert!(matches!(read_from(&[(COOKIE, "a=b")]), Credentials::None));
        assert!(matches!(
            read_from(&[(COOKIE, &cookie)]),
            Credentials::Session(_, Transport::Cookie)
        ));
        assert!(matches!(
            read_from(&[(AUTHORIZATION, &bearer)]),
            Credentials::Session(_, Transport::Bearer)
        ));
        assert!(matches!(
            read_from(&[(AUTHORIZATION, "Bearer wsp_x")]),
            Credentials::ApiKey(_)
        ));
    }

    #[test]
    fn what_is_no_credential_is_not_taken_for_none() {
        let cookie = format!("__Host-wsparcie={}", SessionToken::from_random([3; 32]).expose());
        for pairs in [
            vec![(AUTHORIZATION, "Basic eDp5")],
            vec![(AUTHORIZATION, "Bearer")],
            vec![(AUTHORIZATION, "Bearer short")],
            vec![(AUTHORIZATION, "Bearer wsp_x"), (AUTHORIZATION, "Bearer wsp_y")],
            vec![(COOKIE, "__Host-wsparcie=")],
            vec![(COOKIE, &cookie), (COOKIE, &cookie)],
        ] {
            assert!(
                matches!(read_from(&pairs), Credentials::Malformed(_)),
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn credentials_in_the_address_are_refused() {
        for address in [
            "/graphql?api_key=x",
            "/graphql?a=b&access_token=x",
            "/graphql?TOKEN",
        ] {
            assert!(
                none_in_the_address(&address.parse().unwrap()).is_err(),
                "{address}"
            );
        }
        assert!(none_in_the_address(&"/graphql?query={viewer{id}}".parse().unwrap_or_default()).is_ok());
    }
}
