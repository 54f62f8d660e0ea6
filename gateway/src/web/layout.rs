//! What all pages share: the frame around the content, and how a page becomes an answer.

use askama::Template;
use axum::body::Body;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SET_COOKIE, VARY,
};
use http::{HeaderValue, StatusCode, Uri};
use serde::Deserialize;

use super::assets::{SCRIPT, STYLE};
use super::lang::Lang;
use super::visit::Visit;

/// Nothing from elsewhere, nothing inline; forms go to us only.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'",
);

/// The signed-in person, as the head of a page shows them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    pub(crate) full_name: String,
    pub(crate) current: Option<Membership>,
    pub(crate) memberships: Vec<Membership>,
}

/// One of their organisations.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Membership {
    pub(crate) organisation_id: String,
    pub(crate) organisation_name: String,
    pub(crate) roles: Vec<Term>,
}

/// A code with its label in the language of the page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Term {
    pub(crate) code: String,
    pub(crate) label: String,
}

impl Membership {
    /// The roles in words.
    pub(crate) fn roles_text(&self) -> String {
        let labels: Vec<_> = self.roles.iter().map(|role| role.label.as_str()).collect();
        labels.join(", ")
    }
}

/// A link on the way to a page.
pub(crate) struct Crumb {
    pub(crate) href: &'static str,
    pub(crate) text: &'static str,
}

/// The frame around a page's content.
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    /// The page's name, in the browser's title, without the platform's.
    pub(crate) title: String,
    /// Whether the page tells of a refused form or of trouble.
    pub(crate) refused: bool,
    /// Where the other language is to be had: the path asked for, with its query.
    here: String,
    pub(crate) person: Option<Person>,
    /// The way to the page; the page itself comes last and is not a link.
    pub(crate) crumbs: Vec<Crumb>,
    /// The part of the navigation that the page belongs to: its path.
    pub(crate) section: &'static str,
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
}

impl Frame {
    pub(crate) fn new(visit: &Visit, title: impl Into<String>) -> Self {
        Self::plain(visit.lang, &visit.uri, title)
    }

    /// Without a visit: for answers of other layers.
    pub(crate) fn plain(lang: Lang, uri: &Uri, title: impl Into<String>) -> Self {
        // A path that only takes forms is no page to come back to.
        let here = match uri.path() {
            "/sign-in/code" => "/sign-in?".to_owned(),
            "/password/new" => "/password?".to_owned(),
            "/invitation/join" => "/invitation?".to_owned(),
            "/second-factor/code" => "/second-factor?".to_owned(),
            path if path.starts_with("/account/") && path != "/account/proof" => "/account?".to_owned(),
            path if path.starts_with("/documents/") => "/projects?".to_owned(),
            path => match uri.query() {
                Some(query) => format!("{path}?{query}&"),
                None => format!("{path}?"),
            },
        };
        Self {
            lang,
            title: title.into(),
            refused: false,
            here,
            person: None,
            crumbs: Vec::new(),
            section: "",
            style: &STYLE.href,
            script: &SCRIPT.href,
        }
    }

    pub(crate) fn for_person(mut self, person: Option<Person>) -> Self {
        self.person = person;
        self
    }

    pub(crate) fn within(mut self, section: &'static str, crumbs: Vec<Crumb>) -> Self {
        self.section = section;
        self.crumbs = crumbs;
        self
    }

    /// Whether the navigation offers the regional comparison.
    pub(crate) fn compares(&self) -> bool {
        self.person.as_ref().is_some_and(super::comparison::is_theirs)
    }

    /// The address of this page in the other language.
    pub(crate) fn other_language(&self) -> String {
        format!("{}lang={}", self.here, self.lang.t("en", "pl"))
    }
}

/// A page as an answer. What a template cannot render is an internal error, without a word of why.
pub(crate) fn page(status: StatusCode, template: &impl Template, cookies: Vec<HeaderValue>) -> Response {
    let Ok(text) = template.render() else {
        tracing::error!(error.code = "PAGE_NOT_RENDERED", "a page could not be rendered");
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // With `no-referrer` browsers send forms with `Origin: null`, which is no proof of where they come from.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
    response
}

/// Sends the browser to a page of ours by `GET`.
pub(crate) fn go(to: &str, cookies: Vec<HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    let target = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(LOCATION, target);
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
    response
}

/// A path of ours to go on to, out of a form or an address; anything else, such as another host, is the start.
pub(crate) fn own_path(asked: Option<&str>) -> &str {
    let known = |path: &&str| {
        let mut bytes = path.bytes();
        bytes.next() == Some(b'/')
            && !path.starts_with("//")
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"/_-.~=?&%".contains(&byte))
    };
    asked.filter(known).unwrap_or("/projects")
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        assert_eq!(own_path(Some("/projects/UHJvamVjdDox")), "/projects/UHJvamVjdDox");
        for foreign in [
            "//zly.test",
            "https://zly.test",
            "/\\zly.test",
            "javascript:alert(1)",
            "",
            "/a\r\nb: c",
            "/ą",
        ] {
            assert_eq!(own_path(Some(foreign)), "/projects", "{foreign}");
        }
        assert_eq!(own_path(None), "/projects");
    }
}
