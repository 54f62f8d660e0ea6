//! Messages in the sources of all our crates are literals: what varies goes into listed fields.

use std::fs;
use std::path::{Path, PathBuf};

const MACROS: [&str; 6] = ["trace!(", "debug!(", "info!(", "warn!(", "error!(", "event!("];

/// The Rust files below a folder, without tests and build output.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() && !["target", "tests", ".git"].contains(&name) {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The text literals of a macro's arguments, up to its closing bracket.
fn literals(arguments: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 1;
    let mut chars = arguments.chars();
    while let Some(c) = chars.next() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => break,
            ')' => depth -= 1,
            '"' => {
                let mut literal = String::new();
                while let Some(inner) = chars.next() {
                    match inner {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => literal.push(inner),
                    }
                }
                found.push(literal);
            }
            _ => {}
        }
    }
    found
}

/// Line numbers of log macros whose message takes values.
fn messages_with_values(source: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for name in MACROS {
        for (place, _) in source.match_indices(name) {
            let before = &source[..place];
            let whole_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let line_so_far = before.rsplit('\n').next().unwrap_or_default();
            let commented = line_so_far.contains("//");
            // Only the last literal can be the message; a field may well be `job.kind = format!("{kind}")`.
            let message = literals(&source[place + name.len()..]).pop().unwrap_or_default();
            if whole_word && !commented && message.replace("{{", "").contains('{') {
                lines.push(before.matches('\n').count() + 1);
            }
        }
    }
    lines
}

#[test]
fn the_scan_finds_a_message_with_values() {
    assert_eq!(
        messages_with_values("tracing::info!(count, \"person {name}\");"),
        [1]
    );
    assert_eq!(messages_with_values("\n\nerror!(\"{}\", name);"), [3]);
    assert!(
        messages_with_values("info!(count = 1, \"done\"); compile_error!(\"{x}\"); // info!(\"{x}\")")
            .is_empty()
    );
}

#[test]
fn no_log_message_in_the_sources_takes_values() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .expect("the workspace's folder");
    let mut files = Vec::new();
    for folder in ["services", "gateway", "infra"] {
        rust_files(&root.join(folder), &mut files);
    }
    assert!(files.len() > 10, "the sources were not found");
    let mut faults = Vec::new();
    for file in files {
        let lines = messages_with_values(&fs::read_to_string(&file).unwrap());
        let name = file.strip_prefix(root).unwrap().display().to_string();
        faults.extend(lines.into_iter().map(|line| format!("{name}:{line}")));
    }
    assert!(
        faults.is_empty(),
        "put the values of these messages into listed fields: {faults:?}"
    );
}
