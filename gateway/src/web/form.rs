//! Forms: how one arrives, and how it comes back with what has to be put right.
//!
//! A form is taken from our own pages only (`Origin`, `Sec-Fetch-Site`; the session cookie is `SameSite=Strict` besides),
//! which is why it carries no token of its own.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, Limited};

use super::trouble::Trouble;
use super::visit::{UserError, Visit};
use crate::gateway::Shared;
use crate::http::{check_origin, none_in_the_address};

/// No form of ours is longer.
const MAX_BYTES: usize = 64 * 1024;

/// A form that was sent, with the request it came in.
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pairs: Vec<(String, String)>,
}

impl Posted {
    /// A field's text without blanks around it; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.secret(name).trim()
    }

    /// A field's text just as it was typed: passwords may begin with a blank.
    pub(crate) fn secret(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }
}

impl FromRequest<Arc<Shared>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Response> {
        let (head, body) = request.into_parts();
        let visit = Visit::of(&head, shared);
        let refused = |status, code| Trouble::new(&visit, status, code).into_response();
        if check_origin(&head.headers, &head.uri, visit.public_origin()).is_err() {
            return Err(refused(StatusCode::FORBIDDEN, "CROSS_SITE_REQUEST"));
        }
        if none_in_the_address(&head.uri).is_err() {
            return Err(refused(StatusCode::BAD_REQUEST, "CREDENTIALS_IN_URL"));
        }
        let is_form = head
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        if !is_form {
            return Err(refused(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
            ));
        }
        let Ok(body) = Limited::new(body, MAX_BYTES).collect().await else {
            return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"));
        };
        let pairs = form_urlencoded::parse(&body.to_bytes()).into_owned().collect();
        Ok(Self { visit, pairs })
    }
}

/// What has to be put right in a form.
#[derive(Default)]
pub(crate) struct Problems(Vec<Problem>);

/// One thing to put right.
pub(crate) struct Problem {
    /// The field's name; `None` if the form as a whole is meant.
    pub(crate) field: Option<&'static str>,
    pub(crate) message: String,
}

impl Problems {
    /// The errors of a payload at the fields of a form, which have the names of the API's inputs or are named after them
    /// in `renamed`. An error at anything else is about the whole form.
    pub(crate) fn of(errors: &[UserError], fields: &[&'static str]) -> Self {
        let problem = |error: &UserError| {
            let last = error.path.last().map(String::as_str);
            Problem {
                field: fields.iter().copied().find(|field| Some(*field) == last),
                message: sentence(&error.message),
            }
        };
        Self(errors.iter().map(problem).collect())
    }

    pub(crate) fn add(&mut self, field: Option<&'static str>, message: impl Into<String>) {
        self.0.push(Problem {
            field,
            message: sentence(&message.into()),
        });
    }

    /// As [`Self::add`], unless the same is told of the same field already.
    pub(crate) fn add_once(&mut self, field: Option<&'static str>, message: impl Into<String>) {
        let message = sentence(&message.into());
        let is_told = |problem: &Problem| problem.field == field && problem.message == message;
        if !self.0.iter().any(is_told) {
            self.0.push(Problem { field, message });
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|problem| problem.field == Some(field))
            .map(|problem| problem.message.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

/// The platform's messages begin small and end without a full stop; on a page they are sentences.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut sentence: String = first.to_uppercase().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// One labelled input with its hint and its problem.
#[derive(Template)]
#[template(path = "field.html")]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    /// What was typed before; never a password or a code.
    value: String,
    problem: Option<String>,
    /// Digits only, on a telephone's keyboard too.
    digits: bool,
    /// Attributes that are on or off.
    required: bool,
}

impl Field {
    pub(crate) fn text(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind: "text",
            autocomplete,
            value: String::new(),
            problem: None,
            digits: false,
            required: true,
        }
    }

    pub(crate) fn password(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Self {
            kind: "password",
            ..Self::text(name, label, autocomplete)
        }
    }

    pub(crate) fn code(name: &'static str, label: &'static str) -> Self {
        Self::text(name, label, "one-time-code")
    }

    pub(crate) fn digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// Nothing has to be typed.
    pub(crate) fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(crate) fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }

    pub(crate) fn checked(mut self, problems: &Problems) -> Self {
        self.problem = problems.at(self.name).map(str::to_owned);
        self
    }

    /// What describes the input besides its label, for `aria-describedby`.
    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("hint-{}", self.name));
        let problem = self.problem.as_ref().map(|_| format!("problem-{}", self.name));
        [hint, problem]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_stands_at_its_field_or_over_the_whole_form() {
        let error = |path: &[&str]| UserError {
            code: "X".to_owned(),
            path: path.iter().map(|&part| part.to_owned()).collect(),
            message: "hasło jest za krótkie".to_owned(),
        };
        let problems = Problems::of(&[error(&["password"]), error(&[])], &["login", "password"]);
        assert_eq!(problems.at("password"), Some("Hasło jest za krótkie."));
        assert_eq!(problems.at("login"), None);
        assert_eq!(
            problems.iter().filter(|problem| problem.field.is_none()).count(),
            1
        );
    }

    #[test]
    fn a_field_tells_its_problem_to_everybody_and_escapes_what_was_typed() {
        let mut problems = Problems::default();
        problems.add(Some("login"), "za długie");
        let html = Field::text("login", "Login", "username")
            .hint("Adres e-mail.")
            .value("\"><script>")
            .checked(&problems)
            .render()
            .unwrap();
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(
            html.contains(r#"aria-describedby="hint-login problem-login""#),
            "{html}"
        );
        assert!(!html.contains("<script>"), "{html}");
    }
}
