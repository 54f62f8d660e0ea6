//! Twenty who try the same thing at once.

use std::future::Future;

use wsparcie_kernel::CallResult;

/// Runs twenty of the same call at once and gives their answers.
pub(crate) async fn twenty_at_once<T, F>(mut call: impl FnMut() -> F) -> Vec<CallResult<T>>
where
    T: Send + 'static,
    F: Future<Output = CallResult<T>> + Send + 'static,
{
    let tasks: Vec<_> = (0..20).map(|_| tokio::spawn(call())).collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.expect("no call panics"));
    }
    answers
}

/// How many of them succeeded.
pub(crate) fn wins<T>(answers: &[CallResult<T>]) -> usize {
    answers.iter().filter(|answer| answer.is_ok()).count()
}
