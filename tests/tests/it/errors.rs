//! Every code that a caller can meet is in `docs/errors.md`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Texts in capitals that are no codes of answers: settings, and codes that stand in logs and job rows only.
const NOT_ANSWERS: &[&str] = &[
    "ACCEPT_FAILED",
    "BROKEN_COUNTS",
    "CARGO_MANIFEST_DIR",
    "CARGO_PKG_VERSION",
    "CODE_NOT_REDEEMED",
    "CONDITION_UNREADABLE",
    "COUNTING_BROKE",
    "DRAIN_TIMEOUT",
    "EMPTY_LEDGER",
    "INSTANCE_KEY_IS_NEEDED",
    "ISSUER_MIXED_UP",
    "JOB_BROKEN_OFF",
    "KEY_STORE",
    "KEY_STORE_FAULT",
    "KEY_UNKNOWN",
    "MARSHALS_OFFICE",
    "NO_HANDLER",
    "NO_RANDOMNESS",
    "NO_RELEASE",
    "PAGE_DATA",
    "PAGE_NOT_RENDERED",
    "PARAMETER_TWICE",
    "PASSWORD_HASH",
    "PERSON_KEY_DESTROYED",
    "PROVIDER_ADDRESS_NOT_PUBLIC",
    "PROVIDER_ANSWER_TOO_LARGE",
    "PROVIDER_CHANGED",
    "PROVIDER_DISCOVERY",
    "PROVIDER_ENDPOINT",
    "PROVIDER_NO_CODE",
    "PROVIDER_NO_ORIGIN",
    "PROVIDER_REFUSED",
    "PROVIDER_TIMEOUT",
    "PROVIDER_TLS",
    "PROVIDER_UNKNOWN",
    "PROVIDER_UNREACHABLE",
    "PROVIDER_UNRESOLVED",
    "REDIS_UNAVAILABLE",
    "REFUSAL_NOT_RECORDED",
    "RELEASE_CONTENT",
    "RULES_UNREADABLE",
    "SCREAMING_SNAKE_CASE",
    "SEALED_TEXT_TAMPERED",
    "SESSION_NOT_RENEWED",
    "SIGN_OUT_NOT_RECORDED",
    "STATE_OF_ANOTHER_BROWSER",
    "STATE_UNKNOWN",
    "TENANT_KEY_DESTROYED",
    "THROTTLE_NOT_CLEARED",
    "TOKEN_INVALID",
    "TOKEN_MISSING",
    "UNTYPED_ERROR",
    "USER_INFO_FAILED",
];
/// Beginnings of such.
const NOT_ANSWERS_PREFIXES: &[&str] = &["CALL_", "DB_", "MAIL_", "S3_", "WSPARCIE_", "OTEL_", "DATABASE_"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !["tests", "target", "telemetry", "testkit"].contains(&name) {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// The words of a source that look like codes: capitals, digits and at least one `_`, alone in a string.
fn codes(text: &str) -> BTreeSet<String> {
    let without_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    let without_comments: String = without_tests
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let is_code = |word: &&str| {
        word.contains('_')
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    without_comments
        .split('"')
        .filter(is_code)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_code_that_a_caller_can_meet_is_documented() {
    let mut files = Vec::new();
    sources(&root().join("services"), &mut files);
    sources(&root().join("gateway/src"), &mut files);
    let documented = std::fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let missing: BTreeSet<String> = files
        .iter()
        .flat_map(|file| codes(&std::fs::read_to_string(file).unwrap()))
        .filter(|code| !NOT_ANSWERS.contains(&code.as_str()))
        .filter(|code| !NOT_ANSWERS_PREFIXES.iter().any(|prefix| code.starts_with(prefix)))
        .filter(|code| !documented.contains(&format!("`{code}`")))
        .collect();
    assert_eq!(missing, BTreeSet::new(), "add them to docs/errors.md");
}

#[test]
fn the_search_for_codes_finds_them() {
    let found = codes("Problem::new(\"PESEL_TAKEN\", \"x y\") // \"NOT_THIS\"\n#[cfg(test)] \"NOR_THIS\"");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["PESEL_TAKEN"]);
}
