//! Which media type and language a client wants.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};
use wsparcie_kernel::Locale;

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/graphql-response+json`: the status code speaks of the result.
    GraphQl,
    /// `application/json`: 200 for every well-formed request.
    Json,
}

impl Media {
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The media type that `Accept` likes best; `None` if it accepts neither. Without `Accept`, the GraphQL type.
    pub(crate) fn wanted(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(ACCEPT) {
            return Some(Self::GraphQl);
        }
        let mut best: Option<(u16, Self)> = None;
        for (range, quality) in weighted(headers, &ACCEPT) {
            let media = match range.as_str() {
                "application/graphql-response+json" | "application/*" | "*/*" => Self::GraphQl,
                "application/json" => Self::Json,
                _ => continue,
            };
            if quality > best.map_or(0, |(known, _)| known) {
                best = Some((quality, media));
            }
        }
        best.map(|(_, media)| media)
    }
}

/// Whether the client likes a page better than data: browsers name `text/html` first, programs do not name it.
pub(crate) fn prefers_page(headers: &HeaderMap) -> bool {
    let weight_of = |media: &str| {
        weighted(headers, &ACCEPT)
            .into_iter()
            .filter(|(range, _)| range == media)
            .map(|(_, quality)| quality)
            .max()
            .unwrap_or(0)
    };
    let page = weight_of("text/html");
    page > 0
        && page >= weight_of("application/json")
        && page >= weight_of("application/graphql-response+json")
}

/// The language that `Accept-Language` likes best; Polish if it names neither of ours.
pub(crate) fn locale(headers: &HeaderMap) -> Locale {
    let mut best = (0, Locale::Pl);
    for (range, quality) in weighted(headers, &ACCEPT_LANGUAGE) {
        let locale = match range.split('-').next() {
            Some("pl") => Locale::Pl,
            Some("en") => Locale::En,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, locale);
        }
    }
    best.1
}

/// Whether the body is declared as JSON in UTF-8.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(str::trim);
    if !parts
        .next()
        .is_some_and(|media| media.eq_ignore_ascii_case("application/json"))
    {
        return false;
    }
    parts.all(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.trim().eq_ignore_ascii_case("charset")
            || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    })
}

/// The items of a header with weights, in lower case without parameters, and their weights in thousandths.
fn weighted(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, u16)> {
    let mut items = Vec::new();
    for value in headers.get_all(name) {
        let Ok(value) = value.to_str() else { continue };
        for item in value.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let Some(range) = parts.next().filter(|range| !range.is_empty()) else {
                continue;
            };
            let quality = parts
                .find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")))
                .map_or(1000, thousandths);
            items.push((range.to_ascii_lowercase(), quality));
        }
    }
    items
}

/// A weight such as `0.9`; what is no weight weighs nothing.
fn thousandths(text: &str) -> u16 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{fraction:0<3}");
    match (
        whole,
        digits.get(..3).and_then(|digits| digits.parse::<u16>().ok()),
    ) {
        ("1", _) => 1000,
        ("0" | "", Some(fraction)) => fraction,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_media_type_that_the_client_likes_best_is_used() {
        let wanted = |accept| Media::wanted(&headers(ACCEPT, accept));
        assert_eq!(Media::wanted(&HeaderMap::new()), Some(Media::GraphQl));
        assert_eq!(wanted("*/*"), Some(Media::GraphQl));
        assert_eq!(wanted("application/json"), Some(Media::Json));
        assert_eq!(
            wanted("application/graphql-response+json, application/json;q=0.9"),
            Some(Media::GraphQl)
        );
        assert_eq!(
            wanted("application/json, application/graphql-response+json;q=0.5"),
            Some(Media::Json)
        );
        assert_eq!(wanted("application/JSON;charset=utf-8"), Some(Media::Json));
        assert_eq!(wanted("text/html"), None);
        assert_eq!(wanted("application/json;q=0"), None);
    }

    #[test]
    fn people_are_answered_in_polish_unless_they_prefer_english() {
        let wanted = |language| locale(&headers(ACCEPT_LANGUAGE, language));
        assert_eq!(locale(&HeaderMap::new()), Locale::Pl);
        assert_eq!(wanted("en-GB,en;q=0.9"), Locale::En);
        assert_eq!(wanted("de, en;q=0.5, pl;q=0.4"), Locale::En);
        assert_eq!(wanted("pl, en"), Locale::Pl);
        assert_eq!(wanted("de"), Locale::Pl);
        assert_eq!(wanted("en;q=x"), Locale::Pl);
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        let json = |value| is_json(&headers(CONTENT_TYPE, value));
        assert!(
            json("application/json") && json("application/json; charset=UTF-8") && json("Application/JSON")
        );
        for other in [
            "text/plain",
            "application/json; charset=latin2",
            "application/jsonp",
            "",
            "multipart/form-data",
        ] {
            assert!(!json(other), "{other}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
