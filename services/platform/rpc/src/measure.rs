//! How long calls take and how they end, told to whoever listens in this process.

use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use wsparcie_kernel::CallResult;

/// Hears of every call: service, method, outcome (`OK` or the error's code), duration.
pub type CallListener = fn(&'static str, &'static str, &'static str, Duration);

static LISTENER: OnceLock<CallListener> = OnceLock::new();

/// Tells `listener` of every call from now on. The first listener stays for the life of the process.
pub fn listen(listener: CallListener) {
    let _ = LISTENER.set(listener);
}

/// Runs a call and tells the listener how it went. A call that is given up before its end is not told: nobody knows its
/// outcome.
pub async fn measured<T>(
    service: &'static str,
    method: &'static str,
    call: impl Future<Output = CallResult<T>>,
) -> CallResult<T> {
    let started = crate::link::now();
    let result = call.await;
    if let Some(listener) = LISTENER.get() {
        let outcome = match &result {
            Ok(_) => "OK",
            Err(error) => error.code(),
        };
        listener(service, method, outcome, started.elapsed());
    }
    result
}
