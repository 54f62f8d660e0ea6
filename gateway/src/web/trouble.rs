//! Pages for what went wrong, in words that say what to do, with the status that it has.

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::form::sentence;
use super::lang::Lang;
use super::layout::{Frame, Person, go, own_path, page};
use super::visit::{Failure, Visit};
use crate::http::{Marks, has_cookie, prefers_page};

/// The longest address that is kept over a sign-in, in bytes.
const MAX_NEXT: usize = 1000;

/// Why there is no page.
pub(crate) struct Trouble {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    /// What the platform says of it, in the language of the page; empty if it says nothing.
    pub(crate) message: String,
    pub(crate) retry_after: Option<HeaderValue>,
    pub(crate) cookies: Vec<HeaderValue>,
    /// Whose navigation to show.
    pub(crate) person: Option<Person>,
    pub(super) visited: Visited,
}

/// What is known of a request that could not be answered.
pub(super) struct Visited {
    lang: Lang,
    uri: Uri,
    request_id: String,
    had_cookie: bool,
}

impl Trouble {
    /// Out of a field's failure; without one it is an error of ours.
    pub(crate) fn of(visit: &Visit, failure: Option<Failure>) -> Self {
        let (code, message) = failure.map_or_else(
            || ("INTERNAL".to_owned(), String::new()),
            |failure| (failure.code, failure.message),
        );
        Self {
            status: status_of(&code),
            code,
            message,
            retry_after: None,
            cookies: Vec::new(),
            person: None,
            visited: Visited {
                lang: visit.lang,
                uri: visit.uri.clone(),
                request_id: visit.marks.request_id.to_string(),
                had_cookie: has_cookie(&visit.headers),
            },
        }
    }

    pub(crate) fn new(visit: &Visit, status: StatusCode, code: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            ..Self::of(visit, None)
        }
    }
}

