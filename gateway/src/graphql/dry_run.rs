//! Dry runs: a document is parsed, validated and priced, and nothing of it is executed.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::{Response, Value};

/// Marks a request as a dry run.
pub(super) struct DryRun;

/// Stops dry runs in front of their execution.
pub(super) struct DryRuns;

impl ExtensionFactory for DryRuns {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Stop)
    }
}

struct Stop;

#[async_graphql::async_trait::async_trait]
impl Extension for Stop {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if ctx.data_opt::<DryRun>().is_some() {
            return Response::new(Value::Null);
        }
        next.run(ctx, operation_name).await
    }
}
