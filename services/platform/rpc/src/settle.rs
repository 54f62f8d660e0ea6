//! From what the transport answers to what a call means.

use std::io::ErrorKind;
use std::time::Duration;

use tarpc::client::RpcError;
use tarpc::context::Context;
use wsparcie_kernel::{CallError, CallResult};

/// The context of a call that must be answered within `timeout`.
pub fn context(timeout: Duration) -> Context {
    let mut context = Context::current();
    context.deadline = crate::link::now() + timeout;
    context
}

/// Folds a failure of the transport into the call's own result.
pub fn settle<T>(answer: Result<CallResult<T>, RpcError>) -> CallResult<T> {
    match answer {
        Ok(result) => result,
        Err(RpcError::DeadlineExceeded) => Err(CallError::DeadlineExceeded),
        Err(RpcError::Server(error)) => Err(match error.kind {
            // Away, stopping, or full (tarpc says that by `WouldBlock`); or not believing this process, which a key that is
            // changed everywhere puts right.
            ErrorKind::NotConnected | ErrorKind::WouldBlock | ErrorKind::PermissionDenied => {
                CallError::Unavailable
            }
            ErrorKind::TimedOut => CallError::DeadlineExceeded,
            _ => CallError::Internal,
        }),
        Err(_) => Err(CallError::Unavailable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transport_failure_says_only_whether_trying_later_may_help() {
        assert_eq!(
            settle::<()>(Err(RpcError::DeadlineExceeded)),
            Err(CallError::DeadlineExceeded)
        );
        assert_eq!(settle::<()>(Err(RpcError::Shutdown)), Err(CallError::Unavailable));
        assert_eq!(settle(Ok(Ok(1))), Ok(1));
    }
}
