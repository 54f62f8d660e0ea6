//! How long the guard takes for the worst that a caller can send, beside an ordinary request in the same run.
//!
//! `make bench`. Numbers of one machine at one time: compare them with the ordinary request's, not with another day's.

#![expect(clippy::expect_used, reason = "a benchmark stops at the first surprise")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use wsparcie_gateway::http::guard::{Limits, check_body};

const ROUNDS: u32 = 50;
/// What the issue allows for any request that is refused before the parser.
const ALLOWED: Duration = Duration::from_millis(50);

fn body(query: &str) -> Vec<u8> {
    serde_json::json!({ "query": query }).to_string().into_bytes()
}

/// Fragments that each spread the next one twice.
fn doubling(levels: usize) -> String {
    let mut document = String::from("{ ...F0 }");
    for level in 0..levels {
        write!(
            document,
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}",
            next = level + 1
        )
        .expect("memory");
    }
    write!(document, " fragment F{levels} on Query {{ __typename }}").expect("memory");
    document
}

fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let aliases: String = (0..50_000).fold(String::new(), |mut document, n| {
        write!(document, " a{n}: __typename").expect("memory");
        document
    });
    vec![
        (
            "an ordinary request",
            body("{ projects(first: 20) { edges { node { title recruitment { version } } } } }"),
        ),
        ("1 MiB of spaces", body(&" ".repeat(1_000_000))),
        ("1 MiB of escapes", body(&"\u{1}".repeat(160_000))),
        (
            "1,500-deep lists",
            body(&format!("{{ f(a: {}{}) }}", "[".repeat(1_500), "]".repeat(1_500))),
        ),
        (
            "1,500-deep objects",
            body(&format!(
                "{{ f(a: {}1{}) }}",
                "{a:".repeat(1_500),
                "}".repeat(1_500)
            )),
        ),
        ("fragments doubling 26 times", body(&doubling(26))),
        ("50,000 aliases", body(&format!("{{{aliases} }}"))),
        ("32 KiB of comments", body(&"#\n".repeat(16_000))),
        (
            "JSON 100,000 deep",
            [b"[".repeat(100_000), b"]".repeat(100_000)].concat(),
        ),
    ]
}

fn main() {
    let limits = Limits::default();
    let mut ordinary = None;
    let mut too_slow = Vec::new();
    for (name, body) in cases() {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            let _ = black_box(check_body(black_box(&body), &limits));
        }
        let each = start.elapsed() / ROUNDS;
        let base = *ordinary.get_or_insert(each);
        let ratio = each.as_secs_f64() / base.as_secs_f64();
        println!(
            "{name:<32} {:>10.3} ms {ratio:>10.1} x",
            each.as_secs_f64() * 1_000.0
        );
        if each > ALLOWED {
            too_slow.push(name);
        }
    }
    assert!(too_slow.is_empty(), "over {ALLOWED:?}: {too_slow:?}");
}