fn status_of(code: &str) -> StatusCode {
    match code {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "NOT_FOUND" | "BAD_INPUT" => StatusCode::NOT_FOUND,
        "FORBIDDEN" | "SECOND_FACTOR_DUE" | "STEP_UP_DUE" => StatusCode::FORBIDDEN,
        "ORGANISATION_LEAVING" | "WRONG_SIGN_IN_METHOD" => StatusCode::CONFLICT,
        "UNAVAILABLE" | "OVERLOADED" => StatusCode::SERVICE_UNAVAILABLE,
        "DEADLINE_EXCEEDED" => StatusCode::GATEWAY_TIMEOUT,
        "TOO_MANY_ATTEMPTS" | "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        "INVALID_CURSOR" | "BAD_PAGE" => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage {
    frame: Frame,
    heading: String,
    what_to_do: String,
    message: String,
    request_id: String,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match (self.code.as_str(), self.status) {
            ("UNAUTHENTICATED", _) | (_, StatusCode::UNAUTHORIZED) => {
                let next = wanted(&self.visited.uri);
                let ended = if self.visited.had_cookie { "&ended=1" } else { "" };
                return go(&format!("/sign-in?next={next}{ended}"), self.cookies);
            }
            ("SECOND_FACTOR_DUE", _) => return go("/second-factor", self.cookies),
            // Whoever found the browser open changes nothing: the person proves anew who they are.
            ("STEP_UP_DUE", _) => return go("/account/proof", self.cookies),
            _ => {}
        }
        let lang = self.visited.lang;
        let (heading, what_to_do) = words(self.status, lang);
        let mut frame = Frame::plain(lang, &self.visited.uri, heading).for_person(self.person);
        frame.refused = true;
        let template = TroublePage {
            frame,
            heading: heading.to_owned(),
            what_to_do: what_to_do.to_owned(),
            message: if self.status == StatusCode::NOT_FOUND {
                String::new()
            } else {
                sentence(&self.message)
            },
            request_id: self.visited.request_id,
        };
        let mut response = page(self.status, &template, self.cookies);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}

impl IntoResponse for Box<Trouble> {
    fn into_response(self) -> Response {
        (*self).into_response()
    }
}

/// Where to go on to after signing in: the address asked for, with its query where signing in would take it back.
fn wanted(uri: &Uri) -> String {
    let path = uri.path();
    let whole = uri.query().map(|query| format!("{path}?{query}"));
    match whole.filter(|whole| whole.len() <= MAX_NEXT && own_path(Some(whole)) == whole) {
        Some(whole) => form_urlencoded::byte_serialize(whole.as_bytes()).collect(),
        None => path.to_owned(),
    }
}

/// What happened and what to do, by status.
fn words(status: StatusCode, lang: Lang) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            lang.t("Nie ma takiej strony", "There is no such page"),
            lang.t(
                "Sprawdź adres. Jeśli ktoś przysłał Ci ten odnośnik, może prowadzić do danych innej organizacji: \
                 wtedy najpierw zmień organizację, w której pracujesz.",
                "Check the address. If somebody sent you this link, it may lead to another organisation’s data: \
                 then change the organisation you act for first.",
            ),
        ),
        StatusCode::FORBIDDEN => (
            lang.t("Nie masz dostępu do tej strony", "You cannot open this page"),
            lang.t(
                "Jeśli ta strona jest potrzebna w Twojej pracy, poproś administratora swojej organizacji o rolę, \
                 która na to pozwala.",
                "If your work needs this page, ask your organisation’s administrator for a role that allows it.",
            ),
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            lang.t("Zbyt wiele prób naraz", "Too many attempts at once"),
            lang.t(
                "Odczekaj chwilę i spróbuj ponownie. Nic nie zostało zmienione.",
                "Wait a moment and try again. Nothing was changed.",
            ),
        ),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => (
            lang.t("Usługa chwilowo nie odpowiada", "The service does not answer at the moment"),
            lang.t(
                "Odczekaj kilka sekund i odśwież stronę. Zapisane dane są bezpieczne.",
                "Wait a few seconds and reload the page. What was saved is safe.",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            lang.t("Nie rozumiemy tego żądania", "We do not understand this request"),
            lang.t(
                "Wróć do poprzedniej strony i spróbuj ponownie.",
                "Go back to the previous page and try again.",
            ),
        ),
        StatusCode::CONFLICT => (
            lang.t("Teraz nie można tego zrobić", "This cannot be done now"),
            "",
        ),
        _ => (
            lang.t("Błąd po naszej stronie", "An error on our side"),
            lang.t(
                "Spróbuj ponownie za chwilę. Jeśli błąd się powtarza, zgłoś go i podaj numer poniżej.",
                "Try again in a moment. If it happens again, report it with the number below.",
            ),
        ),
    }
}

/// Answers of other layers (no such address, too busy) as a page, for whoever prefers pages. The API's are left alone.
pub(crate) async fn faults_as_pages(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let wanted = prefers_page(headers) && !matches!(request.uri().path(), "/graphql" | "/schema.graphql");
    if !wanted {
        return next.run(request).await;
    }
    let visited = Visited {
        lang: Lang::of(headers),
        uri: request.uri().clone(),
        request_id: request
            .extensions()
            .get::<Marks>()
            .map(|marks| marks.request_id.to_string())
            .unwrap_or_default(),
        had_cookie: has_cookie(headers),
    };
    let is_head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    let is_page = is_html(response.headers()) || response.headers().contains_key(LOCATION);
    if is_page
        || !(status.is_client_error() || status.is_server_error())
        || status == StatusCode::UNAUTHORIZED
    {
        return response;
    }
    let (mut old, _) = response.into_parts();
    let trouble = Trouble {
        status,
        code: String::new(),
        message: String::new(),
        retry_after: old.headers.remove(RETRY_AFTER),
        cookies: Vec::new(),
        person: None,
        visited,
    };
    let mut answer = trouble.into_response();
    // Allow, Set-Cookie and whatever else the answer said.
    old.headers.remove(CONTENT_TYPE);
    old.headers.remove(http::header::CONTENT_LENGTH);
    for (name, value) in &old.headers {
        answer.headers_mut().append(name, value.clone());
    }
    if is_head {
        *answer.body_mut() = Body::empty();
    }
    answer
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
