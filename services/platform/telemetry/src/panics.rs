//! Panics as log lines.

use std::panic::PanicHookInfo;

/// Replaces the standard panic report, which would print the panic's message (an `unwrap` prints the error, and with it
/// perhaps what a user typed), by an error line with the place alone. For servers; tests keep the standard report.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(report));
}

fn report(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map(|location| format!("{}:{}", short(location.file()), location.line()));
    tracing::error!(error.code = "PANIC", panic.place = place, "a thread panicked");
}

/// The last three parts of a path: enough to find the place, nothing about the machine that built it.
fn short(file: &str) -> String {
    let parts: Vec<&str> = file.rsplit(['/', '\\']).take(3).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_place_does_not_tell_the_machines_folders() {
        assert_eq!(short("/home/jan/work/casework/src/app.rs"), "casework/src/app.rs");
        assert_eq!(short("main.rs"), "main.rs");
    }
}
