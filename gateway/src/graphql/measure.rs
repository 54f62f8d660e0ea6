//! How long root fields take and how they end: collected while a request runs, told when it is answered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextRequest, NextResolve, ResolveInfo,
};
use async_graphql::{PathSegment, Response, ServerError, ServerResult, Value};

use crate::config::RootFieldListener;

/// Makes one collector a request.
pub(super) struct Measure(pub(super) RootFieldListener);

impl ExtensionFactory for Measure {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Collector {
            listener: Arc::clone(&self.0),
            fields: Mutex::new(Vec::new()),
        })
    }
}

struct Collector {
    listener: RootFieldListener,
    fields: Mutex<Vec<Measured>>,
}

struct Measured {
    is_mutation: bool,
    name: String,
    /// The name it has in the answer.
    key: String,
    took: Duration,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Collector {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let response = next.run(ctx).await;
        let fields = std::mem::take(&mut *self.fields.lock().unwrap_or_else(PoisonError::into_inner));
        for field in fields {
            let failed = response.errors.iter().find(|error| starts_at(error, &field.key));
            let outcome = failed.map_or_else(|| "OK".to_owned(), code);
            (self.listener)(field.is_mutation, &field.name, &outcome, field.took);
        }
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        if info.path_node.parent.is_some() {
            return next.run(ctx, info).await;
        }
        let (is_mutation, name) = (info.parent_type == "Mutation", info.name.to_owned());
        let key = info.alias.unwrap_or(info.name).to_owned();
        let started = Instant::now();
        let result = next.run(ctx, info).await;
        self.fields
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Measured {
                is_mutation,
                name,
                key,
                took: started.elapsed(),
            });
        result
    }
}

/// Whether the error happened at the root field of this name in the answer, or below it.
fn starts_at(error: &ServerError, key: &str) -> bool {
    matches!(error.path.first(), Some(PathSegment::Field(first)) if first == key)
}

fn code(error: &ServerError) -> String {
    match error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.get("code"))
    {
        Some(Value::String(code)) => code.clone(),
        _ => "UNTYPED".to_owned(),
    }
}
