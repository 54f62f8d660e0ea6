//! Canaries: words and numbers in everything that the sweep's people write. None may turn up in a log line or in anything
//! that is exported.

use std::collections::BTreeSet;

use serde_json::json;

use super::sdl::Sdl;
use super::world::World;
use crate::support::{any_log_line, exported};

/// First names of everybody.
pub(super) const FIRST_NAME: &str = "Rudzikomira";
/// Last names of people whom centres look after.
pub(super) const LAST_NAME: &str = "Kanarzewska";
/// In facts, reasons and notes.
pub(super) const DIAGNOSIS: &str = "trznadlica napadowa F20.9";
/// In addresses.
pub(super) const STREET: &str = "Dzierzbowa";
/// In addresses.
pub(super) const TOWN: &str = "Pluszczowo";
/// In titles of projects, sessions, documents, criteria and dictionary entries.
pub(super) const TITLE: &str = "Remizowisko";
/// The secret of every sign-in provider.
pub(super) const SECRET: &str = "gawronia-tajemnica";
/// Everybody was born on 1990-01-01.
const PESEL_BEGINS: &str = "900101";

/// All in lower case: the marks of the organisations, a part of everybody's password, and the words above.
const WORDS: [&str; 12] = [
    "wilgorad",
    "kanarosz",
    "sowidar",
    "zimorodek",
    "bateria zszywka",
    "rudzikomira",
    "kanarzewska",
    "trznadlica",
    "dzierzbowa",
    "pluszczowo",
    "remizowisko",
    SECRET,
];

/// The PESEL of a woman, another for each number below 5,000.
pub(super) fn pesel(number: u32) -> String {
    let digits = format!("{PESEL_BEGINS}{:04}", number * 2);
    let check = check_digit(&digits);
    format!("{digits}{check}")
}

fn check_digit(digits: &str) -> u32 {
    let weights = [1, 3, 7, 9].iter().cycle();
    let sum: u32 = digits
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    (10 - sum % 10) % 10
}

/// The first canary in a text, whatever its letter case.
fn canary_in(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let word = WORDS.iter().find(|word| text.contains(**word));
    word.map(|word| (*word).to_owned()).or_else(|| pesel_in(&text))
}

fn pesel_in(text: &str) -> Option<String> {
    let is_digit =
        |at: Option<usize>| at.is_some_and(|at| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit));
    text.match_indices(PESEL_BEGINS).find_map(|(at, _)| {
        let pesel = text.get(at..at + 11)?;
        let alone = !is_digit(at.checked_sub(1)) && !is_digit(Some(at + 11));
        let digits = pesel.bytes().all(|byte| byte.is_ascii_digit());
        let valid = digits && pesel[10..] == check_digit(&pesel[..10]).to_string();
        (alone && valid).then(|| pesel.to_owned())
    })
}

/// Puts canaries where nobody expects them: names of operations, aliases, broken documents, variables of another type,
/// addresses, headers.
pub(super) async fn sing(world: &World) {
    let client = world.own.worker.as_ref().unwrap();
    let singing = ["user-agent", "tracestate", "x-request-id", "origin", "referer"]
        .into_iter()
        .fold(client.clone(), |client, name| {
            client.with_header(name, format!("{LAST_NAME}={}", pesel(1)))
        });
    let person = json!({"person": {LAST_NAME: pesel(1), "firstName": [FIRST_NAME], "birthDate": DIAGNOSIS}});
    let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }";
    for client in [client, &singing] {
        for (document, variables) in [
            (
                format!("query {LAST_NAME} {{ {FIRST_NAME}: projects(first: 1) {{ edges {{ cursor }} }} }}"),
                json!({}),
            ),
            (format!("{{ {LAST_NAME}: {FIRST_NAME} }}"), json!({})),
            (
                format!("{{ dictionary(name: \"{LAST_NAME}\", on: \"{DIAGNOSIS}\") {{ code }} }}"),
                json!({}),
            ),
            (
                format!("{{ node(id: \"{LAST_NAME}\") {{ {FIRST_NAME}: id }} }}"),
                json!({}),
            ),
            (
                format!("{{ people(first: 1) {{ {LAST_NAME} \"{}", pesel(1)),
                json!({}),
            ),
            (create.to_owned(), json!({"input": person, LAST_NAME: pesel(1)})),
            (create.to_owned(), json!({"input": LAST_NAME})),
        ] {
            client.ask(&document, variables).await;
        }
        for path in [
            format!("/{LAST_NAME}/{}", pesel(1)),
            format!("/graphql?query={LAST_NAME}&token={SECRET}"),
        ] {
            let answer = client.request(reqwest::Method::GET, &path).send().await.unwrap();
            assert!(answer.status().is_client_error(), "{path}: {answer:?}");
        }
    }
}

/// Looks for canaries in every log line and in every byte that was exported, and for every root field in the metrics.
pub(super) fn check(sdl: &Sdl) -> Vec<String> {
    let mut problems = Vec::new();
    problems.extend(
        any_log_line(|line| canary_in(line).is_some()).map(|line| format!("a canary in the log: {line}")),
    );
    if any_log_line(|line| line.contains("request answered")).is_none() {
        problems.push("no request was logged".to_owned());
    }
    let collector = exported();
    let sent = String::from_utf8_lossy(&collector.raw()).into_owned();
    problems.extend(canary_in(&sent).map(|word| format!("{word} was exported")));
    for name in ["http.request", "wsparcie-tests"] {
        if !sent.contains(name) {
            problems.push(format!("{name} was never exported"));
        }
    }
    let names = collector.metric_names();
    for name in ["wsparcie.call.duration", "wsparcie.graphql.root_field.duration"] {
        if !names.iter().any(|found| found == name) {
            problems.push(format!("no metric {name} among {names:?}"));
        }
    }
    let measured = collector.labels("wsparcie.graphql.root_field.duration", "graphql.root_field");
    let fields = sdl.root_fields();
    let fields: BTreeSet<&str> = fields
        .iter()
        .filter_map(|field| Some(field.split_once('.')?.1))
        .collect();
    for field in fields.into_iter().filter(|field| !measured.contains(*field)) {
        problems.push(format!("{field} is in no metric: {measured:?}"));
    }
    problems
}

#[test]
fn canaries_are_found_whatever_stands_around_them() {
    assert_eq!(pesel(7), "90010100146");
    for text in [
        "{\"a\":\"kanarzewskA 3\"}",
        "/osoby/90010100146",
        "TRZNADLICA",
        "x bateria zszywka",
        "login=a@kanarosz",
    ] {
        assert!(canary_in(text).is_some(), "{text}");
    }
    for text in [
        "90010100147",
        "190010100146",
        "900101001461",
        "900101",
        "kanar",
        "",
    ] {
        assert_eq!(canary_in(text), None, "{text}");
    }
    for word in [
        FIRST_NAME,
        LAST_NAME,
        DIAGNOSIS,
        STREET,
        TOWN,
        TITLE,
        SECRET,
        crate::support::PASSWORD,
    ] {
        assert!(canary_in(word).is_some(), "{word}");
    }
}
