//! What a session was started with, in two words of a fixed list. The browser's own words are never kept: they are long, they
//! tell one person from another, and anybody can write anything into them.

/// Families by the mark that only they have, the more particular first.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
    ("okhttp", "okhttp"),
    ("Java", "Java"),
];
const SYSTEMS: &[(&str, &str)] = &[
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];
/// Longer headers say nothing that the beginning does not.
const LOOKED_AT: usize = 512;

/// `"Firefox (Windows)"`; `"—"` for what is not on the list.
pub(super) fn describe(agent: &str) -> String {
    let end = (0..=LOOKED_AT.min(agent.len()))
        .rev()
        .find(|at| agent.is_char_boundary(*at))
        .unwrap_or(0);
    let agent = agent.get(..end).unwrap_or_default();
    let found = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (found(BROWSERS), found(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} ({system})"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "—".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox (Windows)",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0",
                "Edge (Windows)",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Safari/604.1",
                "Safari (iOS)",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36",
                "Chrome (Android)",
            ),
            ("curl/8.5.0", "curl"),
        ] {
            assert_eq!(describe(agent), expected);
        }
    }

    #[test]
    fn nothing_of_the_header_itself_is_kept() {
        for agent in ["", "<script>alert(1)</script>", "Anna Nowak's phone"] {
            assert_eq!(describe(agent), "—");
        }
        assert_eq!(describe(&"ł".repeat(100_000)), "—");
        assert_eq!(describe(&format!("{}Firefox/1", "x".repeat(600))), "—");
    }
}
