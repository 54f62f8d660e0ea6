//! How long calls take and how they end, told to whoever listens in this process.

use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use wsparcie_kernel::CallResult;

/// Hears of every call: service, method, outcome (`OK` or the error's code), duration.
pub type CallListener = fn(&'static str, &'static str, &'static str, Duration);

/// Hears of every request that this process served to another: service, method (`none` if it was refused before anybody read which),
/// outcome (`OK`, the error's code, or why it was refused), duration.
pub type ServedListener = fn(&'static str, &str, &'static str, Duration);

static LISTENER: OnceLock<CallListener> = OnceLock::new();
static SERVED: OnceLock<ServedListener> = OnceLock::new();

/// Tells `listener` of every call from now on. The first listener stays for the life of the process.
pub fn listen(listener: CallListener) {
    let _ = LISTENER.set(listener);
}

/// Tells `listener` of every request served from now on. The first listener stays for the life of the process.
pub fn listen_served(listener: ServedListener) {
    let _ = SERVED.set(listener);
}

/// Tells of a request that was served. `name` is the request's own (`ProbeApi.echo`), of a set that the source fixes.
pub(crate) fn served(service: &'static str, name: &str, outcome: &'static str, took: Duration) {
    if let Some(listener) = SERVED.get() {
        let method = name.rsplit('.').next().unwrap_or_default();
        listener(service, method, outcome, took);
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use wsparcie_kernel::CallError;

    use super::*;

    type Told = Mutex<Vec<(&'static str, &'static str, &'static str, Duration)>>;

    static TOLD: Told = Mutex::new(Vec::new());

    #[tokio::test]
    async fn a_call_is_told_with_its_outcome_and_duration_and_one_given_up_is_not() {
        listen(|service, method, outcome, took| {
            TOLD.lock().unwrap().push((service, method, outcome, took));
        });
        let _ = measured("probe", "read", async { Ok(1) }).await;
        let slow = async {
            tokio::time::sleep(Duration::from_millis(30)).await;
            Err::<(), _>(CallError::Unavailable)
        };
        assert_eq!(
            measured("probe", "write", slow).await,
            Err(CallError::Unavailable)
        );
        let endless = measured("probe", "endless", std::future::pending::<CallResult<()>>());
        let _ = tokio::time::timeout(Duration::from_millis(5), endless).await;

        let told = TOLD.lock().unwrap().clone();
        let outcomes: Vec<_> = told.iter().map(|told| (told.0, told.1, told.2)).collect();
        assert_eq!(
            outcomes,
            [("probe", "read", "OK"), ("probe", "write", "UNAVAILABLE")]
        );
        assert!(told[1].3 >= Duration::from_millis(30), "{:?}", told[1].3);
    }
}
