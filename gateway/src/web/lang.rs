//! The two languages of the pages, side by side where a text is written, so that none can be forgotten.

use http::HeaderMap;
use http::header::COOKIE;
use wsparcie_kernel::Locale;

use crate::http::preferred_locale;

/// The cookie that remembers the choice; nothing about anybody is in it.
const COOKIE_NAME: &str = "lang";

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    Pl,
    En,
}

impl Lang {
    /// The language chosen before, or else the one that the browser asks for.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let lines = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok());
        let chosen = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE_NAME)
            .find_map(|(_, value)| Self::from_code(value));
        chosen.unwrap_or_else(|| match preferred_locale(headers) {
            Locale::Pl => Self::Pl,
            Locale::En => Self::En,
        })
    }

    /// The language of a code as it stands in an address.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "pl" => Some(Self::Pl),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// For `html lang` and `Accept-Language`.
    pub(crate) const fn code(self) -> &'static str {
        self.t("pl", "en")
    }

    /// The cookie that keeps the choice for a year.
    pub(crate) fn cookie(self) -> String {
        format!(
            "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000",
            self.code()
        )
    }

    /// One of two texts.
    pub(crate) const fn t<'a>(self, pl: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Pl => pl,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::ACCEPT_LANGUAGE;

    use super::*;

    #[test]
    fn a_language_chosen_wins_over_the_browsers() {
        let mut headers = HeaderMap::new();
        assert_eq!(Lang::of(&headers), Lang::Pl);
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en-GB"));
        assert_eq!(Lang::of(&headers), Lang::En);
        headers.insert(COOKIE, HeaderValue::from_static("a=b; lang=pl"));
        assert_eq!(Lang::of(&headers), Lang::Pl);
        headers.insert(COOKIE, HeaderValue::from_static("lang=<script>"));
        assert_eq!(Lang::of(&headers), Lang::En);
    }
}
